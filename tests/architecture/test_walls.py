"""What the database must say of every tenant table, read from its catalogue."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from lotsen_portal.tenancy.fields import TenantForeignKey
from lotsen_portal.tenancy.models import TenantScopedModel
from tests.settings_of_the_wall import SetsElsewhere

TENANT_MODELS = [model for model in apps.get_models() if issubclass(model, TenantScopedModel)]
OURS = [
    model
    for model in apps.get_models()
    if model.__module__.split(".")[0]
    in {"lotsen_portal", "volunteers", "networking", "trainings", "evaluation"}
]
every_tenant_model = pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda m: m._meta.label)


def one(query: str, *args: Any) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(query, args)
        return cursor.fetchone()


def column(query: str, *args: Any) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(query, args)
        return {row[0] for row in cursor.fetchall()}


@every_tenant_model
def test_row_level_security_is_enabled_and_forced(model: type[models.Model], db: None) -> None:
    query = "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass"

    assert one(query, model._meta.db_table) == (True, True)


@every_tenant_model
def test_policies_are_those_of_the_design(model: type[models.Model], db: None) -> None:
    query = "SELECT policyname || ' ' || cmd FROM pg_policies WHERE tablename = %s"

    assert column(query, model._meta.db_table) == {
        "tenant_isolation ALL",
        *ACROSS.get(model._meta.label, set()),
    }


# The complete list of what is readable or writable across Kreise.
ACROSS = {
    "audit.AuditSeal": {"sealing ALL"},
    "tenancy.Membership": {"own_rows SELECT"},
    "tenancy.PublicContact": {"public_reading SELECT"},
    "tenancy.Municipality": {"public_reading SELECT"},
    "networking.Partner": {"public_reading SELECT"},
    "networking.GoodPractice": {"neighbour_reading SELECT"},
    "trainings.Training": {"public_reading SELECT", "neighbour_reading SELECT"},
    "trainings.Session": {"public_reading SELECT", "neighbour_reading SELECT"},
    "documents.Document": {"oversight_reading SELECT", "authority_reading SELECT"},
    "evaluation.ReportRelease": {"oversight_reading SELECT", "authority_reading SELECT"},
    "evaluation.ProofOfUse": {"authority_reading SELECT"},
    "evaluation.Voucher": {"authority_reading SELECT"},
    "evaluation.ReportReview": {
        "authority_reading SELECT",
        "authority_insert INSERT",
        "authority_update UPDATE",
    },
    "evaluation.ReviewQuestion": {
        "authority_reading SELECT",
        "authority_insert INSERT",
        "authority_update UPDATE",
    },
}


@every_tenant_model
def test_references_between_tenant_tables_carry_the_tenant(model: type[models.Model]) -> None:
    plain = [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and issubclass(field.related_model, TenantScopedModel)
        and not isinstance(field, TenantForeignKey)
    ]

    assert plain == []


@every_tenant_model
def test_indexes_begin_with_the_tenant(model: type[models.Model], db: None) -> None:
    query = """
        SELECT i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
        JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]
        WHERE x.indrelid = %s::regclass AND NOT x.indisprimary AND a.attname <> 'tenant_id'
    """
    # Random tokens are unique without a tenant, and pattern indexes of them come along.
    # A person's own memberships are looked up before there is a Kreis.
    excused = ("_token_", "tenancy_membership_user_id")
    found = column(query, model._meta.db_table)
    foreign = {name for name in found if not any(part in name for part in excused)}

    assert foreign == set()


@every_tenant_model
def test_no_tenant_is_missing(model: type[models.Model]) -> None:
    assert model._meta.get_field("tenant").null is False


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_foreign_keys_point_down(model: type[models.Model]) -> None:
    """import-linter cannot see a foreign key named by string; this can."""
    order = [
        *("tenancy", "audit", "files", "mail", "accounts", "documents", "privacy"),
        *("volunteers", "networking", "trainings", "evaluation"),
    ]
    upward = [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.related_model._meta.label != settings.AUTH_USER_MODEL
        and order.index(field.related_model._meta.app_label) > order.index(model._meta.app_label)
    ]

    assert upward == []


# The same read from the catalogue alone, so that a table without a model is no way around


def rows(query: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


OF_A_KREIS = """
    SELECT c.oid FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind IN ('r', 'p') AND a.attname = 'tenant_id' AND NOT a.attisdropped
    AND c.relnamespace = 'public'::regnamespace
