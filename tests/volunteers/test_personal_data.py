"""All that is stored about somebody can be taken along, in words and by programs."""

import json
from typing import Any

from django.utils import timezone

from lotsen_portal.audit import trail
from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import COLLEAGUE_NAME, FOREIGN_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.trainings import RegistrationFactory, published_training
from tests.factories.volunteers import (
    EngagementFieldFactory,
    HelpOfferFactory,
    InquiryFactory,
    LanguageSkillFactory,
    QualificationFactory,
    VolunteerFactory,
)
from volunteers import personal_data
from volunteers.actions import merging
from volunteers.models import FeedToken, Tag, Volunteer

# Told by the app that has the table.
TOLD_ABOVE = {"registrations"}


def test_every_relation_of_a_person_is_told_or_says_why_not() -> None:
    declared = (
        personal_data.RELATIONS.keys()
        | personal_data.IN_WORDS
        | personal_data.LEFT_OUT
        | TOLD_ABOVE
    )

    assert {relation.name for relation in Volunteer._meta.related_objects} == declared


def test_every_field_has_a_name_that_people_read() -> None:
    relations: list[Any] = [Volunteer._meta.get_field(name) for name in personal_data.RELATIONS]
    fields = [
        field
        for model in (Volunteer, *(relation.related_model for relation in relations))
        for field in model._meta.concrete_fields
        if field.name not in personal_data.UNTOLD_FIELDS | personal_data.SECRET_FIELDS
        if field.name != "membership"
    ]
    nameless = {
        f"{field.model.__name__}.{field.name}"
        for field in fields
        if personal_data._label(field) == field.name.replace("_", " ")
    }

    assert nameless == set()


def told(client: TenantClient, cast: Cast) -> Any:
    answer = client.get(f"/ehrenamtliche/{cast.volunteer.pk}/auskunft.json")
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_person_takes_along_all_that_is_stored_about_them_and_nothing_of_others(
    volunteer: TenantClient, coordinator: TenantClient, cast: Cast
) -> None:
    now = timezone.now()
    with tenant_scope(cast.kreis):
        for person, name in [(cast.volunteer, "Eigenes"), (cast.colleague, COLLEAGUE_NAME)]:
            LanguageSkillFactory(volunteer=person, level="b2")
            QualificationFactory(volunteer=person, name=f"Kurs {name}")
            field = EngagementFieldFactory(name=f"Feld {name}")
            person.engagements.create(field=field)
            person.tags.create(tag=Tag.objects.create(name=f"Wort {name}"))
            HelpOfferFactory(volunteer=person, message=f"Gruß {name}", token_hash=name.ljust(64))
            inquiry = InquiryFactory(volunteer=person, subject=f"Frage {name}")
            inquiry.add_message(f"Text {name}", author=None, from_staff=False, at=now)
            training = published_training(title=f"Schulung {name}")
            RegistrationFactory(training=training, volunteer=person, name=f"Ada {name}")
            FeedToken.objects.create(volunteer=person, token=f"geheim{name}".ljust(43, "x"))
        stored = Volunteer.objects.get(pk=cast.volunteer.pk)
        with trail.changing("volunteer.changed", stored, by=cast.coordinator):
            stored.note, stored.phone = "Eine Notiz", "08025 1"
            stored.save()

    data = told(volunteer, cast)

    assert [*data] == [
        "Stammdaten",
        "Sprachen",
        "Einsatzbereiche",
        "Qualifikationen",
        "Schlagwörter",
        "Helferkreise",
        "Ihr Angebot zu helfen",
        "Fragen und Antworten",
        "Kalenderadresse",
        "Was mit Ihren Daten getan wurde",
        "Anmeldungen zu Schulungen",
    ]
    core = data["Stammdaten"][0]
    facts = [core[name] for name in ("Vorname", "Nachname", "Telefon", "Notiz", "Status")]
    assert facts == ["Ada", "Maier", "08025 1", "Eine Notiz", "aktiv"]
    skill = data["Sprachen"][0]
    assert (skill["Sprache"], skill["Niveau"]) == ("Ukrainisch", "B2")
    assert data["Fragen und Antworten"][0]["Text"] == "Text Eigenes"
    change, reading = data["Was mit Ihren Daten getan wurde"]
    assert change["wer"] == "Jemand aus dem Kreis"
    assert change["was"] == "hat Ada Maier geändert"
    assert change["Änderung"] == "Notiz; Telefon: – → 08025 1"
    assert reading["wer"] == "Sie selbst"
    text = json.dumps(data, ensure_ascii=False)
    secrets = (COLLEAGUE_NAME, FOREIGN_NAME, "Anna Huber", "geheim", "Eigenes".ljust(64))
    assert [secret for secret in secrets if secret in text] == []
    page = volunteer.get(f"/ehrenamtliche/{cast.volunteer.pk}/auskunft.html")
    assert "attachment" in page["Content-Disposition"]
    words = ("Gruß Eigenes", "Wort Eigenes", "Schulung Eigenes", "Eine Notiz")
    assert [word in page.text for word in words] == [True] * 4
    assert [secret for secret in secrets if secret in page.text] == []


