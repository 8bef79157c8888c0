"""Every file of the corpus gets its verdict from the child within its limits, and nothing it carried comes out."""

import io

import pytest
from PIL import Image

from tests.pure.scans.corpus import ALL, CASES
from tests.pure.scans.corpus.case import SECRET
from tests.pure.scans.corpus.hostile_pdfs import EVIL
from tests.pure.scans.corpus.pdfs import unpacked
from zhupei.pure.scans import Accepted, Decoder, Rejected

pytestmark = pytest.mark.slow
FORBIDDEN = (SECRET, *EVIL, b"<script", b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"<?php")
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def decoder():
    """One child for all: whatever one file does, the next is served."""
    with Decoder(memory=700 * MEGABYTE, seconds=5) as made:
        yield made


def test_the_corpus_is_large_and_every_case_has_a_name_of_its_own():
    assert len(CASES) == len(ALL) >= 300
    assert sum(not case.codes for case in ALL) > 100 and sum(bool(case.codes) for case in ALL) > 100


@pytest.mark.parametrize("name", CASES)
def test_an_upload_gets_its_verdict(decoder, name):
    case = CASES[name]
    answer = decoder.accept(case.make(), declared_name=case.declared, limits=case.limits, kind=case.kind)
    if isinstance(answer, Rejected):
        assert answer.code in case.codes and answer.message
        return
    assert not case.codes or None in case.codes
    assert case.findings <= {finding.code for finding in answer.findings}
    assert case.shown in (None, answer.name)
    assert len(answer.name) <= 85 and not set(answer.name) & set('/\\\0<>"\r\n')
    assert_harmless(answer)


def assert_harmless(answer: Accepted):
    pictures = [answer.thumbnail, *answer.pages]
    pictures += [answer.content] if answer.media_type == "image/jpeg" else []
    for data in pictures:
        assert data[:3] == b"\xff\xd8\xff" and data[-2:] == b"\xff\xd9"
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            assert not image.getexif() and not {"exif", "xmp", "comment", "icc_profile"} & {*image.info} - {"comment"}
            assert not image.info.get("comment")
        assert not leaks([data])
    if answer.media_type == "application/pdf":
        assert not leaks([answer.content, *unpacked(answer.content)])
        assert answer.content.rstrip().endswith(b"%%EOF")


def leaks(parts):
    return [word for part in parts for word in FORBIDDEN if word in part]
