"""The audit trail in words: what each verb is called, and a search that understands those words."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet

from zhupei.accounts.models import User
from zhupei.accounts.queries import search_accounts, staff_accounts
from zhupei.applications import states
from zhupei.approvals import states as motion_states
from zhupei.audit.models import Event
from zhupei.cycles.models import PictureCheck
from zhupei.dossiers.models import Document
from zhupei.dossiers.sections import SECTIONS
from zhupei.pure.portrait import PORTRAIT_CHECKS
from zhupei.pure.scans.reading import DOCUMENT_CHECKS

PAGE = 50

ACCOUNT_VERBS = {
    "account.register": "注册账号",
    "account.register-again": "用已注册的证件号注册",
    "account.login": "登录",
    "account.login-refused": "登录失败",
    "account.reset-password": "找回密码",
    "account.change-password": "修改密码",
    "account.change-phone": "更换手机号码",
    "account.consent": "同意文本",
    "account.own-data": "下载本人信息",
    "account.invite": "邀请工作人员",
    "account.invite-again": "重发邀请",
    "account.accept-invitation": "接受邀请",
    "account.begin-office": "三员同时生效",
    "account.confirm-role": "确认角色",
    "account.refuse-role": "不确认角色",
    "account.end-post": "结束角色",
    "account.end-membership": "结束基地角色",
    "account.replace-phone": "技术支持更换手机号",
    "account.freeze": "冻结账号",
    "account.unfreeze": "解除冻结",
    "account.release": "收回证件号",
    "support.look-up": "技术支持查找账号",
    "support.open": "技术支持打开账号",
    "dossier.save": "保存个人信息",
    "document.upload": "上传材料",
    "document.accept": "材料检查通过",
    "document.refuse": "材料检查未通过",
    "cycle.set-picture-checks": "更改照片和材料检查",
    "application.arrange": "调整志愿",
    "application.on-site": "现场审核",
    "application.reveal": "查看完整证件号码",
    "export.ask": "申请导出名单",
    "export.make": "生成导出文件",
    "export.refuse": "没有生成导出文件",
    "export.download": "下载导出文件",
    "export.let-go": "删除导出文件",
    "install": "系统安装时建立",
    "sample": "建立演示样例",
    "technical.enter": "进入技术后台",
    "admin-add": "技术后台新增",
    "admin-change": "技术后台修改",
    "admin-delete": "技术后台删除",
}
ROLES = {
    "applicant": "学员",
    "staff": "工作人员",
    "technical": "技术超级用户",
    "stranger": "未登录者",
    "clock": "系统时钟",
    "installation": "系统安装",
    "base": "基地审核员",
    "reviewer": "基地审核员",
    "administrator": "基地管理员",
    "province": "省级管理员",
    "system": "系统管理员",
    "security": "安全管理员",
    "audit": "审计管理员",
    "support": "技术支持",
    "proposer": "提出人",
    "second": "确认人",
}
OBJECTS = {
    "account": "账号",
    "invitation": "邀请",
    "application": "报名",
    "dossier": "个人信息",
    "document": "材料",
    "cycle": "年度招录",
    "export": "导出",
}

DETAILS = {
    "act": "事项",
    "accepts_adjustment": "服从调剂",
    "base": "基地",
    "block": "改为拦截",
    "changed": "改动",
    "digest": "摘要",
    "ended": "结束的角色",
    "fields": "字段",
    "form": "格式",
    "found": "找到的账号",
    "granted": "授予的角色",
    "invitation": "邀请",
    "item": "部分",
    "list": "名单",
    "kind": "种类",
    "made_from": "修复自",
    "motion": "双人事项",
    "name": "名称",
    "new_device": "新设备",
    "off": "改为不检查",
    "passed": "通过",
    "plans": "志愿",
    "reason": "原因",
    "revision": "修订号",
    "rows": "行数",
    "slot": "材料",
    "source": "原状态",
    "state": "状态",
    "target": "新状态",
    "texts": "文本",
    "values": "改动前后",
    "version": "版本",
    "version_id": "版本",
    "warn": "改为只提示",
    "what": "内容",
    "whole": "完整号码",
    "witnesses": "见证人",
}
PAPERS = dict(Document.Kind.choices)
CHECKS = PORTRAIT_CHECKS | DOCUMENT_CHECKS
_LONG = re.compile(r"[0-9a-f-]{20,}")


@lru_cache(maxsize=1)
def verbs() -> dict[str, str]:
    moves = {f"application.{verb}": states.MOVES.label(verb) for verb in states.MOVES.verbs}
    motions = {f"motion.{verb}": f"双人事项：{motion_states.MOVES.label(verb)}" for verb in motion_states.MOVES.verbs}
    return {**moves, **motions, "motion.propose": "双人事项：提出", **ACCOUNT_VERBS}


@dataclass(frozen=True, slots=True)
class Line:
    """One event as a sentence. Applicants are shown by a part of their id only: the auditor reads no dossier."""

    event: Event
    who: str
    did: str
    what: str
    detail: str


def search(words: str, since: datetime | None, before: int | None) -> list[Line]:
    """The latest events that fit every word, at most a page of them and one more, newest first.

    A word may be (a part of) a verb, a role, a kind of object, a member of staff's name or login name, or an id.
    """
    events = Event.objects.order_by("-pk")
    if since is not None:
        events = events.filter(at__gte=since)
    if before is not None:
        events = events.filter(pk__lt=before)
    for word in words.replace("\x00", "").split()[:5]:
        events = events.filter(_meaning(word))
    return _lines(events[: PAGE + 1])


def _meaning(word: str) -> Q:
    def called(names: dict[str, str]) -> list[str]:
        return [key for key, label in names.items() if word in label or word == key]

    found = Q(verb__in=called(verbs())) | Q(actor_role__in=called(ROLES)) | Q(object_type__in=called(OBJECTS))
    people = [str(pk) for pk in search_accounts(staff_accounts(), word).values_list("pk", flat=True)[:100]]
    found |= Q(actor_id__in=people) | Q(object_type="account", object_id__in=people)
    try:
        known = str(UUID(word))
    except ValueError:
        return found
    return found | Q(actor_id=known) | Q(object_id=known)


def _lines(events: QuerySet[Event]) -> list[Line]:
    found = list(events)
    names = _names({event.actor_id for event in found} | {e.object_id for e in found if e.object_type == "account"})
    return [
        Line(
            event,
            " ".join(filter(None, [role_label(event.actor_role), names.get(event.actor_id, "")])),
            verbs().get(event.verb, event.verb),
            " ".join(
                [
                    OBJECTS.get(event.object_type, event.object_type),
                    names.get(event.object_id, event.object_id[:8]),
                ]
            ),
            _detail(event),
        )
        for event in found
    ]


def _detail(event: Event) -> str:
    """What was written with the event, in words where there are some; ids and digests by their beginning."""
    try:
        known = json.loads(event.detail)
    except ValueError:
        return event.detail
    return "；".join(f"{DETAILS.get(key, key)} {_value(key, value)}" for key, value in known.items())


def _value(key: str, value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_value(key, one) for one in value) or "无"
    text = _LONG.sub(lambda found: found[0][:8], str(value))
    if key == "reason":  # portrait:background_white
        return CHECKS.get(text.rpartition(":")[2], text)
    what, colon, which = text.partition(":")
    names = PAPERS if key == "slot" else CHECKS if key in PictureCheck.Mode.values else _dossier()
    return (ROLES.get(what) or names.get(what) or verbs().get(what) or states.MOVES.label(what)) + colon + which


@lru_cache(maxsize=1)
def _dossier() -> dict[str, str]:
    """What the sections and their fields are called."""
    fields = {field.name: field.label for section in SECTIONS for field in (*section.fields, *section.row)}
    return {**fields, **{section.key: section.title for section in SECTIONS}, "added": "新增", "removed": "删除"}


def role_label(role: str) -> str:
    """Several offices at once are joined by a plus sign."""
    return "、".join(ROLES.get(part, part) for part in role.split("+"))


def _names(ids: set[str]) -> dict[str, str]:
    people = User.objects.filter(pk__in=[pk for pk in ids if _is_uuid(pk)])
    return {str(p.pk): p.login_name or str(p.pk)[:8] for p in people.only("pk", "login_name")}


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
