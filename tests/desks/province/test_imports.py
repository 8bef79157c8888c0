"""指定学员名单 on the desk: upload, what is shown, leaving out, matching again, confirming; two tabs, strangers."""

import io
import re
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import factories
from tests.desks.base.desk import words
from tests.imports.lists import HEAD, checked, listed, number, row
from tests.pure.sheets.workbooks import workbook
from tests.world_small import World, later
from zhupei.cycles.models import DesignatedPlace
from zhupei.imports import tasks
from zhupei.imports.models import Import

PAGE = "/province/designated/"


def upload(client: Client, world: World, data: bytes, name: str = "名单.xlsx") -> Any:
    return client.post(PAGE, {"subject": str(world.first.pk), "file": SimpleUploadedFile(name, data)})


def arrived(client: Client, world: World, data: bytes) -> str:
    """The address of the import, checked."""
    address = upload(client, world, data).headers["Location"]
    tasks.check(import_id=address.split("/")[-2])
    return address


def shown(client: Client, address: str) -> str:
    page = client.get(f"{address}confirmation/").content.decode()
    found = re.search(r'name="shown" value="(\w+)"', page)
    assert found is not None
    return found[1]


def test_from_the_file_to_the_list(province: Client, world: World) -> None:
    address = upload(province, world, listed(row(0), row(1))).headers["Location"]
    answer = province.get(address)
    assert "正在核对" in words(answer) and answer.headers["Refresh"]

    tasks.check(import_id=address.split("/")[-2])
    answer = province.get(address)
    assert "核对完成，可以导入。什么都还没有写入" in words(answer) and "Refresh" not in answer.headers
    assert "文件里有 2 第 2 行到第 3 行" in words(answer) and "新增 2" in words(answer)

    answer = province.post(f"{address}confirmation/", {"shown": shown(province, address)}, follow=True)
    assert "正在导入" in words(answer) and not DesignatedPlace.objects.exists()

    tasks.commit(import_id=address.split("/")[-2])
    assert "新增 2" in words(province.get(address)) and DesignatedPlace.objects.count() == 2
    assert "已导入" in words(province.get(PAGE))


def test_faults_by_cell_with_the_number_masked(province: Client, world: World) -> None:
    address = arrived(province, world, listed(row(0), row(0), row(1, base="丙院")))

    said = words(province.get(address))

    assert "还有没处理的错误，现在不能导入" in said and "下一步" not in said
    assert f"3 A 证件号码 530***********{number(0)[-4:]} 与第 2 行的证件号码相同" in said
    assert "4 D 培训基地 丙院 本轮招录计划里没有这家基地" in said
    assert number(0) not in said


def test_rows_left_out_by_name(province: Client, world: World) -> None:
    address = arrived(province, world, listed(row(0), row(1, base="丙院")))

    answer = province.post(f"{address}choices/", {"leave_out": ["3"]}, follow=True)
    assert "正在核对" in words(answer)
    tasks.check(import_id=address.split("/")[-2])

    answer = province.get(address)
    assert "可以导入 1 新增 1" in words(answer) and "已选不导入 1" in words(answer)
    assert re.search(r'name="leave_out" value="3" checked', answer.content.decode())


def test_a_row_that_has_no_fault_cannot_be_left_out_by_a_forged_form(province: Client, world: World) -> None:
    address = arrived(province, world, listed(row(0), row(1, base="丙院")))

    answer = province.post(f"{address}choices/", {"leave_out": ["2"]})

    assert answer.status_code == 422 and Import.objects.get().state == "checked"
    assert "第 2 行现在没有错误，不能选“不导入”" in words(answer)


def test_columns_matched_again_by_hand(province: Client, world: World) -> None:
    address = arrived(province, world, workbook(("号", "谁", "哪类", "哪家", "哪科"), row(0)))
    assert "没有认出表头" in words(province.get(address))

    chosen = {f"column_{place}": letter for place, letter in enumerate("ABCDE")}
    province.post(f"{address}choices/", chosen)
    tasks.check(import_id=address.split("/")[-2])

    assert "核对完成，可以导入" in words(province.get(address))


def test_of_two_sheets_one_is_chosen(province: Client, world: World) -> None:
    book = openpyxl.Workbook()
    for name in ("甲", "乙"):
        page = book.create_sheet(name)
        for line in (HEAD, row(0 if name == "甲" else 1)):
            page.append(line)
    out = io.BytesIO()
    book.save(out)
    address = arrived(province, world, out.getvalue())
    assert "有 2 张工作表有数据" in words(province.get(address))

    province.post(f"{address}choices/", {"sheet": "乙"})
    tasks.check(import_id=address.split("/")[-2])

    assert "工作表 “乙”" in words(province.get(address))


