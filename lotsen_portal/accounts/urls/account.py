"""The pages of allauth that are used, and no others."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path, re_path

from lotsen_portal.accounts.urls.invitations import LINK
from lotsen_portal.accounts.views import account as own
from lotsen_portal.accounts.views import invitations, provider, sessions, sign_in

second_factor = [
    path("", mfa.index, name="mfa_index"),
    path("authenticate/", sign_in.authenticate, name="mfa_authenticate"),
    path("reauthenticate/", sign_in.reauthenticate_by_code, name="mfa_reauthenticate"),
    path("totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "recovery-codes/generate/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "recovery-codes/download/",
        own.recovery_codes_file,
        name="mfa_download_recovery_codes",
    ),
    path("webauthn/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("webauthn/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("webauthn/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path(
        "webauthn/reauthenticate/",
        sign_in.reauthenticate_by_key,
        name="mfa_reauthenticate_webauthn",
    ),
    path("webauthn/keys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("webauthn/keys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
]

urlpatterns = [
    path("", own.home, name="account_home"),
    path("start/", own.start, name="account_start"),
    re_path(rf"^einladung/{LINK}/$", invitations.accept_for_land, name="account_invitation"),
    path("login/", sign_in.login, name="account_login"),
    path("login/code/", account.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", sign_in.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", sign_in.reauthenticate, name="account_reauthenticate"),
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
    path(
        "<slug:provider_id>/login/",
        provider.provider_login,
        name="openid_connect_login",
    ),
    path(
        "<slug:provider_id>/login/callback/",
        provider.provider_callback,
        name="openid_connect_callback",
    ),
    path("sitzungen/", sessions.session_list, name="usersessions_list"),
    path("sitzungen/<int:pk>/ende/", sessions.session_end, name="usersessions_end"),
    path("sitzungen/ueberall/", sessions.session_end_all, name="usersessions_end_all"),
    path("2fa/", include(second_factor)),
]
