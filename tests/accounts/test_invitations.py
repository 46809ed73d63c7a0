import datetime as dt
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from lotsen_portal.accounts import actions
from lotsen_portal.accounts.models import Invitation, LandInvitation, User
from lotsen_portal.audit.models import AuditEntry, LandAuditEntry
from lotsen_portal.common.templatetags.portal import datetime_de
from lotsen_portal.mail.models import LandMail, OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import (
    Membership,
    Role,
    StatewideMembership,
    StatewideRole,
    Tenant,
)
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.people import UserFactory

ADDRESS = "neu@example.org"
PASSWORD = {"password": "Isar-Kiesel-2026", "repeated": "Isar-Kiesel-2026"}


def invited(kreis: Tenant, **options: Any) -> Invitation:
    given: dict[str, Any] = {"role": Role.COORDINATOR, "name": "Vera Neu", "by": None}
    with tenant_scope(kreis):
        return actions.invite(ADDRESS, **({"now": timezone.now()} | given | options))


def path_of(invitation: Invitation) -> str:
    return f"/einladung/{invitation.token}/"


def staff_of(kreis: Tenant) -> list[tuple[str, str, str, dt.date | None]]:
    with tenant_scope(kreis):
        staff = Membership.objects.filter(user__email=ADDRESS)
        return list(staff.values_list("name", "role", "function", "ends_on"))


def test_command_invites_a_coordinator_by_mail(cast: Cast, capsys: Any) -> None:
    call_command("invite", "--coordinator", ADDRESS.upper(), "--kreis", cast.kreis.slug)

    with tenant_scope(cast.kreis):
        invitation, mail = Invitation.objects.get(), OutgoingMail.objects.get()
        assert AuditEntry.objects.filter(action="invitation.sent", actor=None).count() == 1
    assert (invitation.email, invitation.role) == (ADDRESS, Role.COORDINATOR)
    assert (mail.recipient, mail.subject) == (
        ADDRESS,
        "Einladung ins Lotsenportal: Landkreis Miesbach",
    )
    assert f"/landkreis-miesbach/einladung/{invitation.token}/" in mail.text
    assert capsys.readouterr().out == f"Die Einladung an {ADDRESS.upper()} liegt im Postausgang.\n"


@pytest.mark.parametrize(
    ("option", "role"),
    [
        ("--operator", StatewideRole.OPERATOR),
        ("--ministry", StatewideRole.OVERSIGHT),
        ("--authority", StatewideRole.AUTHORITY),
    ],
)
def test_command_invites_to_the_land(db: None, option: str, role: StatewideRole) -> None:
    call_command("invite", option, ADDRESS)

    invitation = LandInvitation.objects.get()
    assert (invitation.email, invitation.role) == (ADDRESS, role)
    assert f"/konto/einladung/{invitation.token}/" in LandMail.objects.get().text


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--operator", "keine adresse"], "keine adresse ist keine E-Mail-Adresse."),
        (["--coordinator", ADDRESS], "Den Kreis „“ gibt es nicht."),
        (["--coordinator", ADDRESS, "--kreis", "stadt-x"], "Den Kreis „stadt-x“ gibt es nicht."),
    ],
)
def test_command_says_what_is_wrong(db: None, options: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("invite", *options)


def test_opening_the_link_changes_nothing(anonymous: TenantClient, cast: Cast) -> None:
    invitation = invited(cast.kreis)

    for _ in range(2):
        page = anonymous.get(path_of(invitation))
        assert page.status_code == 200
        assert "Landkreis Miesbach" in page.text

    assert not User.objects.filter(email=ADDRESS).exists()


def test_new_person_sets_a_password_and_is_in(anonymous: TenantClient, cast: Cast) -> None:
    invitation = invited(cast.kreis, function="Vertretung", ends_on=dt.date(2027, 3, 31))

    response = anonymous.post(path_of(invitation), PASSWORD)

    assert response["Location"] == "/konto/start/"
    assert anonymous.client.get("/konto/start/")["Location"] == "/landkreis-miesbach/heute/"
    assert "Vera Neu" in anonymous.get("/heute/").text
    assert staff_of(cast.kreis) == [("Vera Neu", "coordinator", "Vertretung", dt.date(2027, 3, 31))]
    assert User.objects.get(email=ADDRESS).check_password(PASSWORD["password"])


def test_link_works_once(anonymous: TenantClient, cast: Cast) -> None:
    invitation = invited(cast.kreis)
    anonymous.post(path_of(invitation), PASSWORD)

    again = TenantClient(cast.kreis).post(path_of(invitation), PASSWORD)

    assert again.status_code == 410
    assert "Diese Einladung ist schon angenommen." in again.text
    assert len(staff_of(cast.kreis)) == 1


def test_link_in_a_second_window_shows_what_happened_in_the_first(
    anonymous: TenantClient, cast: Cast
) -> None:
    path = f"/{cast.kreis.slug}{path_of(invited(cast.kreis))}"
    browser = Client(enforce_csrf_checks=True)
    first, second = (browser.get(path).context["csrf_token"] for _ in range(2))
    browser.post(path, PASSWORD | {"csrfmiddlewaretoken": str(first)})

    # Signing in has made the token of the other window worthless.
    answer = browser.post(path, PASSWORD | {"csrfmiddlewaretoken": str(second)}, follow=True)

    assert answer.redirect_chain == [(path, 302)]
    assert answer.status_code == 410
    assert "Diese Einladung ist schon angenommen." in answer.text
    assert "Zu Ihrer Startseite" in answer.text
    assert len(staff_of(cast.kreis)) == 1


def test_withdrawn_while_the_form_was_open_is_said(anonymous: TenantClient, cast: Cast) -> None:
    invitation = invited(cast.kreis)
    with tenant_scope(cast.kreis):
        Invitation.objects.all().delete()
        with pytest.raises(actions.InvitationOver, match="gibt es nicht mehr"):
            actions.accept_as_newcomer(
                invitation, password="x", accept=actions.accept, now=timezone.now()
            )

    assert not User.objects.filter(email=ADDRESS).exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"password": "kurz", "repeated": "kurz"}, "Dieses Passwort ist zu kurz"),
        (PASSWORD | {"repeated": "anders"}, "Die beiden Passwörter sind verschieden."),
        ({}, "Bitte füllen Sie dieses Feld aus."),
    ],
)
def test_weak_password_opens_no_account(
    anonymous: TenantClient, cast: Cast, data: dict[str, str], sentence: str
) -> None:
    invitation = invited(cast.kreis)

    response = anonymous.post(path_of(invitation), data | {"filled": "1"})

    assert response.status_code == 422
    assert sentence in response.text
    assert not User.objects.filter(email=ADDRESS).exists()


