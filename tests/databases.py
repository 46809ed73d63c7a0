"""Test databases as in production: made and migrated by the owner, used as `lotsen`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.core.management import call_command
from psycopg import sql

from lotsen_portal.embedded.databases import create_database
from lotsen_portal.presets import land

# Rows that belong to the Land and stay from test to test.
SHARED = {
    "django_migrations",
    "django_content_type",
    "volunteers_language",
    "volunteers_topic",
    "evaluation_directive",
}


@contextmanager
def superuser() -> Iterator[psycopg.Connection]:
    with psycopg.connect(os.environ["TEST_SUPERUSER_DATABASE_URL"], autocommit=True) as connection:
        yield connection


def create(name: str) -> None:
    """Make an empty database, migrate it as owner, set up the Land."""
    drop(name)
    create_database(os.environ["TEST_SUPERUSER_DATABASE_URL"], name)
    call_command("migrate", database="owner", verbosity=0)
    land.setup_shared()


def drop(name: str) -> None:
    if not name.startswith("test_"):
        raise ValueError(f"{name} is no test database")
    with superuser() as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


def empty() -> None:
    """Delete what tests have committed; only the owner may, for the trail is append-only."""
    owner = settings.DATABASES["owner"]
    with psycopg.connect(
        host=owner["HOST"],
        port=owner["PORT"],
        user=owner["USER"],
        password=owner["PASSWORD"],
        dbname=owner["NAME"],
        autocommit=True,
    ) as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = sorted({name for (name,) in rows} - SHARED)
        connection.execute(
            sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(map(sql.Identifier, tables)))
        )
