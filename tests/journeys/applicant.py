"""An applicant on the way from 账号注册 to the receipt, in the words of the pages."""

import re
from datetime import date
from functools import cache
from typing import Any

from playwright.sync_api import Browser, expect

from tests.journeys.page_inspector import PageInspector
from tests.journeys.running_system import RunningSystem, Telephone, until
from tests.journeys.visitor import Visitor
from zhupei.accounts.queries import phone_index
from zhupei.dossiers import options
from zhupei.dossiers.models import Major
from zhupei.pure.reference.regions import regions
from zhupei.pure.reference.schools import institutions, majors
from zhupei.world import pictures
from zhupei.world.fiction.logins import APPLICANT_PASSWORD
from zhupei.world.fiction.people import PersonFacts
from zhupei.world.fiction.schooling import EducationFacts

PAPERS = {
    "免冠照片": "portrait",
    "身份证人像面": "id-front",
    "身份证国徽面": "id-back",
    "单位同意培训证明": "employer-consent",
    "学历照片": "diploma",
    "学位照片": "degree",
    "医师资格证书": "qualification",
    "医师执业证书": "practising",
}
YES_NO = {True: "是", False: "否"}


class Applicant(Visitor):
    """`facts` says who it is and what he writes."""

    def __init__(
        self, system: RunningSystem, browser: Browser, inspector: PageInspector, facts: PersonFacts, **how: Any
    ) -> None:
        super().__init__(system, browser, inspector, **how)
        self.facts = facts
        self.telephone = Telephone(system, facts.phone)

    @property
    def phone_index(self) -> str:
        return phone_index(self.facts.phone)

    # --- 账号注册, 登录 ----------------------------------------

    def registers(self, password: str = APPLICANT_PASSWORD) -> None:
        self.open("/register/")
        self.stands_on("账号注册")
        self.fill("证件号码", self.facts.document_number)
        self.fill("姓名", self.facts.name)
        self.fill("手机号码", self.facts.phone)
        self.tick("我已阅读并同意")
        self._prove()
        self.press("获取手机验证码")
        self.sees("验证码已发送至")
        self.inspect("code")
        self.fill("手机验证码", self.telephone.code())
        self.fill("设置密码", password)
        self.fill("再输一次密码", password)
        self.press("注册")
        self.stands_on("手机已验证，请登录")

    def logs_in(self, path: str = "/login/", password: str = APPLICANT_PASSWORD) -> None:
        self.open(path)
        self.enters_password(password)

    def enters_password(self, password: str = APPLICANT_PASSWORD) -> None:
        self.fill("证件号", self.facts.document_number)
        self.fill("密码", password)
        self._prove()
        self.press("登录", within=self.page.get_by_role("main"))

    def comes_home(self) -> None:
        """登录, ending on 我的报名."""
        self.logs_in()
        expect(self.page).to_have_url(f"{self.system.url}/me/")
        self.inspect()

    def _prove(self) -> None:
        """With a script the browser proves by itself that a person is there."""
        if not self.script:
            self.read_picture()

    # --- the dossier ----------------------------------------

    def fills_in_everything(self) -> None:
        """All five sections."""
        self.fills_in_basics()
        self.fills_in_education(self.facts.educations[0])
        self.answers_about_work()
        self.answers_about_licence()
        self.uploads_everything()

    def fills_in_basics(self) -> None:
        facts = self.facts
        self.open("/me/dossier/basics/")
        self.choose("婚姻状况", options.label("marital_statuses", facts.marital_status))
        self.choose("国籍或地区", options.label("nationalities", facts.nationality))
        self.choose("民族", options.label("ethnicities", facts.ethnicity))
        self.answer("是否军队人员", YES_NO[facts.military])
        self.chooses_region("户籍所在地", facts.registered.region)
        self.fill("户籍详细地址", facts.registered.detail)
        self.chooses_region("现住址", facts.contact.region)
        self.fill("现住址详细地址", facts.contact.detail)
        self.field("人员类型").select_option(value=facts.category)
        if facts.employer:
            self.fill("工作单位", facts.employer)
        self.fill("电子邮箱", facts.email)
        self.fill("紧急联系人姓名", facts.emergency_name)
        self.fill("与本人关系", facts.emergency_relation)
        self.fill("紧急联系人电话", facts.emergency_phone)
        self.saves()

    def chooses_region(self, question: str, county: str) -> None:
        for label, name in zip(("省", "市", "县（区）"), chain(county), strict=False):
            self.group(question).get_by_label(label, exact=True).select_option(label=name)
            if not self.script and label != "县（区）":
                self.group(question).get_by_role("button", name="选择下一级").click()

    def fills_in_education(self, row: EducationFacts) -> None:
        self.open("/me/dossier/educations/")
        self.follow("添加学历")
        self.stands_on("学历信息")
        self.answer("是否在读", YES_NO[row.studying])
        self.choose("学历", options.label("education_levels", row.level))
        self.choose("学位", options.label("degrees", row.degree))
        self.finds("毕业院校", "kmykdx", name_of(row.institution))
        self.finds("所学专业", name_of(row.major), major_of(row.major))
        self.fill("入学日期", f"{row.started}")
        self.fill("毕业日期", f"{row.graduated}")
        self.fill("毕业证书编号", row.diploma_number)
        self.fill("学位证书编号", row.degree_number)
        self.saves()

    def finds(self, label: str, typed: str, wanted: str) -> None:
        """A school or a major by what is typed: Chinese, pinyin or initials.

        Chinese comes from an input method, and that needs a box to write in: until the search has taken the place of
        the browser's list only keys arrive (`test_quick_hands` presses those).
        """
        if self.script:
            self.field(label).click()
            combobox = self.page.get_by_role("combobox", name=re.compile(f"^{label}")).filter(visible=True)
            combobox.and_(self.page.locator("input")).press_sequentially(typed)
            self.page.get_by_role("option", name=wanted, exact=True).first.click()
            return
        search = self.page.get_by_label("查找：名称、拼音或首字母").nth(0 if label == "毕业院校" else 1)
        search.fill(typed)
        search.locator("..").get_by_role("button", name="查找").click()
        self.sees(re.compile(r"找到 \d+ 个，请在上面选择"))
        self.choose(label, wanted)

    def answers_about_work(self) -> None:
        self.open("/me/dossier/employments/")
        if not self.facts.employer:
            self.answer("是否有工作经历", "否")
            self.saves()
            return
        self.follow("添加工作经历")
        self.fill("工作单位", self.facts.employer)
        self.fill("岗位或职务", "住院医师")
        self.fill("开始日期", f"{min(self.facts.educations[0].graduated, date.today())}")
        self.saves()

    def answers_about_licence(self) -> None:
        held = self.facts.licence
        self.open("/me/dossier/licence/")
        self.answer("是否已取得医师资格", YES_NO[held is not None])
        if held is not None:
            self.fill("医师资格证书编码", held.qualification_number)
            self.fill("取得资格日期", f"{held.qualification_date}")
            self.choose("类别", held.category_name)
            self.fill("医师执业证书编码", held.practising_number)
            self.fill("执业证书签发日期", f"{held.practising_date}")
            self.fill("执业范围", held.scope)
        self.saves()

    def saves(self) -> None:
        self.press("保存")
        self.sees(re.compile(r"^已保存 \d\d:\d\d:\d\d"))
        self.does_not_see("还缺")
        self.inspect("saved")

    # --- 证明材料 ----------------------------------------

    def uploads_everything(self) -> None:
        self.open("/me/dossier/documents/")
        self.agrees_to_pictures()
        required = self.page.get_by_role("region", name="必交材料")
        choosers = required.get_by_label(re.compile("^选择文件："))
        expect(choosers.first).to_be_attached()
        for label in choosers.all():
            self.uploads((label.get_attribute("aria-label") or "").removeprefix("选择文件："))
        self.waits_for_checks()
        cards = required.get_by_role("heading", level=3).all_inner_texts()
        assert cards
        for card in cards:
            self.sees("已上传", within=self.card(card))
        self.inspect("uploaded")

    def waits_for_checks(self) -> None:
        if not self.script:
            until(self._asks_again, "the checks of the documents")

    def _asks_again(self) -> bool:
        """Without a script the page does not change by itself."""
        refresh = self.page.get_by_role("link", name="刷新查看结果")
        if refresh.count() == 0:
            return True
        with self.page.expect_navigation():
            refresh.click()
        return False

    def agrees_to_pictures(self) -> None:
        self.tick("我单独同意")
        self.press("同意并继续")
        expect(self.page.get_by_role("button", name="同意并继续")).to_have_count(0)

    def comes_to_the_documents(self) -> None:
        """From logging in to where files can be chosen."""
        self.comes_home()
        self.open("/me/dossier/documents/")
        self.agrees_to_pictures()

    def uploads(self, title: str, content: bytes | None = None) -> None:
        """Choosing is sending; without a script there is a button."""
        kind = next(kind for words, kind in PAPERS.items() if title.startswith(words))
        file = {
            "name": f"{title}.jpg",
            "mimeType": "image/jpeg",
            "buffer": content or pictures.drawn(kind, self.facts),
        }
        card = self.card(title)
        card.get_by_label(f"选择文件：{title}", exact=True).set_input_files(file)  # type: ignore[arg-type]
        if not self.script:
            card.get_by_role("button", name="上传").click()

    def card(self, title: str) -> Any:
        return self.page.locator("section.upload", has=self.page.get_by_role("heading", name=title))

    # --- 志愿填报, 提交报名 ----------------------------------------

    def chooses(self, base: str, *specialties: str) -> None:
        self.open("/me/choices/")
        self.fill("按医院、州市或专业查找", base)
        self.press("查找")
        self.page.get_by_role("button", name=re.compile(f"^选择{base}")).first.click()
        for name in specialties:
            self.press(f"加入{name}")
            self.sees(name, within=self.choices())
        self.inspect("chosen")

    def choices(self) -> Any:
        """The list 我的志愿."""
        return self.page.get_by_role("listitem").filter(has=self.page.get_by_role("button", name=re.compile("^移除")))

    def stands_in_order(self, *specialties: str) -> None:
        expect(self.choices()).to_have_text([re.compile(rf"^\s*{n}\s*{name}") for n, name in enumerate(specialties, 1)])

    def checks(self) -> None:
        """核对并提交: the page that looks like the printed form."""
        self.press("核对并提交")
        self.stands_on(re.compile("^核对并"))

    def asks_for_code(self) -> str:
        self._prove()
        self.press("获取短信验证码")
        self.sees("验证码已发送至")
        return self.telephone.code()

    def submits(self, button: str = "提交报名") -> str:
        """From the check page to the receipt; returns its number."""
        code = self.asks_for_code()
        self.tick("本人承诺")
        self.fill("短信验证码", code)
        self.press(button)
        return self.receipt()

    def prints_form(self) -> bytes:
        """打印报名表; the PDF."""
        self.open("/me/progress/")
        self.press("打印报名表")
        self.sees("报名表已生成")
        self.inspect("ready")
        return self.download(lambda: self.follow("下载 PDF"))

    def receipt(self) -> str:
        self.stands_on("报名已提交")
        return self.sees(re.compile(r"^\d{4}-[WT]\d-\d{6}-\d+$")).inner_text()


@cache
def names() -> dict[str, str]:
    return {entry.code: entry.name for entry in (*regions(), *institutions(), *majors())}


def name_of(code: str) -> str:
    return names()[code]


def major_of(code: str) -> str:
    """How the list of majors shows it."""
    found = next(major for major in majors() if major.code == code)
    return options.entry_label(Major(code=code, name=found.name, levels=list(found.levels)))


def chain(county: str) -> list[str]:
    """The names from the province down."""
    parents = {region.code: region.parent for region in regions()}
    found, code = [], county
    while code:
        found.insert(0, name_of(code))
        code = parents[code] or ""
    return found
