"""One visit: who asks for what by which method, and what came back."""

import logging
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any
from unittest import mock
from zipfile import ZipFile

from django.db import transaction
from django.urls import reverse

from lotsen_portal.tenancy.models import Role, StatewideRole
from tests.cast import COLLEAGUE_NAME, FOREIGN_NAME
from tests.walkers.routes import Route
from tests.walkers.world import NAMES, OWN_NAME, PARTNER_NAME, World

MEMBERS = [str(role) for role in Role]
FOREIGN_MEMBERS = [f"foreign {role}" for role in Role]
STATEWIDE = [str(role) for role in StatewideRole]
OUTSIDERS = ["nobody", *FOREIGN_MEMBERS, *STATEWIDE]

# What must not be read by whom; whoever is not named here may read none of the names.
SECRETS = {
    str(Role.COORDINATOR): {FOREIGN_NAME},
    str(Role.VIEWER): {FOREIGN_NAME},
    str(Role.VOLUNTEER): {FOREIGN_NAME, COLLEAGUE_NAME, PARTNER_NAME},
    str(Role.PARTNER): {FOREIGN_NAME, COLLEAGUE_NAME, OWN_NAME},
}


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    body: str
    response: Any

    @property
    def outcome(self) -> tuple[int, str, str]:
        """Return all there is to compare."""
        return self.status, self.location, self.body


def asks_to_sign_in(answer: Answer) -> bool:
    return answer.status == 403 and "Bitte melden Sie sich wieder an" in answer.body


@contextmanager
def quietly() -> Iterator[None]:
    """Log no refusal: thousands are asked for."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


@contextmanager
def quickly() -> Iterator[None]:
    """Keep no copy of what templates get, either."""
    with quietly(), mock.patch("django.test.client.store_rendered_templates", return_value=None):
        yield


def path_of(route: Route, values: dict[str, Any], urlconf: str) -> str:
    return reverse(route.name, urlconf=urlconf, kwargs=values)


@contextmanager
def visiting(
    world: World,
    who: str,
    method: str,
    path: str,
    data: Any = None,
    *,
    secrets: Collection[str] | None = None,
    **options: Any,
) -> Iterator[Answer]:
    """Ask, let the block look at what was written, and take it back.

    `data` is the query of a GET, the fields of a POST, or with a `content_type` the body itself.
    No answer may show the `secrets`: without any, those of this person in the own Kreis.
    """
    client = world.clients[who]
    cookies = SimpleCookie(client.cookies)
    with transaction.atomic():
        if "content_type" in options or method not in {"GET", "POST"}:
            response = client.generic(method, path, data or b"", **options)
        else:
            ask = client.get if method == "GET" else client.post
            response = ask(path, data or {}, **options)
        text, location = (
            readable(response.getvalue()),
            response.get("Location", ""),
        )
        _no_secret(
            SECRETS.get(who, NAMES) if secrets is None else secrets,
            text + location,
            f"{method} {path} as {who}",
        )
        yield Answer(response.status_code, location, plain(text, path), response)
        transaction.set_rollback(True)
    client.cookies = cookies


def readable(content: bytes) -> str:
    """Return what a file says, also one that is packed as workbooks are."""
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as packed:
            content = b" ".join(packed.read(name) for name in packed.namelist())
    return content.decode("utf-8", errors="replace")


def visit(world: World, who: str, method: str, path: str, **options: Any) -> Answer:
    with visiting(world, who, method, path, **options) as answer:
        return answer


def _no_secret(secrets: Collection[str], text: str, what: str) -> None:
    leaked = {name for name in secrets if name in text}
    assert not leaked, f"{what} shows {leaked}"


def plain(body: str, path: str) -> str:
    """Return the page without what differs from one request to the next."""
    body = body.replace(path, "PATH")
    return re.sub(r'(csrfmiddlewaretoken" value="|"X-CSRFToken": ")[^"]+', r"\1TOKEN", body)
