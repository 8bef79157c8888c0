"""What must hold at every moment (quality.md, Invariants): one function per number, each naming the rows that break it.

Invariants 6, 12 and 13 speak of admissions, publication and scores and come with those stages.
"""

from zhupei.reports.invariants import accounts, applications, evidence, files, offices, personal, work
from zhupei.reports.invariants.invariant import BrokenInvariant, Invariant

CHECKS: tuple[Invariant, ...] = (
    Invariant(1, "one live application per person and cycle; no receipt or token twice", applications.one_live),
    Invariant(2, "nothing submitted outside its window but in a named grace", applications.in_time),
    Invariant(3, "state = last event; one audit event per change, same transaction", evidence.states_have_events),
    Invariant(4, "only moves of the table", evidence.only_moves_of_the_table),
    Invariant(5, "the audit chain verifies", evidence.chain),
    Invariant(7, "submitted versions unchanged", applications.versions_unchanged),
    Invariant(8, "preferences 1…n, one base, of that round", applications.preferences_in_order),
    Invariant(9, "no approved application withdrawn by its applicant", applications.approved_stays),
    Invariant(10, "documents have their file; no orphans; nothing unchecked before a reviewer", files.documents),
    Invariant(11, "every job done or younger than ten minutes; no effect twice", work.jobs_done),
    Invariant(14, "no plain ID number or phone at rest", personal.nothing_plain),
    Invariant(15, "three oversight offices in three hands; every role confirmed by another", offices.three_hands),
    Invariant(
        16, "released accounts count and are open nowhere, frozen ones are open nowhere", accounts.closed_stay_closed
    ),
    Invariant(17, "acts of two persons: decided once, by another person, as the table says", accounts.two_persons),
)


def findings(only: set[int] | None = None) -> list[BrokenInvariant]:
    """Every finding of every invariant, or of the numbers in `only`."""
    return [
        BrokenInvariant(check.number, text)
        for check in CHECKS
        if only is None or check.number in only
        for text in check.find()
    ]


__all__ = ["CHECKS", "Invariant", "BrokenInvariant", "findings"]
