import pytest
from django.test import Client

from lotsen_portal.accounts.models import Invitation
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import StatewideRole
from tests.cast import FOREIGN_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.people import StatewideMembershipFactory, TenantFactory
from tests.signing_in import sign_in


@pytest.fixture
def operator(db: None) -> Client:
    return sign_in(Client(), StatewideMembershipFactory(role=StatewideRole.OPERATOR).user)


def test_operator_sees_counts_and_no_people(operator: Client, cast: Cast) -> None:
    TenantFactory(name="Leer")

    response = operator.get("/betrieb/")

    assert [(str(kreis), count) for kreis, count in response.context["kreise"]] == [
        ("Landkreis Leer", 0),
        ("Landkreis Miesbach", 2),
        ("Stadt Passau", 1),
    ]
    for hidden in ("Anna Huber", "Ada", FOREIGN_NAME, "@"):
        assert hidden not in response.text
    assert "1 von 3 Kreisen" in response.text


def test_operator_enters_no_kreis(operator: Client, cast: Cast) -> None:
    for page in ("heute", "ehrenamtliche", "einstellungen", "fragen"):
        assert operator.get(f"/{cast.kreis.slug}/{page}/").status_code == 404


def test_operator_invites_the_first_coordinator(operator: Client, cast: Cast) -> None:
    path = f"/betrieb/kreise/{cast.kreis.slug}/einladung/"
    data = {"email": "Erste@example.org", "name": "Erste Lotsin"}

    assert operator.post(path, data)["Location"] == "/betrieb/"

    with tenant_scope(cast.kreis):
        invitation = Invitation.objects.get()
        assert (invitation.email, invitation.role) == ("erste@example.org", "coordinator")
    with tenant_scope(cast.foreign_kreis):
        assert Invitation.objects.count() == 0


def test_wrong_address_gets_a_sentence(operator: Client, cast: Cast) -> None:
    path = f"/betrieb/kreise/{cast.kreis.slug}/einladung/"

    response = operator.post(path, {"email": "x", "name": ""})

    assert response.status_code == 422
    assert "Das ist keine E-Mail-Adresse." in response.text


def test_operators_pages_are_nobody_elses(
    ministry: Client, authority: Client, coordinator: TenantClient, client: Client, cast: Cast
) -> None:
    for path in ("/betrieb/", f"/betrieb/kreise/{cast.kreis.slug}/einladung/"):
        for other in (ministry, authority, coordinator.client):
            assert other.get(path).status_code == 404
        assert client.get(path)["Location"] == f"/konto/login/?next={path}"
    assert ministry.get("/betrieb/kreise/stadt-x/einladung/").status_code == 404
