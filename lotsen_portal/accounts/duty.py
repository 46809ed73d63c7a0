"""Who needs more than a mailed code, and whether a sign-in was more than that.

Volunteers sign in by a mailed code. Whoever sees the data of many people, as staff of any Kreis or
with a statewide role, needs a password or a passkey and a second factor, outside the demo.
"""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from lotsen_portal.accounts.homes import has_land_role
from lotsen_portal.tenancy.context import person_scope
from lotsen_portal.tenancy.models import Membership
from lotsen_portal.tenancy.permissions import STAFF

CODE_IS_NOT_ENOUGH = (
    "Für Ihre Aufgabe genügt ein Code nicht. Bitte melden Sie sich mit Passwort oder Passkey an."
    " Haben Sie noch kein Passwort? „Passwort vergessen“ hilft auch dann."
)
# Recovery codes stand in for these, and never alone.
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def is_staff(user: Any) -> bool:
    """Tell whether one of the person's roles, in any Kreis or for the Land, is staff's."""
    if has_land_role(user):
        return True
    with person_scope(user.pk):
        mine = Membership.own.filter(user=user, role__in=STAFF).active(timezone.localdate())
        return bool(mine.exists())


def binds(user: Any) -> bool:
    """Tell whether the person has to sign in with more than a mailed code."""
    return settings.MFA_DUTY and is_staff(user)


def has_second_factor(user: Any) -> bool:
    return bool(is_mfa_enabled(user, SECOND_FACTORS))


def day_is_over(request: HttpRequest) -> bool:
    """Tell whether a sign-in of staff is older than a working day.

    Roles are asked for when it is: the sign-in may be older than the role, and a volunteer's.
    """
    records = get_authentication_records(request, request.user)
    signed_in = [record["at"] for record in records if not record.get("reauthenticated")]
    is_old = time.time() - max(signed_in, default=0) > settings.SESSION_COOKIE_AGE
    return is_old and is_staff(request.user)


def came_by_strict_provider(request: HttpRequest, user: Any) -> bool:
    """Tell whether a provider let the person in that asks for a second factor itself."""
    methods = {record["method"] for record in get_authentication_records(request, user)}
    return settings.OIDC_SECOND_FACTOR and "socialaccount" in methods


def came_by_code_alone(request: HttpRequest, user: Any) -> bool:
    """Tell whether this browser has shown nothing but mailed codes."""
    methods = {record["method"] for record in get_authentication_records(request, user)}
    return methods == {"code"}
