import datetime as dt

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.mail.models import OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Role
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.volunteers import InquiryFactory, a_topic
from tests.printed import PrintedForm, browser_of
from volunteers.models import Inquiry, InquiryMessage

QUESTION = "Post vom Jobcenter – wer hilft?"


def question(**changes: object) -> dict[str, object]:
    data = {"subject": QUESTION, "topic": "", "text": "Bis Freitag!"}
    return data | changes


def asked_by(cast: Cast, volunteer: object, **fields: object) -> Inquiry:
    with tenant_scope(cast.kreis):
        inquiry = InquiryFactory(volunteer=volunteer, **fields)
        inquiry.add_message("Wie geht das?", author=None, from_staff=False, at=inquiry.asked_at)
        return inquiry


def test_volunteer_asks_and_it_stands_on_the_lotsins_start_page(
    volunteer: TenantClient, coordinator: TenantClient, cast: Cast
) -> None:
    topic = a_topic()

    response = volunteer.post("/fragen/neu/", question(topic=topic.pk))

    with tenant_scope(cast.kreis):
        inquiry = Inquiry.objects.get()
        facts = (inquiry.subject, inquiry.volunteer, inquiry.topic, inquiry.task_area)
        assert facts == (QUESTION, cast.volunteer, topic, topic.task_area)
        assert (inquiry.responsible, inquiry.answered_at) == (None, None)
        assert [message.text for message in inquiry.messages.all()] == ["Bis Freitag!"]
    assert response["Location"] == f"/landkreis-miesbach/fragen/{inquiry.pk}/"
    today = coordinator.get("/heute/").text
    assert QUESTION in today
    assert "Frage von Ada Maier · seit heute" in today


def test_answer_goes_out_by_mail_and_stands_in_the_thread(
    coordinator: TenantClient, volunteer: TenantClient, cast: Cast
) -> None:
    inquiry = asked_by(cast, cast.volunteer, subject=QUESTION)

    coordinator.post(f"/fragen/{inquiry.pk}/nachricht/", {"text": "Ich rufe <b>dort</b> an."})

    with tenant_scope(cast.kreis):
        inquiry = Inquiry.objects.get(pk=inquiry.pk)
        mail = OutgoingMail.objects.get()
        assert inquiry.answered_at is not None
        assert str(inquiry.responsible) == "Anna Huber"
    assert (mail.recipient, mail.subject) == (
        cast.volunteer.email,
        f"Antwort auf Ihre Frage: {QUESTION}",
    )
    assert "Ich rufe <b>dort</b> an." in mail.text
    assert f"/landkreis-miesbach/fragen/{inquiry.pk}/" in mail.text
    assert "<b>dort" not in mail.html
    thread = volunteer.get(f"/fragen/{inquiry.pk}/").text
    assert "Ich rufe &lt;b&gt;dort&lt;/b&gt; an." in thread
    assert "Anna Huber" in thread


def test_question_asked_again_is_open_again(volunteer: TenantClient, cast: Cast) -> None:
    inquiry = asked_by(cast, cast.volunteer, answered_at=timezone.now())

    volunteer.post(f"/fragen/{inquiry.pk}/nachricht/", {"text": "Es hat nicht geklappt."})

    with tenant_scope(cast.kreis):
        assert Inquiry.objects.get(pk=inquiry.pk).is_open
        assert OutgoingMail.objects.count() == 0


