"""Keeping the Bescheid, its financing plan and the posts."""

from typing import Any

from django.db import transaction

from evaluation.actions import years
from evaluation.models import Grant, PlanLine, StaffPosition
from evaluation.models.grants import REFERENCE_TAKEN
from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.models import save_once


class GrantInUse(DomainError):
    pass


class LineTaken(DomainError):
    pass


class LineInUse(DomainError):
    pass


class PositionKnown(DomainError):
    pass


@transaction.atomic
def save(grant: Grant, *, by: Any) -> Grant:
    """Store a new or changed Bescheid."""
    years.hold_all()
    same_time = Grant.objects.exclude(pk=grant.pk).filter(
        starts_on__lte=grant.ends_on, ends_on__gte=grant.starts_on
    )
    if same_time.exists():
        raise DomainError(
            "Für einen Teil dieses Zeitraums gibt es schon einen Bescheid. "
            "Ein Änderungsbescheid wird dort unter „Bearbeiten“ eingetragen.",
            field="starts_on",
        )
    if grant.pk is not None:
        outside = grant.plan_lines.exclude(year__in=grant.years)
        if outside.exists():
            raise DomainError(
                "Für ein Jahr außerhalb dieses Zeitraums steht schon etwas im Plan. "
                "Löschen Sie dort zuerst die Zeilen.",
                field="ends_on",
            )
    with trail.saving("grant", grant, by=by):
        save_once(grant, taken=REFERENCE_TAKEN, field="reference")
    return grant


@transaction.atomic
def remove(grant: Grant, *, by: Any) -> None:
    """Delete a Bescheid entered by mistake, as long as nothing hangs on it."""
    locked = Grant.objects.select_for_update().get(pk=grant.pk)
    parts = {"einen Finanzierungsplan": grant.plan_lines, "einen Bericht": grant.reports}
    hanging = [words for words, rows in parts.items() if rows.exists()]
    if hanging:
        raise GrantInUse(
            f"Zu diesem Bescheid gibt es schon {' und '.join(hanging)}; "
            "deshalb lässt er sich nicht löschen. Berichtigen können Sie ihn unter „Bearbeiten“."
        )
    trail.record("grant.removed", locked, by=by)
    locked.delete()


@transaction.atomic
def save_line(line: PlanLine, *, by: Any) -> PlanLine:
    """Store a line of the plan, as long as its year is open."""
    years.hold(line.year)
    same = PlanLine.objects.filter(grant=line.grant, year=line.year, code=line.code)
    if same.exclude(pk=line.pk).exists():
        raise LineTaken("Diese Nummer gibt es in diesem Jahr schon im Plan.", field="code")
    with trail.saving("plan_line", line, by=by):
        line.save()
    return line


@transaction.atomic
def remove_line(line: PlanLine, *, by: Any) -> None:
    """Delete a line that no voucher is booked on."""
    years.hold(line.year)
    if line.vouchers.exists():
        raise LineInUse("Auf dieser Zeile sind Belege gebucht. Ordnen Sie diese zuerst um.")
    trail.record("plan_line.removed", line, by=by)
    line.delete()


@transaction.atomic
def copy_plan(grant: Grant, *, source: int, target: int, by: Any) -> int:
    """Take the lines of one year over into a year without a plan; return how many."""
    years.hold(target)
    if target not in grant.years or grant.plan_lines.filter(year=target).exists():
        raise DomainError(f"Für {target} gibt es schon einen Plan.")
    lines = list(grant.plan_lines.filter(year=source).order_by("pk"))
    for line in lines:
        line.pk, line.year, line.version = None, target, 1
        line._state.adding = True
        line.save()
    trail.record("plan.copied", grant, by=by)
    return len(lines)


@transaction.atomic
def save_position(position: StaffPosition, *, by: Any) -> StaffPosition:
    """Store a post; the same post twice, as by a double click, is one."""
    if (
        position.pk is None
        and StaffPosition.objects.filter(
            function=position.function,
            name=position.name,
            fte=position.fte,
            starts_on=position.starts_on,
        ).exists()
    ):
        raise PositionKnown("Genau diese Stelle steht schon in der Liste.")
    with trail.saving("position", position, by=by):
        position.save()
    return position
