"""The person cut out and set on pure white.

Three regions from the mask: surely person, surely background, and a band between them. In the band a plain wall is
known well enough to be un-mixed pixel by pixel ("keying"); on a cluttered ground a guided filter draws the mask to
the edges of the picture. What is left of the background in half-covered pixels is taken out before the white comes
in. Source: imaging.md "Portrait: repair in one click".
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from zhupei.pure.portrait.guided import guided_filter
from zhupei.pure.portrait.regions import away_from, grown, shrunk
from zhupei.pure.portrait.wall import fit_wall

# Levels of the mask, and how far the band reaches into the person and out of it, in pixels of the frame.
SURE, NOT_AT_ALL = 0.95, 0.05
INWARD, OUTWARD = 9, 15
# Walls whose colour the fit explains to this root mean square (levels 0 to 1) are keyed.
PLAIN_RESIDUAL = 0.045
# A person and a wall as near to each other in colour cannot be told apart: the mask decides instead.
TOO_NEAR = 0.12
GUIDE_RADIUS, GUIDE_EPSILON = 12, 1e-4
# Hair is kept to this many pixels from the solid person, fading over the last ones.
REACH, FADE = 4.5, 4.0
SOLID = 0.5
# What counts as none and as all of the person: a filtered mask is too generous by its softness.
KEYED_ENDS, FILTERED_ENDS = (0.06, 0.96), (0.35, 0.95)
# A half-covered pixel may differ this much in colour, not in brightness, from the person beside it.
COLOUR_FREEDOM = 0.05
BLOCK, FARTHEST = 8, 8.0


@dataclass(frozen=True)
class Cut:
    """`pixels`: on white, rows × columns × RGB; `alpha`: share of person in each, 0 to 1; `far`: which of them are
    background, farther from the person than hair and the ringing of JPEG may reach; `residual` of the wall and
    `translucent` share, both 0 to 1.
    """

    pixels: np.ndarray
    alpha: np.ndarray
    far: np.ndarray
    residual: float
    translucent: float


def cut_out(pixels: np.ndarray, mask: np.ndarray, certain: np.ndarray) -> Cut:
    """`pixels`: rows × columns × RGB of 8 bit; of the same size `mask`, the soft person mask, 0 to 255, and `certain`,
    where the person is whatever the mask says.
    """
    levels = pixels.astype(np.float32) / 255
    soft = _without_holes(np.where(certain, np.float32(1), mask.astype(np.float32) / 255))
    inner, outer = _regions(soft)
    wall, residual = fit_wall(levels, outer)
    person = _spread(levels, inner)
    if residual <= PLAIN_RESIDUAL:
        alpha, (faint, full) = _keyed(levels, wall, person, soft), KEYED_ENDS
    else:
        alpha = guided_filter(levels, soft, GUIDE_RADIUS, GUIDE_EPSILON)
        faint, full = FILTERED_ENDS
        wall = _spread(levels, outer)
    alpha = np.where(inner, 1.0, np.where(outer, 0.0, alpha)).astype(np.float32)
    translucent = float(((alpha > 0.1) & (alpha < 0.9)).mean())
    alpha = np.clip((alpha - faint) / (full - faint), 0, 1)
    body = _body(alpha)
    distance = away_from(body)
    alpha = _near_the_person(alpha, body, distance)
    return Cut(_on_white(levels, alpha, wall, person), alpha, distance > FARTHEST, residual, translucent)


def _without_holes(soft: np.ndarray) -> np.ndarray:
    """What the outline of the person encloses is person: a collar or a tie the network did not know."""
    outlines, _ = cv2.findContours((soft >= SOLID).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    largest = max(outlines, key=cv2.contourArea, default=None)
    filled = np.zeros(soft.shape, np.uint8)
    if largest is not None:
        cv2.drawContours(filled, [largest], -1, 1, cv2.FILLED)
    return np.maximum(soft, shrunk(filled > 0, INWARD)).astype(np.float32)


def _regions(soft: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Surely person, surely background."""
    return shrunk(soft >= SURE, INWARD), ~grown(soft > NOT_AT_ALL, OUTWARD)


