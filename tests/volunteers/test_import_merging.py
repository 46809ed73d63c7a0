"""What of a row stays, that was merged with somebody known."""

import datetime as dt

import pytest

from lotsen_portal.audit.models import AuditDetail
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.volunteers import VolunteerFactory
from tests.volunteers import importing, tables
from volunteers.models import Clearance, ImportRow, Language, Volunteer

pytestmark = pytest.mark.django_db
HEAD = [
    *("Nachname", "Vorname", "E-Mail", "Telefon", "Straße", "seit", "Sprachen", "Helferkreis"),
    *("bis", "FZ gesehen am", "Einsatz", "Bemerkung"),
]
ANNA = ["Sonderfall", "Anna", "anna@example.org"]


def merged(cast: Cast, *cells: str) -> tuple[Volunteer, ImportRow]:
    """Merge a row of these further cells with Anna; return her and the row."""
    with tenant_scope(cast.kreis):
        person = VolunteerFactory(
            first_name="Anna",
            last_name="Sonderfall",
            email="anna@example.org",
            phone="0175-2467218",
            street="Hauptstraße 1",
            joined_on=dt.date(2022, 10, 1),
            note="Bitte anrufen!",
        )
        person.language_skills.create(language=Language.objects.get(tag="de"), level="c1")
    content = importing.table(HEAD, [*ANNA, *cells])
    run = importing.read(cast.kreis, content, by=cast.coordinator)
    done = importing.taken_over(cast.kreis, run, by=cast.coordinator)
    [row] = importing.rows(cast.kreis, done)
    with tenant_scope(cast.kreis):
        return Volunteer.objects.get(pk=person.pk), row


def test_what_differs_is_in_the_note(cast: Cast) -> None:
    anna, row = merged(
        cast, "+49 175 2467218", "Waldweg 2", "10.11.2017", "Deutsch (Mutterspr.)", "", "31.12.2024"
    )

    assert anna.note.splitlines() == [
        "Bitte anrufen!",
        "Straße laut Liste: Waldweg 2",
        "dabei seit laut Liste: 10.11.2017",
        "Status laut Liste: ausgeschieden seit 31.12.2024",
        "Deutsch laut Liste: Muttersprache",
    ]
    assert row.outcome == (
        "zusammengeführt: ergänzt Notiz;"
        " abweichend und in der Notiz: Straße, dabei seit, Status, Deutsch"
    )
    assert (anna.street, anna.joined_on) == ("Hauptstraße 1", dt.date(2022, 10, 1))


def test_what_says_the_same_otherwise_differs_in_nothing(cast: Cast) -> None:
    anna, row = merged(cast, "+49 175 2467218", "", "2022", "Deutsch", *[""] * 4, "Bitte anrufen!")

    assert (anna.note, row.outcome) == ("Bitte anrufen!", "zusammengeführt")


def test_what_comes_with_the_row_begins_when_the_row_says(cast: Cast) -> None:
    anna, _ = merged(cast, "", "", "10.11.2017", "Dari", "Helferkreis Weyarn")

    with tenant_scope(cast.kreis):
        assert anna.language_skills.get(language__tag="prs").starts_on == dt.date(2017, 11, 10)
        assert anna.circle_memberships.get().starts_on == dt.date(2017, 11, 10)


def test_what_has_no_room_in_the_note_is_named(cast: Cast) -> None:
    anna, row = merged(cast, "", "Waldweg 2", *[""] * 6, "x" * 1990)

    assert anna.note == "Bitte anrufen!\nStraße laut Liste: Waldweg 2"
    assert row.outcome.endswith(
        "abweichend und in der Notiz: Straße; kein Platz mehr in der Notiz: Notiz"
    )


def test_neither_trail_nor_outcome_tell_of_a_clearance(cast: Cast) -> None:
    anna, row = merged(cast, *[""] * 6, "01.03.2026", "Hausaufgabenhilfe")

    with tenant_scope(cast.kreis):
        assert Clearance.objects.filter(volunteer=anna).count() == 1
        told = AuditDetail.objects.filter(entry__subject_id=anna.pk).values_list("changes")
        assert list(told) == [({"Einsatzbereiche": ["", "1 dazu"]},)]
    assert row.outcome == "zusammengeführt: ergänzt Einsatzbereiche"


def test_person_of_the_sample_keeps_what_the_second_row_says(cast: Cast) -> None:
    run = importing.read(cast.kreis, tables.sample(), by=cast.coordinator)

    importing.taken_over(cast.kreis, run, by=cast.coordinator)

    with tenant_scope(cast.kreis):
        [note] = Volunteer.objects.filter(last_name="Beier", first_name="Karl Heinz").values_list(
            "note", flat=True
        )
    assert "dabei seit laut Liste: 10.11.2017" in note.splitlines()
    assert {line.partition(" laut Liste: ")[0] for line in note.splitlines()} >= {
        *("Straße", "Postleitzahl", "Ort")
    }
    with tenant_scope(cast.kreis):
        for person in Volunteer.objects.exclude(note=""):
            assert len(set(person.note.splitlines())) == len(person.note.splitlines())


def test_page_shows_whom_a_row_is_compared_with(cast: Cast, coordinator: TenantClient) -> None:
    with tenant_scope(cast.kreis):
        VolunteerFactory(
            first_name="Anna",
            last_name="Sonderfall",
            email="known@example.org",
            phone="08025 8418390",
            place="Weyarn",
        )
    beside = [["Neumann", "Edith", f"edith{number}@example.org"] for number in (1, 2, 2)]
    content = importing.table(HEAD, ANNA, *beside)
    run = importing.read(cast.kreis, content, by=cast.coordinator)

    page = coordinator.get(f"/ehrenamtliche/import/{run.pk}/zeilen/")

    rows = [field.field.row for field in page.context["form"]]
    assert [[match["told"] for match in row.alike] for row in rows] == [
        ["known@example.org · 08025 8418390 · Weyarn"],
        [],
        ["edith1@example.org"],
        ["edith2@example.org", "edith1@example.org"],
    ]
    assert "gleicher Name<br>known@example.org · 08025 8418390 · Weyarn" in page.content.decode()
