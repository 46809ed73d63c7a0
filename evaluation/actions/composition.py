"""The snapshot of a report from the rows of its year. Reads only."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Count, Max, Min, Q, Sum
from django.utils import timezone

from evaluation import indicators
from evaluation.actions import checks
from evaluation.actions.settlement import Line, Settlement, Totals, settlement_of, share
from evaluation.documents import Snapshot, snapshot
from evaluation.indicators import Figures, Period
from evaluation.models import FundingReport, PlanLine, StaffPosition, Voucher
from lotsen_portal.tenancy.context import active_tenant
from networking.models import NetworkMeeting
from trainings.models import Training

DEVIATIONS_ABOVE = (
    "Abweichungen sind im Abschnitt „Abweichungen vom Plan“ des Sachberichts dargestellt."
)


def snapshot_of(report: FundingReport, *, at: dt.datetime) -> Snapshot:
    """Read all that the two documents of the report print, as it stands now."""
    period = Period.of_year(report.year)
    settlement = settlement_of(report.grant, report.year)
    directive = report.grant.directive
    texts = dict(report.sections.values_list("key", "text"))
    return {
        "schema": 1,
        "version": 1,
        "created_at": timezone.localtime(at).replace(microsecond=0).isoformat(),
        "report_year": report.year,
        "starts_on": max(period.first, report.grant.starts_on).isoformat(),
        "ends_on": min(period.last, report.grant.ends_on).isoformat(),
        **_frame(report, settlement),
        **_narrative(report, texts, period),
        "statistics": _statistics(period),
        "trainings": _trainings(period),
        "finance": _finance(report, settlement, texts),
        "funding_note": directive.funding_note,
        "vouchers": _vouchers(report),
        "confirmations": list(directive.confirmations),
        "signatures": list(directive.signatures),
    }  # type: ignore[typeddict-item]  # the parts spread above carry the remaining keys


def money(value: Decimal) -> str:
    return f"{value:.2f}"


# Who, by which Bescheid, under which directive


def _frame(report: FundingReport, settlement: Settlement) -> dict[str, object]:
    grant, tenant = report.grant, active_tenant()
    directive = grant.directive
    own_date = grant.proof_due_on is not None
    return {
        "directive": {
            "title": directive.title,
            "programme": directive.programme,
            "citation": directive.citation,
            "valid_from": directive.valid_from.isoformat(),
            "valid_until": directive.valid_until.isoformat(),
            "form_note": directive.form_note,
            "proof_due_on": grant.due_on(report.year).isoformat(),
            "deadline_note": "laut Zuwendungsbescheid" if own_date else directive.deadline_note,
            "granting_authority": list(directive.granting_authority),
        },
        "recipient": {
            "name": str(tenant),
            "ags": tenant.ags,
            "region": tenant.get_region_display(),
            "address": grant.recipient_address.splitlines(),
            "contact_name": grant.contact_name,
            "contact_phone": grant.contact_phone,
            "contact_email": grant.contact_email,
        },
        "grant": {
            "notices": [
                {
                    "dated": grant.notice_on.isoformat(),
                    "reference": grant.reference,
                    "amount": money(grant.amount),
                }
            ],
            "awarded": money(grant.amount),
            "paid_out": _paid_out(settlement),
            "starts_on": grant.starts_on.isoformat(),
            "ends_on": grant.ends_on.isoformat(),
        },
        "staff": [_position(position) for position in _positions(report.year)],
    }


def _paid_out(settlement: Settlement) -> str | None:
    paid = settlement.of_kinds(PlanLine.Kind.STATE_GRANT).settled
    return money(paid) if paid else None


def _positions(year: int) -> Sequence[StaffPosition]:
    return StaffPosition.objects.of_year(year).order_by("starts_on", "pk")


def _position(position: StaffPosition) -> snapshot.StaffEntry:
    return {
        "function": position.function,
        "name": position.name,
        "carrier": position.carrier,
        "fte": money(position.fte),
        "starts_on": position.starts_on.isoformat(),
        "ends_on": position.ends_on.isoformat() if position.ends_on else None,
        "qualification": position.qualification,
    }


# Texts with their figures


def _narrative(report: FundingReport, texts: dict[str, str], period: Period) -> dict[str, object]:
    directive = report.grant.directive
    before = Period.of_year(report.year - 1)
    areas, areas_before = (indicators.areas.by_task_area(p) for p in (period, before))

    def section(part: str) -> str:
        return "\n\n".join(text for _, text in _of_part(directive.chapters, texts, part) if text)

    def figures(part: str) -> list[snapshot.FigureLine]:
        return lines(
            indicators.areas.beside(part, "", period), indicators.areas.beside(part, "", before)
        )

    return {
        "staff_note": section("staff"),
        "conditions": {"text": section("conditions"), "figures": figures("conditions")},
        "task_areas": [
            {
                "key": key,
                "title": title,
                "text": texts.get(f"area_{key}", ""),
                "figures": lines(areas.get(key, {}), areas_before.get(key, {})),
            }
            for key, title in directive.task_areas.items()
        ],
        "network": {
            "sections": _sections(directive.chapters, texts, "network"),
            "figures": figures("network"),
            "meetings": _meetings(period),
        },
        "recruitment": {"text": section("recruitment"), "figures": figures("recruitment")},
        "outlook": _sections(directive.chapters, texts, "outlook"),
    }


def lines(current: Figures, previous: Figures) -> list[snapshot.FigureLine]:
    """Put the year beside the one before; what only one of them knows is zero in the other."""
    labels = list(dict.fromkeys([*current, *previous]))
    return [
        {"label": label, "value": current.get(label, 0), "previous": previous.get(label, 0)}
        for label in labels
    ]


def _of_part(
    chapters: list[dict[str, str]], texts: dict[str, str], part: str
) -> list[tuple[str, str]]:
    return [
        (chapter["title"], texts.get(chapter["key"], ""))
        for chapter in chapters
        if chapter["part"] == part
    ]


def _sections(
    chapters: list[dict[str, str]], texts: dict[str, str], part: str
) -> list[snapshot.TextSection]:
    return [{"title": title, "text": text} for title, text in _of_part(chapters, texts, part)]


def _meetings(period: Period) -> list[snapshot.Meeting]:
    meetings = NetworkMeeting.objects.filter(on__range=period.days).order_by("on", "pk")
    return [
        {
            "held_on": meeting.on.isoformat(),
            "title": meeting.title,
            "partners": "",
            "attendees": meeting.people_count,
        }
        for meeting in meetings
    ]


# Figures and lists


def _statistics(period: Period) -> list[snapshot.StatisticTable]:
    return statistics(period, Period.of_year(period.first.year - 1))


def statistics(period: Period, before: Period) -> list[snapshot.StatisticTable]:
    """Return K1 to K10, each with the year before."""
    return [_statistic(indicator, period, before) for indicator in indicators.in_order()]


def _statistic(
    indicator: indicators.Indicator, period: Period, before: Period
) -> snapshot.StatisticTable:
    rows = lines(indicator.measure(period), indicator.measure(before))
    years = [str(period.last.year), str(before.last.year)]
    return {
        "code": indicator.code,
        "title": indicator.title,
        "definition": indicator.definition,
        "columns": years,
        "rows": [
            {"label": row["label"], "values": [row["value"], row["previous"]]} for row in rows
        ],
        "chart": _chart([row for row in rows if row["label"] in indicator.charted], years),
        "note": "" if rows else "Im Zeitraum ist dazu nichts erfasst.",
    }


def _chart(rows: list[snapshot.FigureLine], years: list[str]) -> snapshot.Chart | None:
    """Draw counts side by side; nothing is drawn where nothing was counted."""
    series = [[row["value"] for row in rows], [row["previous"] for row in rows]]
    counts = [[value for value in values if isinstance(value, int)] for values in series]
    if not any(value for values in counts for value in values):
        return None
    sentences = [f"{row['label']} {row['value']} ({row['previous']})" for row in rows]
    return {
        "labels": [row["label"] for row in rows],
        "series": [
            {"label": year, "values": values} for year, values in zip(years, counts, strict=True)
        ],
        "alt": f"Balken für {years[0]}, in Klammern {years[1]}: {', '.join(sentences)}.",
    }


def _trainings(period: Period) -> list[snapshot.TrainingRow]:
    held = Training.objects.within(*period.days).order_by("starts_at", "pk")
    people = Count(
        "registrations",
        filter=Q(registrations__attendances__present=True),
        distinct=True,
    )
    counted = dict(held.values_list("pk").annotate(n=people))
    recorded = set(held.filter(sessions__attendances__isnull=False).values_list("pk", flat=True))
    sessions = {
        pk: (units, first, last)
        for pk, units, first, last in held.values_list("pk").annotate(
            units=Sum("sessions__teaching_units", default=0),
            first=Min("sessions__starts_at"),
            last=Max("sessions__starts_at"),
        )
    }
    rows: list[snapshot.TrainingRow] = []
    for training in held:
        units, first, last = sessions[training.pk]
        first_day, last_day = (timezone.localdate(moment) for moment in (first, last))
        rows.append(
            {
                "starts_on": first_day.isoformat(),
                "ends_on": last_day.isoformat() if last_day != first_day else None,
                "title": training.title,
                "speaker": training.speaker,
                "teaching_units": units,
                "seats": training.capacity,
                "attendees": counted[training.pk] if training.pk in recorded else None,
                "costs": None,
            }
        )
    return rows


# Money


def _finance(
    report: FundingReport, settlement: Settlement, texts: dict[str, str]
) -> snapshot.Finance:
    income, expenses = settlement.income_total, settlement.expenses_total
    return {
        "income": [
            _income(line.plan.code, line.plan.label, line, income) for line in settlement.income
        ],
        "income_total": _income("", "Insgesamt", income, income),
        "expenses": [
            _expense(line.plan.code, line.plan.label, line) for line in settlement.expenses
        ],
        "expenses_total": _expense("", "Insgesamt", expenses),
        "result": {
            "expenses_approved": money(expenses.approved),
            "expenses_settled": money(expenses.settled),
            "income_approved": money(income.approved),
            "income_settled": money(income.settled),
            "difference_approved": money(settlement.difference_approved),
            "difference_settled": money(settlement.difference_settled),
        },
        "checks": [
            {"label": check.label, "finding": check.finding, "outcome": check.outcome}
            for check in checks.financial_checks(settlement, report.grant, report.year)
        ],
        "note": DEVIATIONS_ABOVE if texts.get("deviations", "").strip() else "",
    }


def _income(code: str, label: str, row: Line | Totals, whole: Totals) -> snapshot.IncomeLine:
    return {
        "code": code,
        "label": label,
        "approved": money(row.approved),
        "approved_percent": money(share(row.approved, whole.approved)),
        "settled": money(row.settled),
        "settled_percent": money(share(row.settled, whole.settled)),
    }


def _expense(code: str, label: str, row: Line | Totals) -> snapshot.ExpenseLine:
    return {
        "code": code,
        "label": label,
        "approved": money(row.approved),
        "approved_eligible": money(row.approved_eligible),
        "settled": money(row.settled),
        "settled_eligible": money(row.settled_eligible),
    }


def _vouchers(report: FundingReport) -> snapshot.VoucherList:
    vouchers = Voucher.objects.of_year(report.year)
    income, expenses = vouchers.filter(Voucher.is_income()), vouchers.exclude(Voucher.is_income())
    return {
        "income": [_voucher(voucher) for voucher in income.for_list()],
        "income_total": money(income.total()),
        "expenses": [_voucher(voucher) for voucher in expenses.for_list()],
        "expenses_total": money(expenses.total()),
    }


def _voucher(voucher: Voucher) -> snapshot.VoucherRow:
    return {
        "number": str(voucher.number),
        "paid_on": voucher.paid_on.isoformat(),
        "counterparty": voucher.counterparty,
        "purpose": voucher.purpose,
        "amount": money(voucher.amount),
        "eligible": voucher.eligible,
        "line": voucher.plan_line.code,
    }
