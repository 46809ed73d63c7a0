"""List pages ask the database the same number of times for one row and for three.

Nothing is fetched row by row: under `FETCH_RAISE` a lazy load of any row fails.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import FieldFetchBlocked
from django.db import connection
from django.db.models import FETCH_RAISE
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lotsen_portal.accounts.models import Invitation
from lotsen_portal.audit import trail
from lotsen_portal.documents.models import Document
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import (
    Municipality,
    PublicContact,
    Role,
    StatewideRole,
    Tenant,
)
from networking.models import Partner
from tests.conftest import TenantClient
from tests.factories import evaluation as money
from tests.factories import networking, trainings, volunteers
from tests.factories.people import (
    MembershipFactory,
    StatewideMembershipFactory,
    TenantFactory,
)
from tests.signing_in import sign_in
from tests.walkers.routes import KREIS_ROUTES
from volunteers.models import Language, LanguageSkill, Volunteer
from volunteers.querysets import InquiryQuerySet


@dataclass
class Lists:
    """A Kreis that has nothing yet, and those who look at its lists."""

    kreis: Tenant
    clients: dict[str, TenantClient]
    statewide: dict[str, Client]
    volunteer: Any
    partner: Partner
    grant: Any

    def get(self, path: str, who: str) -> Any:
        """Ask as a member of the Kreis, or for a page of the Land."""
        if who in self.clients:
            return self.clients[who].get(path)
        return self.statewide[who].get(path)


@pytest.fixture
def lists(db: None) -> Lists:
    kreis = TenantFactory(slug="landkreis-liste")
    with tenant_scope(kreis):
        members = {role: MembershipFactory(role=role, name="Wer schaut") for role in Role}
        volunteer = volunteers.VolunteerFactory(membership=members[Role.VOLUNTEER])
        partner = networking.PartnerFactory()
        networking.ContactPersonFactory(partner=partner, membership=members[Role.PARTNER])
        grant = money.GrantFactory()
        PublicContact.objects.create()
    clients = {str(role): TenantClient(kreis, one.user) for role, one in members.items()}
    statewide = {
        str(role): sign_in(Client(), StatewideMembershipFactory(role=role).user)
        for role in StatewideRole
    }
    return Lists(kreis, clients, {**statewide, NOBODY: Client()}, volunteer, partner, grant)


# One more row of each list, with all that its line shows


def _volunteer(lists: Lists) -> None:
    volunteer = volunteers.VolunteerFactory()
    LanguageSkill.objects.create(volunteer=volunteer, language=Language.objects.first())
    volunteer.engagements.create(field=volunteers.EngagementFieldFactory())


def _inquiry(lists: Lists) -> None:
    volunteers.InquiryFactory(
        volunteer=lists.volunteer,
        topic=volunteers.a_topic(),
        responsible=MembershipFactory(),
    )


def _training(lists: Lists) -> None:
    training = trainings.published_training(session_count=2, host=networking.PartnerFactory())
    registration = trainings.RegistrationFactory(training=training, volunteer=lists.volunteer)
    registration.take_seat(timezone.now())


def _partner(lists: Lists) -> None:
    partner = networking.PartnerFactory(is_public=True, confirmed_on=timezone.localdate())
    networking.ContactPersonFactory(partner=partner, is_public=True)


def _article(lists: Lists) -> None:
    networking.ArticleFactory(published_at=timezone.now())


def _voucher(lists: Lists) -> None:
    money.VoucherFactory(plan_line=money.PlanLineFactory(grant=lists.grant))


def _document(lists: Lists) -> None:
    Document.objects.create(
        kind="test.plain",
        title="Probe",
        subject_id=1,
        key=f"probe {Document.objects.count()}",
        queued_at=timezone.now(),
    )


def _municipality(lists: Lists) -> None:
    Municipality.objects.create(name=f"Ort {Municipality.objects.count()}", postcodes=["83714"])


def _member(lists: Lists) -> None:
    MembershipFactory(role=Role.VIEWER)
    count = Invitation.objects.count()
    Invitation.objects.create(
        email=f"neu{count}@example.org", role=Role.VIEWER, expires_at=timezone.now()
    )


def _line(lists: Lists) -> None:
    volunteer = volunteers.VolunteerFactory()
    with trail.changing("volunteer.changed", volunteer, by=None):
        volunteer.phone = f"08022 {volunteer.pk}"
        volunteer.save()


def _field(lists: Lists) -> None:
    volunteers.EngagementFieldFactory()


def _meeting(lists: Lists) -> None:
    networking.NetworkMeetingFactory()


def _outreach(lists: Lists) -> None:
    networking.OutreachActivityFactory()


def _position(lists: Lists) -> None:
    money.StaffPositionFactory()


def _release(lists: Lists) -> None:
    """Release the report of one more Kreis."""
    with tenant_scope(TenantFactory()):
        money.released_report(year=REPORT_YEAR, now=timezone.now())


LOTSIN, VOLUNTEER, PARTNER = Role.COORDINATOR, Role.VOLUNTEER, Role.PARTNER
OVERSIGHT, AUTHORITY, NOBODY = StatewideRole.OVERSIGHT, StatewideRole.AUTHORITY, "nobody"
REPORT_YEAR = 2025
# The list, who looks, what adds a row, and how many queries the page takes.
LISTS = [
    ("/ehrenamtliche/", LOTSIN, _volunteer, 11),
    ("/fragen/", LOTSIN, _inquiry, 10),
    ("/fragen/", VOLUNTEER, _inquiry, 9),
    ("/schulungen/", LOTSIN, _training, 11),
    ("/schulungen/", VOLUNTEER, _training, 11),
    ("/schulungen/", PARTNER, _training, 10),
    ("/schulungen/meine-anmeldungen/", VOLUNTEER, _training, 10),
    ("/netzwerk/", LOTSIN, _partner, 10),
    ("/netzwerk/", PARTNER, _partner, 10),
    ("/netzwerk/verzeichnis/", LOTSIN, _partner, 10),
    ("/netzwerk/treffen/", LOTSIN, _meeting, 9),
    ("/netzwerk/oeffentlichkeitsarbeit/", LOTSIN, _outreach, 9),
    ("/wissen/", LOTSIN, _article, 10),
    ("/wissen/", VOLUNTEER, _article, 10),
    ("/foerderung/2026/belege/", LOTSIN, _voucher, 15),
    ("/foerderung/personal/", LOTSIN, _position, 10),
    ("/dokumente/", LOTSIN, _document, 9),
    ("/protokoll/", LOTSIN, _line, 16),
    ("/einstellungen/gemeinden/", LOTSIN, _municipality, 8),
    ("/einstellungen/zugaenge/", LOTSIN, _member, 10),
    ("/einstellungen/einsatzbereiche/", LOTSIN, _field, 8),
    ("/heute/", LOTSIN, _training, 20),
    ("/heute/", LOTSIN, _inquiry, 19),
    ("/heute/", VOLUNTEER, _training, 11),
    ("/", LOTSIN, _training, 10),
    ("/suche/?q=e", LOTSIN, _volunteer, 12),
    (f"/land/?year={REPORT_YEAR}", OVERSIGHT, _release, 11),
    (f"/land/?year={REPORT_YEAR}", AUTHORITY, _release, 11),
    ("/schulungen/", NOBODY, _training, 6),
    ("/", NOBODY, _training, 6),
]


@pytest.fixture
def _no_lazy_loads() -> Iterator[None]:
    with mock.patch("django.db.models.query.DEFAULT_FETCH_MODE", FETCH_RAISE):
        yield


@pytest.mark.usefixtures("_no_lazy_loads")
@pytest.mark.parametrize(("path", "who", "add", "queries"), LISTS)
def test_list_takes_as_many_queries_for_three_rows_as_for_one(
    lists: Lists, path: str, who: str, add: Callable[[Lists], None], queries: int
) -> None:
    counts = []
    for more in (1, 2):
        with tenant_scope(lists.kreis):
            for _ in range(more):
                add(lists)
        with CaptureQueriesContext(connection) as captured:
            response = lists.get(path, who)
        assert response.status_code == 200
        counts.append(len(captured))

    assert counts == [queries, queries]


def test_every_list_is_counted(lists: Lists) -> None:
    paths = {path for path, *_ in LISTS}
    uncounted = []
    for route in KREIS_ROUTES.values():
        if not route.parameters:
            response = lists.clients[LOTSIN].get(f"/{route.path}")
            if response.context and "page" in response.context and f"/{route.path}" not in paths:
                uncounted.append(f'    ("/{route.path}", LOTSIN, _…, 0),')

    assert not uncounted, "Add to LISTS in tests/walkers/test_queries.py:\n" + "\n".join(uncounted)


# What it would say


@pytest.mark.usefixtures("_no_lazy_loads")
def test_row_that_is_fetched_when_shown_is_noticed(
    lists: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(rows: InquiryQuerySet) -> InquiryQuerySet:
        return rows.with_waiting_since().order_by("pk")

    monkeypatch.setattr(InquiryQuerySet, "for_list", forgetful)

    with pytest.raises(FieldFetchBlocked):
        test_list_takes_as_many_queries_for_three_rows_as_for_one(
            lists, "/fragen/", LOTSIN, _inquiry, 10
        )


def test_question_for_each_row_is_noticed(lists: Lists, monkeypatch: pytest.MonkeyPatch) -> None:
    counting = property(lambda volunteer: str(volunteer.engagements.count()))
    monkeypatch.setattr(Volunteer, "listed_name", counting)

    with pytest.raises(AssertionError, match=r"\[13, 15\] == \[11, 11\]"):
        test_list_takes_as_many_queries_for_three_rows_as_for_one(
            lists, "/ehrenamtliche/", LOTSIN, _volunteer, 11
        )


def test_list_that_nobody_counts_is_noticed(lists: Lists, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = [line for line in LISTS if line[0] != "/ehrenamtliche/"]
    monkeypatch.setattr("tests.walkers.test_queries.LISTS", counted)

    with pytest.raises(AssertionError, match=r'\("/ehrenamtliche/", LOTSIN, _…, 0\)'):
        test_every_list_is_counted(lists)
