from typing import Any

from django.db import models

from lotsen_portal.tenancy.context import Reading
from lotsen_portal.tenancy.fields import ActiveTenantId, InReading


class TenantManager(models.Manager):
    """Start every query at the active tenant; raise NoActiveTenant without one."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(tenant_id=ActiveTenantId())


class ReadingManager(models.Manager):
    """Start every query at what a scope across tenants opens; raise NoActiveScope outside it.

    The condition repeats the policy's, so that the two walls say the same.
    """

    def __init__(self, reading: Reading, condition: models.Q | None = None) -> None:
        super().__init__()
        self.reading = reading
        self.condition = condition or models.Q()

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(self.condition, InReading(self.reading))
