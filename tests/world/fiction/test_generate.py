"""The demonstration world's numbers: deterministic, well-formed, and refused when their parts do not fit."""

from datetime import date

import pytest

from zhupei.pure.identity import DocumentType, check
from zhupei.world.fiction import generate

DAY = date(1990, 1, 2)


def test_they_pass_the_check():
    made = {
        DocumentType.RESIDENT_ID: generate.resident_id("530114", DAY, 7),
        DocumentType.HK_MACAO_PERMIT: generate.hk_macao_permit("M", 42),
        DocumentType.TAIWAN_PERMIT: generate.taiwan_permit(42),
        DocumentType.HMT_RESIDENCE: generate.hmt_residence("820000", DAY, 7),
        DocumentType.FOREIGNER_PR: generate.foreigner_pr("53", "840", DAY, 7),
    }
    assert set(made) == set(DocumentType)
    for kind, number in made.items():
        assert check(kind, number).number == number


def test_a_thousand_people_of_one_day_and_place_have_a_thousand_numbers():
    assert len({generate.resident_id("530103", DAY, sequence) for sequence in range(1000)}) == 1000


@pytest.mark.parametrize(
    "call",
    [
        lambda: generate.resident_id("53010", DAY, 1),
        lambda: generate.resident_id("53010３", DAY, 1),
        lambda: generate.resident_id("530103", DAY, 1000),
        lambda: generate.resident_id("530103", DAY, -1),
        lambda: generate.hmt_residence("530103", DAY, 1),
        lambda: generate.foreigner_pr("5", "840", DAY, 1),
        lambda: generate.foreigner_pr_2017("us1", "5301", DAY, 1),
        lambda: generate.foreigner_pr_2017("USA", "5301", DAY, 10),
        lambda: generate.hk_macao_permit("T", 1),
        lambda: generate.taiwan_permit(10**8),
        lambda: generate.mobile(10**8),
    ],
)
def test_parts_that_do_not_fit(call):
    with pytest.raises(ValueError, match="expected"):
        call()