def test_double_click_sends_one_question(cast: Cast) -> None:
    browser = browser_of(cast.people[Role.VOLUNTEER])
    form = PrintedForm(browser, f"/{cast.kreis.slug}/fragen/neu/")

    answers = [form.send(question()) for _ in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    with tenant_scope(cast.kreis):
        assert (Inquiry.objects.count(), InquiryMessage.objects.count()) == (1, 1)


def test_double_click_sends_one_answer(cast: Cast) -> None:
    thread = f"/{cast.kreis.slug}/fragen/{asked_by(cast, cast.volunteer).pk}/"
    form = PrintedForm(browser_of(cast.coordinator), thread, sent_to=f"{thread}nachricht/")

    for _ in range(2):
        form.send({"text": "Ja, gern."})

    with tenant_scope(cast.kreis):
        texts = list(InquiryMessage.objects.order_by("at").values_list("text", flat=True))
        assert texts == ["Wie geht das?", "Ja, gern."]
        assert OutgoingMail.objects.count() == 1


def test_lotsin_takes_down_a_question(
    coordinator: TenantClient, volunteer: TenantClient, cast: Cast
) -> None:
    coordinator.post("/fragen/aufnahme/", question(volunteer=cast.volunteer.pk))

    with tenant_scope(cast.kreis):
        inquiry = Inquiry.objects.get()
        assert (inquiry.volunteer, str(inquiry.responsible)) == (cast.volunteer, "Anna Huber")
        assert inquiry.is_open
    assert "Ada Maier, aufgenommen von Anna Huber" in volunteer.get(f"/fragen/{inquiry.pk}/").text


def test_foreign_volunteer_is_no_choice(coordinator: TenantClient, cast: Cast) -> None:
    data = question(volunteer=cast.foreign_volunteer.pk)

    response = coordinator.post("/fragen/aufnahme/", data)

    assert response.status_code == 422
    with tenant_scope(cast.kreis):
        assert Inquiry.objects.count() == 0


def test_answer_without_an_address_says_so(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        cast.volunteer.email = ""
        cast.volunteer.save()
    inquiry = asked_by(cast, cast.volunteer)

    coordinator.post(f"/fragen/{inquiry.pk}/nachricht/", {"text": "Ja."})

    assert "rufen Sie bitte an" in coordinator.get(f"/fragen/{inquiry.pk}/").text
    with tenant_scope(cast.kreis):
        assert OutgoingMail.objects.count() == 0


def test_closed_question_takes_no_message(
    coordinator: TenantClient, volunteer: TenantClient, cast: Cast
) -> None:
    inquiry = asked_by(cast, cast.volunteer)
    path = f"/fragen/{inquiry.pk}"

    for _ in range(2):
        assert coordinator.post(f"{path}/abschluss/").status_code == 302
    response = volunteer.post(f"{path}/nachricht/", {"text": "Noch etwas"})

    assert "bereits abgeschlossen" in coordinator.get("/fragen/").text
    assert response.status_code == 422
    assert "Diese Frage ist abgeschlossen." in response.text
    with tenant_scope(cast.kreis):
        assert AuditEntry.objects.filter(action="inquiry.closed").count() == 1


def test_topic_sets_what_the_question_counts_for(coordinator: TenantClient, cast: Cast) -> None:
    inquiry = asked_by(cast, cast.volunteer)
    topic = a_topic()

    coordinator.post(f"/fragen/{inquiry.pk}/thema/", {"topic": topic.pk})
    coordinator.post(f"/fragen/{inquiry.pk}/thema/", {"topic": "x"})

    with tenant_scope(cast.kreis):
        inquiry = Inquiry.objects.get(pk=inquiry.pk)
        assert (inquiry.topic, inquiry.task_area) == (topic, topic.task_area)


def test_volunteer_sees_her_own_questions_alone(
    volunteer: TenantClient, coordinator: TenantClient, cast: Cast
) -> None:
    own = asked_by(cast, cast.volunteer, subject="Eigene")
    other = asked_by(cast, cast.colleague, subject="Kollegenfrage")

    assert [inquiry.pk for inquiry in volunteer.get("/fragen/").context["page"]] == [own.pk]
    assert volunteer.get(f"/fragen/{other.pk}/").status_code == 404
    assert volunteer.post(f"/fragen/{other.pk}/nachricht/", {"text": "x"}).status_code == 404
    assert "Kollegenfrage" not in volunteer.get("/heute/").text
    assert "Kollegenfrage" in coordinator.get("/heute/").text


def test_other_kreise_see_nothing(neighbour: TenantClient, cast: Cast) -> None:
    inquiry = asked_by(cast, cast.volunteer, subject=QUESTION)

    assert neighbour.get(f"/fragen/{inquiry.pk}/").status_code == 404
    assert neighbour.post(f"/fragen/{inquiry.pk}/abschluss/").status_code == 404
    assert QUESTION not in neighbour.get("/fragen/").text


def test_roles(
    viewer: TenantClient, partner: TenantClient, volunteer: TenantClient, cast: Cast
) -> None:
    inquiry = asked_by(cast, cast.volunteer)

    assert viewer.get(f"/fragen/{inquiry.pk}/").status_code == 200
    assert viewer.post(f"/fragen/{inquiry.pk}/nachricht/", {"text": "x"}).status_code == 403
    assert partner.get("/fragen/").status_code == 403
    assert volunteer.post(f"/fragen/{inquiry.pk}/abschluss/").status_code == 403
    assert volunteer.get("/fragen/aufnahme/").status_code == 403
    assert viewer.get("/fragen/neu/").status_code == 403


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": ""},
        {"subject": "x" * 201},
        {"text": "x" * 100_000},
        {"text": "a\0b"},
        {"topic": "kein Thema"},
        {"topic": "99999999999999999999"},
    ],
)
def test_bad_input_gets_a_sentence(
    volunteer: TenantClient, cast: Cast, changes: dict[str, str]
) -> None:
    response = volunteer.post("/fragen/neu/", question(**changes))

    assert response.status_code == 422
    assert "Bitte prüfen Sie Ihre Angaben" in response.text


