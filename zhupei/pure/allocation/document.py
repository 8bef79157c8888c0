"""A problem as the document of a problem file, for those who build it in Python and publish it."""

from typing import Any

from zhupei.pure.allocation.files.problem_file import FORMAT
from zhupei.pure.allocation.problem import Applicant, Problem


def document(problem: Problem) -> dict[str, Any]:
    """What a problem file holds; `files.canonical.input_sha256` of it is the hash to publish before the seed."""
    return {
        "format": FORMAT,
        "seed": problem.seed,
        "policy": problem.policy._asdict(),
        "programmes": [each._asdict() for each in problem.programmes],
        "lists": {name: {person: list(key) for person, key in keys.items()} for name, keys in problem.lists.items()},
        "designated": dict(problem.designated),
        "applicants": [_applicant(each) for each in problem.applicants],
    }


def _applicant(applicant: Applicant) -> dict[str, Any]:
    """Without what is absent: "eligible" absent means every programme, an empty list means none."""
    row = {name: value for name, value in applicant._asdict().items() if value is not None}
    return row | {name: list(value) for name, value in row.items() if isinstance(value, (list, tuple))}
