"""Every table of a report as a sheet of the attached workbook."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import cast

from evaluation.documents.snapshot import (
    Figure,
    FigureLine,
    ReportSnapshot,
    VoucherList,
    VoucherRow,
)
from lotsen_portal.common.spreadsheets import Column, Table, Value
from lotsen_portal.common.templatetags.documents import NOT_RECORDED, task_area

GERMAN_DECIMAL = re.compile(r"\d{1,3}(\.\d{3})*,\d+")
OUTCOMES = {"met": "eingehalten", "not_met": "nicht eingehalten", "open": "offen"}


def tables_of(snapshot: ReportSnapshot) -> dict[str, Table]:
    """Name each sheet and its table, in the order of the document."""
    sheets = {
        "Personal": _staff(snapshot),
        "Zahlen der Abschnitte": _beside_texts(snapshot),
        "Statistik": _statistics(snapshot),
        "Schulungen": _trainings(snapshot),
        "Treffen": _meetings(snapshot),
        "Einnahmen": _income(snapshot),
        "Ausgaben": _expenses(snapshot),
        "Ist-Ergebnis": _result(snapshot),
        "Prüfpunkte": _checks(snapshot),
    }
    # Only the full snapshot of the Verwendungsnachweis has them.
    if vouchers := cast("VoucherList | None", snapshot.get("vouchers")):
        sheets["Belege Einnahmen"] = _vouchers(vouchers["income"], party="Einzahler")
        sheets["Belege Ausgaben"] = _vouchers(vouchers["expenses"], party="Empfänger")
    return sheets


def _staff(snapshot: ReportSnapshot) -> Table:
    return Table(
        columns=[
            *_text("Funktion", "Name", "Träger", "Qualifikation"),
            *_days("Beschäftigt von", "bis"),
            *_numbers("VZÄ"),
        ],
        rows=[
            (
                entry["function"],
                entry["name"],
                entry["carrier"],
                entry["qualification"],
                _day(entry["starts_on"]),
                _day(entry["ends_on"]),
                _decimal(entry["fte"]),
            )
            for entry in snapshot["staff"]
        ],
    )


def _beside_texts(snapshot: ReportSnapshot) -> Table:
    year = snapshot["report_year"]
    sections: list[tuple[str, list[FigureLine]]] = [
        ("Rahmenbedingungen", snapshot["conditions"]["figures"]),
        *((task_area(area), area["figures"]) for area in snapshot["task_areas"]),
        ("Netzwerk- und Gremienarbeit", snapshot["network"]["figures"]),
        ("Gewinnung von Ehrenamtlichen", snapshot["recruitment"]["figures"]),
    ]
    return Table(
        columns=[*_text("Abschnitt", "Angabe"), *_numbers(str(year), str(year - 1))],
        rows=[
            (section, line["label"], _figure(line["value"]), _figure(line["previous"]))
            for section, lines in sections
            for line in lines
        ],
    )


def _statistics(snapshot: ReportSnapshot) -> Table:
    """Put all Kennzahlen below each other, the years side by side."""
    tables = snapshot["statistics"]
    heads = list(dict.fromkeys(head for table in tables for head in table["columns"]))
    rows: list[Sequence[Value]] = []
    for table in tables:
        for row in table["rows"]:
            values = dict(zip(table["columns"], map(_figure, row["values"]), strict=True))
            rows.append((table["code"], table["title"], row["label"], *map(values.get, heads)))
    return Table(columns=[*_text("Nr.", "Bezeichnung", "Kennzahl"), *_numbers(*heads)], rows=rows)


def _trainings(snapshot: ReportSnapshot) -> Table:
    return Table(
        columns=[
            *_days("Beginn", "Ende"),
            *_text("Thema", "Referentin, Referent oder Träger"),
            *_numbers("UE", "Plätze", "Teilnehmende"),
        ],
        rows=[
            (
                _day(training["starts_on"]),
                _day(training["ends_on"]),
                training["title"],
                training["speaker"],
                training["teaching_units"],
                _figure(training["seats"]),
                _figure(training["attendees"]),
            )
            for training in snapshot["trainings"]
        ],
    )


def _meetings(snapshot: ReportSnapshot) -> Table:
    return Table(
        columns=[*_days("Datum"), *_text("Treffen"), *_numbers("Personen")],
        rows=[
            (
                _day(meeting["held_on"]),
                meeting["title"],
                _figure(meeting["attendees"]),
            )
            for meeting in snapshot["network"]["meetings"]
        ],
    )


def _income(snapshot: ReportSnapshot) -> Table:
    finance = snapshot["finance"]
    return Table(
        columns=[
            *_text("Nr.", "Art"),
            *_money("Lt. Zuwendungsbescheid"),
            *_numbers("v. H. lt. Zuwendungsbescheid"),
            *_money("Lt. Abrechnung"),
            *_numbers("v. H. lt. Abrechnung"),
        ],
        rows=[
            (
                line["code"],
                line["label"],
                _decimal(line["approved"]),
                _decimal(line["approved_percent"]),
                _decimal(line["settled"]),
                _decimal(line["settled_percent"]),
            )
            for line in [*finance["income"], finance["income_total"]]
        ],
    )


def _expenses(snapshot: ReportSnapshot) -> Table:
    finance = snapshot["finance"]
    return Table(
        columns=[
            *_text("Nr.", "Ausgabengliederung"),
            *_money("Lt. Zuwendungsbescheid insgesamt", "lt. Zuwendungsbescheid zuwendungsfähig"),
            *_money("Lt. Abrechnung insgesamt", "lt. Abrechnung zuwendungsfähig"),
        ],
        rows=[
            (
                line["code"],
                line["label"],
                _decimal(line["approved"]),
                _decimal(line["approved_eligible"]),
                _decimal(line["settled"]),
                _decimal(line["settled_eligible"]),
            )
            for line in [*finance["expenses"], finance["expenses_total"]]
        ],
    )


def _result(snapshot: ReportSnapshot) -> Table:
    result = snapshot["finance"]["result"]
    lines = [
        ("Ausgaben", result["expenses_approved"], result["expenses_settled"]),
        ("Einnahmen", result["income_approved"], result["income_settled"]),
        ("Mehr- oder Mindereinnahmen", result["difference_approved"], result["difference_settled"]),
    ]
    return Table(
        columns=[*_text("Ergebnis"), *_money("Lt. Zuwendungsbescheid", "Lt. Abrechnung")],
        rows=[(label, _decimal(approved), _decimal(settled)) for label, approved, settled in lines],
    )


def _checks(snapshot: ReportSnapshot) -> Table:
    return Table(
        columns=_text("Prüfpunkt", "Ergebnis", "Bewertung"),
        rows=[
            (check["label"], check["finding"], OUTCOMES[check["outcome"]])
            for check in snapshot["finance"]["checks"]
        ],
    )


def _vouchers(rows: Sequence[VoucherRow], *, party: str) -> Table:
    return Table(
        columns=[
            *_numbers("Nr."),
            *_days("Tag"),
            *_text(party, "Grund", "Position"),
            *_money("Betrag"),
            *_text("zuwendungsfähig"),
        ],
        rows=[
            (
                int(row["number"]) if row["number"].isdecimal() else row["number"],
                _day(row["paid_on"]),
                row["counterparty"],
                row["purpose"],
                row["line"],
                _decimal(row["amount"]),
                "ja" if row["eligible"] else "nein",
            )
            for row in rows
        ],
    )


def _text(*titles: str) -> list[Column]:
    return [Column(title=title) for title in titles]


def _numbers(*titles: str) -> list[Column]:
    return [Column(title=title, kind="number") for title in titles]


def _money(*titles: str) -> list[Column]:
    return [Column(title=title, kind="money") for title in titles]


def _days(*titles: str) -> list[Column]:
    return [Column(title=title, kind="day") for title in titles]


def _figure(value: Figure) -> Value:
    """Return a figure to reckon with; a text where it is withheld or was not recorded."""
    if value is None:
        return NOT_RECORDED
    if isinstance(value, str) and GERMAN_DECIMAL.fullmatch(value):
        return Decimal(value.replace(".", "").replace(",", "."))
    return value


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
