"""The way of a person: interessiert, Erstgespräch, aktiv, pausiert, ausgeschieden, and back."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Max
from django.utils import timezone

from lotsen_portal.common.errors import DomainError


class AlreadyLeft(DomainError):
    pass


class Status(models.TextChoices):
    PROSPECT = "prospect", "interessiert"
    INTERVIEWED = "interviewed", "Erstgespräch geführt"
    ACTIVE = "active", "aktiv"
    PAUSED = "paused", "pausiert"
    LEFT = "left", "ausgeschieden"


class StatusFlow:
    """What may follow on a status, and since when each holds; `self` is the person."""

    Status = Status

    @property
    def next_statuses(self: Any) -> tuple[str, ...]:
        """Return what may follow: forward, out, and back from a pause or after leaving."""
        status = self.Status
        return {
            status.PROSPECT: (status.INTERVIEWED, status.ACTIVE, status.LEFT),
            status.INTERVIEWED: (status.ACTIVE, status.LEFT),
            status.ACTIVE: (status.PAUSED, status.LEFT),
            status.PAUSED: (status.ACTIVE, status.LEFT),
            status.LEFT: (status.PROSPECT, status.INTERVIEWED, status.ACTIVE),
        }[status(self.status)]

    def become(self: Any, status: str, *, on: dt.date) -> None:
        """Change the status and keep the change as a dated fact; no change leaves no trace.

        Raise DomainError for a step, a day or a minor that cannot be.
        """
        if status == self.status:
            return
        if status not in self.next_statuses:
            label = self.Status(status).label
            raise DomainError(f"Auf „{self.status_label}“ folgt nicht „{label}“.", field="status")
        self._check_day(on)
        if status == self.Status.ACTIVE:
            self._check_consent(on)
        self.status = status
        self.left_on = on if status == self.Status.LEFT else None
        self.save(update_fields=["status", "left_on"])
        self.record_status(on=on)

    @property
    def may_take_back_status(self: Any) -> bool:
        """Say whether there is a status before this one, and leaving is neither of the two."""
        last = [change.status for change in self._last_changes()]
        return len(last) == 2 and self.Status.LEFT not in last

    def _last_changes(self: Any) -> list[Any]:
        return list(self.status_changes.order_by("-on", "-pk")[:2])

    def take_back_status(self: Any) -> None:
        """Remove the last change of status, which was a mistake; raise DomainError if it stays.

        With leaving other things have ended as well: from there a new status leads back.
        """
        changes = self._last_changes()
        if len(changes) < 2:
            raise DomainError(f"Vor „{self.status_label}“ gab es keinen anderen Status.")
        last, before = changes
        if self.Status.LEFT in {last.status, before.status}:
            raise DomainError(
                "Ein Austritt und was darauf folgt lässt sich nicht zurücknehmen. Geben Sie der"
                " Person stattdessen einen neuen Status."
            )
        last.delete()
        self.status = before.status
        self.save(update_fields=["status"])

    def leave(self: Any, on: dt.date) -> None:
        if self.status == self.Status.LEFT:
            raise AlreadyLeft(f"{self} ist bereits ausgeschieden.")
        if on < self.joined_on:
            raise DomainError("Der Austritt kann nicht vor dem Beginn liegen.", field="on")
        self.become(self.Status.LEFT, on=on)

    def _check_day(self: Any, on: dt.date) -> None:
        if on > timezone.localdate():
            raise DomainError("Der Tag darf nicht in der Zukunft liegen.", field="on")
        last = self.status_changes.aggregate(on=Max("on"))["on"] or self.joined_on
        if on < last:
            since = f"Seit dem {last:%d.%m.%Y} gilt „{self.status_label}“."
            raise DomainError(f"{since} Der neue Status kann nicht davor beginnen.", field="on")

    def _check_consent(self: Any, on: dt.date) -> None:
        """Let no minor become active before those who have custody have agreed."""
        agreed_on = self.guardian_consented_on
        if self.is_minor(on) and (agreed_on is None or agreed_on > on):
            raise DomainError(
                f"{self} ist noch nicht volljährig. „Aktiv“ wird die Person erst, wenn die"
                " Einwilligung der Sorgeberechtigten eingetragen ist.",
                field="status",
            )

    def record_status(self: Any, *, on: dt.date) -> None:
        self.status_changes.create(status=self.status, on=on)