def _keyed(levels: np.ndarray, wall: np.ndarray, person: np.ndarray, soft: np.ndarray) -> np.ndarray:
    """Share of person by where the colour lies between the wall's and the person's; the mask where they are alike."""
    way = person - wall
    length = (way * way).sum(axis=2)
    share = ((levels - wall) * way).sum(axis=2) / np.maximum(length, 1e-6)
    trust = np.clip(np.sqrt(length) / TOO_NEAR - 1, 0, 1)
    return trust * np.clip(share, 0, 1) + (1 - trust) * soft


def _body(alpha: np.ndarray) -> np.ndarray:
    """The largest solid piece."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((alpha >= SOLID).astype(np.uint8))
    if count < 2:
        return np.zeros(alpha.shape, bool)
    return labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())


def _near_the_person(alpha: np.ndarray, body: np.ndarray, distance: np.ndarray) -> np.ndarray:
    """Nothing but what hangs together with the person, and no farther out than hair may reach.

    A block of JPEG rings over its whole width: where that would carry farther than the rule allows, the faint pixels
    that would set it ringing are left out.
    """
    near = alpha * np.clip((REACH - distance) / FADE, 0, 1)
    near[(highest_of_block(distance) > FARTHEST) & ~body] = 0
    return near


def highest_of_block(values: np.ndarray) -> np.ndarray:
    """For every pixel the highest value in its block of JPEG."""
    rows, columns = values.shape
    padded = np.pad(values, ((0, -rows % BLOCK), (0, -columns % BLOCK)))
    blocks = padded.reshape(padded.shape[0] // BLOCK, BLOCK, padded.shape[1] // BLOCK, BLOCK).max(axis=(1, 3))
    return np.repeat(np.repeat(blocks, BLOCK, axis=0), BLOCK, axis=1)[:rows, :columns]


def _on_white(levels: np.ndarray, alpha: np.ndarray, wall: np.ndarray, person: np.ndarray) -> np.ndarray:
    """Un-mix the wall, mix in white. Half-covered pixels take the hue of the person beside them, uncovered ones all."""
    share = alpha[..., None]
    own = np.clip((levels - (1 - share) * wall) / np.maximum(share, 0.2), 0, 1)
    away = own - person
    brightness = away.mean(axis=2, keepdims=True)
    freedom = COLOUR_FREEDOM + np.clip((share - 0.9) / 0.1, 0, 1)
    own = person + brightness + np.clip(away - brightness, -freedom, freedom)
    weight = np.clip((share - 0.2) / 0.4, 0, 1)
    mixed = share * (weight * own + (1 - weight) * person) + (1 - share)
    out = np.clip(mixed * 255, 0, 255).round().astype(np.uint8)
    out[alpha <= 0] = 255
    return out


def _spread(levels: np.ndarray, known: np.ndarray) -> np.ndarray:
    """The colours of the known region carried on into the unknown, nearest first; worked out at half the size."""
    rows, columns = known.shape
    half = columns // 2, rows // 2
    trusted = cv2.resize(known.astype(np.float32), half, interpolation=cv2.INTER_AREA)
    colours = cv2.resize(levels * known[..., None], half, interpolation=cv2.INTER_AREA)
    out, left = np.zeros_like(colours), np.ones(trusted.shape, np.float32)
    for size in (3, 13, 51):
        weight = cv2.blur(trusted, (size, size))
        gain = left * np.clip(weight * 8, 0, 1)
        out += cv2.blur(colours, (size, size)) * (gain / np.maximum(weight, 1e-6))[..., None]
        left = left - gain
    out += left[..., None] * (levels[known].mean(axis=0) if known.any() else np.ones(3, np.float32))
    return cv2.resize(out, (columns, rows), interpolation=cv2.INTER_LINEAR)
