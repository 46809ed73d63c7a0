"""Put the Land in place: 96 Kreise, languages, topics, the directive. No persons, idempotent."""

import csv
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from evaluation.models import Directive
from lotsen_portal.presets.directive import BIR_2024
from lotsen_portal.presets.languages import LANGUAGES
from lotsen_portal.presets.topics import ENGAGEMENT_FIELDS, TARGET_GROUPS, TOPICS
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import PublicContact, Tenant
from volunteers.models import EngagementField, Language, TargetGroup, Topic

KREISE = Path(__file__).parent / "kreise.csv"
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slug_of(kind: str, name: str) -> str:
    """Return the address of a Kreis; it carries the kind, for Stadt and Landkreis share names."""
    prefix = "landkreis" if kind == Tenant.Kind.COUNTY else "stadt"
    return f"{prefix}-{slugify(name.lower().translate(UMLAUTS))}"


def setup() -> None:
    """Create what is missing of the Land; leave what is there as it is."""
    setup_shared()
    with KREISE.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            _kreis(row)


@transaction.atomic
def setup_shared() -> None:
    """Create what is missing of all that the Kreise share."""
    have = set(Language.objects.values_list("tag", flat=True))
    Language.objects.bulk_create(
        Language(tag=tag, name=name, native_name=native, is_rtl=rtl)
        for tag, name, native, rtl in LANGUAGES
        if tag not in have
    )
    have = set(Topic.objects.values_list("key", flat=True))
    Topic.objects.bulk_create(
        Topic(key=key, name=name, task_area=area, position=position)
        for position, (key, name, area) in enumerate(TOPICS)
        if key not in have
    )
    Directive.objects.get_or_create(key=BIR_2024["key"], defaults=BIR_2024)


def _kreis(row: dict[str, str]) -> None:
    kind = Tenant.Kind.COUNTY if row["type"] == "Landkreis" else Tenant.Kind.CITY
    tenant, created = Tenant.objects.get_or_create(
        ags=row["ags"],
        defaults={
            "name": row["name"],
            "kind": kind,
            "region": row["ags"][2],
            "slug": slug_of(kind, row["name"]),
        },
    )
    if created:
        begin(tenant)
    else:
        with tenant_scope(tenant):
            _target_groups()


def begin(tenant: Tenant) -> None:
    """Give a new Kreis what it begins with: a public page, fields of engagement, target groups."""
    with tenant_scope(tenant):
        PublicContact.objects.create(funding_line=BIR_2024["funding_note"])
        EngagementField.objects.bulk_create(
            EngagementField(key=key, name=name, involves_minors=minors, position=position)
            for position, (key, name, minors) in enumerate(ENGAGEMENT_FIELDS)
        )
        _target_groups()


def _target_groups() -> None:
    """Give a Kreis that has none the preset; one that has made its own list keeps it."""
    if not TargetGroup.objects.exists():
        TargetGroup.objects.bulk_create(
            TargetGroup(name=name, position=position) for position, name in enumerate(TARGET_GROUPS)
        )
