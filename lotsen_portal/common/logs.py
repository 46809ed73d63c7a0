"""Logs without personal data: one line of JSON each, addresses and row contents taken out."""

import logging
import re
from typing import Any
from urllib.parse import quote

import gunicorn.glogging
import structlog
from structlog.typing import EventDict, Processor

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
# PostgreSQL repeats the row in these parts of a message.
ROW_CONTENT = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)
# Invitations, confirmations, new passwords: who has the path has the right.
TOKEN = re.compile(r"/[\w-]{20,}(?=(\.ics)?([/\s\"']|$))")
QUERY = re.compile(r"\?[^\s\"']+")
# How gunicorn names the sender of a broken request.
SENDER = re.compile(r"\bip=\S+")


def scrub(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Take addresses, row contents and query strings out of every text of the line."""
    return {key: _scrubbed(value) for key, value in event.items()}


def _scrubbed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    for pattern, instead in (
        (ADDRESS, "<Adresse>"),
        (ROW_CONTENT, r"\1: <Zeile>"),
        (QUERY, "?…"),
        (TOKEN, "/<Token>"),
        (SENDER, "ip=<Adresse>"),
    ):
        value = pattern.sub(instead, value)
    return value


def without_expected_traceback(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Leave the traceback out where the answer was a 4xx: it is an answer, not a fault."""
    if getattr(event["_record"], "status_code", 500) < 500:
        event.pop("exc_info", None)
    return event


class AccessLogger(gunicorn.glogging.Logger):
    """Gunicorn's log of requests and of its own doings, as clean as all others."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter())

    def atoms(self, *args: Any) -> dict[str, Any]:
        """Return what a line may name; no path can begin a line or a column of its own."""
        atoms = {name: _scrubbed(value) for name, value in super().atoms(*args).items()}
        path = (atoms["U"] or "").encode("latin-1", "replace")  # as WSGI hands bytes over
        return {**atoms, "U": quote(path, safe="/<>@:+")}


COMMON: list[Processor] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
]


def formatter() -> logging.Formatter:
    """Return what makes one clean line of JSON out of a record."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=COMMON,
        processors=[
            without_expected_traceback,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            scrub,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def configuration() -> dict[str, Any]:
    """Return Django's LOGGING: everything to stdout, through `scrub`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"stdout": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stdout"], "level": "INFO"},
        "loggers": {
            # Django's own handlers write the address of the request.
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            # Names the passkey of everybody who signs in.
            "fido2": {"level": "WARNING"},
            # Says each font it subsets.
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
        },
    }
