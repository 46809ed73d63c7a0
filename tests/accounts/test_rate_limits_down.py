import pytest
from django.test import Client
from pytest_django import Settings

from tests.cast import Cast
from tests.conftest import TenantClient

OURS = "lotsen_portal.accounts.middleware.RateLimitsDownMiddleware"
NOBODY_THERE = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:1/0",
    }
}


@pytest.fixture
def no_valkey(cast: Cast, settings: Settings) -> None:
    settings.MIDDLEWARE = [OURS, *(name for name in settings.MIDDLEWARE if name != OURS)]
    settings.SESSION_ENGINE = "lotsen_portal.accounts.sessions"
    settings.CACHES = NOBODY_THERE


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/konto/login/", {"login": "a@example.org", "password": "x"}),
        ("/konto/login/code/", {"email": "a@example.org"}),
        ("/konto/password/reset/", {"email": "a@example.org"}),
    ],
)
def test_sign_in_says_that_the_portal_is_out_of_reach(
    no_valkey: None, client: Client, path: str, data: dict[str, str]
) -> None:
    client.raise_request_exception = False

    response = client.post(path, data)

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "Das Portal ist gerade nicht erreichbar" in response.text


def test_who_is_signed_in_goes_on_working(no_valkey: None, coordinator: TenantClient) -> None:
    assert coordinator.get("/heute/").status_code == 200
    assert coordinator.get("/ehrenamtliche/").status_code == 200


def test_who_is_signed_in_can_sign_out(no_valkey: None, coordinator: TenantClient) -> None:
    assert coordinator.client.post("/konto/logout/").status_code == 302

    assert coordinator.get("/heute/")["Location"].startswith("/konto/login/")


def test_sign_in_page_opens(no_valkey: None, client: Client) -> None:
    assert client.get("/konto/login/").status_code == 200
