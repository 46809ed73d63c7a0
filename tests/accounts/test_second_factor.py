import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from lotsen_portal.tenancy.models import StatewideRole
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.people import StatewideMembershipFactory, UserFactory

OURS = "lotsen_portal.accounts.middleware.SecondFactorMiddleware"


@pytest.fixture(autouse=True)
def _duty(settings) -> None:
    settings.MFA_DUTY = True
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != OURS] + [OURS]


def give_second_factor(user: object) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})


@pytest.mark.parametrize("who", ["coordinator", "viewer"])
def test_staff_without_second_factor_are_led_to_it(
    who: str, request: pytest.FixtureRequest
) -> None:
    staff: TenantClient = request.getfixturevalue(who)

    response = staff.get("/heute/")

    assert response["Location"] == "/konto/2fa/"
    page = staff.client.get("/konto/2fa/")
    assert "Für Ihre Aufgabe braucht das Konto einen zweiten Faktor" in page.text


def test_nothing_is_written_before_the_second_factor(coordinator: TenantClient, cast: Cast) -> None:
    response = coordinator.post("/einstellungen/gemeinden/neu/", {"name": "X"})

    assert response["Location"] == "/konto/2fa/"


def test_staff_with_second_factor_work(coordinator: TenantClient, cast: Cast) -> None:
    give_second_factor(cast.coordinator)

    assert coordinator.get("/heute/").status_code == 200


def test_volunteers_and_the_public_are_left_alone(
    volunteer: TenantClient, coordinator: TenantClient, anonymous: TenantClient
) -> None:
    assert volunteer.get("/heute/").status_code == 200
    assert coordinator.get("/").status_code == 200
    assert anonymous.get("/").status_code == 200
    assert anonymous.get("/heute/")["Location"].startswith(settings.LOGIN_URL)


def test_statewide_people_need_it_too(db: None) -> None:
    operator = StatewideMembershipFactory(role=StatewideRole.OPERATOR).user
    client = Client()
    client.force_login(operator)

    assert client.get("/betrieb/")["Location"] == "/konto/2fa/"
    give_second_factor(operator)
    assert client.get("/betrieb/").status_code == 200


def test_strangers_learn_nothing_of_the_operators_page(db: None) -> None:
    client = Client()
    client.force_login(UserFactory())

    assert client.get("/betrieb/").status_code == 404
