"""Offers of one address at the same moment: real threads, real connections, commits."""

import pytest
from django.utils import timezone

from lotsen_portal.mail import tasks as mail_tasks
from lotsen_portal.mail.models import OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from tests.accounts.test_at_once import at_once
from tests.factories.people import TenantFactory
from volunteers.actions import offers
from volunteers.models import HelpOffer


@pytest.mark.usefixtures("committed")
def test_one_address_gets_one_mail_however_often_it_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # No worker listens here.
    monkeypatch.setattr(mail_tasks.deliver, "apply_async", lambda *args, **options: None)
    kreis = TenantFactory(slug="landkreis-miesbach")

    def send() -> None:
        with tenant_scope(kreis):
            offer = HelpOffer(first_name="Gerda", last_name="Gast", email="gerda@example.org")
            offers.make(offer, now=timezone.now())

    at_once(send, times=4)

    with tenant_scope(kreis):
        assert (HelpOffer.objects.count(), OutgoingMail.objects.count()) == (1, 1)
