"""Pages ask the database the same number of times for one row and for three.

Nothing is fetched row by row: under `FETCH_RAISE` a lazy load of any row fails. A page that shows
rows is found by its templates, and must stand in the table.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import FieldFetchBlocked
from django.db import connection, transaction
from django.db.models import FETCH_RAISE
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Role, StatewideRole
from tests import reporting
from tests.walkers import lists as add
from tests.walkers.lists import ACCOUNT, ANYBODY, NOBODY, REPORT_YEAR, Lists
from tests.walkers.loops import rows_repeated
from tests.walkers.routes import KREIS_ROUTES, LAND_ROUTES
from tests.walkers.test_land import LandWalk
from tests.walkers.visits import quietly, visit
from tests.walkers.walk import Walk
from tests.walkers.world import World
from volunteers.models import Volunteer
from volunteers.querysets import InquiryQuerySet

LOTSIN, VOLUNTEER, PARTNER = Role.COORDINATOR, Role.VOLUNTEER, Role.PARTNER
OVERSIGHT, AUTHORITY = StatewideRole.OVERSIGHT, StatewideRole.AUTHORITY
OPERATOR = StatewideRole.OPERATOR
# The list, who looks, what adds a row, and how many queries the page takes.
LISTS = [
    ("/ehrenamtliche/", LOTSIN, add.volunteer, 12),
    ("/ehrenamtliche/", LOTSIN, add.saved_view, 12),
    ("/ehrenamtliche/?q=a&sort=place&wide=1&columns=times", LOTSIN, add.volunteer, 16),
    ("/ehrenamtliche/druck/", LOTSIN, add.volunteer, 11),
    ("/ehrenamtliche/ansicht/", LOTSIN, add.saved_view, 9),
    ("/ehrenamtliche/auswahl/nachricht/?all=1", LOTSIN, add.volunteer, 10),
    ("/ehrenamtliche/auswahl/helferkreis/?all=1", LOTSIN, add.circle, 10),
    ("/ehrenamtliche/auswahl/schlagwort/?all=1", LOTSIN, add.volunteer, 10),
    ("/ehrenamtliche/auswahl/status/?all=1", LOTSIN, add.volunteer, 9),
    ("/ehrenamtliche/auswahl/export/?all=1", LOTSIN, add.volunteer, 9),
    ("/ehrenamtliche/import/", LOTSIN, add.import_run, 9),
    ("/ehrenamtliche/doppelte/", LOTSIN, add.double, 10),
    ("/ehrenamtliche/doppelte/", LOTSIN, add.merge, 10),
    ("/ehrenamtliche/helferkreise/", LOTSIN, add.circle, 11),
    ("/ehrenamtliche/helferkreise/", VOLUNTEER, add.circle, 11),
    ("/ehrenamtliche/fuehrungszeugnisse/", LOTSIN, add.with_minors, 11),
    ("/ehrenamtliche/vertraulichkeit/", LOTSIN, add.signature, 12),
    ("/fragen/", LOTSIN, add.inquiry, 10),
    ("/fragen/", VOLUNTEER, add.inquiry, 9),
    ("/schulungen/", LOTSIN, add.training, 11),
    ("/schulungen/", VOLUNTEER, add.training, 11),
    ("/schulungen/", PARTNER, add.training, 10),
    ("/schulungen/meine-anmeldungen/", VOLUNTEER, add.training, 10),
    ("/netzwerk/", LOTSIN, add.partner, 10),
    ("/netzwerk/", PARTNER, add.partner, 10),
    ("/netzwerk/verzeichnis/", LOTSIN, add.partner, 10),
    ("/netzwerk/treffen/", LOTSIN, add.meeting, 9),
    ("/netzwerk/oeffentlichkeitsarbeit/", LOTSIN, add.outreach, 9),
    ("/wissen/", LOTSIN, add.article, 10),
    ("/wissen/", VOLUNTEER, add.article, 10),
    ("/foerderung/2026/belege/", LOTSIN, add.voucher, 15),
    ("/foerderung/personal/", LOTSIN, add.position, 10),
    ("/dokumente/", LOTSIN, add.document, 9),
    ("/protokoll/", LOTSIN, add.line, 16),
    ("/einstellungen/gemeinden/", LOTSIN, add.municipality, 8),
    ("/einstellungen/zugaenge/", LOTSIN, add.member, 10),
    ("/einstellungen/einsatzbereiche/", LOTSIN, add.field, 8),
    ("/einstellungen/zielgruppen/", LOTSIN, add.choice, 9),
    ("/einstellungen/schlagwoerter/", LOTSIN, add.choice, 9),
    ("/einstellungen/gemeinden/nachbarn/", LOTSIN, add.neighbours, 9),
    ("/einstellungen/gemeinden/{lists.municipality.pk}/nachbarn/", LOTSIN, add.neighbours, 10),
    ("/heute/", LOTSIN, add.training, 26),
    ("/heute/", LOTSIN, add.inquiry, 25),
    ("/heute/", LOTSIN, add.with_minors, 25),
    ("/heute/", VOLUNTEER, add.circle, 12),
    ("/heute/", LOTSIN, add.expiring, 25),
    ("/heute/", LOTSIN, add.offer, 25),
    ("/heute/", LOTSIN, add.wish, 25),
    ("/ehrenamtliche/meine-daten/kontakt/", VOLUNTEER, add.municipality, 9),
    ("/ehrenamtliche/meine-daten/engagement/", VOLUNTEER, add.choice, 14),
    ("/mithelfen/", ANYBODY, add.municipality, 9),
    ("/mithelfen/?q=Kreis", NOBODY, add.release, 7),
    ("/heute/", VOLUNTEER, add.training, 12),
    ("/", LOTSIN, add.training, 10),
    ("/suche/?q=e", LOTSIN, add.volunteer, 12),
    (f"/land/?year={REPORT_YEAR}", OVERSIGHT, add.release, 11),
    (f"/land/?year={REPORT_YEAR}", AUTHORITY, add.release, 11),
    ("/schulungen/", NOBODY, add.training, 6),
    ("/", NOBODY, add.training, 6),
    # Pages of one row that repeat a part of themselves for each row below it
    ("/ehrenamtliche/helferkreise/{lists.circle.pk}/", LOTSIN, add.circle_member, 11),
    ("/ehrenamtliche/helferkreise/{lists.circle.pk}/", VOLUNTEER, add.circle_member, 10),
    ("/ehrenamtliche/helferkreise/{lists.circle.pk}/druckliste/", LOTSIN, add.circle_member, 10),
    ("/ehrenamtliche/helferkreise/{lists.circle.pk}/nachricht/", LOTSIN, add.circle_member, 9),
    ("/ehrenamtliche/helferkreise/{lists.circle.pk}/mitglieder/", LOTSIN, add.volunteer, 9),
    ("/ehrenamtliche/helferkreise/{lists.circle.pk}/bearbeiten/", LOTSIN, add.municipality, 10),
    ("/ehrenamtliche/helferkreise/neu/", LOTSIN, add.municipality, 8),
    ("/fragen/{lists.inquiry.pk}/", LOTSIN, add.message, 13),
    ("/fragen/{lists.inquiry.pk}/", VOLUNTEER, add.message, 12),
    ("/ehrenamtliche/{lists.volunteer.pk}/", LOTSIN, add.of_volunteer, 25),
    ("/ehrenamtliche/{lists.volunteer.pk}/", VOLUNTEER, add.of_volunteer, 24),
    ("/ehrenamtliche/{lists.volunteer.pk}/bearbeiten/", LOTSIN, add.municipality, 9),
    ("/ehrenamtliche/{lists.volunteer.pk}/engagement/", LOTSIN, add.choice, 14),
    ("/ehrenamtliche/{lists.volunteer.pk}/schlagwoerter/", LOTSIN, add.choice, 10),
    ("/ehrenamtliche/{lists.volunteer.pk}/zusammenfuehrung/", LOTSIN, add.double, 10),
    ("/ehrenamtliche/import/{lists.import_run.pk}/zeilen/", LOTSIN, add.import_row, 14),
    ("/ehrenamtliche/import/{lists.import_run.pk}/uebernahme/", LOTSIN, add.import_row, 11),
    ("/ehrenamtliche/import/{lists.import_done.pk}/", LOTSIN, add.import_row, 11),
    ("/schulungen/{lists.training.pk}/", LOTSIN, add.participant, 11),
    ("/schulungen/{lists.training.pk}/", LOTSIN, add.session, 11),
    ("/schulungen/{lists.training.pk}/", VOLUNTEER, add.session, 10),
    ("/schulungen/{lists.training.pk}/bearbeiten/", LOTSIN, add.session, 11),
    ("/schulungen/{lists.training.pk}/anmeldung/", ANYBODY, add.session, 8),
    ("/schulungen/termine/{lists.session.pk}/anwesenheit/", LOTSIN, add.participant, 10),
    ("/schulungen/bestaetigung/{lists.registration.token}/", ANYBODY, add.session, 7),
    ("/schulungen/abmeldung/{lists.registration.token}/", ANYBODY, add.session, 7),
    ("/netzwerk/{lists.partner.pk}/", LOTSIN, add.contact, 11),
    ("/netzwerk/{lists.partner.pk}/", PARTNER, add.contact, 11),
    ("/foerderung/", LOTSIN, add.bescheid, 17),
    ("/foerderung/bescheid/{lists.grant.pk}/", LOTSIN, add.plan_line, 19),
    ("/konto/", ACCOUNT, add.kreis, 8),
    # Asks every Kreis by itself, and no more where a Kreis has more.
    ("/betrieb/", OPERATOR, add.of_kreis, 18),
]
# What shows rows and is in no need of being counted, each with its reason.
LEFT_OUT = {
    "usersessions_list": "allauth asks for each of somebody's few devices whether it still is one",
    "trainings:create": "empty forms for the days of a Schulung that is none yet",
}


@pytest.fixture(scope="module")
def nothing_yet(django_db_setup: None, django_db_blocker: Any) -> Iterator[Lists]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield add.begin()
        transaction.set_rollback(True)


@pytest.fixture
def lists(nothing_yet: Lists) -> Iterator[Lists]:
    with transaction.atomic():
        nothing_yet.keep_sessions_at_hand()
        yield replace(nothing_yet)
        transaction.set_rollback(True)


no_lazy_loads = mock.patch("django.db.models.query.DEFAULT_FETCH_MODE", FETCH_RAISE)


@pytest.mark.parametrize(("path", "who", "add", "queries"), LISTS)
def test_page_takes_as_many_queries_for_three_rows_as_for_one(
    lists: Lists, path: str, who: str, add: Callable[[Lists], None], queries: int
) -> None:
    counts = []
    for more in (1, 2):
        with tenant_scope(lists.kreis):
            for _ in range(more):
                add(lists)
            address = path.format(lists=lists)
        with no_lazy_loads, CaptureQueriesContext(connection) as captured:
            response = lists.get(address, who)
        assert response.status_code == 200
        counts.append(len(captured))

    assert counts == [queries, queries]


@pytest.mark.slow
def test_every_page_that_shows_rows_is_counted(world: World) -> None:
    counted = {_name_of(path, who) for path, who, *_ in LISTS}
    uncounted = [
        f'    ("/{walk.route.path}", {who}, add.…, 0),  # {walk.route.name}: {", ".join(shown)}'
        for kind, routes in ((Walk, KREIS_ROUTES), (LandWalk, LAND_ROUTES))
        for walk in [kind(world, route) for route in routes.values()]
        if walk.route.name not in counted | LEFT_OUT.keys()
        for who, shown in _rows_shown(walk)
    ]

    assert not uncounted, "Add to LISTS in tests/walkers/test_queries.py:\n" + "\n".join(uncounted)


def _rows_shown(walk: Any) -> Iterator[tuple[str, list[str]]]:
    """Return who is shown rows, and how the template names them."""
    declared = isinstance(walk.access, tuple)
    for who in walk.people:
        if declared or who in {"anonymous", "coordinator", "volunteer"}:
            cache.clear()
            with quietly(), rows_repeated() as shown:
                visit(walk.world, who, "GET", walk.path(walk.rows.own))
            reporting.visited("pages looked through for rows")
            if shown:
                yield who, sorted(shown)


def _name_of(path: str, who: str) -> str:
    """Return which route the line of the table is about."""
    plain = re.sub(r"{.*?}", "1", path).partition("?")[0]
    of_land = who in {*StatewideRole, NOBODY, ACCOUNT}
    return resolve(plain, settings.ROOT_URLCONF if of_land else settings.TENANT_URLCONF).view_name


def test_nothing_is_left_out_that_is_counted_or_gone() -> None:
    counted = {_name_of(path, who) for path, who, *_ in LISTS}

    assert LEFT_OUT.keys() & counted == set()
    assert LEFT_OUT.keys() <= {*KREIS_ROUTES, *LAND_ROUTES}


# What it would say


def test_row_that_is_fetched_when_shown_is_noticed(
    lists: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(rows: InquiryQuerySet) -> InquiryQuerySet:
        return rows.with_waiting_since().order_by("pk")

    monkeypatch.setattr(InquiryQuerySet, "for_list", forgetful)

    with pytest.raises(FieldFetchBlocked):
        test_page_takes_as_many_queries_for_three_rows_as_for_one(
            lists, "/fragen/", LOTSIN, add.inquiry, 10
        )


def test_question_for_each_row_is_noticed(lists: Lists, monkeypatch: pytest.MonkeyPatch) -> None:
    counting = property(lambda volunteer: str(volunteer.engagements.count()))
    monkeypatch.setattr(Volunteer, "listed_name", counting)

    with pytest.raises(AssertionError, match=r"\[16, 20\] == \[12, 12\]"):
        test_page_takes_as_many_queries_for_three_rows_as_for_one(
            lists, "/ehrenamtliche/", LOTSIN, add.volunteer, 12
        )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("volunteers:list", "page"),
        ("front:trail", "page"),
        ("trainings:detail", "groups.confirmed"),
        ("trainings:edit", "sessions"),
        ("land:reports", "page"),
        ("operations:home", "kreise"),
    ],
)
def test_page_that_nobody_counts_is_noticed(
    name: str, shown: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = [line for line in LISTS if _name_of(*line[:2]) != name]
    monkeypatch.setattr("tests.walkers.test_queries.LISTS", counted)
    for routes in (KREIS_ROUTES, LAND_ROUTES):
        for other in routes.keys() - {name}:
            monkeypatch.delitem(routes, other)

    with pytest.raises(AssertionError, match=f"# {name}: .*{shown}"):
        test_every_page_that_shows_rows_is_counted(world)
