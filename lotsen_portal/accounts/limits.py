"""How often somebody may try, counted so that a stranger locks nobody out.

What is tried for an address counts for that address, wherever it comes from: nobody guesses from
many places. But then a stranger could use up the tries of somebody else's day. So a browser in
which a person has been signed in keeps a signed mark, and counts for itself (OWASP calls it a
device cookie). The mark opens nothing.
"""

import secrets
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "known_device"
DAYS = 400  # the longest that browsers keep a cookie
# A computer that several people use knows the last of them.
MOST_PEOPLE = 5

# What is true of each limit, and what to do: for an address with and without an account alike.
PASSWORDS = (
    "Für diese Adresse wurde zu oft ein falsches Passwort eingegeben. Bitte warten Sie fünf"
    " Minuten, nach sehr vielen Versuchen bis morgen. Mit einem Passkey oder, als Ehrenamtliche,"
    " mit einem Code per E-Mail können Sie sich sofort anmelden."
)
PASSWORDS_TODAY = (
    "Für diese Adresse wurde heute sehr oft ein falsches Passwort eingegeben, vielleicht von"
    " jemand anderem. Mit Passwort geht es hier morgen wieder; heute an einem Gerät, an dem Sie"
    " schon einmal angemeldet waren, oder mit einem Passkey."
)
SECOND_FACTORS = (
    "Das waren zu viele falsche Codes. Bitte warten Sie fünf Minuten, nach sehr vielen Versuchen"
    " bis morgen. Nehmen Sie dann den Code, den die App gerade zeigt, oder einen Ersatzcode."
)
CODES = (
    "Der Code war dreimal falsch und gilt nicht mehr. Bitte lassen Sie sich einen neuen schicken."
)
TOO_OFTEN = {
    "code": {
        "code_for_address": (
            "Für diese Adresse wurden gerade schon drei Codes angefordert. Bitte schauen Sie auch"
            " in den Spam-Ordner. In einer Minute können Sie einen neuen anfordern."
        ),
        "code_for_address_today": (
            "Für diese Adresse wurden heute schon zehn Codes angefordert. Der nächste geht morgen."
            " Bis dahin können Sie sich mit Passwort oder Passkey anmelden, wenn Sie eines haben."
        ),
    },
    "link": {
        "link_for_address": (
            "Für diese Adresse wurden gerade schon drei Links angefordert. Bitte schauen Sie auch"
            " in den Spam-Ordner. In einer Minute können Sie einen neuen anfordern."
        ),
        "link_for_address_today": (
            "Für diese Adresse wurden heute schon zehn Links angefordert. Der nächste geht morgen."
            " Der zuletzt geschickte gilt noch, wenn Sie ihn nicht benutzt haben."
        ),
    },
}


def consume(request: HttpRequest, action: str, address: str) -> Any:
    """Count one try of ACCOUNT_RATE_LIMITS' action for the address; return None if it is too many.

    What is returned takes the try back by `rollback()`.
    """
    return ratelimit.consume(
        request, app="allauth.account", action=action, key=counted_as(request, address)
    )


def too_often(request: HttpRequest, what: str, address: str) -> str:
    """Count that a code or link was asked for; return the sentence if that is too often."""
    for action, sentence in TOO_OFTEN[what].items():
        if not consume(request, action, address):
            return sentence
    return ""


def tries_left(request: HttpRequest, asked_at: float) -> int:
    """Count one try of the code that was asked for then; return how many are left.

    allauth reads and writes its count in the session, so that tries sent at once are one. This is
    one step of Valkey. It returns less than zero for a try that must not be compared any more.
    """
    key = f"code-tries:{request.session.session_key}:{asked_at}"
    cache.add(key, 0, timeout=2 * settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
    return int(settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS - cache.incr(key))


def counted_as(request: HttpRequest, address: str) -> str:
    """Return for whom a try counts: the address, or the address on a device that knows it."""
    address = address.strip().lower()
    device, people = _read(request)
    return f"{device}:{address}" if _mark(address) in people else address


def remember_device(request: HttpRequest, response: HttpResponse, address: str) -> None:
    """Mark the browser in which the person has just signed in."""
    device, people = _read(request)
    mark = _mark(address)
    people = [mark, *(one for one in people if one != mark)][:MOST_PEOPLE]
    response.set_signed_cookie(
        COOKIE,
        ".".join([device, *people]),
        salt=COOKIE,
        max_age=DAYS * 24 * 3600,
        path="/konto/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    """Return the number of the device and the marks of its people."""
    try:
        device, *people = str(request.get_signed_cookie(COOKIE, salt=COOKIE)).split(".")
    except (KeyError, BadSignature):
        return secrets.token_urlsafe(16), []
    return device, people


def _mark(address: str) -> str:
    return salted_hmac(COOKIE, address.strip().lower(), algorithm="sha256").hexdigest()[:32]
