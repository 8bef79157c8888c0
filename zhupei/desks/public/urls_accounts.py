"""Addresses of accounts: registration, login, reset, codes, captchas, the door for staff."""

from django.urls import path

from zhupei.desks.public.views import (
    accounts_captcha,
    accounts_invitation,
    accounts_login,
    accounts_registration,
    accounts_reset,
    accounts_staff,
    accounts_waiting,
)

urlpatterns = [
    path("register/", accounts_registration.registration_page, name="registration"),
    path("register/done/", accounts_registration.registration_done, name="registration_done"),
    path("login/", accounts_login.login_page, name="login"),
    path("logout/", accounts_login.logout_page, name="logout"),
    path("forgot/", accounts_reset.forgot, name="forgot"),
    path("forgot/new/", accounts_reset.new_password, name="new_password"),
    path("sms/<slug:purpose>/", accounts_captcha.sms, name="sms"),
    path("captcha/challenge/", accounts_captcha.challenge, name="captcha_challenge"),
    path("captcha/<uuid:picture_id>.png", accounts_captcha.picture, name="captcha_picture"),
    path("staff/login/", accounts_staff.staff_login, name="staff_login"),
    path("staff/login/code/", accounts_staff.staff_code, name="staff_code"),
    path("staff/waiting/", accounts_waiting.waiting, name="waiting"),
    path("invitation/<str:token>/", accounts_invitation.invitation, name="invitation"),
    path("invitation/<str:token>/password/", accounts_invitation.invitation_password, name="invitation_password"),
    path("invitation/<str:token>/code/", accounts_invitation.invitation_code, name="invitation_code"),
]
