"""Drawn samples: deterministic, within the rules they are made for, accepted by our own intake and checks."""

import io

import numpy as np
import pytest
from PIL import Image

from zhupei.pure.portrait import PortraitLimits
from zhupei.pure.portrait.verify import verify
from zhupei.pure.scans import Accepted, UploadLimits, accept
from zhupei.world import drawn
from zhupei.world.drawn.portraits import POOL

SEEDS = range(16)
PORTRAIT = UploadLimits(
    min_bytes=150 * 1024, max_bytes=500 * 1024, min_width=413, min_height=526, fit_bytes=(150 * 1024, 500 * 1024)
)


def front(seed, **changes):
    facts = {
        "name": "李样例",
        "sex": "女",
        "ethnicity": "哈尼",
        "birth": (1999, 3, 8),
        "address": "云南省昆明市呈贡区样例路 12 号样例小区 3 幢 2 单元 1001 室",
        "number": "530114199903081224",
    }
    return drawn.id_card_front(seed, **{**facts, **changes})


def back(seed):
    return drawn.id_card_back(seed, issuer="样例市公安局", valid_from="2018.03.01", valid_until="2038.03.01")


def diploma(seed):
    return drawn.certificate(
        seed,
        title="毕业证书",
        name="学生 李样例",
        lines=["在本校临床医学专业五年制本科学习，成绩合格，准予毕业。"],
        number="106781202305001234",
        issuer="样例医科大学",
        date="二〇二三年七月一日",
    )


def letter(seed):
    return drawn.stamped_letter(
        seed, title="单位同意培训证明", paragraphs=["特此证明。"], issuer="样例县人民医院", date="2025 年 7 月 1 日"
    )


MAKERS = {
    "portrait": drawn.portrait_jpeg,
    "variant": drawn.portrait_variant,
    "front": front,
    "back": back,
    "certificate": diploma,
    "letter": letter,
}


@pytest.mark.parametrize("seed", SEEDS)
def test_portraits_pass_the_rule_before_and_after_the_intake(seed):
    data = drawn.portrait_jpeg(seed)
    assert 160 * 1024 <= len(data) <= 400 * 1024
    assert verify(data, PortraitLimits()).verdict == "pass"
    answer = accept(data, declared_name="a.jpg", limits=PORTRAIT, kind="portrait")
    assert isinstance(answer, Accepted)
    assert verify(answer.content, PortraitLimits()).verdict == "pass"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ground_beside_the_head_is_exactly_white(seed):
    pixels = np.asarray(Image.open(io.BytesIO(drawn.portrait_jpeg(seed)))).min(axis=2)
    assert (pixels[:24] == 255).all()
    assert (pixels[:500, :60] == 255).all() and (pixels[:500, -60:] == 255).all()


@pytest.mark.parametrize("size", [(413, 526), (413, 626), (826, 1052)])
def test_portraits_come_in_the_sizes_provinces_ask_for(size):
    data = drawn.portrait_jpeg(5, width=size[0], height=size[1], size_kb=(150, 500))
    assert Image.open(io.BytesIO(data)).size == size
    assert verify(data, PortraitLimits()).verdict == "pass"


@pytest.mark.parametrize("background", [231, 251])
def test_a_grey_ground_is_as_grey_as_asked(background):
    pixels = np.asarray(Image.open(io.BytesIO(drawn.portrait_jpeg(1, background=background))))
    assert (pixels[:20] == background).all()


def test_an_impossible_size_is_refused():
    with pytest.raises(ValueError, match="does not reach"):
        drawn.portrait_jpeg(1, size_kb=(5000, 6000))


@pytest.mark.parametrize("name", MAKERS)
def test_the_same_seed_draws_the_same(name):
    assert MAKERS[name](4) == MAKERS[name](4)


@pytest.mark.parametrize("name", MAKERS)
def test_samples_are_taken_in(name):
    answer = accept(MAKERS[name](9), declared_name="a.jpg", limits=UploadLimits(), kind="image")
    assert isinstance(answer, Accepted) and answer.findings == ()


def test_variants_of_one_pool_picture_differ_in_bytes_only():
    first, second = drawn.portrait_variant(3), drawn.portrait_variant(3 + POOL)
    assert first != second
    assert Image.open(io.BytesIO(first)).tobytes() == Image.open(io.BytesIO(second)).tobytes()
    assert verify(second, PortraitLimits()).verdict == "pass"


def test_what_is_written_on_a_card_shows():
    assert front(1) != front(1, name="王样例")
    assert front(1) != front(1, name="䶮𠮷")


def test_long_texts_stay_on_the_paper():
    drawn.certificate(
        1, title="证书", name="名" * 50, lines=["字" * 400], number="1" * 40, issuer="样例" * 10, date="日期"
    )
    drawn.stamped_letter(1, title="证明", paragraphs=["字" * 900], issuer="样" * 24, date="日期", addressee="某")
