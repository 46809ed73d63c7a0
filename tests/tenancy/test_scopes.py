"""The three walls, one by one: what each scope shows, and what it hides."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.documents.models import Document
from lotsen_portal.tenancy.context import (
    NoActiveScope,
    NoActiveTenant,
    active_tenant,
    person_scope,
    public_scope,
    tenant_scope,
)
from lotsen_portal.tenancy.models import Membership, Municipality, PublicContact
from networking.models import Partner
from tests.cast import Cast
from tests.factories.people import MembershipFactory
from tests.factories.trainings import SessionFactory, TrainingFactory, published_training
from tests.factories.volunteers import InquiryFactory
from trainings.models import Session, Training
from volunteers.models import Inquiry, Volunteer


def rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


# Wall 1: the manager


def test_query_without_a_tenant_is_refused(db: None) -> None:
    with pytest.raises(NoActiveTenant):
        Volunteer.objects.count()


def test_nested_scope_puts_the_outer_one_back(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        with tenant_scope(cast.foreign_kreis):
            assert rows("SELECT count(*) FROM volunteers_volunteer") == [(1,)]
        assert active_tenant() == cast.kreis
        assert rows("SELECT count(*) FROM volunteers_volunteer") == [(2,)]


def test_scope_that_fails_puts_the_outer_one_back(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        with pytest.raises(ZeroDivisionError), tenant_scope(cast.foreign_kreis):
            raise ZeroDivisionError
        assert rows("SELECT count(*) FROM volunteers_volunteer") == [(2,)]


# Wall 2: PostgreSQL


def test_scope_whose_writing_is_given_up_puts_the_outer_one_back(cast: Cast) -> None:
    """Without an error, as a preview is rolled back: PostgreSQL takes no word before it is."""
    with tenant_scope(cast.kreis):
        with tenant_scope(cast.foreign_kreis):
            transaction.set_rollback(True)
        assert rows("SELECT count(*) FROM volunteers_volunteer") == [(2,)]


def test_raw_sql_sees_only_the_active_kreis(cast: Cast) -> None:
    with tenant_scope(cast.foreign_kreis):
        assert rows("SELECT last_name FROM volunteers_volunteer") == [("Fremdlinger",)]


def test_raw_sql_without_a_scope_sees_nothing(cast: Cast) -> None:
    assert rows("SELECT * FROM volunteers_volunteer") == []


def test_base_manager_cannot_reach_a_stranger(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        assert not Volunteer._base_manager.filter(pk=cast.foreign_volunteer.pk).exists()


def test_row_cannot_be_written_into_another_kreis(cast: Cast) -> None:
    with (
        tenant_scope(cast.kreis),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Volunteer.objects.create(first_name="A", last_name="B", tenant=cast.foreign_kreis)


def test_reference_to_another_kreis_is_refused(cast: Cast) -> None:
    with (
        tenant_scope(cast.kreis),
        pytest.raises(IntegrityError, match="volunteer_same_tenant"),
        transaction.atomic(),
    ):
        Inquiry.objects.create(
            subject="Frage", volunteer_id=cast.foreign_volunteer.pk, asked_at="2026-11-22T10:00Z"
        )


def test_update_of_a_stranger_changes_no_row(cast: Cast) -> None:
    with tenant_scope(cast.kreis), connection.cursor() as cursor:
        cursor.execute("UPDATE volunteers_volunteer SET last_name = 'X'")
        assert cursor.rowcount == 2
    with tenant_scope(cast.foreign_kreis):
        assert Volunteer.objects.get().last_name == "Fremdlinger"


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_auditentry SET action = 'x'", "DELETE FROM audit_auditentry"]
)
def test_trail_cannot_be_rewritten(cast: Cast, statement: str) -> None:
    with tenant_scope(cast.kreis), connection.cursor() as cursor:
        AuditEntry.objects.create(action="probe", subject_kind="x", subject_id=1)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(statement)


# Across Kreise


def test_person_sees_their_own_memberships_of_all_kreise_and_nobody_elses(cast: Cast) -> None:
    with tenant_scope(cast.foreign_kreis):
        MembershipFactory(user=cast.coordinator)

    with person_scope(cast.coordinator.pk):
        assert list(
            Membership.own.order_by("tenant__slug").values_list("tenant__slug", "user")
        ) == [
            ("landkreis-miesbach", cast.coordinator.pk),
            ("stadt-passau", cast.coordinator.pk),
        ]


@pytest.fixture
def shown(cast: Cast) -> Cast:
    """One public and one private row of each kind in the foreign Kreis."""
    with tenant_scope(cast.foreign_kreis):
        published_training(title="Öffentliche Schulung")
        SessionFactory(training=TrainingFactory(title="Entwurf"))
        Partner.objects.update(is_public=True)
        Partner.objects.create(name="Verborgen", kind="other")
        Municipality.objects.create(name="Passau", postcodes=["94032"])
        InquiryFactory()
    return cast


def test_public_scope_shows_what_is_published_of_every_kreis(shown: Cast) -> None:
    with public_scope():
        assert [str(training) for training in Training.public.all()] == ["Öffentliche Schulung"]
        assert Session.public.count() == 1
        assert [partner.name for partner in Partner.public.all()] == ["Verein Fremdlinger"]
        assert [municipality.name for municipality in Municipality.public.all()] == ["Passau"]
        assert PublicContact.public.count() == 2


@pytest.mark.parametrize(
    "table",
    ["volunteers_volunteer", "volunteers_inquiry", "tenancy_membership", "trainings_registration"],
)
def test_public_scope_shows_no_personal_row(shown: Cast, table: str) -> None:
    with public_scope():
        assert rows(f"SELECT * FROM {table}") == []


def test_public_scope_hides_drafts_from_raw_sql_too(shown: Cast) -> None:
    with public_scope():
        assert rows("SELECT title FROM trainings_training") == [("Öffentliche Schulung",)]
        assert rows("SELECT count(*) FROM trainings_session") == [(1,)]
        assert rows("SELECT name FROM networking_partner") == [("Verein Fremdlinger",)]


def test_plain_tenant_scope_sees_none_of_it(shown: Cast) -> None:
    with tenant_scope(shown.kreis):
        assert rows("SELECT * FROM trainings_training") == []
        assert rows("SELECT * FROM tenancy_municipality") == []
        assert rows("SELECT count(*) FROM networking_partner") == [(2,)]


def test_public_scope_takes_the_tenant_away(cast: Cast) -> None:
    with tenant_scope(cast.kreis), public_scope(), pytest.raises(NoActiveTenant):
        Volunteer.objects.count()


@pytest.mark.parametrize(
    "manager",
    [Training.public, Training.offered, Partner.public, Document.oversight, Document.authority],
)
def test_reading_manager_outside_its_scope_is_refused(cast: Cast, manager: Any) -> None:
    with tenant_scope(cast.kreis), pytest.raises(NoActiveScope):
        manager.count()
