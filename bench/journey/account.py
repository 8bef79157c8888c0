"""账号注册 and 登录 over HTTP."""

from bench import people
from bench.journey.walker import Walker

REGISTER, LOGIN = "/register/", "/login/"


def arrive(walker: Walker) -> None:
    """What everybody looks at first."""
    walker.browser.get("/", "portal")
    walker.expect("/")


def register(walker: Walker) -> None:
    browser, facts = walker.browser, walker.who.facts
    browser.get(REGISTER, "register")
    form = browser.page.form(action=REGISTER, name="number")
    answers = {**people.registration(facts), **{name: "on" for name in form.names if name.startswith("consent_")}}
    browser.submit(form, answers, "register: code", extra=walker.captcha(), button=("ask", "1"))
    walker.expect(REGISTER)
    form = browser.page.form(action=REGISTER, name="code")
    answers = {"code": walker.code(), "password": people.PASSWORD, "again": people.PASSWORD}
    browser.submit(form, answers, "register: account", button=("register", "1"))
    walker.expect("/register/done/")


def login(walker: Walker) -> None:
    """Ends on 我的报名."""
    browser = walker.browser
    browser.get(LOGIN, "login page")
    form = browser.page.form(action=LOGIN, name="password")
    answers = {"number": walker.who.facts.document_number, "password": people.PASSWORD}
    browser.submit(form, answers, "login", extra=walker.captcha())
    walker.expect("/me/")
