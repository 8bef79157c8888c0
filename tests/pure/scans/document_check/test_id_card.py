"""The words of a card, from lines as a reader delivers them: nothing is guessed into a number."""

from dataclasses import replace

import pytest

from tests.pure.scans.document_check.cards import NAME, NUMBER
from zhupei.pure.identity import name_key
from zhupei.pure.scans.document_check import CardText, Comparison, compare
from zhupei.pure.scans.document_check.id_card import read_card
from zhupei.pure.scans.document_check.models import TextLine

FRONT = ["姓名和志远", "性别男 民族纳西", "出生1999年4月12日", "住址 云南省丽江市", "公民身份号码"]
BACK = ["中华人民共和国", "居民身份证", "签发机关", "丽江市公安局古城分局", "有效期限", "2018.03.01-2038.03.01"]


def lines(*texts):
    """One below the other."""
    return [TextLine(text, 0.99, (50, 60 * row, 500, 60 * row + 40)) for row, text in enumerate(texts)]


def test_a_front_is_read():
    printed = {"number": NUMBER, "name": NAME, "ethnicity": "纳西", "address": "云南省丽江市"}
    assert read_card(lines(*FRONT, NUMBER)) == CardText("front", **printed)


def test_an_address_has_several_lines():
    rows = [*FRONT[:3], "住址云南省丽江市古城区西安街", "道 12 号 3-2", *FRONT[4:], NUMBER]
    assert read_card(lines(*rows)).address == "云南省丽江市古城区西安街道12号3-2"


@pytest.mark.parametrize("printed", ["住址", "住址丽江市", "住址云南省？丽江市"])
def test_what_is_no_address_is_not_read(printed):
    assert read_card(lines(*FRONT[:3], printed, *FRONT[4:], NUMBER)).address is None


def test_an_address_with_a_doubtful_line_is_not_read():
    rows = lines(*FRONT[:3], "住址云南省丽江市古城区", "西安街道 12 号", *FRONT[4:], NUMBER)
    doubtful = [replace(row, score=0.7) if row.text.startswith("西安") else row for row in rows]
    assert read_card(rows).address and read_card(doubtful).address is None


def test_a_back_is_read():
    read = read_card(lines(*BACK))
    assert read == CardText("back", issuer="丽江市公安局古城分局", valid_from="2018-03-01", valid_until="2038-03-01")


def test_lines_of_a_row_belong_together_from_left_to_right():
    scattered = [
        TextLine("志远", 0.9, (200, 10, 300, 50)),
        TextLine(NUMBER[9:], 0.9, (260, 405, 480, 445)),
        TextLine("姓名和", 0.9, (50, 12, 190, 52)),
        TextLine("公民身份号码", 0.9, (0, 400, 90, 440)),
        TextLine(NUMBER[:9], 0.9, (100, 402, 250, 442)),
    ]
    assert read_card(scattered) == CardText("front", number=NUMBER, name="和志远")


@pytest.mark.parametrize(
    "printed",
    [NUMBER, " ".join(NUMBER), NUMBER.replace("0", "O"), NUMBER.replace("1", "l"), f"公民身份号码{NUMBER}"],
)
def test_a_number_is_read_as_printed(printed):
    assert read_card(lines(*FRONT, printed)).number == NUMBER


@pytest.mark.parametrize("place", range(18))
def test_a_wrong_digit_is_no_number(place):
    """The check digit finds every single wrong digit."""
    wrong = NUMBER[:place] + str((int(NUMBER[place].replace("X", "0")) + 1) % 10) + NUMBER[place + 1 :]
    assert read_card(lines(*FRONT, wrong)).number is None


@pytest.mark.parametrize("printed", [NUMBER[:-1], NUMBER + "1", "9" + NUMBER, "", "一二三"])
def test_too_few_and_too_many_digits_are_no_number(printed):
    assert read_card(lines(*FRONT, printed)).number is None


def test_a_number_that_disagrees_with_what_is_printed_beside_it_is_not_read():
    assert read_card(lines(*FRONT[:2], "出生1998年4月12日", NUMBER)).number is None
    assert read_card(lines(FRONT[0], "性别女 民族纳西", FRONT[2], NUMBER)).number is None


def test_two_numbers_are_none():
    other = "11010119900307123" + "4"
    assert read_card(lines(*FRONT, NUMBER, NUMBER)).number == NUMBER
    valid_other = read_card(lines("姓名和志远", "公民身份号码", "110101199003070134")).number
    assert valid_other in (None, "110101199003070134") and read_card(lines(*FRONT, other)).number is None


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("姓名张三", "张三"),
        ("姓 名：欧阳娜娜", "欧阳娜娜"),
        ("姓名阿依古丽·买买提", "阿依古丽·买买提"),
        ("姓名", None),
        ("姓名3", None),
    ],
)
def test_names_stand_behind_their_label(printed, name):
    assert read_card(lines(printed, *FRONT[1:], NUMBER)).name == name


