"""What somebody speaks, as dated facts: a changed level ends one row and begins the next."""

import datetime as dt
from typing import Any

from django.db import transaction

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.models import save_once
from volunteers.actions.record import told
from volunteers.models import LanguageSkill, Volunteer

TWICE = "Diese Sprache steht schon bei der Person. Ändern Sie dort das Niveau."
# What figures of past years count; the certificate is none of that.
COUNTED = ("level", "speaks", "writes", "interprets")


@transaction.atomic
def add(volunteer: Volunteer, skill: LanguageSkill, *, by: Any) -> None:
    with told(volunteer, by=by, Sprachen=lambda: _listed(volunteer)):
        volunteer.touch()
        same = LanguageSkill.objects.filter(volunteer=volunteer, language=skill.language)
        if same.on(skill.starts_on).exists():
            raise DomainError(TWICE, field="language")
        skill.volunteer = volunteer
        save_once(skill, taken=TWICE, field="language")


@transaction.atomic
def change(
    volunteer: Volunteer, skill: LanguageSkill, *, to: dict[str, Any], on: dt.date, by: Any
) -> None:
    """Let what is known now hold from that day; on the day the row began, it was a slip."""
    with told(volunteer, by=by, Sprachen=lambda: _listed(volunteer)):
        volunteer.touch()
        locked = LanguageSkill.objects.select_for_update().get(pk=skill.pk)
        if on < locked.starts_on:
            raise DomainError(
                f"Der bisherige Eintrag gilt seit dem {locked.starts_on:%d.%m.%Y}. Der neue kann"
                " nicht davor beginnen.",
                field="on",
            )
        if on > locked.starts_on and any(getattr(locked, name) != to[name] for name in COUNTED):
            locked.ends_on = on - dt.timedelta(days=1)
            locked.save(update_fields=["ends_on"])
            LanguageSkill.objects.create(
                volunteer=volunteer, language_id=locked.language_id, starts_on=on, **to
            )
        else:
            LanguageSkill.objects.filter(pk=locked.pk).update(**to)


@transaction.atomic
def end(volunteer: Volunteer, skill: LanguageSkill, *, on: dt.date, by: Any) -> None:
    """Let the skill hold until that day; one that began only then was a slip."""
    if on < skill.starts_on:
        raise DomainError("Das Ende kann nicht vor dem Beginn liegen.", field="on")
    with told(volunteer, by=by, Sprachen=lambda: _listed(volunteer)):
        volunteer.touch()
        if on == skill.starts_on:
            skill.delete()
        else:
            skill.ends_on = on
            skill.save(update_fields=["ends_on"])


def _listed(volunteer: Volunteer) -> str:
    current = LanguageSkill.objects.filter(volunteer=volunteer, ends_on__isnull=True)
    return ", ".join(map(_in_words, current.select_related("language").order_by("language__name")))


def _in_words(skill: LanguageSkill) -> str:
    """Return what the trail tells: „Ukrainisch Muttersprache (spricht, dolmetscht)“."""
    abilities = ", ".join(skill.abilities)
    return f"{skill} ({abilities})" if abilities else str(skill)
