"""What the coordinator sets for the registry: words for people, and rules."""

from typing import Any

from django.db import transaction

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.models import save_once
from volunteers.models import RegistryRules, Tag, TargetGroup, VolunteerTag, VolunteerTargetGroup

Word = TargetGroup | Tag
# How the trail calls them.
NAMES = {TargetGroup: "target_group", Tag: "tag"}
# What ties them to people, by a field of that same name.
LINKS: dict[type[Any], type[Any]] = {TargetGroup: VolunteerTargetGroup, Tag: VolunteerTag}


@transaction.atomic
def save_word(word: Word, *, by: Any) -> None:
    """Store a renamed target group or tag, or add a new one; target groups at the end."""
    if isinstance(word, TargetGroup) and word.pk is None:
        last = TargetGroup.objects.order_by("-position").first()
        word.position = last.position + 1 if last else 0
    with trail.saving(NAMES[type(word)], word, by=by):
        save_once(word, taken="Dieses Wort steht schon in der Liste.", field="name")


@transaction.atomic
def remove_word(word: Word, *, by: Any) -> None:
    """Take a target group or tag off the list as long as nobody has it."""
    link, field = LINKS[type(word)], NAMES[type(word)]
    # Who would give it to somebody in this moment waits here.
    type(word).objects.select_for_update().get(pk=word.pk)
    if count := link.objects.filter(**{field: word}).count():
        people = "einer Person" if count == 1 else f"{count} Personen"
        raise DomainError(f"„{word}“ steht noch bei {people} und bleibt deshalb in der Liste.")
    trail.record(f"{NAMES[type(word)]}.removed", word, by=by)
    word.delete()


@transaction.atomic
def save_rules(rules: RegistryRules, *, by: Any) -> None:
    with trail.saving("registry_rules", rules, by=by):
        taken = "Jemand anderes hat die Regeln gerade gespeichert. Bitte laden Sie die Seite neu."
        save_once(rules, taken=taken, field="reminder_weeks")
