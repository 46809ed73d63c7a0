"""The public way: form, mail, one button, and the answers that give nothing away."""

import datetime as dt
from typing import Any

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import override_settings
from django.utils import timezone

from lotsen_portal.common.openforms import SALT
from lotsen_portal.mail.models import OutgoingMail
from lotsen_portal.tenancy.addresses import tenant_url
from lotsen_portal.tenancy.context import public_scope, tenant_scope
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.trainings import (
    RegistrationFactory,
    SessionFactory,
    TrainingFactory,
    published_training,
)
from trainings.actions import planning
from trainings.models import Registration, Session, Training

NEUTRAL = "Wir haben Ihnen eine Mail geschickt"


def opened(seconds_ago: float) -> str:
    return signing.dumps(timezone.now().timestamp() - seconds_ago, salt=SALT)


def typed(**changes: object) -> dict[str, object]:
    data = {
        "name": "Gerda Gast",
        "email": "Gerda@Example.org",
        "phone": "",
        "needs": "",
        "home_tenant": "",
        "website": "",
        "opened": opened(30),
    }
    return data | changes


def mails() -> list[tuple[str, str]]:
    return list(OutgoingMail.objects.order_by("pk").values_list("recipient", "subject"))


@pytest.fixture
def training(cast: Cast) -> Training:
    with tenant_scope(cast.kreis):
        return published_training(title="Dolmetschen", capacity=1)


def test_guest_confirms_by_one_button_and_reads_what_is(
    anonymous: TenantClient, cast: Cast, training: Training
) -> None:
    page = anonymous.get(f"/schulungen/{training.pk}/anmeldung/").text
    assert ("1 Platz frei" in page, "Anmeldung absenden" in page) == (True, True)
    answer = anonymous.post(f"/schulungen/{training.pk}/anmeldung/", typed(), follow=True)
    assert NEUTRAL in answer.text
    with tenant_scope(cast.kreis):
        row = Registration.objects.get()
        assert (row.status, row.email, row.name) == ("pending", "gerda@example.org", "Gerda Gast")
        mail = OutgoingMail.objects.get()
        assert tenant_url(cast.kreis, "trainings:confirmation", row.token) in mail.text
        assert "Gerda" not in mail.text + mail.subject
    path = f"/schulungen/bestaetigung/{row.token}/"

    assert "Anmeldung bestätigen" in anonymous.get(path).text
    with tenant_scope(cast.kreis):
        assert Registration.objects.get().status == "pending"
    answers = [anonymous.post(path, follow=True).text for _ in range(2)]

    assert ["Sie sind angemeldet" in text for text in answers] == [True, True]
    assert ["Anmeldung bestätigen" in text for text in answers] == [False, False]
    with tenant_scope(cast.kreis):
        assert Registration.objects.get().status == "confirmed"
        stored = Training.objects.get(pk=training.pk)
        assert (stored.seats_taken, stored.waiting_count) == (1, 0)
        assert mails() == [
            ("gerda@example.org", "Bitte bestätigen Sie Ihre Anmeldung: Dolmetschen"),
            ("gerda@example.org", "Sie sind angemeldet: Dolmetschen"),
        ]


def test_second_guest_waits_and_cancels_by_the_link(
    anonymous: TenantClient, cast: Cast, training: Training
) -> None:
    with tenant_scope(cast.kreis):
        RegistrationFactory(training=training).take_seat(timezone.now())
        row = RegistrationFactory(training=training)
    confirm, cancel = (f"/schulungen/{way}/{row.token}/" for way in ("bestaetigung", "abmeldung"))

    assert "Sie stehen auf der Warteliste, Platz 1" in anonymous.post(confirm, follow=True).text
    assert "Anmeldung absagen" in anonymous.get(cancel).text
    answers = [anonymous.post(cancel, follow=True).text for _ in range(2)]

    assert ["Ihre Anmeldung ist abgesagt" in text for text in answers] == [True, True]
    assert "Ihre Anmeldung ist abgesagt" in anonymous.post(confirm, follow=True).text
    with tenant_scope(cast.kreis):
        stored = Training.objects.get(pk=training.pk)
        assert (stored.seats_taken, stored.waiting_count) == (1, 0)
        assert [subject for _, subject in mails()] == [
            "Sie stehen auf der Warteliste: Dolmetschen",
            "Ihre Absage: Dolmetschen",
        ]


