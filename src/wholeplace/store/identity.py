"""The identity plane of a workspace: a folder apart, for its owner's eyes, with the secret keys."""

from __future__ import annotations

import json
import os
from pathlib import Path

from wholeplace.document import Frozen, read_document
from wholeplace.kernel import Problem, Refused, Where
from wholeplace.privacy import key_id
from wholeplace.store.files import read_text, write_json
from wholeplace.store.workspace import Workspace

ELSEWHERE = "WHOLEPLACE_IDENTITY"
SETTINGS, FOLDER = "workspace.yaml", "identity"
KEYS, STAMP = "keys.json", "pseudonyms.json"
_METHOD = "HMAC-SHA-256, first 32 hexadecimal digits"
_OPEN_TO_OTHERS = 0o077
_INVENTED = "invented people"


class WorkspaceSettings(Frozen):
    """What a workspace may say of itself in ``workspace.yaml``; all of it may be left out."""

    identity: str | None = None


def identity_folder(workspace: Workspace) -> Path:
    """Return the folder of the identity plane, which need not be there yet.

    The environment variable ``WHOLEPLACE_IDENTITY`` names it, or else ``identity`` in
    ``workspace.yaml`` (from the workspace on), or else it is ``identity`` in the workspace.
    """
    if named := os.environ.get(ELSEWHERE):
        return Path(named)
    path = workspace.document(SETTINGS)
    settings = None
    if path.is_file():
        settings = read_document(read_text(path), str(path), WorkspaceSettings).value
    return workspace.root / ((settings and settings.identity) or FOLDER)


def identified_data(workspace: Workspace) -> Path:
    """Return the folder of the identified tables, laid out as ``data`` is: BATCH/TABLE.parquet."""
    return identity_folder(workspace) / "data"


def open_identity(workspace: Workspace) -> Path:
    """Return the folder of the identity plane, made for its owner alone where it is not there.

    Raises ``Refused`` where other people of the machine may look into it.
    """
    folder = identity_folder(workspace)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if _is_open_to_others(folder):
        what = "other people of this machine may look into the folder of identities"
        raise Refused([Problem(Where(str(folder)), what, f"close it to them: chmod 700 {folder}")])
    return folder


def _is_open_to_others(path: Path) -> bool:
    return os.name == "posix" and bool(path.stat().st_mode & _OPEN_TO_OTHERS)


def write_private(path: Path, content: str | bytes) -> None:
    """Write a file that its owner alone may read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content.encode() if isinstance(content, str) else content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)


def has_keys(workspace: Workspace) -> bool:
    """Return whether the workspace has its secret keys."""
    return (identity_folder(workspace) / KEYS).is_file()


def write_keys(workspace: Workspace, keys: tuple[bytes, ...], *, invented: bool = False) -> None:
    """Write the secret keys of a workspace, the first one first.

    ``invented`` says that anybody can make the keys, so that only invented people may be loaded.
    """
    value = {"keys": [key.hex() for key in keys], "method": _METHOD}
    value |= {"for": [_INVENTED]} if invented else {}
    write_private(open_identity(workspace) / KEYS, json.dumps(value, indent=1) + "\n")


def read_keys(workspace: Workspace) -> tuple[bytes, ...]:
    """Return the secret keys; raises ``Refused`` where there are none, or others may read them."""
    path = identity_folder(workspace) / KEYS
    if not path.is_file():
        remedy = (
            "restore the identity folder from its backup, or say where it is with"
            f" {ELSEWHERE}; where nothing was loaded yet: wholeplace keys make {workspace.root}"
        )
        raise Refused([Problem(Where(str(path)), "the workspace has no secret key", remedy)])
    if _is_open_to_others(path):
        what = "other people of this machine may read the secret key"
        raise Refused([Problem(Where(str(path)), what, f"close it to them: chmod 600 {path}")])
    try:
        keys = tuple(bytes.fromhex(key) for key in json.loads(read_text(path))["keys"])
    except (ValueError, KeyError, TypeError):
        keys = ()
    if not keys or not all(keys):
        # The words of the error would repeat what stands in the file.
        what = "this is not the file of a secret key"
        raise Refused([Problem(Where(str(path)), what, "restore it from its backup")])
    return keys


def is_for_invented(workspace: Workspace) -> bool:
    """Return whether the keys are known to anybody, so that nobody real may stand under them."""
    path = identity_folder(workspace) / KEYS
    return path.is_file() and json.loads(read_text(path)).get("for") == [_INVENTED]


def make_keys(workspace: Workspace, key: bytes, *, invented: bool = False) -> str:
    """Give a workspace its first key, before anything is loaded, and return its fingerprint.

    Raises ``Refused`` where there is one already, or rows were stored without.
    """
    folder = identity_folder(workspace)
    if has_keys(workspace):
        remedy = f"use it, or name another folder with {ELSEWHERE} or 'identity' in {SETTINGS}"
        what = "there is a secret key here already, perhaps of another workspace"
        raise Refused([Problem(Where(str(folder / KEYS)), what, remedy)])
    made = key_id([key])
    check_stored_with(workspace, made)
    write_keys(workspace, (key,), invented=invented)
    stamp(workspace.data, made)
    return made


def check_stored_with(workspace: Workspace, used: str) -> None:
    """Refuse a workspace whose rows were stored with other keys than those named ``used``."""
    stored = stored_key_id(workspace.data)
    where = Where(str(workspace.data))
    if stored is None and (workspace.data / "ledger.json").is_file():
        what = "the records were stored before Wholeplace used pseudonyms"
        remedy = "make a new workspace (wholeplace init) and load the feeds again into it"
        raise Refused([Problem(where, what, remedy)])
    if stored not in {None, used}:
        what = f"the records were stored with the key {stored}, and the key given is {used}"
        remedy = f"say where the identity folder of this workspace is with {ELSEWHERE}"
        raise Refused([Problem(where, what, remedy)])


def stored_key_id(data: Path) -> str | None:
    """Return the fingerprint of the keys with which the rows in a data folder were stored."""
    path = data / STAMP
    return str(json.loads(read_text(path))["key_id"]) if path.is_file() else None


def stamp(data: Path, used: str) -> None:
    """Mark a data folder with the fingerprint of the keys of its rows."""
    write_json(data / STAMP, {"key_id": used, "method": _METHOD})
