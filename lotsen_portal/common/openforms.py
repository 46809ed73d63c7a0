"""Forms that everybody may send without an account; no puzzle keeps programs out.

A field that no person sees, a signed time at which the page was opened, and a count of how often.
"""

import datetime as dt
import hashlib
import logging
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from redis.exceptions import RedisError

from lotsen_portal.common.forms import BaseForm

log = logging.getLogger(__name__)

SALT = "openforms"
# Nobody reads and fills in the page faster; programs do.
SHORTEST = dt.timedelta(seconds=1)
LONGEST = dt.timedelta(hours=12)
TRAP = "website"

HOUR = 3600
PER_CONNECTION = 20
PER_ADDRESS = 5


def one_line(text: str) -> str:
    """Refuse what is no name: it stands in a mail that the portal sends."""
    text = " ".join(text.split())
    if any(sign in text.lower() for sign in ("://", "www.", "@", "<", ">")):
        raise forms.ValidationError("Bitte geben Sie hier nur den Namen ein.")
    return text


class OpenForm(BaseForm):
    """Carries the signed time; its page includes `components/trap.html`."""

    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        self.fresh = signing.dumps(timezone.now().timestamp(), salt=SALT)
        super().__init__(data, **kwargs)
        self.initial["opened"] = self.fresh

    @property
    def is_trapped(self) -> bool:
        """Return whether something filled in the field that no person sees."""
        return bool(self.data.get(TRAP))

    def clean_opened(self) -> str:
        typed = self.cleaned_data["opened"]
        age = self._age(typed)
        if age is None or age > LONGEST:
            self._carry_fresh_time()
            raise forms.ValidationError(
                "Diese Seite war lange offen. Ihre Angaben sind noch da: Bitte senden Sie sie "
                "noch einmal ab."
            )
        # Beside another mistake it would be one more thing to wonder about; the page comes back.
        if age < SHORTEST and not self.errors:
            raise forms.ValidationError(
                "Das ging sehr schnell. Bitte prüfen Sie Ihre Angaben und senden Sie sie noch "
                "einmal ab."
            )
        return typed

    @staticmethod
    def _age(typed: str) -> dt.timedelta | None:
        try:
            opened = signing.loads(typed, salt=SALT)
        except signing.BadSignature:
            return None
        return dt.timedelta(seconds=timezone.now().timestamp() - opened)

    def _carry_fresh_time(self) -> None:
        data: Any = self.data
        changed = data.copy()  # what came with the request must not be changed
        changed[self.add_prefix("opened")] = self.fresh
        self.data = changed


def is_too_often(request: HttpRequest, *, email: str) -> bool:
    """Count one more use; True beyond the limit.

    The form works without the cache: a server that is down lets everybody pass.
    """
    # All of a town hall may share one connection; nobody needs one address that often.
    address = email.strip().lower()
    counted = ((_connection(request), PER_CONNECTION), (f"email:{address}", PER_ADDRESS))
    try:
        uses = [(_count(who), limit) for who, limit in counted]
        return any(count > limit for count, limit in uses)
    except (RedisError, OSError):
        log.warning("The cache is down; public forms are not counted.")
        return False


def _connection(request: HttpRequest) -> str:
    # allauth knows which proxies are to be trusted.
    return f"ip:{get_adapter().get_client_ip(request)}"


def _count(who: str) -> int:
    # Hashed, so that the cache keeps no address.
    key = f"openforms:{hashlib.sha256(who.encode()).hexdigest()}"
    if cache.add(key, 1, HOUR):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # it ended in between
        return 1
