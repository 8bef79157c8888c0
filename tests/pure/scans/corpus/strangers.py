"""Files of other types, under false names, with hostile names, and at both sides of every limit."""

import io

from PIL import Image

from tests.pure.scans.corpus.case import Case
from tests.pure.scans.corpus.hostile_pdfs import pages, written
from tests.pure.scans.corpus.pictures import archive, noise, saved, scene
from zhupei.pure.scans import UploadLimits

FOREIGN = {
    "gif": lambda: saved(scene(), "GIF"),
    "webp": lambda: saved(scene(), "WEBP"),
    "bmp": lambda: saved(scene(), "BMP"),
    "tiff": lambda: saved(scene(), "TIFF"),
    "ico": lambda: saved(scene(), "ICO"),
    "ppm": lambda: saved(scene(), "PPM"),
    "jpeg 2000": lambda: saved(scene(), "JPEG2000"),
    "postscript": lambda: saved(scene(), "EPS"),
    "zip": archive,
    "rar": lambda: b"Rar!\x1a\x07\x01\0" + noise(300),
    "7z": lambda: b"7z\xbc\xaf\x27\x1c" + noise(300),
    "gzip": lambda: b"\x1f\x8b\x08\0" + noise(300),
    "old office": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(600),
    "windows program": lambda: b"MZ\x90\0" + noise(600),
    "linux program": lambda: b"\x7fELF\x02\x01\x01" + noise(600),
    "java class": lambda: b"\xca\xfe\xba\xbe" + noise(300),
    "shell": lambda: b"#!/bin/sh\nrm -rf /\n",
    "php": lambda: b"<?php phpinfo(); ?>",
    "html": lambda: b"<!doctype html><script>alert(1)</script>",
    "svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "xml with an entity": lambda: (
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"
    ),
    "javascript": lambda: b"alert(1)",
    "text": lambda: "姓名：张三".encode(),
    "one zero": lambda: b"\0",
    "zeros": lambda: bytes(4000),
    "avif": lambda: b"\0\0\0\x1cftypavif\0\0\0\0" + noise(300),
    "film": lambda: b"\0\0\0\x18ftypmp42\0\0\0\0" + noise(300),
    "sound": lambda: b"ID3\x04" + noise(300),
}
NAMES = {
    "../../etc/passwd": "passwd.jpg",
    "..\\..\\windows\\system32\\a.jpg": "a.jpg",
    "/etc/cron.d/x.jpg": "x.jpg",
    "C:\\fakepath\\照片.jpg": "照片.jpg",
    "a.jpg\0.exe": "a.jpg.exe.jpg",
    "": "文件.jpg",
    ".": "文件.jpg",
    "..": "文件.jpg",
    ".jpg": "文件.jpg",
    "   .jpg": "文件.jpg",
    "a": "a.jpg",
    "a.JPG": "a.jpg",
    "a.php.jpg": "a.php.jpg",
    "a.jpg.php": "a.jpg.php.jpg",
    "<script>alert(1)</script>.jpg": "script.jpg",
    "a\r\nSet-Cookie: x=1.jpg": "aSet-Cookie x=1.jpg",
    "\u202egpj.exe": "gpj.exe.jpg",
    "a\u200b\ufeffb.jpg": "ab.jpg",
    "$(reboot).jpg": "(reboot).jpg",
    "`id`.jpg": "id.jpg",
    "a;b|c&d.jpg": "abcd.jpg",
    "%2e%2e%2fa.jpg": "2e2e2fa.jpg",
    "长" * 300 + ".jpg": "长" * 80 + ".jpg",
    "a b  c.jpg": "a b c.jpg",
    "e\u0301.jpg": "é.jpg",
    "张三·身份证（正面）.jpg": "张三·身份证（正面）.jpg",
    "con.jpg": "con.jpg",
    "-rf.jpg": "-rf.jpg",
    "\U0001f600.jpg": "\U0001f600.jpg",
    "a" * 5000: "a" * 80 + ".jpg",
}


