"""Each fault of a picture is told by the check of its name, and only by that one."""

import json

import cv2
import numpy as np
import pytest

from tests.pure.scans.document_check import cards
from zhupei.pure.scans import Decoder
from zhupei.pure.scans.document_check import READ_CHECKS, DocumentLimits, DocumentReport, checking
from zhupei.pure.scans.document_check.checking import check_document, glance, read_document
from zhupei.world import drawn
from zhupei.world.drawn.photographed import Shot, photographed

pytestmark = pytest.mark.slow
LIMITS = DocumentLimits()
CHECKS = ["size", "blur", "dark", "glare", "black_and_white", "orientation", "mirrored"]


def checked(pixels, kind, limits=LIMITS):
    return check_document(cards.jpeg(pixels), kind, limits, today=cards.TODAY)


def told(report):
    return {check.name: check.verdict for check in report.checks if check.verdict != "pass"}


def test_a_good_front_passes_and_is_read():
    report = checked(cards.front(), "id-front")
    assert report.verdict == "pass"
    assert [check.name for check in report.checks] == [*CHECKS, "side", "number", "name"]
    assert (report.read.side, report.read.number, report.read.name) == ("front", cards.NUMBER, cards.NAME)


def test_a_good_back_passes_and_is_read():
    report = checked(cards.back(), "id-back")
    assert report.verdict == "pass"
    assert [check.name for check in report.checks] == [*CHECKS, "side", "issuer", "validity"]
    read = report.read
    assert (read.issuer, read.valid_from, read.valid_until) == ("丽江市公安局古城分局", "2018-03-01", "2038-03-01")


def test_a_good_certificate_passes_and_nothing_is_read():
    report = checked(cards.certificate(), "certificate")
    assert report.verdict == "pass" and report.read is None
    assert [check.name for check in report.checks] == CHECKS


