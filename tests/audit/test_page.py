"""The trail as staff read it: of the Kreis, of one thing, of one person."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.html import strip_tags

from lotsen_portal.accounts import actions as accounts
from lotsen_portal.accounts.models import Invitation, User
from lotsen_portal.audit import registry, trail
from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Role
from networking.models import ContactPerson, Partner
from tests.cast import COLLEAGUE_NAME, FOREIGN_NAME, Cast
from tests.conftest import TenantClient
from volunteers.models import Volunteer

APPS = ("lotsen_portal", "volunteers", "networking", "trainings", "evaluation")


def lines(response: Any) -> list[str]:
    """Return the lines of the page as texts, without their moments."""
    found = re.findall(r"<li><div>(.*?)</div></li>", response.content.decode(), re.DOTALL)
    texts = [" ".join(strip_tags(line).split()) for line in found]
    return [text.partition(" Uhr ")[2] for text in texts]


@pytest.fixture
def _history(cast: Cast) -> None:
    with tenant_scope(cast.foreign_kreis):
        trail.record("volunteer.read", cast.foreign_volunteer, by=cast.foreign_coordinator)
    with tenant_scope(cast.kreis):
        trail.record("volunteer.read", cast.colleague, by=cast.viewer)
        cast.volunteer.phone = "08022 77"
        with trail.changing("volunteer.changed", cast.volunteer, by=cast.coordinator):
            cast.volunteer.save()
        gone = Volunteer.objects.create(first_name="Weg", last_name="Gegangen")
        trail.record("volunteer.added", gone, by=None)
        gone.delete()


@pytest.mark.usefixtures("_history")
def test_lines_are_sentences_newest_first(cast: Cast, coordinator: TenantClient) -> None:
    response = coordinator.get("/protokoll/")

    gone = AuditEntry._base_manager.none()
    with tenant_scope(cast.kreis):
        gone = AuditEntry.objects.get(action="volunteer.added")
    assert lines(response) == [
        f"Jemand ohne Anmeldung oder das Portal hat Nr. {gone.subject_id} (gelöscht) aufgenommen",
        "Anna Huber hat Ada Maier geändert: Telefon: 08022 77 (vorher leer)",
        f"Karl Leitner hat die Seite von Ben {COLLEAGUE_NAME} gelesen",
    ]
    assert FOREIGN_NAME not in response.content.decode()
    assert f'href="/landkreis-miesbach/ehrenamtliche/{cast.volunteer.pk}/"' in str(response.content)


@pytest.mark.usefixtures("_history")
def test_a_name_does_not_turn_its_sentence_round(cast: Cast, coordinator: TenantClient) -> None:
    """As a name in Hebrew or Arabic would turn what follows it, up to the next Latin letter."""
    page = coordinator.get("/protokoll/?deed=read").text
    link = f"/landkreis-miesbach/ehrenamtliche/{cast.colleague.pk}/"

    assert (
        f"<p><bdi>Karl Leitner</bdi> hat die Seite von "
        f'<a class="kern-link kern-link--no-visited-state" href="{link}">'
        f"<bdi>Ben {COLLEAGUE_NAME}</bdi></a> gelesen</p>"
    ) in page


@pytest.mark.usefixtures("_history")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?deed=read", ["Karl Leitner hat die Seite"]),
        ("?deed=written&kind=volunteers.Volunteer", ["Jemand ohne", "Anna Huber hat Ada"]),
        ("?person={viewer}", ["Karl Leitner hat die Seite"]),
        ("?kind=volunteers.Volunteer&number={volunteer}", ["Anna Huber hat Ada"]),
        ("?kind=trainings.Training", []),
        ("?until=01.01.2020", []),
        ("?since=01.01.2099", []),
        ("?since=01.01.2020&until=01.01.2099", ["Jemand", "Anna", "Karl"]),
    ],
)
def test_list_is_narrowed(
    cast: Cast, viewer: TenantClient, query: str, expected: list[str]
) -> None:
    path = "/protokoll/" + query.format(viewer=cast.viewer.pk, volunteer=cast.volunteer.pk)
    found = lines(viewer.get(path))

    assert len(found) == len(expected)
    assert all(line.startswith(start) for line, start in zip(found, expected, strict=True))


def test_nobody_acts_under_the_name_of_the_lotsin(cast: Cast, coordinator: TenantClient) -> None:
    """Partners and volunteers may write what name they like; staff's is given by an invitation."""
    with tenant_scope(cast.kreis):
        ContactPerson.objects.filter(partner=cast.partner).update(name="Anna Huber")
        Partner.objects.filter(pk=cast.partner.pk).update(name="Freiwilligenzentrum Oberland")
        Volunteer.objects.filter(pk=cast.volunteer.pk).update(first_name="Anna", last_name="Huber")
        for person in (cast.coordinator, cast.people[Role.PARTNER], cast.people[Role.VOLUNTEER]):
            trail.record("partner.read", cast.other_partner, by=person)
    response = coordinator.get("/protokoll/")

    read = f"hat die Seite von {cast.other_partner} gelesen"
    assert lines(response) == [
        f"Anna Huber (Ehrenamtlich) {read}",
        f"Anna Huber (Freiwilligenzentrum Oberland) {read}",
        f"Anna Huber {read}",
    ]
    choices = {name for _, name in response.context["filter"].form.fields["person"].choices}
    assert choices == {
        "alle",
        "Anna Huber",
        "Anna Huber (Ehrenamtlich)",
        "Anna Huber (Freiwilligenzentrum Oberland)",
        f"Ben {COLLEAGUE_NAME} (Ehrenamtlich)",
        f"{COLLEAGUE_NAME} ({cast.other_partner})",
        "Karl Leitner",
    }


