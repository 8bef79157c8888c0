"""Type by content, size and pixels with measured values, harmless names."""

import io

import pytest
from PIL import Image

from zhupei.pure.scans import Accepted, Rejected, UploadLimits, accept
from zhupei.pure.scans.results import MEGABYTE, bytes_in_words, pixels_in_words
from zhupei.pure.scans.sniff import safe_name


def picture(size=(60, 80), form="JPEG", **options):
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, form, **options)
    return out.getvalue()


def intake(data, *, name="a.jpg", kind="document", **limits):
    return accept(data, declared_name=name, limits=UploadLimits(**limits), kind=kind)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"GIF89a" + bytes(50), "GIF"),
        (b"BM" + bytes(50), "BMP"),
        (b"RIFF\x00\x00\x00\x00WEBP" + bytes(50), "WebP"),
        (b"PK\x03\x04" + bytes(50), "压缩包"),
        (b"MZ" + bytes(50), "程序"),
        (b"\x7fELF" + bytes(50), "程序"),
        (b"<svg onload='x()'>", "网页"),
        (b"<html><script>", "网页"),
        (b"\xd0\xcf\x11\xe0" + bytes(50), "Office"),
        (b"II*\x00" + bytes(50), "TIFF"),
        (b"\x00\x00\x00\x1cftypavif" + bytes(50), "无法识别"),
        (b"\x00" * 64, "无法识别"),
        (b"hello", "无法识别"),
    ],
)
@pytest.mark.parametrize("name", ["照片.jpg", "a.pdf", "a"])
def test_a_renamed_stranger_is_refused_by_its_content(data, word, name):
    answer = intake(data, name=name)
    assert isinstance(answer, Rejected)
    assert answer.code == "type"
    assert word in answer.message and "pdf、jpg、png、heic" in answer.message


def test_an_empty_file_is_refused():
    assert intake(b"").code == "empty"


@pytest.mark.parametrize("kind", ["image", "portrait"])
def test_a_pdf_is_for_documents_only(kind):
    answer = intake(b"%PDF-1.7\n", kind=kind, name="a.pdf")
    assert (answer.code, "pdf" in answer.message) == ("type", True)


def test_a_portrait_in_another_form_becomes_a_jpg():
    answer = intake(picture(form="PNG"), kind="portrait")
    assert isinstance(answer, Accepted) and answer.content.startswith(b"\xff\xd8\xff")
    gif = intake(picture(form="GIF"), kind="portrait")
    assert (gif.code, "jpg" in gif.message) == ("type", True)


def test_a_png_named_jpg_is_taken_for_what_it_is():
    answer = intake(picture(form="PNG"), name="毕业证.jpg")
    assert isinstance(answer, Accepted)
    assert [finding.code for finding in answer.findings] == ["renamed"]
    assert answer.media_type == "image/jpeg" and answer.content.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(("extra", "accepted"), [(-1, False), (0, True), (1, True)])
def test_the_lower_size_limit_counts_itself(extra, accepted):
    data = picture()
    assert isinstance(intake(data, min_bytes=len(data) - extra), Accepted) is accepted


@pytest.mark.parametrize(("extra", "accepted"), [(-1, False), (0, True), (1, True)])
def test_the_upper_size_limit_counts_itself(extra, accepted):
    data = picture()
    assert isinstance(intake(data, max_bytes=len(data) + extra), Accepted) is accepted


def test_sizes_are_named_as_measured():
    data = picture() + bytes(int(12.3 * MEGABYTE))
    answer = intake(data, max_bytes=10 * MEGABYTE)
    assert answer == Rejected("too_big", "文件 12.3 MB，要求不超过 10 MB")
    small = intake(picture(), min_bytes=150 * 1024)
    assert small.code == "too_small" and small.message.endswith("要求不小于 150 KB")


@pytest.mark.parametrize(
    ("size", "code", "message"),
    [
        ((380, 600), "too_narrow", "宽 380 像素，要求不少于 413"),
        ((412, 600), "too_narrow", "宽 412 像素，要求不少于 413"),
        ((413, 525), "too_low", "高 525 像素，要求不少于 526"),
    ],
)
def test_pixels_are_named_as_measured(size, code, message):
    answer = intake(picture(size), kind="portrait", min_width=413, min_height=526)
    assert answer == Rejected(code, message)


def test_exactly_enough_pixels_are_enough():
    answer = intake(picture((413, 526)), kind="portrait", min_width=413, min_height=526)
    assert (answer.width, answer.height) == (413, 526)


def test_a_turned_photo_is_measured_the_right_way_up():
    exif = Image.Exif()
    exif[0x0112] = 6
    data = picture((526, 413), exif=exif)
    assert intake(data, kind="portrait", min_width=413, min_height=526).width == 413


@pytest.mark.parametrize(
    ("declared", "shown"),
    [
        ("毕业证.JPG", "毕业证.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\fakepath\\我的照片.png", "我的照片.jpg"),
        ("a\x00b\r\nc.jpg", "abc.jpg"),
        ("\u202egpj.exe", "gpj.exe.jpg"),
        ("<script>alert(1)</script>.jpg", "script.jpg"),
        ("", "文件.jpg"),
        (".jpg", "文件.jpg"),
        ("....", "文件.jpg"),
        ("\ud800.jpg", "文件.jpg"),
        ("字" * 300 + ".jpg", "字" * 80 + ".jpg"),
        ("欧阳·䶮𠮷.heic", "欧阳·䶮𠮷.jpg"),
    ],
)
def test_names_are_made_harmless(declared, shown):
    assert safe_name(declared, "jpg") == shown


@pytest.mark.parametrize(
    ("size", "words"),
    [(512, "512 字节"), (95_000, "93 KB"), (MEGABYTE, "1 MB"), (int(12.3 * MEGABYTE), "12.3 MB")],
)
def test_bytes_in_words(size, words):
    assert bytes_in_words(size) == words


@pytest.mark.parametrize(
    ("pixels", "words"), [(40_000_000, "4000 万像素"), (108_000_000, "1.08 亿像素"), (9_999, "9999 像素")]
)
def test_pixels_in_words(pixels, words):
    assert pixels_in_words(pixels) == words
