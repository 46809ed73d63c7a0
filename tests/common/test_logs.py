import json
import logging
import logging.config

from lotsen_portal.common import logs


def line(message: str, *args: object, **extra: object) -> dict[str, object]:
    formatter = logging.config.dictConfigClass(logs.configuration()).configure_formatter(
        logs.configuration()["formatters"]["line"]
    )
    record = logging.LogRecord("portal", logging.ERROR, "x.py", 1, message, args, None)
    return json.loads(formatter.format(record))


def test_addresses_rows_and_query_strings_are_taken_out() -> None:
    told = line(
        "duplicate for %s at /suche/?q=Maier\nDETAIL: Key (email)=(ada) already exists.",
        "ada.maier@example.org",
    )

    assert told["event"] == ("duplicate for <Adresse> at /suche/?…\nDETAIL: <Zeile>")
    assert told["level"] == "error"


def test_tokens_in_paths_are_taken_out() -> None:
    told = line("GET /stadt-hof/einladung/efyJpz0123456789abcdefgh/ 200")

    assert told["event"] == "GET /stadt-hof/einladung/<Token>/ 200"
