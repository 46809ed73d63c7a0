"""Whoever opens the page of one person, or takes a file out, is in the trail."""

from typing import Any

import pytest

from lotsen_portal.audit.models import AuditEntry, LandAuditEntry
from lotsen_portal.tenancy.context import tenant_scope
from tests import reporting
from tests.walkers.routes import KREIS_ROUTES, LAND_ROUTES
from tests.walkers.test_land import LandWalk
from tests.walkers.visits import quickly, visiting
from tests.walkers.walk import STAFF, Walk
from tests.walkers.world import OWN_NAME, World

# What is kept of whom it opens for.
READ = {
    "volunteers:detail": "volunteer.read",
    "circles:detail": "circle.read",
    "circles:print": "circle.printed",
    "clearance:detail": "clearance.read",
    "clearance:list": "clearances.read",
    "inquiries:detail": "inquiry.read",
    "networking:detail": "partner.read",
    "trainings:detail": "training.read",
    "volunteers:export_xlsx": "volunteers.exported",
    "volunteers:export_csv": "volunteers.exported",
    "volunteers:export_vcf": "volunteers.exported",
    "volunteers:export_print": "volunteers.exported",
    "imports:freinet_csv": "volunteers.exported",
    "imports:freinet_json": "volunteers.exported",
    "volunteers:export_data_json": "volunteer.data_exported",
    "volunteers:export_data_html": "volunteer.data_exported",
    "files:download": "attachment.downloaded",
    "documents:download": "document.downloaded",
}
READ_BY_THE_LAND = {"land:copy": "report.downloaded", "land:proof": "report.downloaded"}
# Others see when and where it is, and nobody who comes.
FOR_STAFF = {"trainings:detail"}
# The trail tells of a file at the question it belongs to.
TOLD_OF = {"clearance:detail": "clearance", "files:download": "inquiry"}
UNREAD = {
    "knowledge:detail": "an article is about nobody",
    "imports:detail": "a list of rows, as that of all volunteers is one",
    "documents:detail": "says whether the file is ready",
    "mfa_download_recovery_codes": "the own codes",
}


@pytest.mark.parametrize(("name", "action"), READ.items())
def test_reading_leaves_an_entry(name: str, action: str, world: World) -> None:
    walk, kept = Walk(world, KREIS_ROUTES[name]), {}
    readers = [who for who in walk.people if walk.shows(who, "own")]
    for who in readers if name not in FOR_STAFF else STAFF:
        path = walk.path(walk.rows.own)
        with quickly(), visiting(world, who, "GET", path), tenant_scope(world.cast.kreis):
            kept[who] = _last(AuditEntry.objects)
        reporting.visited("readings looked for in the trail")

    row = world.own[TOLD_OF[name]] if name in TOLD_OF else walk.rows.own
    subject = row.get("pk", world.cast.kreis.pk)
    assert kept == {who: (action, subject, _account(world, who)) for who in kept}
    assert kept


@pytest.mark.parametrize(("name", "action"), READ_BY_THE_LAND.items())
def test_reading_by_the_land_leaves_an_entry(name: str, action: str, world: World) -> None:
    walk, kept = LandWalk(world, LAND_ROUTES[name]), {}
    for who in walk.people:
        with quickly(), visiting(world, who, "GET", walk.path(walk.rows.own)) as answer:
            kept[who] = (answer.status, *_last(LandAuditEntry.objects)[::2])
        reporting.visited("readings looked for in the trail")

    assert kept == {who: (200, action, _account(world, who)) for who in walk.people}


@pytest.mark.parametrize("name", [name for name, action in READ.items() if "export" in action])
def test_what_is_taken_out_can_be_looked_through(name: str, world: World) -> None:
    """Only so does the isolation walker see whom a table should not hold."""
    walk = Walk(world, KREIS_ROUTES[name])
    with quickly():
        said = {who: walk.ask(who, "GET", walk.rows.own).body for who in walk.people}

    assert {who: OWN_NAME in text for who, text in said.items()} == dict.fromkeys(walk.people, True)


def _last(entries: Any) -> tuple[str, int, Any]:
    found = entries.order_by("pk").values_list("action", "subject_id", "actor_id").last()
    return found or ("", 0, None)


def _account(world: World, who: str) -> Any:
    return int(world.clients[who].session["_auth_user_id"])


def test_every_page_of_a_row_and_every_download_is_declared() -> None:
    routes = {*KREIS_ROUTES, *LAND_ROUTES}
    words = ("detail", "download", "export", "copy", "proof")
    missing = {
        name
        for name in routes - READ.keys() - READ_BY_THE_LAND.keys() - UNREAD.keys()
        if name.rpartition(":")[2].partition("_")[0] in words or "download" in name
    }

    assert not missing, f"Name in tests/walkers/test_readers.py what is kept of {missing}."
