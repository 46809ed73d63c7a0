"""What lies in the storage: one copy for a Kreis, no orphan, nothing half-written."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, transaction
from django.utils import timezone

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.common.uploads import BoundedUploadHandler, checked
from lotsen_portal.files import actions, schedule, storage
from lotsen_portal.files.models import Attachment
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from tests.cast import Cast
from tests.factories.files import attached
from tests.factories.volunteers import InquiryFactory
from volunteers.models import Inquiry, InquiryMessage


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    """Give the test a storage in which nothing lies yet."""
    backend = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    settings.ARRIVING_DIR = tmp_path / "arriving"


def lying() -> list[str]:
    root = Path(storages["default"].path(""))
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def file_of(kreis: Tenant, attachment: Attachment) -> str:
    return f"attachments/{kreis.pk}/{attachment.sha256}"


def asked(kreis: Tenant, volunteer: Any, name: str) -> Attachment:
    with tenant_scope(kreis):
        return attached(InquiryFactory(volunteer=volunteer), name)


def test_file_lies_under_its_hash(cast: Cast) -> None:
    attachment = asked(cast.kreis, cast.volunteer, "Ada Maier")

    assert lying() == [file_of(cast.kreis, attachment)]
    content = (Path(storages["default"].path("")) / lying()[0]).read_text()
    assert content == "Notiz von Ada Maier"


def test_same_file_lies_once_in_each_kreis(cast: Cast) -> None:
    one = asked(cast.kreis, cast.volunteer, "Liste")
    asked(cast.kreis, cast.colleague, "Liste")
    foreign = asked(cast.foreign_kreis, cast.foreign_volunteer, "Liste")

    assert one.sha256 == foreign.sha256
    assert lying() == sorted([file_of(cast.kreis, one), file_of(cast.foreign_kreis, one)])


def test_file_goes_when_the_last_row_that_names_it_goes(
    cast: Cast, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    attachment = asked(cast.kreis, cast.volunteer, "Liste")
    asked(cast.kreis, cast.colleague, "Liste")
    with tenant_scope(cast.kreis):
        messages = list(InquiryMessage.objects.order_by("pk"))

    for message, remaining in zip(messages, (1, 0), strict=True):
        with django_capture_on_commit_callbacks(execute=True), tenant_scope(cast.kreis):
            actions.detach(message, by=None)
            assert lying() == [file_of(cast.kreis, attachment)]
        assert len(lying()) == remaining

    with tenant_scope(cast.kreis):
        assert AuditEntry.objects.filter(action="attachment.removed").count() == 2


def test_upload_that_is_taken_back_leaves_nothing(cast: Cast) -> None:
    kept = asked(cast.kreis, cast.volunteer, "Bleibt")
    with transaction.atomic(), tenant_scope(cast.kreis):
        attached(Inquiry.objects.get(), "Geht")
        transaction.set_rollback(True)
    assert len(lying()) == 2

    schedule.sweep()

    assert lying() == [file_of(cast.kreis, kept)]


def test_file_of_a_row_that_went_along_with_another_is_swept(cast: Cast) -> None:
    """Deleting a question deletes its messages, and tells nobody of their files."""
    gone = asked(cast.kreis, cast.volunteer, "Geht")
    kept = asked(cast.kreis, cast.colleague, "Bleibt")
    foreign = asked(cast.foreign_kreis, cast.foreign_volunteer, "Geht")
    with tenant_scope(cast.kreis):
        Inquiry.objects.get(volunteer=cast.volunteer).delete()
        assert Attachment.objects.count() == 2

    schedule.sweep()

    assert lying() == sorted([file_of(cast.kreis, kept), file_of(cast.foreign_kreis, foreign)])
    with tenant_scope(cast.kreis):
        assert list(Attachment.objects.all()) == [kept]
        entry = AuditEntry.objects.get(action="attachment.removed")
        assert (entry.subject_id, entry.actor_id) == (gone.pk, None)
    with tenant_scope(cast.foreign_kreis):
        assert list(Attachment.objects.all()) == [foreign]


def test_copy_of_a_killed_process_is_swept_once_it_is_old(cast: Cast) -> None:
    folder = Path(storages["default"].path(storage.ARRIVING))
    folder.mkdir(parents=True)
    for name in ("alt.part", "eben.part"):
        (folder / name).write_bytes(b"halb")
    yesterday = time.time() - 24 * 3600
    os.utime(folder / "alt.part", (yesterday, yesterday))

    schedule.sweep()

    assert lying() == ["arriving/eben.part"]


def test_sweep_without_any_file_does_nothing(cast: Cast) -> None:
    schedule.sweep()

    assert lying() == []


def test_crash_while_writing_leaves_no_file_under_the_final_name(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", crash)

    with pytest.raises(OSError, match="disk full"):
        asked(cast.kreis, cast.volunteer, "Ada")

    assert [name.rpartition(".")[2] for name in lying()] == ["part"]
    with tenant_scope(cast.kreis):
        assert Attachment.objects.count() == 0


@pytest.mark.usefixtures("committed")
def test_file_that_is_just_being_named_again_is_not_removed() -> None:
    """Whoever removes waits for whoever uploads the same bytes, in another connection."""
    name = "attachments/1/abc"
    other = connection.copy()
    try:
        with transaction.atomic():
            storage.lock([name])
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
                assert cursor.fetchone() == (False,)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
            assert cursor.fetchone() == (True,)
    finally:
        other.close()


def test_stored_bytes_are_those_that_were_sent(cast: Cast) -> None:
    content = os.urandom(3_000_000).hex().encode()
    with tenant_scope(cast.kreis):
        message = InquiryFactory(volunteer=cast.volunteer).add_message(
            "x", author=None, from_staff=False, at=timezone.now()
        )
        actions.attach(message, [checked(ContentFile(content, name="a.txt"))], by=None)
        attachment = Attachment.objects.get()

    name = storage.name_of(cast.kreis.pk, attachment.sha256)
    assert storage.load(name, sha256=attachment.sha256) == content


# Arriving


def test_too_large_file_is_read_to_its_end_and_not_kept() -> None:
    handler = BoundedUploadHandler()
    handler.new_file("attachments", "film.pdf", "application/pdf", None)
    piece = b"x" * 1_000_000
    for number in range(40):
        handler.receive_data_chunk(piece, number * len(piece))

    file = handler.file_complete(40_000_000)

    assert file.size == 40_000_000
    assert file.seek(0, os.SEEK_END) == 11_000_000
    file.close()


def test_arriving_file_has_no_name_on_disk(settings: Any) -> None:
    handler = BoundedUploadHandler()
    handler.new_file("attachments", "a.pdf", "application/pdf", None)
    handler.receive_data_chunk(b"x", 0)

    assert list(Path(settings.ARRIVING_DIR).iterdir()) == []
    handler.upload_interrupted()
    assert handler.file.closed
