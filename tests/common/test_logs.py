import datetime as dt
import json
import logging
import sys
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from lotsen_portal.common import logs


def line(message: str, *args: object, **extra: object) -> dict[str, object]:
    record = logging.LogRecord("portal", logging.ERROR, "x.py", 1, message, args, None)
    record.__dict__.update(extra)
    return json.loads(logs.formatter().format(record))


def test_addresses_rows_and_query_strings_are_taken_out() -> None:
    told = line(
        "duplicate for %s at /suche/?q=Maier\nDETAIL: Key (email)=(ada) already exists.",
        "ada.maier@example.org",
    )

    assert told["event"] == ("duplicate for <Adresse> at /suche/?…\nDETAIL: <Zeile>")
    assert told["level"] == "error"


def test_tokens_in_paths_are_taken_out() -> None:
    told = line("GET /stadt-hof/einladung/efyJpz0123456789abcdefgh/ 200")
    calendar = line("GET /stadt-hof/kalender/7-efyJpz0123456789abcdefgh.ics 200")

    assert told["event"] == "GET /stadt-hof/einladung/<Token>/ 200"
    assert calendar["event"] == "GET /stadt-hof/kalender/<Token>.ics 200"


@pytest.mark.parametrize(("status", "told_why"), [(400, False), (403, False), (500, True)])
def test_only_a_fault_of_ours_brings_its_traceback(status: int, told_why: bool) -> None:
    try:
        raise PermissionError("no")
    except PermissionError:
        told = line("Forbidden", exc_info=sys.exc_info(), status_code=status)

    assert ("exception" in told) is told_why


def access_line(path: str) -> str:
    """Return what gunicorn writes about a GET of that path, given as WSGI gives it."""
    logger = logs.AccessLogger(Config())
    response = SimpleNamespace(status="404 Not Found", sent=5, headers=[])
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": path,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "PATH_INFO": path.encode().decode("latin-1"),
    }
    request = SimpleNamespace(headers=[])
    atoms = logger.atoms(response, request, environ, dt.timedelta(milliseconds=7))
    return "{m} {U} {s} {B} {M}".format(**atoms)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/x\r\nGET /y 200", "/x%0D%0AGET%20/y%20200"),
        ("/x\0\x1b[31m", "/x%00%1B%5B31m"),
        ("/grüße/", "/gr%C3%BC%C3%9Fe/"),
        ("/ada.maier@example.org/", "/<Adresse>/"),
        ("/konto/einladung/efyJpz0123456789abcdefgh/", "/konto/einladung/<Token>/"),
    ],
)
def test_no_path_writes_into_the_log_what_it_likes(path: str, told: str) -> None:
    assert access_line(path) == f"GET {told} 404 5 7"


def test_broken_request_is_told_without_its_sender() -> None:
    told = line("Invalid request from ip=203.0.113.5: Invalid Request Line")

    assert told["event"] == "Invalid request from ip=<Adresse> Invalid Request Line"
