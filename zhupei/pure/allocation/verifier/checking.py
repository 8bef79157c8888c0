"""All checks in order. Every one looks at the result as it is; none depends on another having passed."""

from zhupei.pure.allocation.problem import Problem
from zhupei.pure.allocation.reading.json_file import collector_off
from zhupei.pure.allocation.reading.result_file import PublishedResult
from zhupei.pure.allocation.verifier import adjusters, counts, membership, reasons, stable
from zhupei.pure.allocation.verifier.case import Instance
from zhupei.pure.allocation.verifier.findings import Findings, Violation


def violations(problem: Problem, result: PublishedResult) -> list[Violation]:
    """The first violation of each kind; none: the result is the one that the rules give for this problem and seed."""
    with collector_off():
        case, findings = Instance(problem, result), Findings()
        membership.check(case, findings)
        last = stable.last_admitted(case)
        stable.check(case, last, findings)
        stage = adjusters.SecondStage(case)
        adjusters.check(stage, findings)
        counts.check(stage, findings)
        reasons.check(case, stable.cutoffs(case, last), findings)
        return list(findings.found.values())
