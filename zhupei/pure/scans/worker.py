"""The child process that decodes strangers' files: `python -m zhupei.pure.scans.worker`.

What it may do, and what becomes of a file that it cannot finish: `pure.child.confined`.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from zhupei.pure.child import confined
from zhupei.pure.child.confined import Alive
from zhupei.pure.child.parent import Answer
from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.scans.document_check.limits import DocumentLimits
from zhupei.pure.scans.intake import accept
from zhupei.pure.scans.results import Accepted, Rejected, UploadLimits


def main() -> None:
    confined.serve(_handle, _preload)


def _handle(header: dict[str, Any], blobs: list[bytes], alive: Alive) -> Answer:
    if header["operation"] == "verify":
        return _verified(header, blobs[0])
    if header["operation"] == "repair":
        return _repaired(header, blobs[0])
    if header["operation"] == "inspect":
        return _inspected(header, blobs[0])
    if header["operation"] in ("read", "check"):
        return _document(header, blobs[0])
    fields = dict(header["limits"])
    fields["fit_bytes"] = tuple(fields["fit_bytes"]) if fields["fit_bytes"] else None
    limits = UploadLimits(**fields)
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


def _inspected(header: dict[str, Any], data: bytes) -> Answer:
    """A picture that lies wrong comes back upright; with the answer comes what it looks like."""
    from zhupei.pure.scans.document_check.checking import glance
    from zhupei.pure.scans.duplicates import likeness
    from zhupei.pure.scans.images import turned

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
    from zhupei.pure.scans.document_check.checking import check_document, read_document

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


if __name__ == "__main__":
    main()
