"""A table of helpers on its way into the registry, row by row, and back out again."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from lotsen_portal.tenancy.fields import SharedForeignKey, TenantForeignKey
from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel
from volunteers.querysets import ImportRunQuerySet


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
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    started_by = SharedForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    started_at = models.DateTimeField("hochgeladen", auto_now_add=True)
    written_at = models.DateTimeField("übernommen", null=True)

    objects: ClassVar[Any] = TenantManager.from_queryset(ImportRunQuerySet)()

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


class ImportRow(TenantScopedModel):
    """A row of the file as it stood there, what was read from it, and what became of it."""

    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        SECTION = "section", "Abschnitt"
        EMPTY = "empty", "leer"
        TOTAL = "total", "Summe"

    class Decision(models.TextChoices):
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

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "run", "number"], name="import_row_once"),
        ]

    def __str__(self) -> str:
        return f"Zeile {self.number}"


class ImportLayout(TenantScopedModel):
    """What the columns of a table were taken for the last time, by its headings."""

    headings_hash = models.CharField(max_length=64)
    columns = models.JSONField()
    used_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "headings_hash"], name="import_layout_once"),
        ]

    def __str__(self) -> str:
        return "Spaltenzuordnung"
