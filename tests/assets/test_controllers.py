"""What the scripts do on a page, against answers a server would give (contracts: docs/STYLE.md)."""

import re
from urllib.parse import unquote

import altcha
import pytest
from playwright.sync_api import Route, expect

from .conftest import HOME, Guide

pytestmark = pytest.mark.browser
PICTURE = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8" + b"0" * 4096}


def card(body: str, stage: str = "") -> str:
    """Of a portrait: its element has more controllers than one."""
    state = 'data-upload-state-url-value="/example/upload/state/"'
    return (
        f'<section class="upload" id="card-missing" data-controller="upload coach" {state} '
        f'data-upload-stage-value="{stage}"><p>{body}</p></section>'
    )


class TestCountdown:
    def test_runs_on_the_servers_time_whatever_the_computer_says(self, guide: Guide) -> None:
        guide.page.clock.install(time="2031-01-01T00:00:00Z")
        page = guide.open()
        timer = page.get_by_role("timer").first
        expect(timer).to_contain_text("2 天 3 小时 1")
        page.clock.fast_forward("50:00:00")
        expect(timer).to_contain_text("1 小时 1")

    def test_says_so_when_it_is_over(self, guide: Guide) -> None:
        guide.page.clock.install()
        page = guide.open()
        page.clock.fast_forward("52:00:00")
        expect(page.get_by_role("timer").first).to_have_text("报名已截止")

    def test_asks_the_server_after_sleep(self, guide: Guide) -> None:
        page = guide.open()
        guide.answers["/"] = lambda route: route.fulfill(headers={"X-Server-Now": "2026-07-19T21:49:00+08:00"})
        page.evaluate(
            "() => { const real = Date.now; Date.now = () => real() + 7200e3;"
            " document.dispatchEvent(new Event('visibilitychange')); }"
        )
        expect(page.get_by_role("timer").first).to_contain_text("10 分")


class TestAutosave:
    def test_saves_what_was_typed_and_takes_the_new_version(self, guide: Guide) -> None:
        guide.answer("/example/autosave/", {"saved_at": "14:02:31", "version": 8, "errors": {}})
        page = guide.open()
        with page.expect_request("**/example/autosave/") as asked:
            page.get_by_label("通信地址").fill("昆明市盘龙区")
        expect(page.get_by_text("已保存 14:02:31").last).to_be_visible()
        assert asked.value.headers["x-autosave"] == "1"
        assert "昆明市盘龙区" in (asked.value.post_data or "")
        expect(page.locator("#autosave input[name=version]")).to_have_value("8")

    def test_leaves_proposals_alone_until_they_are_touched(self, guide: Guide) -> None:
        guide.answer("/example/autosave/", {"saved_at": "14:02:31", "version": 8, "errors": {}})
        page = guide.open()
        form = page.locator("#autosave")
        form.evaluate("form => form.setAttribute('data-autosave-proposed-value', '[\"address\"]')")
        form.evaluate("form => form.elements.address.value = '昆明市五华区'")
        with page.expect_request("**/example/autosave/") as asked:
            form.evaluate("form => form.elements.version.dispatchEvent(new Event('input', {bubbles: true}))")
        assert "昆明市五华区" not in (asked.value.post_data or "")
        with page.expect_request("**/example/autosave/") as asked:
            page.get_by_label("通信地址").fill("盘龙区 1 号")
        assert "盘龙区 1 号" in (asked.value.post_data or "")

    def test_a_conflict_stops_saving_and_overwrites_nothing(self, guide: Guide) -> None:
        asked: list[str] = []

        def refuse(route: Route) -> None:
            asked.append(route.request.url)
            route.fulfill(status=409, body='{"message": "内容已在另一窗口修改"}', content_type="application/json")

        guide.answers["/example/autosave/"] = refuse
        page = guide.open()
        page.get_by_label("通信地址").fill("甲")
        expect(page.get_by_text("内容已在另一窗口修改")).to_be_visible()
        page.get_by_label("通信地址").fill("乙")
        page.wait_for_timeout(1600)
        assert len(asked) == 1
        expect(page.locator("#autosave input[name=version]")).to_have_value("7")

    def test_shows_a_fault_beside_its_field(self, guide: Guide) -> None:
        guide.answer("/example/autosave/", {"errors": {"address": ["请写到门牌号"]}}, status=422)
        page = guide.open()
        page.get_by_label("通信地址").fill("昆明")
        expect(page.locator("#autosave .errorlist")).to_have_text("请写到门牌号")

    def test_asks_before_leaving_with_something_unsaved(self, guide: Guide) -> None:
        guide.answers["/example/autosave/"] = lambda route: route.abort()
        page = guide.open()
        page.get_by_label("通信地址").press_sequentially("a")
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept())[1])
        expect(page.get_by_text("未保存：网络不通")).to_be_visible()
        page.goto(f"{HOME}/")
        assert asked == ["beforeunload"]
        guide.faults.clear()  # the browser reports the aborted request


