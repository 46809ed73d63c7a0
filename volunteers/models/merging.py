from django.conf import settings
from django.db import models

from lotsen_portal.tenancy.fields import SharedForeignKey, TenantForeignKey
from lotsen_portal.tenancy.models import TenantScopedModel
from volunteers.models.volunteer import Volunteer


class Merge(TenantScopedModel):
    """That two rows were one person: what was kept, what went, and how to take it back.

    `gone`, `before` and `moved` are emptied when it can no longer be undone.
    """

    kept = TenantForeignKey(Volunteer, models.CASCADE, related_name="merges")
    gone_id = models.BigIntegerField()
    # All fields of the row that went.
    gone = models.JSONField(default=dict)
    # What the kept row said before, and its version right after.
    before = models.JSONField(default=dict)
    version_after = models.PositiveIntegerField()
    # What moved along or went: [model, id, field or values].
    moved = models.JSONField(default=list)
    merged_at = models.DateTimeField(auto_now_add=True)
    merged_by = SharedForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "merged_at"], name="merge_at_ix")]

    def __str__(self) -> str:
        return f"Zusammenführung {self.pk}"


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
