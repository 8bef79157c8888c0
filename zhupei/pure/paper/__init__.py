"""Everything printed: application form, receipt, portal templates, their font and codes. No Django, no database."""

from zhupei.pure.paper.data import Block, Fields, Pairs, PaperRows, PaperStatement
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
from zhupei.pure.paper.head import PaperHead

__all__ = [
    "TEMPLATE_TITLES",
    "Block",
    "Fields",
    "FormData",
    "PaperHead",
    "Pairs",
    "ReceiptData",
    "PaperRows",
    "PaperStatement",
    "TemplateKind",
    "application_form",
    "receipt",
    "template_document",
    "uncovered",
]
