"""What the trail keeps of signing in: which account and how, never the address.

Requests for accounts run in no transaction, so an entry stays whatever follows it. The Land keeps
all of it, and each Kreis what happens while the person is a member there.
"""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import get_pending_stage
from django.core.cache import cache
from django.http import HttpRequest

from lotsen_portal.accounts.homes import kreise_of
from lotsen_portal.accounts.sentences import SIGNED_IN, ways_of
from lotsen_portal.audit import trail
from lotsen_portal.audit.models import LandAuditEntry

# Who knows an address can cause these: of each a Kreis hears once an hour, so that no stranger
# fills its trail.
BY_ANYBODY = {
    "account.attempts_limited",
    "account.code_sent",
    "account.code_refused",
    "account.reset_link_sent",
    "account.sign_in_failed",
}
# allauth announces these by the mail that it would send.
CHANGES = {
    "account/email/password_set": "account.password_set",
    "account/email/password_changed": "account.password_changed",
    "account/email/password_reset": "account.password_reset",
    "mfa/email/totp_activated": "account.app_added",
    "mfa/email/totp_deactivated": "account.app_removed",
    "mfa/email/webauthn_added": "account.key_added",
    "mfa/email/webauthn_removed": "account.key_removed",
    "mfa/email/recovery_codes_generated": "account.recovery_codes_made",
    "socialaccount/email/account_connected": "account.provider_connected",
}


def record(action: str, account: Any, *, by: Any = None) -> None:
    """Keep what happened to an account; nobody is named unless they have proved who they are."""
    if action not in BY_ANYBODY or cache.add(f"{action}:{account.pk}", 1, timeout=3600):
        trail.record_in_kreise(action, account, kreise=kreise_of(account), by=by)
    trail.record_for_land(action, account, by=by)


def record_limited(account: Any) -> None:
    """Keep that an account's tries are used up; once an hour, for anybody can go on trying."""
    if cache.add(f"attempts-limited:{account.pk}", 1, timeout=3600):
        record("account.attempts_limited", account)


def account_at(request: HttpRequest) -> Any:
    """Return the account that somebody is in or half in."""
    if request.user.is_authenticated:
        return request.user
    stage = get_pending_stage(request)
    return stage.login.user if stage else None


def record_signed_in(request: HttpRequest, account: Any) -> None:
    """Keep that somebody is in, and by which ways: `account.signed_in_by_password_and_totp`."""
    ways = [_way(one) for one in get_authentication_records(request, account)]
    record(SIGNED_IN + "_and_".join(dict.fromkeys(ways)), account, by=account)


def last_sign_ins(account: Any) -> list[tuple[Any, str]]:
    """Return when and how the account was signed in to, the last ten."""
    entries = LandAuditEntry.objects.filter(
        subject_kind=account._meta.label, subject_id=account.pk, action__startswith=SIGNED_IN
    ).order_by("-pk")[:10]
    return [(entry.at, ways_of(entry.action)) for entry in entries]


def _way(one: dict[str, Any]) -> str:
    if one["method"] == "mfa":
        return "passkey" if one.get("passwordless") else str(one["type"])
    return "provider" if one["method"] == "socialaccount" else str(one["method"])
