"""Roles and databases, made by the same SQL that the production compose file uses."""

from pathlib import Path

import psycopg
from psycopg import sql

OWNER = "lotsen_owner"
PORTAL = "lotsen"
DATABASE = "lotsen"
SQL = Path(__file__).resolve().parents[2] / "deploy" / "postgres"


def create_roles(superuser_url: str, *, owner_password: str, portal_password: str) -> None:
    """Make both roles, or give the existing ones these passwords and no more rights than meant."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute(
            "SELECT set_config('lotsen.owner_password', %s, false),"
            " set_config('lotsen.portal_password', %s, false)",
            [owner_password, portal_password],
        )
        connection.execute((SQL / "roles.sql").read_bytes())


def database_exists(superuser_url: str, name: str) -> bool:
    with psycopg.connect(superuser_url) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None


def create_database(superuser_url: str, name: str) -> None:
    """Make an empty database as both roles expect it; `superuser_url` names the server."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    prepare_database(superuser_url, name)


def prepare_database(superuser_url: str, name: str) -> None:
    """Set owner, extensions and rights of the database `name`; harmless when done before."""
    with psycopg.connect(superuser_url, dbname=name, autocommit=True) as connection:
        connection.execute((SQL / "database.sql").read_bytes())
