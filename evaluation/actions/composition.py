"""The snapshot of a report from the rows of its year. Reads only."""

import datetime as dt
from collections.abc import Sequence
from typing import cast

from django.utils import timezone

from evaluation import indicators
from evaluation.actions import figures, statement
from evaluation.actions.settlement import Settlement, settlement_of
from evaluation.documents import Snapshot, snapshot
from evaluation.indicators import Period
from evaluation.models import FundingReport, PlanLine, StaffPosition
from lotsen_portal.tenancy.context import active_tenant


def snapshot_of(report: FundingReport, *, at: dt.datetime) -> Snapshot:
    """Read all that the two documents of the report print, as it stands now."""
    period = Period.of_year(report.year)
    settlement = settlement_of(report.grant, report.year)
    directive = report.grant.directive
    texts = dict(report.sections.values_list("key", "text"))
    full = {
        "schema": 1,
        "version": 1,
        "created_at": timezone.localtime(at).replace(microsecond=0).isoformat(),
        "report_year": report.year,
        "starts_on": max(period.first, report.grant.starts_on).isoformat(),
        "ends_on": min(period.last, report.grant.ends_on).isoformat(),
        **_frame(report, settlement),
        **_narrative(report, texts, period),
        "statistics": figures.statistics(period, Period.of_year(report.year - 1)),
        "trainings": figures.trainings(period),
        "finance": statement.finance(report, settlement, texts),
        "funding_note": directive.funding_note,
        "vouchers": statement.voucher_list(report),
        "confirmations": list(directive.confirmations),
        "signatures": list(directive.signatures),
    }
    return cast(Snapshot, full)


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
                    "amount": statement.money(grant.amount),
                }
            ],
            "awarded": statement.money(grant.amount),
            "paid_out": _paid_out(settlement),
            "starts_on": grant.starts_on.isoformat(),
            "ends_on": grant.ends_on.isoformat(),
        },
        "staff": [_position(position) for position in _positions(report.year)],
    }


def _paid_out(settlement: Settlement) -> str | None:
    paid = settlement.of_kinds(PlanLine.Kind.STATE_GRANT).settled
    return statement.money(paid) if paid else None


def _positions(year: int) -> Sequence[StaffPosition]:
    return StaffPosition.objects.of_year(year).order_by("starts_on", "pk")


def _position(position: StaffPosition) -> snapshot.StaffEntry:
    return {
        "function": position.function,
        "name": position.name,
        "carrier": position.carrier,
        "fte": statement.money(position.fte),
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

    def beside(part: str) -> list[snapshot.FigureLine]:
        return figures.lines(
            indicators.areas.beside(part, "", period), indicators.areas.beside(part, "", before)
        )

    return {
        "staff_note": section("staff"),
        "conditions": {"text": section("conditions"), "figures": beside("conditions")},
        "task_areas": [
            {
                "key": key,
                "title": title,
                "text": texts.get(f"area_{key}", ""),
                "figures": figures.occurring(
                    figures.lines(areas.get(key, {}), areas_before.get(key, {}))
                ),
            }
            for key, title in directive.task_areas.items()
        ],
        "network": {
            "sections": _sections(directive.chapters, texts, "network"),
            "figures": beside("network"),
            "meetings": figures.meetings(period),
        },
        "recruitment": {"text": section("recruitment"), "figures": beside("recruitment")},
        "outlook": _sections(directive.chapters, texts, "outlook"),
    }


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
