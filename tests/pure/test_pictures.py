"""One file is one picture, whoever opens it: taking in, check and repair see the same pixels the same way up."""

import io
import struct
import zlib

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms

from tests.pure.portrait import damaged
from zhupei.pure import pictures
from zhupei.pure.portrait import PortraitLimits
from zhupei.pure.portrait.photograph import photograph
from zhupei.pure.scans import Accepted, UploadLimits, accept

pillow_heif.register_heif_opener()
ORIENTATION = 0x0112
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>'
)


def saved(image, form, **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def half_red(mode="RGB"):
    """Red above, blue below, 60 × 40."""
    image = Image.new("RGB", (60, 40), (200, 30, 30))
    image.paste((30, 30, 200), (0, 20, 60, 40))
    return image.convert(mode)


def exif(turn):
    notes = Image.Exif()
    notes[ORIENTATION] = turn
    return notes


def xmp_jpeg(image, **options):
    data = saved(image, "JPEG", quality=95, **options)
    body = b"http://ns.adobe.com/xap/1.0/\0" + XMP
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + data[2:]


def xmp_png(image):
    body = b"iTXtXML:com.adobe.xmp\0\0\0\0\0" + XMP
    data = saved(image, "PNG")
    return data[:33] + struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)) + data[33:]


def seen(data):
    """As check and repair see it."""
    found = photograph(data, PortraitLimits())
    assert found.pixels is not None
    return found.pixels


def taken_in(data, kind="document"):
    answer = accept(data, declared_name="a", limits=UploadLimits(), kind=kind)
    assert isinstance(answer, Accepted), answer
    return np.asarray(Image.open(io.BytesIO(answer.content)).convert("RGB"))


def profile_of(*, gamma, mode="RGB"):
    """An ICC profile whose colours are brighter or darker than sRGB's by its gamma."""
    curve = struct.pack(">4sIIH", b"curv", 0, 1, round(gamma * 256)) + b"\0\0"
    if mode == "L":
        tags = {b"kTRC": curve, b"wtpt": _xyz(0.9642, 1, 0.8249)}
    else:
        tags = {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve, b"wtpt": _xyz(0.9642, 1, 0.8249),
                b"rXYZ": _xyz(0.4361, 0.2225, 0.0139), b"gXYZ": _xyz(0.3851, 0.7169, 0.0971),
                b"bXYZ": _xyz(0.1431, 0.0606, 0.7141)}  # fmt: skip
    table, body, place = b"", b"", 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        table += struct.pack(">4sII", name, place + len(body), len(value))
        body += value
    space = b"GRAY" if mode == "L" else b"RGB "
    head = struct.pack(">I4sI4s4s4s", place + len(body), b"none", 0x02100000, b"mntr", space, b"XYZ ") + bytes(12)
    head += b"acsp" + bytes(28) + struct.pack(">iii", 63190, 65536, 54061) + bytes(48)
    return head + struct.pack(">I", len(tags)) + table + body


def _xyz(*values):
    return b"XYZ \0\0\0\0" + struct.pack(">iii", *(round(value * 65536) for value in values))


@pytest.mark.parametrize("make", [xmp_jpeg, xmp_png])
def test_a_stale_turn_in_xmp_turns_nothing(make):
    data = make(half_red())

    assert Image.open(io.BytesIO(data)).getexif().get(ORIENTATION) == 6, "Pillow believes it"
    assert seen(data).shape == taken_in(data).shape == (40, 60, 3)


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_exif_turns_alike_for_all(form, turn):
    data = saved(half_red(), form, exif=exif(turn))

    assert np.abs(seen(data).astype(int) - taken_in(data)).mean() < 8
    assert seen(data).shape[:2] == ((60, 40) if turn >= 5 else (40, 60))


def test_exif_counts_beside_xmp():
    data = xmp_jpeg(half_red(), exif=exif(3))

    assert seen(data)[5, 30, 2] > 150 and seen(data)[35, 30, 0] > 150


def test_heic_has_turns_of_its_own_and_its_exif_none():
    data = saved(half_red(), "HEIF", exif=exif(6))

    assert seen(data).shape == taken_in(data).shape == (40, 60, 3)


def test_a_broken_exif_leaves_the_picture_as_it_lies():
    data = damaged.png(100, 100, bytes(100 * 301), eXIf=damaged.exif_with_a_fraction_for_a_number())

    assert seen(data).shape == (100, 100, 3)


def grey_of_16_bits():
    return Image.fromarray(np.full((40, 60), 0x8000, np.uint16))


COLOURED = {
    "dark profile": lambda: saved(half_red(), "JPEG", quality=95, icc_profile=profile_of(gamma=3.5)),
    "dark profile of grey": lambda: saved(
        half_red("L"), "JPEG", quality=95, icc_profile=profile_of(gamma=3.5, mode="L")),
    "dark profile of a palette": lambda: saved(half_red("P"), "PNG", icc_profile=profile_of(gamma=3.5)),
    "dark profile behind glass": lambda: saved(half_red("RGBA"), "PNG", icc_profile=profile_of(gamma=3.5)),
}  # fmt: skip
MODES = {
    "CMYK": lambda: saved(half_red("CMYK"), "JPEG", quality=95),
    "16 bits": lambda: saved(grey_of_16_bits(), "PNG"),
    "palette": lambda: saved(half_red("P"), "PNG"),
    "glass": lambda: saved(Image.new("RGBA", (60, 40), (9, 9, 9, 0)), "PNG"),
    "1 bit": lambda: saved(half_red("1"), "PNG"),
    **COLOURED,
}


@pytest.mark.parametrize("name", MODES)
def test_colours_are_the_same_for_all(name):
    data = MODES[name]()

    assert np.abs(seen(data).astype(int) - taken_in(data)).mean() < 6


@pytest.mark.parametrize("name", COLOURED)
def test_a_profile_counts_in_every_mode(name):
    data = COLOURED[name]()

    plain = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    assert seen(data).mean() < plain.mean() - 15


def test_16_bits_keep_their_middle():
    assert abs(seen(MODES["16 bits"]()).mean() - 128) < 2


def test_a_profile_called_srgb_counts_by_what_it_does():
    dark = profile_of(gamma=3.5) + b"sRGB"
    same = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    with_dark, with_same = (Image.open(io.BytesIO(saved(half_red(), "PNG", icc_profile=each))) for each in (dark, same))
    assert pictures.foreign_profile(with_dark) is not None
    assert pictures.foreign_profile(with_same) is None


def test_nothing_is_measured_larger_than_it_is_kept():
    data = saved(Image.new("L", (7000, 3500), 200), "JPEG")

    found = photograph(data, PortraitLimits())
    assert (found.width, found.height) == (7000, 3500) and found.pixels.shape == (1500, 3000, 3)
    assert taken_in(data).shape == (1500, 3000, 3)
