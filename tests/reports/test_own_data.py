"""The "my data" export holds everything the system knows about a person, of nobody else, and leaves a trace."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from tests import applicants, factories, world_small
from tests.world_small import World
from zhupei.audit.models import Event

ADDRESS = "applicant:own_data"


@pytest.fixture
def world(db: None) -> World:
    return world_small.load()


def taken(client: Client) -> tuple[dict, str]:
    answer = client.post(reverse(ADDRESS))
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    return json.loads(answer.content), answer.content.decode()


def test_a_returned_applicant_takes_account_dossier_versions_and_reviews(client, world):
    person, other = applicants.returned(world), applicants.submitted(world)
    factories.login(client, person.person)
    found, text = taken(client)
    assert found["账号"]["证件号码"] == person.person.document_number.plain()
    assert found["账号"]["手机号码"] == person.person.phone.plain()
    application = found["报名"][0]
    assert application["提交"][0]["回执号"] == person.reloaded().version.receipt_number
    assert application["提交"][0]["内容"]["dossier"]["sections"]
    assert application["审核"][0]["需修改"] == [{"项目": "免冠照片", "原因": "照片不清晰"}]
    assert {"免冠照片", "身份证人像面"} <= {each["材料"] for each in found["上传的文件"]}
    assert found["同意的文本"]
    assert other.person.document_number.plain() not in text
    assert other.reloaded().number not in text
    event = Event.objects.get(verb="account.own-data")
    assert (event.actor_id, event.object_id) == (str(person.person.pk), str(person.person.pk))


def test_somebody_who_has_filled_in_nothing_gets_his_account(client, world):
    factories.login(client, factories.applicant())
    found, _ = taken(client)
    assert (found["报名"], found["上传的文件"]) == ([], [])


def test_it_is_taken_by_a_button_not_by_a_link(client, world):
    factories.login(client, factories.applicant())
    assert client.get(reverse(ADDRESS)).status_code == 405
    assert not Event.objects.filter(verb="account.own-data").exists()
