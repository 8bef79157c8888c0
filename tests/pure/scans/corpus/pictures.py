"""Ordinary and unusual pictures, broken ones, and pictures that carry something."""

import io
import struct
import zipfile
import zlib
from functools import cache

import numpy as np
import pillow_heif
from PIL import Image, PngImagePlugin

from tests.pure.scans.corpus.case import SECRET, Case

pillow_heif.register_heif_opener()
FORMS = {"JPEG": "a.jpg", "PNG": "a.png", "HEIF": "a.heic"}
ORIENTATION, GPS, MAKER, DESCRIPTION = 0x0112, 0x8825, 0x927C, 0x010E


@cache
def scene(width=300, height=220):
    """Something to look at: colour, edges, a little grain."""
    rows, columns = np.mgrid[0:height, 0:width]
    levels = np.stack([rows % 256, columns % 256, (rows + columns) // 2 % 256], axis=2)
    grain = np.random.default_rng(5).integers(0, 9, levels.shape)
    return Image.fromarray(np.clip(levels + grain, 0, 255).astype(np.uint8))


def saved(image, form="JPEG", **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def with_exif(form):
    """Where it was taken, by whom, with what."""
    exif = Image.Exif()
    exif[DESCRIPTION] = SECRET.decode()
    exif.get_ifd(GPS).update({1: "N", 2: (25.0, 2.0, 31.0), 3: "E", 4: (102.0, 42.0, 7.0), 27: SECRET})
    exif.get_ifd(0x8769)[MAKER] = SECRET * 20
    return saved(scene(), form, exif=exif)


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("payload.exe", SECRET)
    return out.getvalue()


def png_with(kind, body):
    data = saved(scene(), "PNG")
    return data[:33] + chunk(kind, body) + data[33:]


def jpeg_with(marker, body):
    data = saved(scene(), "JPEG")
    return data[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body + data[2:]


def sixteen_bit(colour):
    header = struct.pack(">IIBBBBB", 40, 40, 16, colour, 0, 0, 0)
    samples = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    rows = b"".join(b"\0" + struct.pack(">H", 0x8000) * samples * 40 for _ in range(40))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def animated():
    frames = [scene().rotate(turn * 30) for turn in range(4)]
    return saved(frames[0], "PNG", save_all=True, append_images=frames[1:])


def several_pictures():
    return saved(scene(), "MPO", save_all=True, append_images=[scene().rotate(90)])


def ordinary():
    modes = {"JPEG": ("L", "RGB", "CMYK"), "PNG": ("1", "L", "P", "RGB", "RGBA", "LA"), "HEIF": ("L", "RGB", "RGBA")}
    for form, name in FORMS.items():
        for mode in modes[form]:
            yield Case(f"{form} {mode}", lambda m=mode, f=form: saved(scene().convert(m), f), name)
        for size in ((64, 64), (65, 97), (2000, 64), (64, 2000), (3001, 90)):
            yield Case(f"{form} {size}", lambda s=size, f=form: saved(scene(*s), f), name)
        for turn in range(1, 9) if form != "HEIF" else ():
            yield Case(f"{form} turned {turn}", lambda t=turn, f=form: saved(scene(), f, exif=turned(t)), name,
                       findings=frozenset({"turned"} if turn > 1 else ()))  # fmt: skip
    for quality in (1, 30, 75, 100):
        for sampling in (0, 1, 2):
            yield Case(f"jpeg quality {quality}/{sampling}",
                       lambda q=quality, s=sampling: saved(scene(), quality=q, subsampling=s))  # fmt: skip
    yield Case("progressive jpeg", lambda: saved(scene(), progressive=True))
    yield Case("one pixel", lambda: saved(scene(1, 1)))
    for colour in (0, 2, 4, 6):
        yield Case(f"16-bit png of colour {colour}", lambda c=colour: sixteen_bit(c), "a.png")
    yield Case("animated png", animated, "a.png", findings=frozenset({"first_frame"}))
    yield Case("several pictures in a jpeg", several_pictures, findings=frozenset({"first_frame"}))
    for kind in ("image", "portrait"):
        yield Case(f"heic as {kind}", lambda: saved(scene(), "HEIF"), "a.heic", kind, findings=frozenset({"converted"}))
        yield Case(f"jpeg as {kind}", lambda: saved(scene()), kind=kind)
    yield Case("png as portrait", lambda: saved(scene(), "PNG"), "a.png", "portrait")


def turned(value):
    exif = Image.Exif()
    exif[ORIENTATION] = value
    return exif


def carrying():
    """Accepted, and what they carry left behind."""
    for form, name in FORMS.items():
        yield Case(f"{form} with places and names", lambda f=form: with_exif(f), name)
    html = b"<html><script>alert('" + SECRET + b"')</script></html>"
    endings = {"html": html, "php": b"<?php system('" + SECRET + b"');", "zip": archive(), "exe": b"MZ" + SECRET * 100,
               "zeros": bytes(5000) + SECRET, "another jpeg": saved(scene()) + SECRET, "%PDF": b"%PDF-1.7 " + SECRET,
               "shell": b"\n#!/bin/sh\necho " + SECRET}  # fmt: skip
    for form, name in FORMS.items():
        for ending, payload in endings.items():
            yield Case(f"{form} and behind it {ending}", lambda f=form, p=payload: saved(scene(), f) + p, name)
    for marker in (0xE1, 0xE2, 0xE4, 0xEC, 0xED, 0xEF, 0xFE):
        for label, body in (("script", html), ("pdf", b"%PDF-1.4 " + SECRET), ("nulls", bytes(300) + SECRET)):
            yield Case(f"jpeg with {label} in {marker:X}", lambda m=marker, b=body: jpeg_with(m, b))
    for kind, body in (
        (b"tEXt", b"Comment\0" + html),
        (b"zTXt", b"Comment\0\0" + zlib.compress(html)),
        (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + html),
        (b"prVt", SECRET),
        (b"tIME", SECRET[:7]),
    ):
        yield Case(f"png with {kind.decode()}", lambda k=kind, b=body: png_with(k, b), "a.png")  # fmt: skip
    yield Case("png with a profile of words", lambda: saved(scene(), "PNG", icc_profile=SECRET * 9), "a.png")
    yield Case("jpeg with a profile of words", lambda: saved(scene(), icc_profile=SECRET * 9))
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", SECRET.decode())
    yield Case("png of an author", lambda: saved(scene(), "PNG", pnginfo=info), "a.png")


def broken():
    for form, name in FORMS.items():
        for share in (0.02, 0.1, 0.3, 0.5, 0.7, 0.9):
            yield Case(f"{form} cut at {share}", lambda f=form, s=share: cut(saved(scene(), f), s), name,
                       code=("damaged", "type"))  # fmt: skip
        for place in range(4) if form != "HEIF" else ():
            yield Case(f"{form} with nonsense at {place}", lambda f=form, p=place: spoiled(saved(scene(), f), p), name,
                       code=("damaged", None))  # fmt: skip
    magic = {"jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n", "heic": b"\0\0\0\x18ftypheic", "pdf": b"%PDF-1.7\n"}
    for name, start in magic.items():
        yield Case(f"nothing but the start of a {name}", lambda s=start: s, f"a.{name}", code="damaged")
        yield Case(f"the start of a {name} and zeros", lambda s=start: s + bytes(900), f"a.{name}", code="damaged")
        yield Case(f"the start of a {name} and noise", lambda s=start: s + noise(3000), f"a.{name}", code="damaged")
    yield Case("png without its end", lambda: saved(scene(), "PNG")[:-12], "a.png", code=("damaged", None))
    yield Case("png of no width", lambda: empty_png(0, 9), "a.png", code="damaged")
    yield Case("png of no height", lambda: empty_png(9, 0), "a.png", code="damaged")
    yield Case("png without pixels", lambda: empty_png(9, 9), "a.png", code="damaged")


def cut(data, share):
    return data[: max(1, int(len(data) * share))]


def spoiled(data, place):
    """Forty bytes of noise at a fifth, two fifths, …"""
    start = len(data) * (place + 1) // 5
    return data[:start] + noise(40) + data[start + 40 :]


def noise(count):
    return np.random.default_rng(8).bytes(count)


def empty_png(width, height):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IEND", b"")


def cases():
    yield from ordinary()
    yield from carrying()
    yield from broken()