def foreign():
    for label, make in FOREIGN.items():
        for declared in ("照片.jpg", "证明.pdf"):
            yield Case(f"{label} as {declared[-3:]}", make, declared, code="type")
    for kind in ("image", "portrait", "document"):
        yield Case(f"nothing as {kind}", lambda: b"", kind=kind, code="empty")


def renamed():
    makers = {
        "jpg": lambda: saved(scene()),
        "png": lambda: saved(scene(), "PNG"),
        "heic": lambda: saved(scene(), "HEIF"),
        "pdf": lambda: written(pages()),
    }
    for own, make in makers.items():
        for ending in ("jpg", "png", "heic", "pdf", "exe", "html"):
            told = frozenset() if ending == own else frozenset({"renamed"})
            yield Case(f"{own} named {ending}", make, f"a.{ending}", findings=told)


def named():
    for index, (declared, shown) in enumerate(NAMES.items()):
        yield Case(f"name {index}", lambda: saved(scene()), declared, shown=shown)


def padded(size):
    """A JPEG of exactly so many bytes."""
    data = saved(Image.new("RGB", (20, 20)))
    return data + bytes(size - len(data))


def at_the_limits():
    for extra, code in ((-1, None), (0, None), (1, "too_big")):
        yield Case(
            f"20 KB {extra:+}", lambda e=extra: padded(20_480 + e), code=code, limits=UploadLimits(max_bytes=20_480)
        )
    for extra, code in ((-1, "too_small"), (0, None), (1, None)):
        yield Case(f"least 20 KB {extra:+}", lambda e=extra: padded(20_480 + e), code=code,
                   limits=UploadLimits(min_bytes=20_480))  # fmt: skip
    for extra in (-1, 0, 1):
        size, below, above = 100 + extra, extra < 0, extra > 0
        yield Case(f"width {extra:+}", lambda s=size: saved(scene(s, 150)), code="too_narrow" if below else None,
                   limits=UploadLimits(min_width=100))  # fmt: skip
        yield Case(f"height {extra:+}", lambda s=size: saved(scene(150, s)), code="too_low" if below else None,
                   limits=UploadLimits(min_height=100))  # fmt: skip
        for form, name in (("JPEG", "a.jpg"), ("PNG", "a.png"), ("HEIF", "a.heic")):
            yield Case(f"pixels of {form} {extra:+}", lambda s=size, f=form: saved(scene(s, 100), f), name,
                       code="too_many_pixels" if above else None, limits=UploadLimits(max_pixels=10_000))  # fmt: skip
        yield Case(f"pages {extra:+}", lambda n=5 + extra: written(pages(n)), "a.pdf",
                   code="too_many_pages" if above else None, limits=UploadLimits(max_pages=5))  # fmt: skip
    yield Case("10 MB of zeros behind a picture", lambda: padded(10 * 1024 * 1024))
    yield Case("11 MB of zeros behind a picture", lambda: padded(11 * 1024 * 1024), code="too_big")


def both_at_once():
    """Two formats in one file: the first bytes decide, and only what they say survives."""
    jpeg, pdf = saved(scene()), written(pages())
    yield Case("jpeg that is a pdf too", lambda: jpeg + pdf)
    yield Case("pdf that is a jpeg too", lambda: pdf + jpeg, "a.pdf")
    yield Case("png that is a zip too", lambda: saved(scene(), "PNG") + archive(), "a.png")
    yield Case("gif that is javascript too", lambda: b"GIF89a=1;alert(1)//" + noise(90), code="type")
    yield Case("pdf after a web page", lambda: b"<html>" + pdf, "a.pdf", code="type")
    yield Case("two pictures in a row", lambda: io.BytesIO(jpeg + jpeg).getvalue())


def cases():
    yield from foreign()
    yield from renamed()
    yield from named()
    yield from at_the_limits()
    yield from both_at_once()
