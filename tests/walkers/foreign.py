"""All that the other Kreis has, before and after somebody of the own one has written."""

from django.db import connection

from lotsen_portal.tenancy.context import tenant_scope
from tests.walkers.filling import TENANT_MODELS
from tests.walkers.world import World

TABLES = {model._meta.db_table for model in TENANT_MODELS}


def changed_elsewhere(world: World, tables: set[str]) -> set[str]:
    """Return those of the tables in which the other Kreis no longer has what it had."""
    return {table for table in tables & TABLES if _rows(world, table) != _remembered(world)[table]}


def _remembered(world: World) -> dict[str, str]:
    if not world.foreign_rows:
        raise LookupError("remember(world) before anything is written")
    return world.foreign_rows


def remember(world: World) -> None:
    """Keep what the other Kreis has now to compare with."""
    if not world.foreign_rows:
        world.foreign_rows = {table: _rows(world, table) for table in TABLES}


def _rows(world: World, table: str) -> str:
    """Return all that the other Kreis has in a table, as one text."""
    with tenant_scope(world.cast.foreign_kreis), connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg(t::text, ';' ORDER BY id) FROM {table} t")
        return cursor.fetchone()[0]
