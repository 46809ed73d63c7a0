"""Many people at once: whom it is about is shown first, and each has a line in the trail."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.mail.models import OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import COLLEAGUE_NAME, FOREIGN_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.volunteers import VolunteerFactory
from volunteers.actions import lists as actions
from volunteers.actions.messages import NOBODY
from volunteers.forms import bulk as forms
from volunteers.forms.lists import WidePeopleFilter
from volunteers.models import MessageCampaign, Tag, Volunteer, VolunteerTag

BULK = "/ehrenamtliche/auswahl/"
TAG, STATUS, EXPORT = f"{BULK}schlagwort/", f"{BULK}status/", f"{BULK}export/"
MESSAGE, CIRCLE = f"{BULK}nachricht/", f"{BULK}helferkreis/"
EVERY = [TAG, STATUS, EXPORT, MESSAGE, CIRCLE]
LIST = "/landkreis-miesbach/ehrenamtliche/"
TODAY = timezone.localdate()


def both(cast: Cast) -> list[int]:
    return [cast.volunteer.pk, cast.colleague.pk]


def send(client: TenantClient, path: str, data: dict[str, Any]) -> Any:
    """Send the form with the number that its page shows; what is named counts instead."""
    form = client.get(f"{path}?" + urlencode(data, doseq=True)).context["form"]
    return client.post(path, {"count": form.initial["count"]} | data)


def said(client: TenantClient) -> list[str]:
    """Return what the next page tells."""
    return [str(message) for message in client.get("/ehrenamtliche/").context["messages"]]


def test_page_says_whom_it_is_about_and_carries_them_on(
    coordinator: TenantClient, cast: Cast
) -> None:
    page = coordinator.get(f"{TAG}?" + urlencode({"person": both(cast)}, doseq=True)).text

    assert "2 ausgewählte Personen" in page
    assert COLLEAGUE_NAME in page
    for key in both(cast):
        assert f'<input type="hidden" name="person" value="{key}">' in page


def test_all_found_are_those_of_the_filters(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        for _ in range(14):
            VolunteerFactory(status="paused")

    page = coordinator.get(f"{TAG}?all=1&status=paused&sort=-name").text

    assert "alle 14 gefundenen Personen" in page
    assert "und 2 weitere" in page
    assert '<input type="hidden" name="all" value="1">' in page
    assert '<input type="hidden" name="status" value="paused">' in page


@pytest.mark.parametrize("path", EVERY)
@pytest.mark.parametrize("query", ["", "?person=x", "?person=999999999", "?all=1&status=unbekannt"])
def test_nobody_chosen_leads_back_and_says_so(
    coordinator: TenantClient, path: str, query: str
) -> None:
    response = coordinator.get(path + query)

    assert response["Location"].startswith(LIST)
    assert said(coordinator) == [
        "Bitte kreuzen Sie zuerst in der Liste an, um wen es geht, oder „alle gefundenen“."
    ]


def test_people_of_another_kreis_are_not_reached(coordinator: TenantClient, cast: Cast) -> None:
    people = [cast.foreign_volunteer.pk, cast.volunteer.pk]

    page = coordinator.get(f"{TAG}?" + urlencode({"person": people}, doseq=True)).text
    send(coordinator, TAG, {"person": people, "new": "Fest", "what": "give"})

    assert "1 Person" in page
    assert FOREIGN_NAME not in page
    with tenant_scope(cast.foreign_kreis):
        assert not VolunteerTag.objects.exists()


def test_tag_is_given_and_taken_with_a_line_for_each(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        cast.colleague.tags.create(tag=Tag.objects.create(name="Sommerfest"))

    given = {"person": both(cast), "new": " sommerfest ", "what": "give"}
    send(coordinator, TAG, given)

    # Who has it has it, and the word is the one there is.
    assert said(coordinator) == ["1 Person haben jetzt das Schlagwort „sommerfest“."]
    with tenant_scope(cast.kreis):
        tagged = VolunteerTag.objects.order_by("pk").values_list("volunteer_id", "tag__name")
        assert list(tagged) == [(key, "Sommerfest") for key in reversed(both(cast))]
        tag = Tag.objects.get().pk
    send(coordinator, TAG, {"person": both(cast), "word": tag, "what": "take"})

    with tenant_scope(cast.kreis):
        assert not VolunteerTag.objects.exists()
        written = AuditEntry.objects.filter(action__in=["volunteer.tagged", "volunteer.untagged"])
        assert sorted(written.values_list("action", "subject_id")) == sorted(
            [
                ("volunteer.tagged", cast.volunteer.pk),
                ("volunteer.untagged", cast.volunteer.pk),
                ("volunteer.untagged", cast.colleague.pk),
            ]
        )


@pytest.mark.parametrize("data", [{}, {"new": "  "}])
def test_tag_has_to_be_named(coordinator: TenantClient, cast: Cast, data: dict[str, str]) -> None:
    response = send(coordinator, TAG, {"person": both(cast), "what": "give", **data})

    assert response.status_code == 422
    assert "Bitte wählen Sie ein Schlagwort oder nennen Sie ein neues." in response.text


def test_who_was_not_shown_is_not_acted_on(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        VolunteerFactory(last_name="Nachzügler")
    data = {"all": "1", "count": "2", "new": "Fest", "what": "give"}

    refused = send(coordinator, TAG, data)

    assert refused.status_code == 422
    assert "Inzwischen sind es 3 Personen statt 2." in refused.text
    assert 'name="count" value="3"' in refused.text
    with tenant_scope(cast.kreis):
        assert not VolunteerTag.objects.exists()
    assert send(coordinator, TAG, data | {"count": "3"}).status_code == 302


def test_status_follows_the_rules_and_names_whom_they_keep_from_it(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        child = VolunteerFactory(
            first_name="Kim",
            last_name="Kind",
            status="prospect",
            of_age_on=TODAY + dt.timedelta(days=400),
        )
        ready = VolunteerFactory(status="interviewed")

    send(
        coordinator,
        STATUS,
        {"person": [child.pk, ready.pk], "becomes": "active", "on": f"{TODAY:%d.%m.%Y}"},
    )

    told = said(coordinator)
    assert told[0] == "Für 1 Person ist das eingetragen."
    assert told[1].startswith("Kim Kind ist noch nicht volljährig.")
    with tenant_scope(cast.kreis):
        statuses = dict(Volunteer.objects.values_list("pk", "status"))
        assert (statuses[child.pk], statuses[ready.pk]) == ("prospect", "active")
        history = ready.status_changes.values_list("status", "on")
        assert list(history) == [("active", TODAY)]
        entry = AuditEntry.objects.get(action="volunteer.status_changed")
        assert entry.subject_id == ready.pk


def test_so_many_at_once_and_no_more(
    coordinator: TenantClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST", 1)

    response = send(coordinator, TAG, {"all": "1", "new": "Fest", "what": "give"})

    assert response.status_code == 422
    assert "Das sind 2 Personen; auf einmal gehen höchstens 1." in response.text


def test_selection_is_handed_out_as_a_file(coordinator: TenantClient, cast: Cast) -> None:
    data: dict[str, Any] = {"person": [cast.colleague.pk], "suffix": "csv"}

    text = send(coordinator, EXPORT, data).content.decode("utf-8-sig")

    assert [line.partition(";")[0] for line in text.splitlines()] == ["Nachname", COLLEAGUE_NAME]
    with tenant_scope(cast.kreis):
        assert AuditEntry.objects.filter(action="volunteers.exported").count() == 1


@pytest.mark.parametrize("path", EVERY)
def test_only_the_lotsin_acts_on_many(
    viewer: TenantClient, volunteer: TenantClient, cast: Cast, path: str
) -> None:
    for client in (viewer, volunteer):
        assert client.get(f"{path}?all=1").status_code == 403
        assert client.post(path, {"all": "1"}).status_code == 403


WRITTEN = {"subject": "Sommerfest", "text": "Kommen Sie am Samstag?\n<b>Gern</b> mit Familie."}


def test_message_is_looked_at_before_it_goes(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        silent = VolunteerFactory(last_name="Ohnemail", email="", phone="08025 99")
    people = [*both(cast), silent.pk]

    page = send(coordinator, MESSAGE, {"person": people, "preview": "1", **WRITTEN})

    assert page.status_code == 200
    assert "Sie geht an <strong>2 Personen</strong>." in page.text
    assert "An 2 Personen senden" in page.text
    assert "&lt;b&gt;Gern&lt;/b&gt; mit Familie." in page.text
    assert "bitte anrufen" in page.text
    assert 'href="tel:+49802599"' in page.text
    with tenant_scope(cast.kreis):
        assert not OutgoingMail.objects.exists()


def test_message_is_one_mail_each_and_nobody_sees_the_others(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        silent = VolunteerFactory(last_name="Ohnemail", email="")

    send(coordinator, MESSAGE, {"person": [*both(cast), silent.pk], **WRITTEN})

    assert said(coordinator) == ["Die Nachricht geht an 2 Personen."]
    with tenant_scope(cast.kreis):
        own, other = cast.volunteer.email, cast.colleague.email
        mails = {mail.recipient: mail for mail in OutgoingMail.objects.all()}
        assert mails.keys() == {own, other}
        assert [word for word in (other, COLLEAGUE_NAME) if word in mails[own].text] == []
        assert "Guten Tag Ada Maier," in mails[own].text
        [campaign] = MessageCampaign.objects.all()
        assert (campaign.audience, campaign.sender.user) == (
            "3 ausgewählte Personen",
            coordinator.user,
        )
        # One line about the message, and no line that names who got it.
        assert [
            (entry.action, entry.subject_id)
            for entry in AuditEntry.objects.filter(action__startswith="message")
        ] == [("message.sent", campaign.pk)]


def test_message_to_nobody_with_an_address_says_so(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        silent = VolunteerFactory(email="")

    response = send(coordinator, MESSAGE, {"person": silent.pk, **WRITTEN})

    assert response.status_code == 422
    assert NOBODY in response.text


def test_circle_takes_in_whom_it_can(coordinator: TenantClient, cast: Cast) -> None:
    """Ada belongs to it already; Ben does not yet."""
    data = {"person": both(cast), "joins": cast.circle.pk, "on": f"{TODAY:%d.%m.%Y}"}

    send(coordinator, CIRCLE, data)

    assert said(coordinator) == [
        "Für 1 Person ist das eingetragen.",
        f"Ada Maier gehört schon zu {cast.circle}.",
    ]
    with tenant_scope(cast.kreis):
        members = cast.circle.memberships.order_by("starts_on").values_list(
            "volunteer", "starts_on"
        )
        assert list(members) == [
            (cast.volunteer.pk, dt.date(2020, 1, 1)),
            (cast.colleague.pk, TODAY),
        ]


def test_what_becomes_of_them_is_not_what_they_were_found_by(
    coordinator: TenantClient, cast: Cast
) -> None:
    """The filters go along with the form, which may ask for a status, a tag or a circle as well."""
    with tenant_scope(cast.kreis):
        tag, other = (Tag.objects.create(name=name) for name in ("Fest", "Ausflug"))
        cast.volunteer.tags.create(tag=tag)
    found = {"all": "1", "status": "active", "tag": tag.pk, "circle": cast.circle.pk}

    send(coordinator, TAG, {**found, "word": other.pk, "what": "give"})
    send(coordinator, CIRCLE, {**found, "joins": cast.other_circle.pk, "on": f"{TODAY:%d.%m.%Y}"})
    send(coordinator, STATUS, {**found, "becomes": "paused", "on": f"{TODAY:%d.%m.%Y}"})

    with tenant_scope(cast.kreis):
        ada = Volunteer.objects.get(pk=cast.volunteer.pk)
        assert ada.status == "paused"
        assert ada.tags.filter(tag=other).exists()
        assert ada.circle_memberships.filter(circle=cast.other_circle).exists()
        assert Volunteer.objects.get(pk=cast.colleague.pk).status == "active"


def test_no_field_of_a_form_is_a_filter_as_well() -> None:
    fields = {
        name
        for form in vars(forms).values()
        if isinstance(form, type) and issubclass(form, forms.BulkForm)
        for name in form.base_fields
    }

    assert fields & WidePeopleFilter.base_fields.keys() == set()


def test_columns_of_the_list_go_along(coordinator: TenantClient, cast: Cast) -> None:
    page = coordinator.get(f"{EXPORT}?columns=place&person={cast.volunteer.pk}").text

    assert '<input type="hidden" name="columns" value="place">' in page


@pytest.mark.parametrize("path", EVERY)
def test_nobody_acts_on_people_who_were_not_shown(
    coordinator: TenantClient, cast: Cast, path: str
) -> None:
    response = coordinator.post(path, {"all": "1"})

    assert response.status_code == 422
    assert "Es geht um 2 Personen. Wenn das richtig ist" in response.text
    assert 'name="count" value="2"' in response.text


def test_nobody_writes_to_who_has_left(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        gone = VolunteerFactory(last_name="Wegmann", status="left", left_on=TODAY)
    people = {"person": [cast.volunteer.pk, gone.pk]}

    page = send(coordinator, MESSAGE, {**people, "preview": "1", **WRITTEN}).text
    send(coordinator, MESSAGE, {**people, **WRITTEN})
    refused = send(coordinator, MESSAGE, {"person": [gone.pk], **WRITTEN})

    aside = " ".join(page.partition("Ausgeschieden: bekommen keine Nachricht")[2].split())
    assert "Wegmann" in aside.partition("</section>")[0]
    assert "An 1 Person senden" in page
    assert (refused.status_code, NOBODY in refused.text) == (422, True)
    with tenant_scope(cast.kreis):
        assert [mail.recipient for mail in OutgoingMail.objects.all()] == [cast.volunteer.email]


def test_answer_names_with_whom_it_did_not_work(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        paused = VolunteerFactory(first_name="Pia", last_name="Pause", status="paused")
    sent = {"person": [paused.pk], "becomes": "prospect", "on": f"{TODAY:%d.%m.%Y}"}

    send(coordinator, STATUS, sent)

    assert said(coordinator) == ["Pia Pause: Auf „pausiert“ folgt nicht „interessiert“."]
