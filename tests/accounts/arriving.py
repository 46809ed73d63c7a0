"""Signing in by the pages, as people do it."""

import re
import time
from typing import Any

from allauth.mfa.totp.internal import auth as totp_auth
from allauth.mfa.webauthn.internal import auth as webauthn_auth
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import CoseKey
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from lotsen_portal.mail.models import LandMail

PASSWORD = "Isar-Kiesel-2026"


def give_password(user: Any) -> None:
    user.set_password(PASSWORD)
    user.save()


def give_second_factor(user: Any) -> str:
    """Set up an authenticator app and return its secret."""
    secret = totp_auth.generate_totp_secret()
    totp_auth.TOTP.activate(user, secret)
    return str(secret)


def give_key(user: Any) -> None:
    """Set up a security key that nobody holds."""
    secret = ec.generate_private_key(ec.SECP256R1())
    held = AttestedCredentialData.create(
        Aaguid(bytes(16)), b"key", CoseKey.for_alg(-7).from_cryptography_key(secret.public_key())
    )
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(bytes(32), flags, 0, held)
    response = {
        "clientDataJSON": websafe_encode(b'{"type": "x", "challenge": "", "origin": ""}'),
        "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
    }
    key = websafe_encode(b"key")
    credential = {"id": key, "rawId": key, "type": "public-key", "response": response}
    webauthn_auth.WebAuthn.add(user, "Schlüssel", credential)


def shown_by_app(secret: str) -> str:
    """Return what the authenticator app shows now."""
    counter = int(time.time()) // 30
    return str(totp_auth.format_hotp_value(totp_auth.hotp_value(secret, counter)))


def by_password(browser: Client, user: Any, password: str = PASSWORD) -> Any:
    return browser.post("/konto/login/", {"login": user.email, "password": password})


def ask_for_code(browser: Client, user: Any) -> str:
    """Ask for a code and return it from the mail, or nothing where the mail has none."""
    browser.post("/konto/login/code/", {"email": user.email})
    mail = LandMail.objects.filter(recipient=user.email).latest("pk")
    found = re.search(r"^ +(\d{6})$", mail.text, re.MULTILINE)
    return found[1] if found else ""


def by_code(browser: Client, user: Any, **ticked: str) -> Any:
    code = ask_for_code(browser, user)
    return browser.post("/konto/login/code/confirm/", {"code": code} | ticked)


def is_in(browser: Client) -> bool:
    return browser.get("/konto/").status_code == 200