"""


def test_every_table_with_a_tenant_belongs_to_a_model_of_a_kreis(db: None) -> None:
    query = f"SELECT relname FROM pg_class WHERE oid IN ({OF_A_KREIS})"

    assert column(query) == {model._meta.db_table for model in TENANT_MODELS}


def test_no_table_with_a_tenant_is_without_wall(db: None) -> None:
    query = f"""
        SELECT relname FROM pg_class c WHERE oid IN ({OF_A_KREIS}) AND NOT (
            relrowsecurity AND relforcerowsecurity AND EXISTS (
                SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND polname = 'tenant_isolation'
                AND polqual IS NOT NULL AND polwithcheck IS NOT NULL AND polcmd = '*'
            )
        )
    """

    assert rows(query) == []


def test_isolation_is_the_same_everywhere(db: None) -> None:
    """What may be read and what may be written: the rows of the active Kreis."""
    query = """
        SELECT DISTINCT permissive, roles::text, cmd, qual, with_check FROM pg_policies
        WHERE policyname = 'tenant_isolation'
    """
    active = (
        "(tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::bigint)"
    )

    assert rows(query) == [("PERMISSIVE", "{public}", "ALL", active, active)]


def test_no_tenant_may_be_missing_in_the_database(db: None) -> None:
    query = f"""
        SELECT attrelid::regclass::text FROM pg_attribute
        WHERE attrelid IN ({OF_A_KREIS}) AND attname = 'tenant_id' AND NOT attnotnull
    """

    assert rows(query) == []


def test_foreign_keys_between_tables_of_a_kreis_compare_the_tenant(db: None) -> None:
    """In both tables, and in the same place of the key."""
    query = f"""
        SELECT conname FROM pg_constraint k
        WHERE contype = 'f' AND conrelid IN ({OF_A_KREIS}) AND confrelid IN ({OF_A_KREIS})
        AND NOT EXISTS (
            SELECT FROM unnest(k.conkey, k.confkey) AS pair(here, there)
            JOIN pg_attribute h ON h.attrelid = k.conrelid AND h.attnum = pair.here
            JOIN pg_attribute t ON t.attrelid = k.confrelid AND t.attnum = pair.there
            WHERE h.attname = 'tenant_id' AND t.attname = 'tenant_id'
        )
    """

    assert rows(query) == []


@every_tenant_model
def test_every_reference_inside_a_kreis_is_a_key_of_the_database(
    model: type[models.Model], db: None
) -> None:
    query = """
        SELECT a.attname FROM pg_constraint k
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
        WHERE k.contype = 'f' AND k.conrelid = %s::regclass
    """
    references = {
        field.column
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model in TENANT_MODELS
    }

    assert references - column(query, model._meta.db_table) == set()


# The role


def test_role_may_nothing_but_rows(db: None) -> None:
    rights = "rolsuper, rolbypassrls, rolcreatedb, rolcreaterole"
    query = f"SELECT {rights} FROM pg_roles WHERE rolname = current_user"

    assert one(query) == (False, False, False, False)
    assert column("SELECT tablename FROM pg_tables WHERE tableowner = current_user") == set()


def test_role_reads_and_appends_the_trail_and_no_more(db: None) -> None:
    query = """
        SELECT table_name, string_agg(privilege_type, ' ' ORDER BY privilege_type)
        FROM information_schema.role_table_grants
        WHERE grantee = current_user AND table_name LIKE 'audit%' GROUP BY 1 ORDER BY 1
    """

    assert rows(query) == [
        ("audit_auditdetail", "SELECT"),
        ("audit_auditentry", "SELECT"),
        ("audit_auditseal", "SELECT"),
        ("audit_landauditentry", "SELECT"),
        ("audit_landauditseal", "SELECT"),
    ]


def test_role_appends_without_choosing_the_number(db: None) -> None:
    query = """
        SELECT table_name, privilege_type, array_agg(column_name::text ORDER BY column_name)
        FROM information_schema.role_column_grants WHERE grantee = current_user
        AND table_name LIKE 'audit%' AND privilege_type <> 'SELECT' GROUP BY 1, 2 ORDER BY 1
    """
    entry = ["action", "actor_id", "at", "subject_id", "subject_kind"]

    assert rows(query) == [
        ("audit_auditdetail", "INSERT", ["changes", "emptied_at", "entry_id", "tenant_id"]),
        ("audit_auditentry", "INSERT", [*entry, "tenant_id"]),
        ("audit_landauditentry", "INSERT", sorted([*entry, "kreis_id"])),
    ]


def test_only_the_owner_seals(db: None) -> None:
    query = "SELECT tablename, roles::text FROM pg_policies WHERE policyname = 'sealing'"

    assert rows(query) == [("audit_auditseal", "{lotsen_owner}")]


def test_role_may_make_nothing_and_empty_nothing(db: None) -> None:
    tables = column(
        """
        SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND relkind IN ('r', 'p')
        AND has_table_privilege(oid, 'TRUNCATE, REFERENCES, TRIGGER, MAINTAIN')
        """
    )
    places = one(
        """
        SELECT has_schema_privilege('public', 'CREATE'),
        has_database_privilege(current_database(), 'CREATE, TEMP')
        """
    )
    owned = one(
        """
        SELECT count(*) FROM pg_shdepend
        WHERE refobjid = current_user::regrole AND deptype = 'o'
        """
    )

    assert (tables, places, owned) == (set(), (False, False), (0,))


def test_role_is_no_member_of_another(db: None) -> None:
    query = "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = current_user::regrole"

    assert rows(query) == []


def test_functions_with_the_rights_of_their_owner_are_few_and_closed(db: None) -> None:
    """Name, settings, and whether the role may call it by itself; nobody else may."""
    query = """
        SELECT proname, pg_get_userbyid(proowner), proconfig::text,
        has_function_privilege(oid, 'EXECUTE'), array_length(proacl, 1)
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef ORDER BY 1
    """
    closed = '{"search_path=pg_catalog, pg_temp"}'

    assert rows(query) == [
        ("audit_empty_details", "lotsen_owner", closed, True, 2),
        ("audit_seal", "lotsen_owner", closed, False, 1),
        ("audit_seal_of_land", "lotsen_owner", closed, False, 1),
    ]


def test_role_may_call_no_other_function_of_ours(db: None) -> None:
    query = """
        SELECT proname FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
        AND pg_get_userbyid(proowner) = 'lotsen_owner' AND has_function_privilege(oid, 'EXECUTE')
    """

    assert rows(query) == [("audit_empty_details",)]


def test_no_view_reads_past_the_wall(db: None) -> None:
    query = """
        SELECT relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
    """

    assert rows(query) == []


SETTING = re.compile(r"set_config\s*\(|\bSET\s+(LOCAL\s+|SESSION\s+)?\"?app\.", re.IGNORECASE)
WHO_SETS = {
    "lotsen_portal/tenancy/context.py": "the one place",
    "lotsen_portal/embedded/databases.py": "passwords of the roles, before there are tables",
    "deploy/postgres/init.sh": "the same in production",
    "tests/architecture/test_walls.py": "tries it, to be refused",
    "tests/walkers/test_forms.py": "leaves out the first wall to see the second",
    "tests/walkers/test_bites.py": "does it on a page, to be caught",
    "tests/audit/test_details.py": "looks as the owner, in a connection of its own",
    "tests/audit/test_sealing_before.py": "likewise",
}


def test_settings_of_row_level_security_are_set_in_one_module() -> None:
    """`tests/settings_of_the_wall.py` watches the same in all SQL that a run executes."""
    skipped = {".venv", "node_modules", "var", ".git", ".hypothesis"}
    guilty = {
        str(path.relative_to(settings.BASE_DIR))
        for path in settings.BASE_DIR.rglob("*")
        if path.suffix in {".py", ".sql", ".sh", ".html", ".toml", ".yml"}
        and not skipped & set(path.relative_to(settings.BASE_DIR).parts)
        and SETTING.search(_strings(path))
    }

    assert guilty == WHO_SETS.keys()


def _strings(path: Path) -> str:
    """Return what a program says to others; of what is no Python all of it."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    tree = ast.parse(text)
    return " ".join(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def test_sql_that_sets_them_elsewhere_fails_where_it_runs(db: None) -> None:
    with pytest.raises(SetsElsewhere, match=r"test_walls\.py"):
        one("SELECT set_config('app.tenant_id', '1', true)")
