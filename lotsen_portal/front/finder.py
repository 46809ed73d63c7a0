"""Finding a Kreis by its name, a municipality or a postcode. Runs inside public_scope()."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lotsen_portal.common.sorting import sort_key
from lotsen_portal.tenancy.models import Municipality, PublicContact, Tenant

KIND_WORDS = re.compile(
    r"\b(landkreis|lkr\.?|kreisfreie stadt|kreis|stadt|gemeinde|markt)\b", re.IGNORECASE
)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
MOST = 20


@dataclass
class Hit:
    """A Kreis that was found, why, and whom to ask there."""

    tenant: Tenant
    contact: PublicContact | None = None
    municipalities: list[str] = field(default_factory=list)


def kreise() -> list[Tenant]:
    """Return all Kreise in the order of a German register."""
    return sorted(Tenant.objects.all(), key=lambda tenant: (sort_key(tenant.name), tenant.kind))


def find(text: str, tenants: list[Tenant]) -> list[Hit]:
    """Return the Kreise that the words may mean, those of that very name first."""
    wanted = text.strip()
    if re.fullmatch(r"\d{5}", wanted):
        hits = _by_municipality(Municipality.public.filter(postcodes__contains=[wanted]), tenants)
    else:
        hits = _by_name(wanted, tenants)
    _introduce(hits)
    return hits


def _by_name(wanted: str, tenants: list[Tenant]) -> list[Hit]:
    exact = [tenant for tenant in tenants if str(tenant).casefold() == wanted.casefold()]
    if exact:
        return [Hit(tenant) for tenant in exact]
    name = KIND_WORDS.sub(" ", wanted).strip() or wanted
    named = [Hit(tenant) for tenant in tenants if _spelled_alike(name, tenant.name)]
    places = _by_municipality(Municipality.public.filter(name__icontains=name), tenants)
    found = {hit.tenant.pk for hit in named}
    return (named + [hit for hit in places if hit.tenant.pk not in found])[:MOST]


def _spelled_alike(part: str, name: str) -> bool:
    """Take „Fürth“, „Fuerth“ and „Furth“ for the same."""
    lower, typed = name.casefold(), part.casefold()
    return typed in lower or typed in lower.translate(UMLAUTS) or typed in sort_key(name)


def _by_municipality(municipalities: Iterable[Any], tenants: list[Tenant]) -> list[Hit]:
    hits: dict[int, Hit] = {}
    known = {tenant.pk: tenant for tenant in tenants}
    for municipality in municipalities:
        hit = hits.setdefault(municipality.tenant_id, Hit(known[municipality.tenant_id]))
        hit.municipalities.append(municipality.name)
    for hit in hits.values():
        hit.municipalities.sort(key=sort_key)
    return [hits[tenant.pk] for tenant in tenants if tenant.pk in hits][:MOST]


def _introduce(hits: list[Hit]) -> None:
    contacts = PublicContact.public.filter(tenant__in=[hit.tenant for hit in hits])
    by_tenant = {contact.tenant_id: contact for contact in contacts}
    for hit in hits:
        hit.contact = by_tenant.get(hit.tenant.pk)
