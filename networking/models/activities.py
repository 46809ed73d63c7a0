from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from lotsen_portal.common.models import VersionedModel
from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel
from networking.querysets import ActivityQuerySet, NetworkMeetingQuerySet
from volunteers.models import TaskArea


class NetworkMeeting(VersionedModel, TenantScopedModel):
    """A Netzwerktreffen or Gremium the Lotsin held or attended."""

    class Part(models.TextChoices):
        HELD = "held", "selbst veranstaltet"
        ATTENDED = "attended", "teilgenommen"

    title = models.CharField("Titel", max_length=200)
    on = models.DateField("am", default=timezone.localdate)
    part = models.CharField("Rolle", max_length=10, choices=Part, default=Part.HELD)
    task_area = models.CharField(
        "Aufgabenfeld", max_length=1, choices=TaskArea, default=TaskArea.COORDINATION
    )
    people_count = models.PositiveSmallIntegerField(
        "Teilnehmende", null=True, blank=True, validators=[MaxValueValidator(5000)]
    )
    result = models.TextField("Ergebnis", blank=True, max_length=4000)

    objects: ClassVar[Any] = TenantManager.from_queryset(NetworkMeetingQuerySet)()

    class Meta:
        # Each row counts in the report: the second click on "Speichern" must not.
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "on", "title"],
                name="network_meeting_once",
                violation_error_message="Dieses Treffen steht an diesem Tag schon in der Liste.",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "on"], name="network_meeting_on_ix")]

    def __str__(self) -> str:
        return self.title


class OutreachActivity(VersionedModel, TenantScopedModel):
    """Öffentlichkeitsarbeit: press, newsletter, stand, event."""

    class Kind(models.TextChoices):
        PRESS = "press", "Presse"
        NEWSLETTER = "newsletter", "Newsletter"
        EVENT = "event", "Veranstaltung oder Stand"
        ONLINE = "online", "Internet und soziale Medien"
        PRINT = "print", "Flyer und Plakat"

    title = models.CharField("Titel", max_length=200)
    on = models.DateField("am", default=timezone.localdate)
    kind = models.CharField("Art", max_length=12, choices=Kind)
    task_area = models.CharField(
        "Aufgabenfeld", max_length=1, choices=TaskArea, default=TaskArea.RECRUITING
    )

    objects: ClassVar[Any] = TenantManager.from_queryset(ActivityQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "on", "kind", "title"],
                name="outreach_once",
                violation_error_message="Das steht an diesem Tag schon in der Liste.",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "on"], name="outreach_on_ix")]

    def __str__(self) -> str:
        return self.title