def test_same_address_gets_the_same_answer_and_no_second_row(
    anonymous: TenantClient, cast: Cast, training: Training
) -> None:
    path = f"/schulungen/{training.pk}/anmeldung/"
    anonymous.post(path, typed())
    again = anonymous.post(path, typed(name="Gerda Neu"), follow=True)
    with tenant_scope(cast.kreis):
        row = Registration.objects.get()
        assert (NEUTRAL in again.text, row.name, len(mails())) == (True, "Gerda Neu", 1)
        Registration.objects.update(asked_at=timezone.now() - dt.timedelta(hours=1))
    anonymous.post(f"/schulungen/bestaetigung/{row.token}/")

    known = anonymous.post(path, typed(name="Eva Eindringling", phone="666"), follow=True)

    assert NEUTRAL in known.text
    with tenant_scope(cast.kreis):
        row = Registration.objects.get()
        assert (row.status, row.name, row.phone) == ("confirmed", "Gerda Neu", "")
        assert [subject for _, subject in mails()] == [
            "Bitte bestätigen Sie Ihre Anmeldung: Dolmetschen",
            "Sie sind angemeldet: Dolmetschen",
            "Sie sind angemeldet: Dolmetschen",
        ]


def test_cancelled_guest_may_come_back(
    anonymous: TenantClient, cast: Cast, training: Training
) -> None:
    with tenant_scope(cast.kreis):
        row = RegistrationFactory(training=training, email="gerda@example.org")
        row.take_seat(timezone.now())
        row.cancel(timezone.now())

    anonymous.post(f"/schulungen/{training.pk}/anmeldung/", typed())
    anonymous.post(f"/schulungen/bestaetigung/{row.token}/")

    with tenant_scope(cast.kreis):
        stored = Registration.objects.get()
        assert (stored.pk, stored.status, stored.cancelled_at) == (row.pk, "confirmed", None)
        assert Training.objects.get(pk=training.pk).seats_taken == 1


def test_confirmed_address_of_a_volunteer_becomes_her_registration(
    anonymous: TenantClient, volunteer: TenantClient, cast: Cast, training: Training
) -> None:
    data = typed(email=cast.volunteer.email)
    anonymous.post(f"/schulungen/{training.pk}/anmeldung/", data)
    with tenant_scope(cast.kreis):
        row = Registration.objects.get()
        assert row.volunteer is None

    anonymous.post(f"/schulungen/bestaetigung/{row.token}/")

    assert "Dolmetschen" in volunteer.get("/schulungen/meine-anmeldungen/").text


def test_drafts_are_not_found_and_cancelled_ones_say_so(
    anonymous: TenantClient, cast: Cast, training: Training
) -> None:
    with tenant_scope(cast.kreis):
        draft = TrainingFactory()
        planning.call_off(training, reason="", now=timezone.now(), by=None)
    path = f"/schulungen/{training.pk}/anmeldung/"

    assert anonymous.get(f"/schulungen/{draft.pk}/anmeldung/").status_code == 404
    assert anonymous.post(f"/schulungen/{draft.pk}/anmeldung/", typed()).status_code == 404
    assert "Diese Schulung ist abgesagt" in anonymous.get(path).text
    assert "Diese Schulung ist abgesagt" in anonymous.post(path, typed()).text
    with tenant_scope(cast.kreis):
        assert Registration.objects.count() == 0


