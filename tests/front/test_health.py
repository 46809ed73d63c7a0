import time

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from pytest_django import DjangoAssertNumQueries

from lotsen_portal.common import heartbeat
from lotsen_portal.front import schedule
from lotsen_portal.mail import actions as mail
from lotsen_portal.mail.messages import Message
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_worker_yet() -> None:
    cache.clear()


def read(client: Client) -> dict[str, str]:
    """Return the figures of /metrics without their explanations."""
    lines = client.get("/metrics").text.splitlines()
    return dict(line.split() for line in lines if not line.startswith("#"))


def test_alive_asks_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.text) == (200, "ok\n")
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_ready_needs_two_queries_and_no_session(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
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
    figures = read(client)

    assert figures == {
        'lotsenportal_workers{queue="celery"}': "0.0",
        'lotsenportal_workers{queue="documents"}': "0.0",
        'lotsenportal_workers{queue="imports"}': "0.0",
    }


def test_metrics_tell_what_beat_counted_without_a_query(
    client: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with tenant_scope(cast.kreis):
        mail.queue(Message(recipient="ada@example.org", subject="x", text="x", html=""))
    schedule.count_queues()

    with django_assert_num_queries(0):
        figures = read(client)

    assert figures == {
        'lotsenportal_workers{queue="celery"}': "0.0",
        'lotsenportal_workers{queue="documents"}': "0.0",
        'lotsenportal_workers{queue="imports"}': "0.0",
        "lotsenportal_mails_waiting": "1.0",
        "lotsenportal_documents_waiting": "0.0",
        "lotsenportal_documents_failed": "0.0",
    }


def test_worker_counts_for_its_queues_until_its_heart_stops(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    heartbeat.beat("celery@a", ["celery"])
    heartbeat.beat("documents@a", ["documents"])
    heartbeat.beat("documents@b", ["documents"])
    assert heartbeat.worker_counts() == {"celery": 1, "documents": 2, "imports": 0}

    later = time.time() + heartbeat.SECONDS_ALIVE + 1
    monkeypatch.setattr(time, "time", lambda: later)
    heartbeat.beat("documents@b", ["documents"])

    assert heartbeat.worker_counts() == {"celery": 0, "documents": 1, "imports": 0}


def test_metrics_answer_without_valkey(client: Client) -> None:
    gone = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    with override_settings(REDIS_URL="redis://127.0.0.1:1/0", CACHES={"default": gone}):
        figures = read(client)

    assert figures == {
        'lotsenportal_workers{queue="celery"}': "0.0",
        'lotsenportal_workers{queue="documents"}': "0.0",
        'lotsenportal_workers{queue="imports"}': "0.0",
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
