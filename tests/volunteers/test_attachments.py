"""Files at a question: who may add them, who may have them, what becomes of them."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.files import actions, storage
from lotsen_portal.files.models import Attachment
from lotsen_portal.mail.models import OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from tests.audit.test_page import lines
from tests.cast import COLLEAGUE_NAME, FOREIGN_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.files import attached
from tests.factories.volunteers import InquiryFactory
from tests.files import samples
from volunteers.models import Inquiry, InquiryMessage

CHOOSE_AGAIN = "Bitte wählen Sie die Dateien noch einmal aus"


def sent(name: str, content: bytes, content_type: str = "application/pdf") -> Any:
    return SimpleUploadedFile(name, content, content_type)


def question(*files: Any, **changes: object) -> dict[str, object]:
    data = {"subject": "Post vom Amt", "topic": "", "text": "Bis Freitag!", "attachments": files}
    return data | changes


def asked(kreis: Tenant, volunteer: Any, name: str) -> Attachment:
    with tenant_scope(kreis):
        return attached(InquiryFactory(volunteer=volunteer), name)


def kept(kreis: Tenant) -> list[tuple[str, str, int]]:
    with tenant_scope(kreis):
        return list(Attachment.objects.order_by("pk").values_list("name", "content_type", "size"))


def test_volunteer_asks_with_files_and_the_lotsin_reads_them(
    volunteer: TenantClient, coordinator: TenantClient, cast: Cast
) -> None:
    picture = samples.picture("PNG")

    volunteer.post(
        "/fragen/neu/",
        question(sent("Bescheid März.pdf", samples.PDF), sent("Foto.png", picture, "text/html")),
    )

    assert kept(cast.kreis) == [
        ("Bescheid März.pdf", "application/pdf", len(samples.PDF)),
        ("Foto.png", "image/png", len(picture)),
    ]
    with tenant_scope(cast.kreis):
        inquiry = Inquiry.objects.get()
        path = f"/fragen/{inquiry.pk}/"
        first = Attachment.objects.earliest("pk")
        added = AuditEntry.objects.filter(action="attachment.added", subject_id=inquiry.pk)
        assert [entry.actor_id for entry in added] == [volunteer.user.pk] * 2
    thread = coordinator.get(path).text
    assert "Bescheid März.pdf</a> (PDF, " in thread
    assert f'href="/landkreis-miesbach/dateien/{first.pk}/"' in thread
    assert coordinator.get(f"/dateien/{first.pk}/").content == samples.PDF


def test_answer_says_in_the_mail_that_there_are_files(
    coordinator: TenantClient, volunteer: TenantClient, cast: Cast
) -> None:
    question_of_ada = asked(cast.kreis, cast.volunteer, "Ada")
    with tenant_scope(cast.kreis):
        inquiry = Inquiry.objects.get()

    coordinator.post(
        f"/fragen/{inquiry.pk}/nachricht/",
        {"text": "Bitte ausfüllen.", "attachments": [sent("Antrag.docx", samples.docx())]},
    )

    with tenant_scope(cast.kreis):
        mail = OutgoingMail.objects.get().text
        antrag = Attachment.objects.get(name="Antrag.docx")
    assert "Bitte ausfüllen.\n\nZur Antwort gehört eine Datei. Sie liegt im Portal.\n\n" in mail
    assert "Antrag" not in mail
    assert volunteer.get(f"/dateien/{antrag.pk}/").content == samples.docx()
    assert volunteer.get(f"/dateien/{question_of_ada.pk}/").status_code == 200


def test_lotsin_takes_down_a_question_with_a_file(coordinator: TenantClient, cast: Cast) -> None:
    data = question(sent("Brief.pdf", samples.PDF), volunteer=cast.volunteer.pk)

    coordinator.post("/fragen/aufnahme/", data)

    assert [name for name, *_ in kept(cast.kreis)] == ["Brief.pdf"]


# Who may have it


def test_file_is_for_those_who_may_see_the_question(
    coordinator: TenantClient,
    viewer: TenantClient,
    volunteer: TenantClient,
    partner: TenantClient,
    anonymous: TenantClient,
    cast: Cast,
) -> None:
    own = asked(cast.kreis, cast.volunteer, "Ada")
    of_colleague = asked(cast.kreis, cast.colleague, COLLEAGUE_NAME)
    foreign = asked(cast.foreign_kreis, cast.foreign_volunteer, FOREIGN_NAME)
    people = (coordinator, viewer, volunteer, partner, anonymous)

    def answers(attachment: Attachment) -> list[int]:
        return [person.get(f"/dateien/{attachment.pk}/").status_code for person in people]

    assert answers(own) == [200, 200, 200, 403, 302]
    assert answers(of_colleague) == [200, 200, 404, 403, 302]
    assert answers(foreign) == [404, 404, 404, 403, 302]


def test_file_of_a_row_that_no_room_knows_is_not_there(
    coordinator: TenantClient, cast: Cast
) -> None:
    attachment = asked(cast.kreis, cast.volunteer, "Ada")
    with tenant_scope(cast.kreis):
        Attachment.objects.update(owner_kind="volunteers.Nothing")

    assert coordinator.get(f"/dateien/{attachment.pk}/").status_code == 404


def test_file_of_a_row_that_is_gone_is_not_there(coordinator: TenantClient, cast: Cast) -> None:
    attachment = asked(cast.kreis, cast.volunteer, "Ada")
    with tenant_scope(cast.kreis):
        Inquiry.objects.all().delete()

    assert coordinator.get(f"/dateien/{attachment.pk}/").status_code == 404


# How it is handed out


def test_file_is_a_download_in_which_nothing_runs(coordinator: TenantClient, cast: Cast) -> None:
    coordinator.post(
        "/fragen/aufnahme/",
        question(sent("Maßnahme „A“.csv", b"<;x", "text/html"), volunteer=cast.volunteer.pk),
    )
    with tenant_scope(cast.kreis):
        attachment = Attachment.objects.get()

    response = coordinator.get(f"/dateien/{attachment.pk}/")

    names = (
        "Content-Type Content-Disposition Content-Security-Policy X-Content-Type-Options"
        " Cache-Control Content-Length"
    )
    assert [response[name] for name in names.split()] == [
        "text/csv",
        "attachment; filename*=utf-8''Ma%C3%9Fnahme%20%E2%80%9EA%E2%80%9C.csv",
        "default-src 'none'; sandbox",
        "nosniff",
        "no-store",
        "3",
    ]


def test_trail_of_a_question_tells_of_its_files(
    volunteer: TenantClient, coordinator: TenantClient, cast: Cast
) -> None:
    attachment = asked(cast.kreis, cast.volunteer, "Ada")
    other = asked(cast.kreis, cast.colleague, COLLEAGUE_NAME)
    with tenant_scope(cast.kreis):
        message = InquiryMessage.objects.get(pk=attachment.owner_id)
        inquiry = message.inquiry
        Inquiry.objects.filter(pk=inquiry.pk).update(subject="Post vom Amt")
    volunteer.get(f"/dateien/{attachment.pk}/")
    coordinator.get(f"/dateien/{other.pk}/")
    with tenant_scope(cast.kreis):
        actions.detach(message, by=cast.coordinator)

    about = "„Post vom Amt“"
    assert lines(coordinator.get(f"/protokoll/?kind=volunteers.Inquiry&number={inquiry.pk}")) == [
        f"Anna Huber hat zu {about} eine Datei gelöscht: Name: Notiz Ada.txt",
        f"Ada Maier (Ehrenamtlich) hat zu {about} eine Datei heruntergeladen: Name: Notiz Ada.txt",
        f"Jemand ohne Anmeldung oder das Portal hat zu {about} eine Datei hochgeladen:"
        " Name: Notiz Ada.txt",
    ]
    of_files = lines(coordinator.get("/protokoll/?kind=files.Attachment"))
    assert [COLLEAGUE_NAME in line for line in of_files] == [False, True, False, True, False]


def test_kind_that_was_taken_off_the_list_is_plain_bytes(
    coordinator: TenantClient, cast: Cast
) -> None:
    attachment = asked(cast.kreis, cast.volunteer, "Ada")
    with tenant_scope(cast.kreis):
        Attachment.objects.update(content_type="text/html")

    response = coordinator.get(f"/dateien/{attachment.pk}/")

    assert response["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("damage", [b"<script>", None], ids=["other bytes", "gone"])
def test_damaged_file_is_not_handed_out(
    coordinator: TenantClient, cast: Cast, damage: bytes | None
) -> None:
    attachment = asked(cast.kreis, cast.volunteer, "Ada")
    path = Path(storages["default"].path(storage.name_of(cast.kreis.pk, attachment.sha256)))
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)

    response = coordinator.get(f"/dateien/{attachment.pk}/", follow=True)

    assert "Die Datei" in response.text
    with tenant_scope(cast.kreis):
        assert not AuditEntry.objects.filter(action="attachment.downloaded").exists()


# What is refused


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([sent("bild.png", samples.SVG, "image/png")], "passt nicht zur Endung „.png“."),
        ([sent("../../x\u202egnp.exe", b"MZ")], "„xgnp.exe“: Diese Art von Datei"),
        ([sent("leer.pdf", b"")], "„leer.pdf“ ist leer."),
        (
            [sent("zu groß.pdf", samples.PDF + b" " * 11_000_000)],
            "„zu groß.pdf“ ist größer als 10 MB.",
        ),
        ([sent(f"{n}.pdf", samples.PDF) for n in range(6)], "Das sind 6 Dateien; 5 gehen."),
        (
            [sent("gut.pdf", samples.PDF), sent("brief.docx", samples.bomb(50_000_000))],
            "„brief.docx“ ist ausgepackt zu groß.",
        ),
    ],
)
def test_unfit_file_comes_back_with_a_sentence_and_the_text(
    volunteer: TenantClient, cast: Cast, files: list[Any], sentence: str
) -> None:
    for file in files:
        file.seek(0)

    response = volunteer.post("/fragen/neu/", question(*files))

    assert response.status_code == 422
    assert sentence in response.text
    assert CHOOSE_AGAIN in response.text
    assert "Bis Freitag!" in response.text
    assert kept(cast.kreis) == []


def test_files_must_be_chosen_again_when_something_else_is_wrong(
    volunteer: TenantClient, cast: Cast
) -> None:
    response = volunteer.post("/fragen/neu/", question(sent("a.pdf", samples.PDF), subject=""))

    assert response.status_code == 422
    assert response.context["form"].errors["attachments"] == [
        f"{CHOOSE_AGAIN}; der Browser behält sie nicht."
    ]
    assert CHOOSE_AGAIN not in volunteer.post("/fragen/neu/", question(subject="")).text


def test_too_many_files_to_count_are_a_bad_request(volunteer: TenantClient, cast: Cast) -> None:
    files = [sent(f"{n}.pdf", samples.PDF) for n in range(21)]

    assert volunteer.post("/fragen/neu/", question(*files)).status_code == 400


def test_closed_question_keeps_no_file(volunteer: TenantClient, cast: Cast) -> None:
    attachment = asked(cast.kreis, cast.volunteer, "Ada")
    with tenant_scope(cast.kreis):
        inquiry = Inquiry.objects.get()
        inquiry.close(inquiry.asked_at)

    data = {"text": "Noch etwas", "attachments": [sent("spät.pdf", samples.PDF)]}
    response = volunteer.post(f"/fragen/{inquiry.pk}/nachricht/", data)

    assert response.status_code == 422
    assert [name for name, *_ in kept(cast.kreis)] == [attachment.name]


def test_stranger_adds_nothing_to_a_colleagues_question(
    volunteer: TenantClient, cast: Cast
) -> None:
    asked(cast.kreis, cast.colleague, COLLEAGUE_NAME)
    with tenant_scope(cast.kreis):
        path = f"/fragen/{Inquiry.objects.get().pk}/nachricht/"

    data = {"text": "x", "attachments": [sent("x.pdf", samples.PDF)]}
    response = volunteer.post(path, data)

    assert response.status_code == 404
    assert len(kept(cast.kreis)) == 1
