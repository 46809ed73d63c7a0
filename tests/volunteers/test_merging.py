"""Two entries of one person become one, with all that hangs on them."""

import json

import pytest
from django.utils import timezone

from lotsen_portal.audit.models import AuditDetail, AuditEntry
from lotsen_portal.common.errors import DomainError
from lotsen_portal.documents.models import Document
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Municipality, Role
from tests.cast import Cast
from tests.factories.people import MembershipFactory
from tests.factories.volunteers import (
    VolunteerFactory,
)
from tests.volunteers.merging import NOW, day, merged, two_entries
from volunteers import personal_data
from volunteers.actions import clearance, people
from volunteers.actions import merging as actions
from volunteers.merging import fields, moving
from volunteers.merging.rules import RULES
from volunteers.models import (
    Clearance,
    ConfidentialityText,
    LanguageSkill,
    Merge,
    Volunteer,
)


@pytest.fixture
def two(cast: Cast) -> tuple[Volunteer, Volunteer]:
    return two_entries(cast)


# Nothing is forgotten


def test_every_relation_has_a_rule() -> None:
    assert {relation.name for relation in Volunteer._meta.related_objects} == set(RULES)


def test_every_field_is_asked_or_left_alone() -> None:
    asked = [name for question in fields.QUESTIONS for name in question.fields]

    assert sorted([*asked, *fields.UNASKED, *fields.OF_THE_ROW]) == sorted(
        field.name for field in Volunteer._meta.concrete_fields
    )


# Merging


def test_all_that_hangs_on_the_other_moves_along(
    cast: Cast, two: tuple[Volunteer, Volunteer]
) -> None:
    kept, gone = two
    with tenant_scope(cast.kreis):
        told = moving.told(moving.parted(kept, gone, {}))

        done = merged(kept, gone, by=cast.coordinator)

        assert not Volunteer.objects.filter(pk=gone.pk).exists()
        assert sorted(told) == [
            ("Angebote zu helfen", 1, 0),
            ("Beratungskontakte", 1, 0),
            ("Einsatzbereiche", 0, 1),
            ("Eintrag zum Führungszeugnis", 1, 1),
            ("Fragen", 1, 0),
            ("Mitgliedschaften in Helferkreisen", 0, 1),
            ("Qualifikationen", 1, 0),
            ("Schlagwörter", 0, 1),
            ("Sprachen", 0, 1),
            ("Zeiten", 0, 1),
            ("Änderungswünsche", 0, 1),
        ]
        stays = done.kept
        assert [stays.first_name, stays.email, stays.phone] == [
            "Anna",
            "anna@example.org",
            "0175 2467218",
        ]
        # What was empty is filled up, and of two beginnings the earlier counts.
        skill = LanguageSkill.objects.get(volunteer=stays)
        assert [skill.level, skill.interprets, skill.certificate, skill.starts_on] == [
            "c1",
            True,
            "telc",
            day("2025-01-01"),
        ]
        assert stays.circle_memberships.get().starts_on == day("2024-02-01")
        assert Clearance.objects.get(volunteer=stays).seen_on == day("2026-05-01")
        assert [change.on for change in stays.status_changes.all()] == [kept.joined_on]
        names = ("inquiries", "help_offers", "qualifications", "consultations")
        assert [getattr(stays, name).count() for name in names] == [1, 1, 1, 1]


