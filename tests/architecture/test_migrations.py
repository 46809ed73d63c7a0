"""Migrations follow each other in one line, lead back as well, and lock no full table for long."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.operations import AddConstraintNotValid, NotInTransactionMixin
from django.core.management import call_command
from django.db import migrations, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from tests import databases
from tests.architecture.test_walls import OURS

LABELS = sorted({model._meta.app_label for model in OURS})
GRAPH = MigrationLoader(None, ignore_no_migrations=True)
MIGRATIONS = {key: GRAPH.disk_migrations[key] for key in sorted(GRAPH.disk_migrations)}
OWN = {key: migration for key, migration in MIGRATIONS.items() if key[0] in LABELS}


def test_models_and_migrations_agree(db: None) -> None:
    told = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=told)
    except SystemExit:
        pytest.fail(told.getvalue())


@pytest.mark.parametrize("label", LABELS)
def test_migrations_of_an_app_are_one_line(label: str) -> None:
    own = [migration for (app, _), migration in OWN.items() if app == label]
    before = {m.name: [name for app, name in m.dependencies if app == label] for m in own}
    names = list(before)

    assert before == {name: names[max(i - 1, 0) : i] for i, name in enumerate(names)}
    assert [name[:4] for name in names] == [f"{i:04}" for i in range(1, len(names) + 1)]


def test_every_operation_can_be_taken_back() -> None:
    assert [
        f"{label}.{name}: {operation.describe()}"
        for (label, name), migration in OWN.items()
        for operation in migration.operations
        if not operation.reversible
    ] == []


# There and back


@pytest.fixture
def migrated_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    with django_db_blocker.unblock(), databases.copied_one() as owner:
        yield owner


# What a schema consists of, as sentences that PostgreSQL itself can say.
SCHEMA = """
    WITH tables AS (
        SELECT c.* FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
            AND relname <> 'django_migrations'
    )
    SELECT relname || ' ' || relrowsecurity || relforcerowsecurity || coalesce(relacl::text, '')
        FROM tables
    UNION ALL SELECT relname || '.' || attname || ' ' || format_type(atttypid, atttypmod)
        || attnotnull || coalesce(pg_get_expr(adbin, adrelid), '')
        FROM tables JOIN pg_attribute a ON attrelid = tables.oid AND attnum > 0
            AND NOT attisdropped
        LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum
    UNION ALL SELECT pg_get_indexdef(indexrelid) FROM tables JOIN pg_index ON indrelid = oid
    UNION ALL SELECT relname || ' ' || conname || pg_get_constraintdef(k.oid)
        FROM tables JOIN pg_constraint k ON conrelid = tables.oid
    UNION ALL SELECT pg_get_triggerdef(t.oid) FROM tables JOIN pg_trigger t ON tgrelid = tables.oid
        WHERE NOT tgisinternal
    UNION ALL SELECT tablename || ' ' || policyname || cmd || roles::text
        || coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies
    UNION ALL SELECT pg_get_functiondef(p.oid) || coalesce(proacl::text, '')
        FROM pg_proc p LEFT JOIN pg_depend e ON e.objid = p.oid AND e.deptype = 'e'
        WHERE pronamespace = 'public'::regnamespace AND e.objid IS NULL AND prokind = 'f'
