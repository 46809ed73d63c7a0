"""What the database must say of every tenant table, read from its catalogue."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from lotsen_portal.tenancy.fields import TenantForeignKey
from lotsen_portal.tenancy.models import TenantScopedModel

TENANT_MODELS = [model for model in apps.get_models() if issubclass(model, TenantScopedModel)]
OURS = [
    model
    for model in apps.get_models()
    if model.__module__.split(".")[0]
    in {"lotsen_portal", "volunteers", "networking", "trainings", "evaluation"}
]
every_tenant_model = pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda m: m._meta.label)


def one(query: str, *args: object) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(query, args)
        return cursor.fetchone()


def column(query: str, *args: object) -> set[str]:
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


# The role


def test_role_may_nothing_but_rows(db: None) -> None:
    rights = "rolsuper, rolbypassrls, rolcreatedb, rolcreaterole"
    query = f"SELECT {rights} FROM pg_roles WHERE rolname = current_user"

    assert one(query) == (False, False, False, False)
    assert column("SELECT tablename FROM pg_tables WHERE tableowner = current_user") == set()


def test_settings_of_row_level_security_are_set_in_one_module() -> None:
    guilty = [
        str(path.relative_to(settings.BASE_DIR))
        for path in settings.BASE_DIR.rglob("*.py")
        if not {".venv", "node_modules", "var", "tests"}
        & set(path.relative_to(settings.BASE_DIR).parts)
        and {"set_config", "app.tenant_id"} <= set(re.findall(r"[\w.]+", _strings(path)))
    ]

    assert guilty == ["lotsen_portal/tenancy/context.py"]


def _strings(path: Path) -> str:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return " ".join(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
