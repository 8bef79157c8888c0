"""What is written once: a machine looks for the second copy of rules that were found twice before."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps

from zhupei.applications import rules
from zhupei.config.environment import ROOT
from zhupei.desks.base import checklist

FOLDER = ROOT / "zhupei"
# What is drawn on papers and invented for them, and the pages of the technical site, tell nobody a time of ours.
FICTION = ("world/",)


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(FOLDER.rglob("*.py")):
        name = str(path.relative_to(FOLDER))
        if "migrations" not in path.parts and not name.startswith(FICTION):
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def holding(found: Callable[[ast.AST], bool]) -> set[str]:
    """The files with such a piece of code."""
    return {name for name, tree in sources() if any(map(found, ast.walk(tree)))}


def is_date_in_chinese(node: ast.AST) -> bool:
    """`f"{day.month} 月 {day.day} 日"`: a number before 年, 月 or 日."""
    if not isinstance(node, ast.JoinedStr):
        return False
    after = [
        there.value
        for here, there in zip(node.values, node.values[1:], strict=False)
        if isinstance(here, ast.FormattedValue) and isinstance(there, ast.Constant)
    ]
    return any(re.match(r"\s?(月|日)", str(words)) for words in after)


def is_clock_in_words(node: ast.AST) -> bool:
    """`f"{at:%H:%M}"`, `at.strftime("%H:%M")`: a time of day that is not part of an ISO moment."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("%H:%M")


def test_dates_and_times_are_written_in_one_module() -> None:
    typed = {"desks/applicant/forms/fields.py"}  # repeats the three numbers that somebody has typed and are no date
    assert holding(is_date_in_chinese) - typed == {"pure/dates.py"}
    assert holding(is_clock_in_words) == {"pure/dates.py"}


def is_span_in_chinese(node: ast.AST) -> bool:
    """`f"{hours} 小时"`: a number before a unit of time."""
    if not isinstance(node, ast.JoinedStr):
        return False
    pairs = zip(node.values, node.values[1:], strict=False)
    return any(
        isinstance(here, ast.FormattedValue)
        and isinstance(there, ast.Constant)
        and re.match(r"\s?(天|小时|分钟|分\b|秒)", str(there.value))
        for here, there in pairs
    )


def test_spans_of_time_are_written_in_one_module() -> None:
    limits = {"pure/scans/child.py", "pure/sheets/child.py"}  # the seconds that a child process has had
    assert holding(is_span_in_chinese) - limits == {"pure/dates.py"}


def compares_with_a_window(node: ast.AST) -> bool:
    ends = {"opens", "closes"}
    sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
    return any(isinstance(each, ast.Attribute) and each.attr in ends for each in sides)


def test_moments_are_compared_with_windows_in_one_module() -> None:
    """`stage.window` answers. The invariants, the calendar's order and what moves the ends look at them on purpose."""
    apart = {"reports/invariants/applications.py", "cycles/queries.py", "cycles/extension.py"}
    assert holding(compares_with_a_window) - apart == {"cycles/timetable.py"}


def says(words: str) -> Callable[[ast.AST], bool]:
    return lambda node: isinstance(node, ast.Constant) and node.value == words


def test_the_words_of_giving_up_are_handed_around_by_name() -> None:
    labels = {"applications/states.py", "accounts/models/guessing.py", "reports/journey.py"}
    assert holding(says("放弃报名")) <= labels


@pytest.mark.parametrize("label", ["基地审核员", "基地管理员", "省级管理员"])
def test_a_role_has_its_words_once(label: str) -> None:
    """The trail tells the roles in which somebody acts, which are others: `base` is whoever reviews."""
    trail = {name for name in holding(says(label)) if name.endswith("trail.py")}
    assert holding(says(label)) - trail == {"accounts/models/offices.py"}


def counts_six(node: ast.AST) -> bool:
    """`len(code) != 6`, `randbelow(10**6)`, `"06d"`, `r"\\d{6}"`."""
    return bool(re.search(r"len\(\w+\) [!=]= 6$|^10 \*\* 6$|\\d\{6\}", ast.unparse(node))) if _small(node) else False


