"""A full report year as a Kreis really has one: long words, small counts, gaps, cents."""

from datetime import date, timedelta
from decimal import Decimal

from evaluation.documents.snapshot import ExpenseLine, Finance, Snapshot, TrainingRow, VoucherRow
from tests.evaluation import sample_texts as texts

YEAR = 2026
TOPICS = [
    "Asylrecht und Aufenthaltsrecht",
    "Interkulturelle Kommunikation",
    "Sprachmittlung im Ehrenamt",
    "Umgang mit traumatisierten Menschen",
    "Nähe und Distanz",
]
SPEAKERS = [
    "Fachanwältin für Migrationsrecht",
    "Caritasverband, Fachdienst Asyl",
    "Referent der lagfa bayern",
    "Traumatherapeutin",
    "",
]
PAYEES = [
    ("Landratsamt Miesbach, Personalamt", "Gehalt Integrationslotsin, {month}", "2.1", "6184.37"),
    ("Referentin", "Honorar Schulung „Nähe und Distanz“", "2.3", "420.00"),
    ("Gasthof in Holzkirchen", "Bewirtung beim Austauschtreffen der Helferkreise", "2.2", "186.40"),
    ("Druckerei", "Flyer „Ehrenamt kennt keine Herkunft“, 2.000 Stück", "2.4", "311.19"),
    ("Deutsche Bahn AG", "Fahrt zum Vernetzungstreffen in Nürnberg", "2.2", "58.70"),
    ("Volkshochschule", "Raummiete für Dolmetscherschulung", "2.3", "95.00"),
    ("Referent", "Honorar und Fahrtkosten Grundlagenkurs Sprachmittlung", "2.3", "655.25"),
    ("Buchhandlung", "Lehrbücher „Deutsch lernen mit Ehrenamtlichen“", "2.2", "74.90"),
    ("Landratsamt Miesbach, IT", "Anteilige Softwarelizenzen", "2.2", "41.99"),
    ("Versandhaus", "Moderationskoffer (Verbrauchsmaterial)", "2.2", "129.95"),
]
MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
PLAN = [
    ("2.1", "Personalausgaben", "76000.00"),
    ("2.2", "Sachausgaben", "6500.00"),
    ("2.3", "Schulungen und Honorare", "9500.00"),
    ("2.4", "Öffentlichkeitsarbeit", "4000.00"),
]


def voucher_rows(count: int) -> list[VoucherRow]:
    rows: list[VoucherRow] = []
    for index in range(count):
        counterparty, purpose, line, amount = PAYEES[index % len(PAYEES)]
        paid_on = date(YEAR, 1, 15) + timedelta(days=index * 345 // max(count, 1))
        rows.append(
            {
                "number": str(index + 1),
                "paid_on": paid_on.isoformat(),
                "counterparty": counterparty,
                "purpose": purpose.format(month=MONTHS[paid_on.month - 1]),
                "amount": amount,
                "eligible": index != 12,
                "line": line,
            }
        )
    return rows


def money(value: Decimal | int) -> str:
    return str(Decimal(value).quantize(Decimal("0.01")))


def share(part: Decimal, whole: Decimal) -> str:
    return money(part * 100 / whole) if whole else "0.00"


def finance(expenses: list[VoucherRow]) -> Finance:
    spent = {
        (code, eligible): sum(
            (
                Decimal(row["amount"])
                for row in expenses
                if row["line"] == code and (row["eligible"] or not eligible)
            ),
            Decimal(0),
        )
        for code, _label, _approved in PLAN
        for eligible in (True, False)
    }
    lines: list[ExpenseLine] = [
        {
            "code": code,
            "label": label,
            "approved": approved,
            "approved_eligible": approved,
            "settled": money(spent[code, False]),
            "settled_eligible": money(spent[code, True]),
        }
        for code, label, approved in PLAN
    ]
    total: ExpenseLine = {
        "code": "",
        "label": "Insgesamt",
        "approved": money(sum(Decimal(line["approved"]) for line in lines)),
        "approved_eligible": money(sum(Decimal(line["approved_eligible"]) for line in lines)),
        "settled": money(sum(Decimal(line["settled"]) for line in lines)),
        "settled_eligible": money(sum(Decimal(line["settled_eligible"]) for line in lines)),
    }
    income = [
        ("1.1", "Eigenanteil", "9600.00", "9600.00"),
        ("1.2", "Leistungen Dritter (ohne öffentliche Förderung)", "9600.00", "9600.00"),
        ("1.3", "Zuwendung des Freistaats Bayern", "76800.00", "76800.00"),
    ]
    approved_sum, settled_sum = Decimal("96000.00"), Decimal("96000.00")
    return {
        "income": [
            {
                "code": code,
                "label": label,
                "approved": approved,
                "approved_percent": share(Decimal(approved), approved_sum),
                "settled": settled,
                "settled_percent": share(Decimal(settled), settled_sum),
            }
            for code, label, approved, settled in income
        ],
        "income_total": {
            "code": "",
            "label": "Insgesamt",
            "approved": money(approved_sum),
            "approved_percent": "100.00",
            "settled": money(settled_sum),
            "settled_percent": "100.00",
        },
        "expenses": lines,
        "expenses_total": total,
        "result": {
            "expenses_approved": total["approved"],
            "expenses_settled": total["settled"],
            "income_approved": money(approved_sum),
            "income_settled": money(settled_sum),
            "difference_approved": money(approved_sum - Decimal(total["approved"])),
            "difference_settled": money(settled_sum - Decimal(total["settled"])),
        },
        "checks": texts.CHECKS,
        "note": texts.FINANCE_NOTE,
    }


def trainings(count: int) -> list[TrainingRow]:
    rows: list[TrainingRow] = []
    for index in range(count):
        starts_on = date(YEAR, 1, 24) + timedelta(days=index * 13)
        rows.append(
            {
                "starts_on": starts_on.isoformat(),
                "ends_on": (starts_on + timedelta(days=7)).isoformat() if index % 4 == 2 else None,
                "title": TOPICS[index % len(TOPICS)],
                "speaker": SPEAKERS[index % len(SPEAKERS)],
                "teaching_units": 2 + index % 5 * 2,
                "seats": None if index % 9 == 8 else 12 + index % 3 * 4,
                "attendees": 9 + index % 7,
            }
        )
    return rows


def sample_snapshot(*, vouchers: int = 120, training_count: int = 25) -> Snapshot:
    expenses = voucher_rows(vouchers)
    return {
        "schema": 1,
        "version": 1,
        "created_at": "2027-03-09T09:41:00+01:00",
        "report_year": YEAR,
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "directive": texts.DIRECTIVE,
        "recipient": texts.RECIPIENT,
        "grant": texts.GRANT,
        "staff": texts.STAFF,
        "staff_note": texts.STAFF_NOTE,
        "conditions": texts.CONDITIONS,
        "task_areas": texts.TASK_AREAS,
        "statistics": texts.STATISTICS,
        "trainings": trainings(training_count),
        "network": texts.NETWORK,
        "recruitment": texts.RECRUITMENT,
        "outlook": texts.OUTLOOK,
        "finance": finance(expenses),
        "funding_note": texts.FUNDING_NOTE,
        "vouchers": {
            "income": texts.INCOME_VOUCHERS,
            "income_total": "96000.00",
            "expenses": expenses,
            "expenses_total": money(sum((Decimal(row["amount"]) for row in expenses), Decimal(0))),
        },
        "confirmations": texts.CONFIRMATIONS,
        "signatures": texts.SIGNATURES,
    }
