"""What was changed, kept beside the trail for two years."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.utils import timezone

from lotsen_portal.audit import schedule, trail
from lotsen_portal.audit.models import AuditDetail, AuditEntry
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from tests import databases
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.people import TenantFactory
from tests.factories.volunteers import EngagementFieldFactory, VolunteerFactory
from volunteers.actions import people


def test_change_keeps_before_and_after_of_what_really_changed(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        volunteer = cast.volunteer
        volunteer.phone, volunteer.last_name = "08022 1234", "Maier-Huber"
        people.change(volunteer, by=cast.coordinator)
        detail = AuditDetail.objects.select_related("entry").get()

        assert (detail.entry.action, detail.entry.subject_id) == ("volunteer.changed", volunteer.pk)
        assert detail.entry.actor_id == cast.coordinator.pk
        assert detail.changes == {
            "last_name": ["Maier", "Maier-Huber"],
            "phone": ["–", "08022 1234"],
        }


def test_added_and_unchanged_things_have_no_detail(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        field = EngagementFieldFactory.build(name="Sprachpaten")
        for _ in range(2):
            with trail.saving("engagement_field", field, by=cast.coordinator):
                field.save()

        entries = AuditEntry.objects.filter(action__startswith="engagement_field.").order_by("pk")
        assert [entry.action for entry in entries] == [
            "engagement_field.added",
            "engagement_field.changed",
        ]
        assert not AuditDetail.objects.exists()


def test_entry_itself_holds_nothing_of_the_person(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        cast.volunteer.last_name = "Geheimnis"
        with trail.changing("volunteer.changed", cast.volunteer, by=cast.coordinator):
            cast.volunteer.save()

        assert "Geheimnis" not in str(AuditEntry.objects.values().get())


def test_edit_by_page_leaves_its_values(cast: Cast, coordinator: TenantClient) -> None:
    form = {"name": "Ada", "function": "Lotsin", "introduction": "Grüß Gott"}
    for name in ("Ada", "Bea"):
        page = coordinator.get("/einstellungen/oeffentliche-seite/")
        version = page.context["form"].initial.get("version", "")
        coordinator.post(
            "/einstellungen/oeffentliche-seite/", form | {"name": name, "version": version}
        )

    with tenant_scope(cast.kreis):
        detail = AuditDetail.objects.latest("pk")
        assert detail.changes == {"name": ["Ada", "Bea"]}


# Retention


@pytest.fixture
def old_and_new(committed: None) -> Tenant:
    """A Kreis with a detail of more than two years and one of less."""
    kreis = TenantFactory(slug="landkreis-alt")
    with tenant_scope(kreis):
        for _ in range(2):
            trail.record("volunteer.changed", VolunteerFactory(), by=None)
    with databases.owner() as owner:
        owner.execute("SELECT set_config('app.tenant_id', %s, true)", [str(kreis.pk)])
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")  # sealed before the triggers change again
        with _undated(owner):
            for days in (740, 720):
                owner.execute(AGED, [kreis.pk, days])
    return kreis


# Nobody may move the entry that stands; the owner writes one as of an earlier day.
AGED = """
    WITH entry AS (
        INSERT INTO audit_auditentry (tenant_id, at, action, subject_kind)
        VALUES (%s, now() - make_interval(days => %s), 'volunteer.changed', 'x') RETURNING *
    )
    INSERT INTO audit_auditdetail (tenant_id, entry_id, changes)
    SELECT tenant_id, id, '{"phone": ["1", "2"]}' FROM entry
"""


@contextmanager
def _undated(owner: psycopg.Connection) -> Iterator[None]:
    """Take down what gives an entry its moment, and what keeps details from earlier ones."""
    guards = (("audit_auditentry", "date"), ("audit_auditdetail", "only_with_entry"))
    for table, trigger in guards:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    yield
    for table, trigger in guards:
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


def test_old_details_are_emptied_and_that_leaves_an_entry(old_and_new: Tenant) -> None:
    for _ in range(2):
        schedule.empty_details()

    with tenant_scope(old_and_new):
        details = AuditDetail.objects.order_by("pk")
        assert [detail.changes for detail in details] == [None, {"phone": ["1", "2"]}]
        assert [detail.emptied_at is None for detail in details] == [False, True]
        entry = AuditEntry.objects.latest("pk")
        assert (entry.action, entry.actor_id) == ("trail.details_emptied", None)
        emptied = AuditEntry.objects.filter(action="trail.details_emptied")
        assert emptied.count() == 1
        assert entry.at.date() == timezone.now().date()


@pytest.mark.parametrize(
    "change",
    [
        """changes = '{"phone": ["1", "3"]}'""",
        "changes = NULL",
        "changes = NULL, emptied_at = now(), entry_id = entry_id + 1",
        "emptied_at = NULL",
    ],
)
def test_detail_changes_in_no_other_way(old_and_new: Tenant, change: str) -> None:
    with databases.owner() as owner:
        owner.execute("SELECT set_config('app.tenant_id', %s, true)", [str(old_and_new.pk)])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner.execute(f"UPDATE audit_auditdetail SET {change}")


def test_night_tells_of_a_broken_chain(
    old_and_new: Tenant, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    schedule.verify()
    whole = caplog.messages[:]
    caplog.clear()
    with databases.owner() as owner:
        owner.execute("SELECT set_config('app.tenant_id', %s, true)", [str(old_and_new.pk)])
        with databases.trail_unguarded(owner):
            owner.execute("UPDATE audit_auditentry SET actor_id = 5")
    schedule.verify()

    assert whole[0].startswith("The trail of landkreis-alt has 4 seals up to ")
    assert "The trail of landkreis-alt is broken: Eintrag" in caplog.text
