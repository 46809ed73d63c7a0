"""What undoing an import leaves alone, because somebody has worked on it since."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from lotsen_portal.documents.models import Document
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.factories.volunteers import VolunteerFactory
from tests.volunteers import importing
from volunteers.actions import circles, clearance, confidentiality
from volunteers.actions import imports as actions
from volunteers.importing.undoing import BACK, WORKED_ON
from volunteers.models import Clearance, EngagementField, ImportRow, ImportRun, Volunteer

HEAD = ["Nachname", "Vorname", "E-Mail", "Helferkreis", "FZ gesehen am", "Einsatzbereiche"]
SEEN = "01.03.2026"
NINA = ["Neumann", "Nina", "nina@example.org", "Kreis A", SEEN, "Hausaufgabenhilfe"]


def taken_over(cast: Cast) -> tuple[ImportRun, Volunteer]:
    run = importing.read(cast.kreis, importing.table(HEAD, NINA), by=cast.coordinator)
    run = importing.taken_over(cast.kreis, run, by=cast.coordinator)
    with tenant_scope(cast.kreis):
        return run, Volunteer.objects.get(email="nina@example.org")


def undone(cast: Cast, run: ImportRun) -> str:
    """Undo the run; return what became of its only row."""
    with tenant_scope(cast.kreis):
        actions.undo(run, now=timezone.now(), by=cast.coordinator)
    [row] = importing.rows(cast.kreis, importing.work(cast.kreis, run))
    return row.outcome


def _sees_another(person: Volunteer, cast: Cast) -> None:
    today = timezone.localdate()
    issued_on = today - dt.timedelta(days=5)
    clearance.note(person, issued_on=issued_on, seen_on=today, seen_by="Ada", by=cast.coordinator)


def _asks_for_one(person: Volunteer, cast: Cast) -> None:
    clearance.ask(person, on=timezone.localdate(), by=cast.coordinator)


def _gives_coordination(person: Volunteer, cast: Cast) -> None:
    circles.begin_coordinating(person.circle_memberships.get(), by=cast.coordinator)


def _ends_membership(person: Volunteer, cast: Cast) -> None:
    membership = person.circle_memberships.get()
    circles.end_membership(membership, on=timezone.localdate(), by=cast.coordinator)


WORK = [_sees_another, _asks_for_one, _gives_coordination, _ends_membership]


@pytest.mark.parametrize("work", WORK)
@pytest.mark.parametrize("is_known", [False, True])
def test_whose_entries_were_worked_on_since_stays_with_them(
    cast: Cast, work: Callable[[Volunteer, Cast], None], is_known: bool
) -> None:
    if is_known:
        with tenant_scope(cast.kreis):
            VolunteerFactory(first_name="Nina", last_name="Neumann", email="nina@example.org")
    run, person = taken_over(cast)
    with tenant_scope(cast.kreis):
        work(person, cast)

    assert undone(cast, run) == WORKED_ON

    with tenant_scope(cast.kreis):
        left = Volunteer.objects.get(pk=person.pk)
        assert (left.clearances.count(), left.circle_memberships.count()) == (1, 1)


def test_letter_goes_with_the_person(cast: Cast) -> None:
    run, person = taken_over(cast)
    with tenant_scope(cast.kreis):
        confidentiality.order_print(person, by=cast.coordinator)

    assert undone(cast, run) == BACK

    with tenant_scope(cast.kreis):
        assert not Document.objects.filter(subject_id=person.pk).exists()


@pytest.mark.parametrize("is_known", [False, True])
def test_removed_clearance_leaves_the_rows_of_imports_too(cast: Cast, is_known: bool) -> None:
    if is_known:
        with tenant_scope(cast.kreis):
            VolunteerFactory(first_name="Nina", last_name="Neumann", email="nina@example.org")
    run, person = taken_over(cast)
    with tenant_scope(cast.kreis):
        clearance.remove(Clearance.objects.get(volunteer=person), by=cast.coordinator)

        row = ImportRow.objects.get(run=run, volunteer=person)
        kept = ImportRun.objects.get(pk=run.pk).sheets

    told = f"{row.cells} {row.values} {row.remarks} {row.undo} {row.outcome} {kept}"
    assert [
        word for word in (SEEN, "2026-03-01", "Clearance", "Führungszeugnis") if word in told
    ] == []
    assert (row.values["last_name"], row.cells) == ("Neumann", [])


def test_what_the_clock_forgets_is_nobodys_work(cast: Cast) -> None:
    run, person = taken_over(cast)
    with tenant_scope(cast.kreis):
        # As if the work with minors had never been taken up.
        EngagementField.objects.update(involves_minors=False)
        clearance.forget(timezone.localdate())
        assert not Clearance.objects.filter(volunteer=person).exists()

    assert undone(cast, run) == BACK
