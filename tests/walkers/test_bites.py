"""The walkers bite: one thing is broken in memory, and the walk that ought to say so does."""

from collections.abc import Callable, Iterator
from functools import wraps
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils.csp import CSP

from lotsen_portal.accounts.adapters import AccountAdapter
from lotsen_portal.accounts.models import User
from lotsen_portal.audit import trail
from lotsen_portal.celery import app
from lotsen_portal.common.spreadsheets import Table, workbook
from lotsen_portal.documents import registry
from lotsen_portal.mail.models import LandMail, OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Role, Tenant
from lotsen_portal.tenancy.permissions import public, roles
from lotsen_portal.tenancy.tasks import TenantTask
from networking.querysets import ArticleQuerySet, PartnerQuerySet
from tests.cast import COLLEAGUE_NAME, FOREIGN_NAME
from tests.walkers import (
    access,
    rows,
    test_access,
    test_documents,
    test_forms,
    test_fuzzing,
    test_gets,
    test_headers,
    test_isolation,
    test_mails,
    test_readers,
    test_redirects,
    test_searching,
    test_tasks,
    test_trail,
)
from tests.walkers.foreign import remember
from tests.walkers.routes import KREIS_ROUTES, Route
from tests.walkers.visits import quietly
from tests.walkers.walk import Walk
from tests.walkers.world import World
from trainings.querysets import RegistrationQuerySet, TrainingQuerySet
from volunteers.forms.inquiries import QuestionOnBehalfForm
from volunteers.models import Volunteer
from volunteers.querysets import InquiryQuerySet, VolunteerQuerySet

pytestmark = pytest.mark.slow
LIST, EVIL = "volunteers:list", "//evil.example/"
View = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def _quietly() -> Iterator[None]:
    cache.clear()
    with quietly():
        yield


def put(monkeypatch: pytest.MonkeyPatch, name: str, view: View) -> None:
    """Let another view answer the route."""
    monkeypatch.setattr(_pattern_of(KREIS_ROUTES[name].view), "callback", view)


def _pattern_of(view: View, patterns: Any = None) -> Any:
    for pattern in patterns or get_resolver(settings.TENANT_URLCONF).url_patterns:
        if not isinstance(pattern, URLPattern):
            if found := _pattern_of(view, pattern.url_patterns):
                return found
        elif pattern.callback is view:
            return pattern
    return None


