import datetime as dt
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.models import VersionedModel
from lotsen_portal.tenancy.fields import ActiveTenantId, SharedForeignKey, TenantForeignKey
from lotsen_portal.tenancy.managers import ReadingManager, TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel
from trainings.querysets import SessionQuerySet, TrainingQuerySet
from volunteers.models import TaskArea


class NotPublishable(DomainError):
    pass


class NotCancellable(DomainError):
    pass


class Training(VersionedModel, TenantScopedModel):
    """A Schulung: one session or a series, with seats."""

    title = models.CharField("Titel", max_length=200)
    topic = SharedForeignKey(
        "volunteers.Topic", models.PROTECT, related_name="+", verbose_name="Thema"
    )
    task_area = models.CharField(
        "Aufgabenfeld", max_length=1, choices=TaskArea, default=TaskArea.TRAINING
    )
    description = models.TextField("Beschreibung", blank=True, max_length=5000)
    speaker = models.CharField("Referentin oder Referent", max_length=200, blank=True)
    host = TenantForeignKey(
        "networking.Partner",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Veranstalter (Netzwerkpartner)",
    )
    place = models.CharField("Ort", max_length=200, blank=True)
    capacity = models.PositiveSmallIntegerField(
        "Plätze", validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    # Kept under the row lock of `take_seat`; stands here so that public pages need no
    # personal row.
    seats_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    waiting_count = models.PositiveSmallIntegerField(default=0, editable=False)
    # First beginning and last end of the sessions, kept by `follow_sessions`.
    starts_at = models.DateTimeField("Beginn", null=True, editable=False)
    last_ends_at = models.DateTimeField("Ende", null=True, editable=False)
    published_at = models.DateTimeField("veröffentlicht", null=True, editable=False)
    cancelled_at = models.DateTimeField("abgesagt", null=True, editable=False)
    shared_with_all = models.BooleanField("für alle Kreise offen", default=False)
    # Ids of tenants: a Kreis is never deleted, and no row refers to a row of another.
    shared_with = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)

    objects: ClassVar[Any] = TenantManager.from_queryset(TrainingQuerySet)()
    public: ClassVar[Any] = ReadingManager.from_queryset(TrainingQuerySet)(
        "public", Q(published_at__isnull=False)
    )
    offered: ClassVar[Any] = ReadingManager.from_queryset(TrainingQuerySet)(
        "neighbour",
        Q(published_at__isnull=False)
        & (Q(shared_with_all=True) | Q(shared_with__contains=[ActiveTenantId()])),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("capacity")),
                name="training_never_overbooked",
                violation_error_message="Es sind schon mehr Plätze vergeben.",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "starts_at"], name="training_list_ix")]

    def __str__(self) -> str:
        return self.title

    # Mutators

    def publish(self, now: dt.datetime) -> None:
        if self.cancelled_at:
            raise NotPublishable("Diese Schulung ist abgesagt.")
        if self.published_at:
            raise NotPublishable("Diese Schulung ist bereits veröffentlicht.")
        if self.starts_at is None:
            raise NotPublishable("Bitte tragen Sie zuerst mindestens einen Termin ein.")
        if self.starts_at <= now:
            raise NotPublishable("Der erste Termin liegt in der Vergangenheit.")
        self.published_at = now
        self.save(update_fields=["published_at"])

    def call_off(self, now: dt.datetime) -> None:
        """Say that it does not take place; what people had registered for stays a fact."""
        if self.cancelled_at:
            raise NotCancellable("Diese Schulung ist bereits abgesagt.")
        if not self.published_at:
            raise NotCancellable("Ein Entwurf muss nicht abgesagt werden.")
        if self.last_ends_at and self.last_ends_at < now:
            raise NotCancellable("Diese Schulung hat schon stattgefunden.")
        self.cancelled_at = now
        self.save(update_fields=["cancelled_at"])

    def count(self, *, seats: int = 0, waiting: int = 0) -> None:
        """Add to the seats taken and to those who wait; call it under the row's lock."""
        type(self).objects.filter(pk=self.pk).update(
            seats_taken=F("seats_taken") + seats, waiting_count=F("waiting_count") + waiting
        )

    def follow_sessions(self) -> None:
        """Take over the first beginning and the last end of the sessions."""
        bounds = self.sessions.aggregate(first=models.Min("starts_at"), last=models.Max("ends_at"))
        self.starts_at, self.last_ends_at = bounds["first"], bounds["last"]
        self.save(update_fields=["starts_at", "last_ends_at"])

    # Queries

    @property
    def seats_free(self) -> int:
        return max(0, self.capacity - self.seats_taken)

    @property
    def teaching_units(self) -> int:
        """Return the Unterrichtseinheiten (45 minutes) of all sessions."""
        return sum(session.teaching_units for session in self.sessions.all())

    @property
    def state(self) -> str:
        """Return "draft", "published" or "cancelled"."""
        if self.cancelled_at:
            return "cancelled"
        return "published" if self.published_at else "draft"

    @property
    def takes_entries(self) -> bool:
        """Return whether the Lotsin may enter somebody, also late."""
        return self.state == "published"

    def has_begun(self, now: dt.datetime) -> bool:
        return self.starts_at is not None and self.starts_at <= now

    def is_open(self, now: dt.datetime) -> bool:
        """Return whether somebody may still sign up."""
        return self.takes_entries and self.starts_at is not None and not self.has_begun(now)


class Session(TenantScopedModel):
    """One Termin of a Schulung."""

    training = TenantForeignKey(Training, models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField("Beginn")
    ends_at = models.DateTimeField("Ende")
    teaching_units = models.PositiveSmallIntegerField(
        "Unterrichtseinheiten",
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text="Je 45 Minuten.",
    )

    objects: ClassVar[Any] = TenantManager.from_queryset(SessionQuerySet)()
    public: ClassVar[Any] = ReadingManager("public")
    offered: ClassVar[Any] = ReadingManager("neighbour")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_lasts",
                violation_error_message="Das Ende liegt vor dem Beginn.",
            ),
            models.CheckConstraint(condition=Q(teaching_units__gte=1), name="session_has_units"),
        ]
        indexes = [models.Index(fields=["tenant", "starts_at"], name="session_starts_ix")]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.starts_at):%d.%m.%Y %H:%M}"

    # Queries

    @property
    def starts_on(self) -> dt.date:
        return timezone.localdate(self.starts_at)

    def is_recordable(self, now: dt.datetime) -> bool:
        """Return whether attendance may be recorded: from the session's day on."""
        return self.starts_on <= timezone.localdate(now)

    def training_under_lock(self) -> Training:
        return Training.objects.under_lock(self.training_id)
