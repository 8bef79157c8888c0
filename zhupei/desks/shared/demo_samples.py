"""Samples for trying the demonstration: fictional ID numbers and drawn pictures to upload."""

import secrets
from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhupei.pure.identity import generate
from zhupei.pure.scans import drawn

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


PICTURES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "portrait": ("免冠照片（合格）", lambda: drawn.portrait_jpeg(7)),
    "portrait-grey": ("免冠照片（背景不够白，会被拒绝）", lambda: drawn.portrait_jpeg(7, background=231)),
    "id-front": ("身份证人像面", _id_front),
    "id-back": ("身份证国徽面", _id_back),
    "certificate": ("毕业证书、学位证书", _certificate),
    "letter": ("盖章证明（单位同意培训证明、毕业证明）", _letter),
}


@require_safe
def samples(request: HttpRequest) -> HttpResponse:
    """Fresh numbers that pass the check digit and belong to nobody, and the list of pictures."""
    numbers = [
        generate.resident_id("530102", date(1990 + secrets.randbelow(10), 1 + secrets.randbelow(12), 15), n)
        for n in (secrets.randbelow(1000) for _ in range(3))
    ]
    phones = [generate.mobile(secrets.randbelow(10**8)) for _ in range(3)]
    pictures = [(name, title) for name, (title, _) in PICTURES.items()]
    return render(
        request, "public/demo_samples.html", {"people": list(zip(numbers, phones, strict=True)), "pictures": pictures}
    )


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """One drawn picture as a download."""
    if name not in PICTURES:
        raise Http404
    response = HttpResponse(PICTURES[name][1](), content_type="image/jpeg")
    response["Content-Disposition"] = f'attachment; filename="{name}.jpg"'
    return response
