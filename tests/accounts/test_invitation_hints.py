"""What pages of invitations say beside the rule: hints, and a way on."""

import datetime as dt

from django.utils import timezone

from lotsen_portal.accounts.models import Invitation
from lotsen_portal.audit import registry
from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.front.forms import TrailFilter
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Role, Tenant
from tests.cast import Cast
from tests.conftest import TenantClient

ADDRESS = "neu@example.org"
WEEK = dt.timedelta(days=7)


def invited(kreis: Tenant, role: Role, *, expires_in: dt.timedelta = WEEK) -> Invitation:
    with tenant_scope(kreis):
        return Invitation.objects.create(
            email=ADDRESS, role=role, expires_at=timezone.now() + expires_in
        )


def test_second_role_for_an_address_is_told_of_and_allowed(
    coordinator: TenantClient, cast: Cast
) -> None:
    invited(cast.kreis, Role.VIEWER)
    invited(cast.foreign_kreis, Role.COORDINATOR)

    typed = {"email": ADDRESS.upper(), "name": "Vera Neu", "role": "coordinator"}
    sent = coordinator.post("/einstellungen/zugaenge/einladung/", typed, follow=True).text

    assert "Diese Person hat schon eine Einladung als „Leitung“." in sent
    assert "auch eingeladen als: Leitung" in sent
    assert "auch eingeladen als: Integrationslots" in sent


def test_what_is_over_or_alone_has_no_hint(coordinator: TenantClient, cast: Cast) -> None:
    invited(cast.kreis, Role.VIEWER, expires_in=-WEEK)
    invited(cast.kreis, Role.COORDINATOR)

    listed = coordinator.get("/einstellungen/zugaenge/").text

    assert listed.count(ADDRESS) >= 2
    # The one that is over says that the other is open, and not the other way round.
    assert listed.count("auch eingeladen als") == 1


def test_form_says_what_its_button_does(coordinator: TenantClient) -> None:
    page = coordinator.get("/einstellungen/zugaenge/einladung/").text

    assert ("Einladung senden" in page, ">Speichern<" in page) == (True, False)


def test_who_is_signed_in_as_somebody_else_signs_out_and_comes_back(
    coordinator: TenantClient, cast: Cast
) -> None:
    path = f"/{cast.kreis.slug}/einladung/{invited(cast.kreis, Role.VIEWER).token}/"
    page = coordinator.client.get(path)
    assert (page.status_code, "Abmelden und Einladung öffnen" in page.text) == (410, True)

    left = coordinator.client.post(page.context["sign_out_url"], {"next": path})

    assert left["Location"] == path
    assert "Wählen Sie ein Passwort" in coordinator.client.get(path).text


def test_kinds_are_sorted_as_germans_do(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        found = TrailFilter(queryset=AuditEntry.objects.none(), people={})
    labels = [label for value, label in found.form.fields["kind"].choices if value]

    plain = [label.replace("Ö", "O").replace("Ä", "A").replace("Ü", "U") for label in labels]
    assert len(plain) == len(registry.all_kinds())
    assert plain == sorted(plain, key=str.casefold)
