"""The child process that decodes strangers' files: `python -m zhupei.pure.scans.worker`.

It owns nothing worth taking: no environment of the parent, no database, no keys, no files it may write. It
answers one frame per request until its input ends, after others that only say that a part of the work is done. A
request it cannot finish for lack of memory is answered and then the process leaves, so that the next file meets a
fresh one.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any, BinaryIO

from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.scans import frames
from zhupei.pure.scans.intake import accept
from zhupei.pure.scans.reading.limits import DocumentLimits
from zhupei.pure.scans.results import Accepted, Limits, Rejected

MEMORY = Rejected("out_of_memory", "图片展开后占用内存过大，请缩小后重新上传")
# Of the limit: with more than that in hand it leaves room for nobody's picture and makes way for a fresh child.
ROOM = 0.65
NICENESS = 10
Answer = tuple[dict[str, Any], list[bytes]]


def main() -> None:
    """Serve requests from standard input; `argv[1]` is the memory limit in bytes."""
    channel = _private_output()
    _preload()
    memory = int(sys.argv[1])
    _restrict(memory)
    _send(channel, {"ready": True}, [])
    while True:
        try:
            header, blobs = frames.unpack(_read)
        except EOFError:
            return
        try:
            answer, parts = _handle(header, blobs, alive=lambda: _send(channel, {"alive": True}, []))
        except MemoryError:
            _send(channel, _refusal(MEMORY), [])
            return
        _send(channel, answer, parts)
        if _private_memory() > ROOM * memory:
            return


def _handle(header: dict[str, Any], blobs: list[bytes], alive: Callable[[], None]) -> Answer:
    if header["operation"] == "verify":
        return _verified(header, blobs[0])
    if header["operation"] == "repair":
        return _repaired(header, blobs[0])
    if header["operation"] == "look":
        return _looked(header, blobs[0])
    if header["operation"] in ("read", "check"):
        return _document(header, blobs[0])
    fields = dict(header["limits"])
    fields["fit_bytes"] = tuple(fields["fit_bytes"]) if fields["fit_bytes"] else None
    limits = Limits(**fields)
    result = accept(blobs[0], declared_name=header["name"], limits=limits, kind=header["kind"], alive=alive)
    return _acceptance(result) if isinstance(result, Accepted) else (_refusal(result), [])


def _verified(header: dict[str, Any], data: bytes) -> Answer:
    """The networks are loaded with the first portrait: a child that only takes in files never pays for them."""
    from zhupei.pure.portrait.verify import verify

    report = verify(data, PortraitLimits.from_json(header["limits"]), size=header.get("size"))
    return {"report": report.as_json()}, []


def _repaired(header: dict[str, Any], data: bytes) -> Answer:
    from zhupei.pure.portrait.repair import repair

    answer = repair(data, PortraitLimits.from_json(header["limits"]), blocking=header["blocking"])
    content = [] if answer.content is None else [answer.content]
    return {"report": answer.report.as_json(), "reasons": list(answer.reasons), "repaired": bool(content)}, content


def _looked(header: dict[str, Any], data: bytes) -> Answer:
    """A picture that lies wrong comes back upright; with the answer comes what it looks like."""
    from zhupei.pure.scans.duplicates import likeness
    from zhupei.pure.scans.images import turned
    from zhupei.pure.scans.reading.checking import glance

    report = glance(data, DocumentLimits.from_json(header["limits"]))
    picture = turned(data, report.turns, header["thumbnail_side"]) if report.turns else None
    seen = likeness(picture.content if picture else data)
    answer = {
        "report": report.as_json(),
        "coarse": seen.coarse,
        "size": [picture.width, picture.height] if picture else None,
    }
    return answer, [seen.fine, *((picture.content, picture.thumbnail) if picture else ())]


def _document(header: dict[str, Any], data: bytes) -> Answer:
    from zhupei.pure.scans.reading.checking import check_document, read_document

    kind, limits = header["kind"], DocumentLimits.from_json(header["limits"])
    today = date.fromisoformat(header["today"])
    if header["operation"] == "read":
        report = read_document(data, kind, limits, today=today, upright=header["upright"])
    else:
        report = check_document(data, kind, limits, today=today)
    return {"report": report.as_json()}, []


def _refusal(rejected: Rejected) -> dict[str, Any]:
    return {"rejected": asdict(rejected)}


def _acceptance(accepted: Accepted) -> Answer:
    header = {
        "media_type": accepted.media_type,
        "name": accepted.name,
        "width": accepted.width,
        "height": accepted.height,
        "findings": [asdict(finding) for finding in accepted.findings],
    }
    return {"accepted": header}, [accepted.content, accepted.thumbnail, *accepted.pages]


def _preload() -> None:
    """Load the decoders before the first file, so that no upload pays for it."""
    import pillow_heif
    from PIL import JpegImagePlugin, PngImagePlugin  # noqa: F401

    from zhupei.pure.scans import pdfs  # noqa: F401

    pillow_heif.options.DECODE_THREADS = 1


def _restrict(memory: int) -> None:
    """Cap private memory; forbid writing files and core dumps; let pages and the database go first."""
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _private_memory() -> int:
    """What `RLIMIT_DATA` counts, in bytes."""
    with open("/proc/self/status", encoding="ascii", errors="replace") as status:
        return next((int(line.split()[1]) * 1024 for line in status if line.startswith("VmData:")), 0)


def _private_output() -> BinaryIO:
    """Keep the answer pipe to ourselves: whatever a library prints goes nowhere."""
    channel = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return channel


def _read(count: int) -> bytes:
    data = sys.stdin.buffer.read(count)
    if len(data) != count:
        raise EOFError
    return data


def _send(channel: BinaryIO, header: dict[str, Any], blobs: list[bytes]) -> None:
    for piece in frames.pack(header, blobs):
        channel.write(piece)
    channel.flush()


if __name__ == "__main__":
    main()
