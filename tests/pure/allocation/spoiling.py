"""Documents with one value, somewhere, replaced by any other."""

import copy
import random
from typing import Any

from hypothesis import strategies as st

LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.sampled_from(["K/0", "p0", "joint"])
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3)
)


def spoilt(document: Any, chance: random.Random, value: object) -> Any:
    """The document with one value, somewhere, replaced."""
    document = copy.deepcopy(document)
    inner = document
    while True:
        name = chance.choice(list(inner) if isinstance(inner, dict) else range(len(inner)))
        if not isinstance(inner[name], (dict, list)) or not inner[name] or chance.random() < 0.2:
            inner[name] = value
            return document
        inner = inner[name]
