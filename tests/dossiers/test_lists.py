"""Whoever chooses from a list can tell its options apart: no two of any list look alike, over all reference data."""

from collections import Counter
from collections.abc import Iterator

import pytest

from zhupei.bases.models import ProgrammeKind, Track
from zhupei.dossiers import options, rules
from zhupei.dossiers.models import Institution, Major
from zhupei.pure.reference import regions, schools
from zhupei.pure.reference.specialties import specialties
from zhupei.world.fiction.province import bases

MAJORS = [Major(code=each.code, name=each.name, levels=list(each.levels)) for each in schools.majors()]
BY_CODE = {major.code: major for major in MAJORS}


def lists() -> Iterator[tuple[str, list[str]]]:
    """Every list that people choose from, as it is written on the page."""
    for name in options._OFFERED:
        yield name, [label for _, label in options.offered(name)]
    yield "majors", [options.entry_label(major) for major in MAJORS]
    schools_ = [Institution(code=each.code, name=each.name) for each in schools.institutions()]
    yield "institutions", [options.entry_label(school) for school in schools_]
    for track in Track.values:
        for kind in ProgrammeKind.values:
            offered = [each.name for each in specialties() if (each.track, each.kind) == (track, kind)]
            yield f"specialties of {track} {kind}", offered
    yield "bases", [base.name for base in bases()]
    yield "short names of bases", [base.short_name for base in bases()]
    below: dict[str, list[str]] = {}
    for region in regions.regions():
        if region.valid_to is None:
            below.setdefault(region.parent or "", []).append(region.name)
    for parent, names in below.items():
        yield f"regions below {parent or 'the country'}", names


def test_no_two_options_of_a_list_look_alike() -> None:
    alike = {
        name: [words for words, times in Counter(" ".join(label.split()) for label in labels).items() if times > 1]
        for name, labels in lists()
    }
    assert {name: words for name, words in alike.items() if words} == {}


def test_the_two_majors_of_one_name_are_told_apart_by_catalogue_and_code() -> None:
    assert options.entry_label(BY_CODE["100201K"]) == "临床医学（本科，100201K）"
    assert options.entry_label(BY_CODE["520101K"]) == "临床医学（高职专科，520101K）"
    assert options.entry_label(BY_CODE["X520801"]) == "预防医学（高职专科）"


@pytest.mark.parametrize(
    ("major", "level", "fits"),
    [
        ("100201K", "21", True),
        ("100201K", "23", True),
        ("100201K", "31", False),
        ("100201K", "14", True),
        ("520101K", "31", True),
        ("520101K", "21", False),
        ("520101K", "14", False),
        ("520101K", "", True),
        ("G100302", "11", True),
        ("G100302", "14", True),
        ("G100302", "21", False),
        ("H100304", "21", True),
        ("520101K", "41", False),
        ("520101K", "17", True),
        ("520101K", "no such level", True),
    ],
)
def test_a_major_belongs_to_the_levels_at_which_it_is_taught(major: str, level: str, fits: bool) -> None:
    words = rules.contradiction(BY_CODE[major], level)
    assert (words == "") is fits


def test_a_contradiction_names_the_major_that_was_meant() -> None:
    words = rules.contradiction(BY_CODE["520101K"], "21", BY_CODE["100201K"])
    assert words == "“临床医学（高职专科，520101K）”不是大学本科的专业，应选“临床医学（本科，100201K）”"
