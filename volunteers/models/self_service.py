"""What volunteers do about themselves."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from lotsen_portal.accounts.models import new_token
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.versions import in_words
from lotsen_portal.tenancy.fields import TenantForeignKey, TenantOneToOneField
from lotsen_portal.tenancy.models import TenantScopedModel
from volunteers.models.volunteer import Volunteer

# What a person may wish, and the Lotsin writes: who they are, where mails go, who has custody.
SENSITIVE = ("first_name", "last_name", "email", "of_age_on", "guardian_name")


class AlreadyDecided(DomainError):
    pass


def sensitive_of(volunteer: Volunteer) -> dict[str, str]:
    """Return the sensitive fields as a wish holds them: as texts."""
    return {name: _field(name).value_to_string(volunteer) for name in SENSITIVE}


def _field(name: str) -> Any:
    return Volunteer._meta.get_field(name)


def _read(name: str, text: str) -> Any:
    field = _field(name)
    return None if field.null and not text else field.to_python(text)


class ChangeRequest(TenantScopedModel):
    """A change somebody wants of their own data that waits for the Lotsin."""

    volunteer = TenantForeignKey(Volunteer, models.CASCADE, related_name="change_requests")
    # Field of the volunteer → wanted value.
    wanted = models.JSONField()
    requested_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, editable=False)
    was_accepted = models.BooleanField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "volunteer"],
                name="change_request_one_open",
                condition=Q(decided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="change_request_decided_somehow",
                condition=Q(decided_at__isnull=True, was_accepted__isnull=True)
                | Q(decided_at__isnull=False, was_accepted__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Änderungswunsch {self.pk}"

    @property
    def changes_email(self) -> bool:
        return "email" in self.wanted

    @property
    def labels(self) -> list[str]:
        return [str(_field(name).verbose_name) for name in self.wanted]

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """Return what it is about, what stands there now and what is wanted, as people read it."""
        return [
            (
                str(_field(name).verbose_name),
                in_words(_field(name).formfield(), getattr(self.volunteer, name)),
                in_words(_field(name).formfield(), _read(name, text)),
            )
            for name, text in self.wanted.items()
        ]

    # Mutators

    def fill(self, volunteer: Volunteer) -> None:
        """Put the wanted values into the person, who is saved by the caller."""
        for name, text in self.wanted.items():
            setattr(volunteer, name, _read(name, text))

    def decide(self, *, accepted: bool, now: dt.datetime) -> None:
        if self.decided_at:
            raise AlreadyDecided("Über diesen Wunsch ist schon entschieden.")
        self.decided_at, self.was_accepted = now, accepted
        self.save(update_fields=["decided_at", "was_accepted"])


class FeedToken(TenantScopedModel):
    """The secret in the address of somebody's calendar; a new one makes the old address dead."""

    volunteer = TenantOneToOneField(Volunteer, models.CASCADE, related_name="feed_tokens")
    token = models.CharField(max_length=43, unique=True)

    def __str__(self) -> str:
        return "Kalenderadresse"

    @property
    def address(self) -> str:
        """Return what stands in the address: the row to look up, and the secret to compare."""
        return f"{self.pk}-{self.token}"

    def renew(self) -> None:
        self.token = new_token()
        self.save()
