"""What helping leaves as dated facts: contacts, requests, hours."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from lotsen_portal.tenancy.fields import SharedForeignKey, TenantForeignKey
from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel
from volunteers.models.presets import TaskArea
from volunteers.querysets import HoursQuerySet


class Consultation(TenantScopedModel):
    """A Beratungskontakt, with a volunteer or without a name; several alike are one row."""

    class Channel(models.TextChoices):
        PHONE = "phone", "Telefon"
        MAIL = "mail", "E-Mail"
        VISIT = "visit", "persönlich"
        ONLINE = "online", "online"

    on = models.DateField("am", default=timezone.localdate)
    channel = models.CharField("Weg", max_length=10, choices=Channel)
    topic = SharedForeignKey("volunteers.Topic", models.PROTECT, related_name="+")
    task_area = models.CharField("Aufgabenfeld", max_length=1, choices=TaskArea)
    volunteer = TenantForeignKey(
        "volunteers.Volunteer",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="consultations",
        verbose_name="mit",
    )
    count = models.PositiveSmallIntegerField(
        "Anzahl", default=1, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    note = models.CharField("Notiz", max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="consultation_counts"),
        ]
        indexes = [models.Index(fields=["tenant", "on"], name="consultation_on_ix")]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.topic}"


class HelpRequest(TenantScopedModel):
    """A Hilfegesuch: a pseudonymous need, never the name of the person helped."""

    class Status(models.TextChoices):
        OPEN = "open", "offen"
        MATCHED = "matched", "vermittelt"
        CLOSED = "closed", "ohne Vermittlung beendet"

    need = models.CharField("Bedarf", max_length=300)
    field = TenantForeignKey("volunteers.EngagementField", models.PROTECT, related_name="+")
    language = SharedForeignKey(
        "volunteers.Language", models.PROTECT, null=True, blank=True, related_name="+"
    )
    task_area = models.CharField(
        "Aufgabenfeld", max_length=1, choices=TaskArea, default=TaskArea.CONTACT
    )
    status = models.CharField("Stand", max_length=10, choices=Status, default=Status.OPEN)
    received_on = models.DateField("eingegangen am", default=timezone.localdate)
    settled_on = models.DateField("erledigt am", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="help_request_settled_with_a_day",
                condition=Q(status="open", settled_on__isnull=True)
                | (~Q(status="open") & Q(settled_on__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["tenant", "received_on"], name="help_request_received_ix")]

    def __str__(self) -> str:
        return self.need


class HoursEntry(TenantScopedModel):
    """Hours somebody helped, as they say themself; quarter hours."""

    volunteer = TenantForeignKey(
        "volunteers.Volunteer", models.PROTECT, related_name="hours_entries"
    )
    field = TenantForeignKey(
        "volunteers.EngagementField", models.PROTECT, null=True, blank=True, related_name="+"
    )
    on = models.DateField("am", default=timezone.localdate)
    hours = models.DecimalField(
        "Stunden",
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0.25), MaxValueValidator(24)],
    )

    objects: ClassVar[Any] = TenantManager.from_queryset(HoursQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=24), name="hours_within_a_day"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "on"], name="hours_entry_on_ix")]

    def __str__(self) -> str:
        return f"{self.hours} h am {self.on}"
