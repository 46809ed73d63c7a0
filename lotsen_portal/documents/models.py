"""PDF documents made in the background. The row is the queue; Celery only wakes."""

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lotsen_portal.tenancy.fields import SharedForeignKey
from lotsen_portal.tenancy.managers import ReadingManager, TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel

MAX_ATTEMPTS = 3


def lease() -> dt.timedelta:
    """Return how long a worker holds a document without a sign of life."""
    return dt.timedelta(seconds=settings.DOCUMENT_LEASE_SECONDS)


class DocumentQuerySet(models.QuerySet):
    def claimable(self, now: dt.datetime) -> "DocumentQuerySet":
        """Keep what waits, and what a dead worker left behind."""
        left_behind = Q(state=AbstractDocument.State.RENDERING, lease_until__lt=now)
        return self.filter(
            Q(state=AbstractDocument.State.QUEUED) | left_behind, attempt__lt=MAX_ATTEMPTS
        )

    def claim(self, pk: int, *, now: dt.datetime) -> bool:
        """Take the document for rendering by one UPDATE; False if there is nothing to take."""
        return (
            self.claimable(now)
            .filter(pk=pk)
            .update(
                state=AbstractDocument.State.RENDERING,
                attempt=F("attempt") + 1,
                lease_until=now + lease(),
            )
            == 1
        )

    def exhausted(self, now: dt.datetime) -> "DocumentQuerySet":
        """Keep what died in its last attempt."""
        return self.filter(
            state=AbstractDocument.State.RENDERING, lease_until__lt=now, attempt__gte=MAX_ATTEMPTS
        )

    def held(self, pk: int, attempt: int) -> "DocumentQuerySet":
        """Keep the row while the given attempt still holds it."""
        return self.filter(pk=pk, state=AbstractDocument.State.RENDERING, attempt=attempt)


class AbstractDocument(models.Model):
    """queued → rendering (with a lease) → ready | failed."""

    class State(models.TextChoices):
        QUEUED = "queued", "wartet"
        RENDERING = "rendering", "wird erstellt"
        READY = "ready", "fertig"
        FAILED = "failed", "fehlgeschlagen"

    kind = models.CharField("Art", max_length=60)
    title = models.CharField("Titel", max_length=200)
    subject_id = models.BigIntegerField()
    # Ordering the same thing twice, as by a double click, finds the open order by this key.
    key = models.CharField(max_length=120)
    state = models.CharField("Stand", max_length=10, choices=State, default=State.QUEUED)
    requested_by = SharedForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    queued_at = models.DateTimeField("bestellt")
    lease_until = models.DateTimeField(null=True)
    attempt = models.PositiveSmallIntegerField("Versuch", default=0)
    reason = models.CharField("Grund", max_length=300, blank=True)
    file = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField(null=True)
    sha256 = models.CharField("Prüfsumme", max_length=64, blank=True)
    ready_at = models.DateTimeField("fertig", null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def suffix(self) -> str:
        """Return what the stored file ends with: „pdf“."""
        return self.file.rpartition(".")[2]

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.RENDERING}

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def has_failed(self) -> bool:
        return self.state == self.State.FAILED


class Document(AbstractDocument, TenantScopedModel):
    """A document of a Kreis; a released one is readable by the Land as well."""

    class ReleasedTo(models.TextChoices):
        NOBODY = "", "niemanden"
        OVERSIGHT = "oversight", "Ministerium und Bewilligungsbehörde"
        AUTHORITY = "authority", "Bewilligungsbehörde"

    released_to = models.CharField(
        max_length=10, choices=ReleasedTo, default=ReleasedTo.NOBODY, blank=True
    )

    objects: ClassVar[Any] = TenantManager.from_queryset(DocumentQuerySet)()
    oversight: ClassVar[Any] = ReadingManager(
        "oversight", Q(released_to=ReleasedTo.OVERSIGHT, state="ready")
    )
    authority: ClassVar[Any] = ReadingManager(
        "authority", Q(released_to__in=["oversight", "authority"], state="ready")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "key"],
                name="document_one_open_order",
                condition=Q(state__in=["queued", "rendering"]),
            ),
            models.CheckConstraint(
                name="document_ready_with_file",
                condition=~Q(state="ready") | (~Q(file="") & ~Q(sha256="")),
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "kind", "subject_id"], name="document_subject_ix")
        ]


class LandDocument(AbstractDocument):
    """A document that belongs to no Kreis."""

    objects: ClassVar[Any] = models.Manager.from_queryset(DocumentQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                name="land_document_one_open_order",
                condition=Q(state__in=["queued", "rendering"]),
            ),
        ]
