import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from lotsen_portal.accounts.models import new_token
from lotsen_portal.common.errors import DomainError
from lotsen_portal.tenancy.fields import SharedForeignKey, TenantForeignKey
from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel
from trainings.models.training import Training
from trainings.querysets import RegistrationQuerySet


class NotOpen(DomainError):
    pass


class NotWaiting(DomainError):
    pass


class NoSeat(DomainError):
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
    home_tenant = SharedForeignKey(
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
    registered_by = SharedForeignKey(
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

    def under_lock(self) -> Training:
        """Lock the training's row and read this row anew; return the training as it is now.

        Whoever gives or takes a seat holds this lock, so two last seats are never one. Take it
        before the first write: an insert locks the training as well, but too weakly.
        """
        training = Training.objects.under_lock(self.training_id)
        self.refresh_from_db(fields=["status", "confirmed_at", "cancelled_at"])
        return training

    def take_seat(self, now: dt.datetime) -> None:
        """Take a seat or a place on the waiting list; a second time does nothing.

        Raise NotOpen when the Schulung takes nobody any more.
        """
        training = self.under_lock()
        if self.is_holding:
            return
        if not training.is_open(now):
            raise NotOpen("Für diese Schulung ist keine Anmeldung mehr möglich.")
        self._take_place(training, now)

    def take_seat_late(self, now: dt.datetime) -> None:
        """Take a seat or a place on the waiting list, also after the Schulung has begun."""
        training = self.under_lock()
        if self.is_holding:
            return
        if not training.takes_entries:
            raise NotOpen("Diese Schulung ist nicht veröffentlicht oder abgesagt.")
        self._take_place(training, now)

    def _take_place(self, training: Training, now: dt.datetime) -> None:
        # Who comes later queues behind those who wait, even when a seat is free.
        free = training.seats_taken < training.capacity and training.waiting_count == 0
        training.count(seats=int(free), waiting=int(not free))
        self.status = self.Status.CONFIRMED if free else self.Status.WAITING
        self.confirmed_at, self.cancelled_at = now, None
        self.save(update_fields=["status", "confirmed_at", "cancelled_at"])

    def move_up(self) -> None:
        """Take a free seat from the waiting list; the place in the queue stays a fact."""
        training = self.under_lock()
        if self.status != self.Status.WAITING:
            raise NotWaiting("Diese Person steht nicht mehr auf der Warteliste.")
        if training.cancelled_at:
            raise NotOpen("Diese Schulung ist abgesagt.")
        if training.seats_taken >= training.capacity:
            raise NoSeat("Es ist kein Platz frei. Erhöhen Sie zuerst die Zahl der Plätze.")
        training.count(seats=1, waiting=-1)
        self.status = self.Status.CONFIRMED
        self.save(update_fields=["status"])

    def cancel(self, now: dt.datetime) -> None:
        """Give back the seat or the place on the waiting list; a second time does nothing."""
        training = self.under_lock()
        if self.status == self.Status.CANCELLED:
            return
        if self.status == self.Status.CONFIRMED:
            training.count(seats=-1)
        elif self.status == self.Status.WAITING:
            training.count(waiting=-1)
        self.status, self.cancelled_at = self.Status.CANCELLED, now
        self.save(update_fields=["status", "cancelled_at"])

    # Queries

    @property
    def is_holding(self) -> bool:
        """Return whether it holds a seat or a place on the waiting list."""
        return self.status in (self.Status.CONFIRMED, self.Status.WAITING)
