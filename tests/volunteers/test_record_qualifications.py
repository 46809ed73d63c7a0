"""Qualifications: from Schulungen and elsewhere, and both sides told before they run out."""

import datetime as dt
from typing import Any

import pytest

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.mail.models import OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import COLLEAGUE_NAME, FOREIGN_NAME, Cast
from tests.conftest import TenantClient
from volunteers.actions import qualifications
from volunteers.models import Qualification, RegistryRules, Volunteer
from volunteers.schedule.qualifications import remind

TODAY = dt.date.today()
WEEK = dt.timedelta(weeks=1)


def held(volunteer: Volunteer, **values: Any) -> Qualification:
    given = {"name": "Erste Hilfe", "acquired_on": dt.date(2024, 12, 1)} | values
    row: Qualification = Qualification.objects.create(volunteer=volunteer, **given)
    return row


def test_qualification_is_added_changed_and_removed(coordinator: TenantClient, cast: Cast) -> None:
    page = f"/ehrenamtliche/{cast.volunteer.pk}/"
    data = {
        "name": "Juleica",
        "issuer": "Kreisjugendring",
        "acquired_on": "01.02.2025",
        "expires_on": "01.02.2028",
        "version": cast.volunteer.version,
    }
    coordinator.post(f"{page}qualifikationen/", data)
    with tenant_scope(cast.kreis):
        juleica = Qualification.objects.get()
    assert (juleica.volunteer_id, juleica.origin) == (cast.volunteer.pk, "elsewhere")
    assert "Kreisjugendring · 01.02.2025 · gültig bis 01.02.2028" in coordinator.get(page).text

    path = f"/ehrenamtliche/qualifikationen/{juleica.pk}/"
    coordinator.post(path, data | {"name": "Juleica G", "version": 2})
    with tenant_scope(cast.kreis):
        assert list(Qualification.objects.values_list("pk", "name")) == [(juleica.pk, "Juleica G")]

    assert coordinator.post(f"{path}entfernung/").status_code == 302
    with tenant_scope(cast.kreis):
        assert not Qualification.objects.exists()


@pytest.mark.parametrize(
    ("dates", "errors"),
    [
        (
            {"acquired_on": "02.02.2025", "expires_on": "01.02.2025"},
            {"expires_on": ["„Gültig bis“ liegt vor „erworben am“."]},
        ),
        (
            {"acquired_on": "01.01.2099", "expires_on": ""},
            {"acquired_on": ["Der Tag darf nicht in der Zukunft liegen."]},
        ),
    ],
)
def test_days_are_in_order(
    coordinator: TenantClient, cast: Cast, dates: dict[str, str], errors: dict[str, list[str]]
) -> None:
    data = {"name": "Juleica", "version": cast.volunteer.version} | dates

    answer = coordinator.post(f"/ehrenamtliche/{cast.volunteer.pk}/qualifikationen/", data)

    assert (answer.status_code, answer.context["form"].errors) == (422, errors)


def test_expired_one_says_so(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        held(cast.volunteer, expires_on=TODAY)
    assert "abgelaufen" not in coordinator.get(f"/ehrenamtliche/{cast.volunteer.pk}/").text

    with tenant_scope(cast.kreis):
        Qualification.objects.update(expires_on=TODAY - dt.timedelta(days=1))
    assert "abgelaufen" in coordinator.get(f"/ehrenamtliche/{cast.volunteer.pk}/").text


def test_training_adds_what_it_taught_once(cast: Cast) -> None:
    day = dt.date(2026, 3, 1)
    with tenant_scope(cast.kreis):
        cast.volunteer.phone = "steht so nicht in der Datenbank"
        for expires_on in (None, None, dt.date(2028, 3, 1)):
            qualifications.add_from_training(
                cast.volunteer, name="Behördenlotsin", on=day, expires_on=expires_on
            )

        rows = Qualification.objects.values_list("name", "origin", "acquired_on", "expires_on")
        assert list(rows) == [("Behördenlotsin", "training", day, dt.date(2028, 3, 1))]
        stored = Volunteer.objects.get(pk=cast.volunteer.pk)
        assert (stored.phone, stored.version) == ("", cast.volunteer.version + 2)


def mails() -> list[tuple[str, str]]:
    return list(OutgoingMail.objects.order_by("pk").values_list("recipient", "subject"))


def test_reminder_goes_out_once_and_only_for_what_runs_out_soon(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        weeks = RegistryRules.current().reminder_weeks
        soon = held(cast.volunteer, name="Erste Hilfe", expires_on=TODAY + weeks * WEEK)
        held(cast.volunteer, name="Später", expires_on=TODAY + (weeks + 1) * WEEK)
        held(cast.volunteer, name="Vorbei", expires_on=TODAY - WEEK)
        held(cast.volunteer, name="Unbefristet")
        cast.colleague.leave(TODAY)
        held(cast.colleague, name="Ausgeschieden", expires_on=TODAY + WEEK)

    for _ in range(2):
        remind()

    with tenant_scope(cast.kreis):
        assert mails() == [(cast.volunteer.email, "Bald abgelaufen: Erste Hilfe")]
        text = OutgoingMail.objects.get().text
        soon.refresh_from_db()
        assert soon.reminded_on == TODAY
        entry = AuditEntry.objects.get(action="volunteer.reminded")
        assert (entry.subject_id, entry.actor_id) == (cast.volunteer.pk, None)
    assert f"gilt noch bis zum {soon.expires_on:%d.%m.%Y}" in text
    assert [name for name in (COLLEAGUE_NAME, FOREIGN_NAME) if name in text] == []


def test_each_kreis_reminds_by_its_own_rule(cast: Cast) -> None:
    for kreis, person in (
        (cast.kreis, cast.volunteer),
        (cast.foreign_kreis, cast.foreign_volunteer),
    ):
        with tenant_scope(kreis):
            held(person, expires_on=TODAY + 4 * WEEK)
    with tenant_scope(cast.kreis):
        RegistryRules.objects.create(reminder_weeks=3)

    remind()

    with tenant_scope(cast.kreis):
        assert mails() == []
    with tenant_scope(cast.foreign_kreis):
        assert mails() == [(cast.foreign_volunteer.email, "Bald abgelaufen: Erste Hilfe")]


def test_renewed_qualification_is_reminded_of_anew(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        row = held(cast.volunteer, expires_on=TODAY + WEEK, reminded_on=TODAY - WEEK)
    data = {
        "name": row.name,
        "acquired_on": "2026-01-01",
        "expires_on": (TODAY + 2 * WEEK).isoformat(),
        "version": cast.volunteer.version,
    }

    coordinator.post(f"/ehrenamtliche/qualifikationen/{row.pk}/", data)
    remind()

    with tenant_scope(cast.kreis):
        assert len(mails()) == 1


def test_somebody_without_address_is_on_heute_all_the_same(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        Volunteer.objects.filter(pk=cast.colleague.pk).update(email="")
        held(cast.colleague, name="Dolmetschen", expires_on=TODAY + WEEK)
    remind()

    page = coordinator.get("/heute/").text

    with tenant_scope(cast.kreis):
        assert mails() == []
        assert not AuditEntry.objects.filter(action="volunteer.reminded").exists()
    assert "Dolmetschen" in page
    assert f"Ben {COLLEAGUE_NAME}" in page
