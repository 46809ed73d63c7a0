"""Messages to several volunteers at once: one mail each, nobody sees the others."""

from django.db import models
from django.db.models import F

from lotsen_portal.tenancy.fields import TenantForeignKey
from lotsen_portal.tenancy.models import TenantScopedModel


class MessageCampaign(TenantScopedModel):
    """A message that went to everybody who was chosen then."""

    subject = models.CharField("Betreff", max_length=150)
    text = models.TextField("Text", max_length=10_000)
    # Whom it went to, in words: „Helferkreis Holzkirchen“, „12 ausgewählte Personen“.
    audience = models.CharField("an", max_length=300)
    sender = TenantForeignKey("tenancy.Membership", models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField("gesendet", auto_now_add=True)

    class Meta:
        ordering = [F("sent_at").desc(), F("id").desc()]
        indexes = [models.Index(fields=["tenant", "sent_at"], name="message_campaign_sent_ix")]

    def __str__(self) -> str:
        return self.subject


class MessageRecipient(TenantScopedModel):
    """One who was written to; how the mail fared stands in the outbox."""

    campaign = TenantForeignKey(MessageCampaign, models.CASCADE, related_name="recipients")
    volunteer = TenantForeignKey(
        "volunteers.Volunteer", models.CASCADE, related_name="messages_received"
    )
    mail = TenantForeignKey("mail.OutgoingMail", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "campaign", "volunteer"], name="message_recipient_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} an {self.volunteer}"
