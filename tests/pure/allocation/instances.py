"""Random problems as documents: small enough to enumerate, with many ties, lines, tiers and rough preferences."""

import os
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from zhupei.pure.allocation.reading import problem_file

# `make test` runs the small number; ZHUPEI_ALLOCATION_EXAMPLES=10000 is the long run of docs/ALLOCATION.md.
EXAMPLES = int(os.environ.get("ZHUPEI_ALLOCATION_EXAMPLES", "60"))

many = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES < 1000,
    suppress_health_check=list(HealthCheck),
    database=None,
)

Document = dict[str, Any]
PARTS = st.integers(0, 2)


@st.composite
def documents(
    draw: st.DrawFn, most_people: int = 6, adjustment: bool = True, own_lists: bool | None = None
) -> Document:
    """`own_lists`: a score list per programme instead of one per base; None: either."""
    separate = draw(st.booleans()) if own_lists is None else own_lists
    programmes = []
    for base in "KL":
        for specialty in range(draw(st.integers(1, 2 if most_people <= 6 else 3))):
            name = f"{base}/{specialty}"
            programmes.append(
                {
                    "id": name,
                    "base": base,
                    "list": name if separate else base,
                    "quota": draw(st.integers(0, 2)),
                    "line": draw(st.sampled_from([0, 0, 1])),
                    "tier": draw(st.sampled_from([None, 1, 2])),
                }
            )
    names = [each["id"] for each in programmes]
    people = [f"p{number}" for number in range(draw(st.integers(1, most_people)))]
    lists = {
        each["list"]: {
            person: draw(st.lists(PARTS, min_size=1, max_size=2)) for person in people if draw(st.integers(0, 9))
        }
        for each in programmes
    }
    return {
        "format": problem_file.FORMAT,
        "seed": draw(st.sampled_from(["a", "b", "c"])),
        "policy": {
            "adjustment": draw(st.sampled_from(["joint", "joint", "base_first", "none"])) if adjustment else "none",
            "objective": draw(st.sampled_from(["max_placement", "max_placement", "score_first"])),
        },
        "programmes": programmes,
        "lists": lists,
        "designated": _designated(draw, programmes),
        "applicants": [_applicant(draw, person, names) for person in people],
    }


def _designated(draw: st.DrawFn, programmes: list[Document]) -> Document:
    """Sometimes z1, who does not apply, and sometimes p0, who does."""
    free = [each["id"] for each in programmes if each["quota"]]
    people = draw(st.sampled_from([[], [], [], ["z1"], ["z1"], ["p0"]]))
    return {person: draw(st.sampled_from(free)) for person in people if free}


def _applicant(draw: st.DrawFn, person: str, names: list[str]) -> Document:
    some = st.lists(st.sampled_from(names), unique=True)
    row: Document = {"id": person, "choices": draw(some), "accepts_adjustment": draw(st.integers(0, 3)) > 0}
    if draw(st.booleans()):
        row["adjustment_key"] = draw(st.lists(PARTS, min_size=1, max_size=2))
    if draw(st.integers(0, 3)):
        row["eligible"] = draw(some)
    if draw(st.booleans()):
        row["rough_preference"] = draw(some)
    if draw(st.integers(0, 4)) == 0:
        row["base"] = draw(st.sampled_from("KL"))
    if person != "p0" and draw(st.integers(0, 9)) == 0:
        row["withdrawn"] = True
    return row
