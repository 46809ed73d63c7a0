"""Führungszeugnisse: what is kept, who sees it, what is printed, and when it goes."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from lotsen_portal.audit.models import AuditDetail, AuditEntry
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.pdf import render_pdf
from lotsen_portal.documents.models import Document
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import PublicContact
from tests import pdf_checks
from tests.cast import FOREIGN_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.files import stored
from tests.factories.volunteers import (
    ClearanceFactory,
    EngagementFieldFactory,
    VolunteerFactory,
)
from volunteers.actions import clearance as actions
from volunteers.actions import letters, people
from volunteers.models import Clearance, Engagement, EngagementField, RegistryRules, Volunteer
from volunteers.schedule.clearance import forget

TODAY = dt.date.today()
# The three days on which it is easy to be wrong.
DAYS = [dt.date(2026, 11, 22), dt.date(2027, 1, 2), dt.date(2028, 2, 29)]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def helps_children(volunteer: Volunteer, **values: Any) -> Engagement:
    field = EngagementField.objects.filter(involves_minors=True).first()
    given = {"starts_on": day("2025-01-01"), "field": field} | values
    return volunteer.engagements.create(**given)


@pytest.fixture
def page(cast: Cast) -> str:
    """The page of somebody who helps children."""
    with tenant_scope(cast.kreis):
        helps_children(cast.volunteer)
    return f"/ehrenamtliche/{cast.volunteer.pk}/fuehrungszeugnis/"


def test_it_is_noted_and_due_again_after_five_years(
    coordinator: TenantClient, cast: Cast, page: str
) -> None:
    shown = coordinator.get(f"{page}gesehen/").context["form"]
    assert shown["seen_by"].value() == "Anna Huber"

    answer = coordinator.post(
        f"{page}gesehen/",
        {"issued_on": "01.05.2025", "seen_on": "01.06.2025", "seen_by": "Vera Tretter"},
    )

    with tenant_scope(cast.kreis):
        kept = Clearance.objects.values(
            "volunteer_id", "requested_on", "issued_on", "seen_on", "seen_by", "next_due_on"
        ).get()
    assert answer["Location"].endswith(page)
    assert kept == {
        "volunteer_id": cast.volunteer.pk,
        "requested_on": None,
        "issued_on": day("2025-05-01"),
        "seen_on": day("2025-06-01"),
        "seen_by": "Vera Tretter",
        "next_due_on": day("2030-06-01"),
    }


def test_nothing_more_can_be_kept() -> None:
    """No file, no content, no „no“: § 72a Abs. 5 SGB VIII."""
    kept = {field.name for field in Clearance._meta.get_fields()}

    assert kept == {
        *("id", "tenant", "volunteer", "requested_on", "issued_on", "seen_on", "seen_by"),
        *("next_due_on", "reminded_on"),
    }


@pytest.mark.parametrize("seen_on", DAYS)
@pytest.mark.parametrize(("too_early", "is_refused"), [(0, False), (1, True)])
def test_it_is_not_older_than_three_months_when_it_is_seen(
    cast: Cast, seen_on: dt.date, too_early: int, is_refused: bool
) -> None:
    oldest = {
        "2026-11-22": "2026-08-22",
        "2027-01-02": "2026-10-02",
        "2028-02-29": "2027-11-29",
    }[seen_on.isoformat()]
    issued_on = day(oldest) - dt.timedelta(days=too_early)
    with tenant_scope(cast.kreis):
        clearance = ClearanceFactory(volunteer=cast.volunteer)
        try:
            clearance.note(
                issued_on=issued_on, seen_on=seen_on, seen_by="Anna Huber", rules=RegistryRules()
            )
        except DomainError as error:
            refusal = (str(error), error.field)
        else:
            refusal = ("", None)
        clearance.refresh_from_db()

    sentence = (
        "Es war bei der Vorlage älter als 3 Monate: Ausgestellt sein muss es am"
        f" {day(oldest):%d.%m.%Y} oder später."
    )
    assert refusal == ((sentence, "issued_on") if is_refused else ("", None))
    again = {2026: "2031-11-22", 2027: "2032-01-02", 2028: "2033-02-28"}[seen_on.year]
    assert clearance.next_due_on == day("2030-02-01" if is_refused else again)


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"issued_on": "02.06.2025", "seen_on": "01.06.2025"},
            {"issued_on": ["Gesehen werden kann es erst, wenn es ausgestellt ist."]},
        ),
        (
            {"issued_on": "01.01.2099", "seen_on": "01.02.2099"},
            {"seen_on": ["Der Tag darf nicht in der Zukunft liegen."]},
        ),
        (
            {"issued_on": "01.03.2024", "seen_on": "01.04.2024"},
            {
                "__all__": [
                    "Ada Maier hilft an diesem Tag in keinem Einsatzbereich mit Minderjährigen."
                    " Deshalb darf kein Führungszeugnis verlangt oder eingetragen werden."
                ]
            },
        ),
    ],
)
def test_what_cannot_be_is_refused(
    coordinator: TenantClient, page: str, typed: dict[str, str], errors: dict[str, list[str]]
) -> None:
    answer = coordinator.post(f"{page}gesehen/", typed | {"seen_by": "Anna Huber"})

    assert (answer.status_code, answer.context["form"].errors) == (422, errors)


def test_leitung_sees_nothing_of_it(
    viewer: TenantClient, coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        person = VolunteerFactory(last_name="Geheimer")
        helps_children(person)
        ClearanceFactory(volunteer=person)
    page = f"/ehrenamtliche/{person.pk}/"
    coordinator.post(f"{page}fuehrungszeugnis/aufforderung/")
    coordinator.get(f"{page}fuehrungszeugnis/")
    with tenant_scope(cast.kreis):
        letter = Document.objects.get()

    refused = [f"{page}fuehrungszeugnis/", "/ehrenamtliche/fuehrungszeugnisse/"]
    assert [viewer.get(path).status_code for path in refused] == [403, 403]
    assert viewer.get(f"/dokumente/{letter.pk}/").status_code == 404
    assert "Führungszeugnis" in coordinator.get(page).text
    for path in (page, "/heute/", "/ehrenamtliche/"):
        assert "Führungszeugnis" not in viewer.get(path).text
    # What Leitung may read names nobody beside the word.
    for path in ("/dokumente/", "/protokoll/?kind=volunteers.Clearance"):
        text = viewer.get(path).text
        assert ("ührungszeugnis" in text, "Geheimer" in text) == (True, False)


def test_volunteer_needs_no_page_of_it(volunteer: TenantClient, page: str) -> None:
    assert volunteer.get(page).status_code == 403


def test_each_reading_is_in_the_trail(coordinator: TenantClient, cast: Cast, page: str) -> None:
    with tenant_scope(cast.kreis):
        kept = ClearanceFactory(volunteer=cast.volunteer)
    for path in (page, page, "/ehrenamtliche/fuehrungszeugnisse/"):
        coordinator.get(path)

    with tenant_scope(cast.kreis):
        entries = list(AuditEntry.objects.order_by("pk").values_list("action", "subject_id"))
    assert entries == [
        ("clearance.read", kept.pk),
        ("clearance.read", kept.pk),
        ("clearances.read", cast.kreis.pk),
    ]


# The letter


def test_letter_is_ordered_once_and_the_day_is_kept(
    coordinator: TenantClient, cast: Cast, page: str
) -> None:
    for _ in range(2):
        assert coordinator.post(f"{page}aufforderung/").status_code == 302

    with tenant_scope(cast.kreis):
        assert Clearance.objects.values_list("requested_on", "seen_on").get() == (TODAY, None)
        assert Document.objects.values_list("kind", "subject_id", "title").get() == (
            "volunteers.clearance_letter",
            cast.volunteer.pk,
            "Aufforderung zur Vorlage eines erweiterten Führungszeugnisses",
        )


@pytest.mark.slow
def test_letter_says_what_the_registry_office_wants_to_know(cast: Cast, page: str) -> None:
    with tenant_scope(cast.kreis):
        contact = PublicContact.objects.get()
        contact.name, contact.office = "Anna Huber", "Rosenheimer Straße 1, 83714 Miesbach"
        contact.phone = "08025 704-0"
        contact.save()
        Volunteer.objects.filter(pk=cast.volunteer.pk).update(
            salutation="ms", street="Marktplatz 2", postcode="83607", place="Holzkirchen"
        )
        harmless = EngagementFieldFactory(name="Fahrradwerkstatt")
        cast.volunteer.engagements.create(field=harmless, starts_on=day("2025-01-01"))
        [wanted] = letters.fields_with_minors(cast.volunteer, on=TODAY)
        document = actions.ask(cast.volunteer, on=TODAY, by=None)
        made = letters.compose_clearance_letter(document)
        again = letters.compose_clearance_letter(Document.objects.get())
    pdf = render_pdf(made.html, title=made.title, created=made.created)
    text = " ".join(pdf_checks.text_of(pdf).split())

    pdf_checks.assert_accessible(pdf)
    assert made == again
    for part in (
        "Frau Ada Maier Marktplatz 2 83607 Holzkirchen",
        f"{timezone.localdate():%d.%m.%Y}",
        "erweiterten Führungszeugnisses (§ 30a Abs. 2 BZRG)",
        f"Einsatzbereich {wanted} haben Sie dabei mit Kindern",
        "dass die Voraussetzungen des § 30a Abs. 1 BZRG vorliegen",
        "Die Tätigkeit wird ehrenamtlich ausgeübt. Wir bestätigen das für die Befreiung von der"
        " Gebühr.",
        "höchstens 3 Monate alt",
        "Rosenheimer Straße 1, 83714 Miesbach",
        "Ort, Datum Unterschrift: Anna Huber, Integrationslotsin",
    ):
        assert part in text
    assert "Fahrradwerkstatt" not in text


def test_nobody_is_asked_without_need(coordinator: TenantClient, cast: Cast) -> None:
    path = f"/ehrenamtliche/{cast.volunteer.pk}/fuehrungszeugnis/"

    answer = coordinator.post(f"{path}aufforderung/", follow=True)

    assert "hilft an diesem Tag in keinem Einsatzbereich mit Minderjährigen" in answer.text
    assert "Wird nicht gebraucht" in answer.text
    with tenant_scope(cast.kreis):
        assert (Clearance.objects.exists(), Document.objects.exists()) == (False, False)


# The list and "Heute"


@pytest.fixture
def listed(cast: Cast) -> None:
    """Make one of each state, who come in this order, and some who are none of it."""
    with tenant_scope(cast.kreis):
        for name, due in {
            "C-Abgelaufen": TODAY - dt.timedelta(days=1),
            "B-Heute": TODAY,
            "A-Bald": TODAY + dt.timedelta(weeks=8),
            "Nicht bald": TODAY + dt.timedelta(weeks=8, days=1),
        }.items():
            person = VolunteerFactory(last_name=name)
            helps_children(person)
            ClearanceFactory(volunteer=person, next_due_on=due)
        helps_children(VolunteerFactory(last_name="D-Fehlt"))
        asked = VolunteerFactory(last_name="E-Gefragt")
        helps_children(asked)
        ClearanceFactory(volunteer=asked, **NOT_SEEN, requested_on=TODAY)
        helps_children(VolunteerFactory(last_name="Weg", status="left", left_on=TODAY))
        helps_children(VolunteerFactory(last_name="Vorbei"), ends_on=TODAY - dt.timedelta(days=1))
        helps_children(VolunteerFactory(last_name="Später"), starts_on=TODAY + dt.timedelta(days=1))
    with tenant_scope(cast.foreign_kreis):
        helps_children(cast.foreign_volunteer)


NOT_SEEN = {"issued_on": None, "seen_on": None, "seen_by": "", "next_due_on": None}


@pytest.mark.usefixtures("listed")
def test_list_shows_what_is_due_and_missing_in_this_order(coordinator: TenantClient) -> None:
    answer = coordinator.get("/ehrenamtliche/fuehrungszeugnisse/")

    assert [person.last_name for person in answer.context["page"]] == [
        *("C-Abgelaufen", "B-Heute", "A-Bald", "D-Fehlt", "E-Gefragt")
    ]
    assert FOREIGN_NAME not in answer.text


@pytest.mark.usefixtures("listed")
def test_today_counts_them_and_names_nobody(coordinator: TenantClient) -> None:
    text = coordinator.get("/heute/").text

    for sentence in (
        "1 ist abgelaufen",
        "2 laufen in den nächsten 8 Wochen ab",
        "2 fehlen bei Menschen, die mit Minderjährigen helfen",
    ):
        assert sentence in text
    assert "D-Fehlt" not in text


def test_today_is_silent_where_nothing_is_due(coordinator: TenantClient) -> None:
    assert "Führungszeugnis" not in coordinator.get("/heute/").text


# Deletion, § 30a Abs. 3 BZRG


def kept_on(cast: Cast, today: dt.date) -> bool:
    with tenant_scope(cast.kreis):
        actions.forget(today)
        return Clearance.objects.filter(volunteer=cast.volunteer).exists()


@pytest.mark.parametrize(
    ("last_day", "gone_on"),
    [
        ("2026-05-22", "2026-11-22"),
        ("2026-07-02", "2027-01-02"),
        ("2027-08-29", "2028-02-29"),
        ("2027-08-31", "2028-02-29"),
        ("2028-02-29", "2028-08-29"),
    ],
)
@pytest.mark.parametrize("how", ["leaves", "pauses", "field ends"])
def test_it_goes_half_a_year_after_the_end(
    cast: Cast, how: str, last_day: str, gone_on: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: day("2030-01-01"))
    with tenant_scope(cast.kreis):
        engagement = helps_children(cast.volunteer)
        cast.volunteer.record_status(on=day("2025-01-01"))
        ClearanceFactory(volunteer=cast.volunteer)
        if how == "leaves":
            people.say_goodbye(cast.volunteer, on=day(last_day), by=None)
        elif how == "pauses":
            people.change_status(cast.volunteer, "paused", on=day(last_day), by=None)
        else:
            Engagement.objects.filter(pk=engagement.pk).update(ends_on=day(last_day))

    the_day_before = day(gone_on) - dt.timedelta(days=1)
    assert (kept_on(cast, the_day_before), kept_on(cast, day(gone_on))) == (True, False)


@pytest.mark.parametrize("today", DAYS)
def test_it_stays_while_one_field_with_minors_lasts(cast: Cast, today: dt.date) -> None:
    with tenant_scope(cast.kreis):
        first, second = EngagementField.objects.filter(involves_minors=True)[:2]
        helps_children(cast.volunteer, field=first, ends_on=day("2025-02-01"))
        helps_children(cast.volunteer, field=second)
        ClearanceFactory(volunteer=cast.volunteer)

    assert kept_on(cast, today)


def test_it_goes_though_a_field_without_minors_lasts(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        helps_children(cast.volunteer, ends_on=day("2026-05-22"))
        harmless = EngagementFieldFactory()
        cast.volunteer.engagements.create(field=harmless, starts_on=day("2025-01-01"))
        ClearanceFactory(volunteer=cast.volunteer)

    assert not kept_on(cast, day("2026-11-22"))


def test_it_goes_at_once_where_the_work_was_never_taken_up(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        prospect = VolunteerFactory(status="prospect")
        prospect.record_status(on=prospect.joined_on)
        helps_children(prospect)
        ClearanceFactory(volunteer=prospect)
        actions.forget(TODAY)
        assert Clearance.objects.count() == 1
        people.say_goodbye(prospect, on=TODAY, by=None)

        actions.forget(TODAY)

        assert not Clearance.objects.exists()


def test_what_goes_leaves_a_line_that_names_nobody(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        cast.volunteer.record_status(on=day("2025-01-01"))
        helps_children(cast.volunteer, ends_on=day("2025-06-01"))
        kept = ClearanceFactory(volunteer=cast.volunteer)
        content = stored(b"%PDF-1.7 Aufforderung")
        order = {"title": "Aufforderung", "key": "x", "queued_at": timezone.now()}
        Document.objects.create(
            kind=letters.CLEARANCE_LETTER, subject_id=cast.volunteer.pk, **order, **content
        )
        others = {"kind": letters.CLEARANCE_LETTER, "subject_id": cast.colleague.pk}
        Document.objects.create(**others, **order | {"key": "y"}, state="failed")

    forget()

    with tenant_scope(cast.kreis):
        assert not Clearance.objects.exists()
        assert list(Document.objects.values_list("subject_id", flat=True)) == [cast.colleague.pk]
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.subject_kind, entry.subject_id, entry.actor_id) == (
            "clearance.forgotten",
            "volunteers.Clearance",
            kept.pk,
            None,
        )
        assert not AuditDetail.objects.exists()


def test_no_wish_keeps_it(coordinator: TenantClient, cast: Cast) -> None:
    """There is no switch, neither for a Kreis nor for a person."""
    rules = {field.name for field in RegistryRules._meta.get_fields()}

    assert rules == {
        *("id", "tenant", "version", "clearance_years", "clearance_max_age_months"),
        "reminder_weeks",
    }


def test_entry_is_deleted_by_hand_with_its_letter(
    coordinator: TenantClient, cast: Cast, page: str
) -> None:
    coordinator.post(f"{page}aufforderung/")

    assert "Eintrag löschen" in coordinator.get(f"{page}loeschung/").text
    coordinator.post(f"{page}loeschung/")

    with tenant_scope(cast.kreis):
        assert (Clearance.objects.exists(), Document.objects.exists()) == (False, False)
        last = AuditEntry.objects.order_by("pk").last()
        assert last.action == "clearance.removed"


def test_of_another_kreis_nothing_is_there(coordinator: TenantClient, cast: Cast) -> None:
    path = f"/ehrenamtliche/{cast.foreign_volunteer.pk}/fuehrungszeugnis/"

    assert coordinator.get(path).status_code == 404
