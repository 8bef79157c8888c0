"""Addresses of 账号与安全."""

from django.urls import path

from zhupei.desks.applicant.views import account

urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/own-data/", account.own_data, name="own_data"),
    path("account/password/", account.password, name="account_password"),
    path("account/phone/", account.phone, name="account_phone"),
    path("account/agreement/", account.agreement, name="agreement"),
]