class TestUpload:
    def test_sends_on_choosing_and_watches_the_checks(self, guide: Guide) -> None:
        guide.answer("/example/upload/", card("检查中", "checking"))
        shown = iter([card("检查中", "checking"), card("已上传", "reading"), card("已上传", "reading")])
        looks: list[int] = []

        def state(route: Route) -> None:
            looks.append(1)
            route.fulfill(body=next(shown, card("合格")), content_type="text/html")

        guide.answers["/example/upload/state/"] = state
        page = guide.open()
        with page.expect_request("**/example/upload/") as asked:
            page.locator("#card-missing input[type=file]").set_input_files(PICTURE)
        assert asked.value.headers["x-requested-with"] == "card"
        expect(page.locator("#card-missing")).to_have_text("已上传")
        expect(page.locator("#card-missing")).to_have_text("合格")
        assert len(looks) == 4

    def test_a_broken_line_can_be_retried(self, guide: Guide) -> None:
        guide.answers["/example/upload/"] = lambda route: route.abort()
        page = guide.open()
        box = page.locator("#card-missing")
        box.locator("input[type=file]").set_input_files(PICTURE)
        expect(box.get_by_text("网络中断")).to_be_visible()
        guide.answer("/example/upload/", card("已上传"))
        box.get_by_role("button", name="重试").click()
        expect(page.locator("#card-missing")).to_have_text("已上传")
        guide.faults.clear()

    def test_can_be_cancelled(self, guide: Guide) -> None:
        guide.answers["/example/upload/"] = lambda route: None
        page = guide.open()
        box = page.locator("#card-missing")
        box.locator("input[type=file]").set_input_files(PICTURE)
        box.get_by_role("button", name="取消").click()
        expect(box.get_by_role("progressbar")).to_be_hidden()
        assert box.locator("input[type=file]").evaluate("input => input.files.length") == 0

    def test_says_when_the_session_is_over(self, guide: Guide) -> None:
        guide.answer("/example/upload/", "<h1>登录</h1>")
        page = guide.open()
        page.locator("#card-missing input[type=file]").set_input_files(PICTURE)
        expect(page.locator("#card-missing").get_by_text("登录已过期")).to_be_visible()


