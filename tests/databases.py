"""Test databases as in production: made and migrated by the owner, used as `lotsen`."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from lotsen_portal.embedded.databases import create_database, prepare_database
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


@contextmanager
def superuser_of_the_test_database() -> Iterator[psycopg.Connection]:
    """Connect to the tests' own database with all rights, in one transaction."""
    name = settings.DATABASES["default"]["NAME"]
    with psycopg.connect(os.environ["TEST_SUPERUSER_DATABASE_URL"], dbname=name) as connection:
        yield connection


def create(name: str) -> None:
    """Make an empty database, migrate it as owner, set up the Land; or copy TEST_TEMPLATE."""
    drop(name)
    if template := os.environ.get("TEST_TEMPLATE"):
        _copy(template, name)
        return
    create_database(os.environ["TEST_SUPERUSER_DATABASE_URL"], name)
    call_command("migrate", database="owner", verbosity=0)
    land.setup_shared()


def _copy(template: str, name: str) -> None:
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(_name(name), _name(template))
    with superuser() as connection:
        connection.execute(statement)
    prepare_database(os.environ["TEST_SUPERUSER_DATABASE_URL"], name)


def drop(name: str) -> None:
    if not name.startswith("test_"):
        raise ValueError(f"{name} is no test database")
    with superuser() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(_name(name)))


@contextmanager
def empty_one() -> Iterator[Any]:
    """Lend both connections a database with nothing in it; yield the owner's."""
    with _another(lambda name: create_database(os.environ["TEST_SUPERUSER_DATABASE_URL"], name)):
        yield connections["owner"]


@contextmanager
def copied_one() -> Iterator[Any]:
    """Lend both connections a copy of the tests' own database, migrated; yield the owner's."""
    usual = settings.DATABASES["default"]["NAME"]
    with _another(lambda name: _copy(usual, name)):
        yield connections["owner"]


@contextmanager
def _another(make: Callable[[str], None]) -> Iterator[None]:
    lent = [connections["default"], connections["owner"]]
    usual = lent[0].settings_dict["NAME"]
    other = f"{usual}_back"
    drop(other)
    _lend(lent, other)  # what is copied must be closed
    make(other)
    try:
        yield
    finally:
        _lend(lent, usual)
        drop(other)


def _lend(lent: list[Any], name: str) -> None:
    for connection in lent:
        connection.close()
        connection.settings_dict["NAME"] = name


@contextmanager
def owner() -> Iterator[psycopg.Connection]:
    """Connect as the owner, in one transaction."""
    account = settings.DATABASES["owner"]
    with psycopg.connect(
        host=account["HOST"],
        port=account["PORT"],
        user=account["USER"],
        password=account["PASSWORD"],
        dbname=account["NAME"],
    ) as connection:
        yield connection


@contextmanager
def trail_unguarded(connection: psycopg.Connection) -> Iterator[None]:
    """Take down for a moment what refuses corrections of the trail, as its owner can."""
    rows = connection.execute(
        "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only'"
    )
    tables = [name for (name,) in rows]
    for table in tables:
        connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(_name(table)))
    yield
    for table in tables:
        connection.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(_name(table)))


def empty() -> None:
    """Delete what tests have committed; only the owner may, for the trail is append-only."""
    with owner() as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = sorted({name for (name,) in rows} - SHARED)
        with trail_unguarded(connection):
            connection.execute(
                sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(map(_name, tables)))
            )


def _name(name: str) -> sql.Identifier:
    return sql.Identifier(name)
