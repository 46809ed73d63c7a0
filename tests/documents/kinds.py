"""Document kinds for tests, known to the test process and to real workers alike."""

import datetime as dt
import time

from django.conf import settings

from lotsen_portal.documents import registry
from lotsen_portal.documents.models import Document
from lotsen_portal.tenancy.member import Member

CREATED = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def staff_reads(document: Document, member: Member) -> bool:
    return member.is_staff


def plain(document: Document) -> registry.Composition:
    html = f"<!doctype html><html lang=de><title>Probe</title><h1>Probe {document.subject_id}</h1>"
    return registry.Composition(html=html, title="Probe", created=CREATED)


def slow_at_first(document: Document) -> registry.Composition:
    """Leave a mark and hang in the first attempt, long enough to be killed; then be quick."""
    if document.attempt == 1:
        (settings.VAR_DIR / f"hanging-{document.pk}").touch()
        time.sleep(60)
    return plain(document)


def broken(document: Document) -> registry.Composition:
    raise ZeroDivisionError("nobody should read this sentence")


def announce() -> None:
    for name, compose in {
        "test.plain": plain,
        "test.slow_at_first": slow_at_first,
        "test.broken": broken,
    }.items():
        registry.announce(
            registry.DocumentKind(name=name, label=name, compose=compose, may_read=staff_reads)
        )
