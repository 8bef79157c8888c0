"""One way to answer a POST: each thing that can happen has its status, for a page, a part of it and a script."""

import json
from typing import Any

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from zhupei.desks.shared import acts
from zhupei.desks.shared.acts import ActFault
from zhupei.kernel.locks import BUSY
from zhupei.kernel.refusals import Refusal, Refused

CLOSED = Refusal("window:closed", "报名已经截止", remedy="请等待下一轮。")
TAKEN = Refusal("login:taken", "登录名已有人使用", field="login_name", remedy="请换一个。")
TOO_OFTEN = Refusal("wait:look-up", "今天查找的次数已到上限。")
PLAIN: dict[str, str] = {}
PART = {"X-Requested-With": "card"}
SCRIPT = {"X-Requested-With": "sms"}


class InvitationForm(forms.Form):
    login_name = forms.CharField(error_messages={"required": "请填写登录名"})


class ScoreForm(forms.Form):
    score = forms.IntegerField(max_value=100, error_messages={"max_value": "最高 100 分"})


def posted(headers: dict[str, str]) -> HttpRequest:
    request = RequestFactory().post("/", headers=headers)
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def asked(headers: dict[str, str], why: Refusal | None, name: str = "li") -> tuple[HttpResponse, list[ActFault]]:
    """What is answered to the form with this login name when the action refuses so."""
    request, form, seen = posted(headers), InvitationForm({"login_name": name}), []

    def invite() -> str:
        if why is not None:
            raise Refused(why)
        return str(form.cleaned_data["login_name"])

    def again(fault: ActFault) -> HttpResponse:
        seen.append(fault)
        return HttpResponse(f"{form.errors.as_text()}|{fault.above and fault.above.words}")

    answer = acts.answer(
        request,
        invite,
        form=form,
        again=again,
        done=lambda made: acts.done(request, f"已邀请 {made}", "/next/", wait=60),
    )
    return answer, seen


@pytest.mark.parametrize("headers", [PLAIN, PART, SCRIPT], ids=["page", "part", "script"])
@pytest.mark.parametrize(
    ("why", "name", "status"),
    [(None, "", 422), (TAKEN, "li", 422), (CLOSED, "li", 409), (TOO_OFTEN, "li", 429), (BUSY, "li", 503)],
    ids=["faulty", "input refused", "refused", "too often", "held"],
)
def test_the_status_is_the_same_whoever_asks(
    why: Refusal | None, name: str, status: int, headers: dict[str, str]
) -> None:
    answer, _ = asked(headers, why, name)

    assert answer.status_code == status
    assert ("Retry-After" in answer) == (status == 503)


def test_a_page_shows_a_refusal_beside_its_field_or_beside_the_button() -> None:
    beside, [placed] = asked(PLAIN, TAKEN)
    above, [plain] = asked(PLAIN, CLOSED)

    assert beside.content.decode() == "* login_name\n  * 登录名已有人使用。请换一个。|None"
    assert placed.above is None and placed.refusal == TAKEN
    assert above.content.decode() == "|报名已经截止。请等待下一轮。"
    assert plain.above == CLOSED


def test_a_script_reads_message_remedy_and_field() -> None:
    refused, drawn = asked(SCRIPT, CLOSED)
    placed, _ = asked(SCRIPT, TAKEN)
    faulty, _ = asked(SCRIPT, None, "")

    assert json.loads(refused.content) == {
        "message": "报名已经截止。请等待下一轮。",
        "remedy": "请等待下一轮。",
        "code": "window:closed",
    }
    said = {"message": "登录名已有人使用。请换一个。", "remedy": "请换一个。", "code": "login:taken"}
    assert json.loads(placed.content) == {**said, "field": "login_name", "errors": {"login_name": said["message"]}}
    assert json.loads(faulty.content) == {
        "message": "请填写登录名",
        "field": "login_name",
        "errors": {"login_name": "请填写登录名"},
    }
    assert drawn == []


def test_success_leads_on_and_says_so() -> None:
    page, _ = asked(PLAIN, None)
    script, _ = asked(SCRIPT, None)

    assert page.status_code == 302 and page["Location"] == "/next/"
    assert script.status_code == 200 and json.loads(script.content) == {"message": "已邀请 li", "wait": 60}


def test_a_page_that_leads_elsewhere_keeps_its_own_status() -> None:
    request = posted(PLAIN)
    answer = acts.fault(request, ActFault(refusal=CLOSED), lambda fault: HttpResponseRedirect("/queue/"))

    assert answer.status_code == 302


def test_other_errors_pass() -> None:
    def broken() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        acts.answer(posted(PLAIN), broken, again=lambda fault: HttpResponse(), done=lambda _: HttpResponse())


def test_a_refusal_finds_its_cell_in_a_grid() -> None:
    grid = forms.formset_factory(ScoreForm)
    typed = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-score": "90", "form-1-score": "91"}
    sheet, refusal = grid(typed), Refusal("score:absent", "这位考生缺考", field="form-1-score")

    def enter() -> None:
        raise Refused(refusal)

    answer = acts.answer(
        posted(SCRIPT), enter, form=sheet, again=lambda _: HttpResponse(), done=lambda _: HttpResponse()
    )

    assert answer.status_code == 422
    assert json.loads(answer.content)["errors"] == {"form-1-score": "这位考生缺考"}


def rows(chosen: list[str], headers: dict[str, str] = PLAIN) -> tuple[HttpRequest, HttpResponse, list[ActFault]]:
    """Even rows are confirmed, odd ones refused, unknown ones missing."""
    request, seen = posted(headers), []

    def confirm(key: str) -> None:
        if int(key) % 2:
            raise Refused(CLOSED)

    def again(fault: ActFault) -> HttpResponse:
        seen.append(fault)
        return HttpResponse()

    done = acts.each(chosen, confirm, missing=(ValueError,))
    return request, acts.answer_rows(request, done, said="已确认 {} 个。", to="/list/", again=again), seen


def test_each_row_goes_by_itself_and_the_others_are_told() -> None:
    request, answer, _ = rows(["2", "3", "4", "5", "x"])

    assert answer.status_code == 302
    assert [str(message) for message in get_messages(request)] == [
        "2 个没有处理：报名已经截止。请等待下一轮。",
        f"1 个没有处理：{acts.GONE.message}",
        "已确认 2 个。",
    ]


def test_a_script_hears_of_each_row_that_was_refused() -> None:
    _, answer, _ = rows(["2", "3"], SCRIPT)
    body: dict[str, Any] = json.loads(answer.content)

    assert answer.status_code == 200 and body["message"] == "已确认 1 个。" and body["done"] == 1
    assert body["refused"] == [{"row": "3", "message": CLOSED.words, "code": CLOSED.code}]


def test_nothing_chosen_is_a_fault_and_all_refused_a_refusal() -> None:
    _, nothing, [unchosen] = rows([])
    _, stopped, [all_refused] = rows(["1", "3"])

    assert nothing.status_code == 422 and unchosen.above == acts.NOTHING_CHOSEN
    assert stopped.status_code == 409 and all_refused.above is not None
    assert all_refused.above.message == "2 个没有处理：报名已经截止。请等待下一轮。"
