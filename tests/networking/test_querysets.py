"""What the indicators K7 and K9 ask, counted from dated facts."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from networking.models import NetworkMeeting, OutreachActivity, Partner
from tests.factories.networking import (
    NetworkMeetingFactory,
    OutreachActivityFactory,
    PartnerFactory,
)
from tests.factories.people import TenantFactory

FIRST, LAST = dt.date(2025, 1, 1), dt.date(2025, 12, 31)


@pytest.fixture
def kreis(db: None) -> Iterator[Tenant]:
    kreis, neighbour = TenantFactory(), TenantFactory()
    with tenant_scope(neighbour):
        PartnerFactory(partner_since=dt.date(2020, 1, 1))
        NetworkMeetingFactory(on=FIRST)
        OutreachActivityFactory(on=FIRST)
    with tenant_scope(kreis):
        yield kreis


def counts(model: Any, **present: int) -> dict[str, int]:
    return dict.fromkeys(model.Kind.values, 0) | present


def test_partners_by_kind_on_a_day(kreis: Tenant) -> None:
    PartnerFactory(kind="authority", partner_since=dt.date(2020, 1, 1))
    PartnerFactory(kind="authority", partner_since=LAST)
    PartnerFactory(kind="agency", partner_since=dt.date(2026, 1, 1))
    PartnerFactory(kind="migrant", partner_since=dt.date(2020, 1, 1), partner_until=LAST)
    PartnerFactory(
        kind="church", partner_since=dt.date(2020, 1, 1), partner_until=dt.date(2025, 12, 30)
    )

    assert Partner.objects.on(LAST).count_by_kind() == counts(Partner, authority=2, migrant=1)
    assert Partner.objects.on(dt.date(2026, 1, 1)).count_by_kind() == counts(
        Partner, authority=2, agency=1
    )


def test_meetings_held_and_attended_in_a_period(kreis: Tenant) -> None:
    inside = [
        NetworkMeetingFactory(on=FIRST, part="held"),
        NetworkMeetingFactory(on=LAST, part="held"),
        NetworkMeetingFactory(on=LAST, part="attended"),
    ]
    NetworkMeetingFactory(on=FIRST - dt.timedelta(days=1), part="held")
    NetworkMeetingFactory(on=LAST + dt.timedelta(days=1), part="attended")

    year = NetworkMeeting.objects.within(FIRST, LAST)

    assert list(year.held().order_by("pk")) == inside[:2]
    assert list(year.attended()) == inside[2:]


def test_outreach_by_kind_in_a_period(kreis: Tenant) -> None:
    OutreachActivityFactory(on=FIRST, kind="press")
    OutreachActivityFactory(on=LAST, kind="press")
    OutreachActivityFactory(on=LAST, kind="newsletter")
    OutreachActivityFactory(on=LAST + dt.timedelta(days=1), kind="print")

    year = OutreachActivity.objects.for_list().within(FIRST, LAST)

    assert year.count_by_kind() == counts(OutreachActivity, press=2, newsletter=1)


def test_entry_is_unconfirmed_a_year_after_it_was_typed_or_confirmed(kreis: Tenant) -> None:
    today = dt.date(2028, 2, 29)
    typed = PartnerFactory(name="getippt", partner_since=dt.date(2016, 1, 1))
    confirmed = PartnerFactory(name="bestätigt", confirmed_on=dt.date(2027, 2, 28))
    PartnerFactory(name="frisch", confirmed_on=dt.date(2027, 3, 1))
    PartnerFactory(
        name="beendet", partner_since=dt.date(2016, 1, 1), partner_until=dt.date(2020, 1, 1)
    )
    Partner.objects.filter(pk=typed.pk).update(created_at="2027-01-31T12:00Z")
    Partner.objects.exclude(confirmed_on=None).update(partner_since=dt.date(2016, 1, 1))

    assert list(Partner.objects.unconfirmed(on=today).order_by("known_on")) == [typed, confirmed]
