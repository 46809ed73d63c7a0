"""Logs without personal data: one line of JSON each, addresses and row contents taken out."""

import re
from typing import Any

import gunicorn.glogging
import structlog

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
# PostgreSQL repeats the row in these parts of a message.
ROW_CONTENT = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)
# Invitations, confirmations, new passwords: who has the path has the right.
TOKEN = re.compile(r"/[\w-]{20,}(?=[/\s\"']|$)")
QUERY = re.compile(r"\?[^\s\"']+")


def scrub(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
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
    ):
        value = pattern.sub(instead, value)
    return value


class AccessLogger(gunicorn.glogging.Logger):
    """Gunicorn's log of requests, as clean as all others."""

    def atoms(self, *args: Any) -> dict[str, Any]:
        return {name: _scrubbed(value) for name, value in super().atoms(*args).items()}


COMMON = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
]


def configuration() -> dict[str, Any]:
    """Return Django's LOGGING: everything to stdout, through `scrub`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": COMMON,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    scrub,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
        "handlers": {"stdout": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stdout"], "level": "INFO"},
        "loggers": {
            # Django's own handlers write the address of the request.
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            # Says each font it subsets.
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
        },
    }