def test_foreign_thing_is_none(cast: Cast, coordinator: TenantClient) -> None:
    pk = cast.foreign_volunteer.pk
    response = coordinator.get(f"/protokoll/?kind=volunteers.Volunteer&number={pk}")

    assert (lines(response), FOREIGN_NAME in response.content.decode()) == ([], False)


@pytest.mark.usefixtures("_history")
@pytest.mark.parametrize("number", ["abc", "0", "-1", "1.5", "NaN", str(2**63), "%00"])
@pytest.mark.parametrize(
    ("kind", "found"),
    [("volunteers.Volunteer", 3), ("accounts.User", 0), ("accounts.Invitation", 0)],
)
def test_what_is_no_number_is_left_out(
    coordinator: TenantClient, kind: str, found: int, number: str
) -> None:
    response = coordinator.get(f"/protokoll/?kind={kind}&number={number}")

    assert (len(lines(response)), "kern-error" in response.text) == (found, False)


@pytest.mark.parametrize(
    ("query", "title", "heading"),
    [
        ("", "Protokoll", "Protokoll"),
        ("?kind=volunteers.Volunteer", "Protokoll", "Protokoll"),
        (
            "?kind=volunteers.Volunteer&number={volunteer}",
            "Protokoll: Ehrenamtliche",
            "Protokoll: Ada Maier",
        ),
        ("?person={viewer}", "Protokoll: eine Person", "Protokoll: Karl Leitner"),
    ],
)
def test_title_names_nobody(
    cast: Cast, coordinator: TenantClient, query: str, title: str, heading: str
) -> None:
    """A title stays in tabs and in the browser's history; the heading leaves with the page."""
    path = "/protokoll/" + query.format(viewer=cast.viewer.pk, volunteer=cast.volunteer.pk)
    page = coordinator.get(path).text

    found = re.search(r"<title>\s*(.*?) [–·|-] ", page), re.search(r"<h1[^>]*>(.*?)</h1>", page)
    assert [one and one[1].strip() for one in found] == [title, heading]


def test_refusal_names_the_address(cast: Cast, coordinator: TenantClient) -> None:
    volunteer = TenantClient(cast.kreis, cast.people[Role.VOLUNTEER])
    volunteer.get(f"/ehrenamtliche/{cast.colleague.pk}/")
    volunteer.get("/foerderung/2026/zahlen/")

    assert lines(coordinator.get("/protokoll/?deed=refused")) == [
        "Ada Maier (Ehrenamtlich) wurde auf der Seite"
        " /landkreis-miesbach/foerderung/…/zahlen/ abgewiesen",
        "Ada Maier (Ehrenamtlich) wurde auf der Seite"
        f" /landkreis-miesbach/ehrenamtliche/{cast.colleague.pk}/ abgewiesen",
    ]


