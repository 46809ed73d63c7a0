"""The calendar of a person, as their own calendar program asks for it.

Upper apps announce in `apps.py` which dates a person has; nothing in them tells of others.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

import icalendar

REFRESH = dt.timedelta(hours=6)


type State = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]


@dataclass(frozen=True)
class Event:
    """A date somebody has. `key` tells it from all others of the Kreis and never changes."""

    key: str
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str = ""
    url: str = ""
    state: State = "CONFIRMED"


type Source = Callable[[Any], Iterable[Event]]
_sources: list[Source] = []


def announce(source: Source) -> None:
    """Let `source` tell the dates that its app knows of a volunteer."""
    _sources.append(source)


def calendar_of(volunteer: Any, *, host: str, now: dt.datetime) -> bytes:
    """Return all dates of a volunteer as iCalendar (RFC 5545)."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Lotsenportal//DE")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Lotsenportal")
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    events = [event for source in _sources for event in source(volunteer)]
    for event in sorted(events, key=lambda event: (event.starts_at, event.key)):
        calendar.add_component(_component(event, host=host, now=now))
    return calendar.to_ical()


def _component(event: Event, *, host: str, now: dt.datetime) -> icalendar.Event:
    written = icalendar.Event()
    written.add("uid", f"{event.key}@{host}")
    written.add("dtstamp", now.astimezone(dt.UTC))
    written.add("dtstart", event.starts_at.astimezone(dt.UTC))
    written.add("dtend", event.ends_at.astimezone(dt.UTC))
    written.add("summary", event.title)
    written.add("status", event.state)
    if event.place:
        written.add("location", event.place)
    if event.url:
        written.add("url", event.url)
    return written
