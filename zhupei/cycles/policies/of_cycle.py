"""The policies of a whole cycle: who may register, and how each category of people chooses."""

from collections.abc import Iterable, Sequence
from typing import Any

from zhupei.cycles.models import Cycle, PersonCategory, default_document_types
from zhupei.cycles.policies.fields import OneOf, SettingField, Several, Switch
from zhupei.cycles.policies.groups import Group, SettingSection, Values, of_columns
from zhupei.kernel import writes
from zhupei.pure.identity import DocumentType

REGISTERING = (
    SettingSection(
        "账号与学历",
        "",
        (
            Several(
                name="document_types",
                label="可用的证件类型",
                default=default_document_types(),
                options={kind.value: kind.label for kind in DocumentType},
                notice="可以用以下证件注册：{}。",
                help="去掉一种，只影响之后的注册；已注册的账号照常使用。",
            ),
            OneOf(
                name="assistant_level",
                label="助理全科学历下限",
                default="30",
                options={"20": "大学本科", "30": "大学专科", "40": "中等专科"},
                notice="报考助理全科医生培训的，须具有{}及以上学历。",
            ),
        ),
    ),
)


def _categories(cycle: Cycle) -> list[PersonCategory]:
    return list(PersonCategory.objects.filter(cycle=cycle).order_by("position", "pk"))


def _named(category: PersonCategory) -> tuple[str, str]:
    return f"{category.code}.choice_mode", f"{category.code}.needs_employer"


def _category_sections(cycle: Cycle) -> Sequence[SettingSection]:
    return [SettingSection(category.name, "", tuple(_fields(category))) for category in _categories(cycle)]


def _fields(category: PersonCategory) -> Iterable[SettingField]:
    mode, employer = _named(category)
    yield OneOf(
        name=mode,
        label=f"{category.name}的志愿方式",
        default=category.choice_mode,
        options=dict(PersonCategory.ChoiceMode.choices),
        notice=f"{category.name}：{{}}。",
    )
    yield Switch(
        name=employer,
        label=f"{category.name}须填工作单位",
        default=category.needs_employer,
        notice=f"{category.name}须填写工作单位。",
        otherwise=f"{category.name}不填工作单位。",
    )


def _read_categories(cycle: Cycle) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for category in _categories(cycle):
        mode, employer = _named(category)
        found |= {mode: category.choice_mode, employer: category.needs_employer}
    return found


def _write_categories(cycle: Cycle, changed: Values) -> None:
    for category in _categories(cycle):
        for name in _named(category):
            if name in changed:
                column = name.rpartition(".")[2]
                setattr(category, column, changed[name])
                writes.update(category, (column,))


GROUPS = (
    Group(
        name="registering",
        title="证件与学历",
        about="用哪些证件可以注册，助理全科要求什么学历。",
        scope="cycle",
        **of_columns(REGISTERING),
    ),
    Group(
        name="categories",
        title="人员类型",
        about="每类人员怎样填报志愿，要不要填工作单位。",
        scope="cycle",
        sections=_category_sections,
        read=_read_categories,
        write=_write_categories,
    ),
)
