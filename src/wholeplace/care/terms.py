"""What the place has agreed of care, read from its document."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from wholeplace.app.policies import policy_file
from wholeplace.document import read_document
from wholeplace.place import CareTerms
from wholeplace.store.files import read_text
from wholeplace.store.workspace import CARE, Workspace


def read_terms(workspace: Path) -> CareTerms:
    """Return what the place of a workspace has agreed, or the shipped terms."""
    path = policy_file(Workspace(workspace), CARE)
    return _read(path, read_text(path))


@cache
def _read(path: Path, text: str) -> CareTerms:
    return read_document(text, str(path), CareTerms).value
