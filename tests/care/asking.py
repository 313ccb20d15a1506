"""How often a page asks the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from django.db import connection
from django.test.utils import CaptureQueriesContext

OK = 200


class Answer(Protocol):
    """What a page answers."""

    @property
    def status_code(self) -> int:
        """Return how it went."""
        ...


def asked_by(page: Callable[[], Answer]) -> int:
    """Return how many queries a page takes; its first answer also keeps that somebody clicked."""
    page()
    with CaptureQueriesContext(connection) as caught:
        assert page().status_code == OK
    return len(caught)
