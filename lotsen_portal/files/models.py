from typing import ClassVar

from django.conf import settings
from django.db import models

from lotsen_portal.tenancy.fields import SharedForeignKey
from lotsen_portal.tenancy.models import TenantScopedModel


def stored_name(attachment: "Attachment", _: str) -> str:
    """Return a path without personal data: the uploaded name stays in the row."""
    return f"attachments/{attachment.tenant_id}/{attachment.sha256}"


class Attachment(TenantScopedModel):
    """An uploaded file of a Kreis; served as a download by a view that asks its owner's room."""

    MAX_BYTES: ClassVar[int] = 10_000_000

    owner_kind = models.CharField(max_length=100)
    owner_id = models.BigIntegerField()
    name = models.CharField("Dateiname", max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=stored_name)
    uploaded_by = SharedForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "owner_kind", "owner_id"], name="attachment_owner_ix"),
        ]

    def __str__(self) -> str:
        return self.name
