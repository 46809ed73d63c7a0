"""What the browser visits: every route, and the states that no address by itself shows.

A new route is visited without anybody's doing. What shows no page stands in LEFT_OUT.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser import arriving
from tests.walkers import access
from tests.walkers.routes import KREIS_ROUTES, LAND_ROUTES, Route
from tests.walkers.rows import STAFF_ALONE, SUBJECTS
from tests.walkers.visits import MEMBERS, STATEWIDE

FULL = os.environ.get("FULL") == "1"
STAFF = {str(role) for role in access.STAFF}


@dataclass(frozen=True)
class Place:
    """A page to look at: a route with its own row, or a path and what is done there."""

    name: str
    who: str
    route: Route | None = None
    path: str = ""
    arrive: Callable[[Page], None] | None = None
    status: int = 200

    def __str__(self) -> str:
        return f"{self.name}-{self.who}"


LEFT_OUT = {
    "volunteers:own": "leads on to the page of the person",
    "documents:download": "a file",
    "feeds:calendar": "a file",
    "volunteers:export_data_json": "a file",
    "volunteers:export_data_html": "a file",
    "files:download": "a file",
    "volunteers:export_xlsx": "a file",
    "volunteers:export_csv": "a file",
    "volunteers:export_vcf": "a file",
    "volunteers:view_delete": "takes a form alone",
    **dict.fromkeys(
        [f"volunteers:bulk_{what}" for what in ("message", "circle", "tag", "status", "export")],
        "leads back to the list without anybody chosen; below with all",
    ),
    "imports:freinet_csv": "a file",
    "imports:freinet_json": "a file",
    "land:copy": "a file",
    "land:proof": "a file",
    "mfa_download_recovery_codes": "a file",
    "land_front:alive": "a word for machines",
    "land_front:ready": "a word for machines",
    "land_front:metrics": "figures for machines",
    "account_start": "leads on to the page of the person's task",
    "openid_connect_callback": "takes who comes back from the Landratsamt's provider",
    "mfa_login_webauthn": "data for the script of signing in",
}
# Pages of those who have set up something, or who lack it; an invitation asks others to sign out.
WHO = {
    "invitations:accept": "anonymous",
    "account_logout": "coordinator",
    "account_set_password": "passwordless",
    "mfa_activate_totp": "confirmed",
    "mfa_add_webauthn": "confirmed",
    "mfa_reauthenticate": "guarded",
    "mfa_deactivate_totp": "guarded",
    "mfa_view_recovery_codes": "guarded",
    "mfa_generate_recovery_codes": "guarded",
    "mfa_reauthenticate_webauthn": "guarded",
    "mfa_remove_webauthn": "guarded",
    "mfa_edit_webauthn": "guarded",
}
# Pages that nobody opens without having chosen people, by their addresses.
BULK = {
    "message": "nachricht",
    "circle": "helferkreis",
    "tag": "schlagwort",
    "status": "status",
    "export": "export",
}
KREIS, LOGIN = "/landkreis-miesbach", "/konto/login/"
STATES = [
    Place(
        "account_confirm_login_code", "fresh", path=LOGIN + "code/", arrive=arriving.asks_for_code
    ),
    Place("mfa_authenticate", "fresh", path=LOGIN, arrive=arriving.gives_the_password),
    Place("sign-in refused", "fresh", path=LOGIN, arrive=arriving.gives_a_wrong_password),
    Place("password by a mailed link", "fresh", path="{site.reset_path}"),
    Place("no such page of the Land", "anonymous", path="/gibt-es-nicht/", status=404),
    Place("no such page of a Kreis", "coordinator", path=f"{KREIS}/gibt-es-nicht/", status=404),
    Place("not for this role", "volunteer", path=f"{KREIS}/ehrenamtliche/", status=403),
    Place("forms alone, of the Land", "volunteer", path="/konto/sitzungen/ueberall/", status=405),
    Place(
        "forms alone, of a Kreis",
        "coordinator",
        path=f"{KREIS}/foerderung/2026/bericht/",
        status=405,
    ),
    Place("link that is over", "anonymous", path="{site.over_path}", status=410),
    Place(
        "request not understood", "fresh", path=LOGIN, arrive=arriving.sends_too_much, status=400
    ),
    Place("form too old", "fresh", path=LOGIN, arrive=arriving.sends_an_old_form, status=403),
    Place(
        "signed out meanwhile",
        "fresh",
        path=LOGIN,
        arrive=arriving.sends_without_session,
        status=403,
    ),
    Place("fault of the portal", "anonymous", path="/500.html", status=500),
    Place("Valkey is gone", "anonymous", path="/503.html", status=503),
    Place("volunteers, a long list", "coordinator", path=f"{KREIS}/ehrenamtliche/"),
    Place(
        "volunteers, filtered, last page", "coordinator", path=f"{KREIS}/ehrenamtliche/?q=a&page=2"
    ),
    Place("own circle", "volunteer", path=f"{KREIS}/ehrenamtliche/helferkreise/"),
    Place("volunteers, nothing found", "coordinator", path=f"{KREIS}/ehrenamtliche/?q=xyzxyz"),
    Place("no Kreis to help in", "anonymous", path="/mithelfen/?q=xyzxyz"),
    Place("volunteers, all filters", "coordinator", path=f"{KREIS}/ehrenamtliche/?level=b1&wide=1"),
    Place(
        "volunteers, all columns",
        "coordinator",
        path=f"{KREIS}/ehrenamtliche/?columns=circles&columns=times&columns=place&columns=contact",
    ),
    *[
        Place(
            f"volunteers:bulk_{name}",
            "coordinator",
            path=f"{KREIS}/ehrenamtliche/auswahl/{path}/?all=1",
        )
        for name, path in BULK.items()
    ],
    Place("search with hits", "coordinator", path=f"{KREIS}/suche/?q=e"),
    Place("search without hits", "coordinator", path=f"{KREIS}/suche/?q=xyzxyz"),
    Place("today of a volunteer", "volunteer", path=f"{KREIS}/heute/"),
    Place("today of a partner", "partner", path=f"{KREIS}/heute/"),
    Place("today of the Leitung", "viewer", path=f"{KREIS}/heute/"),
]
# Forms that come back with what is wrong.
REFUSED = [
    *["volunteers:create", "inquiries:create", "inquiries:record", "trainings:create"],
    *["networking:create", "knowledge:create", "evaluation:grant_create"],
    *["evaluation:voucher_create", "offers:create", "trainings:public", "front:invitation"],
]
# Looked at in the dark and at 200 % as well, also when there is little time.
BASE = {
    *["land_front:home", "land_front:help", "front:home", "front:today", "front:settings"],
    *["account_login", "account_home", "mfa_activate_totp", "mfa_view_recovery_codes"],
    *["volunteers:detail", "trainings:detail", "trainings:register", "inquiries:detail"],
    *["evaluation:report", "evaluation:figures", "evaluation:grant", "land:reports"],
    *["documents:detail", "operations:home", "networking:directory"],
    *[place.name for place in STATES],
    *[f"{name} refused" for name in ("volunteers:create", "trainings:create", "trainings:public")],
}


def people_of(route: Route) -> list[str]:
    """Return whose page it is: the main role, and with FULL everybody who may."""
    if route.name in WHO:
        return [WHO[route.name]]
    # Who has forgotten to declare it, `test_access.py` tells.
    declared = (access.KREIS | access.LAND).get(route.name, access.PUBLIC)
    if declared == access.PUBLIC:
        people = ["anonymous", *(MEMBERS if route.name in KREIS_ROUTES else ())]
    elif declared == access.SIGNED_IN:
        people = [*MEMBERS, *STATEWIDE, "nobody"]
    else:
        people = [str(role) for role in declared]
    if _is_for_staff(route):
        people = [who for who in people if who in STAFF]
    return people if FULL else people[:1]


def _is_for_staff(route: Route) -> bool:
    subjects = {subject for path, subject in SUBJECTS.items() if route.path.startswith(path)}
    return bool(subjects & STAFF_ALONE)


def places() -> Iterator[Place]:
    own_state = {place.name for place in STATES}
    for route in [*KREIS_ROUTES.values(), *LAND_ROUTES.values()]:
        if route.name not in LEFT_OUT and route.name not in own_state:
            for who in people_of(route):
                yield Place(route.name, who, route)
    for name in REFUSED:
        [who, *_] = people_of(KREIS_ROUTES[name])
        yield Place(f"{name} refused", who, KREIS_ROUTES[name], "", arriving.sends_nothing, 422)
    yield from STATES
    for route in KREIS_ROUTES.values():
        has_rows = not route.parameters and "create" not in route.name
        if has_rows and route.name not in LEFT_OUT and people_of(route)[0] == "coordinator":
            yield Place(f"{route.name} empty", "beginner", path=f"/landkreis-leer/{route.path}")
