"""Who a row might be, what merging does, and what undoing leaves alone."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from lotsen_portal.common.errors import DomainError
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import FOREIGN_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.volunteers import VolunteerFactory
from tests.volunteers import importing
from volunteers.actions import imports as actions
from volunteers.models import ImportRow, ImportRun, Language, Volunteer

pytestmark = pytest.mark.django_db
HEAD = ["Name, Vorname", "E-Mail", "Telefon", "Geb.", "Ort", "Sprachen", "Helferkreis", "Notiz"]


def read(cast: Cast, *rows: list[str]) -> ImportRun:
    return importing.read(cast.kreis, importing.table(HEAD, *rows), by=cast.coordinator)


def alike(cast: Cast, run: ImportRun) -> list[tuple[int, list[tuple[Any, list[str]]]]]:
    """Return the rows that might be somebody, with whom and why."""
    return [
        (row.number, [(match.get("row", "person"), match["reasons"]) for match in row.alike])
        for row in importing.rows(cast.kreis, run)
        if row.alike
    ]


@pytest.mark.parametrize(
    ("row", "reasons"),
    [
        (["Müller, Anna", "anna@example.org"], ["gleicher Name", "gleiche E-Mail"]),
        (["Mueller, Anne", "anna@example.org"], ["ähnlicher Name", "gleiche E-Mail"]),
        (["Müller, Anna"], ["gleicher Name"]),
        (["Anna, Müller", "", "0175 2467218"], ["gleicher Name", "gleiche Telefonnummer"]),
        (["Muller, Ana", "", "+49 175 2467218"], ["ähnlicher Name", "gleiche Telefonnummer"]),
        (["Müler, Anna", "", "", "1960"], ["ähnlicher Name", "gleiches Geburtsjahr"]),
        (["Schmidt, Karl", "anna@example.org"], ["gleiche E-Mail"]),
        # A couple, a namesake, somebody else.
        (["Müller, Karlheinz", "", "0175 2467218"], None),
        (["Müller, Anna", "", "", "1985"], None),
        (["Müler, Anna"], None),
        ([f"{FOREIGN_NAME}, Ada"], None),
    ],
)
def test_who_a_row_might_be(cast: Cast, row: list[str], reasons: list[str] | None) -> None:
    with tenant_scope(cast.kreis):
        VolunteerFactory(
            first_name="Anna",
            last_name="Müller",
            email="anna@example.org",
            phone="0175-2467218",
            birth_year=1960,
        )

    run = read(cast, row)

    assert alike(cast, run) == ([(2, [("person", reasons)])] if reasons else [])
    decision = importing.rows(cast.kreis, run)[0].decision
    assert decision == ("open" if reasons else "new")


def test_merging_fills_what_is_empty_and_adds_what_is_missing(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        person = VolunteerFactory(
            first_name="Anna",
            last_name="Müller",
            email="anna@example.org",
            place="Weyarn",
            note="A",
        )
        person.language_skills.create(language=Language.objects.get(tag="de"), level="c1")
    before = _told(cast, person)
    told = ["Müller, Anna", "anna@example.org", "0175 2467218", "1960", "Valley"]
    run = read(cast, [*told, "Deutsch, Dari B2", "Helferkreis Weyarn", "B"])

    done = importing.taken_over(cast.kreis, run, by=cast.coordinator)

    [row] = importing.rows(cast.kreis, done)
    assert row.outcome == (
        "zusammengeführt: ergänzt Telefon, Geburtsjahr, Notiz, Sprachen, Helferkreis;"
        " abweichend und in der Notiz: Ort"
    )
    assert _told(cast, person) == {
        "phone": "0175 2467218",
        "birth_year": 1960,
        "place": "Weyarn",
        "note": "A\nOrt laut Liste: Valley\nB",
        "languages": [("de", "c1"), ("prs", "b2")],
        "circles": ["Helferkreis Weyarn"],
        "version": 2,
    }
    undone = _undo(cast, done)
    assert (undone.state, _told(cast, person)) == ("undone", before)


def test_second_address_of_one_is_kept_in_the_note(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        VolunteerFactory(first_name="Ada", last_name="Maier-Huber", email="familie@example.org")
    run = read(cast, ["Maier-Huber, Ben", "familie@example.org"])

    done = importing.taken_over(cast.kreis, run, doubles="new", by=cast.coordinator)

    [row] = importing.rows(cast.kreis, done)
    assert row.outcome == (
        "neu aufgenommen: die E-Mail steht schon bei einer anderen Person und ist in der Notiz"
    )
    with tenant_scope(cast.kreis):
        ben = Volunteer.objects.get(first_name="Ben", last_name="Maier-Huber")
    assert (ben.email, ben.note) == ("", "E-Mail: familie@example.org")


def test_row_is_not_merged_with_one_that_stays_out(cast: Cast) -> None:
    run = read(cast, ["Müller, Anna"], ["Müller, Anna"])
    with tenant_scope(cast.kreis):
        actions.decide(run, {2: "skip", 3: "merge-row-2"}, by=cast.coordinator)
        with pytest.raises(DomainError, match="Zeile 3 soll mit Zeile 2") as refused:
            actions.take_over(run, by=cast.coordinator)

    assert "die nicht übernommen wird" in str(refused.value)


def test_chosen_person_stands_first(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        people = [VolunteerFactory(first_name="Anna", last_name="Müller") for _ in range(2)]
    run = read(cast, ["Müller, Anna"])
    other = importing.rows(cast.kreis, run)[0].alike[1]["volunteer"]
    with tenant_scope(cast.kreis):
        actions.decide(run, {2: f"merge-person-{other}"}, by=cast.coordinator)
        actions.take_over(run, by=cast.coordinator)

    done = importing.work(cast.kreis, run)

    [row] = importing.rows(cast.kreis, done)
    assert (row.volunteer_id, {person.pk for person in people} >= {other}) == (other, True)


def test_decision_that_comes_too_late_gets_a_sentence(
    cast: Cast, coordinator: TenantClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = read(cast, ["Müller, Anna"])
    decide = actions.decide

    def late(run: ImportRun, choices: Any, *, by: Any) -> None:
        # Somebody else takes over between looking and keeping.
        ImportRun.objects.update(state="writing")
        decide(run, choices, by=by)

    monkeypatch.setattr(actions, "decide", late)
    path = f"/ehrenamtliche/import/{run.pk}/"

    answer = coordinator.post(f"{path}zeilen/", {"row_2": "skip"}, follow=True)

    assert answer.redirect_chain[-1][0].endswith(path)
    assert "Dieser Import ist inzwischen weiter" in answer.text


# Undo


def _undo(cast: Cast, run: ImportRun) -> ImportRun:
    with tenant_scope(cast.kreis):
        actions.undo(run, now=timezone.now(), by=cast.coordinator)
    return importing.work(cast.kreis, run)


def _told(cast: Cast, person: Volunteer) -> dict[str, Any]:
    with tenant_scope(cast.kreis):
        now = Volunteer.objects.get(pk=person.pk)
        skills = now.language_skills.order_by("pk").values_list("language__tag", "level")
        circles = now.circle_memberships.values_list("circle__name", flat=True)
        return {
            **{name: getattr(now, name) for name in ("phone", "birth_year", "place", "note")},
            "languages": list(skills),
            "circles": list(circles),
            "version": now.version,
        }


def test_whoever_was_worked_on_since_stays_and_it_says_so(cast: Cast) -> None:
    run = read(cast, *([f"Neumann, {name}"] for name in ("Edith", "Horst", "Walter")))
    done = importing.taken_over(cast.kreis, run, by=cast.coordinator)
    with tenant_scope(cast.kreis):
        edited = Volunteer.objects.get(first_name="Edith", last_name="Neumann")
        edited.phone = "08025 123456"
        edited.save()
        asked = Volunteer.objects.get(first_name="Horst", last_name="Neumann")
        asked.inquiries.create(subject="Post vom Amt", asked_at=timezone.now())

    undone = _undo(cast, done)

    assert [row.outcome for row in importing.rows(cast.kreis, undone)] == [
        "nicht zurückgenommen: seither hat jemand diese Person bearbeitet",
        "nicht zurückgenommen: seither ist an dieser Person etwas dazugekommen",
        "zurückgenommen",
    ]
    with tenant_scope(cast.kreis):
        left = Volunteer.objects.filter(last_name="Neumann").order_by("first_name")
        assert [str(person) for person in left] == ["Edith Neumann", "Horst Neumann"]


def test_after_fourteen_days_there_is_no_way_back(cast: Cast) -> None:
    done = importing.taken_over(cast.kreis, read(cast, ["Neumann, Edith"]), by=cast.coordinator)
    with tenant_scope(cast.kreis):
        assert done.written_at is not None
        late = done.written_at + dt.timedelta(days=14)
        with pytest.raises(DomainError, match="nur in den ersten 14 Tagen"):
            actions.undo(done, now=late, by=cast.coordinator)
        assert ImportRow.objects.get(run=done).outcome == "neu aufgenommen"
