"""What may stay below a page: everything that draws, nothing that acts.

A key is judged by where it stands. Below the resources of a page names are the author's own: a font may be called /AA
and a picture /EF. Everywhere else the same keys are actions and attachments, and go.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from zhupei.pure.scans.segments import bare

Place = Literal["thing", "resources", "names"]
Danger = Literal["script", "action", "attachment"]
RESOURCES = frozenset(
    {"/ColorSpace", "/ExtGState", "/Font", "/Pattern", "/ProcSet", "/Properties", "/Shading", "/XObject"}
)
# Outside of resources, too, these hold names that the author has chosen.
NAMED = frozenset({"/CharProcs", "/Colorants", "/MixingHints"})
ATTACHING = frozenset({"/AF", "/EF", "/EmbeddedFiles", "/RichMediaContent"})
ACTING = frozenset({"/A", "/AA", "/OpenAction"})
# Keys of streams that point outside the page or outside the file; none of them is needed to draw it.
OUTSIDE = frozenset({"/Alternates", "/F", "/FDecodeParms", "/FFilter", "/Metadata", "/OPI", "/PieceInfo", "/Ref"})
ACTIONS = frozenset(
    [
        "/GoTo",
        "/GoToR",
        "/GoToE",
        "/GoToDp",
        "/GoTo3DView",
        "/Hide",
        "/ImportData",
        "/JavaScript",
        "/Launch",
        "/Movie",
        "/Named",
        "/Rendition",
        "/ResetForm",
        "/RichMediaExecute",
        "/SetOCGState",
        "/Sound",
        "/SubmitForm",
        "/Thread",
        "/Trans",
        "/URI",
    ]
)
READABLE = (Dictionary, Array)


def disarm(page: pikepdf.Object) -> set[Danger]:
    """Remove it from everything the page leads to; what was found."""
    found: set[Danger] = set()
    for item, place in reached(page):
        if place == "thing":
            found |= _disarmed(item)
        elif place == "resources":
            found |= _only_drawing(item)
    return found


def reached(page: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, Place]]:
    """Every dictionary and stream the page leads to, each before what it leads to itself."""
    seen: set[tuple[tuple[int, int], Place]] = set()
    waiting = list(_below(page, "thing"))
    while waiting:
        item, place = waiting.pop()
        if isinstance(item, Array):
            waiting += [(value, "thing") for value in item]
        if not isinstance(item, (Dictionary, Stream)):
            continue
        if item.is_indirect:
            if (item.objgen, place) in seen:
                continue
            seen.add((item.objgen, place))
        yield item, place
        waiting += _below(item, place)


def dangers(action: object) -> Iterator[Danger]:
    """What an action, or a dictionary of them, would do; and whatever it does next."""
    waiting, most = [action], 1000
    while waiting and most:
        item, most = waiting.pop(), most - 1
        if isinstance(item, Array):
            waiting += list(item)
        elif isinstance(item, (Dictionary, Stream)):
            if "/JS" in item or item.get("/S") == Name.JavaScript:
                yield "script"
            elif is_action(item):
                yield "action"
            waiting += [value for value in item.values() if isinstance(value, READABLE)]


def is_action(part: pikepdf.Object) -> bool:
    kind = part.get("/S")
    return isinstance(kind, Name) and str(kind) in ACTIONS


def _below(item: pikepdf.Object, place: Place) -> Iterator[tuple[object, Place]]:
    for key, value in item.items():
        if key == "/Parent" and item.get("/Type") == Name.Page:
            continue
        if place == "names":
            yield value, "thing"
        elif place == "resources":
            yield value, "names"
        else:
            yield value, "resources" if key == "/Resources" else "names" if key in NAMED else "thing"


def _only_drawing(resources: pikepdf.Object) -> set[Danger]:
    """Properties that are no layers say something about the content and draw nothing: what is in them goes."""
    found: set[Danger] = set()
    for key in set(resources.keys()) - RESOURCES:
        del resources[key]
    listed = resources.get("/Properties")
    if not isinstance(listed, Dictionary):
        return found
    for name, value in list(listed.items()):
        if not isinstance(value, Dictionary) or value.get("/Type") not in (Name.OCG, Name.OCMD):
            found |= set(dangers(value))
            listed[name] = Dictionary()
    return found


def _disarmed(item: pikepdf.Object) -> set[Danger]:
    found: set[Danger] = set()
    if isinstance(item, Stream):
        _plain(item)
    for key in set(item.keys()):
        if key in ACTING and isinstance(item[key], READABLE):
            found |= set(dangers(item[key])) or {"action"}
            del item[key]
        elif key == "/JS":
            found.add("script")
            del item[key]
        elif key in ATTACHING or (key in OUTSIDE and isinstance(item, Stream)):
            found |= {"attachment"} if key in ATTACHING else set()
            del item[key]
    if is_action(item):
        found |= set(dangers(item))
        for key in list(item.keys()):
            del item[key]
    return found


def _plain(stream: pikepdf.Stream) -> None:
    """Without PostScript, and a JPEG without what is not picture."""
    if stream.get("/Subtype") == Name.PS:
        stream.write(b"")
    if _is_jpeg(stream) and (picture := bare(stream.read_raw_bytes())) is not None:
        how = stream.get("/DecodeParms")
        stream.write(picture, filter=Name.DCTDecode, decode_parms=how if isinstance(how, READABLE) else None)


def _is_jpeg(stream: pikepdf.Stream) -> bool:
    """Stored as a JPEG, and packed in nothing else."""
    packing = stream.get("/Filter")
    if isinstance(packing, Array):
        return len(packing) == 1 and packing[0] == Name.DCTDecode
    return packing == Name.DCTDecode
