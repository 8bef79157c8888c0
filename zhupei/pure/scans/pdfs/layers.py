"""Layers (optional content) of a PDF: what its author has switched off stays off, in every reader.

Readers differ in which of the many switches they honour. So the state of each layer on the screen is worked out here
and written as the plainest one: a list of the layers that are off. Source: ISO 32000-2 (PDF 2.0), 8.11.4.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from zhupei.pure.scans.results import IntakeFinding

LAYER = Name.OCG
HIDDEN = IntakeFinding("layers_hidden", "PDF 里有关闭的图层，没有显示；需要显示的，请打开图层后打印为 PDF 再上传")
PRINT_ONLY = IntakeFinding(
    "print_only", "PDF 里有的内容只在打印时才显示或才隐藏，页面按屏幕上的样子显示；请打印为 PDF 后上传"
)
UNCERTAIN = IntakeFinding(
    "layers_uncertain", "PDF 里有按语言、缩放或读者变化的图层，页面可能与您看到的不同；请打印为 PDF 后上传"
)
# What a category of a layer's usage recommends stands under this key.
STATES = {"/View": "/ViewState", "/Print": "/PrintState", "/Export": "/ExportState"}


def settle(source: pikepdf.Pdf) -> tuple[IntakeFinding, ...]:
    """Write the settings anew, in place; what the reader of the page should be told."""
    layers = list(_layers(source))
    if not layers:
        return ()
    settings = _dictionary(_dictionary(source.Root, "/OCProperties"), "/D")
    off = [layer for layer in layers if not _shown(layer, settings, Name.View)]
    notes = [HIDDEN] if off else []
    if any(_shown(layer, settings, Name.View) != _shown(layer, settings, Name.Print) for layer in layers):
        notes.append(PRINT_ONLY)
    if any(_changing(layer, settings) for layer in layers):
        notes.append(UNCERTAIN)
    for number, layer in enumerate(layers, 1):
        for key in set(layer.keys()) - {"/Type"}:
            del layer[key]
        layer.Name = String(f"{number}")
    plain = Dictionary(BaseState=Name.ON, ON=Array([]), OFF=Array(off), Order=Array([]), Name=String(""))
    source.Root.OCProperties = source.make_indirect(Dictionary(OCGs=Array(layers), D=plain))
    return tuple(notes)


def carry(source: pikepdf.Pdf, target: pikepdf.Pdf) -> None:
    """Give the settled layers to a file whose pages came from `source`."""
    if any(_layers(source)):
        target.Root.OCProperties = target.copy_foreign(source.Root.OCProperties)


def hides(source: pikepdf.Pdf, layer: object) -> bool:
    """Whether something that belongs to `layer` is off, once settled. A membership is left to the reader."""
    if not isinstance(layer, Dictionary) or layer.get("/Type") != LAYER or "/OCProperties" not in source.Root:
        return False
    return _in(layer, source.Root.OCProperties.D.OFF)


def _layers(source: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    return (item for item in source.objects if isinstance(item, Dictionary) and item.get("/Type") == LAYER)


def _shown(layer: pikepdf.Object, settings: pikepdf.Object, event: pikepdf.Object) -> bool:
    if not _intended(layer, settings):
        return True
    shown = settings.get("/BaseState") != Name.OFF
    if _in(layer, settings.get("/ON")):
        shown = True
    if _in(layer, settings.get("/OFF")):
        shown = False
    told = [told for category in _categories(layer, settings, event) if (told := _told(layer, category)) is not None]
    return all(told) if told else shown


def _intended(layer: pikepdf.Object, settings: pikepdf.Object) -> bool:
    """A layer for another purpose than the settings' is no layer: it always shows."""
    purpose, wanted = (_names(each.get("/Intent")) or {"/View"} for each in (layer, settings))
    return "/All" in wanted or bool(purpose & wanted)


def _categories(layer: pikepdf.Object, settings: pikepdf.Object, event: pikepdf.Object) -> Iterator[str]:
    """The categories of its usage that are to be applied automatically at the event."""
    rules = settings.get("/AS")
    for rule in rules if isinstance(rules, Array) else ():
        if isinstance(rule, Dictionary) and rule.get("/Event") == event and _in(layer, rule.get("/OCGs")):
            yield from _names(rule.get("/Category"))


def _told(layer: pikepdf.Object, category: str) -> bool | None:
    """What the category recommends; None where it says nothing that can be judged without the reader."""
    usage = _dictionary(_dictionary(layer, "/Usage"), category)
    if category == "/Zoom" and usage.keys():
        return float(usage.get("/min", 0)) <= 1 < float(usage.get("/max", 1e9))
    state = usage.get(STATES.get(category, ""))
    return None if state is None else state != Name.OFF


def _changing(layer: pikepdf.Object, settings: pikepdf.Object) -> bool:
    applied = set(_categories(layer, settings, Name.View))
    return bool(applied & {"/Zoom", "/Language", "/User"})


def _names(value: object) -> set[str]:
    parts = list(value) if isinstance(value, Array) else [value]
    return {str(part) for part in parts if isinstance(part, Name)}


def _in(layer: pikepdf.Object, listed: object) -> bool:
    if not isinstance(listed, Array):
        return False
    return any(isinstance(each, Dictionary) and each.objgen == layer.objgen for each in listed)


def _dictionary(parent: pikepdf.Object, key: str) -> pikepdf.Object:
    """The dictionary under the key, else an empty one."""
    found = parent.get(key)
    return found if isinstance(found, Dictionary) else Dictionary()
