"""The devices that an account is signed in on: what they are called, and ending them."""

from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession

# The first that fits: others call themselves Safari and Chrome, too.
BROWSERS = [("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet")]
BROWSERS += [("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome")]
BROWSERS += [("Chrome/", "Chrome"), ("Safari/", "Safari")]
SYSTEMS = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android")]
SYSTEMS += [("Windows", "Windows"), ("Macintosh", "Mac"), ("CrOS", "Chromebook")]
SYSTEMS += [("Linux", "Linux")]


@dataclass(frozen=True)
class Device:
    """A browser in which the account is signed in; where it stands is nobody's business."""

    pk: int
    name: str
    since: Any
    seen: Any
    is_current: bool


def of(user: Any, *, current: str | None) -> list[Device]:
    """Return the account's devices, this one first; sessions that are over are forgotten."""
    sessions = UserSession.objects.purge_and_list(user)
    devices = [
        Device(
            pk=session.pk,
            name=name_of(session.user_agent),
            since=session.created_at,
            seen=session.last_seen_at,
            is_current=session.session_key == current,
        )
        for session in sessions
    ]
    return sorted(devices, key=lambda one: (not one.is_current, -one.seen.timestamp()))


def sign_out(user: Any, *, but: str | None = None) -> None:
    """End all sessions of the account, wherever they are, but the one of that key."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=but):
        session.end()


def renew_for_staff(session: Any) -> None:
    """Give the browser of who has just become staff a new key, and no more than staff's time."""
    before = session.session_key
    session.cycle_key()
    session.set_expiry(0)
    session["staff"] = True
    UserSession.objects.filter(session_key=before).update(session_key=session.session_key)


def name_of(user_agent: str) -> str:
    """Return a name that its owner recognises: "Firefox auf Windows"."""
    browser = _first(BROWSERS, user_agent) or "Unbekannter Browser"
    system = _first(SYSTEMS, user_agent)
    return f"{browser} auf {system}" if system else browser


def _first(names: list[tuple[str, str]], user_agent: str) -> str:
    return next((name for mark, name in names if mark in user_agent), "")
