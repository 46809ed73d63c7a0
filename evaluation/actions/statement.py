"""The zahlenmäßige Nachweis and the Belegliste as they are printed. Reads only."""

from decimal import Decimal

from evaluation.actions import checks
from evaluation.actions.settlement import Line, Settlement, Totals, share
from evaluation.documents import snapshot
from evaluation.models import FundingReport, Voucher

DEVIATIONS_ABOVE = (
    "Abweichungen sind im Abschnitt „Abweichungen vom Plan“ des Sachberichts dargestellt."
)


def money(value: Decimal) -> str:
    return f"{value:.2f}"


def finance(
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


def voucher_list(report: FundingReport) -> snapshot.VoucherList:
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