def before(name: str, do: Callable[[Any], HttpResponse | None]) -> View:
    """Return the route's view, which does something of its own first."""
    view = KREIS_ROUTES[name].view

    @wraps(view)
    def changed(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return do(request) or view(request, *args, **kwargs)

    return changed


def bare(name: str) -> View:
    """Return the route's view without what it declares."""
    view: Any = KREIS_ROUTES[name].view
    return cast(View, view.__wrapped__.__wrapped__)


# Who may


def test_view_without_a_role(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, LIST, bare(LIST))

    with pytest.raises(ImproperlyConfigured, match="volunteer_list declares no roles"):
        test_isolation.test_page_of_a_kreis(LIST, world)


@pytest.mark.parametrize("opened", [public, roles(*Role)])
def test_view_that_lets_in_too_many(
    opened: Callable[[View], View], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(monkeypatch, LIST, opened(bare(LIST)))

    with pytest.raises(AssertionError):
        test_isolation.test_page_of_a_kreis(LIST, world)


def test_view_that_lets_strangers_in(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, LIST, public(bare(LIST)))

    with pytest.raises(AssertionError):
        test_isolation.test_page_of_a_kreis_for_strangers(LIST, world)


NEW = Route("volunteers:another", "noch-eine/<int:pk>/", KREIS_ROUTES[LIST].view)
FEED = Route("trainings:feed", "kalender/<slug:token>/", KREIS_ROUTES[LIST].view)


def test_route_without_an_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    routes = {**KREIS_ROUTES, NEW.name: NEW}
    monkeypatch.setitem(test_access.TABLES, "KREIS", (access.KREIS, routes))

    with pytest.raises(AssertionError, match='    "volunteers:another": STAFF,'):
        test_access.test_every_route_is_declared("KREIS")


def test_route_that_the_table_knows_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {**access.KREIS, LIST: access.PUBLIC}
    monkeypatch.setitem(test_access.TABLES, "KREIS", (table, KREIS_ROUTES))

    with pytest.raises(AssertionError, match=LIST):
        test_access.test_table_agrees_with_the_views("KREIS")


def test_route_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {**access.KREIS, NEW.name: access.STAFF}
    monkeypatch.setitem(test_access.TABLES, "KREIS", (table, KREIS_ROUTES))

    with pytest.raises(AssertionError, match=NEW.name):
        test_access.test_no_route_is_declared_that_is_gone("KREIS")


def test_route_about_a_row_that_nothing_makes(world: World) -> None:
    with pytest.raises(AssertionError, match="Name the row of „noch-eine/<int:pk>/“"):
        rows.rows_of(NEW, world)


def test_feed_that_nobody_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KREIS_ROUTES, FEED.name, FEED)

    with pytest.raises(AssertionError, match="Name the token's row"):
        test_access.test_every_feed_is_declared()


# Whose rows


@pytest.mark.parametrize(
    ("queryset", "name"),
    [
        (VolunteerQuerySet, "volunteers:detail"),
        (InquiryQuerySet, "inquiries:list"),
        (InquiryQuerySet, "inquiries:detail"),
        (PartnerQuerySet, "networking:list"),
        (PartnerQuerySet, "networking:detail"),
        (ArticleQuerySet, "knowledge:detail"),
        (TrainingQuerySet, "trainings:detail"),
        (RegistrationQuerySet, "trainings:withdrawal"),
    ],
)
def test_visible_to_forgotten(
    queryset: Any, name: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queryset, "visible_to", lambda self, member: self)

    with pytest.raises(AssertionError):
        test_isolation.test_page_of_a_kreis(name, world)


def test_visible_to_forgotten_in_the_search(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(VolunteerQuerySet, "visible_to", lambda self, member: self)

    with pytest.raises(AssertionError, match=f"as volunteer shows {{'{COLLEAGUE_NAME}'}}"):
        test_searching.test_search_finds_nobody_else("volunteer", COLLEAGUE_NAME, world)


def test_choices_past_the_manager(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL alone still shows nothing foreign, and that is what is said."""
    field = QuestionOnBehalfForm.base_fields["volunteer"]
    monkeypatch.setattr(field, "queryset", Volunteer._base_manager.all())

    with pytest.raises(AssertionError, match="volunteer relies on the second wall alone"):
        test_forms.test_choices_are_those_of_the_reader("inquiries:record", world)


@pytest.mark.parametrize(
    "pack", [str.encode, lambda name: workbook({name: Table(columns=[], rows=[])})]
)
def test_file_that_holds_somebody_else(
    pack: Any, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also a workbook, which is packed so that no name stands in its bytes."""
    put(monkeypatch, LIST, before(LIST, lambda _: HttpResponse(pack(FOREIGN_NAME))))

    with pytest.raises(AssertionError, match=f"as coordinator shows {{'{FOREIGN_NAME}'}}"):
        test_isolation.test_page_of_a_kreis(LIST, world)


def _reach(world: World) -> None:
    """Write into the other Kreis."""
    with tenant_scope(world.cast.foreign_kreis):
        Volunteer.objects.update(place="Erreicht")


def test_form_that_writes_into_another_kreis(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    remember(world)
    put(monkeypatch, "volunteers:create", before("volunteers:create", lambda _: _reach(world)))

    with pytest.raises(AssertionError, match=r"writes foreign rows of {'volunteers_volunteer'}"):
        test_forms.test_what_is_sent_stays_in_the_kreis("volunteers:create", world)


@pytest.fixture
def bad_task() -> Iterator[str]:
    @app.task(name="bad", base=TenantTask, bind=True, shared=False, lazy=False)
    def bad(self: TenantTask, tenant_id: int) -> None:
        with tenant_scope(Tenant.objects.get(pk=tenant_id)):
            Volunteer.objects.update(place="Erreicht")

    yield "bad"
    app.tasks.pop("bad")


def test_task_that_takes_the_kreis_it_is_told(
    bad_task: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def arguments(world: World) -> list[tuple[int]]:
        return [(world.cast.foreign_kreis.pk,)]

    monkeypatch.setitem(test_tasks.ARGUMENTS, bad_task, arguments)

    with pytest.raises(AssertionError, match="volunteers_volunteer"):
        test_tasks.test_task_of_one_kreis_changes_nothing_in_another(bad_task, world)


def test_task_that_nobody_declared(bad_task: str) -> None:
    with pytest.raises(AssertionError, match='    "bad": lambda world'):
        test_tasks.test_every_task_is_declared()


def test_mail_that_names_somebody_else(world: World) -> None:
    mail = OutgoingMail(tenant=world.cast.kreis, text=f"Von {FOREIGN_NAME}")

    with pytest.raises(AssertionError, match=rf"emails/x\.txt names {FOREIGN_NAME}"):
        test_mails.test_mails_of_a_kreis_speak_of_its_own_people(
            {"emails/x.txt": [(mail, True)]}, world
        )


def test_mail_in_the_outbox_of_the_land() -> None:
    with pytest.raises(AssertionError, match=r"emails/x\.txt"):
        test_mails.test_mails_of_a_kreis_wait_in_its_own_outbox(
            {"emails/x.txt": [(LandMail(), False)]}
        )


def test_mail_that_nothing_sends() -> None:
    with pytest.raises(AssertionError, match=r"Send .* by a form"):
        test_mails.test_every_mail_was_read({})


@pytest.mark.parametrize("said", ["{own} " + FOREIGN_NAME, "{own} {other}", ""])
def test_document_that_says_too_much_or_nothing(
    said: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    kreise = {"own": world.cast.kreis.slug, "other": world.cast.foreign_kreis.slug}
    composition = SimpleNamespace(title="", html=said.format(**kreise), attachments=[], images={})
    kind = SimpleNamespace(compose=lambda document: composition)
    monkeypatch.setattr(registry, "kind_of", lambda document: kind)

    with pytest.raises(AssertionError):
        test_documents.test_document_speaks_of_its_own_kreis_alone(test_documents.KINDS[0], world)
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        test_documents.test_document_of_another_kreis_is_not_composed(
            test_documents.KINDS[0], world
        )


# What a visit leaves, and what it is told


def _save(request: Any) -> None:
    Volunteer.objects.update(place="Geschrieben")


def test_reading_that_saves(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, LIST, before(LIST, _save))

    with pytest.raises(AssertionError, match="volunteers_volunteer"):
        test_gets.test_reading_writes_nothing(Walk, KREIS_ROUTES[LIST], world)


def test_action_without_trail(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "record", lambda *args, **kwargs: None)

    with pytest.raises(AssertionError, match=r"volunteers_inquirymessage.* without an entry"):
        test_trail.test_change_leaves_an_entry(
            Walk, KREIS_ROUTES["inquiries:message"], world, lambda *_: None
        )


def test_reading_without_trail(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "record", lambda *args, **kwargs: None)

    with pytest.raises(AssertionError, match=r"'volunteer\.read'"):
        test_readers.test_reading_leaves_an_entry("volunteers:detail", "volunteer.read", world)


def test_download_that_nobody_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(test_readers.READ, "files:download")

    with pytest.raises(AssertionError, match=r"what is kept of {'files:download'}"):
        test_readers.test_every_page_of_a_row_and_every_download_is_declared()


@pytest.mark.parametrize(
    "loosened",
    [{"script-src": [CSP.SELF, CSP.UNSAFE_INLINE]}, {"img-src": ["*"]}, {"frame-ancestors": []}],
)
def test_policy_for_browsers_loosened(loosened: Any, world: World, settings: Any) -> None:
    settings.SECURE_CSP = settings.SECURE_CSP | loosened

    with pytest.raises(AssertionError, match="Content-Security-Policy"):
        test_headers.test_every_answer_brings_its_headers(KREIS_ROUTES[LIST], world)


def _led(request: Any) -> HttpResponse | None:
    to = request.GET.get("next")
    return HttpResponseRedirect(to) if to else None


def test_page_that_leads_wherever_it_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, LIST, before(LIST, _led))

    with pytest.raises(AssertionError, match=r"evil\.example"):
        test_redirects.test_no_page_leads_elsewhere(Walk, KREIS_ROUTES[LIST], world)


def test_sign_in_that_leads_wherever_it_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AccountAdapter, "is_safe_url", lambda self, url: True)
    person = User.objects.create_user("bite@example.org", test_redirects.PASSWORD)

    with pytest.raises(AssertionError):
        test_redirects.test_sign_in_by_password_stays(EVIL, person, Client())


def _break(request: Any) -> None:
    if not str(request.POST).isascii():
        raise ZeroDivisionError


def test_page_that_junk_breaks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    remember(world)
    put(monkeypatch, "inquiries:record", before("inquiries:record", _break))

    with pytest.raises(ZeroDivisionError):
        test_fuzzing.test_no_body_breaks_a_page(Walk, KREIS_ROUTES["inquiries:record"], world)


def test_setting_told_by_another_module(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def tell(request: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.tenant_id', '1', true)")

    put(monkeypatch, LIST, before(LIST, tell))

    with pytest.raises(AssertionError, match=r"test_bites\.py executes"):
        test_isolation.test_page_of_a_kreis(LIST, world)