class TestChoosing:
    def test_regions_follow_each_other(self, guide: Guide) -> None:
        guide.answer(
            "/example/regions/530000/", [{"code": "530100", "name": "昆明市"}, {"code": "532900", "name": "大理州"}]
        )
        guide.answer("/example/regions/530100/", [{"code": "530102", "name": "五华区"}])
        page = guide.open()
        expect(page.get_by_label("市", exact=True)).to_be_disabled()
        page.get_by_label("省", exact=True).select_option("云南省")
        page.get_by_label("市", exact=True).select_option("昆明市")
        expect(page.get_by_label("县（区）")).to_have_value("530102")
        page.get_by_label("省", exact=True).select_option("省")
        expect(page.get_by_label("县（区）")).to_be_disabled()

    def test_search_by_initials_and_not_while_composing(self, guide: Guide) -> None:
        asked: list[str] = []

        def search(route: Route) -> None:
            asked.append(route.request.url.split("q=")[1])
            route.fulfill(json={"results": [{"value": "10678", "text": "昆明医科大学", "hint": "云南省昆明市"}]})

        guide.answers["/example/institutions/"] = search
        page = guide.open()
        page.get_by_label("毕业院校").click()
        box = page.locator(".ts-control input")
        expect(box).to_be_focused()
        box.dispatch_event("compositionstart")
        box.press_sequentially("kunming")
        page.wait_for_timeout(500)
        assert asked == []
        box.dispatch_event("compositionend")
        page.get_by_role("option", name="昆明医科大学").click()
        expect(page.locator("#institution")).to_have_value("10678")
        assert asked == ["kunming"]

    def test_order_moves_at_once_and_tells_the_server(self, guide: Guide) -> None:
        guide.answer("/example/order/", {})
        page = guide.open()
        with page.expect_request("**/example/order/") as asked:
            page.get_by_role("button", name="儿科上移").click()
        assert "up-0200" in (asked.value.post_data or "")
        expect(page.locator("#order li b")).to_have_text(["儿科", "内科"])
        expect(page.get_by_role("button", name="儿科上移")).to_be_disabled()
        expect(page.get_by_role("button", name="内科上移")).to_be_enabled()
        expect(page.get_by_text("儿科，现在是第 1 志愿")).to_be_attached()


def proof_in(body: str | None) -> bool:
    """Whether the posted form holds a solved puzzle of ours."""
    found = re.search(r'name="altcha"\r\n\r\n(\S+)', body or "") or re.search(r"altcha=([^&]+)", body or "")
    return bool(found) and altcha.verify_solution(unquote(found[1]), "puzzle", hmac_key_secret="answer").verified


class TestCaptcha:
    @staticmethod
    def serve(guide: Guide) -> None:
        def puzzle(route: Route) -> None:
            made = altcha.create_challenge("SHA-256", 1, counter=3000, hmac_secret="puzzle", hmac_key_secret="answer")
            route.fulfill(json=made.to_dict())

        guide.answers["/example/captcha/"] = puzzle

    def test_takes_the_place_of_the_image_where_the_browser_can(self, guide: Guide) -> None:
        page = guide.open()
        expect(page.locator("altcha-widget")).to_be_visible()
        expect(page.get_by_label("图形验证码")).to_be_hidden()
        expect(page.get_by_label("图形验证码")).to_be_disabled()

    def test_a_form_sent_at_once_waits_for_the_proof(self, guide: Guide) -> None:
        self.serve(guide)
        page = guide.open()
        expect(page.locator("altcha-widget")).to_be_visible()
        with page.expect_request("**/example/login/") as asked:
            page.locator("#login").get_by_role("button", name="登录").click()
        assert proof_in(asked.value.post_data)

    def test_each_code_has_a_proof_of_its_own(self, guide: Guide) -> None:
        self.serve(guide)
        guide.answer("/example/sms/", {"message": "号码不对"}, status=422)
        page = guide.open()
        expect(page.locator("altcha-widget")).to_be_visible()
        bodies = []
        for _ in range(2):
            with page.expect_request("**/example/sms/") as asked:
                page.get_by_role("button", name="获取验证码").nth(1).click()
            expect(page.get_by_text("号码不对")).to_be_visible()
            bodies.append(asked.value.post_data)
        assert all(map(proof_in, bodies))
        assert bodies[0] != bodies[1]
        assert 'name="ask"' in bodies[0]

    def test_the_image_comes_back_when_the_proof_fails(self, guide: Guide) -> None:
        guide.answer("/example/captcha/", {}, status=500)
        page = guide.open()
        page.locator("#code").focus()
        expect(page.get_by_label("图形验证码")).to_be_visible()
        expect(page.get_by_label("图形验证码")).to_be_enabled()
        guide.faults.clear()  # the widget reports its failure


