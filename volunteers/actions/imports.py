"""Take a table of helpers over, step by step; the slow ones are a worker's."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.uploads import Upload
from lotsen_portal.files import actions as files
from volunteers import tasks
from volunteers.models import ImportLayout, ImportRow, ImportRun

State, Decision = ImportRun.State, ImportRow.Decision


class NotNow(DomainError):
    """The run is in another state, as after a second click."""


@transaction.atomic
def start(upload: Upload, *, by: Any) -> ImportRun:
    """Keep the file and let a worker look into it."""
    run = ImportRun.objects.create(name=upload.name, started_by=by)
    files.attach(run, [upload], by=by)
    trail.record("import.started", run, by=by, told={"Datei": run.name})
    tasks.carry_on.delay_on_commit(run.pk)
    return run


@transaction.atomic
def tell_columns(
    run: ImportRun, *, sheet: str, header_row: int, columns: Sequence[dict[str, str]], by: Any
) -> None:
    """Say what the columns are, remember it, and let a worker read the rows."""
    run = _locked(run, State.COLUMNS, State.PREVIEW)
    run.sheet, run.header_row, run.columns = sheet, header_row, list(columns)
    ImportLayout.remember(columns)
    _hand_over(run, State.READING, by=by)
    trail.record("import.columns_told", run, by=by, told={"Blatt": sheet})


@transaction.atomic
def decide(run: ImportRun, choices: Mapping[int, str], *, by: Any) -> None:
    """Keep what was decided for single rows, by their numbers."""
    run = _locked(run, State.PREVIEW)
    rows = list(run.rows.filter(number__in=choices, kind=ImportRow.Kind.PERSON))
    changed = [row for row in rows if row.choice != choices[row.number]]
    for row in changed:
        row.decide(choices[row.number])
    ImportRow.objects.bulk_update(changed, ["decision", "alike"])
    if changed:
        trail.record("import.decided", run, by=by, told={"Zeilen": str(len(changed))})


@transaction.atomic
def decide_all_open(run: ImportRun, decision: str, *, by: Any) -> int:
    """Decide all rows that might be somebody and are still open; return how many."""
    run = _locked(run, State.PREVIEW)
    count: int = run.rows.filter(decision=Decision.OPEN).update(decision=decision)
    told = {"Zeilen": str(count), "Entscheidung": str(Decision(decision).label)}
    trail.record("import.decided", run, by=by, told=told)
    return count


@transaction.atomic
def take_over(run: ImportRun, *, by: Any) -> None:
    """Let a worker take the rows over; refuse while somebody might be doubled or lost."""
    run = _locked(run, State.PREVIEW)
    if waiting := run.rows.filter(decision=Decision.OPEN).count():
        rows = "einer Zeile" if waiting == 1 else f"{waiting} Zeilen"
        raise DomainError(
            f"Bei {rows} ist noch offen, ob es die Person schon gibt. Bitte entscheiden Sie zuerst."
        )
    _check_merges(run)
    total = run.rows.filter(kind=ImportRow.Kind.PERSON).count()
    _hand_over(run, State.WRITING, total=total, by=by)
    trail.record("import.taken_over", run, by=by, told={"Zeilen": str(total)})


def _check_merges(run: ImportRun) -> None:
    """Refuse to merge a row with one that is not taken over."""
    skipped = set(run.rows.filter(decision=Decision.SKIP).values_list("number", flat=True))
    for row in run.rows.filter(decision=Decision.MERGE).order_by("number"):
        if row.alike[0].get("row") in skipped:
            raise DomainError(
                f"Zeile {row.number} soll mit Zeile {row.alike[0]['row']} zusammengeführt werden,"
                " die nicht übernommen wird. Bitte entscheiden Sie eine der beiden anders."
            )


@transaction.atomic
def undo(run: ImportRun, *, now: Any, by: Any) -> None:
    """Let a worker take everything back that nobody has worked on since."""
    run = _locked(run, State.DONE)
    if not run.may_be_undone(now):
        raise DomainError("Zurücknehmen geht nur in den ersten 14 Tagen.")
    total = run.rows.exclude(undo={}).count()
    _hand_over(run, State.UNDOING, total=total, by=by)
    trail.record("import.undo_ordered", run, by=by)


@transaction.atomic
def try_again(run: ImportRun, *, by: Any) -> None:
    run = _locked(run, State.FAILED)
    if not run.may_be_tried_again:
        raise NotNow("Diese Datei kann das Portal nicht lesen, auch nicht beim nächsten Mal.")
    run.try_again()
    trail.record("import.tried_again", run, by=by)
    tasks.carry_on.delay_on_commit(run.pk)


@transaction.atomic
def discard(run: ImportRun, *, by: Any) -> None:
    """Throw away a run of which nothing was taken over, with its rows and its file."""
    run = _locked(run, *State)
    if not run.is_open:
        raise NotNow("Dieser Import ist schon übernommen; er lässt sich nur zurücknehmen.")
    files.detach(run, by=by)
    trail.record("import.discarded", run, by=by, told={"Datei": run.name})
    run.delete()


def _locked(run: ImportRun, *states: str) -> ImportRun:
    """Return the run as it is now, held until the end; raise NotNow in any other state."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state not in states:
        raise NotNow(f"Dieser Import ist inzwischen weiter: „{run.get_state_display()}“.")
    return run


def _hand_over(run: ImportRun, state: str, *, by: Any, total: int = 0) -> None:
    run.started_by = by
    run.hand_over(state, total=total)
    tasks.carry_on.delay_on_commit(run.pk)
