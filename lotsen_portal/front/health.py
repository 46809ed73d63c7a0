"""What the portal needs to work, asked live. Every check is short and answers in a word."""

import functools
import logging
from typing import Any

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from lotsen_portal.documents.models import Document
from lotsen_portal.mail.models import LandMail, OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant

log = logging.getLogger(__name__)
QUEUE_LENGTHS = "queue-lengths"
SECONDS_REMEMBERED = 180


@functools.cache
def _newest_migrations() -> frozenset[tuple[str, str]]:
    """Return the last migration of each app, from the files, once for each process."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        log.warning("database does not answer")
        return False
    return True


def is_migrated() -> bool:
    """Return whether the database has the newest migration of every app."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return _newest_migrations() <= set(cursor.fetchall())


def valkey_answers() -> bool:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)
    try:
        return bool(client.ping())
    except redis.RedisError:
        log.warning("Valkey does not answer")
        return False
    finally:
        client.close()


def missing() -> str:
    """Return the first thing that is missing before the portal can serve, in a word, or ""."""
    if not database_answers():
        return "database"
    if not is_migrated():
        return "migrations"
    return "" if valkey_answers() else "valkey"


def queue_lengths() -> dict[str, int]:
    """Count what waits in the outboxes and the documents' queue, over all Kreise.

    No scope opens these rows across Kreise, so each is asked in turn.
    """
    totals = {
        "mails_waiting": LandMail.objects.waiting().count(),
        "documents_waiting": 0,
        "documents_failed": 0,
    }
    for tenant in Tenant.objects.order_by("pk"):
        with tenant_scope(tenant):
            totals["mails_waiting"] += OutgoingMail.objects.waiting().count()
            totals["documents_waiting"] += _documents("queued", "rendering")
            totals["documents_failed"] += _documents("failed")
    return totals


def remember(lengths: dict[str, int]) -> None:
    cache.set(QUEUE_LENGTHS, lengths, timeout=SECONDS_REMEMBERED)


def remembered_queue_lengths() -> dict[str, int]:
    """Return what beat had counted lately; nothing if it stands still or Valkey is down."""
    try:
        return cache.get(QUEUE_LENGTHS, {})
    except redis.RedisError:
        return {}


def _documents(*states: Any) -> int:
    return Document.objects.filter(state__in=states).count()