def test_what_was_chosen_stands(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        place = Municipality.objects.create(name="Gmund", postcodes=["83703"])
        kept = VolunteerFactory(
            note="Ruft abends an.", place="Miesbach", declares_migration_history=None
        )
        gone = VolunteerFactory(
            salutation="ms",
            note="Hat ein Auto.",
            street="Am Anger 1",
            postcode="83703",
            place="Gmund",
            municipality=place,
            status="left",
            joined_on=day("2020-01-01"),
            left_on=day("2023-01-01"),
            declares_migration_history=True,
            last_contact_on=day("2026-01-01"),
        )
        gone.status_changes.create(status="active", on=gone.joined_on)
        gone.status_changes.create(status="left", on=day("2023-01-01"))

        stays = merged(kept, gone, note="both", address="other", status="other").kept

        stays.refresh_from_db()
        assert stays.note == "Ruft abends an.\n\nHat ein Auto."
        assert (stays.street, stays.place, stays.municipality) == ("Am Anger 1", "Gmund", place)
        assert (stays.status, stays.left_on) == ("left", gone.left_on)
        assert stays.status_changes.count() == 2
        # What is empty comes from the other unasked, the declaration without being shown.
        assert (stays.salutation, stays.declares_migration_history) == ("ms", True)
        assert stays.last_contact_on == day("2026-01-01")


def test_the_entry_with_access_stays(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        older = VolunteerFactory()
        newer = VolunteerFactory(membership=MembershipFactory(role=Role.VOLUNTEER))

        assert merged(older, newer).kept == newer


def test_two_with_access_are_refused(cast: Cast) -> None:
    with tenant_scope(cast.kreis), pytest.raises(DomainError, match="Beide Einträge haben einen"):
        merged(cast.volunteer, cast.colleague)


def test_entry_that_changed_meanwhile_is_looked_at_again(
    cast: Cast, two: tuple[Volunteer, Volunteer]
) -> None:
    kept, gone = two
    seen = {kept.pk: kept.version, gone.pk: gone.version}
    with tenant_scope(cast.kreis):
        gone.phone = "08025 1"
        people.change(gone, by=None)

        with pytest.raises(DomainError, match="Inzwischen wurde einer der beiden"):
            actions.merge(kept, gone, {}, versions=seen, by=None)


def test_the_trail_says_who_was_merged(cast: Cast, two: tuple[Volunteer, Volunteer]) -> None:
    with tenant_scope(cast.kreis):
        merged(*two, by=cast.coordinator, first_name="other")

        entry = AuditEntry.objects.get(action="volunteer.merged")
        assert (entry.subject_id, entry.actor_id) == (two[0].pk, cast.coordinator.pk)
        assert AuditDetail.objects.get(entry=entry).changes == {
            "first_name": ["Anna", "Anna Maria"],
            "Zusammengeführt mit": ["", "Anna Maria Müller"],
        }


# § 30a Abs. 3 BZRG


def test_entry_of_a_fuehrungszeugnis_is_forgotten_there_too(
    cast: Cast, two: tuple[Volunteer, Volunteer]
) -> None:
    with tenant_scope(cast.kreis):
        merged(*two)
        # The entry that stayed goes in its turn, and what is kept of it with it.
        with_access = VolunteerFactory(membership=MembershipFactory(role=Role.VOLUNTEER))
        done = merged(two[0], with_access)
        assert done.kept == with_access
        assert "2025-05-01" in json.dumps(done.moved)

        clearance.remove(Clearance.objects.get(volunteer=with_access), by=None)

        done.refresh_from_db()
        assert "clearance" not in json.dumps(done.moved).lower()
        actions.undo(done, now=NOW, by=None)
        actions.undo(Merge.objects.get(gone_id=two[1].pk), now=NOW, by=None)
        assert not Clearance.objects.exists()


def test_letter_that_asked_the_other_entry_goes(
    cast: Cast, two: tuple[Volunteer, Volunteer]
) -> None:
    with tenant_scope(cast.kreis):
        clearance.ask(two[1], on=timezone.localdate(), by=None)

        merged(*two)

        assert not Document.objects.exists()


def test_the_person_is_told_of_the_other_entry(
    cast: Cast, two: tuple[Volunteer, Volunteer]
) -> None:
    with tenant_scope(cast.kreis):
        done = merged(*two)

        told = {part.title: part.records for part in personal_data.sections(done.kept)}

        assert "am@example.org" in told["Mit Ihnen zusammengeführte Einträge"][0]["Eintrag"]


def test_agreements_to_one_text_are_kept_once(cast: Cast, two: tuple[Volunteer, Volunteer]) -> None:
    with tenant_scope(cast.kreis):
        text = ConfidentialityText.objects.create(
            version=1, text="Ich schweige.", valid_from=day("2025-01-01")
        )
        for person, on in zip(two, ("2025-02-01", "2025-03-01"), strict=True):
            person.confidentiality_agreements.create(text=text, signed_on=day(on))

        stays = merged(*two).kept

        assert stays.confidentiality_agreements.get().signed_on == day("2025-02-01")
