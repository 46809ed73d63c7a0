"""The promise of confidentiality: its versions, who signed, who has to again, on paper."""

import datetime as dt

import pytest

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.pdf import render_pdf
from lotsen_portal.documents.models import Document
from lotsen_portal.tenancy.context import tenant_scope
from tests import pdf_checks
from tests.cast import COLLEAGUE_NAME, FOREIGN_NAME, Cast
from tests.conftest import TenantClient
from volunteers.actions import confidentiality as actions
from volunteers.actions import letters, people
from volunteers.models import ConfidentialityAgreement, ConfidentialityText

TODAY = dt.date.today()
LIST = "/ehrenamtliche/vertraulichkeit/"
NEW = f"{LIST}neue-fassung/"


def agreements() -> list[tuple[str, int, dt.date]]:
    rows = ConfidentialityAgreement.objects.order_by("text__version", "volunteer__last_name")
    return list(rows.values_list("volunteer__last_name", "text__version", "signed_on"))


def test_preset_is_signed_and_kept_as_it_was_signed(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        preset = actions.current_text().text
        assert not ConfidentialityText.objects.exists()

    path = f"/ehrenamtliche/{cast.volunteer.pk}/vertraulichkeit/"
    coordinator.post(path, {"signed_on": "01.03.2025"})

    with tenant_scope(cast.kreis):
        assert agreements() == [("Maier", 1, dt.date(2025, 3, 1))]
        assert ConfidentialityText.objects.values_list("version", "text").get() == (1, preset)
    page = coordinator.get(f"/ehrenamtliche/{cast.volunteer.pk}/").text
    assert "Fassung 1, unterschrieben am 01.03.2025" in page


def test_version_is_signed_once(coordinator: TenantClient, cast: Cast) -> None:
    path = f"/ehrenamtliche/{cast.volunteer.pk}/vertraulichkeit/"
    coordinator.post(path, {"signed_on": "01.03.2025"})
    answer = coordinator.post(path, {"signed_on": "02.03.2025"})

    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {"signed_on": ["Ada Maier hat Fassung 1 schon am 01.03.2025 unterschrieben."]},
    )


def test_changed_text_is_a_new_version_and_says_who_signs_again(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        for person in (cast.volunteer, cast.colleague):
            actions.sign(person, on=TODAY, by=None)
        people.say_goodbye(cast.colleague, on=TODAY, by=None)

    page = coordinator.get(NEW).text
    assert "1 Person hat Fassung 1 unterschrieben und muss dann neu unterschreiben." in page
    assert "Niemand." in coordinator.get(LIST).text
    coordinator.post(NEW, {"text": "Ich schweige."})

    answer = coordinator.get(LIST)
    assert [(p.last_name, p.signed_version) for p in answer.context["page"]] == [("Maier", 1)]
    assert COLLEAGUE_NAME not in answer.text
    assert FOREIGN_NAME not in answer.text
    with tenant_scope(cast.kreis):
        texts = ConfidentialityText.objects.order_by("version")
        assert list(texts.values_list("version", flat=True)) == [1, 2]
        assert texts[1].text == "Ich schweige."
        last = AuditEntry.objects.order_by("pk").last()
        assert (last.action, last.subject_id) == ("confidentiality.text_changed", texts[1].pk)
    person = coordinator.get(f"/ehrenamtliche/{cast.volunteer.pk}/").text
    assert "Inzwischen gilt Fassung 2." in person

    path = f"/ehrenamtliche/{cast.volunteer.pk}/vertraulichkeit/"
    coordinator.post(path, {"signed_on": f"{TODAY:%d.%m.%Y}"})
    assert list(coordinator.get(LIST).context["page"]) == []


def test_same_text_is_no_new_version(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        text = actions.current_text().text.replace("\n", "\r\n")

    answer = coordinator.post(NEW, {"text": text})

    assert answer.context["form"].errors == {"text": ["Der Wortlaut ist unverändert."]}


def test_version_is_not_signed_before_it_held(cast: Cast) -> None:
    yesterday = TODAY - dt.timedelta(days=1)
    with tenant_scope(cast.kreis):
        actions.change_text("Ich schweige.", by=None)
        with pytest.raises(DomainError, match="Fassung 2 gilt erst seit dem"):
            actions.sign(cast.volunteer, on=yesterday, by=None)


@pytest.mark.slow
def test_it_is_printed_with_a_line_to_sign(coordinator: TenantClient, cast: Cast) -> None:
    path = f"/ehrenamtliche/{cast.volunteer.pk}/vertraulichkeit/druck/"
    assert coordinator.post(path).status_code == 302

    with tenant_scope(cast.kreis):
        document = Document.objects.get()
        made = letters.compose_confidentiality(document)
        actions.change_text("Ich schweige.", by=None)
        # What was ordered stays what it was.
        assert letters.compose_confidentiality(document) == made
    pdf = render_pdf(made.html, title=made.title, created=made.created)
    text = " ".join(pdf_checks.text_of(pdf).split())
    pdf_checks.assert_accessible(pdf)
    assert document.title == "Vertraulichkeitserklärung · Ada Maier"
    assert "Ich schweige auch dann weiter, wenn mein Ehrenamt zu Ende ist." in text
    assert "Ort, Datum Unterschrift: Ada Maier" in text


def test_leitung_looks_and_changes_nothing(viewer: TenantClient, cast: Cast) -> None:
    assert viewer.get(LIST).status_code == 200
    paths = [NEW, f"/ehrenamtliche/{cast.volunteer.pk}/vertraulichkeit/"]
    assert [viewer.get(path).status_code for path in paths] == [403, 403]