"""


def schema(connection: Any) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(SCHEMA)
        return {line for (line,) in cursor.fetchall()}


@pytest.mark.slow
def test_the_whole_way_back_and_there_again_leaves_the_same_schema(migrated_database: Any) -> None:
    newest = GRAPH.graph.leaf_nodes()
    there = schema(migrated_database)

    MigrationExecutor(migrated_database).migrate([(label, None) for label, _ in newest])
    left = schema(migrated_database)
    MigrationExecutor(migrated_database).migrate(newest)

    assert left == set()
    assert schema(migrated_database) == there


# Locks: what a migration does to a table that may be full, without stopping who works with it

# These came before the portal stood anywhere, when every table was empty: no other is excused.
BEFORE_THE_FIRST_INSTALLATION = {
    "accounts.0002_initial",
    "accounts.0004_invitation_open_once",
    "audit.0003_seals_and_details",
    "audit.0006_entries_by_the_database",
    "evaluation.0003_release_version",
    "files.0003_by_hash",
    "volunteers.0005_declared_on",
}


def locks(migration: migrations.Migration) -> list[str]:
    """Return the operations that lock a table for as long as it is large, and the way out."""
    new = {op.name_lower for op in migration.operations if isinstance(op, migrations.CreateModel)}
    return [
        f"{migration.app_label}.{migration.name}: {operation.describe()}: {instead}"
        for operation in migration.operations
        if getattr(operation, "model_name_lower", "") not in new
        and (instead := _instead_of(operation))
    ]


def _instead_of(operation: Operation) -> str:  # noqa: PLR0911  # one line for each kind of operation
    if isinstance(operation, NotInTransactionMixin | AddConstraintNotValid):
        return ""
    match operation:
        case migrations.AddIndex():
            return "AddIndexConcurrently, atomic = False"
        case migrations.AddConstraint(constraint=models.CheckConstraint()):
            return "AddConstraintNotValid, then ValidateConstraint, atomic = False"
        case migrations.AddConstraint():
            return "a unique index made concurrently, then the constraint using it"
        case migrations.AlterField():
            return "a new field, filled in portions, then the old one removed"
        # The stubs know nothing of db_index.
        case migrations.AddField(field=field) if field.unique or field.db_index:  # type: ignore[attr-defined]
            return "the field without index, then AddIndexConcurrently"
        case migrations.AddField(field=field) if not field.null and not field.has_db_default():
            return "db_default, so that PostgreSQL rewrites nothing"
    return ""


def locking() -> dict[str, list[str]]:
    """Return what each migration locks, if it locks anything."""
    found = {f"{label}.{name}": locks(migration) for (label, name), migration in OWN.items()}
    return {name: operations for name, operations in found.items() if operations}


def test_no_migration_holds_a_full_table() -> None:
    later = locking().keys() - BEFORE_THE_FIRST_INSTALLATION

    assert [line for name in sorted(later) for line in locking()[name]] == []


def test_no_migration_is_excused_that_needs_no_excuse() -> None:
    assert sorted(BEFORE_THE_FIRST_INSTALLATION - locking().keys()) == []


@pytest.mark.parametrize(("label", "number"), [("networking", "0003"), ("volunteers", "0006")])
def test_new_migration_that_locks_is_noticed(
    label: str, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one whose number another app has used up before the first installation."""
    new: Any = migrations.Migration(f"{number}_new", label)
    new.operations = DANGEROUS[:1]
    monkeypatch.setitem(OWN, (label, new.name), new)

    with pytest.raises(AssertionError, match=rf"{label}\.{number}_new: .* AddIndexConcurrently"):
        test_no_migration_holds_a_full_table()


def of_operations(*operations: Operation) -> migrations.Migration:
    class Example(migrations.Migration):
        pass

    Example.operations = operations
    return Example("0099_example", "volunteers")


def test_locks_are_found() -> None:
    name = models.CharField(max_length=9)
    new = migrations.CreateModel("New", [("name", name)])
    index = models.Index(fields=["name"], name="by_name")

    assert [len(locks(of_operations(new, operation))) for operation in DANGEROUS] == [1] * 5
    assert locks(of_operations(new, migrations.AddIndex("new", index))) == []
    assert locks(of_operations(*HARMLESS)) == []


DANGEROUS = [
    migrations.AddIndex("volunteer", models.Index(fields=["name"], name="by_name")),
    migrations.AddConstraint(
        "volunteer", models.CheckConstraint(condition=models.Q(id__gt=0), name="positive")
    ),
    migrations.AlterField("volunteer", "name", models.TextField()),
    migrations.AddField("volunteer", "code", models.CharField(max_length=9, unique=True)),
    migrations.AddField("volunteer", "size", models.IntegerField(default=1)),
]
HARMLESS = [
    migrations.AddField("volunteer", "size", models.IntegerField(null=True)),
    migrations.AddField("volunteer", "size", models.IntegerField(db_default=1)),
    migrations.RemoveField("volunteer", "size"),
    AddConstraintNotValid(
        "volunteer", models.CheckConstraint(condition=models.Q(id__gt=0), name="positive")
    ),
]


def test_every_app_with_migrations_is_looked_at() -> None:
    ours = {config.label for config in apps.get_app_configs() if config.label in LABELS}

    assert {label for label, _ in OWN} == ours
