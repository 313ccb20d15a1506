"""One engine for the examples of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from wholeplace.store.engine import Engine, engine


@pytest.fixture(scope="module")
def running() -> Iterator[Engine]:
    """An engine in memory."""
    with engine() as opened:
        yield opened
