import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from lotsen_portal.common.errors import DomainError
from lotsen_portal.tenancy.fields import SharedForeignKey, TenantForeignKey
from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.member import Member
from lotsen_portal.tenancy.models import TenantScopedModel
from volunteers.models.presets import TaskArea
from volunteers.querysets import InquiryQuerySet


class AlreadyClosed(DomainError):
    pass


class Inquiry(TenantScopedModel):
    """A Frage to the Lotsin, with the thread of messages that answers it."""

    subject = models.CharField("Betreff", max_length=200)
    topic = SharedForeignKey(
        "volunteers.Topic", models.PROTECT, null=True, blank=True, related_name="+"
    )
    task_area = models.CharField(
        "Aufgabenfeld", max_length=1, choices=TaskArea, default=TaskArea.CONTACT
    )
    volunteer = TenantForeignKey(
        "volunteers.Volunteer", models.PROTECT, null=True, blank=True, related_name="inquiries"
    )
    responsible = TenantForeignKey(
        "tenancy.Membership", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField("gestellt")
    answered_at = models.DateTimeField("beantwortet", null=True)
    closed_at = models.DateTimeField("abgeschlossen", null=True)

    objects: ClassVar[Any] = TenantManager.from_queryset(InquiryQuerySet)()

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "answered_at", "asked_at"], name="inquiry_open_ix")
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_open(self) -> bool:
        """Return whether somebody waits for an answer."""
        return self.answered_at is None and self.closed_at is None

    def add_message(
        self, text: str, *, author: Any, from_staff: bool, at: dt.datetime
    ) -> "InquiryMessage":
        """Append to the thread; a question asked again is open again."""
        if self.is_closed:
            raise AlreadyClosed("Diese Frage ist abgeschlossen. Bitte stellen Sie eine neue.")
        self.answered_at = at if from_staff else None
        self.save(update_fields=["answered_at"])
        return InquiryMessage.objects.create(
            inquiry=self, text=text, author=author, from_staff=from_staff, at=at
        )

    def close(self, at: dt.datetime) -> None:
        if self.is_closed:
            raise AlreadyClosed("Diese Frage ist bereits abgeschlossen.")
        self.closed_at = at
        self.save(update_fields=["closed_at"])


class InquiryMessage(TenantScopedModel):
    """One message of a thread, by the person who asked or by the Lotsin."""

    inquiry = TenantForeignKey(Inquiry, models.CASCADE, related_name="messages")
    text = models.TextField("Nachricht", max_length=5000)
    author = SharedForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    from_staff = models.BooleanField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Nachricht {self.pk}"

    def is_visible_to(self, member: Member) -> bool:
        """Return whether the member may see the question this belongs to."""
        return Inquiry.objects.visible_to(member).filter(pk=self.inquiry_id).exists()
