"""Whether the trail still is what was written: the chain of its seals, computed anew."""

import datetime as dt
import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db.models import Exists, OuterRef

from lotsen_portal.audit.models import AuditEntry, AuditSeal, LandAuditEntry, LandAuditSeal
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant

log = logging.getLogger(__name__)
# So many seals and entries are in memory at a time.
BATCH = 2000


@dataclass(frozen=True)
class Verdict:
    """How long a chain is, how it ends, and its first broken place.

    Of the last entries nobody can tell that they were cut off together with their seals: for
    that `last` has to be written down elsewhere, as the nightly line in the log does.
    """

    sealed: int
    last: str
    fault: str = ""


def verify_kreis(tenant: Tenant) -> Verdict:
    def of_kreis() -> Verdict:
        with tenant_scope(tenant):
            return _verify(AuditSeal.objects.all(), AuditEntry.objects.all())

    return _readable(of_kreis)


def verify_land() -> Verdict:
    return _readable(lambda: _verify(LandAuditSeal.objects.all(), LandAuditEntry.objects.all()))


def _readable(verify: Callable[[], Verdict]) -> Verdict:
    """Call a trail that cannot even be read broken, so that the others are looked at as well."""
    try:
        return verify()
    except Exception as error:
        log.exception("A trail cannot be read")
        return Verdict(0, "", f"nicht lesbar ({type(error).__name__})")


def _verify(seals: Any, entries: Any) -> Verdict:
    last, sealed = "", 0
    expected = count(1)
    for batch in _batches(seals):
        known = entries.in_bulk([seal.entry_id for seal in batch])
        for seal in batch:
            if seal.number != (number := next(expected)):
                return Verdict(sealed, last, f"Siegel {number} fehlt")
            entry = known.get(seal.entry_id)
            if entry is None:
                return Verdict(sealed, last, f"Eintrag {seal.entry_id} (Siegel {number}) fehlt")
            if seal.sha256 != _sha256(last, entry):
                fault = f"Eintrag {entry.pk} oder sein Siegel {number} ist verändert"
                return Verdict(sealed, last, fault)
            last, sealed = seal.sha256, number
    unsealed = entries.exclude(Exists(seals.filter(entry_id=OuterRef("pk")))).order_by("pk").first()
    return Verdict(sealed, last, f"Eintrag {unsealed.pk} hat kein Siegel" if unsealed else "")


def _batches(seals: Any) -> Iterator[list[Any]]:
    number = 0
    while batch := list(seals.filter(number__gt=number).order_by("number")[:BATCH]):
        yield batch
        number = batch[-1].number


def _sha256(previous: str, entry: Any) -> str:
    """Compute what the database computed at commit: audit/migrations/0004_sealed_at_commit.py."""
    place = entry.kreis_id if isinstance(entry, LandAuditEntry) else entry.tenant_id
    parts = (
        previous,
        place,
        entry.pk,
        entry.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f"),
        entry.actor_id,
        entry.subject_id,
        entry.action,
        entry.subject_kind,
    )
    line = "\n".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(line.encode()).hexdigest()
