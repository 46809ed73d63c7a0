"""The outbox: one row for each mail to each recipient."""

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel


class MailQuerySet(models.QuerySet):
    def waiting(self) -> "MailQuerySet":
        return self.filter(state=AbstractMail.State.QUEUED)

    def claim(self, pk: int, *, now: dt.datetime) -> bool:
        """Take the mail for sending; False if somebody has or it went out already."""
        claimed = self.waiting().filter(pk=pk)
        return claimed.update(state=AbstractMail.State.SENDING, sending_since=now) == 1

    def abandoned(self, since: dt.datetime) -> "MailQuerySet":
        """Keep what a crash left in the middle of the SMTP dialogue."""
        return self.filter(state=AbstractMail.State.SENDING, sending_since__lt=since)


class AbstractMail(models.Model):
    """queued → sending → sent | refused | unclear.

    `sending` is committed before the SMTP dialogue; what a crash leaves there becomes `unclear`
    and is never sent again by itself, for it may have arrived.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "wartet"
        SENDING = "sending", "wird gesendet"
        SENT = "sent", "gesendet"
        REFUSED = "refused", "abgelehnt"
        UNCLEAR = "unclear", "ungewiss"

    recipient = models.EmailField("An")
    subject = models.CharField("Betreff", max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    reason = models.CharField("Grund", max_length=300, blank=True)
    queued_at = models.DateTimeField(auto_now_add=True)
    sending_since = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"Mail {self.pk} ({self.state})"


class OutgoingMail(AbstractMail, TenantScopedModel):
    """A mail of a Kreis."""

    objects: ClassVar[Any] = TenantManager.from_queryset(MailQuerySet)()

    class Meta:
        indexes = [
            models.Index(
                fields=["tenant", "queued_at"],
                name="mail_unfinished_ix",
                condition=Q(state__in=["queued", "sending"]),
            ),
        ]


class LandMail(AbstractMail):
    """A mail outside every Kreis: sign-in codes, statewide invitations."""

    objects: ClassVar[Any] = models.Manager.from_queryset(MailQuerySet)()