def test_broken_key_is_no_obstacle(volunteer: TenantClient, cast: Cast) -> None:
    assert volunteer.post("/fragen/neu/", question(key="kaputt")).status_code == 302


@pytest.mark.parametrize(
    ("query", "subjects"),
    [
        ({}, ["alt", "neu", "beantwortet", "zu"]),
        ({"state": "open"}, ["alt", "neu"]),
        ({"state": "answered"}, ["beantwortet"]),
        ({"state": "closed"}, ["zu"]),
        ({"q": "maier al"}, ["alt"]),
        ({"state": "nonsense", "topic": "x", "q": "\0"}, ["alt", "neu", "beantwortet", "zu"]),
    ],
)
def test_list_filters(
    coordinator: TenantClient, cast: Cast, query: dict[str, str], subjects: list[str]
) -> None:
    now = timezone.now()
    asked_by(cast, cast.volunteer, subject="zu")
    asked_by(cast, cast.volunteer, subject="neu", asked_at=now)
    asked_by(cast, cast.volunteer, subject="alt", asked_at=now - dt.timedelta(days=4))
    asked_by(cast, cast.volunteer, subject="beantwortet")
    with tenant_scope(cast.kreis):
        Inquiry.objects.filter(subject="beantwortet").update(answered_at=now)
        Inquiry.objects.filter(subject="zu").update(closed_at=now)

    response = coordinator.get("/fragen/", data=query)

    assert [inquiry.subject for inquiry in response.context["page"]] == subjects


def test_answer_is_due_after_three_days(coordinator: TenantClient, cast: Cast) -> None:
    now = timezone.now()
    asked_by(cast, cast.volunteer, subject="alt", asked_at=now - dt.timedelta(days=3))

    page = coordinator.get("/heute/").text

    assert "Antwort fällig" in page
    assert "seit 3 Tagen" in page


@pytest.mark.parametrize("item_count", [1, 3])
def test_list_query_count(
    coordinator: TenantClient,
    cast: Cast,
    item_count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(item_count):
        asked_by(cast, cast.volunteer)

    with django_assert_num_queries(10):
        response = coordinator.get("/fragen/")

    assert response.text.count('scope="row"') == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_thread_query_count(
    coordinator: TenantClient,
    cast: Cast,
    item_count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    inquiry = asked_by(cast, cast.volunteer)
    with tenant_scope(cast.kreis):
        for _ in range(item_count):
            inquiry.add_message(
                "Noch etwas",
                author=cast.coordinator,
                from_staff=True,
                at=timezone.now(),
            )

    with django_assert_num_queries(13):
        coordinator.get(f"/fragen/{inquiry.pk}/")
