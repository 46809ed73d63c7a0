"""A table of helpers on its way into the registry, row by row, and back out again."""

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from lotsen_portal.tenancy.fields import SharedForeignKey, TenantForeignKey
from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.member import Member
from lotsen_portal.tenancy.models import Role, TenantScopedModel
from volunteers.querysets import UNDO_PERIOD, ImportRunQuerySet

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_ATTEMPTS = 3


def lease() -> dt.timedelta:
    """Return how long a worker holds a run without a sign of life: longer than reading a file."""
    return dt.timedelta(seconds=2 * settings.DOCUMENT_LEASE_SECONDS)


class ImportRun(TenantScopedModel):
    """One file: looked into → columns told → rows read → looked at → taken over (→ undone).

    The row is the queue of its worker's steps, with lease and attempts as documents have them.
    """

    class State(models.TextChoices):
        LOOKING = "looking", "wird angesehen"
        COLUMNS = "columns", "Spalten zuordnen"
        READING = "reading", "wird gelesen"
        PREVIEW = "preview", "Zeilen prüfen"
        WRITING = "writing", "wird übernommen"
        DONE = "done", "übernommen"
        UNDOING = "undoing", "wird zurückgenommen"
        UNDONE = "undone", "zurückgenommen"
        FAILED = "failed", "nicht möglich"

    # What a worker does; in the other states a person is asked.
    AT_WORK = ("looking", "reading", "writing", "undoing")
    # Where nothing is taken over yet: the run may be thrown away.
    OPEN = ("looking", "columns", "reading", "preview")

    name = models.CharField("Datei", max_length=200)
    state = models.CharField("Stand", max_length=10, choices=State, default=State.LOOKING)
    # Per sheet: name, number of rows and columns, its first rows as text.
    sheets = models.JSONField(default=list)
    sheet = models.CharField("Blatt", max_length=100, blank=True)
    header_row = models.PositiveIntegerField("Kopfzeile", null=True)
    # Per column: heading and what it is taken for.
    columns = models.JSONField(default=list)
    done_rows = models.PositiveIntegerField(default=0)
    total_rows = models.PositiveIntegerField(default=0)
    reason = models.CharField("Grund", max_length=300, blank=True)
    # What was being done when it was given up.
    failed_in = models.CharField(max_length=10, choices=State, blank=True, editable=False)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    started_by = SharedForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    started_at = models.DateTimeField("hochgeladen", auto_now_add=True)
    written_at = models.DateTimeField("übernommen", null=True)

    objects: ClassVar[Any] = TenantManager.from_queryset(ImportRunQuerySet)()

    MAX_ATTEMPTS = MAX_ATTEMPTS

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "started_at"], name="import_run_started_ix"),
            models.Index(
                fields=["tenant", "state"],
                name="import_run_at_work_ix",
                condition=Q(state__in=["looking", "reading", "writing", "undoing"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_visible_to(self, member: Member) -> bool:
        """Return whether the member may have the file: it is the Lotsin's own list."""
        return member.has(Role.COORDINATOR)

    @property
    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK

    @property
    def is_open(self) -> bool:
        """Say whether nothing is taken over yet, so that it may be thrown away."""
        state = self.failed_in if self.state == self.State.FAILED else self.state
        return state in self.OPEN

    @property
    def percent(self) -> int:
        return 100 * self.done_rows // self.total_rows if self.total_rows else 0

    @property
    def progress(self) -> str:
        return f"{self.done_rows} von {self.total_rows} Zeilen"

    @property
    def tone(self) -> str:
        """Return how the state looks beside its word."""
        tones = {"done": "success", "failed": "danger", "columns": "warning", "preview": "warning"}
        return tones.get(self.state, "info")

    @property
    def has_other_sheets(self) -> bool:
        return len(self.sheets) > 1

    @property
    def undoable_until(self) -> dt.datetime | None:
        return self.written_at + UNDO_PERIOD if self.written_at else None

    def may_be_undone(self, now: dt.datetime) -> bool:
        until = self.undoable_until
        return self.state == self.State.DONE and until is not None and now < until

    @property
    def may_be_tried_again(self) -> bool:
        """Say whether it might go better: not where a rule said no to the file at once."""
        refused = self.is_open and self.attempt < MAX_ATTEMPTS
        return self.state == self.State.FAILED and not refused

    # Mutators

    def hand_over(self, state: str, *, total: int = 0) -> None:
        """Let a worker go on with the next step, from its beginning."""
        self.state, self.reason, self.failed_in = state, "", ""
        self.attempt, self.lease_until = 0, None
        self.done_rows, self.total_rows = 0, total
        self.save()

    def get_on(self, rows: int, *, until: dt.datetime) -> None:
        """Note that a slice is done: whoever gets on has not failed."""
        self.done_rows += rows
        self.attempt, self.lease_until = 1, until
        self.save(update_fields=["done_rows", "attempt", "lease_until"])

    def ask(self, state: str) -> None:
        """End the worker's step; a person is asked, or all is done."""
        self.state, self.lease_until, self.attempt, self.reason = state, None, 0, ""
        self.save()

    def give_up(self, reason: str) -> None:
        self.failed_in, self.state = self.state, self.State.FAILED
        self.reason, self.lease_until = reason[:300], None
        self.save(update_fields=["failed_in", "state", "reason", "lease_until"])

    def try_again(self) -> None:
        """Go on where it was given up; what is done is done."""
        self.state, self.failed_in, self.reason, self.attempt = self.failed_in, "", "", 0
        self.save(update_fields=["state", "failed_in", "reason", "attempt"])

    def end(self) -> None:
        """Let nothing follow, for what it would need is gone; the numbers stay."""
        if self.state == self.State.FAILED:
            self.state, self.failed_in, self.reason = self.State.DONE, "", ""
        self.sheets, self.columns = [], []
        self.save()

    def forget_cells(self, number: int) -> None:
        """Let go of a row that is among the first of its sheet, which are kept twice."""
        for sheet in self.sheets:
            if sheet["name"] == self.sheet:
                sheet["head"] = [row for row in sheet["head"] if row[0] != number]
        self.save(update_fields=["sheets"])


class ImportRow(TenantScopedModel):
    """A row of the file as it stood there, what was read from it, and what became of it."""

    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        SECTION = "section", "Abschnitt"
        EMPTY = "empty", "leer"
        TOTAL = "total", "Summe"

    class Decision(models.TextChoices):
        OPEN = "open", "noch offen"
        NEW = "new", "neu aufnehmen"
        MERGE = "merge", "zusammenführen"
        SKIP = "skip", "nicht übernehmen"

    run = TenantForeignKey(ImportRun, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("Zeile")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PERSON)
    # The cells as text, in the order of the columns.
    cells = models.JSONField(default=list)
    # Field → value, as the registry would keep them; and the sentences about what was unclear.
    values = models.JSONField(default=dict)
    remarks = models.JSONField(default=list)
    is_objectionable = models.BooleanField(default=False)
    decision = models.CharField(
        "Was geschieht", max_length=10, choices=Decision, default=Decision.NEW
    )
    # Who it might be: row of this file or person of the registry, with reasons.
    alike = models.JSONField(default=list)
    volunteer = TenantForeignKey(
        "volunteers.Volunteer", models.SET_NULL, null=True, related_name="import_rows"
    )
    # What undoing needs: what the person said before, ids of what was added, version right after.
    undo = models.JSONField(default=dict)
    outcome = models.CharField("Ergebnis", max_length=300, blank=True)

    # What the preview says of the person, see `importing.preview`.
    told: list[tuple[str, Any]]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "run", "number"], name="import_row_once"),
        ]

    def __str__(self) -> str:
        return f"Zeile {self.number}"

    @classmethod
    def keep_outcomes(cls, rows: "Sequence[ImportRow]") -> None:
        """Save what became of stored rows; four times as fast as Django's own bulk_update."""
        cls.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["outcome", "volunteer", "undo"],
        )

    def forget(self, label: str, *, code: str, value: str, word: str) -> None:
        """Let go of what the row tells of one thing, as where it may be kept no longer.

        It stands in the cells, whatever their column was taken for, as read, in what undoing would
        look for, and in the result.
        """
        self.cells = []
        self.remarks = [one for one in self.remarks if one["code"] != code]
        self.values.pop(value, None)
        for rows in (self.undo.get("linked", {}), self.undo.get("added", {})):
            rows.pop(label, None)
        self.outcome = without(self.outcome, word)
        self.save()
        self.run.forget_cells(self.number)

    @property
    def listed_name(self) -> str:
        names = [self.values.get(part, "") for part in ("last_name", "first_name")]
        return ", ".join(filter(None, names))

    @property
    def choice(self) -> str:
        """Return the decision as forms name it; merging is always with the first of those alike."""
        if self.decision != self.Decision.MERGE:
            return self.decision
        return f"merge-{key_of(self.alike[0])}"

    def choices(self) -> list[tuple[str, str]]:
        """Return what may be decided, in words."""
        merging = [
            (f"merge-{key_of(match)}", f"zusammenführen mit {match['label']}")
            for match in self.alike
        ]
        # Who has no name cannot be taken in.
        keys = [self.Decision.NEW, self.Decision.SKIP] if self.listed_name else [self.Decision.SKIP]
        if self.alike:
            keys = [self.Decision.OPEN, *keys]
        return [*((key.value, key.label) for key in keys), *merging]

    def decide(self, choice: str) -> None:
        """Decide by one of the choices; whom it is merged with stands first of those alike."""
        decision, _, key = choice.partition("-")
        if decision == self.Decision.MERGE:
            self.alike.sort(key=lambda match: key_of(match) != key)
        self.decision = decision


def without(outcome: str, word: str) -> str:
    """Return the sentence without one of the things that it says were added."""
    for told, left in ((f", {word}", ""), (f"{word}, ", ""), (f": ergänzt {word}", "")):
        outcome = outcome.replace(told, left)
    return outcome


def key_of(match: dict[str, Any]) -> str:
    """Return by what a form names the row or the person that a row is like."""
    return f"row-{match['row']}" if "row" in match else f"person-{match['volunteer']}"
