"""Fills the tables of reference data. Every function may run again: it adds and corrects, and removes nothing, because
people carry old codes.
"""

from itertools import groupby

from zhupei.cycles.models import Cycle, DocumentDemand
from zhupei.dossiers.models import Institution, Major, Region
from zhupei.pure.reference import regions, schools
from zhupei.pure.reference.files import table

BATCH = 1000


def load_reference_data() -> None:
    """Regions, institutions and majors."""
    load_regions()
    load_institutions()
    load_majors()


def load_regions() -> int:
    """Level by level, so that each parent is there before its children. Returns how many there are."""
    every = sorted(regions.regions(), key=lambda region: region.level)
    for _, level in groupby(every, key=lambda region: region.level):
        Region.objects.bulk_create(
            [
                Region(
                    code=region.code,
                    name=region.name,
                    parent_id=region.parent,
                    level=region.level,
                    valid_from=region.valid_from,
                    valid_to=region.valid_to,
                )
                for region in level
            ],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "parent", "level", "valid_from", "valid_to"],
        )
    return len(every)


def load_institutions() -> int:
    every = schools.institutions()
    Institution.objects.bulk_create(
        [Institution(code=each.code, name=each.name, search_text=each.search_text) for each in every],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "search_text"],
    )
    return len(every)


def load_majors() -> int:
    every = schools.majors()
    Major.objects.bulk_create(
        [
            Major(code=each.code, name=each.name, levels=list(each.levels), search_text=each.search_text)
            for each in every
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "levels", "search_text"],
    )
    return len(every)


def load_document_matrix(cycle: Cycle) -> None:
    """The usual document matrix (domain section 5.5, manual part 三) for a cycle; its own lines stay as they are."""
    DocumentDemand.objects.bulk_create(
        [DocumentDemand(cycle=cycle, **row) for row in table("dossiers", "document_matrix.tsv")],
        ignore_conflicts=True,
    )
