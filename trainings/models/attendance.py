import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from lotsen_portal.tenancy.fields import SharedForeignKey, TenantForeignKey
from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel
from trainings.models.registration import Registration
from trainings.models.training import Session
from trainings.querysets import AttendanceQuerySet


class Attendance(TenantScopedModel):
    """That somebody was there at a session, as a person or a check-in recorded it."""

    registration = TenantForeignKey(Registration, models.CASCADE, related_name="attendances")
    session = TenantForeignKey(Session, models.CASCADE, related_name="attendances")
    # None: somebody had recorded it and took it back.
    present = models.BooleanField("anwesend", null=True)
    recorded_by = SharedForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    # When the home Kreis of a guest has learnt what stands here; None: it has yet to.
    told_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = TenantManager.from_queryset(AttendanceQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "session", "registration"], name="attendance_once_per_session"
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "session"], name="attendance_untold_ix", condition=Q(told_at=None)
            ),
        ]

    def __str__(self) -> str:
        return {True: "anwesend", False: "nicht anwesend", None: "noch offen"}[self.present]


@dataclass(frozen=True)
class AttendanceReport:
    """What the host tells the home Kreis; made in the host's scope, read in the home's."""

    attendance_id: int
    recorded_at: dt.datetime
    present: bool | None
    email: str
    title: str
    host_name: str
    on: dt.date
    teaching_units: int
    source_key: str

    @classmethod
    def of(cls, attendance: Attendance, host: Any) -> "AttendanceReport":
        session, registration = attendance.session, attendance.registration
        return cls(
            attendance_id=attendance.pk,
            recorded_at=attendance.recorded_at,
            present=attendance.present,
            email=registration.email,
            title=session.training.title,
            host_name=str(host),
            on=session.starts_on,
            teaching_units=session.teaching_units,
            source_key=f"{host.pk}:{session.pk}:{registration.pk}",
        )


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

    @classmethod
    def learn(cls, report: AttendanceReport) -> None:
        """Write, correct or take back what a host tells; a repetition changes nothing."""
        if not report.present:
            cls.objects.filter(source_key=report.source_key).delete()
            return
        cls.objects.update_or_create(
            source_key=report.source_key,
            defaults={
                "email": report.email,
                "title": report.title,
                "host_name": report.host_name,
                "on": report.on,
                "teaching_units": report.teaching_units,
            },
        )
