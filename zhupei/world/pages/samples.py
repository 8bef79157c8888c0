"""Samples for trying the demonstration: fictional ID numbers and drawn pictures to upload."""

import secrets
import subprocess
import sys
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhupei.world.fiction import generate
from zhupei.world.pages import sheets

DRAWN = "zhupei.world.drawn.samples"
PATIENCE = 60.0
TITLES = {
    "portrait": "免冠照片（合格）",
    "portrait-grey": "免冠照片（背景不够白，会被拒绝）",
    "id-front": "身份证人像面",
    "id-back": "身份证国徽面",
    "certificate": "毕业证书、学位证书",
    "letter": "盖章证明（单位同意培训证明、毕业证明）",
}


@require_safe
def samples(request: HttpRequest) -> HttpResponse:
    """Fresh numbers that pass the check digit and belong to nobody, and the list of pictures."""
    numbers = [
        generate.resident_id("530102", date(1990 + secrets.randbelow(10), 1 + secrets.randbelow(12), 15), n)
        for n in (secrets.randbelow(1000) for _ in range(3))
    ]
    phones = [generate.mobile(secrets.randbelow(10**8)) for _ in range(3)]
    people = list(zip(numbers, phones, strict=True))
    offered = {"people": people, "pictures": list(TITLES.items()), "sheets": list(sheets.TITLES.items())}
    return render(request, "public/demo_samples.html", offered)


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """One drawn picture as a download, drawn by a process of its own: see there."""
    if name not in TITLES:
        raise Http404
    command = [sys.executable, "-m", DRAWN, name]
    drawn = subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)  # noqa: S603  our own
    response = HttpResponse(drawn.stdout, content_type="image/jpeg")
    response["Content-Disposition"] = f'attachment; filename="{name}.jpg"'
    return response