class TestAccount:
    def test_the_code_button_counts_the_gap(self, guide: Guide) -> None:
        guide.answer("/example/sms/", {"message": "已发送至 138****0011", "wait": 60})
        guide.page.clock.install()
        page = guide.open()
        button = page.locator("[data-sms-target=button]")
        button.click()
        expect(page.get_by_text("已发送至 138****0011")).to_be_visible()
        expect(button).to_be_disabled()
        expect(button).to_contain_text("秒后可重发")
        page.clock.fast_forward("01:01")
        expect(button).to_be_enabled()
        expect(button).to_have_text("重新发送")

    def test_a_refused_code_says_why(self, guide: Guide) -> None:
        guide.answer("/example/sms/", {"message": "图形验证码不对", "field": "code"}, status=422)
        page = guide.open()
        page.locator("[data-sms-target=button]").click()
        expect(page.get_by_text("图形验证码不对")).to_be_visible()
        expect(page.locator("#code")).to_be_focused()

    def test_a_password_can_be_shown(self, guide: Guide) -> None:
        page = guide.open()
        field = page.locator("#password")
        page.locator("[data-reveal-password-target=button]").click()
        expect(field).to_have_attribute("type", "text")
        page.get_by_role("button", name="隐藏", exact=True).click()
        expect(field).to_have_attribute("type", "password")

    def test_a_form_is_sent_once(self, guide: Guide) -> None:
        sent: list[str] = []
        page = guide.open()
        page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
        guide.answers["/"] = lambda route: route.fulfill(status=204)
        button = page.locator(".confirm button[type=submit]")
        button.evaluate("button => { button.form.action = '/'; button.click(); button.click(); }")
        expect(button).to_be_disabled()
        assert len(sent) == 1


SESSION = (
    '<div class="session-warning" hidden data-controller="session" data-session-left-value="150" '
    'data-session-url-value="/session/"><b data-session-target="title">即将自动退出</b>'
    '<p data-session-target="text"><span data-session-target="left"></span></p>'
    '<button type="button" data-session-target="extend" data-action="session#extend">继续使用</button>'
    '<a href="#" data-session-target="login" hidden>重新登录</a></div></body>'
)


class TestSession:
    def test_warns_two_minutes_before_and_extends_in_place(self, guide: Guide) -> None:
        guide.answer("/session/", {"seconds": 1800})
        guide.html = guide.html.replace("</body>", SESSION)
        guide.page.clock.install()
        page = guide.open()
        warning = page.locator(".session-warning")
        expect(warning).to_be_hidden()
        page.clock.fast_forward("00:40")
        expect(warning).to_be_visible()
        expect(warning).to_contain_text("1 分")
        warning.get_by_role("button", name="继续使用").click()
        expect(warning).to_be_hidden()

    def test_says_when_it_is_over(self, guide: Guide) -> None:
        guide.html = guide.html.replace("</body>", SESSION)
        guide.page.clock.install()
        page = guide.open()
        page.clock.fast_forward("02:40")
        expect(page.get_by_text("登录已结束")).to_be_visible()
        expect(page.get_by_role("link", name="重新登录")).to_be_visible()


class TestSmallThings:
    def test_the_summary_leads_to_the_field(self, guide: Guide) -> None:
        page = guide.open()
        page.get_by_role("link", name="第 18 位校验不对").click()
        expect(page.locator("#id_wrong-number")).to_be_focused()

    def test_a_notice_can_be_closed_and_a_number_copied(self, guide: Guide) -> None:
        page = guide.open()
        notice = page.locator(".notice.ok")
        notice.get_by_role("button", name="关闭提示").click()
        expect(notice).to_have_count(0)
        copy = page.locator("[data-controller=copy]")
        copy.click()
        expect(copy).to_have_text("已复制")

    def test_a_menu_closes_on_escape(self, guide: Guide) -> None:
        guide.page.set_viewport_size({"width": 360, "height": 700})
        page = guide.open()
        menu = page.locator("details.menu")
        menu.locator("summary").click()
        expect(menu.locator(".menu-panel")).to_be_visible()
        page.keyboard.press("Escape")
        expect(menu.locator(".menu-panel")).to_be_hidden()
        expect(menu.locator("summary")).to_be_focused()
