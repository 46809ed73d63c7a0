"""What the portal remembers of tables whose columns somebody has told before."""

from collections.abc import Sequence

from django.db import models

from lotsen_portal.common.canonical import sha256_hex
from lotsen_portal.common.searching import folded
from lotsen_portal.tenancy.models import TenantScopedModel


class ImportLayout(TenantScopedModel):
    """What the columns of a table were taken for the last time, by its headings.

    The headings themselves are not kept: somebody may have taken a row of people for them.
    """

    headings_hash = models.CharField(max_length=64)
    # What each column was taken for, in their order.
    columns = models.JSONField()
    used_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "headings_hash"], name="import_layout_once"),
        ]

    def __str__(self) -> str:
        return "Spaltenzuordnung"

    @staticmethod
    def hash_of(headings: Sequence[str]) -> str:
        """Return by what a table with these headings is known again, whatever their case."""
        return sha256_hex("\n".join(folded(heading) for heading in headings).encode())

    @classmethod
    def remember(cls, columns: Sequence[dict[str, str]]) -> None:
        key = cls.hash_of([column["heading"] for column in columns])
        targets = [column["target"] for column in columns]
        cls.objects.update_or_create(headings_hash=key, defaults={"columns": targets})

    @classmethod
    def remembered(cls, headings: Sequence[str]) -> dict[str, str]:
        """Return what the columns were taken for the last time, by heading; nothing if never."""
        known = cls.objects.filter(headings_hash=cls.hash_of(headings)).first()
        return dict(zip(headings, known.columns, strict=False)) if known else {}
