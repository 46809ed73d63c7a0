from functools import partial
from typing import Any

from celery.contrib.django.task import DjangoTask
from django.db import transaction

from lotsen_portal.tenancy.addresses import mounted
from lotsen_portal.tenancy.context import active_tenant_id
from lotsen_portal.tenancy.models import Tenant


class TenantTask(DjangoTask):
    """A task that belongs to the Kreis it was queued for and builds links of that Kreis.

    It has `self.tenant`, but no open scope: rows are the queue, so a task works in several short
    transactions (`with tenant_scope(self.tenant)`), none of which spans the slow part.
    """

    abstract = True

    def apply_async(self, *args: Any, **options: Any) -> Any:
        headers = options.pop("headers", None) or {}
        if "tenant_id" not in headers:
            headers = {**headers, "tenant_id": active_tenant_id()}
        return super().apply_async(*args, headers=headers, **options)

    # The stubs promise a result; Celery returns none, for nothing is queued yet.
    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Wake the task once the transaction is through; a broker that is down is logged only.

        The row waits in the database and the sweeper finds it.
        """
        # Take the tenant now: at commit time the scope may be another one.
        headers = {"tenant_id": active_tenant_id()}
        wake = partial(self.apply_async, args, kwargs, headers=headers)
        transaction.on_commit(wake, robust=True)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        headers = self.request.headers or {}
        self.tenant = Tenant.objects.get(pk=headers["tenant_id"])
        with mounted(self.tenant):
            return super().__call__(*args, **kwargs)
