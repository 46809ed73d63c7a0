"""The trail of the Land as operators read it: sentences with numbers, at a terminal."""

import ast
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command

from lotsen_portal.accounts import events
from lotsen_portal.audit import registry, trail
from lotsen_portal.audit.models import LandAuditEntry
from tests.cast import Cast

APPS = ("lotsen_portal", "evaluation")


def printed(**options: Any) -> list[str]:
    """Return the lines without their moments."""
    told = StringIO()
    call_command("land_trail", stdout=told, **options)
    return [line.split(" ", 2)[2] for line in told.getvalue().splitlines()]


def test_lines_are_sentences_without_names(cast: Cast) -> None:
    lotsin, other = cast.coordinator, cast.viewer
    events.record("account.sign_in_failed", lotsin)
    events.record("account.signed_in_by_password_and_totp", lotsin, by=lotsin)
    trail.refused_outside("volunteers:detail", 5, kreis=cast.foreign_kreis, by=lotsin)
    events.record("account.signed_in_by_code", other, by=other)

    own = [
        f"Jemand ohne Anmeldung oder das Portal hat vergeblich versucht, sich bei Konto {lotsin.pk}"
        " anzumelden",
        f"Konto {lotsin.pk} hat sich angemeldet mit Passwort und App",
        f"Konto {lotsin.pk} wurde auf der Seite volunteers:detail 5 abgewiesen"
        f" ({cast.foreign_kreis.slug})",
    ]
    last = f"Konto {other.pk} hat sich angemeldet mit Code per E-Mail"
    assert printed() == [*own, last]
    assert printed(last=1) == [last]
    assert printed(account=lotsin.pk) == own


def test_braces_that_somebody_brought_along_break_no_line(db: None) -> None:
    LandAuditEntry.objects.create(action="{x}", subject_kind="{y}", subject_id=1)

    assert printed() == ["Jemand ohne Anmeldung oder das Portal „{x}“ {y} 1"]


def test_every_action_of_the_land_has_a_sentence() -> None:
    found = {action for app in APPS for action in _actions(app)}
    assert len(found) > 20

    assert {action for action in found if not registry.has_sentence(action)} == set()


def test_every_sentence_of_the_land_belongs_to_an_action() -> None:
    announced = {name for kind in registry.all_kinds_of_land() for name in kind.sentences}
    found = {action for app in APPS for action in _actions(app)}
    # Which ways somebody takes, only signing in tells: tests/accounts/test_events.py.
    ways = {name for name in announced if name.startswith("account.signed_in_by_")}

    assert announced - ways - found == {"invitation.withdrawn"}


def _actions(app: str) -> Iterator[str]:
    """Yield what the app writes into the trail of the Land, and all that it calls `account.…`."""
    for path in (settings.BASE_DIR / app).rglob("*.py"):
        if path.name == "sentences.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "trail.record_for_land":
                yield from [
                    str(one.value) for one in node.args[:1] if isinstance(one, ast.Constant)
                ]
            elif isinstance(node, ast.Constant) and str(node.value).startswith("account."):
                yield str(node.value)
