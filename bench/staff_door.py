"""A member of staff logs in over HTTP: password, then the authenticator's digits."""

from django_otp.plugins.otp_totp.models import TOTPDevice

from bench.browser import Browser, Failed
from zhupei.accounts.models import User
from zhupei.world import captcha_solver, staff
from zhupei.world.fiction.logins import STAFF_PASSWORD

LOGIN = "/staff/login/"


def enter(browser: Browser, login_name: str) -> User:
    """Ends on the desk. Raises Failed."""
    user = User.objects.get(login_name=login_name)
    browser.get(LOGIN, "staff: login page")
    form = browser.page.form(action=LOGIN, name="login_name")
    puzzle = browser.fetch("/captcha/challenge/", "captcha")
    extra = {"altcha": captcha_solver.solve(puzzle.json())}
    browser.submit(form, {"login_name": login_name, "password": STAFF_PASSWORD}, "staff: login", extra=extra)
    form = browser.page.form(action=f"{LOGIN}code/", name="token")
    device = TOTPDevice.objects.get(user=user, confirmed=True)
    browser.submit(form, {"token": staff.digits(device)}, "staff: second factor")
    if browser.page.status != 200 or browser.page.path.startswith(LOGIN):
        raise Failed(f"{browser.page.status} at the staff door")
    return user
