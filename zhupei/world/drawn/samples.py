"""Pictures for trying the demonstration. `python -m zhupei.world.drawn.samples NAME` writes one to standard
output: drawing takes a hundred megabytes of fonts and canvases, which the web does not carry around.
"""

import sys
from collections.abc import Callable
from datetime import date

from zhupei.world import drawn
from zhupei.world.fiction import generate

NAME, SCHOOL = "和志远", "云岭样例医科大学"
NUMBER = generate.resident_id("530102", date(1995, 6, 15), 1)


def _id_front() -> bytes:
    return drawn.id_card_front(
        7,
        name=NAME,
        sex="男",
        ethnicity="纳西",
        birth=(1995, 6, 15),
        address="云南省昆明市五华区样例路 1 号",
        number=NUMBER,
    )


def _id_back() -> bytes:
    return drawn.id_card_back(7, issuer="昆明市公安局五华分局", valid_from="2016.05.12", valid_until="2036.05.12")


def _certificate() -> bytes:
    return drawn.certificate(
        7,
        title="毕业证书",
        name=NAME,
        lines=["于二〇一三年九月至二〇一八年七月在本校临床医学专业五年制本科学习，成绩合格，准予毕业。"],
        number="106781201805001234",
        issuer=SCHOOL,
        date="2018 年 7 月 1 日",
    )


def _letter() -> bytes:
    return drawn.stamped_letter(
        7,
        title="单位同意培训证明",
        paragraphs=[f"兹同意我单位{NAME}同志参加住院医师规范化培训招录考试及培训。", "特此证明。"],
        issuer="云岭样例医院",
        date="2026 年 6 月 20 日",
    )


PICTURES: dict[str, Callable[[], bytes]] = {
    "portrait": lambda: drawn.portrait_jpeg(7),
    "portrait-grey": lambda: drawn.portrait_jpeg(7, background=231),
    "id-front": _id_front,
    "id-back": _id_back,
    "certificate": _certificate,
    "letter": _letter,
}

if __name__ == "__main__":
    sys.stdout.buffer.write(PICTURES[sys.argv[1]]())
