"""What the place has agreed of care, read from its document."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from wholeplace.app.policies import policy_file
from wholeplace.care.place_terms import read_once
from wholeplace.place import CareTerms
from wholeplace.store.shipped import shipped_file
from wholeplace.store.workspace import CARE, Workspace


def read_terms(workspace: Path) -> CareTerms:
    """Return what the place of a workspace has agreed, or the shipped terms."""
    path = policy_file(Workspace(workspace), CARE)
    found, shipped = read_once(path, CareTerms), shipped_file("policies", CARE)
    return found if path == shipped else _with_clocks(found, read_once(shipped, CareTerms))


@cache
def _with_clocks(own: CareTerms, shipped: CareTerms) -> CareTerms:
    """Return what a place agreed; where it names no clock of its own, the shipped one holds."""
    named = {one.clock for one in own.clocks}
    more = tuple(one for one in shipped.clocks if one.clock not in named)
    return own.model_copy(update={"clocks": own.clocks + more})
