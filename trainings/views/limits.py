"""How often one connection or one address may use a public form."""

import hashlib
import logging

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

HOUR = 3600
PER_CONNECTION = 20
PER_ADDRESS = 5


def is_too_often(request: HttpRequest, *, email: str) -> bool:
    """Count one more use; True beyond the limit.

    The form works without the cache: a server that is down lets everybody pass.
    """
    # All of a town hall may share one connection; nobody signs up one address that often.
    counted = ((_connection(request), PER_CONNECTION), (f"email:{email}", PER_ADDRESS))
    try:
        uses = [(_count(who), limit) for who, limit in counted]
        return any(count > limit for count, limit in uses)
    except (RedisError, OSError):
        log.warning("The cache is down; sign-ups are not counted.")
        return False


def _connection(request: HttpRequest) -> str:
    # allauth knows which proxies are to be trusted.
    return f"ip:{get_adapter().get_client_ip(request)}"


def _count(who: str) -> int:
    # Hashed, so that the cache keeps no address.
    key = f"signup:{hashlib.sha256(who.encode()).hexdigest()}"
    if cache.add(key, 1, HOUR):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # it ended in between
        return 1
