"""Settings of people and their signing in; lotsen_portal/settings.py takes them in."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from lotsen_portal import env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# A literal path: `reverse` would put the tenant's prefix before it.
LOGIN_URL = "/konto/login/"
LOGIN_REDIRECT_URL = "/konto/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "lotsen_portal.accounts.passwords.GuessablePasswordValidator"},
]
# Rate limits count by address: how many proxies stand between people and the portal.
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", default=0)
ACCOUNT_ADAPTER = "lotsen_portal.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# Nobody signs up, but without a password here allauth takes it from the sign-in page too.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
# An unknown address gets no mail: accounts exist by invitation, there is nowhere to sign up.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "change_password": "lotsen_portal.accounts.forms.ChangePassword",
    "confirm_login_code": "lotsen_portal.accounts.forms.LoginCodeForm",
    "reauthenticate": "lotsen_portal.accounts.forms.ConfirmByPasswordForm",
    "request_login_code": "lotsen_portal.accounts.forms.AskForCodeForm",
    "reset_password": "lotsen_portal.accounts.forms.AskForLinkForm",
    "reset_password_from_key": "lotsen_portal.accounts.forms.ResetPassword",
    "set_password": "lotsen_portal.accounts.forms.SetPassword",
}
# Counted in Valkey. Six digits and three tries a code: thirty guesses a day for one address.
# Generous by place, for a whole office may stand behind one address of the network. The last
# five are ours (lotsen_portal/accounts/limits.py): a device that knows the person has its own.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/5m/key,50/d/key",
    "request_login_code": "60/m/ip,500/d/ip",
    "reset_password": "60/m/ip,500/d/ip",
    "password_for_address": "100/d/key",
    "code_for_address": "3/m/key",
    "code_for_address_today": "10/d/key",
    "link_for_address": "3/m/key",
    "link_for_address_today": "10/d/key",
}
# Whoever's password or second factor changes hears of it by mail.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Before a role is given or taken and before a large export: who is it?
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_FORMS = {
    "add_webauthn": "lotsen_portal.accounts.forms.AddKeyForm",
    "authenticate": "lotsen_portal.accounts.forms.SecondFactorForm",
    "authenticate_webauthn": "lotsen_portal.accounts.forms.SecondFactorByKeyForm",
    "edit_webauthn": "lotsen_portal.accounts.forms.NameKeyForm",
    "login_webauthn": "lotsen_portal.accounts.forms.SignInByKeyForm",
    "reauthenticate": "lotsen_portal.accounts.forms.ConfirmByCodeForm",
    "reauthenticate_webauthn": "lotsen_portal.accounts.forms.ConfirmByKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Addresses are proved by the invitation. allauth keeps a row for each and verifies it by a page
# that is not mounted here: anybody could make such a row by asking for somebody's reset link.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Lotsenportal"
# Read from Valkey, kept in the database: a Valkey that is down signs nobody out.
SESSION_ENGINE = "lotsen_portal.accounts.sessions"
# A sign-in ends with the browser, and after a working day at the latest. Volunteers may wish to
# stay on a device; staff may not.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_STAY_SECONDS = 90 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"

# The identity provider of a Landratsamt: without an issuer there is none. It lets in whom it has
# verified an address for, of its own domains alone: it must not speak for another Kreis's people.

OIDC_ISSUER = env.text("OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.text("OIDC_CLIENT_SECRET", "")
OIDC_NAME = env.text("OIDC_NAME", "dem Konto Ihres Landratsamts")
OIDC_EMAIL_DOMAINS = [domain.lower() for domain in env.words("OIDC_EMAIL_DOMAINS", "")]
# The provider asks for a second factor itself, so the portal need not.
OIDC_SECOND_FACTOR = env.flag("OIDC_SECOND_FACTOR", default=False)
SOCIALACCOUNT_ADAPTER = "lotsen_portal.accounts.provider.ProviderAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False


def oidc_provider(issuer: str, client_id: str, secret: str, name: str) -> dict[str, Any]:
    """Return allauth's settings for the one provider."""
    app = {
        "provider_id": "anbieter",
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": issuer},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def origin_of(issuer: str) -> str:
    parts = urlsplit(issuer)
    return f"{parts.scheme}://{parts.netloc}"


SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
OIDC_ORIGINS: list[str] = []
if OIDC_ISSUER:
    if not (OIDC_CLIENT_ID and OIDC_CLIENT_SECRET and OIDC_EMAIL_DOMAINS):
        raise ImproperlyConfigured(
            "OIDC_ISSUER needs OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_EMAIL_DOMAINS."
        )
    SOCIALACCOUNT_PROVIDERS = oidc_provider(
        OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME
    )
    OIDC_ORIGINS = [origin_of(OIDC_ISSUER)]
