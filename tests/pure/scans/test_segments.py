"""A JPEG loses its notes and its tail, and not a bit of its picture."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.pure.scans.corpus.case import SECRET
from tests.pure.scans.corpus.pictures import jpeg_with, saved, scene, with_exif
from zhupei.pure.scans.segments import bare

FORMS = {
    "plain": {},
    "progressive": {"progressive": True},
    "grey": {"mode": "L"},
    "four colours": {"mode": "CMYK"},
    "restarts": {"restart_marker_rows": 1},
}


@pytest.mark.parametrize("form", FORMS)
def test_the_picture_stays_the_same_to_the_bit(form):
    options = dict(FORMS[form])
    data = saved(scene().convert(options.pop("mode", "RGB")), **options)
    clean = bare(data + SECRET)
    assert clean.endswith(b"\xff\xd9") and SECRET not in clean
    assert (np.asarray(Image.open(io.BytesIO(clean))) == np.asarray(Image.open(io.BytesIO(data)))).all()


def test_notes_are_gone():
    assert SECRET in with_exif("JPEG") and SECRET not in bare(with_exif("JPEG"))
    assert SECRET not in bare(jpeg_with(0xFE, SECRET)) and SECRET not in bare(jpeg_with(0xED, SECRET))


@pytest.mark.parametrize("data", [b"", b"no jpeg", b"\xff\xd8", b"\xff\xd8\xff\xe1\xff\xff short"])
def test_what_is_no_whole_jpeg_is_left_alone(data):
    assert bare(data) is None


@given(st.binary(max_size=200))
def test_no_bytes_break_it(data):
    for start in (b"", b"\xff\xd8", b"\xff\xd8\xff\xda\x00\x02"):
        assert bare(start + data) is None or bare(start + data)[:2] == b"\xff\xd8"
