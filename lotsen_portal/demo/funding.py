"""Invented grants, vouchers that add up, and reports of last year."""

import datetime as dt
import random
from collections.abc import Sequence
from decimal import ROUND_UP, Decimal
from typing import Any

from django.utils import timezone

from evaluation.actions import reports
from evaluation.models import (
    Directive,
    FundingReport,
    Grant,
    NarrativeSection,
    PlanLine,
    StaffPosition,
    Voucher,
)
from lotsen_portal.demo.texts import TEXTS
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Membership, Tenant

Kind = PlanLine.Kind
CENT = Decimal("0.01")
# kind, number in the plan, label, share of the whole
INCOME = [
    (Kind.OWN_SHARE, "1.1", "Eigenmittel des Kreises", Decimal("0.12")),
    (Kind.THIRD_PARTY, "1.2", "Spende einer Stiftung", Decimal("0.08")),
    (Kind.STATE_GRANT, "1.3", "Zuwendung des Freistaats", Decimal("0.80")),
]
EXPENSES = [
    (Kind.STAFF, "2.1", "Personalausgaben", Decimal("0.88")),
    (Kind.TRAINING, "2.2", "Schulungen und Honorare", Decimal("0.06")),
    (Kind.MATERIAL, "2.3", "Sachausgaben", Decimal("0.04")),
    (Kind.OUTREACH, "2.4", "Öffentlichkeitsarbeit", Decimal("0.02")),
]
PURPOSES = {
    Kind.TRAINING: [
        ("Referentin", "Honorar Schulung „Umgang mit belastenden Erlebnissen“"),
        ("Dolmetscherin", "Honorar Grundkurs Laiendolmetschen"),
        ("Volkshochschule im Kreis", "Raummiete und Kursunterlagen"),
        ("Trainerin", "Honorar Interkulturelle Verständigung"),
    ],
    Kind.MATERIAL: [
        ("Bürobedarf Isar GmbH", "Moderationsmaterial"),
        ("Deutsche Bahn", "Dienstreise zum Regionaltreffen"),
        ("Getränkemarkt am Bahnhof", "Bewirtung Treffen der Helferkreise"),
    ],
    Kind.OUTREACH: [
        ("Druckerei Loisach", "Flyer „Ich möchte helfen“"),
        ("Kreisbote", "Anzeige zum Tag des Ehrenamts"),
    ],
}


def fill(tenant: Tenant, draw: random.Random, *, today: dt.date, lotsin: Membership) -> None:
    """Give the active Kreis last year's report, released, and this year's, half written."""
    grant = _last_year(tenant, draw, today, contact=lotsin.name, by=lotsin.user)
    total = sum(line.approved for line in grant.plan_lines.filter(code__startswith="2"))
    _vouchers(_plan(grant, today.year, total), today.year, today, draw)
    _report(grant, today.year, chapters=6, by=lotsin.user)


def _last_year(
    tenant: Tenant, draw: random.Random, today: dt.date, *, contact: str, by: Any
) -> Grant:
    year = today.year - 1
    total = Decimal(draw.randrange(1_350, 1_600)) * 100
    grant = _grant(tenant, total, today, contact=contact)
    _position("Integrationslotsin", contact, "1.00", year)
    _position("Integrationslotse (Teilzeit)", "", "0.75", year)
    _vouchers(_plan(grant, year, total), year, dt.date(year, 12, 31), draw)
    _release(_report(grant, year, chapters=None, by=by), by=by)
    return grant


def release_elsewhere(today: dt.date, *, skip: Sequence[str]) -> None:
    """Let most of the other Kreise have released last year's report, some be late."""
    others = Tenant.objects.exclude(slug__in=skip).order_by("ags")
    for number, tenant in enumerate(others):
        if number % 9 > 4:
            continue  # late, or without a Lotsin
        draw = random.Random(f"2026 {tenant.slug}")  # noqa: S311  # the same Land every time
        with tenant_scope(tenant):
            _last_year(tenant, draw, today, contact="", by=None)


def _grant(tenant: Tenant, total: Decimal, today: dt.date, *, contact: str) -> Grant:
    last_year = today.year - 1
    directive = Directive.objects.in_force(dt.date(last_year, 1, 1)) or Directive.objects.latest(
        "valid_from"
    )
    return Grant.objects.create(
        directive=directive,
        notice_on=dt.date(last_year - 1, 12, 9),
        reference=f"RMF-SG15-DEMO-{tenant.ags}",
        starts_on=dt.date(last_year, 1, 1),
        ends_on=dt.date(today.year, 12, 31),
        amount=(total * Decimal("0.80")).quantize(CENT),
        recipient_address=f"{tenant}\nMusterstraße 1\n(erfundene Anschrift)",
        contact_name=contact,
        contact_phone="089 99998-100",
        contact_email=f"lotsin@{tenant.slug}.example",
    )


