"""The files that people upload, drawn before the clock starts: a few of each kind, made different for every upload."""

import itertools
from collections.abc import Callable

from zhupei.world import drawn

OF_EACH = 4
PORTRAITS = 12
JPEG = "image/jpeg"


def _front(seed: int) -> bytes:
    return drawn.id_card_front(
        seed,
        name="和志远",
        sex="男",
        ethnicity="纳西",
        birth=(1999, 4, 12),
        address="云南省丽江市古城区",
        number="530702199904120000",
    )


def _back(seed: int) -> bytes:
    return drawn.id_card_back(seed, issuer="丽江市公安局古城分局", valid_from="2018.03.01", valid_until="2038.03.01")


def _certificate(seed: int) -> bytes:
    return drawn.certificate(
        seed,
        title="毕业证书",
        name="和志远",
        lines=["在本校临床医学专业五年制本科学习，修完教学计划规定的全部课程，成绩合格，准予毕业。"],
        number=f"{seed:018d}",
        issuer="示例医科大学",
        date="二〇二三年六月三十日",
    )


def _letter(seed: int) -> bytes:
    return drawn.stamped_letter(
        seed,
        title="证明",
        paragraphs=["兹证明和志远同志为我单位在职职工，我单位同意其参加住院医师规范化培训。"],
        issuer="示例县人民医院",
        date="2026 年 6 月 1 日",
    )


DRAWN: dict[str, Callable[[int], bytes]] = {
    "portrait": drawn.portrait_variant,
    "id-front": _front,
    "id-back": _back,
    "employer-consent": _letter,
}


class Pool:
    """`file(kind)` is another file at every call; kinds without a drawing of their own are certificates."""

    def __init__(self) -> None:
        makers = {**DRAWN, "certificate": _certificate}
        self._files = {
            kind: [make(seed) for seed in range(PORTRAITS if kind == "portrait" else OF_EACH)]
            for kind, make in makers.items()
        }
        self._running = itertools.count(1)

    def file(self, kind: str) -> tuple[str, bytes]:
        """(file name, bytes)."""
        number = next(self._running)
        files = self._files.get(kind) or self._files["certificate"]
        return f"{kind}.jpg", marked(files[number % len(files)], number)


def marked(jpeg: bytes, number: int) -> bytes:
    """The same picture with a comment, so that no two uploads have the same bytes."""
    comment = f"bench {number}".encode("ascii")
    return jpeg[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + jpeg[2:]
