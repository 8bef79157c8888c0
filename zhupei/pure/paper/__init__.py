"""Everything printed: application form, receipt, portal templates, their font and codes. No Django, no database."""

from zhupei.pure.paper.data import Block, Fields, FormData, Pairs, ReceiptData, Rows, Statement
from zhupei.pure.paper.documents import (
    TEMPLATE_TITLES,
    TemplateKind,
    application_form,
    receipt,
    template_document,
)
from zhupei.pure.paper.fonts import uncovered

__all__ = [
    "TEMPLATE_TITLES",
    "Block",
    "Fields",
    "FormData",
    "Pairs",
    "ReceiptData",
    "Rows",
    "Statement",
    "TemplateKind",
    "application_form",
    "receipt",
    "template_document",
    "uncovered",
]
