"""People as cards for an address book."""

from tests.factories.volunteers import VolunteerFactory
from volunteers.documents.vcards import cards


def test_card_holds_name_address_and_number() -> None:
    olena = VolunteerFactory.build(
        tenant_id=1,
        first_name="Olena",
        last_name="Kovalenko",
        email="olena@example.org",
        phone="08025 4711",
        postcode="83714",
        place="Miesbach",
        note="Geheimnotiz",
        birth_year=1961,
    )
    olena.derive()

    assert cards([olena]).decode() == (
        "BEGIN:VCARD\r\n"
        "VERSION:3.0\r\n"
        "N:Kovalenko;Olena;;;\r\n"
        "FN:Olena Kovalenko\r\n"
        "CATEGORIES:Ehrenamtliche\r\n"
        "EMAIL;TYPE=INTERNET:olena@example.org\r\n"
        "TEL;TYPE=VOICE:+4980254711\r\n"
        "ADR;TYPE=HOME:;;;Miesbach;;83714;\r\n"
        "END:VCARD\r\n"
    )


def test_nothing_typed_begins_a_line_or_a_value_of_its_own() -> None:
    evil = VolunteerFactory.build(
        tenant_id=1,
        first_name="A\r\nTEL:0190",
        last_name="x;y,z\\n\x00\x1b",
        email="",
        phone="=1+1",
        place="a\u2028b\x85c",
    )

    lines = cards([evil]).decode().split("\r\n")

    assert lines == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:x\\;y\\,z\\\\n;A\\nTEL:0190;;;",
        "FN:A\\nTEL:0190 x\\;y\\,z\\\\n",
        "CATEGORIES:Ehrenamtliche",
        "TEL;TYPE=VOICE:=1+1",
        "ADR;TYPE=HOME:;;;a\\nb\\nc;;;",
        "END:VCARD",
        "",
    ]


def test_long_lines_go_on_without_breaking_a_letter() -> None:
    long = VolunteerFactory.build(tenant_id=1, first_name="Ж" * 60, last_name="ü" * 60, email="")

    content = cards([long])

    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert f"FN:{'Ж' * 60} {'ü' * 60}\r\n" in content.decode().replace("\r\n ", "")


def test_nobody_is_an_empty_file() -> None:
    assert cards([]) == b""
