"""Every unusual picture becomes a plain upright sRGB JPEG; every broken or monstrous one is refused."""

import io
import struct
import zlib

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms

from zhupei.pure.scans import Accepted, UploadLimits, accept
from zhupei.world.drawn import portrait_jpeg

SECRET = b"GPS-SECRET-530114"


def save(image, form, **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def intake(data, *, name="a.jpg", kind="document", **limits):
    return accept(data, declared_name=name, limits=UploadLimits(**limits), kind=kind)


def decoded(answer):
    assert isinstance(answer, Accepted), answer
    image = Image.open(io.BytesIO(answer.content))
    image.load()
    assert image.format == "JPEG"
    assert image.size == (answer.width, answer.height)
    assert not image.getexif() and "icc_profile" not in image.info and "comment" not in image.info
    return image


def codes(answer):
    return [finding.code for finding in answer.findings]


def quarters(size=(400, 600)):
    """Red top left, green top right, blue bottom left, white bottom right."""
    image = Image.new("RGB", size, "white")
    width, height = size
    image.paste((220, 0, 0), (0, 0, width // 2, height // 2))
    image.paste((0, 180, 0), (width // 2, 0, width, height // 2))
    image.paste((0, 0, 220), (0, height // 2, width // 2, height))
    return image


def near(image, place, colour, tolerance=14):
    pixel = image.convert("RGB").getpixel(place)
    return all(abs(a - b) <= tolerance for a, b in zip(pixel, colour, strict=True))


def test_metadata_and_trailing_payload_are_gone():
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    data = save(
        quarters(),
        "JPEG",
        exif=exif,
        comment=SECRET,
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    )
    answer = intake(data + b"PK\x03\x04<script>" + SECRET)
    decoded(answer)
    for part in (answer.content, answer.thumbnail):
        assert SECRET not in part and b"<script>" not in part and b"PK\x03\x04" not in part


@pytest.mark.parametrize("turn", range(1, 9))
def test_every_orientation_comes_out_upright(turn):
    upright = quarters((240, 320))
    undo = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[turn]
    exif = Image.Exif()
    exif[0x0112] = turn
    stored = upright.transpose(undo) if undo is not None else upright
    answer = intake(save(stored, "JPEG", exif=exif, quality=95))
    image = decoded(answer)
    assert image.size == (240, 320)
    assert near(image, (50, 50), (220, 0, 0)) and near(image, (190, 50), (0, 180, 0))
    assert near(image, (50, 270), (0, 0, 220)) and near(image, (190, 270), (255, 255, 255))
    assert ("turned" in codes(answer)) is (turn != 1)


def test_a_nonsense_orientation_is_ignored():
    exif = Image.Exif()
    exif[0x0112] = 77
    assert decoded(intake(save(quarters(), "JPEG", exif=exif))).size == (400, 600)


def palette(transparent=False):
    image = quarters().quantize(8)
    if transparent:
        image.info["transparency"] = image.getpixel((10, 10))
    return save(image, "PNG")


def sixteen_bit_grey():
    ramp = np.linspace(0, 65535, 400 * 600, dtype=np.uint16).reshape(600, 400)
    return save(Image.fromarray(ramp), "PNG")


def png_chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def sixteen_bit_colour(width=64, height=64):
    rows = b"".join(b"\x00" + struct.pack(">HHH", 0xDC00, 0x0000, 0x0000) * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    chunks = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(rows)) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


UNUSUAL = {
    "grey jpeg": lambda: save(quarters().convert("L"), "JPEG"),
    "progressive jpeg": lambda: save(quarters(), "JPEG", progressive=True),
    "cmyk jpeg": lambda: save(quarters().convert("CMYK"), "JPEG", quality=95),
    "bilevel png": lambda: save(quarters().convert("1"), "PNG"),
    "palette png": palette,
    "palette png with a clear colour": lambda: palette(True),
    "rgb png with a clear colour": lambda: save(quarters(), "PNG", transparency=(220, 0, 0)),
    "transparent png": lambda: save(quarters().convert("RGBA"), "PNG"),
    "grey and alpha png": lambda: save(quarters().convert("LA"), "PNG"),
    "16-bit grey png": sixteen_bit_grey,
    "16-bit colour png": sixteen_bit_colour,
    "interlaced-looking png": lambda: save(quarters(), "PNG", optimize=True),
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_pictures_become_plain_ones(name):
    image = decoded(intake(UNUSUAL[name]()))
    assert image.mode in ("L", "RGB")


def test_cmyk_keeps_its_colours():
    image = decoded(intake(UNUSUAL["cmyk jpeg"]()))
    assert near(image, (50, 50), (220, 0, 0), 30) and near(image, (390, 590), (255, 255, 255), 4)


def test_sixteen_bits_keep_their_range():
    image = decoded(intake(sixteen_bit_grey())).convert("L")
    assert image.getpixel((5, 5)) <= 3 and image.getpixel((390, 595)) >= 252
    assert abs(image.getpixel((200, 300)) - 128) <= 4
    assert near(decoded(intake(sixteen_bit_colour())), (30, 30), (0xDC, 0, 0))


def test_transparency_falls_on_white():
    image = quarters().convert("RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    assert near(decoded(intake(save(image, "PNG"))), (50, 50), (255, 255, 255), 1)
    assert near(decoded(intake(palette(True))), (50, 50), (255, 255, 255), 3)


def test_an_animated_png_keeps_its_first_picture():
    second = Image.new("RGB", (400, 600), "black")
    answer = intake(save(quarters(), "PNG", save_all=True, append_images=[second], duration=50))
    assert near(decoded(answer), (50, 50), (220, 0, 0))
    assert "first_frame" in codes(answer)


def test_a_multi_picture_jpeg_keeps_its_first_picture():
    second = Image.new("RGB", (400, 600), "black")
    answer = intake(save(quarters(), "MPO", save_all=True, append_images=[second], quality=95))
    assert near(decoded(answer), (50, 50), (220, 0, 0))
    assert "first_frame" in codes(answer)


@pytest.fixture(scope="module")
def heic():
    out = io.BytesIO()
    pillow_heif.from_pillow(quarters((600, 800))).save(out, quality=90)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["document", "image", "portrait"])
def test_heic_is_converted(heic, kind):
    answer = intake(heic, name="IMG_0001.HEIC", kind=kind)
    assert near(decoded(answer), (50, 50), (220, 0, 0), 25)
    assert codes(answer) == ["converted"] and answer.name == "IMG_0001.jpg"


def test_a_heic_portrait_is_written_within_the_portrait_size():
    out = io.BytesIO()
    noise = np.random.default_rng(1).integers(0, 255, (300, 220, 3), dtype=np.uint8)
    photo = Image.fromarray(noise).resize((880, 1200), Image.Resampling.BICUBIC)
    pillow_heif.from_pillow(photo).save(out, quality=70)
    answer = intake(out.getvalue(), kind="portrait", min_bytes=150 * 1024, fit_bytes=(150 * 1024, 500 * 1024))
    decoded(answer)
    assert 150 * 1024 <= len(answer.content) <= 500 * 1024


def truncated(data, share):
    return data[: int(len(data) * share)]


BROKEN = {
    "half a jpeg": lambda: truncated(save(quarters(), "JPEG"), 0.5),
    "jpeg header only": lambda: b"\xff\xd8\xff\xe0" + bytes(20),
    "three bytes": lambda: b"\xff\xd8\xff",
    "half a png": lambda: truncated(UNUSUAL["transparent png"](), 0.5),
    "png signature only": lambda: b"\x89PNG\r\n\x1a\n",
    "png with a wrong checksum": lambda: save(quarters(), "PNG")[:40] + b"\x00\x01\x02" + save(quarters(), "PNG")[43:],
    "png without data": lambda: (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", struct.pack(">IIBBBBB", 5, 5, 8, 2, 0, 0, 0))
        + png_chunk(b"IEND", b"")
    ),
    "heic box only": lambda: b"\x00\x00\x00\x18ftypheic" + bytes(60),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_are_refused(name):
    assert intake(BROKEN[name]()).code == "damaged"


def test_half_a_heic_is_refused(heic):
    assert intake(truncated(heic, 0.5)).code == "damaged"


def bomb(width, height):
    """A PNG of a few kilobytes that would unfold to width × height."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = png_chunk(b"IDAT", zlib.compress(bytes(1_000_000), 9))
    return b"\x89PNG\r\n\x1a\n" + header + body + png_chunk(b"IEND", b"")


def test_a_bomb_is_refused_by_its_header():
    answer = intake(bomb(30_000, 30_000))
    assert answer.code == "too_many_pixels"
    assert answer.message == "图片 30000×30000（9.00 亿像素），要求不超过 4000 万像素"


@pytest.mark.parametrize(("limit", "accepted"), [(400 * 600, True), (400 * 600 - 1, False)])
def test_the_pixel_limit_counts_itself(limit, accepted):
    assert isinstance(intake(save(quarters(), "JPEG"), max_pixels=limit), Accepted) is accepted


def test_a_long_photo_is_shrunk_to_the_stored_side():
    answer = intake(save(quarters((1000, 4000)), "JPEG"), max_side=1200)
    assert decoded(answer).size == (300, 1200)
    assert codes(answer) == ["shrunk"]


def test_a_portrait_survives_with_its_white_and_its_size():
    data = portrait_jpeg(3, width=413, height=626)
    answer = intake(data, kind="portrait", fit_bytes=(150 * 1024, 500 * 1024))
    before, after = (np.asarray(Image.open(io.BytesIO(part))) for part in (data, answer.content))
    whole = (626 // 8 * 8, 413 // 8 * 8)
    blocks = [part[: whole[0], : whole[1]].reshape(78, 8, 51, 24).min(axis=(1, 3)) == 255 for part in (before, after)]
    assert blocks[0].sum() > 1000 and blocks[1][blocks[0]].all()
    assert np.abs(before.astype(int) - after.astype(int)).mean() < 1.0
    assert abs(len(answer.content) - len(data)) < len(data) * 0.05


def test_dropped_metadata_does_not_push_a_portrait_below_the_limit():
    low, high = 150 * 1024, 500 * 1024
    plain = portrait_jpeg(2, size_kb=(100, 148))
    comment = bytes(60_000)
    data = plain[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + plain[2:]
    assert len(plain) < low < len(data)
    assert low <= len(intake(data, kind="portrait", fit_bytes=(low, high)).content) <= high
    assert len(intake(data, kind="portrait").content) < low


def test_thumbnails_fit_their_side():
    answer = intake(save(quarters((900, 300)), "JPEG"), thumbnail_side=120)
    assert Image.open(io.BytesIO(answer.thumbnail)).size == (120, 40)


@pytest.mark.parametrize("name", ["cmyk jpeg", "palette png", "16-bit grey png"])
def test_the_same_bytes_give_the_same_answer(name):
    data = UNUSUAL[name]()
    assert intake(data) == intake(data)
