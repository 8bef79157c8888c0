"""`zhupei bench`: measure allocation, costs, pages, journeys, submissions, forms, growth, sheets, attacks; print the
tables of docs/PERFORMANCE.md.

What measures lies in `bench/` of a checkout and is not part of the package: a province installs no load generator.
"""

import argparse
import importlib
import sys
from pathlib import Path

from zhupei.config.environment import ROOT
from zhupei.pure.terminal import say

GENERATOR = Path("bench") / "command.py"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quick", action="store_true", help="a minute instead of five")
    parser.add_argument("--journeys", type=int, help="whole journeys")
    parser.add_argument("--together", type=int, default=8, help="people at once (default: 8)")
    parser.add_argument("--people", type=int, nargs="*", help="sizes of the queue in the growth check")
    parser.add_argument("--uploads", type=int, help="uploads queued at once")
    parser.add_argument("--rate", type=float, default=100.0, help="requests a second of the mixed pages (default: 100)")
    parser.add_argument("--only", nargs="*", metavar="PART", help="these parts only: see docs/PERFORMANCE.md")
    parser.add_argument("--against", type=Path, metavar="DIR", help="another checkout, measured in turn (part `costs`)")
    parser.add_argument("--keep", action="store_true", help="leave the files of the run where they are")


def run(args: argparse.Namespace) -> int:
    if not (ROOT / GENERATOR).is_file():
        say(f"`zhupei bench` needs a checkout of the source: there is no {GENERATOR} beside this package.", sys.stderr)
        return 2
    measured: int = importlib.import_module("bench.command").run(args)
    return measured
