"""The walls of the database bite: each is taken down once, and a test of the catalogue says so.

All in one transaction that is taken back; the tests look as the portal's role.
"""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from tests.architecture import test_walls as walls
from tests.databases import superuser_of_the_test_database
from volunteers.models import InquiryMessage, Volunteer

# What somebody might do or forget, the test that must say so, and about which table.
BREAKS: dict[str, tuple[str, Callable[..., None], Any]] = {
    "wall forgotten": (
        "CREATE TABLE forgotten (id bigint, tenant_id bigint NOT NULL)",
        walls.test_no_table_with_a_tenant_is_without_wall,
        None,
    ),
    "table without a model": (
        "CREATE TABLE forgotten (id bigint, tenant_id bigint NOT NULL)",
        walls.test_every_table_with_a_tenant_belongs_to_a_model_of_a_kreis,
        None,
    ),
    "wall off": (
        "ALTER TABLE volunteers_volunteer DISABLE ROW LEVEL SECURITY",
        walls.test_row_level_security_is_enabled_and_forced,
        Volunteer,
    ),
    "wall not for the owner": (
        "ALTER TABLE volunteers_volunteer NO FORCE ROW LEVEL SECURITY",
        walls.test_row_level_security_is_enabled_and_forced,
        Volunteer,
    ),
    "policy gone": (
        "DROP POLICY tenant_isolation ON volunteers_volunteer",
        walls.test_policies_are_those_of_the_design,
        Volunteer,
    ),
    "policy more": (
        "CREATE POLICY extra ON volunteers_volunteer FOR SELECT USING (true)",
        walls.test_policies_are_those_of_the_design,
        Volunteer,
    ),
    "policy reads too wide": (
        "ALTER POLICY tenant_isolation ON volunteers_volunteer USING (true)",
        walls.test_isolation_is_the_same_everywhere,
        None,
    ),
    "policy writes too wide": (
        "ALTER POLICY tenant_isolation ON volunteers_volunteer WITH CHECK (true)",
        walls.test_isolation_is_the_same_everywhere,
        None,
    ),
    "composite key left out": (
        "ALTER TABLE volunteers_inquirymessage"
        " DROP CONSTRAINT volunteers_inquirymessage_inquiry_same_tenant",
        walls.test_every_reference_inside_a_kreis_is_a_key_of_the_database,
        InquiryMessage,
    ),
    "plain key": (
        "ALTER TABLE volunteers_inquiry ADD CONSTRAINT plain FOREIGN KEY (volunteer_id)"
        " REFERENCES volunteers_volunteer (id)",
        walls.test_foreign_keys_between_tables_of_a_kreis_compare_the_tenant,
        None,
    ),
    "tenant may be missing": (
        "ALTER TABLE volunteers_volunteer ALTER COLUMN tenant_id DROP NOT NULL",
        walls.test_no_tenant_may_be_missing_in_the_database,
        None,
    ),
    "index of all Kreise": (
        "CREATE INDEX everybody ON volunteers_volunteer (last_name)",
        walls.test_indexes_begin_with_the_tenant,
        Volunteer,
    ),
    "trail may be changed": (
        "GRANT UPDATE ON audit_auditentry TO lotsen",
        walls.test_role_reads_and_appends_the_trail_and_no_more,
        None,
    ),
    "trail under a number of one's own": (
        "GRANT INSERT (id) ON audit_auditentry TO lotsen",
        walls.test_role_appends_without_choosing_the_number,
        None,
    ),
    "anybody seals": (
        "ALTER POLICY sealing ON audit_auditseal TO PUBLIC",
        walls.test_only_the_owner_seals,
        None,
    ),
    "role owns a table": (
        "CREATE TABLE own (id bigint); ALTER TABLE own OWNER TO lotsen",
        walls.test_role_may_nothing_but_rows,
        None,
    ),
    "role is its own wall": (
        "ALTER ROLE lotsen BYPASSRLS",
        walls.test_role_may_nothing_but_rows,
        None,
    ),
    "role may empty a table": (
        "GRANT TRUNCATE ON volunteers_volunteer TO lotsen",
        walls.test_role_may_make_nothing_and_empty_nothing,
        None,
    ),
    "role is the owner as well": (
        "GRANT lotsen_owner TO lotsen",
        walls.test_role_is_no_member_of_another,
        None,
    ),
    "function of the owner": (
        "CREATE FUNCTION leak() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1::bigint'",
        walls.test_functions_with_the_rights_of_their_owner_are_few_and_closed,
        None,
    ),
    "function for everybody": (
        "CREATE FUNCTION leak() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';"
        " ALTER FUNCTION leak() OWNER TO lotsen_owner",
        walls.test_role_may_call_no_other_function_of_ours,
        None,
    ),
    "view past the wall": (
        "CREATE VIEW everybody AS SELECT * FROM volunteers_volunteer",
        walls.test_no_view_reads_past_the_wall,
        None,
    ),
}


@pytest.fixture
def catalogue(django_db_setup: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A connection that may do all, and is what the tests of the walls look through."""
    with superuser_of_the_test_database() as connection:
        monkeypatch.setattr(walls, "connection", connection)
        yield connection
        connection.rollback()


def look(test: Callable[..., None], model: Any) -> None:
    arguments = [model] if model else []
    names = test.__code__.co_varnames[: test.__code__.co_argcount]
    test(*arguments, **({"db": None} if "db" in names else {}))


@pytest.mark.parametrize("name", BREAKS)
def test_wall_taken_down_is_noticed(name: str, catalogue: psycopg.Connection[Any]) -> None:
    change, test, model = BREAKS[name]
    role = sql.Identifier(settings.DATABASES["default"]["USER"])
    catalogue.execute(sql.SQL("SET LOCAL ROLE {}").format(role))
    look(test, model)
    catalogue.execute("RESET ROLE")
    catalogue.execute(change)
    catalogue.execute(sql.SQL("SET LOCAL ROLE {}").format(role))

    with pytest.raises(AssertionError):
        look(test, model)


def test_every_test_of_the_walls_has_been_seen_red() -> None:
    ours = {name for name in vars(walls) if name.startswith("test_")}
    seen = {test.__name__ for _, test, _ in BREAKS.values()}

    assert ours - seen == {
        # These read the models and the tree, not the database.
        "test_references_between_tenant_tables_carry_the_tenant",
        "test_no_tenant_is_missing",
        "test_foreign_keys_point_down",
        "test_settings_of_row_level_security_are_set_in_one_module",
        # This one is red by itself.
        "test_sql_that_sets_them_elsewhere_fails_where_it_runs",
    }
