"""All checks in order. Every one looks at the result as it is; none depends on another having passed."""

from zhupei.pure.allocation.files.json_file import collector_off
from zhupei.pure.allocation.files.result_file import PublishedResult
from zhupei.pure.allocation.problem import Problem
from zhupei.pure.allocation.verifier import adjusters, counts, membership, reasons, stable
from zhupei.pure.allocation.verifier.findings import Findings, Violation
from zhupei.pure.allocation.verifier.instance import Instance


def violations(problem: Problem, result: PublishedResult) -> list[Violation]:
    """The first violation of each kind; none: the result is the one that the rules give for this problem and seed."""
    with collector_off():
        instance, findings = Instance(problem, result), Findings()
        membership.check(instance, findings)
        last = stable.last_admitted(instance)
        stable.check(instance, last, findings)
        stage = adjusters.SecondStage(instance)
        adjusters.check(stage, findings)
        counts.check(stage, findings)
        reasons.check(instance, stable.cutoffs(instance, last), findings)
        return list(findings.found.values())
