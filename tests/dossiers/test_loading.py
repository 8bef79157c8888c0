"""Reference data lands in the tables, once, however often it is loaded."""

import pytest

from zhupei.cycles.models import Cycle, DocumentDemand
from zhupei.dossiers import catalogue_queries, loading, queries, rules
from zhupei.dossiers.models import Document, Institution, Major, Region

pytestmark = pytest.mark.django_db


def test_everything_loads_and_loads_again() -> None:
    loading.load_reference_data()
    counts = [model.objects.count() for model in (Region, Institution, Major)]
    Region.objects.filter(pk="530102").update(name="五花区")
    loading.load_reference_data()
    assert [model.objects.count() for model in (Region, Institution, Major)] == counts
    assert Region.objects.get(pk="530102").name == "五华区"
    assert Region.objects.filter(level=1).count() == 34
    assert not Region.objects.filter(level=3, parent=None).exists()
    assert Region.objects.get(pk="530121").valid_to == 2010
    assert "530121" not in {region.pk for region in queries.region_children("530100")}
    assert [entry.name for entry in catalogue_queries.find_institutions("kmykdx")][0] == "昆明医科大学"
    assert catalogue_queries.find_majors("临床医学")[0].name == "临床医学"


def test_loading_leaves_what_somebody_carries() -> None:
    Region.objects.create(code="999999", name="旧县", parent=None, level=3, valid_to=1999)
    loading.load_regions()
    assert Region.objects.filter(pk="999999").exists()


def test_the_usual_matrix_names_kinds_and_conditions_that_exist() -> None:
    cycle = Cycle.objects.create(year=2026, name="2026 年度")
    loading.load_document_matrix(cycle)
    DocumentDemand.objects.filter(cycle=cycle, kind="cet").update(demand="required")
    loading.load_document_matrix(cycle)
    lines = DocumentDemand.objects.filter(cycle=cycle)
    assert {line.kind for line in lines} == set(Document.Kind.values)
    assert all(rules.condition(line.condition) for line in lines)
    assert lines.get(kind="cet").demand == "required", "an edited line stays edited"