@pytest.mark.parametrize("path", ["ehrenamtliche/{volunteer}/", "netzwerk/{partner}/"])
def test_page_of_a_thing_leads_to_its_trail_for_staff_alone(
    cast: Cast, coordinator: TenantClient, path: str
) -> None:
    own = path.format(volunteer=cast.volunteer.pk, partner=cast.partner.pk)
    who = Role.VOLUNTEER if "ehrenamtliche" in path else Role.PARTNER
    theirs = TenantClient(cast.kreis, cast.people[who])
    link = "/landkreis-miesbach/protokoll/?kind="

    assert link in coordinator.get(f"/{own}").content.decode()
    assert link not in theirs.get(f"/{own}").content.decode()


def test_whoever_was_invited_stands_beside_the_line(cast: Cast, coordinator: TenantClient) -> None:
    def invite() -> Invitation:
        return accounts.invite(
            "Vera@example.org", role=Role.VIEWER, now=timezone.now(), by=cast.coordinator
        )

    with tenant_scope(cast.kreis):
        first, second = invite(), invite()
        accounts.withdraw(Invitation.objects.get(pk=second.pk), by=cast.coordinator)
        third = invite()
        accounts.accept(third, user=User.objects.for_address(third.email), now=timezone.now())
        entries = list(AuditEntry.objects.values())

    told = "Rolle: Leitung E-Mail: vera@example.org"
    assert lines(coordinator.get("/protokoll/?kind=accounts.Invitation")) == [
        f"Leitung hat die Einladung angenommen: Einladung als Leitung: {told}",
        f"Anna Huber hat jemanden eingeladen: Einladung als Leitung: {told}",
        f"Anna Huber hat eine Einladung zurückgenommen: Nr. {second.pk} (gelöscht): {told}",
        f"Anna Huber hat jemanden eingeladen: Nr. {second.pk} (gelöscht): {told}",
        f"Anna Huber hat eine Einladung durch eine neue ersetzt: Nr. {first.pk} (gelöscht): {told}",
        f"Anna Huber hat jemanden eingeladen: Nr. {first.pk} (gelöscht): {told}",
    ]
    assert "vera" not in str(entries).lower()


def test_each_kind_has_a_label_of_its_own() -> None:
    labels = [kind.label for kind in registry.all_kinds()]

    assert len(set(labels)) == len(labels)


# Every action has its sentence


def test_every_action_of_a_kreis_has_a_sentence() -> None:
    found = {action for path in _modules() for action in _actions(path)}
    assert len(found) > 60

    assert {action for action in found if not registry.has_sentence(action)} == set()


def test_every_sentence_belongs_to_an_action() -> None:
    found = {action for path in _modules() for action in _actions(path)}
    of_the_database = {"trail.details_emptied", "access.refused"}

    # What happens to accounts is the Land's as well: test_land_trail.py.
    kinds = [kind for kind in registry.all_kinds() if kind.model != settings.AUTH_USER_MODEL]
    announced = {name for kind in kinds for name in kind.sentences}
    assert announced - found == of_the_database


def _modules() -> list[Path]:
    return [path for app in APPS for path in (settings.BASE_DIR / app).rglob("*.py")]


def _actions(path: Path) -> set[str]:
    """Return what the module writes into the trail of a Kreis, read from its calls."""
    found: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        of_trail = isinstance(node.func.value, ast.Name) and node.func.value.id == "trail"
        if of_trail and node.func.attr in {"record", "record_all", "changing", "saving"}:
            things = _texts(node.args[0], tree)
            ends = (".added", ".changed") if node.func.attr == "saving" else ("",)
            found |= {thing + end for thing in things for end in ends}
    return found


def _texts(argument: ast.expr, tree: ast.Module) -> set[str]:
    """Return each text an argument can be: a literal, or one looked up in a table of NAMES."""
    if isinstance(argument, ast.Constant):
        return {str(argument.value)}
    names = {
        str(value.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "NAMES"
        for value in getattr(node.value, "values", [])
    }
    assert names, f"Name the actions of {ast.unparse(argument)} in a table NAMES."
    end = argument.values[-1].value if isinstance(argument, ast.JoinedStr) else ""  # type: ignore[attr-defined]  # a text
    return {name + str(end) for name in names}
