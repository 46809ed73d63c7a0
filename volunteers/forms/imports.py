"""Forms of an import: the file, the columns, the decisions."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db.models import QuerySet

from lotsen_portal.common.forms import BaseForm, FilterForm
from lotsen_portal.common.tables import KINDS, MAX_ROWS_SPELLED, TooLarge
from lotsen_portal.common.tables_reader import MAX_ROWS
from lotsen_portal.common.uploads import MAX_BYTES, UnfitFile, Upload, checked
from volunteers.importing import freinet
from volunteers.importing.freinet import NotFreinet
from volunteers.importing.layout import NAMES, REPEATED, TARGETS, Column, header_of, suggested
from volunteers.models import ImportRow, ImportRun

# How office programs store what is locked by a password, and what they stored before 2007.
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
# What freinet's interface gives out.
JSON = "json"
LOCKED = (
    "Die Datei ist mit einem Kennwort geschützt oder in einem alten Format. Bitte speichern Sie"
    " sie ohne Kennwort als XLSX."
)


class UploadForm(BaseForm):
    file = forms.FileField(
        label="Datei",
        help_text=(
            f"XLSX, ODS oder CSV, höchstens 10 MB und {MAX_ROWS_SPELLED} Zeilen;"
            " aus freinet auch JSON."
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in (*KINDS, JSON))}),
        error_messages={"empty": "Die Datei ist leer."},
    )

    def clean_file(self) -> Upload:
        file = self.cleaned_data["file"]
        suffix = (file.name or "").rpartition(".")[2].lower()
        locked = file.read(4) == OLD_OR_LOCKED
        file.seek(0)
        if locked:
            raise forms.ValidationError(LOCKED)
        if suffix not in {*KINDS, JSON}:
            raise forms.ValidationError("Das ist keine Tabelle. Möglich sind XLSX, ODS und CSV.")
        try:
            return checked(_as_table(file) if suffix == JSON else file)
        except (UnfitFile, NotFreinet, TooLarge) as error:
            raise forms.ValidationError(str(error)) from None


def _as_table(file: UploadedFile) -> UploadedFile:
    """Return what came from freinet as JSON as the CSV that it is read as."""
    if (file.size or 0) > MAX_BYTES:
        return file
    stem = (file.name or "").rpartition(".")[0]
    return SimpleUploadedFile(f"{stem}.csv", freinet.table_of(file.read()), "text/csv")


class SheetForm(FilterForm):
    """Which sheet, and which of its first rows names the columns; looked at by GET."""

    sheet = forms.ChoiceField(label="Blatt", required=False)
    header = forms.ChoiceField(label="Zeile mit den Überschriften", required=False)
    # The sheet whose rows `header` offered.
    of = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, run: ImportRun, asked: Any) -> None:
        super().__init__()
        self.run, self.asked = run, asked
        self.fields["sheet"].choices = [(name, _told(sheet)) for name, sheet in self._sheets()]
        sheet = self.chosen
        self.fields["header"].choices = [
            ("0", "keine: die Tabelle beginnt gleich"),
            *((str(number), f"Zeile {number}: {_shown(cells)}") for number, cells in sheet["head"]),
        ]
        self.initial = {
            "sheet": sheet["name"],
            "header": str(self.header_row),
            "of": sheet["name"],
        }

    def _sheets(self) -> list[tuple[str, dict[str, Any]]]:
        return [(sheet["name"], sheet) for sheet in self.run.sheets]

    @property
    def chosen(self) -> dict[str, Any]:
        """Return the sheet asked for, else the one proposed."""
        sheets = dict(self._sheets())
        return sheets.get(self.asked.get("sheet", "")) or sheets[self.run.sheet]

    @property
    def header_row(self) -> int:
        """Return the row asked for, if it was one of this sheet; 0 for none."""
        sheet = self.chosen
        numbers = {str(number) for number, _ in sheet["head"]} | {"0"}
        is_of_this = self.asked.get("of", sheet["name"]) == sheet["name"]
        if is_of_this and (wanted := self.asked.get("header", "")) in numbers:
            return int(wanted)
        if sheet["name"] == self.run.sheet:
            return self.run.header_row or 0
        return header_of(sheet["head"]) or 0


class ColumnsForm(BaseForm):
    """What each column is taken for; as many fields as the sheet has columns."""

    def __init__(self, sheet: dict[str, Any], header_row: int, data: Any = None) -> None:
        super().__init__(data)
        self.sheet, self.header_row = sheet, header_row
        self.columns: Sequence[Column] = suggested(sheet, header_row)
        for index, column in enumerate(self.columns):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=column.heading,
                choices=[(target, TARGETS[target]) for target in column.allowed],
                initial=column.target,
                help_text=_hint(column),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        told = [cleaned.get(name, "") for name in self.fields]
        if self.sheet["rows"] > MAX_ROWS:
            self.add_error(
                None, f"Dieses Blatt hat mehr als {MAX_ROWS_SPELLED} Zeilen. Bitte teilen Sie es."
            )
        if self.sheet["rows"] <= self.header_row:
            self.add_error(None, "Unter den Überschriften steht nichts.")
        if not NAMES & set(told):
            self.add_error(None, "Bitte sagen Sie, in welcher Spalte der Name steht.")
        for name in self.fields:
            target = cleaned.get(name)
            if target and target not in REPEATED and told.count(target) > 1:
                self.add_error(name, f"„{TARGETS[target]}“ ist mehr als einmal gewählt.")
        return cleaned

    def told(self) -> list[dict[str, str]]:
        """Return the columns in their order, each with what it is taken for."""
        return [
            {"heading": column.heading, "target": self.cleaned_data[f"column_{index}"]}
            for index, column in enumerate(self.columns)
        ]


def _told(sheet: dict[str, Any]) -> str:
    hidden = "ausgeblendet, " if sheet.get("is_hidden") else ""
    rows = "1 Zeile" if sheet["rows"] == 1 else f"{sheet['rows']} Zeilen"
    return f"{sheet['name']} ({hidden}{rows})"


def _shown(cells: Sequence[str]) -> str:
    return " · ".join(filter(None, cells))[:60]


def _hint(column: Column) -> str:
    return column.hint or " · ".join(column.examples) or "–"


class RowFilter(django_filters.FilterSet):
    """Narrows the preview: rows with a remark, with one remark, that might be somebody."""

    show = django_filters.ChoiceFilter(
        label="Zeigen",
        choices=[
            ("remarks", "mit Bemerkung"),
            ("doubles", "mögliche Doppel"),
            ("open", "noch zu entscheiden"),
            ("skipped", "wird nicht übernommen"),
        ],
        method="narrow",
        empty_label="alle Personen",
    )
    remark = django_filters.ChoiceFilter(
        label="Bemerkung", method="with_remark", empty_label="alle", choices=[]
    )

    class Meta:
        model = ImportRow
        form = FilterForm
        fields = ["show", "remark"]

    def __init__(self, *args: Any, remarks: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["remark"].extra["choices"] = list(remarks)

    def narrow(self, rows: Any, name: str, show: str) -> QuerySet:
        return {
            "remarks": rows.filter(is_objectionable=True),
            "doubles": rows.exclude(alike=[]),
            "open": rows.filter(decision=ImportRow.Decision.OPEN),
            "skipped": rows.filter(decision=ImportRow.Decision.SKIP),
        }[show]

    def with_remark(self, rows: Any, name: str, code: str) -> QuerySet:
        return rows.filter(remarks__contains=[{"code": code}])


class DecisionsForm(BaseForm):
    """One choice for each row of a page."""

    def __init__(self, rows: Sequence[ImportRow], data: Any = None) -> None:
        super().__init__(data)
        for row in rows:
            self.fields[f"row_{row.number}"] = forms.ChoiceField(
                label=f"Zeile {row.number}",
                choices=row.choices(),
                initial=row.choice,
                required=False,
                widget=forms.Select(attrs={"aria-label": f"Zeile {row.number}, was geschieht"}),
            )
            self.fields[f"row_{row.number}"].row = row

    def choices(self) -> dict[int, str]:
        """Return what was chosen by the number of the row; a row not asked for stays as it is."""
        return {
            int(name.removeprefix("row_")): choice
            for name, choice in self.cleaned_data.items()
            if choice
        }


class AllOpenForm(BaseForm):
    decision = forms.ChoiceField(
        label="Alle noch offenen Zeilen",
        choices=[
            ("merge", "mit der ähnlichsten Person zusammenführen"),
            ("new", "neu aufnehmen"),
            ("skip", "nicht übernehmen"),
        ],
    )
