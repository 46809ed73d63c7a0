"""Every address of the portal, read from its two URLconfs."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import get_resolver

FIRST_CONVERTER = re.compile(r"^.*?(?:<[^>]+>|\(\?P<.*)")


@dataclass(frozen=True)
class Route:
    name: str
    path: str
    view: Callable[..., Any]

    @property
    def subject(self) -> str:
        """Return the path up to its first converter: what row the address is about."""
        found = FIRST_CONVERTER.match(self.path.replace("/^", "/"))
        return found.group() if found else ""

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"<(?:\w+:)?(\w+)>", self.path)


def routes_of(urlconf: str) -> dict[str, Route]:
    found = list(_walk(get_resolver(urlconf).url_patterns, (), ""))
    names = [route.name for route in found]
    assert sorted(set(names)) == sorted(names), "two routes of one name"
    return {route.name: route for route in found}


def _walk(patterns: Any, namespaces: tuple[str, ...], before: str) -> Iterator[Route]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern.url_patterns, inner, path)
        else:
            yield Route(":".join([*namespaces, pattern.name]), path, pattern.callback)


KREIS_ROUTES = routes_of(settings.TENANT_URLCONF)
LAND_ROUTES = routes_of(settings.ROOT_URLCONF)
