"""Everything the system knows about a person, for that person (quality.md, Privacy: the "my data" export)."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from zhupei.accounts import queries as accounts
from zhupei.accounts.models import User
from zhupei.applications import snapshot
from zhupei.applications.models import Application, Review
from zhupei.cycles.models import Cycle
from zhupei.dossiers import queries as dossiers
from zhupei.dossiers import snapshot as dossier_snapshot
from zhupei.dossiers.models import Document
from zhupei.kernel.clock import SHANGHAI
from zhupei.notifications import queries as notifications


def collect(person: User, cycle: Cycle, at: datetime) -> dict[str, Any]:
    """Account, dossier, applications with every version and review, consents, logins and messages, in plain words.

    Document files are named; the person downloads each from 证明材料.
    """
    data = dossiers.load(person)
    return {
        "生成时间": moment(at),
        "账号": {
            "姓名": person.name,
            "证件类型": person.get_document_type_display(),
            "证件号码": person.document_number.plain(),
            "手机号码": person.phone.plain(),
            "注册时间": moment(person.created_at),
        },
        "个人信息": dossier_snapshot.freeze(data, cycle),
        "上传的文件": [
            {"材料": each.get_kind_display(), "状态": each.get_state_display(), "上传时间": moment(each.uploaded_at)}
            for each in Document.objects.filter(dossier__person=person).order_by("uploaded_at")
        ],
        "报名": [_application(each) for each in Application.objects.filter(person=person).order_by("created_at")],
        "同意的文本": [
            {"名称": each.text.title, "版本": each.text.version, "时间": moment(each.at)}
            for each in accounts.consents(person)
        ],
        "登录记录": [
            {"时间": moment(each.at), "成功": each.succeeded, "设备": each.device, "网络": each.address}
            for each in accounts.login_history(person, limit=10_000)
        ],
        "消息": [
            {"时间": moment(each.at), "标题": each.title, "内容": each.body}
            for each in notifications.visible_to(person)
        ],
    }


def written(found: dict[str, Any]) -> str:
    """As text that a person can read and a program can load."""
    return json.dumps(found, ensure_ascii=False, indent=2, default=str)


def moment(at: datetime | None) -> str:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds") if at else ""


def _application(application: Application) -> dict[str, Any]:
    reviews: Iterable[Review] = application.reviews.prefetch_related("items").order_by("at")
    return {
        "报名号": application.number,
        "状态": application.get_state_display(),
        "提交": [
            {
                "回执号": version.receipt_number,
                "收到时间": moment(version.received_at),
                "摘要": version.digest,
                "内容": snapshot.read(version),
            }
            for version in application.versions.order_by("ordinal")
        ],
        "审核": [
            {
                "时间": moment(review.at),
                "决定": review.get_verdict_display(),
                "意见": review.reason,
                "需修改": [{"项目": item.title, "原因": item.reason} for item in review.items.all()],
            }
            for review in reviews
        ],
    }
