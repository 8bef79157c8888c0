"""Small files that are damaged, each so that another library error comes up."""

import io
import struct
import zlib
from collections.abc import Callable

from PIL import Image, ImageCms

ORIENTATION, DESCRIPTION = 0x0112, 0x010E


def png(width: int, height: int, pixels: bytes = b"", **chunks: bytes) -> bytes:
    """Claims its size, whatever pixels there are."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    more = [_chunk(name.encode(), data) for name, data in chunks.items()]
    more.append(_chunk(b"IDAT", zlib.compress(pixels)))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + b"".join(more) + _chunk(b"IEND", b"")


def picture(kind: str) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION], exif[DESCRIPTION] = 6, "a portrait"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, kind, exif=exif, icc_profile=profile)
    return out.getvalue()


def heic() -> bytes:
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, "HEIF")
    return out.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def exif_with_a_fraction_for_a_number() -> bytes:
    """Turning the picture writes the EXIF anew, and stumbles over a width of 3.5."""
    width = struct.pack("<HHLL", 0x0100, 11, 1, struct.unpack("<L", struct.pack("<f", 3.5))[0])
    turn = struct.pack("<HHLL", ORIENTATION, 3, 1, 6)
    return b"II*\0" + struct.pack("<LH", 8, 2) + width + turn + bytes(4)


FILES: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "huge": lambda: png(30_000, 30_000),
    "huge and without pixels": lambda: png(2**31 - 1, 2**31 - 1),
    "no width": lambda: png(0, 100),
    "no pixels": lambda: png(100, 100),
    "truncated JPEG": lambda: picture("JPEG")[:-200],
    "JPEG that ends in its header": lambda: picture("JPEG")[:300],
    "truncated PNG": lambda: picture("PNG")[:400],
    "truncated HEIC": lambda: heic()[:-200],
    "HEIC that ends in its header": lambda: heic()[:60],
    "HEIC whose pixels are longer than the file": lambda: heic().replace(b"mdat\0", b"mdat\xff"),
    "broken profile": lambda: png(100, 100, iCCP=b"name\0\0not compressed"),
    "header of another length": lambda: b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", b"\0"),
}