def test_taking_along_is_in_the_trail_and_only_for_the_person_and_the_lotsin(
    volunteer: TenantClient, coordinator: TenantClient, viewer: TenantClient, cast: Cast
) -> None:
    told(volunteer, cast)
    told(coordinator, cast)
    hidden = volunteer.get(f"/ehrenamtliche/{cast.colleague.pk}/auskunft.json")
    looked = viewer.get(f"/ehrenamtliche/{cast.volunteer.pk}/auskunft.html")

    assert (hidden.status_code, looked.status_code) == (404, 403)
    with tenant_scope(cast.kreis):
        entries = AuditEntry.objects.filter(action="volunteer.data_exported").order_by("pk")
        kept = list(entries.values_list("actor", "subject_id"))
        assert kept == [(user.pk, cast.volunteer.pk) for user in (volunteer.user, cast.coordinator)]


def test_what_somebody_typed_is_text_in_the_page(volunteer: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        Volunteer.objects.filter(pk=cast.volunteer.pk).update(note="<script>1</script>")

    page = volunteer.get(f"/ehrenamtliche/{cast.volunteer.pk}/auskunft.html").text

    assert ("<script>" in page, "&lt;script&gt;1" in page) == (False, True)


def test_entry_that_went_is_told_though_its_tag_is_gone_and_its_secret_never(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        twin = VolunteerFactory(first_name="Ada", last_name="Maier-Alt", email="")
        tag = Tag.objects.create(name="Kleiderkammer")
        for person in (cast.volunteer, twin):
            person.tags.create(tag=tag)
            FeedToken.objects.create(volunteer=person, token=f"geheim{person.pk}".ljust(43, "x"))
        versions = {one.pk: one.version for one in (cast.volunteer, twin)}
        merging.merge(cast.volunteer, twin, {}, versions=versions, by=None)
        cast.volunteer.tags.all().delete()
        tag.delete()

    entry = told(coordinator, cast)["Mit Ihnen zusammengeführte Einträge"][0]["Eintrag"]

    assert ("Maier-Alt" in entry, "Schlagwort: gibt es nicht mehr" in entry) == (True, True)
    assert "geheim" not in entry


def test_reading_ten_times_is_one_line(coordinator: TenantClient, cast: Cast) -> None:
    for _ in range(10):
        coordinator.get(f"/ehrenamtliche/{cast.volunteer.pk}/")

    done = told(coordinator, cast)["Was mit Ihren Daten getan wurde"]

    assert [(line["was"], line.get("wie oft")) for line in done[:1]] == [
        ("hat die Seite von Ada Maier gelesen", "10")
    ]
    assert [line for line in done[1:] if "gelesen" in line["was"]] == []
