"""People as vCards 3.0 (RFC 2426), which every telephone and mail program takes."""

from collections.abc import Iterable, Iterator

from lotsen_portal.common.spreadsheets import printable
from volunteers.models import Volunteer

# Octets of a line; longer ones go on in the next, behind a space.
LONGEST_LINE = 75


def cards(people: Iterable[Volunteer]) -> bytes:
    """Return one card a person, all in one file of UTF-8."""
    lines = (_folded(line) for person in people for line in _card(person))
    return b"".join(lines)


def _card(person: Volunteer) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"N:{_parts(person.last_name, person.first_name, '', '', '')}"
    yield f"FN:{_text(str(person))}"
    yield "CATEGORIES:Ehrenamtliche"
    if person.email:
        yield f"EMAIL;TYPE=INTERNET:{_text(person.email)}"
    if number := person.phone_number or person.phone:
        yield f"TEL;TYPE=VOICE:{_text(number)}"
    if person.postcode or person.place:
        yield f"ADR;TYPE=HOME:{_parts('', '', '', person.place, '', person.postcode, '')}"
    yield "END:VCARD"


def _parts(*parts: str) -> str:
    return ";".join(map(_text, parts))


def _text(text: str) -> str:
    """Write what would end a value or a line so that it does not."""
    plain = "\n".join(printable(text).splitlines())
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, f"\\{mark}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Break a line between two letters, never within the octets of one."""
    lines: list[str] = []
    rest = line
    while rest:
        room = LONGEST_LINE - bool(lines)
        piece = rest.encode()[:room].decode(errors="ignore")
        lines.append(piece)
        rest = rest[len(piece) :]
    return "\r\n ".join(lines).encode() + b"\r\n"
