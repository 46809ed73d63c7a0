"""Two requests in the same moment: each has looked before the other has written."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.common.errors import DomainError
from lotsen_portal.mail.models import OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from networking.actions import activities, knowledge, partners
from networking.models import (
    Article,
    ContactPerson,
    NetworkMeeting,
    Organization,
    OutreachActivity,
    Partner,
)
from tests.cast import Cast
from tests.factories.networking import ArticleFactory, ContactPersonFactory
from tests.factories.volunteers import a_topic


@pytest.fixture
def kreis(cast: Cast) -> Iterator[Cast]:
    with tenant_scope(cast.kreis):
        yield cast


def refused(action: Callable[..., object], *args: object, **kwargs: object) -> str:
    with pytest.raises(DomainError) as caught:
        action(*args, **kwargs)
    return str(caught.value)


@pytest.mark.parametrize(
    ("save", "model", "fields", "sentence"),
    [
        (
            partners.save,
            Partner,
            {"name": "Doppelt", "kind": "other"},
            "Einen Partner mit diesem Namen gibt es schon.",
        ),
        (
            partners.add_organization,
            Organization,
            {"name": "Doppelt"},
            "Diese Organisation steht schon in der Auswahl.",
        ),
        (
            activities.save,
            NetworkMeeting,
            {"title": "Doppelt"},
            "Das steht an diesem Tag schon in der Liste.",
        ),
        (
            activities.save,
            OutreachActivity,
            {"title": "Doppelt", "kind": "press"},
            "Das steht an diesem Tag schon in der Liste.",
        ),
        (
            knowledge.save,
            Article,
            {"title": "Doppelt", "text": "."},
            "Einen Artikel mit diesem Titel gibt es schon.",
        ),
    ],
    ids=["partner", "organization", "meeting", "outreach", "article"],
)
def test_second_of_two_new_rows_is_refused(
    kreis: Cast, save: Callable[..., object], model: Any, fields: dict[str, Any], sentence: str
) -> None:
    if model is Article:
        fields = fields | {"topic": a_topic()}
    before = model.objects.count()
    save(model(**fields), by=kreis.coordinator)

    assert refused(save, model(**fields), by=kreis.coordinator) == sentence
    assert model.objects.count() == before + 1
    assert AuditEntry.objects.filter(action__endswith=".added").count() == 1


def test_second_of_two_new_contacts_is_refused(kreis: Cast) -> None:
    def contact() -> ContactPerson:
        return ContactPerson(partner=kreis.partner, name="Doppelt")

    partners.save_contact(contact(), by=kreis.coordinator)

    assert refused(partners.save_contact, contact(), by=kreis.coordinator) == (
        "Diese Person steht schon bei diesem Partner."
    )


def test_second_click_sees_what_the_first_has_done(kreis: Cast) -> None:
    today, by = timezone.localdate(), kreis.coordinator
    first, second = (Partner.objects.get(pk=kreis.partner.pk) for _ in range(2))

    partners.confirm(first, on=today, by=by)
    partners.end(first, on=today, by=by)
    name = kreis.partner.name

    assert refused(partners.confirm, second, on=today, by=by) == (
        "Die Angaben sind heute schon bestätigt."
    )
    assert refused(partners.end, second, on=today - dt.timedelta(days=1), by=by) == (
        f"Die Partnerschaft mit „{name}“ ist bereits beendet."
    )
    assert Partner.objects.get(pk=kreis.partner.pk).partner_until == today


def test_access_is_given_and_mailed_once(kreis: Cast) -> None:
    pk = ContactPersonFactory(partner=kreis.partner, email="eva@verein.example").pk
    first, second = (ContactPerson.objects.get(pk=pk) for _ in range(2))

    partners.give_access(first, by=kreis.coordinator)

    assert refused(partners.give_access, second, by=kreis.coordinator) == (
        f"{first.name} hat bereits einen Zugang."
    )
    assert OutgoingMail.objects.count() == 1


def test_ended_partnership_gives_no_access(kreis: Cast) -> None:
    contact = ContactPersonFactory(partner=kreis.partner, email="eva@verein.example")
    partners.end(kreis.partner, on=timezone.localdate(), by=kreis.coordinator)
    contact.refresh_from_db()

    assert refused(partners.give_access, contact, by=kreis.coordinator) == (
        "Die Partnerschaft ist beendet. Einen Zugang gibt es nicht mehr."
    )


def test_article_is_published_once(kreis: Cast) -> None:
    pk, now = ArticleFactory().pk, timezone.now()
    first, second = (Article.objects.get(pk=pk) for _ in range(2))

    knowledge.publish(first, at=now, by=kreis.coordinator)
    later = now + dt.timedelta(seconds=1)

    assert refused(knowledge.publish, second, at=later, by=kreis.coordinator) == (
        f"„{first.title}“ ist bereits veröffentlicht."
    )
    assert Article.objects.get(pk=pk).published_at == now
