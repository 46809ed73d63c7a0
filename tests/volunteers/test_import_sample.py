"""The list that a Lotsin really keeps, from upload to undo."""

import datetime as dt
from collections import Counter

import pytest

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.common.errors import DomainError
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.volunteers import importing, tables
from volunteers.actions import imports as actions
from volunteers.models import (
    CircleMembership,
    Clearance,
    HelperCircle,
    ImportRow,
    ImportRun,
    Volunteer,
)

pytestmark = pytest.mark.django_db
PATH = "/ehrenamtliche/import/"
CIRCLES = ["Helferkreis Holzkirchen", "Helferkreis Tegernseer Tal", "Miesbach & Umgebung"]


@pytest.fixture
def run(cast: Cast) -> ImportRun:
    return importing.read(cast.kreis, tables.sample(), by=cast.coordinator)


def test_columns_are_known_by_their_headings(cast: Cast, coordinator: TenantClient) -> None:
    run = importing.looked_at(cast.kreis, tables.sample(), by=cast.coordinator)

    form = coordinator.get(f"{PATH}{run.pk}/spalten/").context["form"]

    assert (run.state, run.sheet, run.header_row) == ("columns", "Helfer aktuell", 3)
    assert {column.heading: column.target for column in form.columns} == {
        "Nr.": "ignored",
        "Name, Vorname": "name",
        "Straße": "street",
        "PLZ Ort": "postcode_place",
        "Tel./Handy": "phone",
        "E-Mail": "email",
        "Sprachen": "languages",
        "Einsatz": "fields",
        "Helferkreis": "circle",
        "seit": "joined_on",
        "FZ gesehen am": "clearance",
        "Bemerkung": "remark",
    }


def test_every_row_is_read_and_every_flag_is_explained(cast: Cast, run: ImportRun) -> None:
    with tenant_scope(cast.kreis):
        kinds = Counter(run.rows.values_list("kind", flat=True))
        rows = list(run.rows.filter(kind=ImportRow.Kind.PERSON))

    assert kinds == {"person": 340, "section": 4, "empty": 4, "total": 1}
    assert Counter(remark["code"] for row in rows for remark in row.remarks) == {
        "clearance": 226,
        "level": 88,
        "some_year": 51,
        "year": 48,
        "month": 43,
        "no_day": 35,
        "at": 11,
        "phone": 10,
        "future": 3,
        "name": 1,
    }
    assert all(remark["text"] for row in rows for remark in row.remarks)
    doubles = [row.number for row in rows if row.alike]
    assert [row.number for row in rows if row.decision == "open"] == doubles
    assert sorted(doubles) == [
        *(71, 104, 107, 121, 122, 181, 188, 190, 195, 196, 222, 236, 237, 306, 315, 316, 320)
    ]


def test_cells_become_what_the_registry_keeps(cast: Cast, run: ImportRun) -> None:
    first = importing.rows(cast.kreis, run)[0]

    assert first.values == {
        "last_name": "Vogt",
        "first_name": "Janin",
        "street": "Hillerstraße 6-6",
        "postcode": "83734",
        "place": "Hausham",
        "municipality": "",
        "phone": "08025 / 8418390",
        "email": "janin.vogt@posteo.example",
        "languages": [["kmr", "native"], ["so", "b2"]],
        "fields": ["spenden", "arzt"],
        "circle": "Helferkreis Holzkirchen",
        "note": "seit: ?",
    }
    assert [(remark["code"], remark["cell"]) for remark in first.remarks] == [
        ("level", "Somali gut"),
        ("no_day", "?"),
        ("clearance", "angefordert"),
    ]


def test_nobody_is_doubled_silently(cast: Cast, run: ImportRun) -> None:
    with tenant_scope(cast.kreis), pytest.raises(DomainError) as refused:
        actions.take_over(run, by=cast.coordinator)

    assert str(refused.value) == (
        "Bei 17 Zeilen ist noch offen, ob es die Person schon gibt. Bitte entscheiden Sie zuerst."
    )


def test_list_is_in_the_registry_and_gone_again(cast: Cast, run: ImportRun) -> None:
    with tenant_scope(cast.kreis):
        before = set(Volunteer.objects.values_list("pk", flat=True))
        circles = set(HelperCircle.objects.values_list("pk", flat=True))

    done = importing.taken_over(cast.kreis, run, by=cast.coordinator)

    assert (done.state, done.done_rows, done.reason) == ("done", 340, "")
    became = Counter(row.outcome.split(":")[0] for row in importing.rows(cast.kreis, done))
    assert became == {"neu aufgenommen": 323, "zusammengeführt": 17}
    with tenant_scope(cast.kreis):
        new = Volunteer.objects.exclude(pk__in=before)
        assert new.count() == 323
        named = HelperCircle.objects.exclude(pk__in=circles).order_by("name")
        assert [circle.name for circle in named] == CIRCLES
        linke = Volunteer.objects.get(last_name="Linke", first_name="Alexandra")
        assert (linke.email, linke.phone_number, linke.joined_on, linke.version) == (
            "alexandra.linke@posteo.example",
            "+49160632813",
            dt.date(2022, 4, 27),
            2,
        )
        spoken = linke.language_skills.order_by("language__tag")
        assert [(skill.language.tag, skill.level) for skill in spoken] == [
            ("de", "native"),
            ("hr", "native"),
            ("ps", ""),
        ]
        assert Clearance.objects.count() == 21
        assert CircleMembership.objects.exclude(circle__in=circles).count() > 240
        assert AuditEntry.objects.filter(action="volunteer.imported").count() == 323
        assert AuditEntry.objects.filter(action="volunteer.completed").count() == 17
        actions.undo(done, now=done.written_at, by=cast.coordinator)

    undone = importing.work(cast.kreis, done)

    assert undone.state == "undone"
    with tenant_scope(cast.kreis):
        assert set(Volunteer.objects.values_list("pk", flat=True)) == before
        assert set(HelperCircle.objects.values_list("pk", flat=True)) == circles
        outcomes = Counter(row.outcome for row in importing.rows(cast.kreis, undone))
    assert outcomes == {"zurückgenommen": 340}


def test_former_ones_come_in_as_having_left(cast: Cast) -> None:
    run = importing.read(cast.kreis, tables.sample(), sheet="ehemalige", by=cast.coordinator)

    done = importing.taken_over(cast.kreis, run, by=cast.coordinator)

    with tenant_scope(cast.kreis):
        people = [row.volunteer for row in done.rows.exclude(volunteer=None)]
        assert len(people) == 40
        assert {person.status for person in people if person} == {"left"}
        gone = Volunteer.objects.get(last_name="Bohnbach", first_name="Gundolf")
        assert (gone.joined_on, gone.left_on) == (dt.date(2022, 12, 31), dt.date(2022, 12, 31))
        changes = gone.status_changes.order_by("pk").values_list("status", "on")
        assert list(changes) == [("active", gone.joined_on), ("left", gone.left_on)]