def test_known_person_signs_in_first(anonymous: TenantClient, cast: Cast) -> None:
    user, invitation = UserFactory(email=ADDRESS), invited(cast.kreis)
    path = path_of(invitation)

    assert f"?next=/landkreis-miesbach{path}" in anonymous.get(path).text
    assert staff_of(cast.kreis) == []
    assert anonymous.post(path, PASSWORD).status_code == 200
    assert staff_of(cast.kreis) == []

    response = TenantClient(cast.kreis, user).post(path)

    assert response.status_code == 302
    assert staff_of(cast.kreis) == [("Vera Neu", "coordinator", "", None)]


def test_somebody_else_cannot_accept(volunteer: TenantClient, cast: Cast) -> None:
    invitation = invited(cast.kreis)

    for response in (volunteer.get(path_of(invitation)), volunteer.post(path_of(invitation))):
        assert response.status_code == 410
        assert "gilt für eine andere E-Mail-Adresse" in response.text
    assert staff_of(cast.kreis) == []


def test_invitation_ends_after_seven_days(anonymous: TenantClient, cast: Cast) -> None:
    invitation = invited(cast.kreis, now=timezone.now() - dt.timedelta(days=7))

    response = anonymous.post(path_of(invitation), PASSWORD)

    assert response.status_code == 410
    assert "Diese Einladung ist abgelaufen." in response.text


def test_mail_and_page_say_until_when(anonymous: TenantClient, cast: Cast) -> None:
    sent_at = timezone.now() - dt.timedelta(days=2)
    until = f"bis {datetime_de(sent_at + dt.timedelta(days=7))}"
    invitation = invited(cast.kreis, now=sent_at)

    with tenant_scope(cast.kreis):
        assert until in OutgoingMail.objects.get().text
    assert until in anonymous.get(path_of(invitation)).text


def test_token_of_one_kreis_is_unknown_in_another(cast: Cast) -> None:
    invitation = invited(cast.kreis)

    response = TenantClient(cast.foreign_kreis).get(path_of(invitation))

    assert response.status_code == 404
    assert "Diese Einladung gibt es nicht oder nicht mehr." in response.text


@pytest.mark.parametrize("token", ["x", "%00", "a" * 5000, "ä"])
def test_nonsense_token_is_no_error(anonymous: TenantClient, token: str) -> None:
    assert anonymous.get(f"/einladung/{token}/").status_code == 404
    assert anonymous.client.get(f"/konto/einladung/{token}/").status_code == 404


def test_new_invitation_replaces_the_open_one(anonymous: TenantClient, cast: Cast) -> None:
    first, second = invited(cast.kreis), invited(cast.kreis)

    assert anonymous.get(path_of(first)).status_code == 404
    assert anonymous.get(path_of(second)).status_code == 200


def test_accepting_for_the_land(client: Client, db: None) -> None:
    invitation = actions.invite_to_land(
        ADDRESS, role=StatewideRole.OPERATOR, now=timezone.now(), by=None
    )

    response = client.post(f"/konto/einladung/{invitation.token}/", PASSWORD)

    assert response["Location"] == "/konto/start/"
    assert client.get("/konto/start/")["Location"] == "/betrieb/"
    assert StatewideMembership.objects.get().user.email == ADDRESS
    assert list(LandAuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "invitation.sent",
        "invitation.accepted",
        "account.signed_in_by_password",
    ]


def test_address_has_one_open_invitation_for_a_role(cast: Cast) -> None:
    invitation = invited(cast.kreis)

    with tenant_scope(cast.kreis), pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            email=ADDRESS, role=invitation.role, expires_at=invitation.expires_at
        )
