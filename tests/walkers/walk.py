"""All visits to one route of the Kreis, and what each must answer."""

from collections.abc import Iterator
from functools import cache, cached_property
from typing import Any, ClassVar

from django.conf import settings

from tests.walkers import access
from tests.walkers.routes import Route
from tests.walkers.rows import never, rows_of
from tests.walkers.visits import (
    FOREIGN_MEMBERS,
    MEMBERS,
    OUTSIDERS,
    Answer,
    asks_to_sign_in,
    path_of,
    visit,
)
from tests.walkers.world import World

STAFF = {str(role) for role in access.STAFF}
METHODS = ("GET", "POST")
# Whoever may not look is not told more by another way of asking.
ALL_METHODS = (*METHODS, "HEAD", "OPTIONS")
ASK_IN_EVERY_WAY = {"nobody", "foreign coordinator"}
# Shown, done and led on, said what is wrong, or said that a link is over.
OPEN = {200, 302, 410, 422}


@cache
def page_that_never_was(world: World, who: str, slug: str) -> str:
    answer = visit(world, who, "GET", f"/{slug}/gibt-es-nicht/")
    assert answer.status == 404
    return answer.body


class Walk:
    """One route; what it finds wrong it returns as sentences."""

    methods: tuple[str, ...] = METHODS
    headers: ClassVar[dict[str, str]] = {}

    def __init__(self, world: World, route: Route) -> None:
        self.world, self.route = world, route
        self.rows, self.access = rows_of(route, world), access.KREIS[route.name]
        self.slug, self.foreign_slug = world.cast.kreis.slug, world.cast.foreign_kreis.slug
        self.visits = 0

    @property
    def is_public(self) -> bool:
        return self.access == access.PUBLIC

    @cached_property
    def people(self) -> list[str]:
        """Return those for whom the page as such is open."""
        if self.is_public:
            return ["anonymous", *MEMBERS, "foreign volunteer", "oversight"]
        return [who for who in MEMBERS if who in {str(role) for role in self.access}]

    @cached_property
    def targets(self) -> dict[str, dict[str, Any]]:
        found = {"own": self.rows.own, "hidden": self.rows.hidden, "foreign": self.rows.foreign}
        return {name: values for name, values in found.items() if values is not None}

    def path(self, values: dict[str, Any], slug: str = "") -> str:
        return f"/{slug or self.slug}" + path_of(self.route, values, settings.TENANT_URLCONF)

    def ask(self, who: str, method: str, values: dict[str, Any], slug: str = "") -> Answer:
        self.visits += 1
        return visit(self.world, who, method, self.path(values, slug), headers=self.headers)

    # What must be answered

    def anonymous(self) -> Iterator[str]:
        """Whoever is not signed in is led to the sign-in, whatever the row; a form comes back."""
        for name, values in self.targets.items():
            for method in ALL_METHODS if name == "own" else self.methods:
                answer = self.ask("anonymous", method, values)
                expected = f"{settings.LOGIN_URL}?next={self.path(values)}"
                led = (answer.status, answer.location) == (302, expected)
                if not (asks_to_sign_in(answer) if method == "POST" else led):
                    yield f"anonymous {method} {name}: {answer.status} {answer.location}"

    def outsiders(self) -> Iterator[str]:
        """Whoever is no member finds the page that never was, whatever the row."""
        for who in OUTSIDERS:
            nothing = page_that_never_was(self.world, who, self.slug)
            ways = ALL_METHODS if who in ASK_IN_EVERY_WAY else self.methods
            visits = [(method, "own", self.rows.own) for method in ways]
            if self.rows.hidden:
                visits += [(method, "hidden", self.rows.hidden) for method in self.methods]
            if self.rows.foreign:
                methods = self.methods if who in FOREIGN_MEMBERS else ("GET",)
                visits += [(method, "foreign", self.rows.foreign) for method in methods]
            for method, name, values in visits:
                answer = self.ask(who, method, values)
                expected = "" if method == "HEAD" else nothing
                if answer.status != 405 and (answer.status, answer.body) != (404, expected):
                    yield f"{who} {method} {name}: {answer.status}"

    def members_without_the_role(self) -> Iterator[str]:
        for who in MEMBERS:
            for method in ALL_METHODS if who not in self.people else ():
                answer = self.ask(who, method, self.rows.own)
                if answer.status not in {403, 405}:
                    yield f"{who} {method}: {answer.status}"

    def whom_it_is_for(self) -> Iterator[str]:
        """The own row opens; another's answers like a row that never was."""
        for who in self.people:
            for name, values in self.targets.items():
                for method in self.methods:
                    check = self._opens if self.shows(who, name) else self._is_like_none
                    yield from check(who, method, name, values)

    def shows(self, who: str, target: str) -> bool:
        """Tell whether the row is one that this person may see."""
        if target == "own":
            return who in STAFF or not self.rows.is_for_staff
        return target == "hidden" and who in STAFF and not self.is_public

    def _opens(self, who: str, method: str, name: str, values: dict[str, Any]) -> Iterator[str]:
        answer = self.ask(who, method, values)
        leads_away = answer.status == 302 and not answer.location.startswith(f"/{self.slug}/")
        if answer.status not in {*OPEN, 405} or leads_away:
            yield f"{who} {method} {name}: {answer.status} {answer.location}"

    def _is_like_none(
        self, who: str, method: str, name: str, values: dict[str, Any]
    ) -> Iterator[str]:
        answer = self.ask(who, method, values)
        none = self._none(who, method, tuple(never(self.route, values).items()))
        if answer.status not in {404, 405} or answer.outcome != none.outcome:
            yield f"{who} {method} {name}: {answer.status}, a row that never was: {none.status}"

    @cache  # noqa: B019  # a walk lives as long as its test
    def _none(self, who: str, method: str, values: tuple[tuple[str, Any], ...]) -> Answer:
        """Return what is answered about a row that never was."""
        return self.ask(who, method, dict(values))

    def own_people_elsewhere(self) -> Iterator[str]:
        """Under the address of another Kreis nobody of the own one is at home, whatever the row."""
        for who in MEMBERS:
            nothing = page_that_never_was(self.world, who, self.foreign_slug)
            visits = [(method, self.rows.foreign or {}) for method in self.methods]
            for method, values in [*visits, ("GET", self.rows.own)] if self.rows.own else visits:
                answer = self.ask(who, method, values, slug=self.foreign_slug)
                if answer.status != 405 and (answer.status, answer.body) != (404, nothing):
                    yield f"{who} {method} under the foreign address: {answer.status}"


class FragmentWalk(Walk):
    """The same pages as htmx asks for them, to swap a part."""

    methods = ("GET",)
    headers: ClassVar[dict[str, str]] = {
        "HX-Request": "true",
        "HX-Request-Type": "partial",
        "HX-Target": "main",
    }
