"""What a photographed document shows: whether it can be read, which way up it is, what an identity card says.

`checking.check_document` loads OpenCV and the reading models; limits, report and comparison do not.
"""

from zhupei.pure.scans.document_check.compare import Comparison, compare
from zhupei.pure.scans.document_check.limits import DocumentKind, DocumentLimits
from zhupei.pure.scans.document_check.report import (
    DOCUMENT_CHECKS,
    NEVER_FAIL,
    READ_CHECKS,
    SEEN_CHECKS,
    CardText,
    DocumentReport,
)

__all__ = [
    "DOCUMENT_CHECKS",
    "NEVER_FAIL",
    "READ_CHECKS",
    "SEEN_CHECKS",
    "CardText",
    "Comparison",
    "DocumentKind",
    "DocumentLimits",
    "DocumentReport",
    "compare",
]