def _small(node: ast.AST) -> bool:
    return isinstance(node, ast.Compare | ast.BinOp | ast.Constant)


def test_what_a_code_looks_like_is_said_once() -> None:
    codes = {name for name in holding(counts_six) if name.startswith(("accounts/", "desks/", "applications/"))}
    assert codes == set()


def test_how_long_a_code_holds_is_said_once() -> None:
    written = r"\d+ 分钟内有效"
    templates = {
        str(path) for path in (ROOT / "templates").rglob("*.html") if re.search(written, path.read_text("utf-8"))
    }

    assert not templates
    assert not holding(lambda node: isinstance(node, ast.Constant) and bool(re.search(written, str(node.value))))


def test_words_are_as_long_as_their_columns() -> None:
    def longest(model: str, field: str) -> int | None:
        return apps.get_model(model)._meta.get_field(field).max_length  # type: ignore[union-attr]

    assert longest("applications.ReviewItem", "reason") == rules.LONGEST_ITEM_REASON
    assert longest("applications.OnSiteCheck", "note") == rules.LONGEST_NOTE
    assert longest("accounts.Reveal", "reason") == rules.LONGEST_REVEAL_REASON
    assert rules.LONGEST_ITEM_REASON > checklist.LONGEST_WORDS, "own words stand beside the usual reasons"


def test_the_base_desk_counts_no_characters_of_its_own() -> None:
    """Lengths come from the rules; what is only searched for may be short."""
    written = {
        path.name: found
        for path in (ROOT / "templates" / "base_desk").glob("*.html")
        if (found := re.findall(r'name="(?!text)[^"]*"[^>]*maxlength="\d+"', path.read_text(encoding="utf-8")))
    }
    assert written == {}


def test_the_script_of_the_review_knows_no_sentence_of_a_rule() -> None:
    """What a decision needs comes with its button (`rules.NEEDS`); the script only looks whether it is there."""
    script = (ROOT / "assets" / "js" / "controllers" / "review.js").read_text(encoding="utf-8")
    template = (ROOT / "templates" / "base_desk" / "_decide.html").read_text(encoding="utf-8")

    assert "请写明" not in script and "不能通过" not in script
    for verdict, needs in rules.NEEDS.items():
        button = re.search(rf'<button[^>]*value="{verdict}"[^>]*>', template)
        assert button is not None
        asked = set(re.findall(r"data-needs-([a-z-]+)=", button[0]))
        assert asked == {need.replace("_", "-") for need in needs}


def test_the_page_says_what_the_rules_say() -> None:
    assert rules.approving(2) is not None and rules.approving(0) is None
    assert rules.NEEDS["approve"]["no_mark"].format(count=2) == rules.approving(2).message  # type: ignore[union-attr]
    assert rules.NEEDS["return"]["mark"] == rules.returning([]).message  # type: ignore[union-attr]
    unexplained = rules.returning([("basics", "个人信息", " ")])
    assert rules.NEEDS["return"]["why"].format(title="个人信息") == unexplained.message  # type: ignore[union-attr]
    assert rules.NEEDS["reject"]["reason"] == rules.reasoned(" ").message  # type: ignore[union-attr]


def test_these_checks_find_what_they_look_for(tmp_path: Path) -> None:
    """The control: each kind of second copy is seen."""
    copies = {
        'f"{day.month} 月 {day.day} 日"': is_date_in_chinese,
        'f"{at:%H:%M}"': is_clock_in_words,
        'f"{hours} 小时"': is_span_in_chinese,
        "stage.opens <= at < stage.closes": compares_with_a_window,
        'typed == "放弃报名"': says("放弃报名"),
        "len(digits) != 6": counts_six,
        'r"\\d{6}"': counts_six,
    }
    missed = [code for code, check in copies.items() if not any(map(check, ast.walk(ast.parse(code))))]
    assert missed == []
