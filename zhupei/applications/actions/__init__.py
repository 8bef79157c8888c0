"""One function per verb; each is one transaction: lock → rules → move → facts → audit → notice."""

from zhupei.applications.actions.choosing import open_draft, set_choices
from zhupei.applications.actions.form_papers import request_form
from zhupei.applications.actions.onsite import check_on_site
from zhupei.applications.actions.reviewing import approve, lapse, reject, return_for_correction, revoke
from zhupei.applications.actions.submitting import submit
from zhupei.applications.actions.voiding import void_all_of
from zhupei.applications.actions.withdrawing import give_up, withdraw

__all__ = [
    "approve",
    "set_choices",
    "check_on_site",
    "give_up",
    "lapse",
    "open_draft",
    "reject",
    "request_form",
    "return_for_correction",
    "revoke",
    "submit",
    "void_all_of",
    "withdraw",
]
