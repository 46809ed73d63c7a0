"""Accounts: an address and credentials, no name. Names live in the Kreis."""

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from lotsen_portal.tenancy.fields import SharedForeignKey
from lotsen_portal.tenancy.models import Role, StatewideRole, TenantScopedModel


def new_token() -> str:
    return secrets.token_urlsafe(32)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None) -> "User":
        """Create an account; without a password it signs in by mailed code alone."""
        user = self.model(email=email.strip().lower())
        user.set_password(password)
        user.save(using=self._db)
        return user

    def for_address(self, email: str) -> "User":
        """Return the account of that address, a new one if there is none."""
        # Two at once make one: the slower finds the faster's.
        user, _ = self.get_or_create(
            email=email.strip().lower(), defaults={"password": make_password(None)}
        )
        return user


class User(AbstractBaseUser):
    email = models.EmailField("E-Mail", unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        # Shown in logs and errors: never the address.
        return f"Konto {self.pk}"


class AbstractInvitation(models.Model):
    """A link that gives a role to whoever opens it with the address it was sent to."""

    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    email = models.EmailField("E-Mail")
    name = models.CharField("Name", max_length=150, blank=True)
    invited_by = SharedForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def is_open(self, now: Any) -> bool:
        return self.accepted_at is None and now < self.expires_at


class Invitation(AbstractInvitation, TenantScopedModel):
    role = models.CharField("Rolle", max_length=20, choices=Role)
    function = models.CharField("Funktion", max_length=100, blank=True)
    ends_on = models.DateField("endet am", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "email", "role"],
                name="invitation_open_once",
                condition=models.Q(accepted_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"Einladung als {self.get_role_display()}"


class LandInvitation(AbstractInvitation):
    role = models.CharField("Rolle", max_length=20, choices=StatewideRole)

    def __str__(self) -> str:
        return f"Einladung als {self.get_role_display()}"
