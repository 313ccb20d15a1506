"""Log lines as JSON, without who anybody is: no path that was asked for, no address, no form."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime

_ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_NUMBER = re.compile(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b")
_QUERY = re.compile(r"\?\S*")


def without_identifiers(text: str) -> str:
    """Return a text in which ids of records, NHS numbers and queries are replaced by marks."""
    return _NUMBER.sub("[number]", _ID.sub("[id]", _QUERY.sub("?[query]", text)))


class JsonFormatter(logging.Formatter):
    """One JSON object a line: when, how bad, where from, and what, without identifiers."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "says": _said(record),
        }
        if record.exc_info:
            # A message of an error may hold what somebody typed; its kind and place do not.
            told["error"] = _where(record)
        return json.dumps(told, ensure_ascii=False)


def _said(record: logging.LogRecord) -> str:
    """Return what a line says: of a request by which page it was for, never by its address."""
    request = getattr(record, "request", None)
    if request is None:
        # What is refused for safety repeats what was sent.
        is_safety = record.name.startswith("django.security")
        return "refused" if is_safety else without_identifiers(record.getMessage())
    match = getattr(request, "resolver_match", None)
    status = getattr(record, "status_code", "")
    return f"{request.method} {match.route if match else 'no page of ours'} {status}".strip()


def _where(record: logging.LogRecord) -> str:
    kind, _, trace = record.exc_info or (None, None, None)
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    name = kind.__name__ if kind else "error"
    if trace is None:
        return name
    return f"{name} in {trace.tb_frame.f_globals.get('__name__', '')}:{trace.tb_lineno}"
