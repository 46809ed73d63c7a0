from django.contrib.postgres.fields import ArrayField
from django.db import models

from lotsen_portal.tenancy.fields import TenantForeignKey
from lotsen_portal.tenancy.models import TenantScopedModel


class PeopleExport(TenantScopedModel):
    """A list too long for one answer: who stood on it when it was ordered as a file."""

    keys = ArrayField(models.BigIntegerField())
    suffix = models.CharField(max_length=4)
    # As the list showed them; none is all that a letter needs.
    columns = ArrayField(models.CharField(max_length=30), default=list)
    ordered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Liste mit {len(self.keys)} Personen"


class SavedView(TenantScopedModel):
    """A list as somebody of the staff likes to see it: filters, order and columns by name."""

    owner = TenantForeignKey("tenancy.Membership", models.CASCADE, related_name="saved_views")
    name = models.CharField("Name", max_length=80)
    # The address behind the question mark, of known fields only.
    query = models.TextField(max_length=2000, editable=False)
    is_shared = models.BooleanField("auch für die anderen im Kreis", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "owner", "name"],
                name="saved_view_once",
                violation_error_message="Eine Ansicht mit diesem Namen haben Sie schon.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
