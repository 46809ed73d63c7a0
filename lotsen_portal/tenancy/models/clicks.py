from django.db import models

from lotsen_portal.tenancy.models.base import TenantScopedModel


class SentForm(TenantScopedModel):
    """A form that somebody sent and where the answer led; kept for as long as it may come again.

    Of the person and of what they wrote there is only the hash.
    """

    digest = models.CharField(max_length=64)
    answer = models.TextField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "digest"], name="sent_form_once"),
        ]
        indexes = [models.Index(fields=["tenant", "sent_at"], name="sent_form_age_ix")]
