"""The instruments of assessment that there are: the shipped ones, and the place's own."""

from __future__ import annotations

from pathlib import Path

from wholeplace.app.instrument_documents import read_instruments
from wholeplace.place import Instruments
from wholeplace.store.workspace import Workspace


def instruments_of(workspace: Path) -> Instruments:
    """Return the instruments of a workspace; raises ``Refused`` where one is wrong."""
    return read_instruments(Workspace(workspace))
