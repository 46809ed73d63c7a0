"""Which row an address is about, told from its path up to the first converter."""

from typing import Any

from tests.walkers.routes import Route
from tests.walkers.world import NEVER, Rows, World

# Of two that fit, the longer one counts.
SUBJECTS = {
    "ehrenamtliche/<int:pk>": "volunteer",
    "ehrenamtliche/doppelte/<int:pk>": "merge",
    "ehrenamtliche/helferkreise/<int:pk>": "circle",
    "ehrenamtliche/helferkreise/mitglieder/<int:pk>": "circle_membership",
    "ehrenamtliche/sprachen/<int:pk>": "skill",
    "ehrenamtliche/qualifikationen/<int:pk>": "qualification",
    "ehrenamtliche/import/<int:pk>": "import_run",
    "ehrenamtliche/import/<int:pk>/ruecknahme/": "import_done",
    "ehrenamtliche/import/<int:pk>/wiederholung/": "import_failed",
    "ehrenamtliche/meine-daten/sprachen/<int:pk>": "skill",
    "ehrenamtliche/aenderungswuensche/<int:pk>": "change_request",
    "kalender/<slug:token>": "feed_token",
    "mithelfen/<int:pk>": "offer",
    "mithelfen/bestaetigung/<slug:token>": "offer_token",
    "fragen/<int:pk>": "inquiry",
    "netzwerk/<int:pk>": "partner",
    "netzwerk/ansprechpersonen/<int:pk>": "contact",
    "netzwerk/treffen/<int:pk>": "meeting",
    "netzwerk/oeffentlichkeitsarbeit/<int:pk>": "outreach",
    "wissen/<int:pk>": "article",
    "schulungen/<int:pk>": "training",
    "schulungen/anmeldungen/<int:pk>": "registration",
    "schulungen/termine/<int:pk>": "session",
    "schulungen/bestaetigung/<slug:token>": "registration_token",
    "schulungen/abmeldung/<slug:token>": "registration_token",
    "foerderung/bescheid/<int:pk>": "grant",
    "foerderung/plan/<int:pk>": "line",
    "foerderung/personal/<int:pk>": "position",
    "foerderung/belege/<int:pk>": "voucher",
    "foerderung/<int:year>": "year",
    "foerderung/<int:year>/vorlage/": "released_year",
    "dateien/<int:pk>": "attachment",
    "dokumente/<int:pk>": "document",
    "einladung/^(?P<token>": "invitation_token",
    "einstellungen/gemeinden/<int:pk>": "municipality",
    "einstellungen/zugaenge/<int:pk>": "member",
    "einstellungen/zugaenge/einladung/<int:pk>": "invitation",
    "einstellungen/einsatzbereiche/<int:pk>": "field",
    "einstellungen/zielgruppen/<int:pk>": "target_group",
    "einstellungen/schlagwoerter/<int:pk>": "tag",
    "land/berichte/<int:pk>": "release",
    "betrieb/kreise/<slug:slug>": "kreis",
    "konto/^einladung/(?P<token>": "land_invitation",
    "konto/^password/reset/key/(?P<uidb36>": "reset_key",
    "konto/<slug:provider_id>/login/": "provider",
    "konto/sitzungen/<int:pk>": "device",
    "konto/2fa/webauthn/keys/<int:pk>": "security_key",
}
# Every member may open the page; which row they may see, its kind decides.
STAFF_ALONE = {"document"}
# A token is the key to its row, for whoever has it.
TOKENS = {"registration_token", "offer_token", "feed_token", "invitation_token"}


def subject_of(route: Route) -> str | None:
    """Return the kind of row; fail for an address whose rows nothing makes."""
    if not route.parameters:
        return None
    fitting = [path for path in SUBJECTS if route.path.startswith(path)]
    assert fitting, f"Name the row of „{route.path}“ in tests/walkers/rows.py, make it in world.py."
    return SUBJECTS[max(fitting, key=len)]


def rows_of(route: Route, world: World) -> Rows:
    """Return what to fill the route's converters with."""
    subject = subject_of(route)
    if subject is None:
        return Rows(own={}, foreign=None, hidden=None)
    hidden = None if subject in TOKENS else world.hidden.get(subject)
    return Rows(
        own=_fitting(route, world.own[subject]),
        foreign=_fitting(route, world.foreign.get(subject)),
        hidden=_fitting(route, hidden),
        is_for_staff=subject in STAFF_ALONE,
    )


def never(route: Route, like: dict[str, Any]) -> dict[str, Any]:
    """Return the same address for a row that never was."""
    first = route.parameters[0]
    return like | {first: NEVER[first]}


def _fitting(route: Route, values: dict[str, Any] | None) -> Any:
    return values and {name: values[name] for name in route.parameters}