def _position(function: str, name: str, fte: str, year: int) -> None:
    StaffPosition.objects.create(
        function=function,
        name=name,
        carrier="Landratsamt",
        fte=Decimal(fte),
        starts_on=dt.date(year - 1, 1, 1),
        qualification="Soziale Arbeit, eigene Erfahrung im Ehrenamt",
    )


def _plan(grant: Grant, year: int, total: Decimal) -> dict[str, PlanLine]:
    lines: dict[str, PlanLine] = {}
    for kind, code, label, share in [*INCOME, *EXPENSES]:
        approved = (total * share).quantize(CENT)
        is_expense = code.startswith("2")
        lines[kind] = PlanLine.objects.create(
            grant=grant,
            year=year,
            kind=kind,
            code=code,
            label=label,
            approved=approved,
            approved_eligible=approved if is_expense else None,
        )
    return lines


def _vouchers(lines: dict[str, PlanLine], year: int, until: dt.date, draw: random.Random) -> None:
    """Book expenses month by month, and income that pays for exactly them."""
    booked = [entry for entry in _expenses(lines, year, draw) if entry[0] <= until]
    spent = sum((amount for _, _, _, amount, _ in booked), Decimal(0))
    booked += _income(lines, year, spent, until)
    booked.sort(key=lambda entry: entry[0])
    Voucher.objects.bulk_create(
        Voucher(
            year=year,
            number=number,
            paid_on=day,
            counterparty=counterparty,
            purpose=purpose,
            amount=amount,
            plan_line=line,
        )
        for number, (day, counterparty, purpose, amount, line) in enumerate(booked, start=1)
    )


Entry = tuple[dt.date, str, str, Decimal, PlanLine]


def _expenses(lines: dict[str, PlanLine], year: int, draw: random.Random) -> list[Entry]:
    staff = lines[Kind.STAFF]
    monthly = (staff.approved / 12 * Decimal("0.99")).quantize(CENT)
    entries: list[Entry] = [
        (dt.date(year, month, 28), "Personalstelle", f"Gehälter {month:02d}/{year}", monthly, staff)
        for month in range(1, 13)
    ]
    for kind, occasions in PURPOSES.items():
        line, count = lines[kind], len(occasions) * 3
        part = (line.approved / count).quantize(CENT)
        for number in range(count):
            who, why = occasions[number % len(occasions)]
            day = dt.date(year, 1 + number * 12 // count, draw.randrange(2, 27))
            amount = (part * Decimal(draw.randrange(80, 101)) / 100).quantize(CENT)
            entries.append((day, who, why, amount, line))
    return entries


def _income(lines: dict[str, PlanLine], year: int, spent: Decimal, until: dt.date) -> list[Entry]:
    # Rounded up, so that the grant stays within its 80 %.
    own = (spent * Decimal("0.12")).quantize(CENT, ROUND_UP)
    third = (spent * Decimal("0.08")).quantize(CENT, ROUND_UP)
    first = ((spent - own - third) / 2).quantize(CENT)
    plan = [
        (dt.date(year, 1, 15), "Kreiskasse", "Eigenmittel", own, lines[Kind.OWN_SHARE]),
        (dt.date(year, 2, 20), "Stiftung Brücken", "Spende", third, lines[Kind.THIRD_PARTY]),
        (
            dt.date(year, 4, 10),
            "Regierung von Mittelfranken",
            "1. Rate",
            first,
            lines[Kind.STATE_GRANT],
        ),
        (
            dt.date(year, 9, 10),
            "Regierung von Mittelfranken",
            "2. Rate",
            spent - own - third - first,
            lines[Kind.STATE_GRANT],
        ),
    ]
    return [entry for entry in plan if entry[0] <= until and entry[3] > 0]


def _report(grant: Grant, year: int, *, chapters: int | None, by: Any) -> FundingReport:
    """Open the report and write its texts; of a running year only the first chapters."""
    report = reports.begin(year, by=by)
    keys = [chapter["key"] for chapter in grant.directive.chapters][:chapters]
    for section in NarrativeSection.objects.filter(report=report, key__in=keys):
        section.text = TEXTS.get(section.key, "")
        section.save()
    return report


def _release(report: FundingReport, *, by: Any) -> None:
    spring = dt.datetime(report.year + 1, 4, 20, 10, tzinfo=timezone.get_current_timezone())
    now = min(spring, timezone.now())
    confirmed = [objection.key for objection in reports.objections_to(report, today=now.date())]
    frozen = reports.release(report, confirmed=confirmed, now=now, by=by)
    frozen.signed_on = frozen.presented_on = now.date()
    frozen.presented_by = "post"
    reports.note_presentation(frozen, by=by)
