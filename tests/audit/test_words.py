"""Every recorded verb has words and so has every detail, and no word is there for nothing."""

import ast
import json
import re
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

import pytest

from tests import applicants, factories, world_small
from tests.audit.recorded import PACKAGE, Scan
from zhupei.accounts.actions import roles
from zhupei.accounts.models import User
from zhupei.audit import actions, verbs, words
from zhupei.audit.models import Event
from zhupei.audit.verbs import Undeclared
from zhupei.dossiers.trail import UNREADABLE, reason
from zhupei.kernel import clock
from zhupei.support import actions as support

AT = datetime(2026, 7, 1, 12, tzinfo=clock.SHANGHAI)


@pytest.fixture(scope="module")
def scan() -> Scan:
    return Scan()


def matching(pattern: str) -> list[str]:
    return [name for name in verbs.known() if fnmatchcase(name, pattern)]


def test_the_scan_understands_every_place_that_records(scan: Scan) -> None:
    assert scan.faults == []
    assert len(scan.everything()) > 40
    assert "*" not in {each.verb for each in scan.everything()}


def test_every_verb_and_detail_in_the_code_has_words(scan: Scan) -> None:
    missing = []
    for written in scan.everything():
        found = matching(written.verb)
        known = {key for name in found for key in verbs.get(name).details}
        missing += [written.verb] if not found else [f"{written.verb}: {key}" for key in written.keys - known]

    assert sorted(missing) == []


def test_no_words_are_there_for_nothing(scan: Scan) -> None:
    told: dict[str, set[str]] = {}
    for written in scan.everything():
        for name in matching(written.verb):
            told.setdefault(name, set()).update(written.keys)

    dead = sorted(verbs.known().keys() - told.keys())
    dead += [
        f"{name}: {key}" for name, verb in verbs.known().items() for key in verb.details.keys() - told.get(name, set())
    ]

    assert dead == []


def test_why_an_upload_was_refused_has_words_for_every_reason() -> None:
    codes = {"unchecked", "lost"}
    for path in sorted((PACKAGE / "pure" / "scans").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("Refuse", "Rejected")
            ):
                first = node.args[0]
                codes |= {first.value} if isinstance(first, ast.Constant) else set()

    assert codes == UNREADABLE.keys()
    assert reason("portrait:background_white") == "背景纯白"


