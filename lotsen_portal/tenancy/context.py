"""Who asks, in Python and in PostgreSQL alike.

Row-level security reads settings of the transaction; no other module sets them. Every scope
runs its block in one transaction (or savepoint) and puts the scope around it back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from django.db import connection, transaction

if TYPE_CHECKING:
    from lotsen_portal.tenancy.models import Tenant

Reading = Literal["", "public", "neighbour", "oversight", "authority"]
READINGS: tuple[Reading, ...] = ("public", "neighbour", "oversight", "authority")


class NoActiveTenant(Exception):
    """Tenant data was touched outside tenant_scope()."""


class NoActiveScope(Exception):
    """Data across tenants was touched outside the scope that opens it."""


@dataclass(frozen=True)
class Scope:
    tenant: "Tenant | None" = None
    user_id: int | None = None
    reading: Reading = ""


NOBODY = Scope()
_current: ContextVar[Scope] = ContextVar("scope", default=NOBODY)


def active_tenant() -> "Tenant":
    if tenant := _current.get().tenant:
        return tenant
    raise NoActiveTenant


def active_tenant_id() -> int:
    return active_tenant().pk


def require_reading(reading: Reading) -> None:
    """Raise NoActiveScope unless the block runs in the scope of that name."""
    if _current.get().reading != reading:
        raise NoActiveScope(reading)


@contextmanager
def tenant_scope(tenant: "Tenant", *, user_id: int | None = None) -> Iterator[None]:
    """Run the block as one Kreis: its rows, nobody else's."""
    with _enter(Scope(tenant=tenant, user_id=user_id)):
        yield


@contextmanager
def person_scope(user_id: int) -> Iterator[None]:
    """Run the block as a person without a Kreis: only their own memberships are readable."""
    with _enter(Scope(user_id=user_id)):
        yield


@contextmanager
def public_scope() -> Iterator[None]:
    """Read what every Kreis shows to everybody: published Schulungen, partners, contacts."""
    with _enter(Scope(reading="public")):
        yield


@contextmanager
def neighbour_scope() -> Iterator[None]:
    """Read, beside the own rows, what other Kreise have opened to the active one."""
    active_tenant()
    with _enter(replace(_current.get(), reading="neighbour")):
        yield


@contextmanager
def oversight_scope() -> Iterator[None]:
    """Read released reports and aggregates of all Kreise, as the ministry does."""
    with _enter(Scope(user_id=_current.get().user_id, reading="oversight")):
        yield


@contextmanager
def authority_scope() -> Iterator[None]:
    """Read full proofs of use and write reviews, as the Bewilligungsbehörde does."""
    with _enter(Scope(user_id=_current.get().user_id, reading="authority")):
        yield


@contextmanager
def _enter(scope: Scope) -> Iterator[None]:
    around, is_nested = _current.get(), connection.in_atomic_block
    token = _current.set(scope)
    try:
        with transaction.atomic():
            _tell_postgres(scope)
            yield
            # A released savepoint keeps SET LOCAL alive in the outer transaction, so a nested
            # scope has to put the old values back. A rolled-back one has done so already.
            if is_nested and not connection.needs_rollback:
                _tell_postgres(around)
    finally:
        _current.reset(token)


def _tell_postgres(scope: Scope) -> None:
    values = {
        "app.tenant_id": str(scope.tenant.pk) if scope.tenant else "",
        "app.user_id": str(scope.user_id or ""),
        **{f"app.{reading}": "on" if scope.reading == reading else "" for reading in READINGS},
    }
    calls = ", ".join(["set_config(%s, %s, true)"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [part for item in values.items() for part in item])
