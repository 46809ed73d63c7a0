"""The calendar of one's own: a secret address that shows one's own dates and nothing else."""

import re
from typing import Any
from urllib.parse import urlsplit

import icalendar
import pytest
from django.conf import settings
from django.utils import timezone

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import COLLEAGUE_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.trainings import RegistrationFactory, published_training
from trainings.actions import planning
from volunteers.actions import people
from volunteers.models import FeedToken, Volunteer

PAGE = "/ehrenamtliche/meine-daten/termine/"


def address(volunteer: TenantClient) -> str:
    """Return the path below the Kreis that the page shows."""
    found = re.search(r"(/kalender/[\w-]+\.ics)", volunteer.get(PAGE).text)
    assert found
    return found[1]


def events(client: TenantClient, path: str) -> list[Any]:
    answer = client.get(path)
    assert answer.status_code == 200
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def test_calendar_shows_ones_own_dates_without_signing_in(
    volunteer: TenantClient, anonymous: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        seated = published_training(title="Dolmetschen", place="Rathaus", capacity=1)
        full = published_training(title="Erste Hilfe", capacity=1)
        off = published_training(title="Abgesagt")
        others = published_training(title=f"Kurs mit {COLLEAGUE_NAME}", capacity=5)
        for training, person in [
            *[(seated, cast.volunteer), (full, cast.colleague), (full, cast.volunteer)],
            *[(off, cast.volunteer), (others, cast.colleague)],
        ]:
            row = RegistrationFactory(training=training, volunteer=person)
            row.take_seat(timezone.now())
        planning.call_off(off, reason="", now=timezone.now(), by=None)
        session = seated.sessions.get()
    assert "Adresse machen" in volunteer.get(PAGE).text
    volunteer.post(PAGE)

    path = address(volunteer)
    answer = anonymous.get(path)
    found = {str(event["summary"]): event for event in events(anonymous, path)}

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (answer["X-Robots-Tag"], answer["Cache-Control"]) == ("noindex, nofollow", "no-store")
    states = {title: str(event["status"]) for title, event in found.items()}
    assert states == {
        "Dolmetschen": "CONFIRMED",
        "Erste Hilfe (Warteliste)": "TENTATIVE",
        "Abgesagt": "CANCELLED",
    }
    event, host = found["Dolmetschen"], urlsplit(settings.PORTAL_URL).hostname
    assert event["uid"] == f"session-{session.pk}@landkreis-miesbach.{host}"
    times = (event["dtstart"].dt, event["dtend"].dt, str(event["location"]))
    begin, end = (at.replace(microsecond=0) for at in (session.starts_at, session.ends_at))
    assert times == (begin, end, "Rathaus")
    names = ("Ada", "Maier", COLLEAGUE_NAME, cast.volunteer.email)
    assert [name for name in names if name in answer.text] == []


def test_new_address_makes_the_old_one_dead_and_none_closes_it(
    volunteer: TenantClient, anonymous: TenantClient, cast: Cast
) -> None:
    volunteer.post(PAGE)
    first = address(volunteer)
    volunteer.post(PAGE)
    second = address(volunteer)

    assert [anonymous.get(path).status_code for path in (first, second)] == [404, 200]
    volunteer.post(PAGE, {"close": "1"})
    assert anonymous.get(second).status_code == 404


def test_address_of_one_is_no_key_to_anothers_calendar(
    volunteer: TenantClient, anonymous: TenantClient, neighbour: TenantClient, cast: Cast
) -> None:
    volunteer.post(PAGE)
    path = address(volunteer)
    number, secret = path.removeprefix("/kalender/").removesuffix(".ics").split("-", 1)
    with tenant_scope(cast.kreis):
        other = FeedToken.objects.create(volunteer=cast.colleague, token="y" * 43)

    tried = [f"{other.pk}-{secret}", f"{number}-", number, f"-{secret}", f"{number}-{secret}x"]
    tried += [f"{number}-{secret[:-1]}", f"{'9' * 40}-{secret}", secret, "nichts"]
    assert [anonymous.get(f"/kalender/{way}.ics").status_code for way in tried] == [404] * 9
    assert neighbour.get(path).status_code == 404


def test_calendar_ends_with_the_person(
    volunteer: TenantClient, anonymous: TenantClient, cast: Cast
) -> None:
    volunteer.post(PAGE)
    path = address(volunteer)
    assert anonymous.get(path).status_code == 200

    volunteer.post("/ehrenamtliche/meine-daten/austritt/")

    assert anonymous.get(path).status_code == 404
    with tenant_scope(cast.kreis):
        assert Volunteer.objects.get(pk=cast.volunteer.pk).status == "left"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_calendar_is_only_read(
    volunteer: TenantClient, anonymous: TenantClient, cast: Cast, method: str
) -> None:
    volunteer.post(PAGE)
    path = f"/{cast.kreis.slug}{address(volunteer)}"

    assert getattr(anonymous.client, method)(path).status_code == 405


def test_address_ends_with_leaving_and_does_not_open_again(
    volunteer: TenantClient, anonymous: TenantClient, cast: Cast
) -> None:
    volunteer.post(PAGE)
    path, today = address(volunteer), timezone.localdate()

    with tenant_scope(cast.kreis):
        people.say_goodbye(cast.volunteer, on=today, by=None)
        people.change_status(cast.volunteer, "active", on=today, by=None)
        assert AuditEntry.objects.filter(action="calendar.closed").count() == 1

    assert anonymous.get(path).status_code == 404
