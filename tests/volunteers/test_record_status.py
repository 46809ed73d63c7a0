"""The way of a person: interessiert, Erstgespräch, aktiv, pausiert, ausgeschieden, and back."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.common.errors import DomainError
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.volunteers import (
    CircleMembershipFactory,
    EngagementFieldFactory,
    VolunteerFactory,
)
from volunteers.actions import people
from volunteers.models import Engagement, Language, LanguageSkill, Volunteer

Status = Volunteer.Status
JANUARY, MARCH, MAY, JULY = (dt.date(2026, month, 1) for month in (1, 3, 5, 7))


def somebody(status: str = Status.PROSPECT, **values: Any) -> Volunteer:
    """Return somebody whose status holds since January."""
    person = VolunteerFactory(status=status, joined_on=JANUARY, **values)
    person.record_status(on=JANUARY)
    return person


def history(person: Volunteer) -> list[tuple[str, dt.date]]:
    return list(person.status_changes.order_by("pk").values_list("status", "on"))


def test_whole_way_and_back_is_kept_day_by_day(cast: Cast) -> None:
    way = [
        (Status.INTERVIEWED, MARCH),
        (Status.ACTIVE, MARCH),
        (Status.PAUSED, MAY),
        (Status.ACTIVE, MAY),
        (Status.LEFT, JULY),
        (Status.ACTIVE, JULY),
    ]
    with tenant_scope(cast.kreis):
        person = somebody()
        for status, on in way:
            people.change_status(person, status, on=on, by=cast.coordinator)

        person.refresh_from_db()
        assert history(person) == [(Status.PROSPECT, JANUARY), *way]
        assert (person.status, person.left_on) == (Status.ACTIVE, None)
        entries = AuditEntry.objects.filter(subject_id=person.pk).order_by("pk")
        told = ["volunteer.status_changed"] * 4
        assert list(entries.values_list("action", flat=True)) == [
            *told,
            "volunteer.left",
            "volunteer.status_changed",
        ]


@pytest.mark.parametrize(
    ("status", "following"),
    [
        (Status.PROSPECT, {Status.INTERVIEWED, Status.ACTIVE, Status.LEFT}),
        (Status.INTERVIEWED, {Status.ACTIVE, Status.LEFT}),
        (Status.ACTIVE, {Status.PAUSED, Status.LEFT}),
        (Status.PAUSED, {Status.ACTIVE, Status.LEFT}),
        (Status.LEFT, {Status.PROSPECT, Status.INTERVIEWED, Status.ACTIVE}),
    ],
)
def test_some_steps_follow_and_others_are_refused(
    cast: Cast, status: str, following: set[str]
) -> None:
    refused = {}
    with tenant_scope(cast.kreis):
        left_on = JANUARY if status == Status.LEFT else None
        for wanted in set(Status) - {status} - following:
            person = somebody(status, left_on=left_on)
            with pytest.raises(DomainError, match="folgt nicht") as error:
                person.become(wanted, on=MARCH)
            refused[wanted] = (error.value.field, history(person))
        for step in following:
            person = somebody(status, left_on=left_on)
            person.become(step, on=MARCH)
            assert history(person) == [(status, JANUARY), (step, MARCH)]

    kept = ("status", [(status, JANUARY)])
    assert refused == dict.fromkeys(set(Status) - {status} - following, kept)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (
            dt.date(2025, 12, 31),
            "Seit dem 01.01.2026 gilt „interessiert“. Der neue Status kann nicht davor beginnen.",
        ),
        (
            timezone.localdate() + dt.timedelta(days=1),
            "Der Tag darf nicht in der Zukunft liegen.",
        ),
    ],
)
def test_day_lies_between_the_last_change_and_today(
    coordinator: TenantClient, cast: Cast, on: dt.date, sentence: str
) -> None:
    with tenant_scope(cast.kreis):
        person = somebody()

    answer = coordinator.post(
        f"/ehrenamtliche/{person.pk}/status/", {"status": "active", "on": on.isoformat()}
    )

    assert (answer.status_code, answer.context["form"].errors) == (422, {"on": [sentence]})


def test_page_leads_to_the_next_status(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        person = somebody()
    path = f"/ehrenamtliche/{person.pk}/status/"

    offered = coordinator.get(path).context["form"].fields["status"].choices
    answer = coordinator.post(path, {"status": "interviewed", "on": "2026-03-01"})

    assert [value for value, _ in offered] == ["interviewed", "active"]
    assert answer["Location"] == f"/landkreis-miesbach/ehrenamtliche/{person.pk}/"
    with tenant_scope(cast.kreis):
        assert history(person) == [(Status.PROSPECT, JANUARY), (Status.INTERVIEWED, MARCH)]


@pytest.mark.parametrize(
    ("of_age_on", "agreed_on", "becomes"),
    [
        (None, None, True),
        (MARCH, None, True),
        (dt.date(2026, 3, 2), None, False),
        (dt.date(2026, 3, 2), dt.date(2026, 3, 2), False),
        (dt.date(2026, 3, 2), MARCH, True),
    ],
)
def test_minor_becomes_active_only_with_consent(
    coordinator: TenantClient,
    cast: Cast,
    of_age_on: dt.date | None,
    agreed_on: dt.date | None,
    becomes: bool,
) -> None:
    with tenant_scope(cast.kreis):
        person = somebody(of_age_on=of_age_on, guardian_consented_on=agreed_on)

    answer = coordinator.post(
        f"/ehrenamtliche/{person.pk}/status/", {"status": "active", "on": "2026-03-01"}
    )

    with tenant_scope(cast.kreis):
        person.refresh_from_db()
    assert (person.status == Status.ACTIVE) == becomes
    if not becomes:
        assert answer.context["form"].errors == {
            "status": [
                f"{person} ist noch nicht volljährig. „Aktiv“ wird die Person erst, wenn die"
                " Einwilligung der Sorgeberechtigten eingetragen ist."
            ]
        }


def with_everything(cast: Cast) -> Volunteer:
    """Return somebody who speaks, helps, belongs to a circle and may sign in."""
    person = cast.volunteer
    LanguageSkill.objects.create(
        volunteer=person,
        language=Language.objects.get(tag="uk"),
        level="c1",
        interprets=True,
        starts_on=JANUARY,
    )
    LanguageSkill.objects.create(
        volunteer=person,
        language=Language.objects.get(tag="en"),
        starts_on=JANUARY,
        ends_on=dt.date(2026, 2, 1),
    )
    Engagement.objects.create(
        volunteer=person, field=EngagementFieldFactory(name="Fahrrad"), starts_on=JANUARY
    )
    return person


def ends_of(person: Volunteer) -> dict[str, list[dt.date | None]]:
    return {
        name: list(getattr(person, name).order_by("pk").values_list("ends_on", flat=True))
        for name in ("language_skills", "engagements", "circle_memberships")
    }


def test_leaving_ends_all_that_holds_and_nothing_else(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        person = with_everything(cast)
        other = CircleMembershipFactory(circle=cast.circle)
        people.say_goodbye(person, on=MAY, by=cast.coordinator)

        person.refresh_from_db()
        assert ends_of(person) == {
            "language_skills": [MAY, dt.date(2026, 2, 1)],
            "engagements": [MAY],
            "circle_memberships": [MAY],
        }
        assert person.membership
        assert (person.membership.ends_on, person.has_access) == (MAY, False)
        other.refresh_from_db()
        assert other.ends_on is None


def test_what_began_after_the_day_of_leaving_does_not_end_before_it_began(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        person = with_everything(cast)
        person.engagements.update(starts_on=JULY)
        people.say_goodbye(person, on=MAY, by=cast.coordinator)

        assert ends_of(person)["engagements"] == [JULY]


def test_who_comes_back_brings_languages_and_fields_but_no_circle_and_no_access(
    cast: Cast,
) -> None:
    with tenant_scope(cast.kreis):
        person = with_everything(cast)
        people.say_goodbye(person, on=MAY, by=cast.coordinator)
        people.change_status(person, Status.ACTIVE, on=JULY, by=cast.coordinator)

        skills = person.language_skills.filter(ends_on=None)
        assert list(skills.values_list("language__tag", "level", "interprets", "starts_on")) == [
            ("uk", "c1", True, JULY)
        ]
        assert list(
            person.engagements.order_by("pk").values_list("field__name", "starts_on", "ends_on")
        ) == [("Fahrrad", JANUARY, MAY), ("Fahrrad", JULY, None)]
        assert not person.circle_memberships.filter(ends_on=None).exists()
        person = Volunteer.objects.get(pk=person.pk)
        assert (person.status, person.left_on, person.has_access) == (Status.ACTIVE, None, False)


def test_back_on_the_day_of_leaving_nothing_has_ended(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        person = with_everything(cast)
        people.say_goodbye(person, on=MAY, by=cast.coordinator)
        people.change_status(person, Status.ACTIVE, on=MAY, by=cast.coordinator)

        assert ends_of(person)["language_skills"] == [None, dt.date(2026, 2, 1)]
        assert ends_of(person)["engagements"] == [None]


def test_what_was_entered_meanwhile_is_not_there_twice(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        person = with_everything(cast)
        people.say_goodbye(person, on=MAY, by=cast.coordinator)
        ukrainian = Language.objects.get(tag="uk")
        LanguageSkill.objects.create(volunteer=person, language=ukrainian, level="native")
        people.change_status(person, Status.ACTIVE, on=JULY, by=cast.coordinator)

        open_ones = person.language_skills.filter(ends_on=None)
        assert list(open_ones.values_list("level", flat=True)) == ["native"]


def test_access_is_given_again_to_who_came_back(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        people.say_goodbye(cast.volunteer, on=MAY, by=cast.coordinator)
    path = f"/ehrenamtliche/{cast.volunteer.pk}/"
    coordinator.post(f"{path}zugang/")
    with tenant_scope(cast.kreis):
        assert not Volunteer.objects.get(pk=cast.volunteer.pk).has_access
        people.change_status(cast.volunteer, Status.ACTIVE, on=MAY, by=cast.coordinator)

    assert "Zugang zum Portal geben" in coordinator.get(path).text
    coordinator.post(f"{path}zugang/")

    assert "Zugang zum Portal geben" not in coordinator.get(path).text
    with tenant_scope(cast.kreis):
        person = Volunteer.objects.get(pk=cast.volunteer.pk)
        assert (person.membership_id, person.has_access) == (cast.volunteer.membership_id, True)


def test_status_entered_by_mistake_is_taken_back(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        person = somebody(Status.ACTIVE)
        people.change_status(person, Status.PAUSED, on=MAY, by=None)
    page = f"/ehrenamtliche/{person.pk}/status/"
    assert "„pausiert“ zurücknehmen" in coordinator.get(page).text

    answer = coordinator.post(f"{page}ruecknahme/", follow=True)

    assert f"{person} ist wieder „aktiv“." in answer.text
    with tenant_scope(cast.kreis):
        assert history(person) == [(Status.ACTIVE, JANUARY)]
        person.refresh_from_db()
        assert person.status == Status.ACTIVE


@pytest.mark.parametrize(
    ("way", "sentence"),
    [
        ([], "Vor „aktiv“ gab es keinen anderen Status."),
        ([Status.LEFT], "Ein Austritt und was darauf folgt"),
        ([Status.LEFT, Status.ACTIVE], "Ein Austritt und was darauf folgt"),
    ],
)
def test_first_status_and_leaving_stay(
    coordinator: TenantClient, cast: Cast, way: list[str], sentence: str
) -> None:
    with tenant_scope(cast.kreis):
        person = somebody(Status.ACTIVE)
        for status in way:
            people.change_status(person, status, on=MAY, by=None)
        before = history(person)

    answer = coordinator.post(f"/ehrenamtliche/{person.pk}/status/ruecknahme/", follow=True)

    assert sentence in answer.text
    with tenant_scope(cast.kreis):
        assert history(person) == before


def test_nothing_is_offered_back_where_nothing_was_before(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        person = somebody()
    page = f"/ehrenamtliche/{person.pk}/status/"

    assert "zurücknehmen" not in coordinator.get(page).text
