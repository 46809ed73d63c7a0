from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models


class AttachmentQuerySet(models.QuerySet):
    def of(self, owners: Iterable[models.Model]) -> dict[int, list[Any]]:
        """Return the files of these rows of one kind by the row's key, in the order they came."""
        rows = list(owners)
        found: dict[int, list[Any]] = defaultdict(list)
        if rows:
            kind = rows[0]._meta.label
            mine: Any = self.filter(owner_kind=kind, owner_id__in=[row.pk for row in rows])
            for attachment in mine.order_by("pk"):
                found[attachment.owner_id].append(attachment)
        return dict(found)

    def without_owner(self, model: Any) -> Any:
        """Keep the files of rows of that kind that are no more."""
        there = model.objects.filter(pk=models.OuterRef("owner_id"))
        return self.filter(~models.Exists(there), owner_kind=model._meta.label)
