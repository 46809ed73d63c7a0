"""What the fields of a Kreis's row declare by themselves, so that no model can forget it."""

from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import UniqueConstraint

from evaluation.models import ReportReview
from lotsen_portal.tenancy.fields import (
    SameTenant,
    SharedForeignKey,
    TenantField,
    TenantForeignKey,
    TenantOneToOneField,
)
from lotsen_portal.tenancy.models import Membership, SentForm, Tenant, TenantScopedModel
from trainings.models import Attendance
from volunteers.models import CircleMembership, Inquiry, LanguageSkill


def flags(field: Any) -> dict[str, bool]:
    return {name: getattr(field, name) for name in ("editable", "db_index", "db_constraint")}


def test_the_kreis_of_a_row_stands_in_no_form() -> None:
    tenant = Inquiry._meta.get_field("tenant")

    assert flags(tenant) == {"editable": False, "db_index": False, "db_constraint": True}


def test_reference_inside_a_kreis_has_one_key_and_one_index_both_with_the_kreis() -> None:
    volunteer = Inquiry._meta.get_field("volunteer")

    assert flags(volunteer) == {"editable": True, "db_index": False, "db_constraint": False}
    assert (
        SameTenant(field="volunteer", name="volunteers_inquiry_volunteer_same_tenant")
        in Inquiry._meta.constraints
    )
    assert (["tenant", "volunteer"], "inquiry_volunteer_ix") in [
        (index.fields, index.name) for index in Inquiry._meta.indexes
    ]


def test_reference_to_what_all_share_has_a_plain_key_and_no_index() -> None:
    language = LanguageSkill._meta.get_field("language")

    assert flags(language) == {"editable": True, "db_index": False, "db_constraint": True}
    assert "language" not in [
        key.field for key in LanguageSkill._meta.constraints if isinstance(key, SameTenant)
    ]


def test_reference_that_stands_once_brings_its_index_as_unique_key() -> None:
    release = ReportReview._meta.get_field("release")
    keys = [key for key in ReportReview._meta.constraints if isinstance(key, UniqueConstraint)]

    once = [key.fields for key in keys if key.name.endswith("_release_once")]
    assert once == [("tenant", "release")]
    assert release.needs_index is False
    assert not [index for index in ReportReview._meta.indexes if "release" in index.fields]


@pytest.mark.parametrize(
    ("model", "name"),
    [(CircleMembership, "circlemembersh_circle_ix"), (Attendance, "attendance_registratio_ix")],
)
def test_index_name_fits_into_thirty_characters(model: type[models.Model], name: str) -> None:
    assert name in [index.name for index in model._meta.indexes]


def test_key_compares_the_kreis_and_is_added_at_the_end_of_the_migration() -> None:
    key = SameTenant(field="volunteer", name="inquiry_key")
    editor = connection.schema_editor()
    editor.deferred_sql = []

    assert key.create_sql(Inquiry, editor) == ""
    assert [str(statement) for statement in editor.deferred_sql] == [
        'ALTER TABLE "volunteers_inquiry" ADD CONSTRAINT "inquiry_key"'
        ' FOREIGN KEY ("tenant_id", "volunteer_id")'
        ' REFERENCES "volunteers_volunteer" ("tenant_id", "id")'
    ]
    assert (
        key.remove_sql(Inquiry, editor)
        == 'ALTER TABLE "volunteers_inquiry" DROP CONSTRAINT "inquiry_key"'
    )


def test_key_is_the_same_by_name_and_field() -> None:
    key = SameTenant(field="volunteer", name="key")

    assert len({key, SameTenant(field="volunteer", name="key")}) == 1
    assert key != SameTenant(field="volunteer", name="other")
    assert key != SameTenant(field="responsible", name="key")
    assert key != models.UniqueConstraint(fields=["volunteer"], name="key")


def test_model_rebuilt_from_migrations_declares_nothing_a_second_time() -> None:
    state = ProjectState(real_apps={"accounts", "contenttypes"})
    for model in (Tenant, Membership, SentForm):
        state.add_model(ModelState.from_model(model))

    rebuilt = state.apps.get_model("tenancy", "Membership")._meta

    assert [key.name for key in rebuilt.constraints] == [
        key.name for key in Membership._meta.constraints
    ]
    assert [index.name for index in rebuilt.indexes] == [
        index.name for index in Membership._meta.indexes
    ]


def test_base_of_all_rows_of_a_kreis_declares_nothing_for_a_table_it_has_not() -> None:
    assert TenantScopedModel._meta.constraints == []


@pytest.mark.parametrize(
    ("field", "kept"),
    [
        (
            TenantField(default=1),
            {"to": "tenancy.tenant", "related_name": "+", "editable": False, "db_index": False},
        ),
        (TenantForeignKey("volunteers.Volunteer", models.PROTECT), {"to": "volunteers.volunteer"}),
        (SharedForeignKey("volunteers.Language", models.PROTECT), {"to": "volunteers.language"}),
        (TenantOneToOneField("files.File", models.PROTECT), {"to": "files.file"}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_migration_says_what_the_field_does_not_say_by_itself(field: Any, kept: dict) -> None:
    _, _, _, written = field.deconstruct()

    assert written == kept | {"on_delete": models.PROTECT}
