"""Does a browser's work for load generators and journeys over HTTP: finds the number a captcha asks for."""

from typing import Any

import altcha


def solve(challenge: dict[str, Any]) -> str:
    """The field `altcha` of a form, from the JSON of `/captcha/challenge/`. Takes up to `CAPTCHA_COST` hashes."""
    puzzle = altcha.Challenge.from_dict(challenge)
    solution = altcha.solve_challenge(puzzle)
    if solution is None:
        raise TimeoutError("captcha not solved in time")
    return altcha.Payload(puzzle, solution).to_base64()
