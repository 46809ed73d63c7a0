"""Two clicks on one button, and one click on each of two pages."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory
from django.utils import timezone

from lotsen_portal.files.models import Attachment
from lotsen_portal.tenancy.clicks import answer_once
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Role, SentForm
from lotsen_portal.tenancy.schedule import COMES_AGAIN, forget_sent_forms
from tests.cast import Cast, assemble
from tests.conftest import TenantClient
from tests.printed import PrintedForm, browser_of
from tests.trainings.test_planning import form_data, in_days
from trainings.models import Training
from volunteers.models import Volunteer

ONCE = "Das ist angekommen. Es kam zweimal und zählt einmal."
OLENA = {
    "first_name": "Olena",
    "last_name": "Kovalenko",
    "status": "prospect",
    "joined_on": "01.03.2026",
}
# The second of two who look alike is asked for; here is the answer.
NAMESAKE = OLENA | {"anyway": "1"}


def add_page(cast: Cast) -> PrintedForm:
    return PrintedForm(browser_of(cast.coordinator), f"/{cast.kreis.slug}/ehrenamtliche/neu/")


def namesakes(cast: Cast) -> int:
    with tenant_scope(cast.kreis):
        return Volunteer.objects.filter(last_name="Kovalenko").count()


def test_person_without_address_is_added_once(cast: Cast) -> None:
    page = add_page(cast)

    first, second = page.send(OLENA), page.send(OLENA)

    assert (first.status_code, second.status_code) == (302, 302)
    assert second["Location"] == first["Location"]
    assert namesakes(cast) == 1
    assert ONCE in page.client.get(second["Location"]).text


def test_training_is_added_once(cast: Cast) -> None:
    page = PrintedForm(browser_of(cast.coordinator), f"/{cast.kreis.slug}/schulungen/neu/")
    data = form_data((in_days(7), "18:00", "21:00", ""))

    first, second = page.send(data), page.send(data)

    assert second["Location"] == first["Location"]
    with tenant_scope(cast.kreis):
        assert Training.objects.count() == 1


def test_two_people_of_one_name_come_from_two_pages(cast: Cast) -> None:
    assert [add_page(cast).send(NAMESAKE).status_code for _ in range(2)] == [302, 302]

    assert namesakes(cast) == 2


def test_going_back_and_changing_a_field_counts_again(cast: Cast) -> None:
    page = add_page(cast)

    page.send(OLENA)
    page.send(OLENA | {"first_name": "Oksana"})

    assert namesakes(cast) == 2


def test_what_was_refused_may_be_sent_again(cast: Cast) -> None:
    page = add_page(cast)

    answers = [page.send({"last_name": "", "first_name": "Olena"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [422, 422]


def test_what_failed_may_be_sent_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    page = add_page(cast)
    page.client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("volunteers.actions.people.trail.record", lambda *args, **kwargs: 1 / 0)
        assert page.send(OLENA).status_code == 500

    assert page.send(OLENA).status_code == 302
    assert namesakes(cast) == 1


def test_a_file_where_none_is_asked_changes_nothing(cast: Cast) -> None:
    page = add_page(cast)
    # More than Django keeps in memory.
    upload = SimpleUploadedFile("liste.bin", b"\0" * 3_000_000)

    assert page.send(OLENA | {"surprise": upload}).status_code == 302
    assert namesakes(cast) == 1


@pytest.mark.parametrize(
    ("files", "kept"),
    [
        ([("plan.txt", b"Montag"), ("plan.txt", b"Montag")], ["plan.txt: b703"]),
        ([("plan.txt", b"Montag"), ("plan.txt", b"Mittag")], ["plan.txt: b703", "plan.txt: ba25"]),
        (
            [("plan.txt", b"Montag"), ("liste.txt", b"Montag")],
            ["plan.txt: b703", "liste.txt: b703"],
        ),
    ],
    ids=["the same", "another content", "another name"],
)
def test_only_the_same_file_is_a_second_click(
    cast: Cast, files: list[tuple[str, bytes]], kept: list[str]
) -> None:
    person = browser_of(cast.people[Role.VOLUNTEER])
    page = PrintedForm(person, f"/{cast.kreis.slug}/fragen/neu/")
    asked = {"subject": "Stundenplan", "text": "Gilt der?", "topic": ""}

    for name, content in files:
        sent = page.send(asked | {"attachments": SimpleUploadedFile(name, content)})
        assert sent.status_code == 302

    with tenant_scope(cast.kreis):
        stored = Attachment.objects.order_by("pk").values_list("name", "sha256")
        assert [f"{name}: {digest[:4]}" for name, digest in stored] == kept


def test_view_reads_a_file_from_its_first_byte(cast: Cast, rf: RequestFactory) -> None:
    request: Any = rf.post("/", {"file": SimpleUploadedFile("plan.txt", b"Montag")})
    request.user = cast.coordinator

    def read(sent: Any) -> HttpResponse:
        return HttpResponse(sent.FILES["file"].read())

    with tenant_scope(cast.kreis):
        answer = answer_once(request, read)

    assert answer.content == b"Montag"


def test_sent_forms_are_forgotten_after_an_hour(cast: Cast) -> None:
    add_page(cast).send(NAMESAKE)
    add_page(cast).send(NAMESAKE)
    with tenant_scope(cast.kreis):
        old = SentForm.objects.earliest("pk")
        SentForm.objects.filter(pk=old.pk).update(
            sent_at=timezone.now() - COMES_AGAIN - dt.timedelta(seconds=1)
        )

    forget_sent_forms()

    with tenant_scope(cast.kreis):
        assert SentForm.objects.count() == 1
        assert not SentForm.objects.filter(pk=old.pk).exists()


def test_two_clicks_in_the_same_moment_add_one_person(committed: None) -> None:
    cast = assemble()
    page = add_page(cast)
    answers: list[str] = []
    together = threading.Barrier(2)

    def click() -> None:
        browser = Client(enforce_csrf_checks=True)
        browser.cookies = page.client.cookies
        together.wait()
        data = OLENA | {"csrfmiddlewaretoken": page.token}
        answers.append(browser.post(page.path, data)["Location"])
        connections.close_all()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()

    assert len(answers) == 2
    assert len(set(answers)) == 1
    assert namesakes(cast) == 1


def test_form_sent_without_a_page_counts_each_time(coordinator: TenantClient, cast: Cast) -> None:
    answers = [coordinator.post("/ehrenamtliche/neu/", NAMESAKE) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert namesakes(cast) == 2


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT"])
def test_only_what_is_sent_is_remembered(
    cast: Cast, rf: RequestFactory, django_assert_num_queries: Any, method: str
) -> None:
    request: Any = rf.generic(method, "/")
    request.user = cast.coordinator

    with tenant_scope(cast.kreis), django_assert_num_queries(0):
        assert answer_once(request, lambda request: HttpResponse("seen")).text == "seen"


def test_what_strangers_send_is_not_remembered(
    cast: Cast, rf: RequestFactory, django_assert_num_queries: Any
) -> None:
    request: Any = rf.post("/", {"csrfmiddlewaretoken": "a"})
    request.user = AnonymousUser()

    with tenant_scope(cast.kreis), django_assert_num_queries(0):
        answer = answer_once(request, lambda request: HttpResponseRedirect("/on/"))
        assert answer["Location"] == "/on/"


def too_many_files() -> dict[str, Any]:
    return {f"file-{number}": SimpleUploadedFile("a.txt", b"a") for number in range(21)}


def test_what_cannot_be_taken_apart_reaches_no_view(coordinator: TenantClient, cast: Cast) -> None:
    """Django would give the view an empty form in its place."""
    path = "/ehrenamtliche/neu/"

    cut_off = coordinator.post(path, b"--", content_type="multipart/form-data; boundary=")
    answers = cut_off, coordinator.post(path, OLENA | too_many_files())

    assert [answer.status_code for answer in answers] == [400, 400]
    assert namesakes(cast) == 0
