"""Photographed cards: the number is right on 99 of 100 that a person can read, and never a wrong one.

`ZHUPEI_CARDS=200` reads that many (five minutes); by default a few.
"""

import os

import pytest

from bench.imaging import photograph, read_trial

COUNT = int(os.environ.get("ZHUPEI_CARDS", "10"))
pytestmark = pytest.mark.slow


def test_photographed_cards():
    trials = [read_trial(index, photograph(index)) for index in range(COUNT)]
    assert not any(trial.wrong for trial in trials)
    readable = [trial for trial in trials if trial.readable]
    assert sum(trial.right for trial in readable) >= 0.99 * len(readable)
