"""Where the year stands, for the start page and "Heute". Reads only."""

import datetime as dt
from dataclasses import dataclass

from evaluation.actions import checks
from evaluation.actions.checks import Check
from evaluation.models import (
    Directive,
    FundingReport,
    Grant,
    PlanLine,
    ReportRelease,
    StaffPosition,
    Voucher,
)


@dataclass(frozen=True)
class YearState:
    """One report year of the Kreis, with what is done and what is missing."""

    year: int
    grant: Grant
    report: FundingReport | None
    release: ReportRelease | None
    missing: list[str]
    completeness: int  # per cent
    deadline: Check
    # A grant may begin before the Kreis began to use the portal; such a year is none to remind of.
    is_kept: bool

    @property
    def due_on(self) -> dt.date:
        return self.grant.due_on(self.year)

    @property
    def is_released(self) -> bool:
        return self.report is not None and self.report.is_released

    @property
    def is_presented(self) -> bool:
        """Return whether the proof has reached the granting authority; a release is not that."""
        return self.release is not None and self.release.presented_on is not None

    @property
    def is_overdue(self) -> bool:
        return self.is_kept and not self.is_presented and self.deadline.outcome == "not_met"


@dataclass(frozen=True)
class Deadline:
    label: str
    due_on: dt.date
    days_left: str


def deadlines(today: dt.date) -> list[Deadline]:
    """Return the days the directive in force names that are still to come, the next first."""
    directive = Directive.objects.in_force(today)
    if directive is None:
        return []
    dates = [
        (f"Antrag für {today.year + 1}", directive.application_deadline),
        (f"Änderungen für {today.year} melden", directive.change_deadline),
    ]
    coming = [
        Deadline(label, due_on, checks.days_left(due_on, today=today))
        for label, deadline in dates
        if (due_on := directive.due_on(deadline, year=today.year)) >= today
    ]
    return sorted(coming, key=lambda deadline: deadline.due_on)


def year_states(today: dt.date) -> list[YearState]:
    """Return the years that a grant covers up to today, the latest first."""
    grants: dict[int, Grant] = {}
    for grant in Grant.objects.select_related("directive").order_by("notice_on", "pk"):
        grants |= {year: grant for year in grant.years if year <= today.year}
    if not grants:
        return []
    reports = {
        report.year: report for report in FundingReport.objects.select_related("grant__directive")
    }
    releases = {release.year: release for release in ReportRelease.objects.defer("snapshot")}
    filled = _filled()
    return [
        _state(year, grant, (reports.get(year), releases.get(year), filled), today=today)
        for year, grant in sorted(grants.items(), reverse=True)
    ]


@dataclass(frozen=True)
class _Filled:
    """What stands in the rows of every year, read once for all of them."""

    texts: dict[int, list[bool]]
    plan: set[int]
    vouchers: set[int]
    positions: list[StaffPosition]

    def has_staff(self, year: int) -> bool:
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        return any(p.starts_on <= last and (p.ends_on or last) >= first for p in self.positions)


def _filled() -> _Filled:
    texts: dict[int, list[bool]] = {}
    sections = FundingReport.objects.filter(sections__isnull=False)
    for year, text in sections.values_list("year", "sections__text"):
        texts.setdefault(year, []).append(bool(text.strip()))
    return _Filled(
        texts=texts,
        plan=set(PlanLine.objects.order_by().values_list("year", flat=True).distinct()),
        vouchers=set(Voucher.objects.order_by().values_list("year", flat=True).distinct()),
        positions=list(StaffPosition.objects.all()),
    )


def _state(
    year: int,
    grant: Grant,
    known: tuple[FundingReport | None, ReportRelease | None, _Filled],
    *,
    today: dt.date,
) -> YearState:
    report, release, filled = known
    texts = filled.texts.get(year) or [False] * len(grant.directive.chapters)
    steps = {
        "der Finanzierungsplan": year in filled.plan,
        "das Personal": filled.has_staff(year),
        "die Belege": year in filled.vouchers,
    }
    missing = [label for label, done in steps.items() if not done]
    if empty := texts.count(False):
        missing.append("ein Kapitel" if empty == 1 else f"{empty} Kapitel")
    done = sum(steps.values()) + texts.count(True)
    return YearState(
        year=year,
        grant=report.grant if report else grant,
        report=report,
        release=release,
        missing=missing,
        completeness=100 * done // (len(steps) + len(texts)),
        deadline=checks.deadline_check(grant, year, today=today),
        is_kept=bool(report)
        or year >= today.year - 1
        or year in filled.plan
        or year in filled.vouchers,
    )


def due_next(states: list[YearState]) -> YearState | None:
    """Return the oldest year kept here whose proof is not presented yet, or None."""
    return next((s for s in reversed(states) if s.is_kept and not s.is_presented), None)
