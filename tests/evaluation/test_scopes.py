"""What PostgreSQL itself lets ministry and authority read and write."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from evaluation.models import ReportRelease, ReportReview
from lotsen_portal.tenancy.context import authority_scope, oversight_scope, tenant_scope
from tests.cast import Cast
from tests.factories.evaluation import released_report, settled_grant, written_report

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
NEVER = [
    "volunteers_volunteer",
    "evaluation_fundingreport",
    "evaluation_narrativesection",
    "evaluation_grant",
    "evaluation_planline",
    "evaluation_staffposition",
]


@pytest.fixture
def release(cast: Cast) -> ReportRelease:
    with tenant_scope(cast.foreign_kreis):
        written_report(year=2025)
    with tenant_scope(cast.kreis):
        settled_grant(year=2024, reference="RMF-2024")
        return released_report(year=2025, now=NOW)


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def run(sql: str, params: list[Any]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def test_oversight_reads_released_reports_and_nothing_else(release: ReportRelease) -> None:
    with oversight_scope():
        seen = {table: count(table) for table in NEVER}
        assert seen == dict.fromkeys(NEVER, 0)
        assert count("evaluation_reportrelease") == 1
        for table in ("proofofuse", "voucher", "reportreview", "reviewquestion"):
            assert count(f"evaluation_{table}") == 0
        assert count("documents_document") == 0


def test_authority_reads_proofs_but_no_voucher_undrawn(release: ReportRelease) -> None:
    with authority_scope():
        assert {table: count(table) for table in NEVER} == dict.fromkeys(NEVER, 0)
        assert count("evaluation_reportrelease") == 1
        assert count("evaluation_proofofuse") == 1
        assert count("evaluation_voucher") == 0


def test_authority_reads_vouchers_of_the_drawn_year_alone(
    release: ReportRelease, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        ReportReview.objects.create(release=release, is_in_depth=True)

    with authority_scope(), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tenant_id, year FROM evaluation_voucher")
        assert cursor.fetchall() == [(cast.kreis.pk, 2025)]
    with oversight_scope():
        assert count("evaluation_voucher") == 0


INSERT_REVIEW = (
    "INSERT INTO evaluation_reportreview (tenant_id, release_id, state, is_in_depth, updated_at)"
    " VALUES (%s, %s, 'open', false, now())"
)


def test_authority_writes_reviews_and_questions(release: ReportRelease, cast: Cast) -> None:
    with authority_scope():
        assert run(INSERT_REVIEW, [cast.kreis.pk, release.pk]) == 1
        assert run("UPDATE evaluation_reportreview SET state = 'asked'", []) == 1
        asked = (
            "INSERT INTO evaluation_reviewquestion"
            " (tenant_id, review_id, question, asked_at, answer)"
            " SELECT tenant_id, id, 'Beleg 3?', now(), '' FROM evaluation_reportreview"
        )
        assert run(asked, []) == 1
        assert run("UPDATE evaluation_reviewquestion SET question = 'Beleg 4?'", []) == 1
        assert run("DELETE FROM evaluation_reviewquestion", []) == 0
        assert run("DELETE FROM evaluation_reportreview", []) == 0


@pytest.mark.parametrize(
    "table", ["reportrelease", "proofofuse", "voucher", "fundingreport", "grant", "planline"]
)
def test_authority_changes_and_deletes_nothing_else(
    release: ReportRelease, cast: Cast, table: str
) -> None:
    with tenant_scope(cast.kreis):
        ReportReview.objects.create(release=release, is_in_depth=True)
    name = f'"evaluation_{table}"'
    with authority_scope():
        assert run(f"UPDATE {name} SET tenant_id = tenant_id", []) == 0
        assert run(f"DELETE FROM {name}", []) == 0


def test_oversight_writes_no_review(release: ReportRelease, cast: Cast) -> None:
    with oversight_scope(), pytest.raises(DatabaseError, match="row-level security"):
        run(INSERT_REVIEW, [cast.kreis.pk, release.pk])


def test_other_kreis_sees_neither_release_nor_voucher_by_raw_sql(
    release: ReportRelease, cast: Cast
) -> None:
    with tenant_scope(cast.foreign_kreis), connection.cursor() as cursor:
        assert count("evaluation_reportrelease") == 0
        cursor.execute("SELECT DISTINCT tenant_id FROM evaluation_voucher")
        assert cursor.fetchall() == [(cast.foreign_kreis.pk,)]
