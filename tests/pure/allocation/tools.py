"""Short ways from a document to an outcome, a result and a verdict."""

import copy
import json
from pathlib import Path
from typing import Any

from zhupei.pure.allocation import result
from zhupei.pure.allocation.engine import Outcome, allocate
from zhupei.pure.allocation.files import problem_file, result_file
from zhupei.pure.allocation.files.faults import Faults
from zhupei.pure.allocation.files.json_file import parse
from zhupei.pure.allocation.problem import Draw
from zhupei.pure.allocation.verifier.checking import violations

Document = dict[str, Any]


def solved(document: Document, draw: Draw | None = None) -> Outcome:
    """Leaves the document as it is."""
    return allocate(problem_file.parsed(json.dumps(document).encode()), draw=draw)


def answered(document: Document) -> Document:
    """The result file, parsed."""
    answer: Document = json.loads(b"".join(result.lines(solved(document))))
    return answer


def verdict(document: Document, answer: Document) -> list[str]:
    """The kinds of violation that the verifier finds."""
    faults = Faults()
    read = result_file.result(parse(json.dumps(answer).encode(), faults), faults)
    return [each.kind for each in violations(problem_file.problem(copy.deepcopy(document)), read)]


def written(folder: Path, document: Document, name: str = "problem.json") -> Path:
    file = folder / name
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return file
