"""The shipped derivations, and activity drawn for them."""

from __future__ import annotations

from ibis import ir

from tests.tables import table
from wholeplace.derive import Derivations
from wholeplace.document import read_document
from wholeplace.store.files import read_text
from wholeplace.store.shipped import shipped_file

_PATH = shipped_file("codelists", "derivations.yaml")
RULES = read_document(read_text(_PATH), str(_PATH), Derivations).value


def acts(drawing: str, **same: str) -> ir.Table:
    """Return activity drawn; ``same`` gives columns that are equal in every row."""
    names, *lines = drawing.strip().splitlines()
    names += "  " + "  ".join(same)
    lines = [line + "  " + "  ".join(same.values()) for line in lines]
    return table("\n".join([names, *lines]))
