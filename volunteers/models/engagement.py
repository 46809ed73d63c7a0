"""What somebody offers, since when: status, Einsatzbereiche, whom, where and at what times."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lotsen_portal.tenancy.fields import TenantForeignKey
from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel
from volunteers.models.volunteer import Volunteer
from volunteers.querysets import DatedQuerySet


class StatusChange(TenantScopedModel):
    """Since when somebody has a status; figures of past years count these."""

    volunteer = TenantForeignKey(Volunteer, models.CASCADE, related_name="status_changes")
    status = models.CharField("Status", max_length=20, choices=Volunteer.Status)
    on = models.DateField("am")

    def __str__(self) -> str:
        return f"{self.get_status_display()} seit {self.on}"


class Engagement(TenantScopedModel):
    """An Einsatzbereich somebody offers to help in, from and until."""

    volunteer = TenantForeignKey(Volunteer, models.CASCADE, related_name="engagements")
    field = TenantForeignKey("volunteers.EngagementField", models.PROTECT, related_name="+")
    starts_on = models.DateField("von", default=timezone.localdate)
    ends_on = models.DateField("bis", null=True, blank=True)

    objects: ClassVar[Any] = TenantManager.from_queryset(DatedQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "volunteer", "field"],
                name="engagement_once_at_a_time",
                condition=Q(ends_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.field)


class VolunteerTargetGroup(TenantScopedModel):
    """Whom somebody would like to help."""

    volunteer = TenantForeignKey(Volunteer, models.CASCADE, related_name="target_groups")
    target_group = TenantForeignKey("volunteers.TargetGroup", models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "volunteer", "target_group"], name="volunteer_target_group_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.target_group)


class VolunteerMunicipality(TenantScopedModel):
    """A municipality somebody would go to; none at all means their own and what is near."""

    volunteer = TenantForeignKey(Volunteer, models.CASCADE, related_name="municipalities")
    municipality = TenantForeignKey("tenancy.Municipality", models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "volunteer", "municipality"], name="volunteer_municipality_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.municipality)


class VolunteerTag(TenantScopedModel):
    """That somebody carries a tag."""

    volunteer = TenantForeignKey(Volunteer, models.CASCADE, related_name="tags")
    tag = TenantForeignKey("volunteers.Tag", models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "volunteer", "tag"], name="volunteer_tag_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.tag)


class Availability(TenantScopedModel):
    """A part of a weekday on which somebody usually has time."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Montag"
        TUESDAY = 1, "Dienstag"
        WEDNESDAY = 2, "Mittwoch"
        THURSDAY = 3, "Donnerstag"
        FRIDAY = 4, "Freitag"
        SATURDAY = 5, "Samstag"
        SUNDAY = 6, "Sonntag"

    class Slot(models.TextChoices):
        MORNING = "morning", "vormittags"
        AFTERNOON = "afternoon", "nachmittags"
        EVENING = "evening", "abends"

    volunteer = TenantForeignKey(Volunteer, models.CASCADE, related_name="availabilities")
    weekday = models.PositiveSmallIntegerField("Wochentag", choices=Weekday)
    slot = models.CharField("Tageszeit", max_length=10, choices=Slot)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "volunteer", "weekday", "slot"], name="availability_once"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="availability_in_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.get_slot_display()}"
