"""The JSON Schemas that come with the product, for editors."""

from __future__ import annotations

from pathlib import Path

from wholeplace.kernel import Problem, Refused, Where, nearest
from wholeplace.store.files import read_text, write_text
from wholeplace.store.shipped import shipped_file, shipped_names

_ENDING = ".schema"


def schema_names() -> list[str]:
    """Return the documents that have a schema, by name."""
    return [name.removesuffix(_ENDING) for name in shipped_names("schemas")]


def schema_text(name: str) -> str:
    """Return the JSON Schema of a document; raises ``Refused`` naming the nearest there is."""
    if name not in schema_names():
        what = "no document is called so"
        raise Refused([Problem(Where(name), what, nearest(name, schema_names()))])
    return read_text(shipped_file("schemas", f"{name}{_ENDING}.json"))


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema into a folder, and return the files."""
    files = {folder / f"{name}{_ENDING}.json": schema_text(name) for name in schema_names()}
    for path, text in files.items():
        write_text(path, text)
    return list(files)
