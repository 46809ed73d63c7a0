from typing import Any, ClassVar

from django.db import models

from lotsen_portal.tenancy.context import active_tenant_id
from lotsen_portal.tenancy.fields import TenantField
from lotsen_portal.tenancy.managers import TenantManager


class TenantScopedModel(models.Model):
    """A row of one Kreis; `objects` knows only those of the active one."""

    tenant = TenantField(default=active_tenant_id)

    objects: ClassVar[Any] = TenantManager()

    class Meta:
        abstract = True
