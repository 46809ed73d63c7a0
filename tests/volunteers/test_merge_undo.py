"""A merge is undone as a whole, or not at all."""

import json
from typing import Any

import pytest
from django.utils import timezone

from lotsen_portal.common.errors import DomainError
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Role
from tests.cast import Cast
from tests.factories.people import MembershipFactory
from tests.factories.volunteers import (
    VolunteerFactory,
)
from tests.volunteers.merging import DAY, NOW, day, everything, merged, two_entries
from volunteers.actions import merging as actions
from volunteers.actions import people
from volunteers.merging import fields
from volunteers.models import (
    LanguageSkill,
    Merge,
    Tag,
    Volunteer,
)
from volunteers.schedule import merging as schedule


@pytest.fixture
def two(cast: Cast) -> tuple[Volunteer, Volunteer]:
    return two_entries(cast)


def test_undoing_brings_everything_back(cast: Cast, two: tuple[Volunteer, Volunteer]) -> None:
    kept, gone = two
    with tenant_scope(cast.kreis):
        before = everything(kept.pk, gone.pk)
        chosen = dict.fromkeys(("first_name", "email", "status"), fields.OTHER)
        done = merged(kept, gone, **chosen)
        assert done.kept.email == "am@example.org"

        back = actions.undo(done, now=NOW + 13 * DAY, by=cast.coordinator)

        assert back.pk == gone.pk
        assert everything(kept.pk, gone.pk) == before
        done.refresh_from_db()
        assert (done.gone, done.before, done.moved) == ({}, {}, [])


def test_one_after_another_is_undone_in_turn(cast: Cast, two: tuple[Volunteer, Volunteer]) -> None:
    first, second = two
    with tenant_scope(cast.kreis):
        with_access = VolunteerFactory(membership=MembershipFactory(role=Role.VOLUNTEER))
        keys = (first.pk, second.pk, with_access.pk)
        before = everything(*keys)
        one = merged(first, second)
        other = merged(first, with_access)
        assert other.kept == with_access

        actions.undo(other, now=NOW, by=None)
        actions.undo(Merge.objects.get(gone_id=second.pk), now=NOW, by=None)

        assert everything(*keys) == before
        assert one.kept == first


# Undoing is refused where it would undo more


def _change_the_person(merge: Merge) -> None:
    merge.kept.phone = "08025 2"
    people.change(merge.kept, by=None)


def _change_what_moved(merge: Merge) -> None:
    merge.kept.qualifications.update(volunteer=VolunteerFactory())


def _delete_what_moved(merge: Merge) -> None:
    merge.kept.consultations.all().delete()


def _end_what_was_filled(merge: Merge) -> None:
    LanguageSkill.objects.filter(volunteer=merge.kept).update(starts_on=day("2026-01-01"))


def _take_the_address(merge: Merge) -> None:
    VolunteerFactory(email="am@example.org")


def _remove_the_tag(merge: Merge) -> None:
    merge.kept.tags.all().delete()
    Tag.objects.all().delete()


@pytest.mark.parametrize(
    ("since", "sentence"),
    [
        (_change_the_person, actions.WORKED_ON),
        (_change_what_moved, actions.WORKED_ON),
        (_delete_what_moved, actions.WORKED_ON),
        (_end_what_was_filled, actions.WORKED_ON),
        (_take_the_address, actions.IN_USE),
        (_remove_the_tag, actions.IN_USE),
    ],
)
def test_undoing_is_refused_once_somebody_worked_on_it(
    cast: Cast, two: tuple[Volunteer, Volunteer], since: Any, sentence: str
) -> None:
    with tenant_scope(cast.kreis):
        done = merged(*two)
        since(done)
        before = everything(done.kept_id, done.gone_id)

        with pytest.raises(DomainError) as refused:
            actions.undo(done, now=NOW, by=None)

        assert str(refused.value) == sentence
        assert everything(done.kept_id, done.gone_id) == before


def test_undoing_is_refused_after_14_days_and_twice(
    cast: Cast, two: tuple[Volunteer, Volunteer]
) -> None:
    with tenant_scope(cast.kreis):
        done = merged(*two)
        with pytest.raises(DomainError, match="nur 14 Tage lang"):
            actions.undo(done, now=timezone.now() + 14 * DAY, by=None)
        actions.undo(done, now=NOW, by=None)
        with pytest.raises(DomainError, match="nur 14 Tage lang"):
            actions.undo(done, now=NOW, by=None)


def test_after_14_days_nothing_is_kept_of_the_other_entry(
    cast: Cast, two: tuple[Volunteer, Volunteer]
) -> None:
    with tenant_scope(cast.kreis):
        done = merged(*two)
        Merge.objects.update(merged_at=NOW - 13 * DAY)
    schedule.forget()
    with tenant_scope(cast.kreis):
        done.refresh_from_db()
        assert done.gone_name == "Anna Maria Müller"
        Merge.objects.update(merged_at=NOW - 14 * DAY)
    schedule.forget()
    with tenant_scope(cast.kreis):
        done.refresh_from_db()
        assert (done.gone, done.before, done.moved) == ({}, {}, [])


def test_page_opened_meanwhile_does_not_pass_for_new(
    cast: Cast, two: tuple[Volunteer, Volunteer]
) -> None:
    with tenant_scope(cast.kreis):
        done = merged(*two)
        opened = done.kept.version
        actions.undo(done, now=NOW, by=None)
        person = Volunteer.objects.get(pk=two[0].pk)
        people.change(person, by=None)

        assert person.version > opened + 1


def test_earlier_merge_that_went_along_is_kept_no_longer_than_its_own_time(
    cast: Cast, two: tuple[Volunteer, Volunteer]
) -> None:
    with tenant_scope(cast.kreis):
        merged(*two)
        Merge.objects.update(merged_at=NOW - 13 * DAY)
        with_access = VolunteerFactory(membership=MembershipFactory(role=Role.VOLUNTEER))
        done = merged(two[0], with_access)
        done.refresh_from_db()
        assert "am@example.org" in json.dumps(done.moved)
        for one in done.moved:
            if "merged_at" in one.get("row", {}).get("fields", {}):
                one["row"]["fields"]["merged_at"] = str(NOW - 14 * DAY)
        done.save()

    schedule.forget()

    with tenant_scope(cast.kreis):
        done.refresh_from_db()
        assert "am@example.org" not in json.dumps(done.moved)
        assert actions.undo(done, now=NOW, by=None) == two[0]


def test_merge_that_went_along_is_undone_only_after_the_later_one(
    cast: Cast, two: tuple[Volunteer, Volunteer]
) -> None:
    with tenant_scope(cast.kreis):
        first = merged(*two)
        merged(two[0], VolunteerFactory(membership=MembershipFactory(role=Role.VOLUNTEER)))

        with pytest.raises(DomainError, match="nur 14 Tage lang"):
            actions.undo(first, now=NOW, by=None)
