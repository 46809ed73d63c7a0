import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from lotsen_portal.tenancy.fields import SharedForeignKey, TenantForeignKey
from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel
from volunteers.models.volunteer import Volunteer
from volunteers.querysets import UNDO_PERIOD, MergeQuerySet


class Merge(TenantScopedModel):
    """That two rows were one person: what was kept, what went, and how to take it back.

    `gone`, `before` and `moved` are emptied when it can no longer be undone.
    """

    kept = TenantForeignKey(Volunteer, models.CASCADE, related_name="merges")
    gone_id = models.BigIntegerField()
    # The row that went, whole.
    gone = models.JSONField(default=dict)
    # The kept row as it was before, whole, and its version right after.
    before = models.JSONField(default=dict)
    version_after = models.PositiveIntegerField()
    # Rows that moved or were filled up, with the values before and after, and rows that went.
    moved = models.JSONField(default=list)
    merged_at = models.DateTimeField(auto_now_add=True)
    merged_by = SharedForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = TenantManager.from_queryset(MergeQuerySet)()

    class Meta:
        indexes = [models.Index(fields=["tenant", "merged_at"], name="merge_at_ix")]

    def __str__(self) -> str:
        return f"Zusammenführung {self.pk}"

    def may_be_undone(self, now: dt.datetime) -> bool:
        return self.undone_at is None and now < self.merged_at + UNDO_PERIOD

    @property
    def gone_name(self) -> str:
        """Return who went, as long as it is kept."""
        fields = self.gone.get("fields", {})
        return f"{fields.get('first_name', '')} {fields.get('last_name', '')}".strip()

    def forget(self) -> None:
        """Let go of what the way back needs."""
        self.gone, self.before, self.moved = {}, {}, []
        self.save()

    def forget_merges_of(self, before: dt.datetime) -> None:
        """Let go of earlier merges that went along, once their own time is over."""
        self.moved = [one for one in self.moved if not _is_merge_of(one, before)]
        self.save(update_fields=["moved"])

    def forget_rows(self, label: str) -> None:
        """Let go of rows of one model alone, whose days of keeping are over."""
        self.moved = _without(self.moved, label.lower())
        self.save(update_fields=["moved"])


def _without(moved: list[dict[str, Any]], label: str) -> list[dict[str, Any]]:
    """Leave out rows of that model, also where an earlier merge went along with the entry."""
    left = [one for one in moved if _model_of(one) != label]
    for one in left:
        if "moved" in (fields := one.get("row", {}).get("fields", {})):
            fields["moved"] = _without(fields["moved"], label)
    return left


def _is_merge_of(moved: dict[str, Any], before: dt.datetime) -> bool:
    merged_at = moved.get("row", {}).get("fields", {}).get("merged_at")
    return merged_at is not None and dt.datetime.fromisoformat(merged_at) <= before


def _model_of(moved: dict[str, Any]) -> str:
    label: str = moved.get("model") or moved["row"]["model"]
    return label.lower()


class Distinct(TenantScopedModel):
    """That two rows look alike and are two people: nobody is asked again."""

    one = TenantForeignKey(Volunteer, models.CASCADE, related_name="distinct_from")
    other = TenantForeignKey(Volunteer, models.CASCADE, related_name="distinct_to")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "one", "other"], name="distinct_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="distinct_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} ist nicht {self.other}"
