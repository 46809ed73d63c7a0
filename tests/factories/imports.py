"""Imports as they lie there between two steps."""

from typing import Any

from django.utils import timezone

from volunteers.models import ImportRow, ImportRun

HEADINGS = ["Nachname", "Vorname"]


def import_run(name: str, *, state: str = "preview", rows: int = 1, **values: Any) -> ImportRun:
    """Make a run whose table names so many people."""
    sheet = {"name": "Liste", "rows": 2, "columns": 2, "head": [[1, HEADINGS], [2, [name, "Ada"]]]}
    if state in {"done", "undone"}:
        values.setdefault("written_at", timezone.now())
    run: ImportRun = ImportRun.objects.create(
        name=f"Liste von {name}.xlsx",
        state=state,
        sheets=[sheet],
        sheet="Liste",
        header_row=1,
        columns=[
            {"heading": "Nachname", "target": "last_name"},
            {"heading": "Vorname", "target": "first_name"},
        ],
        **values,
    )
    for number in range(2, 2 + rows):
        import_row(run, name, number=number)
    return run


def import_row(run: ImportRun, name: str, *, number: int, **values: Any) -> ImportRow:
    remark = {"code": "at", "column": "E-Mail", "cell": name, "text": "Als E-Mail gelesen."}
    row: ImportRow = ImportRow.objects.create(
        run=run,
        number=number,
        cells=[name, "Ada"],
        values={"last_name": name, "first_name": "Ada", "languages": [["de", "b2"]]},
        remarks=[remark],
        is_objectionable=True,
        **values,
    )
    return row
