"""The demonstration world adds up and refers to what exists."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from zhupei.pure.identity.phones import check_phone
from zhupei.pure.reference.regions import CITY, regions
from zhupei.pure.reference.specialties import specialties
from zhupei.world.fiction import province, texts
from zhupei.world.fiction.calendar import rounds, spoken

TODAY = date(2026, 6, 26)
TRACK = {each.code: each.track for each in specialties()}


def test_fifteen_hundred_seats() -> None:
    assert sum(line.seats for line in province.plan()) == 1500
    assert (province.seats_of("western"), province.seats_of("tcm")) == (1286, 214)


def test_eighteen_western_and_six_chinese_medicine_bases() -> None:
    tracks = [
        {TRACK[line.specialty] for line in province.plan() if line.base == base.code} for base in province.bases()
    ]
    assert len(tracks) == 22
    assert sum("western" in each for each in tracks) == 18
    assert sum("tcm" in each for each in tracks) == 6
    planned = {line.specialty for line in province.plan()}
    assert len({code for code in planned if TRACK[code] == "western"}) == 35
    assert {code for code in planned if TRACK[code] == "tcm"} == {"3500", "3600"}


def test_plan_lines_refer_to_what_exists_once() -> None:
    pairs = [(line.base, line.specialty) for line in province.plan()]
    assert len(pairs) == len(set(pairs))
    assert {base for base, _ in pairs} == {base.code for base in province.bases()}
    assert {specialty for _, specialty in pairs} <= set(TRACK)
    assert all(line.seats > 0 for line in province.plan())
    assert all((line.line_last_year is None) == (line.applicants_last_year is None) for line in province.plan())
    assert all(6000 <= line.line_last_year <= 10000 for line in province.plan() if line.line_last_year is not None)
    assert any(line.line_last_year is None for line in province.plan())


def test_the_drawn_page_is_in_the_plan() -> None:
    """Seats and lines of the design's preference page."""
    lines = {line.specialty: line for line in province.plan() if line.base == "YN001"}
    assert {
        code: (lines[code].seats, lines[code].line_last_year) for code in ("0100", "0200", "0900", "1900", "2800")
    } == {
        "0100": (40, 7120),
        "0200": (24, 6040),
        "0900": (30, 6985),
        "1900": (18, 6310),
        "2800": (6, 6600),
    }


def test_bases_lie_in_cities_and_have_fictional_phones() -> None:
    cities = {region.code: region.name for region in regions() if region.level == CITY}
    for base in province.bases():
        assert cities[base.region] == base.city
        assert base.phone.startswith("0871-6000")
        assert len(base.short_name) <= 20
    assert len({base.phone for base in province.bases()}) == 22


def test_categories() -> None:
    modes = {each.name: each.choice_mode for each in province.categories()}
    assert modes == {
        "本单位人": "free",
        "外单位委培人员": "free",
        "社会人": "free",
        "专硕研究生": "designated",
        "订单定向医学毕业生": "designated",
    }
    assert {each.name for each in province.categories() if each.needs_employer} == {"本单位人", "外单位委培人员"}


def test_staff_for_every_role_and_nobody_in_two_oversight_roles() -> None:
    staff = province.staff()
    assert len({each.login_name for each in staff}) == len({each.phone for each in staff}) == len(staff)
    for base in province.bases():
        assert {each.role for each in staff if each.base == base.code} == {"administrator", "reviewer"}
    others = sorted(each.role for each in staff if not each.base)
    assert others == ["audit", "province", "province", "security", "support", "support", "system", "technical"]
    assert all(check_phone(each.phone) is None and each.phone.startswith("154") for each in staff)


def test_registration_is_open_today() -> None:
    first, second = rounds(TODAY)
    registration = first.stage("registration")
    zone = ZoneInfo("Asia/Shanghai")
    assert registration.opens.date() == TODAY - timedelta(days=5)
    assert registration.closes.astimezone(zone).strftime("%m-%d %H:%M") == "07-20 22:00"
    assert second.stage("registration").opens >= first.stage("scores").closes


@pytest.mark.parametrize("number", [0, 1])
def test_stages_open_before_they_close_and_follow_one_another(number: int) -> None:
    stages = rounds(TODAY)[number].stages
    assert [each.kind for each in stages] == [
        "registration",
        "review",
        "tickets",
        "exam",
        "scores",
        "admission",
        "notice",
        "confirmation",
        "report-in",
    ]
    assert all(each.opens < each.closes for each in stages)
    opens = [each.opens for each in stages]
    assert opens == sorted(opens)
    assert stages[1].closes >= stages[0].closes
    assert stages[2].opens >= stages[1].closes
    assert stages[3].opens >= stages[2].closes


def test_dates_in_words() -> None:
    first, _ = rounds(TODAY)
    assert spoken(first.stage("registration").closes) == "7 月 20 日 22:00"
    assert spoken(first.stage("registration").closes.astimezone(ZoneInfo("UTC"))) == "7 月 20 日 22:00"
    assert spoken(first.stage("registration").opens.replace(hour=0)) == "6 月 21 日"
    assert spoken(first.stage("registration").closes, first.stage("registration").closes.year) == "7 月 20 日 22:00"
    assert spoken(first.stage("registration").closes, 2000).endswith(" 年 7 月 20 日 22:00")


def test_announcements_are_published_and_complete() -> None:
    announcements = texts.announcements(TODAY, 2026)
    assert [each.pinned for each in announcements] == [True, False, False, False]
    assert announcements[0].title == "关于 2026 年住院医师规范化培训招收工作的通知"
    assert "1,286" in announcements[0].body
    assert "7 月 20 日 22:00" in announcements[0].body
    for each in announcements:
        assert each.published_at.date() < TODAY
        assert "{" not in each.title + each.body
        assert len(each.body) > 300


def test_pages_use_the_words_of_the_manual() -> None:
    pages = {each.slug: each for each in texts.pages(TODAY, 2026)}
    assert set(pages) == {"procedure", "instructions"}
    for word in ("账号注册", "登录", "忘记密码", "志愿填报", "填报志愿", "招收查询", "取消报名", "打印报名表"):
        assert word in pages["procedure"].body, word
    assert "{" not in pages["procedure"].body + pages["instructions"].body


def test_consents_have_a_version_and_the_exact_wording_of_adjustment() -> None:
    consents = {each.key: each for each in texts.consents()}
    assert set(consents) == {"privacy", "sensitive-images", "honesty", "adjustment"}
    assert all(each.version == 1 and each.published == date(2025, 6, 1) for each in consents.values())
    assert consents["adjustment"].body.startswith(
        "选择“服从调剂”时，表明服从调剂所报考培训基地的任一培训专业或服从省级统一调剂至其他培训基地或其他专业。"
    )


def test_brochure_of_every_base() -> None:
    for base in province.bases():
        brochure = texts.brochure(base, TODAY, 2026)
        assert brochure.startswith(f"{base.name} 2026 年招生简章\n\n")
        assert base.phone in brochure
        assert "{" not in brochure
    assert "协同基地：无。" in texts.brochure(province.bases()[-1], TODAY, 2026)


def test_templates_and_support() -> None:
    assert [each.kind for each in texts.templates()] == ["graduation-proof", "employer-consent", "onsite-checklist"]
    assert {each.track for each in province.support_contacts()} == {"western", "tcm"}


@pytest.mark.parametrize(("points", "expected"), [("71.20", 7120), ("60", 6000), ("60.4", 6040), ("0.05", 5)])
def test_hundredths(points: str, expected: int) -> None:
    assert province.hundredths(points) == expected