def test_a_stale_tab_confirms_nothing(province: Client, world: World) -> None:
    address = arrived(province, world, listed(row(0), row(1, base="丙院"), row(2)))
    province.post(f"{address}choices/", {"leave_out": ["3"]})
    tasks.check(import_id=address.split("/")[-2])
    old = shown(province, address)
    province.post(f"{address}choices/", {})
    tasks.check(import_id=address.split("/")[-2])

    answer = province.post(f"{address}confirmation/", {"shown": old})

    assert answer.status_code == 409 and "核对结果有变化" in words(answer)
    assert not DesignatedPlace.objects.exists()


def test_two_clicks_and_two_tabs_commit_once(province: Client, world: World) -> None:
    address = arrived(province, world, listed(row(0)))
    given = {"shown": shown(province, address)}
    for _ in range(2):
        assert province.post(f"{address}confirmation/", given).status_code == 302

    tasks.commit(import_id=address.split("/")[-2])
    assert province.post(f"{address}confirmation/", given).status_code == 302
    assert DesignatedPlace.objects.count() == 1


def test_the_same_file_again_says_so(province: Client, world: World) -> None:
    data = listed(row(0))
    address = arrived(province, world, data)
    province.post(f"{address}confirmation/", {"shown": shown(province, address)})
    tasks.commit(import_id=address.split("/")[-2])
    later()

    again = arrived(province, world, data)

    assert again != address
    assert "确认导入过" in words(province.get(again)) and "不变 1" in words(province.get(again))


def test_the_web_does_not_read_the_file(province: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """20,000 rows in a request: everything that reads is a job."""
    from zhupei.pure.sheets.child import SheetReader

    def reads(*_: object, **__: object) -> None:
        raise AssertionError("the web reads a workbook")

    address = arrived(province, world, listed(row(0), row(0)))
    monkeypatch.setattr(SheetReader, "ask", reads)

    assert upload(province, world, listed(row(5))).status_code == 302
    assert province.get(address).status_code == province.get(f"{address}marked/").status_code == 200


def test_the_marked_workbook_is_his_own(province: Client, world: World) -> None:
    address = arrived(province, world, listed(row(0), row(1, base="丙院")))

    answer = province.get(f"{address}marked/")

    page = openpyxl.load_workbook(io.BytesIO(answer.content))["名单"]
    assert page["F3"].value == "本轮招录计划里没有这家基地"
    assert "filename*=utf-8''" in answer.headers["Content-Disposition"]


def test_the_template_is_read_by_the_import(province: Client) -> None:
    answer = province.get(f"{PAGE}template/")

    page = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert page is not None
    assert tuple(cell.value for cell in page[1]) == HEAD


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "空.xlsx", "0 字节"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧.xls", "另存为"),
        (b"GIF89a", "图.xlsx", "不是表格文件"),
    ],
)
def test_what_is_no_table_is_told_how_to_become_one(
    province: Client, world: World, data: bytes, name: str, said: str
) -> None:
    answer = upload(province, world, data, name)
    if answer.status_code == 302:
        address = answer.headers["Location"]
        tasks.check(import_id=address.split("/")[-2])
        answer = province.get(address)

    assert said in words(answer)


def test_discarding(province: Client, world: World) -> None:
    address = arrived(province, world, listed(row(0)))

    answer = province.post(f"{address}discarding/", follow=True)

    assert "已放弃，什么都没有写入" in words(answer)
    assert "已放弃" in words(province.get(address))


def test_people_already_applied_are_counted_before_the_confirmation(province: Client, world: World) -> None:
    from tests import applicants

    person = applicants.submitted(world).person
    given = row(number=person.document_number.plain(), name=person.name, specialty="外科")
    address = arrived(province, world, listed(given))

    assert "已经填报、与名单不一致的人" in words(province.get(address))
    assert "有 1 人已经填报" in words(province.get(f"{address}confirmation/"))


@pytest.mark.parametrize("role", ["system", "support", "audit"])
def test_a_stranger_finds_none_of_it(world: World, client: Client, role: str) -> None:
    found, _ = checked(world, listed(row(0), row(0)))
    factories.login(client, factories.staff(role))

    for path in ("", "choices/", "confirmation/", "discarding/", "marked/"):
        address = f"/province/imports/{found.pk}/{path}"
        assert client.get(address).status_code in (404, 405)
        assert client.post(address).status_code in (404, 405)
    assert client.get(PAGE).status_code == 404


def test_an_import_that_does_not_exist(province: Client) -> None:
    assert province.get(f"/province/imports/{uuid4()}/").status_code == 404


def test_hostile_names_stay_text(province: Client, world: World) -> None:
    head = (*HEAD, "<script>alert(1)</script>")
    data = workbook(head, (*row(0, base="<img src=x onerror=1>"), "x"), sheet="<b>x")
    address = arrived(province, world, data)

    page = province.get(address).content.decode()

    assert "<img src=x" not in page and "<script>alert" not in page and "&lt;img src=x" in page
