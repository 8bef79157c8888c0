"""`zhupei check-invariants` finds nothing in a world made by the actions, and every violation that is put into it."""

import pytest

from tests.reports.standing_world import seeds_of_applications, seeds_of_exports, seeds_of_the_rest
from tests.reports.standing_world.standing import Standing
from zhupei.console.main import main
from zhupei.reports import invariants

pytestmark = pytest.mark.django_db
SEEDS = {**seeds_of_applications.SEEDS, **seeds_of_exports.SEEDS, **seeds_of_the_rest.SEEDS}


def test_the_world_is_clean(world: Standing, capsys: pytest.CaptureFixture[str]) -> None:
    assert invariants.findings() == []
    assert main(["check-invariants"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "0 findings" and len(lines) == len(invariants.CHECKS) + 1
    assert all(line.endswith(": ok") for line in lines[:-1])
    assert main(["check-invariants", "--quiet"]) == 0 and capsys.readouterr().out == "0 findings\n"


@pytest.mark.parametrize("name", SEEDS)
def test_every_violation_is_reported(touched: Standing, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    number, seed = SEEDS[name]
    expected = seed(touched)
    texts = [finding.text for finding in invariants.findings({number})]
    assert any(expected in text for text in texts), texts
    assert main(["check-invariants", "--only", str(number)]) == 1
    out = capsys.readouterr().out
    assert expected in out and out.endswith(f"{len(texts)} findings\n")


def test_every_invariant_has_a_violation_here() -> None:
    assert {number for number, _ in SEEDS.values()} == {check.number for check in invariants.CHECKS}
    assert [check.number for check in invariants.CHECKS] == [1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 14, 15, 16, 17]


def test_one_fault_is_not_called_by_other_names(touched: Standing) -> None:
    """A fault in one place does not make the whole report red: who reads it sees where to look."""
    seeds_of_applications.a_gap_in_the_ranks(touched)
    assert {finding.number for finding in invariants.findings()} == {8}


def test_findings_name_no_person(touched: Standing) -> None:
    for name in ("a number in a reason", "in a log", "in a session", "two in force"):
        SEEDS[name][1](touched)
    text = "\n".join(finding.text for finding in invariants.findings())
    person = touched.submitted.person
    assert not any(secret in text for secret in (seeds_of_the_rest.number(touched), person.phone.plain(), person.name))
