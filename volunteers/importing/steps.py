"""What a worker does with an import: look into the file, read the rows, take over, undo.

Each step is cut into short transactions and may be begun again after any of them.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils import timezone

from lotsen_portal.audit import trail
from lotsen_portal.common import tables
from lotsen_portal.files import storage
from lotsen_portal.files.models import Attachment
from lotsen_portal.tenancy.context import active_tenant_id, tenant_scope
from volunteers.importing import alike, layout, preview, undoing, writing
from volunteers.importing.draft import Knowledge
from volunteers.importing.reading import Sheet
from volunteers.models import ImportRow, ImportRun
from volunteers.tasks import Hold

State = ImportRun.State
SLICE = 200
LONGEST_SLICE = 200_000  # characters
GONE = "Die Datei ist nicht mehr da. Bitte laden Sie sie noch einmal hoch."


def look(hold: Hold) -> None:
    """Find sheets and columns; the first sheet with headings that one sees is proposed."""
    with hold.slice() as run:
        content, kind = _file_of(run)
    sheets = tables.look(content, kind)
    with hold.slice() as run:
        seen = [sheet for sheet in sheets if not sheet["is_hidden"]] or sheets
        headed = [sheet for sheet in seen if layout.header_of(sheet["head"])]
        proposed = (headed or seen)[0]
        run.sheets, run.sheet = sheets, proposed["name"]
        run.header_row = layout.header_of(proposed["head"])
        run.ask(State.COLUMNS)


def read(hold: Hold) -> None:
    """Read the rows of the sheet, compare and keep them, slice by slice.

    No more than a slice lies in memory, and nothing is locked while it is read.
    """
    with hold.slice() as run:
        content, kind = _file_of(run)
        run.rows.all().delete()
        sheet = Sheet(run.columns, Knowledge.of_kreis())
        crowd = alike.crowd_of_kreis()
        first, last = (run.header_row or 0) + 1, _last_row_of(run)
        run.done_rows, run.total_rows = 0, max(0, last - first + 1)
        hold.get_on(run, 0)
        run.save(update_fields=["done_rows", "total_rows"])
    found = tables.rows(content, kind, run.sheet)
    for some in _slices(line for line in found if first <= line[0] <= last):
        # The Kreis, but not the run: reading takes its time, and others wait for that row.
        with tenant_scope(hold.tenant):
            rows = [sheet.read(number, cells) for number, cells in some]
            alike.find(rows, crowd)
        with hold.slice() as run:
            for row in rows:
                row.run = run
            ImportRow.objects.bulk_create(rows)
            hold.get_on(run, len(rows))
    with hold.slice() as run:
        run.ask(State.PREVIEW)


def _slices(lines: Iterable[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    """Yield rows by the slice; where they are long ones, a slice has fewer."""
    some: list[tuple[int, list[str]]] = []
    length = 0
    for line in lines:
        some.append(line)
        length += sum(map(len, line[1]))
        if len(some) == SLICE or length > LONGEST_SLICE:
            yield some
            some, length = [], 0
    if some:
        yield some


def _last_row_of(run: ImportRun) -> int:
    """Return the last row of the sheet that says anything."""
    last: int = next(sheet["rows"] for sheet in run.sheets if sheet["name"] == run.sheet)
    return last


def write(hold: Hold) -> None:
    """Take over what waits, in the order of the file; what is taken over says so."""
    known = None
    while True:
        with hold.slice() as run:
            rows = list(_people(run).filter(outcome="").order_by("number")[:SLICE])
            known = known or writing.Registry.of_kreis()
            if not rows:
                run.written_at = timezone.now()
                run.ask(State.DONE)
                trail.record("import.done", run, by=run.started_by, told=_told(run))
                return
            writing.take_over(rows, known, by=run.started_by)
            hold.get_on(run, len(rows))


def undo(hold: Hold) -> None:
    """Take back from the end of the file to its beginning, for later rows joined earlier ones."""
    while True:
        with hold.slice() as run:
            rows = list(_people(run).exclude(undo={}).order_by("-number")[:SLICE])
            if not rows:
                run.ask(State.UNDONE)
                trail.record("import.undone", run, by=run.started_by, told=_told(run))
                return
            undoing.take_back(rows, by=run.started_by)
            hold.get_on(run, len(rows))


STEPS: dict[str, Callable[[Hold], None]] = {
    State.LOOKING: look,
    State.READING: read,
    State.WRITING: write,
    State.UNDOING: undo,
}


def _file_of(run: ImportRun) -> tuple[bytes, str]:
    """Return the uploaded bytes and their kind; raise where the file is gone or damaged."""
    files = Attachment.objects.of([run]).get(run.pk, [])
    if not files:
        raise tables.Unreadable(GONE)
    name = storage.name_of(active_tenant_id(), files[0].sha256)
    return storage.load(name, sha256=files[0].sha256), files[0].kind.lower()


def _people(run: ImportRun) -> Any:
    return run.rows.filter(kind=ImportRow.Kind.PERSON)


def _told(run: ImportRun) -> dict[str, str]:
    """Count for the trail what became of the rows."""
    counts = preview.outcomes_of(_people(run))
    return {"Datei": run.name, **{became: str(count) for became, count in counts}}
