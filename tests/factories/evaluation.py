import datetime as dt
from decimal import Decimal
from typing import Any

import factory

from evaluation.actions import reports
from evaluation.models import (
    Directive,
    FundingReport,
    Grant,
    PlanLine,
    ReportRelease,
    StaffPosition,
    Voucher,
)
from tests.factories.base import ModelFactory

YEAR = 2026


class GrantFactory(ModelFactory[Grant]):
    """A Bescheid for the three years of the BIR in force."""

    class Meta:
        model = Grant

    directive = factory.LazyFunction(lambda: Directive.objects.get(key="bir-2024"))
    notice_on = dt.date(2023, 12, 18)
    reference = factory.Sequence(lambda n: f"RMF-SG15-{n}")
    starts_on = dt.date(2024, 1, 1)
    ends_on = dt.date(2026, 12, 31)
    amount = Decimal("76800.00")
    recipient_address = "Rosenheimer Straße 1\n83714 Miesbach"
    contact_name = "Anna Huber"


class PlanLineFactory(ModelFactory[PlanLine]):
    class Meta:
        model = PlanLine

    grant = factory.SubFactory(GrantFactory)
    year = YEAR
    kind = PlanLine.Kind.STAFF
    code = factory.Sequence(lambda n: f"2.{n}")
    label = "Personalausgaben"
    approved = Decimal("96000.00")


class StaffPositionFactory(ModelFactory[StaffPosition]):
    class Meta:
        model = StaffPosition

    function = "Integrationslotsin"
    fte = Decimal("1.00")
    starts_on = dt.date(2024, 1, 1)


class VoucherFactory(ModelFactory[Voucher]):
    class Meta:
        model = Voucher

    plan_line = factory.SubFactory(PlanLineFactory)
    year = YEAR
    number = factory.Sequence(lambda n: n + 1)
    paid_on = dt.date(YEAR, 3, 15)
    counterparty = "Landratsamt, Personalamt"
    purpose = "Gehalt März"
    amount = Decimal("96000.00")


PLAN = [
    ("1.1", PlanLine.Kind.OWN_SHARE, "Eigenanteil", "19200.00"),
    ("1.2", PlanLine.Kind.STATE_GRANT, "Zuwendung des Freistaats Bayern", "76800.00"),
    ("2.1", PlanLine.Kind.STAFF, "Personalausgaben", "90000.00"),
    ("2.10", PlanLine.Kind.OUTREACH, "Öffentlichkeitsarbeit", "1000.00"),
    ("2.2", PlanLine.Kind.MATERIAL, "Sachausgaben", "5000.00"),
]


def settled_grant(*, year: int = YEAR, **fields: Any) -> Grant:
    """Return a grant whose plan of the year is balanced, and booked to the cent."""
    grant = GrantFactory(**fields)
    for number, (code, kind, label, amount) in enumerate(PLAN, start=1):
        line = PlanLineFactory(
            grant=grant, year=year, code=code, kind=kind, label=label, approved=Decimal(amount)
        )
        VoucherFactory(
            plan_line=line,
            year=year,
            number=number,
            paid_on=dt.date(year, 3, number),
            purpose=f"Buchung auf {code}",
            amount=Decimal(amount),
        )
    StaffPositionFactory()
    return grant


def written_report(*, year: int = YEAR) -> FundingReport:
    """Return a report with a grant, all money booked and a text in each chapter."""
    settled_grant(year=year)
    return report_of(year)


def report_of(year: int) -> FundingReport:
    """Return a report of a year that has its grant, with a text in each chapter."""
    report = reports.begin(year, by=None)
    for section in report.sections.all():
        section.text = f"Text zu {section.key}."
        section.save()
    return report


def released_report(*, year: int = YEAR, now: dt.datetime) -> ReportRelease:
    """Return the release of a report that nothing speaks against but what is confirmed."""
    return release(written_report(year=year), now=now)


def release(report: FundingReport, *, now: dt.datetime) -> ReportRelease:
    """Release a report and confirm all that speaks against it."""
    keys = [o.key for o in reports.objections_to(report, today=now.date())]
    return reports.release(report, confirmed=keys, now=now, by=None)
