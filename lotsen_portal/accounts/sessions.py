"""Sessions in the database, read from Valkey while it answers."""

import logging
import re
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import cached_db
from django.core.cache import caches
from redis.exceptions import RedisError

REMEMBERED_SECONDS = 300
KEY = re.compile(r"[a-z0-9]{32}")
log = logging.getLogger(__name__)


class _Forgiving:
    """A cache whose failures are misses: the database still has every session."""

    def __init__(self, cache: Any) -> None:
        self.cache = cache

    def get(self, key: str) -> Any:
        return self._try("get", key)

    def set(self, key: str, value: Any, timeout: int) -> None:
        # A sign-out that Valkey did not hear of because it was away comes through after this.
        self._try("set", key, value, min(timeout, REMEMBERED_SECONDS))

    def delete(self, key: str) -> None:
        self._try("delete", key)

    def __contains__(self, key: str) -> bool:
        return bool(self._try("has_key", key))

    def _try(self, method: str, *args: Any) -> Any:
        try:
            return getattr(self.cache, method)(*args)
        except RedisError as error:
            log.warning("sessions go on without Valkey: %s", type(error).__name__)
            return None


class SessionStore(cached_db.SessionStore):
    """Keep people signed in while Valkey is gone; Django's own store would answer 500."""

    cache_key_prefix = cached_db.KEY_PREFIX

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._cache: Any = _Forgiving(caches[settings.SESSION_CACHE_ALIAS])

    def _validate_session_key(self, key: str | None) -> bool:
        """Take a cookie for a key only if Django could have made it: PostgreSQL refuses NUL."""
        return KEY.fullmatch(key or "") is not None
