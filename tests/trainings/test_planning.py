"""Writing a Schulung down, publishing it, calling it off, and the lists of them."""

import datetime as dt

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.mail.models import OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.trainings import (
    RegistrationFactory,
    SessionFactory,
    TrainingFactory,
    published_training,
)
from tests.factories.volunteers import a_topic
from trainings.models import Session, Training


def form_data(*rows: tuple[str, str, str, str], **changes: object) -> dict[str, object]:
    """Return what the page sends; rows are day, begin, end and Unterrichtseinheiten."""
    data: dict[str, object] = {
        "title": "Aufenthaltsrecht einfach erklärt",
        "topic": a_topic().pk,
        "task_area": "b",
        "description": "",
        "speaker": "",
        "host": "",
        "place": "Landratsamt, Raum 112",
        "capacity": "3",
        "form-TOTAL_FORMS": str(max(3, len(rows))),
        "form-INITIAL_FORMS": "0",
    }
    for number, row in enumerate(rows):
        names = ("on", "begins", "ends", "teaching_units")
        data |= {f"form-{number}-{name}": text for name, text in zip(names, row, strict=True)}
    return data | changes


def in_days(days: int) -> str:
    return f"{timezone.localdate() + dt.timedelta(days=days):%d.%m.%Y}"


def the_training(cast: Cast) -> Training:
    return Training.objects.prefetch_related("sessions").get()


def test_training_with_two_sessions_is_stored_as_draft(
    coordinator: TenantClient, cast: Cast
) -> None:
    rows = (in_days(7), "18:00", "21:00", ""), (in_days(14), "18:00", "19:30", "3")

    response = coordinator.post("/schulungen/neu/", form_data(*rows))

    with tenant_scope(cast.kreis):
        training = the_training(cast)
        assert response["Location"] == f"/landkreis-miesbach/schulungen/{training.pk}/"
        assert (training.title, training.capacity, training.state) == (
            "Aufenthaltsrecht einfach erklärt",
            3,
            "draft",
        )
        day = timezone.localdate() + dt.timedelta(days=7)
        begin = timezone.make_aware(dt.datetime.combine(day, dt.time(18)))
        units = [s.teaching_units for s in training.sessions.order_by("starts_at")]
        assert (training.starts_at, units, training.teaching_units) == (begin, [4, 3], 7)
        assert training.last_ends_at == begin + dt.timedelta(days=7, minutes=90)
        entry = AuditEntry.objects.get(action="training.added")
        assert (entry.actor, entry.subject_id) == (cast.coordinator, training.pk)


def test_add_session_keeps_what_was_typed_and_stores_nothing(
    coordinator: TenantClient, cast: Cast
) -> None:
    data = form_data((in_days(7), "18:00", "halb neun", "zwei"), title="Halb getippt")

    response = coordinator.post("/schulungen/neu/", data | {"add_session": "1"})

    assert response.status_code == 200
    for kept in ('value="Halb getippt"', 'value="18:00"', 'value="halb neun"', 'value="zwei"'):
        assert kept in response.text
    rows = [f'name="form-{number}-begins"' in response.text for number in range(5)]
    assert (rows, "Bitte prüfen Sie" in response.text) == ([True] * 4 + [False], False)
    with tenant_scope(cast.kreis):
        assert Training.objects.count() == 0


def test_add_session_answers_htmx_with_the_sessions_alone(coordinator: TenantClient) -> None:
    data = form_data((in_days(7), "18:00", "21:00", "4"), add_session="1")

    response = coordinator.post("/schulungen/neu/", data, headers={"HX-Request": "true"})

    assert response.text.lstrip().startswith('<section class="stack" id="termine"')
    assert "<html" not in response.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"title": "\x00"}, "Ein unsichtbares Zeichen lässt sich nicht speichern."),
        ({"title": "x" * 100_000}, "höchstens 200"),
        ({"topic": "nichts"}, "Bitte wählen Sie einen Eintrag aus der Liste."),
        ({"host": "999999999999999999999999"}, "Bitte wählen Sie einen Eintrag aus der Liste."),
        ({"capacity": "0"}, "Bitte geben Sie mindestens 1 ein."),
        ({"capacity": "viele"}, "nur Ziffern"),
        ({"form-0-on": "irgendwann"}, "Bitte geben Sie ein Datum ein"),
        ({"form-0-on": "01.01.20226"}, "Bitte geben Sie ein Datum ein"),
        ({"form-0-ends": "17:00"}, "Das Ende liegt vor dem Beginn."),
        ({"form-0-teaching_units": "99999999999999999999"}, "nur Ziffern"),
        ({"form-0-begins": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"form-TOTAL_FORMS": "99999"}, "Mehr als 40 Termine gehen nicht."),
        ({"form-TOTAL_FORMS": "abc"}, "Die Seite war unvollständig."),
    ],
)
def test_nonsense_gets_a_sentence(
    coordinator: TenantClient, cast: Cast, changes: dict[str, str], sentence: str
) -> None:
    data = form_data((in_days(7), "18:00", "21:00", "4")) | changes

    response = coordinator.post("/schulungen/neu/", data)

    assert (response.status_code, sentence in response.text) == (422, True), response.text
    with tenant_scope(cast.kreis):
        assert Training.objects.count() == 0


