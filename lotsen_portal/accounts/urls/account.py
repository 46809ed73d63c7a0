"""The pages of allauth that are used, and no others."""

from allauth.account import views as account
from allauth.usersessions import views as sessions
from django.urls import include, path, re_path

from lotsen_portal.accounts.urls.invitations import LINK
from lotsen_portal.accounts.views import account as own
from lotsen_portal.accounts.views import invitations

urlpatterns = [
    path("", own.home, name="account_home"),
    path("start/", own.start, name="account_start"),
    re_path(rf"^einladung/{LINK}/$", invitations.accept_for_land, name="account_invitation"),
    path("login/", account.login, name="account_login"),
    path("login/code/", account.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("neu-anmelden/", own.sign_in_again, name="account_sign_in_again"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("sitzungen/", sessions.list_usersessions, name="usersessions_list"),
    path("2fa/", include("allauth.mfa.urls")),
]
