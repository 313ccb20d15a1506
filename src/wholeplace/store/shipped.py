"""The documents and code lists that come with the product."""

from __future__ import annotations

from pathlib import Path

import wholeplace
from wholeplace.kernel import Problem, Refused, Where, nearest

_PACKAGE = Path(wholeplace.__file__).parent
_INSTALLED = _PACKAGE / "shipped"
# In a checkout the same folders stand at the root, where people read and edit them.
ROOT = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent.parent


def shipped_names(kind: str) -> list[str]:
    """Return the names shipped of a kind, such as ``places`` or ``mappings``."""
    documents = [path for path in (ROOT / kind).iterdir() if path.suffix != ".md"]
    return sorted(path.stem if path.is_file() else path.name for path in documents)


def shipped_file(kind: str, name: str) -> Path:
    """Return the path of a shipped file such as ``("codelists", "charlson-quan-icd10.csv")``."""
    return ROOT / kind / name


def is_shipped(path: Path) -> bool:
    """Return whether a path is of a place or contract that came with the product."""
    kinds = ("places", "contracts")
    return any(path.resolve().is_relative_to((ROOT / kind).resolve()) for kind in kinds)


def find_folder(given: str, kind: str, holds: str) -> Path:
    """Return the folder that a user named: a path, or the name of a shipped place or contract.

    ``holds`` is the file that must be in it. Raises ``Refused`` naming the nearest one shipped.
    """
    name = given.rstrip("/").removeprefix(f"{kind}/")
    for folder in (Path(given), ROOT / kind / name):
        if (folder / holds).is_file():
            return folder
    if Path(given).is_dir():
        what, remedy = f"the folder has no {holds}", f"add {holds}, or name another folder"
    else:
        what, remedy = "there is no such folder, and none is shipped under that name", ""
    raise Refused([Problem(Where(given), what, remedy or nearest(name, shipped_names(kind)))])


def find_holding(given: str, holds: str) -> Path:
    """Return the folder that a user named: a path, or a shipped place or contract that ``holds``.

    Raises ``Refused`` naming the nearest one that does.
    """
    if Path(given).is_dir():
        return find_folder(given, "places", holds)
    name = given.rstrip("/").rpartition("/")[2]
    for kind in ("places", "contracts"):
        if given.rstrip("/") in {name, f"{kind}/{name}"} and (ROOT / kind / name / holds).is_file():
            return ROOT / kind / name
    known = [
        name
        for kind in ("places", "contracts")
        for name in shipped_names(kind)
        if (ROOT / kind / name / holds).is_file()
    ]
    what = f"there is no such file or folder, and no {holds} is shipped under that name"
    raise Refused([Problem(Where(given), what, nearest(name, known))])


def find_mapping(given: str) -> Path:
    """Return the mapping file that a user named: a path, or the name of a shipped mapping."""
    shipped = ROOT / "mappings" / f"{given}.yaml"
    path = Path(given) if given.endswith((".yaml", ".yml")) else shipped
    if path.is_file():
        return path
    remedy = nearest(given, [*shipped_names("mappings"), "canonical"])
    raise Refused([Problem(Where(given), "there is no such mapping", remedy)])
