"""证明材料: a card for every document that is asked of this person."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhupei.accounts.actions.consents import agree
from zhupei.cycles.models import Round
from zhupei.desks.applicant import editing, locks, own_journey
from zhupei.desks.applicant.cards import Card, card
from zhupei.desks.applicant.frame import DESK
from zhupei.desks.shared import acts
from zhupei.desks.shared.acts import ActFault
from zhupei.desks.shared.uploads import takes_file
from zhupei.dossiers import actions, queries, rules, sections
from zhupei.dossiers.queries import DossierData
from zhupei.dossiers.sections import DOCUMENTS, EDUCATION
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refusal, Refused, require

PARTS = (EDUCATION.key, DOCUMENTS.key)
NO_FILE = Refusal("file:none", "请先选择文件。", field="file")
UNTICKED = Refusal("consent:unticked", "请先勾选同意；不同意则无法上传照片和证件。", field="agree")


@require_safe
@DESK.enter()
def documents(request: HttpRequest) -> HttpResponse:
    own_journey.read_ahead(request, *queries.asked(request.user, PARTS))
    return _page(request, queries.load(request.user, parts=PARTS))


@require_POST
@DESK.enter()
def consent(request: HttpRequest) -> HttpResponse:
    """The separate, un-ticked consent to portrait and ID images, before the first of them."""
    asked = queries.image_consent(request.user)
    text = asked.text if asked else None
    if text is None:
        raise Http404

    def give() -> None:
        require(None if request.POST.get("agree") == "yes" else UNTICKED)
        agree(actor=request.user, texts=[text], at=clock.now())

    return acts.answer(
        request,
        give,
        again=lambda fault: _page(request, queries.load(request.user, parts=PARTS), fault=fault),
        done=lambda _: acts.done(request, "已记录您的同意，可以上传了", reverse("applicant:documents")),
    )


@takes_file
@require_POST
@DESK.enter()
def upload(request: HttpRequest, slot: str) -> HttpResponse:
    """Keeps the file and has it checked. To the script the card itself is the answer."""
    own_journey.read_ahead(request, *queries.asked(request.user, PARTS))
    data = queries.load(request.user, parts=PARTS)
    demand = _find(request, data, slot)

    def kept(document: queries.Document) -> HttpResponse:
        now = replace(data, attempts={**data.attempts, slot: document})
        return _done(request, now, demand, f"已收到{demand.title}，正在检查")

    return acts.answer(
        request,
        lambda: _receive(request, demand),
        again=lambda fault: _answer(request, data, demand, fault),
        done=kept,
    )


@require_safe
@DESK.enter()
def state(request: HttpRequest, slot: str) -> HttpResponse:
    """The card as it is now; asked again and again while a check is under way."""
    if not acts.for_part(request):
        return HttpResponseRedirect(reverse("applicant:documents"))
    own_journey.read_ahead(request, *queries.asked(request.user, PARTS))
    data = queries.load(request.user, parts=PARTS)
    return _answer(request, data, _find(request, data, slot))


@require_POST
@DESK.enter()
def take(request: HttpRequest, slot: str, document_id: UUID) -> HttpResponse:
    """The repaired portrait instead of the refused one."""
    data = queries.load(request.user, parts=PARTS)
    demand = _find(request, data, slot)

    def take_it() -> None:
        require(locks.editable(request, demand.item))
        actions.take(actor=request.user, at=clock.now(), slot=slot, document_id=document_id)

    return acts.answer(
        request,
        take_it,
        again=lambda fault: _answer(request, data, demand, fault),
        done=lambda _: _done(request, queries.load(request.user, parts=PARTS), demand, f"已使用修复后的{demand.title}"),
    )


def _receive(request: HttpRequest, demand: rules.Demanded) -> queries.Document:
    """Raises `Refused`. A file that is too large is not even read."""
    require(locks.editable(request, demand.item))
    sent = request.FILES.get("file")
    if sent is None:
        raise Refused(NO_FILE)
    round_ = _round(request)
    size, head = sent.size or 0, sent.read(64)
    with acts.beside("file"):
        require(rules.upload(demand.kind, size, head, round_))
    return actions.upload(
        actor=request.user,
        at=clock.now(),
        slot=demand.slot,
        name=sent.name or "",
        data=head + sent.read(),
        round_=round_,
    )


def _round(request: HttpRequest) -> Round:
    return own_journey.of(request).round or Round()


def _consent(data: DossierData) -> queries.ImageConsent | None:
    return queries.ImageConsent(None, True) if data.images_agreed else queries.image_consent(data.person)


def _find(request: HttpRequest, data: DossierData, slot: str) -> rules.Demanded:
    """The demand of that name if it is asked of this person, or Http404."""
    for demand in rules.demanded(data, editing.cycle_of(request)):
        if demand.slot == slot:
            return demand
    raise Http404


def _card(
    request: HttpRequest,
    data: DossierData,
    demand: rules.Demanded,
    consented: queries.ImageConsent | None,
    fault: Refusal | None = None,
) -> Card:
    application = own_journey.of(request).application
    return card(
        demand,
        data,
        _round(request),
        consented,
        locks.editable(request, demand.item),
        fault,
        returned=locks.reason(request, demand.item),
        received_at=application.version.received_at if application and application.version else None,
    )


def _done(request: HttpRequest, data: DossierData, demand: rules.Demanded, said: str) -> HttpResponse:
    if acts.for_part(request):
        return _answer(request, data, demand)
    return acts.done(request, said, f"{reverse('applicant:documents')}#{demand.anchor}")


def _answer(
    request: HttpRequest, data: DossierData, demand: rules.Demanded, fault: ActFault | None = None
) -> HttpResponse:
    """One card for the script, the whole page without."""
    if not acts.for_part(request):
        return _page(request, data, demand, fault)
    shown = _card(request, data, demand, _consent(data), fault and fault.refusal)
    return render(request, "applicant/dossier/card.html", {"card": shown})


def _page(
    request: HttpRequest, data: DossierData, at_fault: rules.Demanded | None = None, fault: ActFault | None = None
) -> HttpResponse:
    asked = _consent(data)
    cards = [
        _card(request, data, demand, asked, fault.refusal if fault and demand == at_fault else None)
        for demand in rules.demanded(data, editing.cycle_of(request))
    ]
    context = {
        "section": DOCUMENTS,
        "sections": sections.SECTIONS,
        "required": [each for each in cards if each.demand.required],
        "optional": [each for each in cards if not each.demand.required],
        "missing": [each for each in cards if each.demand.required and each.document is None],
        "sent_back": [each for each in cards if each.state == "returned"],
        "pending": any(each.pending for each in cards),
        "consent": asked if asked and not asked.given else None,
        "education": bool(data.educations),
    }
    return DESK.page(request, "applicant/dossier/documents.html", context, fault=fault)
