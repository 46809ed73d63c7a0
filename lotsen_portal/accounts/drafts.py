"""What somebody had typed when a form could not be taken."""

import logging
import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
HOME = settings.LOGIN_REDIRECT_URL
SECRET = re.compile("password|csrf")
# As long as a confirmation is asked for; and more than any form that asks for one takes.
KEPT_FOR = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
LONGEST = 10_000
CHOSEN = re.compile(r"[a-z0-9_.,:-]*")


def written(request: HttpRequest) -> list[str]:
    """Return what somebody may not want to type again: no secrets, choices, days or numbers."""
    sent = request.POST.lists()
    texts = [text for name, texts in sent if not SECRET.search(name) for text in texts]
    return [text for text in texts if not CHOSEN.fullmatch(text)]


def page_before(request: HttpRequest) -> str:
    """Return the path that can be opened again: the page itself, or that of its form."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    return page_of_form(request)


def page_of_form(request: HttpRequest) -> str:
    """Return the path of the page that the form stood on, for opening it again."""
    # The host is left out, so that nobody can be led elsewhere.
    path = urlsplit(request.headers.get("Referer", "")).path
    return path if path.startswith("/") and not path.startswith("//") else HOME


# For somebody who is led away to confirm who they are and comes back to the page


def keep(request: HttpRequest) -> bool:
    """Keep what was sent, choices too, for the same person's next view of that page."""
    sent = {name: texts for name, texts in request.POST.lists() if not SECRET.search(name)}
    length = sum(len(text) for texts in sent.values() for text in texts)
    if not written(request) or length > LONGEST:
        return False
    try:
        cache.set(_key(request), sent, KEPT_FOR)
    except RedisError as error:
        log.warning("A draft is not kept: %s", type(error).__name__)
        return False
    return True


def kept(request: HttpRequest) -> dict[str, Any]:
    """Return what `keep` kept, once, as a form takes it for a beginning."""
    if request.method != "GET":
        return {}
    try:
        sent = cache.get(_key(request), {})
        cache.delete(_key(request))
    except RedisError as error:
        log.warning("A draft is not read: %s", type(error).__name__)
        return {}
    return {name: texts[0] if len(texts) == 1 else texts for name, texts in sent.items()}


def _key(request: HttpRequest) -> str:
    return f"draft:{request.user.pk}:{request.path}"
