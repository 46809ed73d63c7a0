"""Lines alike that follow each other on one day are shown as one; the record keeps them all."""

import re
from typing import Any

import pytest

from lotsen_portal.audit import trail
from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.tenancy.context import tenant_scope
from tests import databases
from tests.cast import COLLEAGUE_NAME, Cast, assemble
from tests.conftest import TenantClient


def shown(response: Any) -> list[tuple[str, str]]:
    """Return how often and what, line by line."""
    found = re.findall(
        r'<p class="when">(?:(\d+)-mal, zuletzt )?[^<]*</p>\s*<p>(.*?)</p>', response.text
    )
    return [(times or "1", re.sub(r"<[^>]*>", "", line)) for times, line in found]


def read(cast: Cast, *volunteers: Any, by: Any = None) -> None:
    with tenant_scope(cast.kreis):
        for volunteer in volunteers:
            trail.record("volunteer.read", volunteer, by=by or cast.coordinator)


def test_repeated_readings_are_one_line(cast: Cast, coordinator: TenantClient) -> None:
    ada, ben = cast.volunteer, cast.colleague
    read(cast, ada, ada, ada, ben, ada)
    read(cast, ada, ada, by=cast.viewer)

    page = coordinator.get("/protokoll/")

    assert shown(page) == [
        ("2", "Karl Leitner hat die Seite von Ada Maier gelesen"),
        ("1", "Anna Huber hat die Seite von Ada Maier gelesen"),
        ("1", f"Anna Huber hat die Seite von Ben {COLLEAGUE_NAME} gelesen"),
        ("3", "Anna Huber hat die Seite von Ada Maier gelesen"),
    ]
    assert "7 Einträge" in page.text


def test_what_the_filter_leaves_out_divides_nothing(cast: Cast, coordinator: TenantClient) -> None:
    ada, ben = cast.volunteer, cast.colleague
    read(cast, ada, ben, ada)

    page = coordinator.get(f"/protokoll/?kind=volunteers.Volunteer&number={ada.pk}")

    assert shown(page) == [("2", "Anna Huber hat die Seite von Ada Maier gelesen")]


def test_changes_stay_lines_of_their_own(cast: Cast, coordinator: TenantClient) -> None:
    with tenant_scope(cast.kreis):
        for phone in ("1", "2"):
            cast.volunteer.phone = phone
            with trail.changing("volunteer.changed", cast.volunteer, by=None):
                cast.volunteer.save()

    assert [times for times, _ in shown(coordinator.get("/protokoll/"))] == ["1", "1"]


def test_one_without_an_account_and_one_with_are_two(cast: Cast, coordinator: TenantClient) -> None:
    with tenant_scope(cast.kreis):
        for by in (None, None, cast.coordinator):
            trail.record("volunteer.read", cast.volunteer, by=by)

    assert [times for times, _ in shown(coordinator.get("/protokoll/"))] == ["1", "2"]


@pytest.mark.parametrize(("page", "expected"), [("1", "3"), ("2", "4")])
def test_pages_count_lines_and_cut_none_in_two(
    cast: Cast, coordinator: TenantClient, page: str, expected: str
) -> None:
    """26 lines of which the 25th and the 26th stand for several: one page and a line."""
    ada, ben = cast.volunteer, cast.colleague
    read(cast, *[ben] * 4, *[ada] * 3, *[ben, ada] * 12)

    response = coordinator.get(f"/protokoll/?page={page}")

    assert shown(response)[-1][0] == expected
    assert (len(shown(response)), response.context["page"].paginator.count) == (
        25 if page == "1" else 1,
        26,
    )


def test_readings_of_two_days_are_two_lines(committed: None) -> None:
    """The day is Bavaria's: what comes after midnight there belongs to the next."""
    cast = assemble()
    read(cast, *[cast.volunteer] * 3)
    moments = ["2026-07-01T21:59Z", "2026-07-01T22:01Z", "2026-07-02T21:59Z"]
    with tenant_scope(cast.kreis):
        entries = AuditEntry.objects.order_by("pk").values_list("pk", flat=True)
        moved = list(zip(moments, entries, strict=True))
    database = databases.superuser_of_the_test_database()
    with database as superuser, databases.trail_unguarded(superuser):
        cursor = superuser.cursor()
        cursor.executemany("UPDATE audit_auditentry SET at = %s WHERE id = %s", moved)

    page = TenantClient(cast.kreis, cast.coordinator).get("/protokoll/")

    assert [times for times, _ in shown(page)] == ["2", "1"]
