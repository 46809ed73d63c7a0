"""Every table of a report as a sheet of the attached workbook."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import cast

from evaluation.documents.snapshot import ReportSnapshot, VoucherList, VoucherRow
from lotsen_portal.common.spreadsheets import Column, Table, Value


def tables_of(snapshot: ReportSnapshot) -> dict[str, Table]:
    """Name each sheet and its table, in the order of the document."""
    sheets = {
        "Personal": _staff(snapshot),
        "Aufgabenfelder": _task_areas(snapshot),
        "Statistik": _statistics(snapshot),
        "Schulungen": _trainings(snapshot),
        "Treffen": _meetings(snapshot),
        "Einnahmen": _income(snapshot),
        "Ausgaben": _expenses(snapshot),
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


def _task_areas(snapshot: ReportSnapshot) -> Table:
    year = snapshot["report_year"]
    return Table(
        columns=[*_text("Aufgabenfeld", "Angabe"), *_numbers(str(year), str(year - 1))],
        rows=[
            (f"{area['key']}) {area['title']}", line["label"], line["value"], line["previous"])
            for area in snapshot["task_areas"]
            for line in area["figures"]
        ],
    )


def _statistics(snapshot: ReportSnapshot) -> Table:
    rows: list[Sequence[Value]] = [
        (table["code"], table["title"], row["label"], column, value)
        for table in snapshot["statistics"]
        for row in table["rows"]
        for column, value in zip(table["columns"], row["values"], strict=True)
    ]
    columns = [*_text("Kennzahl", "Bezeichnung", "Zeile", "Spalte"), *_numbers("Wert")]
    return Table(columns=columns, rows=rows)


def _trainings(snapshot: ReportSnapshot) -> Table:
    return Table(
        columns=[
            *_days("Beginn", "Ende"),
            *_text("Thema", "Referentin, Referent oder Träger"),
            *_numbers("UE", "Plätze", "Teilnehmende"),
            *_money("Kosten"),
        ],
        rows=[
            (
                _day(training["starts_on"]),
                _day(training["ends_on"]),
                training["title"],
                training["speaker"],
                training["teaching_units"],
                training["seats"],
                training["attendees"],
                _decimal(training["costs"]),
            )
            for training in snapshot["trainings"]
        ],
    )


def _meetings(snapshot: ReportSnapshot) -> Table:
    return Table(
        columns=[*_days("Datum"), *_text("Treffen", "Beteiligte Stellen"), *_numbers("Personen")],
        rows=[
            (_day(meeting["held_on"]), meeting["title"], meeting["partners"], meeting["attendees"])
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
            *_money("Lt. Zuwendungsbescheid insgesamt", "davon zuwendungsfähig"),
            *_money("Lt. Abrechnung insgesamt", "davon zuwendungsfähig (Abrechnung)"),
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


def _vouchers(rows: Sequence[VoucherRow], *, party: str) -> Table:
    return Table(
        columns=[
            *_text("Nr."),
            *_days("Tag"),
            *_text(party, "Grund", "Position"),
            *_money("Betrag"),
            *_text("zuwendungsfähig"),
        ],
        rows=[
            (
                row["number"],
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


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
