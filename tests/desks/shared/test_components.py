"""Components and functions as templates use them; the error pages without anything at hand."""

from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from zhupei.desks.shared.forms import Concrete
from zhupei.desks.shared.pages import parts, words


class Example(Concrete):
    number = forms.CharField(label="身份证号", help_text="18 位")
    military = forms.ChoiceField(label="是否现役军人", choices=[("no", "否"), ("yes", "是")], widget=forms.RadioSelect)
    photo = forms.FileField(label="免冠照片")
    consent = forms.BooleanField(label="同意")
    own = forms.CharField(label="单位", error_messages={"required": "本单位人须写明单位"})
    secret = forms.CharField(widget=forms.HiddenInput)


def render(source: str, request: Any = None, **context: Any) -> str:
    return str(engines["pages"].from_string(source).render(context, request))


def test_what_is_missing_is_said_in_words_of_the_field() -> None:
    form = Example({})
    assert {name: errors[0] for name, errors in form.errors.items()} == {
        "number": "请填写身份证号",
        "military": "请选择是否现役军人",
        "photo": "请上传免冠照片",
        "consent": "请阅读并勾选",
        "own": "本单位人须写明单位",
        "secret": "请填写这一项",
    }


def test_the_summary_links_each_fault_to_an_element_that_exists() -> None:
    form = Example({})
    form.add_error(None, "两项互相矛盾")
    html = render("{{ ui.error_summary(form) }}{{ form }}", form=form)
    links = parts.error_links(form)
    assert [link.message for link in links][:2] == ["两项互相矛盾", "请填写身份证号"]
    for link in links:
        if link.target:
            assert f'href="#{link.target}"' in html
            assert f'id="{link.target}"' in html
    assert not parts.error_links(Example(), None, [])


def test_a_field_ties_label_help_and_fault_to_its_input() -> None:
    html = str(Example({"number": ""}))
    assert '<label for="id_number">身份证号' in html
    assert 'aria-describedby="id_number_helptext id_number_error"' in html
    assert 'id="id_number_helptext"' in html and 'id="id_number_error"' in html
    assert "<legend>是否现役军人" in html


def test_values_of_people_are_escaped_everywhere() -> None:
    nasty = '<b onclick="x">'
    html = render(
        "{{ ui.task(n, n, because=n) }}{{ ui.facts(pairs) }}{{ ui.page_head(n) }}{{ ui.result(n, number=n) }}"
        "{{ ui.masked(n) }}{{ ui.upload_card(title=n, url='/x/') }}",
        n=nasty,
        pairs=[(nasty, nasty)],
    )
    assert nasty not in html
    assert html.count("&lt;b onclick") >= 9


def test_pages_keep_the_filters_of_the_address() -> None:
    page = Paginator(range(200), 20).page(5)
    request = RequestFactory().get("/?state=returned&page=5")
    html = render('{{ ui.pagination(page, unit="人") }}', request, page=page)
    assert "共 200 人，第 5 / 10 页" in html
    assert "state=returned&amp;page=6" in html
    assert parts.page_numbers(page) == [1, "…", 4, 5, 6, "…", 10]


@pytest.mark.parametrize(("part", "whole", "found"), [(1, 3, 33), (57, 40, 100), (0, 5, 0), (5, 0, 0), (None, 5, 0)])
def test_meters(part: int | None, whole: int, found: int) -> None:
    assert words.percent_of(part, whole) == found


def test_an_asset_has_an_address_even_without_a_manifest(settings: Any, tmp_path: Any) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    assert parts.asset.__wrapped__("app.css") == "/static/app.css"


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500", "503", "csrf", "refused"])
def test_error_pages_need_nothing(name: str) -> None:
    html = render_to_string(f"errors/{name}.html")
    assert "住培招录" in html and "<h1>" in html and 'data-mode="auto"' in html


def test_the_bottom_bar_has_the_four_entries_of_the_applicant() -> None:
    class Entry:
        def __init__(self, label: str) -> None:
            self.label, self.url, self.current, self.count = label, "/me/", label == "消息", None

    labels = ["我的报名", "个人信息", "志愿填报", "招收查询", "消息"]
    html = render("{{ ui.bottom_nav(nav) }}", nav=[Entry(label) for label in labels])
    assert [x for x in labels if x in html] == ["我的报名", "志愿填报", "招收查询", "消息"]
    assert html.count('aria-current="page"') == 1
