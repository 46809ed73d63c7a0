import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lotsen_portal.accounts.models import new_token
from lotsen_portal.common.errors import DomainError
from lotsen_portal.tenancy.fields import TenantForeignKey
from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel
from trainings.models.training import Session, Training
from trainings.querysets import RegistrationQuerySet


class NotOpen(DomainError):
    pass


class Registration(TenantScopedModel):
    """An Anmeldung at the host's Kreis, with the participant's own data.

    `pending` until a guest has confirmed the address, then `confirmed` with a seat or `waiting`.
    """

    class Status(models.TextChoices):
        PENDING = "pending", "noch nicht bestätigt"
        CONFIRMED = "confirmed", "angemeldet"
        WAITING = "waiting", "auf der Warteliste"
        CANCELLED = "cancelled", "abgesagt"

    training = TenantForeignKey(Training, models.CASCADE, related_name="registrations")
    name = models.CharField("Name", max_length=200)
    email = models.EmailField("E-Mail")
    phone = models.CharField("Telefon", max_length=50, blank=True)
    needs = models.CharField("Was brauchen Sie, um teilzunehmen?", max_length=500, blank=True)
    home_tenant = models.ForeignKey(
        "tenancy.Tenant", models.PROTECT, null=True, blank=True, related_name="+"
    )
    volunteer = TenantForeignKey(
        "volunteers.Volunteer",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="registrations",
    )
    status = models.CharField("Stand", max_length=20, choices=Status, default=Status.PENDING)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    asked_at = models.DateTimeField("angefragt")
    # The order of the waiting list is that of confirmation.
    confirmed_at = models.DateTimeField("bestätigt", null=True)
    cancelled_at = models.DateTimeField("abgesagt", null=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects: ClassVar[Any] = TenantManager.from_queryset(RegistrationQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "training", "email"],
                name="registration_once_per_address",
                violation_error_message="Mit dieser E-Mail-Adresse gibt es schon eine Anmeldung.",
            ),
            models.CheckConstraint(
                condition=Q(email=models.functions.Lower("email")), name="registration_email_lower"
            ),
        ]

    def __str__(self) -> str:
        return f"Anmeldung {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    # Mutators

    def take_seat(self, now: dt.datetime) -> None:
        """Take a seat or a place on the waiting list.

        The lock on the training's row keeps two last seats from being one; `seats_taken`
        counts under the same lock. Raise NotOpen when the Schulung takes nobody any more.
        """
        training = Training.objects.select_for_update().get(pk=self.training_id)
        if not training.is_open(now):
            raise NotOpen("Für diese Schulung ist keine Anmeldung mehr möglich.")
        free = training.seats_taken < training.capacity and training.waiting_count == 0
        column = "seats_taken" if free else "waiting_count"
        Training.objects.filter(pk=training.pk).update(**{column: F(column) + 1})
        self.status = self.Status.CONFIRMED if free else self.Status.WAITING
        self.confirmed_at, self.cancelled_at = now, None
        self.save(update_fields=["status", "confirmed_at", "cancelled_at"])

    def cancel(self, now: dt.datetime) -> None:
        """Give back the seat or the place on the waiting list; a second time does nothing."""
        Training.objects.select_for_update().get(pk=self.training_id)
        self.refresh_from_db(fields=["status"])
        column = {self.Status.CONFIRMED: "seats_taken", self.Status.WAITING: "waiting_count"}.get(
            self.Status(self.status)
        )
        if column:
            Training.objects.filter(pk=self.training_id).update(**{column: F(column) - 1})
        self.status, self.cancelled_at = self.Status.CANCELLED, now
        self.save(update_fields=["status", "cancelled_at"])


class Attendance(TenantScopedModel):
    """That somebody was there at a session, as a person or a check-in recorded it."""

    registration = TenantForeignKey(Registration, models.CASCADE, related_name="attendances")
    session = TenantForeignKey(Session, models.CASCADE, related_name="attendances")
    present = models.BooleanField("anwesend")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "session", "registration"], name="attendance_once_per_session"
            ),
        ]

    def __str__(self) -> str:
        return "anwesend" if self.present else "nicht anwesend"


class ExternalAttendance(TenantScopedModel):
    """What one of the Kreis's people attended elsewhere, as the host's Kreis has told."""

    email = models.EmailField("E-Mail")
    title = models.CharField("Schulung", max_length=200)
    host_name = models.CharField("Veranstaltender Kreis", max_length=150)
    on = models.DateField("am")
    teaching_units = models.PositiveSmallIntegerField("Unterrichtseinheiten")
    # The host's registration and session as a number of its own, so that a repeat does nothing.
    source_key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "source_key"], name="external_attendance_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title