def test_without_the_label_the_name_is_above_the_sex():
    assert read_card(lines("和志远", *FRONT[1:], NUMBER)).name == "和志远"


@pytest.mark.parametrize(
    ("printed", "until"),
    [
        ("2018.03.01-长期", "长期"),
        ("2018.03.01一2038.03.01", "2038-03-01"),
        ("有效期限2018.03.01-2038.03.01", "2038-03-01"),
        ("2018.03.01-2018.02.30", None),
        ("2018.03.01-2008.03.01", None),
        ("2018.03", None),
    ],
)
def test_periods(printed, until):
    assert read_card(lines(*BACK[:4], printed)).valid_until == until


def test_another_paper_has_no_side():
    assert read_card(lines("毕业证书", "姓名和志远", "证书编号106781202305000123")) == CardText()
    assert read_card([]) == CardText()


@pytest.mark.parametrize(
    ("number", "name", "expected"),
    [
        (NUMBER, NAME, Comparison("same", "same")),
        (f" {NUMBER[:6]} {NUMBER[6:]}", "和 志 远", Comparison("same", "same")),
        (NUMBER[:-1] + "0", NAME, Comparison("different", "same")),
        (NUMBER, "何志远", Comparison("same", "different")),
    ],
)
def test_comparison_with_an_account(number, name, expected):
    found = compare(CardText("front", number=NUMBER, name=NAME), number=number, name=name)
    assert found == expected


def test_what_was_not_read_is_neither():
    assert compare(CardText("front"), number=NUMBER, name=NAME) == Comparison("unread", "unread")


@pytest.mark.parametrize(
    ("one", "other"), [("陳國棟", "陈国栋"), ("阿依古丽买买提", "阿依古丽·买买提"), ("Anna Li", "anna li")]
)
def test_variants_of_a_name_are_one(one, other):
    assert name_key(one) == name_key(other)


LONG = [
    TextLine("姓名", 0.99, (60, 60, 115, 90)),
    TextLine("阿卜杜热合曼·", 0.98, (150, 50, 380, 84)),
    TextLine("买买提吐尔逊", 0.98, (152, 92, 350, 126)),
]


@pytest.mark.parametrize("first", [LONG[:2], [TextLine("姓名阿卜杜热合曼·", 0.98, (60, 50, 380, 84))]])
def test_a_name_on_two_lines_is_one_name(first):
    below = [replace(line, box=(60, line.box[1] + 150, 500, line.box[3] + 150)) for line in lines(*FRONT[1:], NUMBER)]

    assert read_card([*first, LONG[2], *below]).name == "阿卜杜热合曼·买买提吐尔逊"


def test_a_long_name_is_read_without_its_label():
    below = [replace(line, box=(60, line.box[1] + 150, 500, line.box[3] + 150)) for line in lines(*FRONT[1:], NUMBER)]

    assert read_card([*LONG[1:], *below]).name == "阿卜杜热合曼·买买提吐尔逊"


@pytest.mark.parametrize("box", [(420, 92, 640, 126), (150, 190, 350, 224)])
def test_what_stands_elsewhere_is_no_part_of_the_name(box):
    below = [replace(line, box=(60, line.box[1] + 250, 500, line.box[3] + 250)) for line in lines(*FRONT[1:], NUMBER)]

    assert read_card([*LONG[:2], replace(LONG[2], box=box), *below]).name is None


def moved(drawn, right, down):
    return [replace(each, box=(each.box[0] + right, each.box[1] + down, each.box[2] + right, each.box[3] + down))
            for each in drawn]  # fmt: skip


@pytest.mark.parametrize(("right", "down"), [(0, 600), (0, -600), (700, 0), (-700, 0), (700, 15)])
def test_both_sides_on_one_page_are_both_read(right, down):
    page = [*lines(*FRONT, NUMBER), *moved(lines(*BACK), right, down)]

    read = read_card(page)

    assert (read.side, read.number, read.name, read.address) == ("both", NUMBER, NAME, "云南省丽江市")
    assert (read.issuer, read.valid_until) == ("丽江市公安局古城分局", "2038-03-01")


def test_a_title_above_a_front_makes_no_back():
    assert read_card(lines("中华人民共和国", *FRONT, NUMBER)).side == "front"
