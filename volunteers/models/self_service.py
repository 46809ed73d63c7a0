"""What volunteers do about themselves."""

from django.db import models
from django.db.models import Q

from lotsen_portal.tenancy.fields import TenantForeignKey, TenantOneToOneField
from lotsen_portal.tenancy.models import TenantScopedModel
from volunteers.models.volunteer import Volunteer


class ChangeRequest(TenantScopedModel):
    """A change somebody wants of their own data that waits for the Lotsin."""

    volunteer = TenantForeignKey(Volunteer, models.CASCADE, related_name="change_requests")
    # Field of the volunteer → wanted value.
    wanted = models.JSONField()
    requested_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, editable=False)
    was_accepted = models.BooleanField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "volunteer"],
                name="change_request_one_open",
                condition=Q(decided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="change_request_decided_somehow",
                condition=Q(decided_at__isnull=True, was_accepted__isnull=True)
                | Q(decided_at__isnull=False, was_accepted__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Änderungswunsch {self.pk}"


class FeedToken(TenantScopedModel):
    """The secret in the address of somebody's calendar; a new one makes the old address dead."""

    volunteer = TenantOneToOneField(Volunteer, models.CASCADE, related_name="feed_tokens")
    token = models.CharField(max_length=43, unique=True)

    def __str__(self) -> str:
        return "Kalenderadresse"