def test_partner_of_another_kreis_is_no_choice(coordinator: TenantClient, cast: Cast) -> None:
    data = form_data((in_days(7), "18:00", "21:00", "4"), host=cast.foreign_partner.pk)

    response = coordinator.post("/schulungen/neu/", data)

    assert (response.status_code, str(cast.foreign_partner) in response.text) == (422, False)


def stored_rows(training: Training) -> dict[str, object]:
    data: dict[str, object] = {"version": training.version}
    for number, session in enumerate(training.sessions.order_by("starts_at")):
        begins, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        data |= {
            f"form-{number}-pk": session.pk,
            f"form-{number}-on": f"{begins:%Y-%m-%d}",
            f"form-{number}-begins": f"{begins:%H:%M}",
            f"form-{number}-ends": f"{ends:%H:%M}",
            f"form-{number}-teaching_units": session.teaching_units,
        }
    return data


def test_edit_changes_adds_and_removes_sessions(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = published_training(session_count=2)
        data = form_data() | stored_rows(training)
    data |= {"form-0-remove": "on", "form-0-on": "", "form-1-teaching_units": "6"}
    data |= {
        "form-2-on": in_days(60),
        "form-2-begins": "9:00",
        "form-2-ends": "12:00",
        "form-2-teaching_units": "",
    }

    response = coordinator.post(f"/schulungen/{training.pk}/bearbeiten/", data)

    assert response.status_code == 302
    with tenant_scope(cast.kreis):
        stored = the_training(cast)
        sessions = stored.sessions.order_by("starts_at")
        assert [session.teaching_units for session in sessions] == [6, 4]
        assert stored.starts_at == sessions[0].starts_at


def test_edit_never_writes_back_seats_given_meanwhile(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        training = published_training()
        data = form_data() | stored_rows(training)
        for _ in range(4):
            RegistrationFactory(training=training).take_seat(timezone.now())

    refused = coordinator.post(f"/schulungen/{training.pk}/bearbeiten/", data | {"capacity": "2"})
    accepted = coordinator.post(f"/schulungen/{training.pk}/bearbeiten/", data | {"capacity": "4"})

    assert (refused.status_code, "Es sind schon 3 Plätze vergeben." in refused.text) == (422, True)
    assert accepted.status_code == 302
    with tenant_scope(cast.kreis):
        stored = the_training(cast)
        assert (stored.seats_taken, stored.waiting_count, stored.capacity) == (3, 1, 4)


def test_second_editor_sees_both_versions_and_the_sessions(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        training = published_training()
        first = form_data() | stored_rows(training)
    second = first | {"title": "Neuer Titel", "form-0-teaching_units": "2"}
    path = f"/schulungen/{training.pk}/bearbeiten/"

    assert coordinator.post(path, first).status_code == 302
    response = coordinator.post(path, second)

    assert response.status_code == 422
    assert ("Neuer Titel" in response.text, "Aufenthaltsrecht einfach" in response.text) == (
        True,
        True,
    )
    assert (", 2 UE" in response.text, ", 4 UE" in response.text) == (True, True)
    with tenant_scope(cast.kreis):
        version = the_training(cast).version
    assert coordinator.post(path, second | {"version": version}).status_code == 302
    with tenant_scope(cast.kreis):
        assert (the_training(cast).title, the_training(cast).teaching_units) == ("Neuer Titel", 2)


def test_publication_asks_first_and_says_so_the_second_time(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        training = TrainingFactory()
        SessionFactory(training=training)
        training.follow_sessions()
    path = f"/schulungen/{training.pk}/veroeffentlichung/"

    assert "Jetzt veröffentlichen" in coordinator.get(path).text
    with tenant_scope(cast.kreis):
        assert the_training(cast).state == "draft"
    first = coordinator.post(path, follow=True)
    second = coordinator.post(path, follow=True)

    assert "ist veröffentlicht. Die Anmeldung läuft." in first.text
    assert "Diese Schulung ist bereits veröffentlicht." in second.text
    with tenant_scope(cast.kreis):
        assert AuditEntry.objects.filter(action="training.published").count() == 1


def test_draft_without_a_session_is_not_published(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = TrainingFactory()

    response = coordinator.post(f"/schulungen/{training.pk}/veroeffentlichung/", follow=True)

    assert "Bitte tragen Sie zuerst mindestens einen Termin ein." in response.text


def test_calling_off_writes_to_all_who_hold_or_want_a_seat(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        training = published_training(capacity=1)
        rows = [RegistrationFactory(training=training) for _ in range(4)]
        for registration in rows[:3]:
            registration.take_seat(timezone.now())
        rows[2].cancel(timezone.now())
    path = f"/schulungen/{training.pk}/absage/"

    assert "Alle Angemeldeten (1) und alle auf der Warteliste (1)" in coordinator.get(path).text
    first = coordinator.post(path, {"reason": "Die Referentin ist krank."}, follow=True)
    second = coordinator.post(path, {"reason": ""})

    assert "ist abgesagt. Mails an Angemeldete: 2." in first.text
    assert (second.status_code, "bereits abgesagt" in second.text) == (422, True)
    with tenant_scope(cast.kreis):
        mails = OutgoingMail.objects.filter(subject__startswith="Schulung abgesagt").order_by("pk")
        assert [mail.recipient for mail in mails] == [rows[0].email, rows[1].email]
        assert "Die Referentin ist krank." in mails[0].text
        assert the_training(cast).state == "cancelled"


@pytest.mark.parametrize("item_count", [1, 3])
def test_training_list_query_count(
    coordinator: TenantClient,
    cast: Cast,
    item_count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with tenant_scope(cast.kreis):
        for _ in range(item_count):
            published_training(session_count=2)

    with django_assert_num_queries(11):
        response = coordinator.get("/schulungen/")

    assert response.text.count('scope="row"') == item_count


def test_list_is_filtered_by_text_state_and_period(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        published_training(title="Kommende Schulung")
        TrainingFactory(title="Entwurf ohne Termin")
        past = TrainingFactory(title="Alte Schulung")
        SessionFactory(training=past, starts_at=timezone.now() - dt.timedelta(days=40))
        past.follow_sessions()

    def titles(query: str) -> set[str]:
        text = coordinator.get(f"/schulungen/?{query}").text
        wanted = ("Kommende Schulung", "Entwurf ohne Termin", "Alte Schulung")
        return {title for title in wanted if title in text}

    assert titles("") == {"Kommende Schulung", "Entwurf ohne Termin"}
    assert titles("period=past") == {"Alte Schulung"}
    assert titles("period=all&q=schul") == {"Kommende Schulung", "Alte Schulung"}
    assert titles("state=draft") == {"Entwurf ohne Termin"}
    assert titles("state=cancelled") == set()
    assert coordinator.get("/schulungen/?topic=x&period=y&state=z&q=%00").status_code == 200


def test_roles_and_strangers(
    coordinator: TenantClient,
    viewer: TenantClient,
    volunteer: TenantClient,
    neighbour: TenantClient,
    anonymous: TenantClient,
    cast: Cast,
) -> None:
    with tenant_scope(cast.kreis):
        draft = TrainingFactory(title="Geheimer Entwurf")
    with tenant_scope(cast.foreign_kreis):
        foreign = published_training(title="Fremde Schulung")
    detail, edit = f"/schulungen/{draft.pk}/", f"/schulungen/{draft.pk}/bearbeiten/"

    assert [c.get(detail).status_code for c in (coordinator, viewer, volunteer)] == [200, 200, 404]
    assert [c.get(edit).status_code for c in (coordinator, viewer, volunteer)] == [200, 403, 403]
    assert neighbour.get(detail).status_code == 404
    assert coordinator.get(f"/schulungen/{foreign.pk}/").status_code == 404
    assert coordinator.get(f"/schulungen/{foreign.pk}/bearbeiten/").status_code == 404
    assert coordinator.get("/schulungen/99999999999999999999999/").status_code == 404
    assert "Fremde Schulung" not in coordinator.get("/schulungen/?period=all").text
    assert anonymous.get(detail)["Location"].startswith("/konto/login/")


def test_session_of_another_training_is_never_changed(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        training, other = published_training(), published_training(title="Andere")
        data = form_data() | stored_rows(training)
        data["form-0-pk"] = other.sessions.get().pk
        before = Session.objects.filter(training=other).values().get()

    response = coordinator.post(f"/schulungen/{training.pk}/bearbeiten/", data)

    assert response.status_code == 422
    assert "Einen der Termine gibt es nicht mehr." in response.text
    with tenant_scope(cast.kreis):
        assert Session.objects.filter(training=other).values().get() == before
        assert training.sessions.count() == 1


@pytest.mark.parametrize("capacity", ["-3", "0"])
def test_training_has_at_least_one_seat(coordinator: TenantClient, capacity: str) -> None:
    response = coordinator.post("/schulungen/neu/", form_data(capacity=capacity))

    assert response.context["form"].errors["capacity"] == ["Bitte geben Sie mindestens 1 ein."]


def test_viewer_changes_nothing(viewer: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = published_training()

    paths = ["bearbeiten/", "absage/", "veroeffentlichung/", "teilnehmende/neu/"]

    assert [viewer.post(f"/schulungen/{training.pk}/{path}").status_code for path in paths] == [
        403
    ] * 4
