"""When a released report was signed and presented: noted, corrected, taken back, reminded of."""

import datetime as dt
from typing import Any

import pytest

from evaluation.actions import overview, reports
from evaluation.models import Grant, ReportRelease
from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.evaluation import written_report

TODAY = dt.date(2027, 1, 2)
RELEASED = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def frozen(cast: Cast) -> ReportRelease:
    with tenant_scope(cast.kreis):
        report = written_report()
        keys = [o.key for o in reports.objections_to(report, today=RELEASED.date())]
        return reports.release(report, confirmed=keys, now=RELEASED, by=None)


def presented(cast: Cast) -> tuple[object, object, str]:
    with tenant_scope(cast.kreis):
        return ReportRelease.objects.values_list("signed_on", "presented_on", "presented_by").get()


PRESENTATION = "/foerderung/2026/vorlage/"
SENT = {"signed_on": "02.11.2026", "presented_on": "03.11.2026", "presented_by": "post"}
STORED = (dt.date(2026, 11, 2), dt.date(2026, 11, 3), "post")
NEVER = (None, None, "")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"presented_by": "portal"}, "Bitte wählen Sie einen Eintrag aus der Liste."),
        ({"presented_by": ""}, "wie der Nachweis eingereicht wurde"),
        ({"presented_on": ""}, "Bitte geben Sie den Tag an."),
        ({"presented_on": "01.01.2099"}, "nicht in der Zukunft"),
        ({"signed_on": "31.10.2026"}, "erst am 01.11.2026 festgeschrieben"),
        ({"presented_on": "31.10.2026"}, "erst am 01.11.2026 festgeschrieben"),
        ({"signed_on": "04.11.2026"}, "Vorgelegt wird erst nach der Unterschrift."),
        (dict.fromkeys(SENT, ""), "Noch ist nichts eingetragen"),
    ],
)
def test_impossible_presentation_gets_a_sentence(
    coordinator: TenantClient,
    cast: Cast,
    frozen: ReportRelease,
    changes: dict[str, Any],
    sentence: str,
) -> None:
    response = coordinator.post(PRESENTATION, SENT | {"version": "1"} | changes)

    assert response.status_code == 422
    assert sentence in response.text
    assert presented(cast) == NEVER


def test_presentation_is_noted_and_an_empty_form_wipes_nothing(
    coordinator: TenantClient, cast: Cast, frozen: ReportRelease
) -> None:
    assert coordinator.post(PRESENTATION, SENT | {"version": "1"}).status_code == 302
    empty = coordinator.post(PRESENTATION, dict.fromkeys(SENT, "") | {"version": "2"})

    assert empty.status_code == 422
    assert empty.text.count("Hier ist schon etwas eingetragen.") >= 3
    assert presented(cast) == STORED


def test_second_editor_of_a_presentation_sees_both_versions(
    coordinator: TenantClient, cast: Cast, frozen: ReportRelease
) -> None:
    coordinator.post(PRESENTATION, SENT | {"version": "1"})

    response = coordinator.post(PRESENTATION, SENT | {"presented_by": "mail", "version": "1"})

    assert "Inzwischen wurde dieser Eintrag gespeichert" in response.text
    assert presented(cast) == STORED


def test_presentation_is_taken_back_on_a_page_of_its_own(
    coordinator: TenantClient, cast: Cast, frozen: ReportRelease
) -> None:
    coordinator.post(PRESENTATION, SENT | {"version": "1"})
    path = f"{PRESENTATION}ruecknahme/"

    assert "wieder als nicht vorgelegt" in coordinator.get(path).text
    assert presented(cast) == STORED
    first, second = (coordinator.post(path, follow=True).text for _ in range(2))

    assert "ist zurückgenommen" in first
    assert "ist nichts eingetragen" in second
    assert presented(cast) == NEVER
    with tenant_scope(cast.kreis):
        entry = AuditEntry.objects.get(action="report.presentation_taken_back")
        assert (entry.actor, entry.subject_id) == (cast.coordinator, frozen.pk)


def test_released_report_stays_due_until_it_is_presented(
    coordinator: TenantClient, cast: Cast, frozen: ReportRelease
) -> None:
    with tenant_scope(cast.kreis):
        Grant.objects.update(starts_on=dt.date(2026, 1, 1))

    for path in ("/heute/", "/foerderung/"):
        text = coordinator.get(path).text
        assert "noch nicht vorgelegt" in text
        assert "31.05.2027" in text
    assert "Vorlage 2026 eintragen" in coordinator.get("/foerderung/").text

    coordinator.post(PRESENTATION, SENT | {"version": "1"})

    with tenant_scope(cast.kreis):
        state = overview.year_states(TODAY)[0]
        assert (state.year, state.is_presented, state.is_overdue) == (2026, True, False)


def test_released_report_is_overdue_after_its_day(cast: Cast, frozen: ReportRelease) -> None:
    with tenant_scope(cast.kreis):
        states = overview.year_states(dt.date(2027, 6, 1))

    due = overview.due_next(states)
    assert due is not None
    assert (due.year, due.is_released, due.is_overdue) == (2026, True, True)
