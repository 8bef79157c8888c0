"""证明材料: a card for every document that is asked of this person."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhupei.accounts.actions.consents import agree
from zhupei.cycles.models import Round
from zhupei.desks.applicant import editing, locks, standing
from zhupei.desks.applicant.cards import Card, card
from zhupei.desks.shared.guards import applicant_required
from zhupei.desks.shared.uploads import takes_file
from zhupei.dossiers import actions, queries, rules, sections
from zhupei.dossiers.queries import DossierData
from zhupei.dossiers.sections import DOCUMENTS, EDUCATION
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refusal, Refused

PARTS = (EDUCATION.key, DOCUMENTS.key)
NO_FILE = Refusal("file:none", "请先选择文件。")


@require_safe
@applicant_required
def documents(request: HttpRequest) -> HttpResponse:
    standing.read_ahead(request, *queries.asked(request.user, PARTS))
    return _page(request, queries.load(request.user, parts=PARTS))


@require_POST
@applicant_required
def consent(request: HttpRequest) -> HttpResponse:
    """The separate, un-ticked consent to portrait and ID images, before the first of them."""
    asked = queries.image_consent(request.user)
    if asked is None or asked.text is None:
        raise Http404
    if request.POST.get("agree") != "yes":
        messages.warning(request, "请先勾选同意；不同意则无法上传照片和证件。")
    else:
        agree(actor=request.user, texts=[asked.text], at=clock.now())
        messages.success(request, "已记录您的同意，可以上传了")
    return HttpResponseRedirect(reverse("applicant:documents"))


@takes_file
@require_POST
@applicant_required
def upload(request: HttpRequest, slot: str) -> HttpResponse:
    """Keeps the file and has it checked. To the script the card itself is the answer."""
    standing.read_ahead(request, *queries.asked(request.user, PARTS))
    data = queries.load(request.user, parts=PARTS)
    place = _find(request, data, slot)
    try:
        document = _receive(request, place)
    except Refused as refused:
        return _answer(request, data, place, refused.refusal)
    data = replace(data, attempts={**data.attempts, slot: document})
    if _asks_for_card(request):
        return _answer(request, data, place)
    messages.success(request, f"已收到{place.title}，正在检查")
    return HttpResponseRedirect(f"{reverse('applicant:documents')}#{place.anchor}")


@require_safe
@applicant_required
def state(request: HttpRequest, slot: str) -> HttpResponse:
    """The card as it is now; asked again and again while a check is under way."""
    if not _asks_for_card(request):
        return HttpResponseRedirect(reverse("applicant:documents"))
    standing.read_ahead(request, *queries.asked(request.user, PARTS))
    data = queries.load(request.user, parts=PARTS)
    return _answer(request, data, _find(request, data, slot))


@require_POST
@applicant_required
def take(request: HttpRequest, slot: str, document_id: UUID) -> HttpResponse:
    """The repaired portrait instead of the refused one."""
    data = queries.load(request.user, parts=PARTS)
    place = _find(request, data, slot)
    try:
        if locked := locks.editable(request, place.item):
            raise Refused(locked)
        actions.take(actor=request.user, at=clock.now(), slot=slot, document_id=document_id)
    except Refused as refused:
        return _answer(request, data, place, refused.refusal)
    if _asks_for_card(request):
        return _answer(request, queries.load(request.user, parts=PARTS), place)
    messages.success(request, f"已使用修复后的{place.title}")
    return HttpResponseRedirect(f"{reverse('applicant:documents')}#{place.anchor}")


def _receive(request: HttpRequest, place: rules.Demanded) -> queries.Document:
    """Raises `Refused`. A file that is too large is not even read."""
    locked = locks.editable(request, place.item)
    sent = request.FILES.get("file")
    if locked is not None or sent is None:
        raise Refused(locked or NO_FILE)
    round_ = _round(request)
    size, head = sent.size or 0, sent.read(64)
    if refusal := rules.upload(place.kind, size, head, round_):
        raise Refused(refusal)
    return actions.upload(
        actor=request.user,
        at=clock.now(),
        slot=place.slot,
        name=sent.name or "",
        data=head + sent.read(),
        round_=round_,
    )


def _round(request: HttpRequest) -> Round:
    return standing.of(request).round or Round()


def _consent(data: DossierData) -> queries.ImageConsent | None:
    return queries.ImageConsent(None, True) if data.images_agreed else queries.image_consent(data.person)


def _find(request: HttpRequest, data: DossierData, slot: str) -> rules.Demanded:
    """The place of that name if it is asked of this person, or Http404."""
    for place in rules.demanded(data, editing.cycle_of(request)):
        if place.slot == slot:
            return place
    raise Http404


def _card(
    request: HttpRequest,
    data: DossierData,
    place: rules.Demanded,
    consented: queries.ImageConsent | None,
    fault: Refusal | None = None,
) -> Card:
    application = standing.of(request).application
    return card(
        place,
        data,
        _round(request),
        consented,
        locks.editable(request, place.item),
        fault,
        returned=locks.reason(request, place.item),
        received_at=application.version.received_at if application and application.version else None,
    )


def _asks_for_card(request: HttpRequest) -> bool:
    """The page's script exchanges one card; without it whole pages are answered."""
    return request.headers.get("X-Requested-With") == "card"


def _answer(
    request: HttpRequest, data: DossierData, place: rules.Demanded, fault: Refusal | None = None
) -> HttpResponse:
    """One card for the script, the whole page without; 422 when the file was not kept."""
    if not _asks_for_card(request):
        return _page(request, data, place, fault)
    shown = _card(request, data, place, _consent(data), fault)
    return render(request, "applicant/dossier/card.html", {"card": shown}, status=422 if fault else 200)


def _page(
    request: HttpRequest, data: DossierData, at_fault: rules.Demanded | None = None, fault: Refusal | None = None
) -> HttpResponse:
    asked = _consent(data)
    cards = [
        _card(request, data, place, asked, fault if place == at_fault else None)
        for place in rules.demanded(data, editing.cycle_of(request))
    ]
    context = {
        "section": DOCUMENTS,
        "sections": sections.SECTIONS,
        "required": [each for each in cards if each.place.required],
        "optional": [each for each in cards if not each.place.required],
        "missing": [each for each in cards if each.place.required and each.document is None],
        "sent_back": [each for each in cards if each.state == "returned"],
        "pending": any(each.pending for each in cards),
        "consent": asked if asked and not asked.given else None,
        "education": bool(data.educations),
        "fault": fault,
    }
    return render(request, "applicant/dossier/documents.html", context, status=422 if fault else 200)
