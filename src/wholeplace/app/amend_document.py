"""Change an agreement and leave the rest of its text as it was: a draft, ready to be compared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import unified_diff
from pathlib import Path

from wholeplace.contract import read_contract
from wholeplace.contract.amend import rename, set_parameter
from wholeplace.document import Plain, read_yaml, set_value
from wholeplace.kernel import Problem, Refused, Where
from wholeplace.store.files import read_text, write_text
from wholeplace.store.shipped import find_folder, is_shipped, shipped_names
from wholeplace.store.workspace import CONTRACT

_STEP = re.compile(r"\[(\d+)\]|\.?([^.\[\]]+)")


@dataclass(frozen=True, slots=True)
class Changes:
    """What to change: names, parameters from a day on with a source, and values at paths."""

    names: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    day: date = date.min
    source: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Amended:
    """What became of an agreement: where it was written, if it was, and what differs."""

    written: Path | None
    difference: str
    warnings: tuple[Problem, ...]


def amend(given: str, changes: Changes, output: Path | None, *, dry_run: bool = False) -> Amended:
    """Change an agreement in its place, or write the changed one to ``output``.

    ``given`` is a file, a folder or workspace that holds ``contract.yaml``, or a shipped name;
    ``output`` a file that ends in ``.yaml``, or a folder. Raises ``Refused``, having written
    nothing, where the result would not be a valid agreement, or a shipped one would be changed.
    """
    path = _find(given)
    if output is None and not dry_run and is_shipped(path):
        what, remedy = "a shipped agreement is not changed in its place", "add --output FOLDER"
        raise Refused([Problem(Where(str(path)), what, remedy)])
    target = path if output is None else _file(output)
    before = read_text(path, exactly=True)
    after = changed(before, str(path), changes)
    # What is wrong now stands on lines of a text that is nowhere on the disk.
    contract = read_contract(after, f"{path} (as amended)")
    is_written = not dry_run and (target != path or after != before)
    if is_written:
        write_text(target.resolve(), after)  # what a link leads to, never the link
    difference = _difference(before, after, str(path), str(target))
    return Amended(target if is_written else None, difference, contract.warnings)


def changed(text: str, file: str, changes: Changes) -> str:
    """Return the text of an agreement with changes made; parameters go by their old names."""
    for name, value in changes.parameters.items():
        text = set_parameter(text, file, name, _value(value), changes.day, changes.source)
    for path, value in changes.values.items():
        text = set_value(text, file, read_path(path), _value(value))
    for old, new in changes.names.items():
        text = rename(text, file, old, new)
    return text


def read_path(written: str) -> tuple[str | int, ...]:
    """Read a path as messages write it: ``parameters.provider_share[1].value``."""
    steps = _STEP.findall(written)
    if not steps or "".join(f"[{i}]" if i else f".{name}" for i, name in steps) != f".{written}":
        what = f"'{written}' is not a path into a document"
        raise Refused([Problem(Where(written), what, "write it like lines.saving.label")])
    return tuple(int(i) if i else name for i, name in steps)


def _value(written: str) -> Plain:
    # Only brackets are YAML here: `x: y` is a text, as the source of a number often is.
    return read_yaml(written, written).value if written[:1] in {"{", "["} else written


def _find(given: str) -> Path:
    if Path(given).is_file():
        return Path(given)
    is_place = given.rstrip("/").removeprefix("places/") in shipped_names("places")
    return find_folder(given, "places" if is_place else "contracts", CONTRACT) / CONTRACT


def _file(output: Path) -> Path:
    return output if output.suffix in {".yaml", ".yml"} else output / CONTRACT


def _difference(before: str, after: str, old: str, new: str) -> str:
    lines = unified_diff(before.splitlines(), after.splitlines(), old, new, lineterm="")
    return "\n".join(lines)
