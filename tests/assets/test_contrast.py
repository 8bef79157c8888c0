"""Contrast of every pair of tokens that meet on a page, in every mode, for both tracks (WCAG 2.2 AA: 1.4.3, 1.4.11)."""

import re
from itertools import product

import pytest

from zhupei.config.environment import ROOT

TOKENS = (ROOT / "assets/css/tokens.css").read_text(encoding="utf-8")
GROUNDS = ("canvas", "surface", "surface-2")
TONES = ("ok", "warn", "bad", "info")

# (in front, behind): 4.5 for text.
TEXT = [
    *product(("ink", "ink-2", "ink-3", "accent", "accent-strong", *TONES), GROUNDS),
    *((tone, f"{tone}-soft") for tone in TONES),
    *(("ink", f"{tone}-soft") for tone in TONES),
    ("ink", "accent-soft"),
    ("ink-2", "accent-soft"),
    ("accent", "accent-soft"),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-strong"),
    ("bad-ink", "bad"),
    ("idle", "idle-soft"),
    ("ink-3", "idle-soft"),
    ("bar-ink", "bar"),
    ("bar-ink", "bar-soft"),
    ("stage-ink", "stage"),
    ("stage-ink", "stage-2"),
    ("surface", "ok"),
]
# 3 for what one must see to use a control.
SHAPES = [
    *product(("field-line", "accent", "ok", "bad"), GROUNDS),
    ("focus", "focus-edge"),
    ("focus", "bar"),
    ("accent", "idle-soft"),
    ("warn", "idle-soft"),
    ("stage-line", "stage"),
    ("stage-line", "stage-2"),
]
MODES = [
    (mode, contrast, track)
    for mode in ("light", "dark")
    for contrast in ("normal", "high")
    for track in ("western", "tcm")
]


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def rules() -> list[tuple[str, dict[str, str]]]:
    css = re.sub(r"/\*.*?\*/", "", TOKENS, flags=re.S)
    found = []
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        values = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", body))
        found += [(selector.strip(), values) for selector in selectors.split(",")]
    return found


def cascade(root: set[str], part: set[str] | None = None) -> dict[str, str]:
    """The colours in force on a root element with these attributes, or set by rules on a part inside it."""
    matching = []
    for order, (selector, values) in enumerate(rules()):
        *above, own = (set(re.findall(r"\[[^\]]+\]", piece)) for piece in selector.split(" "))
        fits = own <= (root if part is None else part) and all(piece <= root for piece in above)
        if fits and (bool(own) if part is not None else not above):
            matching.append((sum(map(len, above)) + (len(own) or 1), order, values))
    return {name: value for _, _, values in sorted(matching, key=lambda m: m[:2]) for name, value in values.items()}


def tokens(mode: str, contrast: str, track: str) -> dict[str, str]:
    return cascade({f'[data-mode="{mode}"]', f'[data-contrast="{contrast}"]', f'[data-track="{track}"]'})


@pytest.mark.parametrize(("mode", "contrast", "track"), MODES)
def test_text_can_be_read(mode: str, contrast: str, track: str) -> None:
    colours = tokens(mode, contrast, track)
    wanted = 7 if contrast == "high" else 4.5
    faint = [
        f"{front} on {behind}: {found:.2f}"
        for front, behind in TEXT
        if (found := ratio(colours[front], colours[behind])) < wanted
    ]
    assert not faint, f"{mode}, {contrast}, {track}: " + "; ".join(faint)


@pytest.mark.parametrize(("mode", "contrast", "track"), MODES)
def test_controls_can_be_seen(mode: str, contrast: str, track: str) -> None:
    colours = tokens(mode, contrast, track)
    faint = [
        f"{front} on {behind}: {found:.2f}"
        for front, behind in SHAPES
        if (found := ratio(colours[front], colours[behind])) < 3
    ]
    assert not faint, f"{mode}, {contrast}, {track}: " + "; ".join(faint)


def test_the_reckoning_is_that_of_the_standard() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("mode", "contrast", "track"), MODES)
def test_a_part_of_the_other_track_has_the_colours_of_that_track(mode: str, contrast: str, track: str) -> None:
    other = {"western": "tcm", "tcm": "western"}[track]
    root = {f'[data-mode="{mode}"]', f'[data-contrast="{contrast}"]', f'[data-track="{other}"]'}
    whole = tokens(mode, contrast, track)
    part = {**tokens(mode, contrast, other), **cascade(root, {f'[data-track="{track}"]'})}
    assert part == whole


def test_the_tracks_differ_in_every_mode() -> None:
    for mode, contrast in product(("light", "dark"), ("normal", "high")):
        assert tokens(mode, contrast, "western")["accent"] != tokens(mode, contrast, "tcm")["accent"]
