"""The document matrix is edited with names that exist; reference data keeps its search words."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.dossiers import people
from zhupei.cycles.models import DocumentDemand
from zhupei.dossiers import catalogue_queries
from zhupei.dossiers.admin import DemandForm
from zhupei.dossiers.models import Document, Dossier, Institution

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "condition", "accepted"),
    [
        ("cet", "licence_held", True),
        ("cet", "category:entrusted", True),
        ("cet", "category:nobody", False),
        ("cet", "no-such-condition", False),
        ("passport", "always", False),
    ],
)
def test_a_line_names_a_kind_and_a_condition_that_exist(kind: str, condition: str, accepted: bool) -> None:
    cycle = people.cycle()
    form = DemandForm({"cycle": cycle.pk, "kind": kind, "condition": condition, "demand": "required"})
    assert form.is_valid() is accepted


def test_the_technical_superuser_edits_matrix_and_schools(client: Client) -> None:
    cycle = people.cycle()
    people.reference()
    factories.login(client, factories.staff("technical"))
    page = client.get(reverse("admin:cycles_documentdemand_add")).content.decode()
    assert "已取得医师执业证书" in page and "人员类型：外单位委培人员" in page
    sent = {"cycle": cycle.pk, "kind": "cet", "condition": "practising", "demand": "required"}
    assert client.post(reverse("admin:cycles_documentdemand_add"), sent).status_code == 302
    assert DocumentDemand.objects.filter(condition="practising", kind="cet").exists()
    url = reverse("admin:dossiers_institution_change", args=["10679"])
    assert client.post(url, {"code": "10679", "name": "大理医学院"}).status_code == 302
    assert catalogue_queries.find_institutions("dlyxy") == [Institution.objects.get(pk="10679")]


def test_dossiers_and_documents_are_nobodys_there() -> None:
    assert not admin.site.is_registered(Dossier)
    assert not admin.site.is_registered(Document)
