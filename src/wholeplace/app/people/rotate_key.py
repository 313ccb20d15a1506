"""The secret key of a workspace: make it, name it, and replace it."""

from __future__ import annotations

from wholeplace.app.progress import Progress, unseen
from wholeplace.store.clock import new_key
from wholeplace.store.identity import make_keys
from wholeplace.store.lock import writing
from wholeplace.store.pseudonyms import open_pseudonyms
from wholeplace.store.rekey import rotate_key
from wholeplace.store.workspace import Workspace


def show_key(workspace: Workspace) -> str:
    """Return the fingerprint of the key in force; the key itself is never shown."""
    return open_pseudonyms(workspace).key_id


def make_key(workspace: Workspace) -> str:
    """Make the key of a workspace that has none and nothing loaded; return its fingerprint."""
    return make_keys(workspace, new_key())


def rotate(
    workspace: Workspace, *, key: bytes | None = None, progress: Progress = unseen
) -> tuple[str, str]:
    """Put everything stored under a new key; return the fingerprints before and after.

    Raises ``Refused`` where the key or the records are not in order; then nothing has changed.
    """
    with writing(workspace.root, "rotating the key", waiting=progress):
        before = show_key(workspace)
        progress("writing every batch under the new key")
        return before, rotate_key(workspace, key or new_key())
