"""Uploads of every kind, ordinary and hostile, made by script with the verdict beside each. `CASES`: name → case."""

from tests.pure.scans.corpus import bombs, pdfs, pictures, strangers

ALL = [case for room in (pictures, pdfs, strangers, bombs) for case in room.cases()]
CASES = {case.name: case for case in ALL}
