"""Bodies that no form expects: forms somebody filled in, with junk in one place or in all."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from hypothesis import strategies as st

URLENCODED = "application/x-www-form-urlencoded"
Fields = dict[str, list[str]]


@dataclass(frozen=True)
class Body:
    content: bytes
    content_type: str

    def _repr_pretty_(self, printer: Any, _is_cycle: bool) -> None:
        """Let hypothesis print what it found: of 100 kB it would refuse to print anything."""
        printer.text(f"Body({self.content[:1_000]!r}, {self.content_type!r})")


# Each once made something fall over, here or elsewhere.
TEXTS = [
    "",
    " \t\r\n",
    "\x00",
    "Ada\x00Maier",
    "\x01\x02\x1b[31mrot\x7f",
    "x" * 100_000,
    "ß" * 50_000,
    "Zeile\r\nBcc: alle@example.org",
    "\N{RIGHT-TO-LEFT OVERRIDE}\N{ARABIC LETTER SEEN}\N{ARABIC LETTER LAM}\N{ZERO WIDTH SPACE}",
    "\N{FAMILY}\N{ZERO WIDTH JOINER}\N{WAVING WHITE FLAG}\N{VARIATION SELECTOR-16}",
    "\ud800",
    "a\N{COMBINING DIAERESIS}" * 200,
    "{{ 7 }}{% now %}",
    "<script>alert(1)</script>",
    "'; DROP TABLE volunteers_volunteer; --",
    "%s %(a)s %n",
    "=1+1",
    "../../etc/passwd",
    "on",
    "true",
    "None",
    "[]",
    '{"a": 1}',
    "javascript:alert(1)",
    "http://[",
    "//evil.example/",
    "a@b",
    f"{'a' * 300}@example.org",
    "niemand@xn--.de",
]
NUMBERS = [
    "0",
    "-1",
    "1e999",
    "1E+400000",
    "NaN",
    "-Infinity",
    "2147483648",
    "9223372036854775808",
    "9" * 40,
    "9" * 5_000,
    "\N{SUPERSCRIPT TWO}",
    "\N{ARABIC-INDIC DIGIT THREE}",
    "1_000",
    "0x10",
    "1.000.000,005",
    "99999999999999,99",
    "-0,01",
]
DAYS = [
    "01.01.0001",
    "31.12.9999",
    "01.01.10000",
    "30.02.2026",
    "0000-00-00",
    "9999-12-31",
    "2026-01-01T00:00:00+99:99",
    "24:61",
    "00:00",
    "29.03.2026 02:30",
]
VALUES = st.one_of(
    st.sampled_from(TEXTS), st.sampled_from(NUMBERS), st.sampled_from(DAYS), st.text(max_size=20)
)
TYPES = [
    URLENCODED,
    f"{URLENCODED}; charset=utf-16",
    f"{URLENCODED}; charset=nonsense",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "b" * 300,
    "multipart/form-data; boundary=äö",
    MULTIPART_CONTENT,
    "application/json",
    "text/plain",
    "",
]
GARBAGE = [
    b"",
    b"%",
    b"a=%ED%A0%80&a=%FF%00&=&&==",
    b"[]",
    b"\xff\xfe\x00",
    b"--" + BOUNDARY.encode(),
    f"--{BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\nx\r\n--{BOUNDARY}--".encode(),
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="a"\r\n'
    f"Content-Transfer-Encoding: base64\r\n\r\n!\r\n--{BOUNDARY}--\r\n".encode(),
    b"a=1;" * 2_000,
]


@st.composite
def queries(draw: st.DrawFn, typed: Fields) -> str:
    """Return a query string of the page's filters: some as the page offers them, some junk.

    One filter may ask what another was given, so what is chosen stands beside what is junk.
    """
    chosen = {name: [draw(st.sampled_from(values))] for name, values in sorted(typed.items())}
    fields = draw(_changed(chosen | {"page": ["1"]}, {}))
    return urlencoded(fields).decode("ascii")


def bodies(typed: Fields, foreign: Fields) -> st.SearchStrategy[Body]:
    """Return what is sent in place of what was typed; `foreign`: rows of another Kreis."""
    changed = _changed(typed, foreign)
    return st.one_of(
        changed.map(lambda fields: Body(urlencoded(fields), URLENCODED)),
        changed.map(lambda fields: Body(urlencoded(fields), URLENCODED)),
        changed.map(lambda fields: Body(_multipart(fields), MULTIPART_CONTENT)),
        st.fixed_dictionaries(
            {name: st.lists(VALUES, min_size=1, max_size=2) for name in typed}
        ).map(lambda fields: Body(urlencoded(fields), URLENCODED)),
        st.builds(Body, st.sampled_from(GARBAGE), st.sampled_from(TYPES)),
        st.sampled_from([999, 1_001]).map(lambda count: Body(_many(typed, count), URLENCODED)),
    )


@st.composite
def _changed(draw: st.DrawFn, typed: Fields, foreign: Fields) -> Fields:
    """Change one to three fields; what remains leads past the first check into the depth."""
    fields = dict(typed)
    names = sorted(typed) or ["name"]
    for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)):
        how = draw(st.sampled_from(["junk", "junk", "twice", "missing", "foreign"]))
        if how == "missing":
            fields.pop(name, None)
        elif how == "foreign" and name in foreign:
            fields[name] = foreign[name]
        elif how == "twice":
            fields[name] = [*fields.get(name, []), draw(VALUES), draw(VALUES)]
        else:
            fields[name] = [draw(VALUES)]
    return fields


def urlencoded(fields: Fields) -> bytes:
    """Encode also what no browser would: half of a surrogate pair."""
    pairs = [(name, value) for name, values in fields.items() for value in values]
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs).encode("ascii")


def _quoted(text: str) -> str:
    return quote_plus(text.encode("utf-8", errors="surrogatepass"))


def _many(typed: Fields, count: int) -> bytes:
    return urlencoded(typed | {f"feld{number}": ["x"] for number in range(count - len(typed))})


def _multipart(fields: Fields) -> bytes:
    """Send the first field as a file, which no form expects."""
    sendable: dict[str, Any] = {
        name: [value.encode("utf-8", errors="surrogatepass") for value in values]
        for name, values in fields.items()
    }
    content: bytes = encode_multipart(BOUNDARY, sendable)
    name = next(iter(fields), "datei").replace('"', "")
    file = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="../\0.exe"\r\n'
        "Content-Type: text/html\r\n\r\n<script>\r\n"
    )
    return file.encode() + content
