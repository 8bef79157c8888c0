"""Fictional sample images for the demonstration world, the simulation and the tests.

Drawn people, invented certificates marked 样例; the same seed gives the same bytes. Nobody's real face or
paper.
"""

from zhupei.world.drawn.cards import id_card_back, id_card_front
from zhupei.world.drawn.documents import certificate, stamped_letter
from zhupei.world.drawn.portraits import portrait_jpeg, portrait_variant

__all__ = [
    "certificate",
    "id_card_back",
    "id_card_front",
    "portrait_jpeg",
    "portrait_variant",
    "stamped_letter",
]