def test_link_opened_after_the_beginning_says_so(anonymous: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        begun = TrainingFactory()
        SessionFactory(training=begun, starts_at=timezone.now() - dt.timedelta(hours=1))
        begun.follow_sessions()
        begun.publish(timezone.now() - dt.timedelta(days=1))
        row = RegistrationFactory(training=begun)

    answer = anonymous.post(f"/schulungen/bestaetigung/{row.token}/", follow=True)

    assert "Für diese Schulung ist keine Anmeldung mehr möglich." in answer.text
    with tenant_scope(cast.kreis):
        assert Registration.objects.get().status == "pending"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"name": "Jetzt www.gewinn.example"}, "Bitte geben Sie hier nur den Namen ein."),
        ({"name": "x" * 100_000}, "höchstens 200"),
        ({"email": "nicht@"}, "Das ist keine E-Mail-Adresse."),
        ({"needs": "\x00"}, "Ein unsichtbares Zeichen"),
        ({"home_tenant": "Atlantis"}, "Bitte wählen Sie einen Eintrag aus der Liste."),
        ({"opened": "gefälscht"}, "Diese Seite war lange offen."),
        ({"opened": opened(60 * 60 * 24)}, "Diese Seite war lange offen."),
        ({"opened": opened(-3600)}, "Das ging sehr schnell."),
    ],
)
def test_nonsense_gets_a_sentence(
    anonymous: TenantClient, cast: Cast, training: Training, changes: dict[str, Any], sentence: str
) -> None:
    response = anonymous.post(f"/schulungen/{training.pk}/anmeldung/", typed(**changes))

    assert (response.status_code, sentence in response.text) == (422, True), response.text
    with tenant_scope(cast.kreis):
        assert Registration.objects.count() == 0


def test_only_a_form_without_a_mistake_was_too_quick(
    anonymous: TenantClient, training: Training
) -> None:
    answers = [
        anonymous.post(f"/schulungen/{training.pk}/anmeldung/", typed(opened=opened(0), **changes))
        for changes in ({"name": ""}, {})
    ]

    assert [list(answer.context["form"].errors) for answer in answers] == [["name"], ["opened"]]


def test_page_left_open_goes_through_the_second_time(
    anonymous: TenantClient, cast: Cast, training: Training
) -> None:
    path = f"/schulungen/{training.pk}/anmeldung/"
    page = anonymous.post(path, typed(opened=opened(60 * 60 * 24)))
    fresh = page.text.split('name="opened" value="')[1].split('"')[0]

    assert fresh != opened(60 * 60 * 24)
    assert signing.loads(fresh, salt=SALT) == pytest.approx(timezone.now().timestamp(), abs=30)


def test_filled_trap_gets_the_neutral_answer_and_leaves_no_row(
    anonymous: TenantClient, cast: Cast, training: Training
) -> None:
    answer = anonymous.post(
        f"/schulungen/{training.pk}/anmeldung/", typed(website="spam"), follow=True
    )

    assert NEUTRAL in answer.text
    with tenant_scope(cast.kreis):
        assert (Registration.objects.count(), mails()) == (0, [])


def test_too_many_of_one_address_are_stopped(
    anonymous: TenantClient, cast: Cast, training: Training
) -> None:
    path = f"/schulungen/{training.pk}/anmeldung/"

    answers = [anonymous.post(path, typed()).status_code for _ in range(6)]

    assert answers == [302] * 5 + [422]


def test_cache_down_breaks_no_sign_up(
    anonymous: TenantClient, cast: Cast, training: Training
) -> None:
    nowhere = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    with override_settings(CACHES=nowhere):
        answer = anonymous.post(f"/schulungen/{training.pk}/anmeldung/", typed())
    cache.clear()

    assert answer.status_code == 302


@pytest.mark.parametrize("token", ["nichts", "%00", "a" * 3000, "..%2f"])
def test_unknown_tokens_are_not_found(anonymous: TenantClient, cast: Cast, token: Any) -> None:
    for way in ("bestaetigung", "abmeldung"):
        assert anonymous.get(f"/schulungen/{way}/{token}/").status_code == 404
        assert anonymous.post(f"/schulungen/{way}/{token}/").status_code == 404


def test_everybody_reads_open_schulungen_of_all_kreise_and_nothing_else(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        own = published_training(session_count=2)
        TrainingFactory(title="Entwurf")
        planning.call_off(published_training(), reason="", now=timezone.now(), by=None)
    with tenant_scope(cast.foreign_kreis):
        foreign = published_training()

    with public_scope():
        found = Training.public.open_for_registration(timezone.now()).select_related("tenant")
        listed = [
            (str(training.tenant), training.pk, len(training.sessions.all()))
            for training in found.with_sessions(Session.public.all()).order_by("pk")
        ]
        drafts = Training.public.filter(published_at__isnull=True).count()

    assert listed == [("Landkreis Miesbach", own.pk, 2), ("Stadt Passau", foreign.pk, 1)]
    assert drafts == 0
