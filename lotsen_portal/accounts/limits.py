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
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "known_device"
DAYS = 400  # the longest that browsers keep a cookie
# A computer that several people use knows the last of them.
MOST_PEOPLE = 5


def consume(request: HttpRequest, action: str, address: str) -> Any:
    """Count one try of ACCOUNT_RATE_LIMITS' action for the address; return None if it is too many.

    What is returned takes the try back by `rollback()`.
    """
    return ratelimit.consume(
        request, app="allauth.account", action=action, key=counted_as(request, address)
    )


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
