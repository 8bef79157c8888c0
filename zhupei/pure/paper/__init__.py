"""Everything printed: application form, receipt, portal templates, their font and codes. No Django, no database."""

from zhupei.pure.paper.data import Block, Fields, Pairs, Rows, Statement
from zhupei.pure.paper.documents import (
    TEMPLATE_TITLES,
    FormData,
    ReceiptData,
    TemplateKind,
    application_form,
    receipt,
    template_document,
)
from zhupei.pure.paper.fonts import uncovered
from zhupei.pure.paper.head import Head

__all__ = [
    "TEMPLATE_TITLES",
    "Block",
    "Fields",
    "FormData",
    "Head",
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