FAULTS = {
    "unknown verb": {"verb": "thing.done"},
    "unknown detail colour": {"colour": "red"},
    "unknown kind of object thing": {"object_type": "thing"},
    "nobody acts as system": {"role": "system"},
    "nobody acts as nothing": {"role": ""},
    "somebody acts as machine": {"actor": User(), "role": "machine"},
    "somebody acts as emperor": {"actor": User(), "role": "emperor"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("fault", FAULTS)
def test_what_nobody_has_declared_is_refused(fault: str) -> None:
    usual = {"verb": "document.read", "actor": None, "role": "machine", "at": AT}
    about = {"object_type": "document", "object_id": "1", "slot": "portrait"}
    actions.record(**usual, **about)

    with pytest.raises(Undeclared, match=fault):
        actions.record(**{**usual, **about, **FAULTS[fault]})


@pytest.mark.django_db
def test_in_production_no_event_is_lost_for_want_of_words(monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    monkeypatch.setattr(verbs, "strict", False)

    event = actions.record(verb="x.y", actor=None, role="machine", at=AT, object_type="account", object_id="1", n=1)

    assert Event.objects.get(pk=event.pk).verb == "x.y"
    assert "trail.undeclared" in caplog.text and "x.y" in caplog.text
    assert words.EventLine(event, {}).did == "x.y" and words.EventLine(event, {}).detail == "n 1"


def test_a_verb_has_one_owner() -> None:
    with pytest.raises(ValueError, match="account.login"):
        verbs.register("account.login", "登录")


CODES = re.compile(r"[A-Za-z_]{3,}")
IDS = re.compile(r"(?<![0-9a-z])[0-9a-f]{8}(?![0-9a-z])")


@pytest.mark.django_db
def test_what_a_whole_round_writes_is_told_without_a_bare_code() -> None:
    world = world_small.load()
    person = applicants.returned(world)
    applicants.submit(person)
    applicants.approve(person)
    applicants.revoke(person)
    applicants.reject(applicants.submitted(world))
    security, waiting = factories.staff("security"), factories.staff("province", pending=True)
    roles.confirm_post(actor=security, post_id=waiting.posts.get().pk, at=clock.now())
    support.trace(words=person.person.name, actor=factories.staff("audit"), at=clock.now())
    names = {str(user.pk): str(user.login_name) for user in User.objects.exclude(login_name=None)}

    bare = set()
    for act in (words.EventLine(event, names) for event in Event.objects.all()):
        for text in (act.who, act.did, act.what, act.detail):
            told = IDS.sub("", " ".join(part for part in text.split() if part not in names.values()))
            bare |= {f"{act.event.verb}: {found}" for found in CODES.findall(told)}

    assert Event.objects.values("verb").distinct().count() > 12
    assert bare == set()


def line(**given: Any) -> words.EventLine:
    usual = {"at": AT, "actor_id": "", "actor_role": "machine", "verb": "document.accept", "object_type": "document"}
    return words.EventLine(Event(**{**usual, "object_id": "1", "detail": "{}", **given}), {})


def test_the_machine_is_its_own_author() -> None:
    assert line().who == "系统自动"
    assert line(actor_role="clock", verb="application.lapse").who == "系统自动"
    assert line(actor_role="system", actor_id="x" * 40).who == f"系统管理员 {'x' * 8}"


def test_what_earlier_versions_have_written_is_still_read() -> None:
    assert line(actor_role="system").who == "系统自动"
    former = {"block": ["blur"], "off": ["glare"], "warn": ["border"]}
    settings = line(verb="cycle.set-picture-checks", actor_role="province", detail=json.dumps(former))
    assert settings.detail == "改为拦截 图片清晰；改为不检查 反光；改为只提示 没有边框"
    by_hand = line(verb="admin-change", detail=json.dumps({"fields": ["名额"], "values": ["名额 5 → 8"]}))
    assert by_hand.detail == "字段 名额；改动前后 名额 5 → 8"
    assert line(detail="not json").detail == ""


def test_settings_and_moves_are_told_before_and_after() -> None:
    given = [
        {"field": "blur", "label": "图片清晰", "old": "只提示", "new": "拦截"},
        {"field": "seats", "label": "名额", "old": None, "new": 0},
        {"field": "open", "label": "公开", "old": False, "new": True},
        {"field": "phone", "label": "咨询电话"},
    ]
    settings = line(verb="cycle.set-picture-checks", actor_role="province", detail=json.dumps({"changes": given}))
    moved = line(verb="application.return", detail=json.dumps({"source": "submitted", "target": "returned"}))

    assert settings.changes == [
        words.ValueChange("图片清晰", "只提示", "拦截"),
        words.ValueChange("名额", "—", "0"),
        words.ValueChange("公开", "否", "是"),
        words.ValueChange("咨询电话", None, None),
    ]
    assert settings.detail == "图片清晰 只提示 → 拦截；名额 — → 0；公开 否 → 是；咨询电话"
    assert moved.changes == [words.ValueChange("状态", "待审核", "已退回")]
    assert moved.facts == []


def test_numbers_under_names_are_told_one_by_one() -> None:
    given = {"counts": {"专业": 3, "名额合计": 40}, "kind": "plan", "rows": 3, "digest": "ab" * 32}

    assert line(verb="import.commit", detail=json.dumps(given)).detail == (
        "写入 专业 3、名额合计 40；表格 招录计划；行数 3；文件摘要 abababab"
    )
