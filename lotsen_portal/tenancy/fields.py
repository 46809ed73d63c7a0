"""Fields and expressions that keep a row inside its Kreis.

`TenantField` and `TenantForeignKey` declare the constraints they need on the model that has
them, so that `makemigrations` writes them and nobody can forget one.
"""

from typing import Any

from django.db import models
from django.db.backends.ddl_references import Statement, Table
from django.db.models.sql.compiler import SQLCompiler

from lotsen_portal.tenancy.context import Reading, active_tenant_id, require_reading


class ActiveTenantId(models.Expression):
    """The active tenant, looked up when the query runs rather than when it is written.

    A form class builds the querysets of its choices at import, long before there is a tenant;
    this keeps them both importable and correct.
    """

    output_field = models.BigIntegerField()

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[int, ...]]:
        return "%s", (active_tenant_id(),)


class InReading(models.Expression):
    """True inside the scope of that name; raise NoActiveScope outside, when the query runs."""

    conditional = True
    output_field = models.BooleanField()

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self.reading = reading

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[int, ...]]:
        require_reading(self.reading)
        return "TRUE", ()


class SameTenant(models.BaseConstraint):
    """A composite foreign key: the row referred to belongs to the same Kreis.

    PostgreSQL checks foreign keys without row-level security, so a plain one would accept a
    row of another tenant.
    """

    def __init__(self, *, field: str, name: str) -> None:
        super().__init__(name=name)
        self.field = field

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: Any) -> str:
        return self.create_sql(model, schema_editor)

    def create_sql(self, model: type[models.Model] | None, schema_editor: Any) -> str:
        """Add the key at the end of the migration: what it refers to may come later in it."""
        assert model is not None  # noqa: S101  # narrows the type that Django leaves open
        field: Any = model._meta.get_field(self.field)
        target, quote = field.related_model._meta, schema_editor.quote_name
        schema_editor.deferred_sql.append(
            Statement(
                "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s FOREIGN KEY (%(columns)s)"
                " REFERENCES %(target)s (%(target_columns)s)",
                table=Table(model._meta.db_table, quote),
                name=quote(self.name),
                columns=f"{quote('tenant_id')}, {quote(field.column)}",
                target=Table(target.db_table, quote),
                target_columns=f"{quote('tenant_id')}, {quote(target.pk.column)}",
            )
        )
        return ""

    def remove_sql(self, model: type[models.Model] | None, schema_editor: Any) -> str:
        assert model is not None  # noqa: S101  # narrows the type that Django leaves open
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Leave the check to the form's queryset, which knows only the active tenant's rows."""

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        path, _, kwargs = super().deconstruct()
        return path, (), {**kwargs, "field": self.field}

    def __eq__(self, other: object) -> bool:
        if isinstance(other, SameTenant):
            return (self.name, self.field) == (other.name, other.field)
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self.name, self.field))


def _declare(model: type[models.Model], kind: str, item: Any) -> None:
    """Add a constraint or index as if it stood in the model's Meta."""
    # Models rebuilt from migrations carry what their migration says, and nothing else.
    if model._meta.abstract or model.__module__ == "__fake__":
        return
    items = [*getattr(model._meta, kind), item]
    setattr(model._meta, kind, items)
    model._meta.original_attrs[kind] = items


class TenantField(models.ForeignKey):
    """The Kreis that owns the row; set from the active scope, never by a form."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("to", "tenancy.Tenant")
        kwargs.setdefault("on_delete", models.PROTECT)
        kwargs.setdefault("related_name", "+")
        # Every index of tenant data begins with tenant already.
        kwargs.update(editable=False, db_index=False)
        super().__init__(**kwargs)

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False, **kwargs: Any
    ) -> None:
        super().contribute_to_class(cls, name, private_only, **kwargs)
        row = models.UniqueConstraint(fields=[name, "id"], name=f"{cls._meta.db_table}_row")
        _declare(cls, "constraints", row)

    def deconstruct(self) -> Any:
        # A migration runs without a tenant and must not ask for the active one.
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("default", None)
        return name, path, args, kwargs


class TenantForeignKey(models.ForeignKey):
    """A reference that cannot leave its Kreis; (tenant_id, x_id) is key and index at once."""

    needs_index = True

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        kwargs.update(db_index=False, db_constraint=False)
        super().__init__(to, on_delete, **kwargs)

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False, **kwargs: Any
    ) -> None:
        super().contribute_to_class(cls, name, private_only, **kwargs)
        table = cls._meta.db_table
        _declare(cls, "constraints", SameTenant(field=name, name=f"{table}_{name}_same_tenant"))
        if self.needs_index:
            # Index names end at 30 characters, constraint names at 63.
            short = f"{(cls._meta.model_name or '')[:14]}_{name[:11]}_ix"
            _declare(cls, "indexes", models.Index(fields=["tenant", name], name=short))

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_index", None)
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs


class SharedForeignKey(models.ForeignKey):
    """A reference from a Kreis's row to what all share: a person, a language, a directive.

    It brings no index of its own, for indexes of tenant data begin with the tenant.
    """

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        kwargs["db_index"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_index", None)
        return name, path, args, kwargs


class TenantOneToOneField(TenantForeignKey):
    """A reference that cannot leave its Kreis and stands in at most one row."""

    needs_index = False  # the unique constraint brings its own

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False, **kwargs: Any
    ) -> None:
        super().contribute_to_class(cls, name, private_only, **kwargs)
        constraint = models.UniqueConstraint(
            fields=["tenant", name], name=f"{cls._meta.db_table}_{name}_once"
        )
        _declare(cls, "constraints", constraint)
