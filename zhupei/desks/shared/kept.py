"""What somebody typed when the page it was typed on is no longer good: the session is over, or a login in another
window has given this browser a new token.

Nothing is executed. The answer shows what was typed, in words, and a form that sends exactly that again; it appears
only when the request came from a page of ours, and for nobody but the account for which that page was made.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import urlencode

from zhupei.accounts.models import User
from zhupei.cycles.models import PersonCategory
from zhupei.desks.shared import forgery
from zhupei.desks.shared.display import chosen
from zhupei.desks.shared.own_addresses import page_before, sent_by_us, this_page
from zhupei.dossiers import options
from zhupei.dossiers.fields import CHOICE, REGION, SEARCHED, YES_NO, DossierField
from zhupei.dossiers.models import Institution, Major, Region
from zhupei.dossiers.sections import SECTIONS
from zhupei.support import motion_payload

OWNER = "owner"
SECRET = re.compile(r"password|^old$|(^|_)code$|^token$|captcha")  # a form with one of these is never kept
BOOKKEEPING = (
    OWNER,
    "csrfmiddlewaretoken",
    "version",
    "version_id",
    "tab",
    "fresh",
    "track",
    "kind",
    "next",
    "q",
    "shown",
    "seen",
)
BUTTONS = ("move", "step", "find", "again")
MOST = 200  # fields

WORDS = {
    "accepts_adjustment": ("服从调剂", {"yes": "服从", "no": "不服从"}),
    "verdict": ("审核决定", {"approve": "通过", "return": "退回补正", "reject": "不通过"}),
    "result": ("现场审核", {"passed": "通过", "failed": "不通过"}),
    "reason": ("原因", {}),
    "note": ("备注", {}),
    "name": ("姓名", {}),
    "login_name": ("登录名", {}),
    "what": ("查看内容", {}),
    "words": ("查找", {}),
    "documents": ("核验过哪些证件", motion_payload.DOCUMENTS),
    "way": ("怎样核验的", motion_payload.WAYS),
    "phone": ("手机号", {}),
}
FIELDS = {field.name: field for section in SECTIONS for field in (*section.fields, *(section.row or ()))}


@dataclass(frozen=True)
class Said:
    """One line of what was typed, as people read it."""

    label: str
    text: str


def owner_key(user: User) -> str:
    """By this a page knows for which account it was made; nobody can work it out who has not been shown such a page."""
    return salted_hmac("zhupei.kept.owner", str(user.pk), algorithm="sha256").hexdigest()[:32]


def again(request: HttpRequest, *, status: int, ended: bool) -> HttpResponse | None:
    """The page with what was typed, or None when there is nothing that may be shown.

    `ended`: nobody is signed in any more, so the way leads through the login first.
    """
    if request.method != "POST" or not sent_by_us(request) or not _may_be_shown(request, ended=ended):
        return None
    lines = list(_lines(request))
    if not lines:
        return None
    said = request.POST.lists()
    pairs = [(name, value) for name, values in said if name != "csrfmiddlewaretoken" for value in values]
    before = page_before(request)
    door = reverse("public:login" if request.path.startswith("/me/") else "public:staff_login")
    context = {
        "display": chosen(request),
        "lines": lines,
        "pairs": pairs,
        "address": this_page(request),
        "csrf_token": forgery.token(request),
        "login_url": f"{door}?{urlencode({'next': before})}" if before else door,
        "before": before,
        "ended": ended,
        "person": None if ended else request.user,
        "files": request.content_type == "multipart/form-data",
    }
    return HttpResponse(render_to_string("errors/kept.html", context), status=status)


def _may_be_shown(request: HttpRequest, *, ended: bool) -> bool:
    owner = request.POST.get(OWNER, "")
    if not owner or len(request.POST) > MOST or any(map(SECRET.search, request.POST)):
        return False
    user: Any = request.user
    return ended or (user.is_authenticated and constant_time_compare(owner, owner_key(user)))


def _lines(request: HttpRequest) -> Iterator[Said]:
    """What was typed or chosen, in the order of the form: one line for each label. Bookkeeping is not said."""
    said: dict[str, list[str]] = {}
    for name, values in request.POST.lists():
        field = FIELDS.get(re.sub(r"_[0-2]$", "", name))
        label, known = WORDS.get(name, (field.label if field else _title(name), {}))
        if label:
            texts = [known.get(value) or _text(field, value) for value in values if value.strip()]
            said.setdefault(label, []).extend(texts)
    return (Said(label, "，".join(texts)) for label, texts in said.items() if texts)


def _title(name: str) -> str:
    if name in BOOKKEEPING or name in BUTTONS or name.startswith("mark:") or name.endswith("_q"):
        return ""
    return "退回原因" if name.startswith(("why:", "words:")) else "内容"


def _text(field: DossierField | None, value: str) -> str:
    if field is None:
        return value
    if field.options == "categories":
        return next((each.name for each in PersonCategory.objects.filter(code=value[:20])), value)
    if field.kind == CHOICE:
        return options.label(field.options, value)
    if field.kind == YES_NO:
        return {"yes": "是", "no": "否"}.get(value, value)
    if field.kind == REGION or field.kind in SEARCHED:
        return _entry(field, value)
    return value


def _entry(field: DossierField, code: str) -> str:
    if code == "other":
        return "其他"
    model: Any = Region if field.kind == REGION else Institution if field.name == "institution" else Major
    found = model.objects.filter(pk=code[:12]).first()
    if found is None:
        return code
    return found.name if field.kind == REGION else options.entry_label(found)
