"""One way to answer a POST, whoever asks: a browser for a page, a script for a part of it (`X-Requested-With: card`) or
for JSON.

| what happened | status | page | part of a page | JSON |
|---|---|---|---|---|
| done | 302 (JSON: 200) | the next page says it | the part as it is now | `message` and what the view adds |
| the form has faults | 422 | the page again, words beside the fields | the part | `message`, `field`, `errors` |
| refused for one input | 422 | the same: the action knew what the form could not know | the part | the same |
| refused | 409 | the page as things are now, reason and remedy beside the button | the part | `message`, `code` … |
| too often | 429 | the same | the part | the same |
| somebody else holds the row | 503, `Retry-After` | the same | the part | the same |

A view finds its object, reads its form and hands over three functions:

```python
@require_POST
@DESK.enter()
def withdrawal(request: HttpRequest, motion_id: UUID) -> HttpResponse:
    found, form = find(request, motion_id), ReasonForm(request.POST)
    return acts.answer(
        request,
        form=form,
        act=lambda: actions.withdraw(motion_id=found.pk, actor=request.user, at=clock.now(), **form.cleaned_data),
        again=lambda fault: show(request, motion_id, fault, form=form),
        done=lambda motion: acts.done(request, "已撤回，没有执行。", address(motion)),
    )
```

`again` draws the page (or the part a script has asked for) and hands `fault` on to `DESK.page`; the template has
`ui.refused(refused)` beside the button. The status is set here. `again` may also lead elsewhere, when the object is
gone meanwhile.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from zhupei.kernel.locks import BUSY
from zhupei.kernel.refusals import Refusal, Refused

Result = TypeVar("Result")
Key = TypeVar("Key")
Form = BaseForm | BaseFormSet

FAULTY, REFUSED, TOO_OFTEN, HELD = 422, 409, 429, 503
RETRY = 5  # seconds after which a held row is asked for again
PARTS = ("card",)
NOTHING_CHOSEN = Refusal("rows:none-chosen", "请先在名单里勾选。", field="rows")
GONE = Refusal("rows:gone", "有一行已经找不到，请核对下面的名单。")


@dataclass(frozen=True)
class ActFault:
    """Why an act was not done: faults of its form, or the action's refusal.

    `above` is the refusal that no field shows: the page shows it beside the button.
    """

    form: Form | None = None
    refusal: Refusal | None = None
    placed: bool = False

    @property
    def above(self) -> Refusal | None:
        return None if self.placed else self.refusal

    @property
    def words(self) -> str:
        """Why, in one text: for a place that is too narrow for a form."""
        return self.refusal.words if self.refusal else next((text for _, text in _errors(self.form)), "")

    @property
    def status(self) -> int:
        if self.refusal is None:
            return FAULTY
        status = status_of(self.refusal)
        return REFUSED if status == FAULTY and self.form is not None and not self.placed else status

    def as_json(self) -> JsonResponse:
        errors = dict(_errors(self.form))
        body: dict[str, Any] = {"errors": errors} if errors else {}
        if self.refusal is not None:
            body |= {"message": self.refusal.words, "remedy": self.refusal.remedy, "code": self.refusal.code}
        if errors and not self.above:
            body["field"], words = next(iter(errors.items()))
            body.setdefault("message", words)
        return JsonResponse(body, status=self.status)


def status_of(refusal: Refusal) -> int:
    """Waiting helps, or another input does, or nothing."""
    if refusal.code == BUSY.code:
        return HELD
    if refusal.code.startswith(("wait:", "sms:")):
        return TOO_OFTEN
    return REFUSED if refusal.field is None else FAULTY


def answer(
    request: HttpRequest,
    act: Callable[[], Result],
    *,
    again: Callable[[ActFault], HttpResponse],
    done: Callable[[Result], HttpResponse],
    form: Form | None = None,
    explained: Callable[[Refusal], Refusal] = lambda refusal: refusal,
) -> HttpResponse:
    """Check the form, act, and answer: `done` gets what the act gave, `again` the fault. Other errors pass.

    `explained` may say more of a refusal than the action could.
    """
    if form is not None and not form.is_valid():
        return fault(request, ActFault(form), again)
    try:
        result = act()
    except Refused as refused:
        refusal = explained(refused.refusal)
        return fault(request, ActFault(form, refusal, _put_beside(form, refusal)), again)
    return done(result)


def fault(request: HttpRequest, why: ActFault, again: Callable[[ActFault], HttpResponse]) -> HttpResponse:
    """Answer what cannot be done, with the one status there is for it."""
    response: HttpResponse = why.as_json() if by_script(request) else again(why)
    if response.status_code == 200:
        response.status_code = why.status
    if response.status_code == HELD:
        response["Retry-After"] = str(RETRY)
    return response


def done(request: HttpRequest, said: str, to: str, **more: Any) -> HttpResponse:
    """On to the address `to`, where `said` stands above; a script gets the sentence and what is given as `more`."""
    if by_script(request):
        return JsonResponse({"message": said, **more})
    if said:
        messages.success(request, said)
    return HttpResponseRedirect(to)


def by_script(request: HttpRequest) -> bool:
    """A script wants JSON: it names itself in `X-Requested-With`, or saves or sorts while the page stays."""
    asked = request.headers.get("X-Requested-With", "")
    return bool(asked and asked not in PARTS) or "X-Autosave" in request.headers or "X-Order" in request.headers


def for_part(request: HttpRequest) -> bool:
    """A script exchanges a part of the page: the answer is the partial that the full page includes."""
    return request.headers.get("X-Requested-With") in PARTS


@contextmanager
def beside(name: str) -> Iterator[None]:
    """What is refused within belongs to this field: a code, a file."""
    try:
        yield
    except Refused as refused:
        raise Refused(replace(refused.refusal, field=name)) from None


def refusal_of(act: Callable[[], object]) -> Refusal | None:
    """Do something of which only the refusal matters; None when it is done."""
    try:
        act()
    except Refused as refused:
        return refused.refusal
    return None


@dataclass
class RowResults(Generic[Key]):
    """What an act did to each of the rows that were chosen."""

    done: list[Key] = field(default_factory=list)
    refused: list[tuple[Key, Refusal]] = field(default_factory=list)

    def reasons(self) -> Iterator[str]:
        """Each reason once, with how many rows it stopped."""
        words = [refusal.words for _, refusal in self.refused]
        return (f"{words.count(each)} 个没有处理：{each}" for each in dict.fromkeys(words))


def each(
    keys: Iterable[Key], act: Callable[[Key], object], *, missing: tuple[type[Exception], ...] = ()
) -> RowResults[Key]:
    """Each row by itself, in a transaction of its own: one that somebody else has decided stops no other.

    `missing`: the errors by which `act` says that there is no such row.
    """
    rows: RowResults[Key] = RowResults()
    for key in keys:
        try:
            act(key)
        except missing:
            rows.refused.append((key, GONE))
        except Refused as refused:
            rows.refused.append((key, refused.refusal))
        else:
            rows.done.append(key)
    return rows


def answer_rows(
    request: HttpRequest, rows: RowResults[Any], *, said: str, to: str, again: Callable[[ActFault], HttpResponse]
) -> HttpResponse:
    """`said` with `{}` for how many; the others are warned of beside it. Nothing chosen is 422, all refused 409."""
    if not rows.done:
        reasons = "".join(rows.reasons())
        refusal = Refusal("rows:none", reasons) if reasons else NOTHING_CHOSEN
        return fault(request, ActFault(refusal=refusal), again)
    if not by_script(request):
        for reason in rows.reasons():
            messages.warning(request, reason)
    refused = [{"row": str(key), "message": refusal.words, "code": refusal.code} for key, refusal in rows.refused]
    return done(request, said.format(len(rows.done)), to, done=len(rows.done), refused=refused)


def _put_beside(form: Form | None, refusal: Refusal) -> bool:
    """Put a refusal beside its field. In a grid the field is named as its input is (`form-3-score`)."""
    for each_form in _forms(form):
        for name in each_form.fields:
            if refusal.field in (name if each_form is form else None, each_form.add_prefix(name)):
                each_form.add_error(name, refusal.words)
                return True
    return False


def _errors(form: Form | None) -> Iterator[tuple[str, str]]:
    """The first fault of each input, by the input's name; `__all__` for the form as a whole."""
    for each_form in _forms(form):
        for name, faults in each_form.errors.items():
            yield each_form.add_prefix(name) if name in each_form.fields else name, str(faults[0])


def _forms(form: Form | None) -> Iterable[BaseForm]:
    if isinstance(form, BaseFormSet):
        return form.forms
    return () if form is None else (form,)
