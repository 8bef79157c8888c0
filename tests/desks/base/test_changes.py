"""What changed between two versions: fields, rows, files, choices. Pure."""

import copy
from typing import Any

from zhupei.desks.base.changes import VersionChange, between


def field(name: str, text: str, label: str = "") -> dict[str, Any]:
    return {"name": name, "label": label or name, "value": text, "text": text}


def version(**given: Any) -> dict[str, Any]:
    row = {"id": "r1", "title": "昆明医科大学 大学本科", "fields": [field("major", "临床医学", "所学专业")]}
    return {
        "preferences": [{"specialty": "内科"}, {"specialty": "儿科"}],
        "adjustment": {"accepts": True},
        "dossier": {
            "sections": [
                {
                    "key": "basics",
                    "title": "个人信息",
                    "fields": [field("email", "a@example.com", "电子邮箱")],
                    "rows": [],
                },
                {"key": "education", "title": "学历信息", "fields": [], "rows": [row]},
            ],
            "documents": [{"slot": "portrait", "title": "免冠照片", "id": "d1", "digest": "1"}],
        },
        **given,
    }


def test_equal_versions_have_no_changes() -> None:
    assert between(version(), version()) == []


def test_a_field_and_a_field_of_a_row() -> None:
    new = copy.deepcopy(version())
    new["dossier"]["sections"][0]["fields"][0]["text"] = ""
    new["dossier"]["sections"][1]["rows"][0]["fields"][0]["text"] = "儿科学"
    assert between(version(), new) == [
        VersionChange("basics", "个人信息 · 电子邮箱", "a@example.com", "（未填）"),
        VersionChange("education", "昆明医科大学 大学本科 · 所学专业", "临床医学", "儿科学"),
    ]


def test_rows_that_come_and_go() -> None:
    new = copy.deepcopy(version())
    new["dossier"]["sections"][1]["rows"] = [{"id": "r2", "title": "大理大学 硕士研究生", "fields": []}]
    assert between(version(), new) == [
        VersionChange("education", "学历信息", "", "新增：大理大学 硕士研究生"),
        VersionChange("education", "学历信息", "昆明医科大学 大学本科", "已删除"),
    ]


def test_files_are_compared_by_digest_not_by_id() -> None:
    new = copy.deepcopy(version())
    new["dossier"]["documents"] = [
        {"slot": "portrait", "title": "免冠照片", "id": "d2", "digest": "1"},
        {"slot": "cet", "title": "英语四六级证书", "id": "d3", "digest": "3"},
    ]
    assert between(version(), new) == [VersionChange("document:cet", "英语四六级证书", "", "新上传", "", "d3")]
    new["dossier"]["documents"][0]["digest"] = "2"
    assert VersionChange("document:portrait", "免冠照片", "原材料", "已更换", "d1", "d2") in between(version(), new)
    new["dossier"]["documents"] = []
    assert between(version(), new) == [VersionChange("document:portrait", "免冠照片", "原材料", "不再提交", "d1")]


def test_choices_and_adjustment() -> None:
    new = version(preferences=[{"specialty": "儿科"}], adjustment={"accepts": False})
    assert between(version(), new) == [
        VersionChange("preferences", "志愿", "内科 → 儿科", "儿科"),
        VersionChange("preferences", "服从调剂", "服从调剂", "不服从调剂"),
    ]


def test_numbers_stay_masked() -> None:
    old, new = version(), copy.deepcopy(version())
    old["dossier"]["sections"][0]["fields"] = [field("phone", "13812345678", "手机号码")]
    new["dossier"]["sections"][0]["fields"] = [field("phone", "13887654321", "手机号码")]
    assert between(old, new) == [VersionChange("basics", "个人信息 · 手机号码", "138****5678", "138****4321")]
