"""报名表: from a version's snapshot to the printed form. Nothing is read but what was submitted."""

from datetime import datetime
from typing import Any

from django.conf import settings

from zhupei.applications import snapshot
from zhupei.applications.models import Version, VersionDocument
from zhupei.applications.printed import code_of
from zhupei.dossiers.snapshot import section, text
from zhupei.kernel import printed
from zhupei.kernel.crypto import vault
from zhupei.pure.paper import FormData, Pairs, PaperHead, PaperRows, PaperStatement, application_form

DECLARATION = "本人承诺所填信息和提交的材料真实、准确、有效，如有虚假，愿承担由此产生的一切后果。"
NOTES = (
    "扫描二维码可验证本表是否为当前有效版本。",
    "本表由报名人用 A4 纸打印并签名，现场审核时与证件、证书原件一并交培训基地。",
)
EDUCATION = (
    ("level", "学历", 1.0),
    ("degree", "学位", 1.0),
    ("institution", "毕业院校", 2.2),
    ("major", "专业", 1.6),
    ("graduated", "毕业日期", 1.3),
    ("diploma_number", "毕业证书编号", 2.0),
)
WORK = (
    ("employer", "工作单位", 3.0),
    ("post", "岗位", 1.5),
    ("started", "开始", 1.3),
    ("ended", "结束", 1.3),
)


def form(version: Version) -> bytes:
    """The PDF of a version; a missing portrait leaves its frame empty."""
    content = snapshot.read(version)
    return application_form(data(version, content), portrait=_portrait(version))


def data(version: Version, content: dict[str, Any]) -> FormData:
    """The form's text as it shall appear."""
    head, dossier = content["application"], content["dossier"]
    basics = section(dossier, "basics")["fields"]
    return FormData(
        head=_head(version, head),
        basics=_pairs(basics),
        blocks=(
            _rows("学历信息", section(dossier, "education")["rows"], EDUCATION),
            _rows("工作经历", section(dossier, "work")["rows"], WORK),
            _licence(section(dossier, "licence")["fields"]),
            _preferences(content),
            PaperStatement(
                title="调剂意愿",
                text=content["adjustment"]["text"],
                answers=(
                    ("服从调剂", content["adjustment"]["accepts"] is True),
                    ("不服从调剂", content["adjustment"]["accepts"] is False),
                ),
            ),
            PaperRows(
                title="已提交材料",
                head=("序号", "材料", "内容摘要"),
                rows=tuple(
                    (str(n), item["title"], snapshot.short(item["digest"]))
                    for n, item in enumerate(dossier["documents"], 1)
                ),
                widths=(0.6, 3.0, 2.4),
            ),
        ),
        declaration=DECLARATION,
        notes=NOTES,
    )


def _head(version: Version, head: dict[str, Any]) -> PaperHead:
    code, digest = code_of(version), snapshot.short(version.digest)
    ordinal = f"第 {head['ordinal']} 次提交"
    submitted_at = datetime.fromisoformat(head["received_at"]).strftime("%Y-%m-%d %H:%M:%S")
    return PaperHead(
        authority=settings.AUTHORITY,
        title=f"{head['kind_label']}报名表",
        subtitle=f"{head['round']} · {head['track_label']}",
        number=head["number"],
        code=code,
        facts=(("版　　本", ordinal), ("提交时间", submitted_at), ("内容摘要", digest)),
        foot=(ordinal, f"摘要 {digest}"),
        link=printed.address(code),
        track="tcm" if head["track"] == "tcm" else "western",
    )


def _pairs(fields: list[dict[str, Any]]) -> Pairs:
    return tuple((field["label"], field["text"]) for field in fields)


def _rows(title: str, rows: list[dict[str, Any]], columns: tuple[tuple[str, str, float], ...]) -> PaperRows:
    return PaperRows(
        title=title,
        head=tuple(label for _, label, _ in columns),
        rows=tuple(tuple(_cell(row, name) for name, _, _ in columns) for row in rows),
        widths=tuple(width for _, _, width in columns),
    )


def _cell(row: dict[str, Any], name: str) -> str:
    found = text(row["fields"], name)
    if name == "diploma_number" and not found and text(row["fields"], "certificate_pending") == "是":
        return f"待取得（{text(row['fields'], 'certificate_promised')}）"
    return found


def _licence(fields: list[dict[str, Any]]) -> PaperRows:
    held = text(fields, "licence_held") == "是"
    columns = (
        ("qualification_number", "医师资格证书编码"),
        ("licence_category", "类别"),
        ("practising_number", "执业证书编码"),
    )
    return PaperRows(
        title="执业资格",
        head=tuple(label for _, label in columns),
        rows=(tuple(text(fields, name) for name, _ in columns),) if held else (),
        empty="尚未取得医师资格",
    )


def _preferences(content: dict[str, Any]) -> PaperRows:
    return PaperRows(
        title="报名志愿",
        head=("顺序", "培训基地", "培训专业", "专业代码"),
        rows=tuple(
            (f"第 {p['rank']} 志愿", p["base"], p["specialty"], p["specialty_code"]) for p in content["preferences"]
        ),
        widths=(1.0, 3.6, 2.0, 1.0),
    )


def _portrait(version: Version) -> bytes | None:
    found = VersionDocument.objects.filter(version=version, slot="portrait").select_related("document").first()
    return vault.get(found.document.clean_key) if found else None
