"""Abstract models that know no tenant."""

from typing import Any

from django.db import IntegrityError, models, transaction

from lotsen_portal.common.errors import DomainError


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


def save_once(row: models.Model, *, taken: str, field: str) -> None:
    """Save a row that may stand only once; raise DomainError `taken` if it does already.

    Its form has looked before; here is told who saved the same in the same moment.
    """
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise DomainError(taken, field=field) from error
