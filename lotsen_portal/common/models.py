"""Abstract models that know no tenant."""

from typing import Any

from django.db import models


class VersionedModel(models.Model):
    """A row that counts its saves, so that the second of two editors is noticed.

    Edit it by `lotsen_portal.common.versions.VersionedModelForm`. A queryset's
    `update()` passes by the count: use it for what nobody edits in a form.
    """

    version = models.PositiveIntegerField("Version", default=1, editable=False)

    class Meta:
        abstract = True

    def save(self, *, update_fields: Any = None, **options: Any) -> None:
        if not self._state.adding:
            self.version += 1
            if update_fields is not None:
                update_fields = {*update_fields, "version"}
        super().save(update_fields=update_fields, **options)
