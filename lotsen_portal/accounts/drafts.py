"""What somebody had typed when a form could not be taken."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

HOME = settings.LOGIN_REDIRECT_URL
SECRET = re.compile("password|csrf")
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
