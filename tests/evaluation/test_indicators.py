"""Each Kennzahl from frozen facts, whole; and that today never changes a year gone by."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from evaluation import indicators
from evaluation.actions import figures
from evaluation.indicators import Period, areas, people, work
from evaluation.indicators.numbers import median
from lotsen_portal.tenancy.context import tenant_scope
from networking.models import NetworkMeeting, OutreachActivity, Partner
from tests.cast import Cast
from tests.factories.evaluation import StaffPositionFactory
from tests.factories.networking import PartnerFactory
from tests.factories.trainings import RegistrationFactory, SessionFactory, TrainingFactory
from tests.factories.volunteers import (
    EngagementFieldFactory,
    HelperCircleFactory,
    VolunteerFactory,
    a_topic,
)
from trainings.models import Attendance
from volunteers.models import (
    CircleMembership,
    Consultation,
    HelperCircle,
    HelpRequest,
    HoursEntry,
    Inquiry,
    Language,
    LanguageSkill,
    StatusChange,
    Volunteer,
)

Y2025, Y2026 = Period.of_year(2025), Period.of_year(2026)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def kreis(cast: Cast) -> Iterator[Cast]:
    with tenant_scope(cast.kreis):
        yield cast


def person(*history: tuple[str, str], declared_on: str | None = None) -> Volunteer:
    """Return a volunteer with a status from each day on."""
    volunteer = VolunteerFactory(
        declares_migration_history=bool(declared_on) or None,
        migration_history_declared_on=declared_on and dt.date.fromisoformat(declared_on),
    )
    for day, status in history:
        StatusChange.objects.create(
            volunteer=volunteer, status=status, on=dt.date.fromisoformat(day)
        )
    return volunteer


def test_volunteers_leave_pause_and_come_back(kreis: Cast) -> None:
    for _ in range(6):
        person(("2025-03-01", "active"), declared_on="2025-03-01")
    for _ in range(5):
        person(("2026-02-01", "active"))
    person(("2025-01-01", "active"), ("2026-06-30", "left"))
    person(("2024-01-01", "active"), ("2025-05-01", "left"), ("2026-01-01", "active"))
    person(("2025-01-01", "active"), ("2026-12-31", "paused"))
    person(("2025-01-01", "active"), ("2025-06-01", "paused"), ("2025-09-01", "active"))
    person(("2026-05-01", "prospect"))

    assert people.volunteers(Y2025) == {
        "Aktive Ehrenamtliche am Jahresende": 9,
        "davon mit eigener Migrationsgeschichte": "verdeckt",
        "davon ohne Migrationsgeschichte oder ohne Angabe": "verdeckt",
        "Pausierende am Jahresende": 0,
        "Neu aktiv geworden": 9,
        "Neu aktiv, mit eigener Migrationsgeschichte": "verdeckt",
        "Ausgeschieden": 1,
    }
    assert people.volunteers(Y2026) == {
        "Aktive Ehrenamtliche am Jahresende": 13,
        "davon mit eigener Migrationsgeschichte": 6,
        "davon ohne Migrationsgeschichte oder ohne Angabe": 7,
        "Pausierende am Jahresende": 1,
        "Neu aktiv geworden": 5,
        "Neu aktiv, mit eigener Migrationsgeschichte": "verdeckt",
        "Ausgeschieden": 1,
    }


def test_a_change_of_today_leaves_last_year_as_it_was(kreis: Cast) -> None:
    volunteer = person(("2025-03-01", "active"))
    arabic = Language.objects.get(tag="ar")
    LanguageSkill.objects.create(
        volunteer=volunteer, language=arabic, starts_on=dt.date(2025, 3, 1)
    )
    before = {i.code: i.measure(Y2025) for i in indicators.in_order()}

    volunteer.leave(dt.date(2026, 11, 22))
    volunteer.language_skills.update(ends_on=dt.date(2026, 11, 21))

    assert {i.code: i.measure(Y2025) for i in indicators.in_order()} == before


def test_status_counts_on_the_last_day_itself(kreis: Cast) -> None:
    person(("2025-12-31", "active"))
    person(("2026-01-01", "active"))

    assert people.active_on(dt.date(2025, 12, 31)) < people.active_on(dt.date(2026, 1, 1))
    assert people.volunteers(Y2025)["Aktive Ehrenamtliche am Jahresende"] == 1


def test_contacts_by_channel_and_topic(kreis: Cast) -> None:
    topic = a_topic()
    for on, channel, count in [
        ("2026-01-01", "phone", 3),
        ("2026-12-31", "mail", 2),
        ("2025-12-31", "phone", 50),
        ("2027-01-01", "phone", 50),
    ]:
        Consultation.objects.create(on=on, channel=channel, count=count, topic=topic, task_area="a")
    # Half past midnight on New Year's Day in Germany is still the old year in UTC.
    moment = dt.datetime(2026, 1, 1, 0, 30, tzinfo=BERLIN)
    Inquiry.objects.create(subject="Post", asked_at=moment, answered_at=moment)
    Inquiry.objects.create(subject="Miete", asked_at=moment, task_area="c")

    assert work.contacts(Y2026) == {
        "Beratungskontakte": 5,
        "Weg: Telefon": 3,
        "Weg: E-Mail": 2,
        "Weg: persönlich": 0,
        "Weg: online": 0,
        f"Thema: {topic.name}": 5,
        "Fragen über das Portal": 2,
        "davon beantwortet": 1,
    }


def test_trainings_count_who_was_there(kreis: Cast) -> None:
    moment = dt.datetime(2026, 5, 5, 18, tzinfo=BERLIN)
    held = TrainingFactory(capacity=12, published_at=moment)
    sessions = [
        SessionFactory(training=held, starts_at=moment + dt.timedelta(days=day), teaching_units=3)
        for day in (0, 7)
    ]
    held.follow_sessions()
    there, too, absent, pending = (
        RegistrationFactory(training=held, status=status)
        for status in ("confirmed", "confirmed", "confirmed", "pending")
    )
    for session in sessions:
        for registration, present in ((there, True), (too, True), (absent, False)):
            Attendance.objects.create(
                registration=registration, session=session, present=present, recorded_at=moment
            )
    draft = TrainingFactory()
    cancelled = TrainingFactory(published_at=moment, cancelled_at=moment)
    for training in (draft, cancelled):
        SessionFactory(training=training, starts_at=moment)
        training.follow_sessions()
    assert pending.status == "pending"

    assert work.trainings(Y2026) == {
        "Schulungen": 1,
        "Unterrichtseinheiten": 6,
        "Plätze": 12,
        "Anmeldungen": 3,
        "Teilnehmende": 2,
        "Abgesagte Schulungen": 1,
        "Teilnahmebescheinigungen": None,
        f"Thema: {held.topic.name}": 1,
    }
    assert work.trainings(Y2025)["Schulungen"] is None
    assert work.trainings(Period.of_year(2027))["Schulungen"] == 0


def test_requests_are_settled_by_the_last_day_or_still_open(kreis: Cast) -> None:
    field = EngagementFieldFactory(name="Formulare")
    for received, status, settled in [
        ("2026-02-01", "matched", "2026-02-04"),
        ("2026-03-01", "matched", "2026-03-11"),
        ("2026-04-01", "closed", "2026-04-02"),
        ("2026-12-30", "matched", "2027-01-15"),
        ("2025-11-01", "open", None),
    ]:
        HelpRequest.objects.create(
            need="Hilfe", field=field, status=status, received_on=received, settled_on=settled
        )

    assert work.requests(Y2026) == {
        "Hilfegesuche": 4,
        "davon vermittelt": 2,
        "davon ohne Vermittlung beendet": 1,
        "Offen am Jahresende": 2,
        "Tage bis zur Vermittlung (Median)": "6,5",
        "Einsatzbereich: Formulare": 4,
    }


def test_hours_are_those_of_the_year(kreis: Cast) -> None:
    for on, hours in [("2026-01-01", "24"), ("2026-12-31", "0.25"), ("2025-12-31", "8")]:
        HoursEntry.objects.create(volunteer=kreis.volunteer, on=on, hours=Decimal(hours))
    HoursEntry.objects.bulk_create(
        HoursEntry(volunteer=one, on=dt.date(2026, 3, day), hours=10)
        for one, days in ((kreis.colleague, 8), (VolunteerFactory(), 25))
        for day in range(1, days + 1)
    )

    assert people.hours(Y2026) == {
        "Angegebene Stunden": "354,25",
        "Ehrenamtliche mit Angabe": 3,
        "Personen ab 80 Stunden": 2,
        "Personen ab 250 Stunden": 1,
    }
    assert people.hours(Period.of_year(2024))["Angegebene Stunden"] is None


def test_circles_of_the_last_day(kreis: Cast) -> None:
    HelperCircle.objects.update(dissolved_on=dt.date(2025, 12, 31))
    circle = HelperCircleFactory(founded_on=dt.date(2026, 12, 31))
    for volunteer, ends_on in ((kreis.volunteer, None), (kreis.colleague, dt.date(2026, 12, 30))):
        CircleMembership.objects.create(
            circle=circle, volunteer=volunteer, starts_on=dt.date(2026, 1, 1), ends_on=ends_on
        )

    assert people.circles(Y2026) == {
        "Helferkreise am Jahresende": 1,
        "Gemeinden mit Helferkreis": 0,
        "Personen in Helferkreisen": 1,
    }


def test_declaration_counts_from_its_day_and_a_withdrawn_one_never(kreis: Cast) -> None:
    people_of_2025 = [
        person(("2025-03-01", "active"), declared_on=day)
        for day in ["2025-12-31"] * 5 + ["2026-01-01"] * 5 + [None] * 5
    ]
    counted = people.years_by_trait(2026)
    withdrawn = people_of_2025[0]
    withdrawn.declares_migration_history = None
    withdrawn.save()

    assert [(year.stock, year.stock_with) for year in counted] == [(0, 0), (15, 5), (15, 10)]
    assert withdrawn.migration_history_declared_on is None
    assert people.years_by_trait(2025)[-1].stock_with == 4


def test_declaration_takes_the_day_it_is_saved(kreis: Cast) -> None:
    volunteer = VolunteerFactory(declares_migration_history=True)
    assert volunteer.migration_history_declared_on == timezone.localdate()

    Volunteer.objects.update(migration_history_declared_on=dt.date(2025, 5, 5))
    volunteer = Volunteer.objects.get(pk=volunteer.pk)
    volunteer.save()

    assert volunteer.migration_history_declared_on == dt.date(2025, 5, 5)


def test_languages_hide_few_speakers_and_few_requests(kreis: Cast) -> None:
    arabic, ukrainian = (Language.objects.get(tag=tag) for tag in ("ar", "uk"))
    for language, count in ((arabic, 5), (ukrainian, 2)):
        for _ in range(count):
            LanguageSkill.objects.create(
                volunteer=person(("2026-01-01", "active")),
                language=language,
                starts_on=dt.date(2026, 1, 1),
            )
    # One of the five says it twice, for what they spoke has just become more.
    LanguageSkill.objects.create(
        volunteer=LanguageSkill.objects.filter(language=arabic)[0].volunteer,
        language=arabic,
        starts_on=dt.date(2025, 1, 1),
        ends_on=dt.date(2027, 1, 1),
    )
    HelpRequest.objects.create(
        need="Brief",
        field=EngagementFieldFactory(),
        language=ukrainian,
        received_on=dt.date(2026, 5, 1),
    )

    assert people.languages(Y2026) == {
        "Arabisch: Ehrenamtliche": 5,
        "Arabisch: Hilfegesuche": "unter 5",
        "Ukrainisch: Ehrenamtliche": "unter 5",
        "Ukrainisch: Hilfegesuche": "unter 5",
    }


def test_network_and_outreach(kreis: Cast) -> None:
    Partner.objects.update(partner_since=dt.date(2026, 1, 1), partner_until=dt.date(2026, 12, 30))
    PartnerFactory(kind=Partner.Kind.CHURCH, partner_since=dt.date(2020, 1, 1))
    for on, part in (("2026-01-01", "held"), ("2026-12-31", "attended"), ("2025-06-01", "held")):
        NetworkMeeting.objects.create(title="Runder Tisch", on=on, part=part)
    OutreachActivity.objects.create(title="Flyer", on=dt.date(2026, 3, 3), kind="print")

    assert work.network(Y2026) == {
        "Selbst veranstaltete Treffen": 1,
        "Besuchte Treffen und Gremien": 1,
        "Partner am Jahresende": 1,
        "Partner: Kirche oder Religionsgemeinschaft": 1,
    }
    assert work.outreach(Y2026) == {
        "Presse": 0,
        "Newsletter": 0,
        "Veranstaltung oder Stand": 0,
        "Internet und soziale Medien": 0,
        "Flyer und Plakat": 1,
    }


def test_staff_is_weighed_by_days(kreis: Cast) -> None:
    StaffPositionFactory(
        fte=Decimal("1.00"), starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2026, 7, 1)
    )
    StaffPositionFactory(
        fte=Decimal("0.50"), starts_on=dt.date(2026, 7, 11), ends_on=dt.date(2026, 12, 31)
    )

    assert work.staff(Y2026) == {
        "VZÄ am Jahresende": "0,50",
        "VZÄ im Jahresmittel": "0,74",
        "Tage ohne besetzte Stelle": 9,
    }


@pytest.mark.parametrize(("part", "held", "attended"), [("held", 1, 0), ("attended", 0, 1)])
def test_meetings_of_one_kind_are_none_of_the_other(
    kreis: Cast, part: str, held: int, attended: int
) -> None:
    NetworkMeeting.objects.create(title="Runder Tisch", on="2026-03-01", part=part)

    figures = work.network(Y2026)

    counted = (figures["Selbst veranstaltete Treffen"], figures["Besuchte Treffen und Gremien"])
    assert counted == (held, attended)


def test_task_areas_count_what_carries_them(kreis: Cast) -> None:
    NetworkMeeting.objects.create(title="Konzept", on=dt.date(2026, 3, 1), task_area="f")
    Partner.objects.update(task_areas=["d", "e"], partner_since=dt.date(2026, 1, 1))

    by_area = areas.by_task_area(Y2026)
    counted = {
        area: {label: count for label, count in figures_of_area.items() if count}
        for area, figures_of_area in by_area.items()
    }
    assert counted == {
        "a": {},
        "b": {},
        "c": {},
        "d": {"Partner in diesem Feld": 2},
        "e": {"Partner in diesem Feld": 2},
        "f": {"Netzwerktreffen": 1},
    }
    assert by_area["a"]["Netzwerktreffen"] == 0
    assert by_area["f"]["Öffentlichkeitsarbeit"] is None


def test_what_a_kreis_never_recorded_is_not_zero(kreis: Cast) -> None:
    everything = (Consultation, Inquiry, HelpRequest, HoursEntry)
    for model in everything:
        model.objects.all().delete()

    for measure in (work.contacts, work.requests, people.hours):
        assert set(measure(Y2026).values()) == {None}
    assert set(work.staff(Y2026).values()) == {None}


def test_year_before_the_first_fact_is_not_zero(kreis: Cast) -> None:
    Consultation.objects.create(
        on=dt.date(2026, 3, 1), channel="phone", count=3, topic=a_topic(), task_area="a"
    )

    rows = figures.lines(work.contacts(Y2026), work.contacts(Y2025))

    shown = {row["label"]: (row["value"], row["previous"]) for row in rows}
    assert shown["Beratungskontakte"] == (3, None)
    assert shown["Weg: E-Mail"] == (0, None)
    assert shown[f"Thema: {a_topic().name}"] == (3, None)
    assert work.contacts(Period.of_year(2027))["Beratungskontakte"] == 0


def test_every_indicator_is_announced_with_its_definition() -> None:
    listed = indicators.in_order()

    assert [i.code for i in listed] == [f"K{n}" for n in range(1, 11)]
    assert all(i.definition.endswith(".") and i.title for i in listed)
    assert {i.code for i in listed if i.kind is indicators.Kind.PERSONS_BY_TRAIT} == {"K1", "K8"}


@pytest.mark.parametrize(
    ("values", "expected"), [([], None), ([4], "4,0"), ([1, 9, 2], "2,0"), ([1, 2], "1,5")]
)
def test_median_is_printed_with_one_place(values: list[int], expected: str | None) -> None:
    assert median(values) == expected
