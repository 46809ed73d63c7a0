import pytest
from django.db import connection
from django.test import Client, override_settings

pytestmark = pytest.mark.django_db


def test_alive_asks_nothing(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.text) == (200, "ok\n")
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_ready_needs_two_queries_and_no_session(client: Client, django_assert_num_queries) -> None:
    client.get("/readyz")

    with django_assert_num_queries(2):
        response = client.get("/readyz")

    assert (response.status_code, response.text) == (200, "ok\n")
    assert response.cookies == {}


def test_ready_names_valkey_when_it_is_gone(client: Client) -> None:
    with override_settings(REDIS_URL="redis://127.0.0.1:1/0"):
        response = client.get("/readyz")

    assert (response.status_code, response.text) == (503, "valkey\n")


def test_ready_names_a_missing_migration(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'trainings'")

    response = client.get("/readyz")

    assert (response.status_code, response.text) == (503, "migrations\n")


def test_metrics_answer_this_machine(client: Client) -> None:
    response = client.get("/metrics")

    figures = dict(line.split() for line in response.text.splitlines() if not line.startswith("#"))
    assert set(figures) == {
        "lotsenportal_workers",
        "lotsenportal_mails_waiting",
        "lotsenportal_documents_waiting",
        "lotsenportal_documents_failed",
    }


@pytest.mark.parametrize(
    "headers",
    [{"X-Forwarded-For": "203.0.113.5"}, {"Authorization": "Bearer wrong"}],
)
def test_metrics_are_no_page_for_strangers(client: Client, headers: dict[str, str]) -> None:
    with override_settings(METRICS_TOKEN="right"):
        response = client.get("/metrics", headers=headers, REMOTE_ADDR="203.0.113.5")

    assert response.status_code == 404


def test_metrics_open_with_the_token(client: Client) -> None:
    with override_settings(METRICS_TOKEN="right"):
        response = client.get(
            "/metrics", headers={"Authorization": "Bearer right"}, REMOTE_ADDR="203.0.113.5"
        )

    assert response.status_code == 200