FAULTS = {
    "blurred": (lambda pixels: cards.blurred(pixels, 3), {"blur": "fail"}),
    "a little blurred": (lambda pixels: cards.blurred(pixels, 1.5), {"blur": "warn"}),
    "dark": (cards.darkened, {"dark": "fail"}),
    "grey": (cards.grey, {"black_and_white": "fail"}),
    "glare": (cards.with_glare, {"glare": "fail"}),
    "small": (cards.small, {"size": "fail"}),
    "mirrored": (lambda pixels: pixels[:, ::-1], {"mirrored": "fail"}),
    "left": (lambda pixels: np.rot90(pixels, 1), {"orientation": "warn"}),
    "upside down": (lambda pixels: np.rot90(pixels, 2), {"orientation": "warn"}),
    "right": (lambda pixels: np.rot90(pixels, 3), {"orientation": "warn"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_card_is_told_by_its_check_only(fault):
    change, expected = FAULTS[fault]
    report = checked(change(cards.front()), "id-front")
    assert told(report) == expected
    assert all(check.advice for check in report.checks if check.verdict != "pass")
    assert report.read.number == cards.NUMBER


@pytest.mark.parametrize("fault", ["dark", "grey", "left", "mirrored"])
def test_a_fault_of_a_certificate_is_told_by_its_check_only(fault):
    change, expected = FAULTS[fault]
    assert told(checked(change(cards.certificate()), "certificate")) == expected


def test_a_blurred_certificate_is_told():
    assert told(checked(cards.blurred(cards.certificate(), 5), "certificate")) == {"blur": "fail"}


@pytest.mark.parametrize("wrongly", [0, 2])
def test_in_the_mirror_it_is_hard_to_tell_which_way_up(wrongly, monkeypatch):
    """The model that turns pages takes some mirrored cards for upside down."""
    monkeypatch.setattr(checking, "page_turns", lambda pixels: wrongly)
    report = checked(cards.front()[:, ::-1], "id-front")
    assert told(report) == {"mirrored": "fail"}
    assert (report.turns, report.read.number) == (0, cards.NUMBER)


def test_turns_bring_the_picture_upright():
    for quarters in range(4):
        assert (checked(np.rot90(cards.back(), quarters), "id-back").turns + quarters) % 4 == 0


def test_the_other_side_fails_and_another_paper_warns():
    unread = {"number": "warn", "name": "warn"}
    assert told(checked(cards.back(), "id-front")) == {"side": "fail", **unread}
    assert told(checked(cards.front(), "id-back")) == {"side": "fail"}
    assert told(checked(cards.certificate(), "id-front")) == {"side": "warn", **unread}


@pytest.mark.parametrize(("until", "verdict"), [("2026.06.30", "warn"), ("2026.07.01", None), ("长期", None)])
def test_an_expired_card_warns_and_never_fails(until, verdict):
    report = checked(cards.back(until), "id-back")
    assert told(report) == ({"validity": verdict} if verdict else {})


def test_no_check_names_what_was_read():
    report = checked(cards.front(), "id-front")
    without = json.dumps([check.__dict__ for check in report.checks], ensure_ascii=False)
    assert cards.NUMBER not in without and cards.NAME not in without
    assert DocumentReport.from_json(json.loads(json.dumps(report.as_json()))) == report


def test_limits_are_settings():
    strict = DocumentLimits.of({"long_side": 2000})
    assert told(checked(cards.front(), "id-front", strict)) == {"size": "fail"}


def test_documents_are_checked_in_the_child():
    with Decoder(seconds=20) as decoder:
        asked, today = (cards.jpeg(cards.back()), "id-back", LIMITS), {"today": cards.TODAY}
        assert decoder.check(*asked, **today) == check_document(*asked, **today)
        assert decoder.read(*asked, **today, upright=True) == read_document(*asked, **today, upright=True)
        assert decoder.read(b"nonsense", "id-back", LIMITS, **today, upright=True).code == "crashed"


def test_what_was_seen_is_not_measured_again_by_reading(monkeypatch):
    asked = cards.jpeg(cards.back()), "id-back", LIMITS
    whole = check_document(*asked, today=cards.TODAY)
    seen = glance(asked[0], LIMITS)
    monkeypatch.setattr(checking, "DocumentPicture", None)
    monkeypatch.setattr(checking, "page_turns", None)

    read = read_document(*asked, today=cards.TODAY, upright=True)

    assert whole.checks == seen.checks + read.checks
    assert {check.name for check in read.checks} <= READ_CHECKS.keys()
    assert read.read == whole.read


@pytest.mark.parametrize("shape", [(1, 1), (5, 3000), (3000, 5), (40, 40), (1, 120)])
@pytest.mark.parametrize("kind", ["id-front", "certificate"])
def test_a_crumb_or_a_thread_is_measured_all_the_same(shape, kind):
    pixels = np.full((*shape, 3), 200, np.uint8)
    report = checked(pixels, kind)
    assert told(report)["blur"] == "fail"
    json.dumps(report.as_json(), allow_nan=False)
    json.dumps(glance(cards.jpeg(pixels), LIMITS).as_json(), allow_nan=False)


def on_one_page(*, beside=False, swapped=False):
    """White paper with both sides of a card."""
    first, second = (cards.back(), cards.front()) if swapped else (cards.front(), cards.back())
    high, wide = first.shape[:2]
    sheet = np.full((high + 200, 2 * wide + 300, 3) if beside else (2 * high + 400, wide + 400, 3), 255, np.uint8)
    places = ((100, 100), (100, wide + 200)) if beside else ((100, 200), (high + 250, 200))
    for card, (top, left) in zip((first, second), places, strict=True):
        sheet[top : top + high, left : left + wide] = card
    return sheet


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["id-front", "id-back"])
@pytest.mark.parametrize(
    "page",
    [
        lambda: on_one_page(),
        lambda: on_one_page(swapped=True),
        lambda: on_one_page(beside=True),
        lambda: np.rot90(on_one_page()),
        lambda: np.rot90(on_one_page(), 2),
    ],
)
def test_both_sides_on_one_page_serve_for_either(page, kind):
    report = check_document(cards.jpeg(page()), kind, DocumentLimits(), today=cards.TODAY)

    checks = {check.name: check.verdict for check in report.checks}
    assert checks["side"] == "pass" and report.read.side == "both"
    assert (report.read.number, report.read.name) == (cards.NUMBER, cards.NAME)
    assert report.read.issuer == "丽江市公安局古城分局"


@pytest.mark.slow
def test_a_long_name_is_read_from_its_two_lines():
    name = "阿卜杜热合曼·买买提吐尔逊江"

    read = check_document(cards.jpeg(cards.front(name)), "id-front", DocumentLimits(), today=cards.TODAY).read

    assert read.name == name and read.number == cards.NUMBER


def test_a_card_copied_onto_a_sheet_is_read_though_its_letters_are_small():
    sheet = np.full((1754, 1240, 3), 245, np.uint8)
    card = cv2.resize(cards.front(), (505, 319), interpolation=cv2.INTER_AREA)
    sheet[150:469, 300:805] = card

    read = checked(sheet, "id-front").read

    assert (read.number, read.name) == (cards.NUMBER, cards.NAME)
    assert read.address == "云南省丽江市古城区祥和路一号"


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_letter_of_which_little_can_be_read_is_not_taken_for_another(mirrored):
    """One line of it reads well in the mirror, too."""
    words = "兹证明和志远同志为我单位在职职工，我单位同意其参加住院医师规范化培训。"
    letter = drawn.stamped_letter(
        3, title="证明", paragraphs=[words], issuer="示例县人民医院", date="2026 年 6 月 1 日"
    )
    taken = cards.opened(photographed(letter, Shot.of(1001), 1))

    report = checked(taken[:, ::-1] if mirrored else taken, "certificate")

    assert told(report).get("mirrored") == ("fail" if mirrored else None)
