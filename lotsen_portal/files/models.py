from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from lotsen_portal.files.querysets import AttachmentQuerySet
from lotsen_portal.tenancy.fields import SharedForeignKey
from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel


def stored_name(attachment: "Attachment", _: str) -> str:
    """Return what the first migration named; files are named by `storage.name_of`."""
    raise NotImplementedError


class Attachment(TenantScopedModel):
    """An uploaded file of a Kreis; served as a download by a view that asks its owner's room.

    The owner is any row of the Kreis. The bytes lie in the storage under their hash.
    """

    owner_kind = models.CharField(max_length=100)
    owner_id = models.BigIntegerField()
    name = models.CharField("Dateiname", max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = SharedForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = TenantManager.from_queryset(AttachmentQuerySet)()

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "owner_kind", "owner_id"], name="attachment_owner_ix"),
            models.Index(fields=["tenant", "sha256"], name="attachment_sha256_ix"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """Return what kind of file it is, as people call it."""
        return self.name.rpartition(".")[2].upper()

    @property
    def told(self) -> dict[str, str]:
        """Return what the trail tells of the file beside its line, which is the owner's."""
        return {"Name": self.name}
