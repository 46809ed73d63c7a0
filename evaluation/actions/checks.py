"""What a report has to meet: the directive's limits, the open ends, names in texts. Reads only."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from evaluation.actions.settlement import Settlement, share
from evaluation.models import Directive, FundingReport, Grant, PlanLine, StaffPosition, Voucher
from lotsen_portal.common.templatetags.portal import date_de, decimal_de, euro

type Outcome = Literal["met", "not_met", "open"]

Kind = PlanLine.Kind


@dataclass(frozen=True)
class Check:
    """A rule and how it stands; `target` names the page that mends it."""

    label: str
    finding: str
    outcome: Outcome
    target: Literal["", "plan", "vouchers", "staff", "sections"] = ""


def financial_checks(settlement: Settlement, grant: Grant, year: int) -> list[Check]:
    """Return the checks that are printed with the report."""
    directive = grant.directive
    return [
        _rate(settlement, directive),
        _cap(settlement, directive),
        _within_notice(settlement, grant),
        _own_share(settlement, directive),
        _balance(settlement),
        _posts(directive, year),
    ]


def _rate(settlement: Settlement, directive: Directive) -> Check:
    eligible = settlement.expenses_total.settled_eligible
    granted = settlement.of_kinds(Kind.STATE_GRANT).settled
    label = f"Zuwendung höchstens {_percent(directive.funding_rate)} der zuwendungsfähigen Ausgaben"
    if not eligible or not granted:
        return Check(label, "noch keine Ausgaben oder keine Zuwendung gebucht", "open", "vouchers")
    limit = (eligible * directive.funding_rate).quantize(Decimal("0.01"))
    finding = f"{decimal_de(share(granted, eligible))} v. H."
    return Check(label, finding, _outcome(granted <= limit), "vouchers")


def _cap(settlement: Settlement, directive: Directive) -> Check:
    granted = settlement.of_kinds(Kind.STATE_GRANT)
    amount = granted.settled or granted.approved
    label = f"Zuwendung höchstens {euro(directive.cap)} im Jahr"
    return Check(label, euro(amount), _outcome(amount <= directive.cap), "plan")


def _within_notice(settlement: Settlement, grant: Grant) -> Check:
    granted = settlement.of_kinds(Kind.STATE_GRANT).settled
    label = "Zuwendung nicht höher als bewilligt"
    finding = f"{euro(granted)} von {euro(grant.amount)}"
    return Check(label, finding, _outcome(granted <= grant.amount), "vouchers")


def _own_share(settlement: Settlement, directive: Directive) -> Check:
    eligible = settlement.expenses_total.settled_eligible
    own = settlement.of_kinds(Kind.OWN_SHARE, Kind.THIRD_PARTY).settled
    label = (
        f"Eigenanteil (auch aus Drittmitteln) mindestens {_percent(directive.min_own_share)}"
        " der zuwendungsfähigen Ausgaben"
    )
    if not eligible:
        return Check(label, "noch keine Ausgaben gebucht", "open", "vouchers")
    finding = f"{decimal_de(share(own, eligible))} v. H."
    return Check(label, finding, _outcome(own >= eligible * directive.min_own_share), "vouchers")


def _balance(settlement: Settlement) -> Check:
    label = "Einnahmen und Ausgaben gleichen sich aus"
    difference = settlement.difference_settled
    if not settlement.expenses_total.settled:
        return Check(label, "noch keine Ausgaben gebucht", "open", "vouchers")
    if not difference:
        return Check(label, "ausgeglichen", "met")
    word = (
        "mehr eingenommen als ausgegeben" if difference > 0 else "mehr ausgegeben als eingenommen"
    )
    return Check(label, f"{euro(abs(difference))} {word}", "not_met", "vouchers")


def _posts(directive: Directive, year: int) -> Check:
    most = most_posts(year)
    label = f"höchstens {decimal_de(directive.max_fte)} geförderte Stellen (VZÄ) zugleich"
    if not most:
        return Check(label, "noch keine Stelle eingetragen", "open", "staff")
    return Check(label, decimal_de(most), _outcome(most <= directive.max_fte), "staff")


def most_posts(year: int) -> Decimal:
    """Return the most posts that were filled on one day of the year."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    positions = list(StaffPosition.objects.of_year(year))
    days = {max(position.starts_on, first) for position in positions}
    return max(
        (
            sum(
                (p.fte for p in positions if p.starts_on <= day <= (p.ends_on or last)),
                Decimal("0.00"),
            )
            for day in days
        ),
        default=Decimal("0.00"),
    )


def further_checks(report: FundingReport, settlement: Settlement, *, today: dt.date) -> list[Check]:
    """Return the checks that help on the way: deadline, texts, plan, vouchers."""
    return [
        deadline_check(report.grant, report.year, today=today),
        _chapters(report),
        _plan(settlement),
        _ineligible(report.year),
    ]


def deadline_check(grant: Grant, year: int, *, today: dt.date) -> Check:
    due_on = grant.due_on(year)
    label = f"Verwendungsnachweis bis {date_de(due_on)}"
    return Check(label, days_left(due_on, today=today), _outcome(due_on >= today))


def days_left(due_on: dt.date, *, today: dt.date) -> str:
    """Return `noch 12 Tage`, `heute` or `seit 3 Tagen überfällig`."""
    left = (due_on - today).days
    if left < 0:
        return "seit gestern überfällig" if left == -1 else f"seit {-left} Tagen überfällig"
    return {0: "heute", 1: "noch 1 Tag"}.get(left, f"noch {left} Tage")


def _chapters(report: FundingReport) -> Check:
    texts = list(report.sections.values_list("text", flat=True))
    empty = sum(not text.strip() for text in texts)
    finding = f"{len(texts) - empty} von {len(texts)} Kapiteln geschrieben"
    return Check("Alle Kapitel sind geschrieben", finding, "open" if empty else "met", "sections")


def _plan(settlement: Settlement) -> Check:
    label = "Der Finanzierungsplan ist eingetragen und ausgeglichen"
    if not settlement.income or not settlement.expenses:
        return Check(label, "Einnahmen oder Ausgaben fehlen", "open", "plan")
    difference = settlement.difference_approved
    if difference:
        return Check(label, f"Unterschied {euro(difference)}", "not_met", "plan")
    return Check(label, "ausgeglichen", "met")


def _ineligible(year: int) -> Check:
    vouchers = Voucher.objects.of_year(year).filter(eligible=False).exclude(Voucher.is_income())
    count, total = vouchers.count(), vouchers.total()
    label = "Belege sind zuwendungsfähig"
    if not count:
        return Check(label, "alle", "met")
    finding = f"{count} nicht zuwendungsfähig, zusammen {euro(total)}: nur aus Eigenmitteln"
    return Check(label, finding, "open", "vouchers")


def _percent(rate: Decimal) -> str:
    return f"{decimal_de(rate * 100, 0)} v. H."


def _outcome(holds: bool) -> Outcome:  # noqa: FBT001  # what was found, no switch
    return "met" if holds else "not_met"
