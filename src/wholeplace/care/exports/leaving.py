"""A folder that leaves the records: whole or not at all, with a manifest, and in the audit."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from django.db.models import Model, QuerySet

from wholeplace.care.access import Actor, Verb
from wholeplace.care.actions.audit import Told, look_at_all
from wholeplace.kernel import Problem, Refused, Where
from wholeplace.store.files import new_folder, write_json
from wholeplace.store.streams import writing_to

M = TypeVar("M", bound=Model)

MANIFEST = "manifest.json"
AT_ONCE = 1000
"""Rows that are in memory at a time."""


@dataclass(slots=True)
class Leaving:
    """What is being written: the folder, of each file its rows and SHA-256, and who is named."""

    folder: Path
    files: dict[str, dict[str, object]] = field(default_factory=dict)
    named: set[uuid.UUID] = field(default_factory=set)

    def lines(self, name: str, lines: Iterable[str]) -> int:
        """Write a file of lines; returns how many."""
        with writing_to(self.folder / name) as out:
            for line in lines:
                out.write(line + "\n")
        self.files[name] = {"rows": out.lines, "sha256": out.sha256}
        return out.lines

    def table(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
        """Write a CSV file; returns how many rows."""
        number = 0
        with writing_to(self.folder / name) as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(columns)
            for row in rows:
                writer.writerow(["" if cell is None else cell for cell in row])
                number += 1
        self.files[name] = {"rows": number, "sha256": out.sha256}
        return number


@contextmanager
def leaving(by: Actor, output: Path, what: str, **told: object) -> Iterator[Leaving]:
    """Give a folder to fill; it stands at its place once it is whole and the audit tells of it.

    The audit has a row of the folder, and one of everybody whom it names. Only an earlier one of
    ours is replaced. Raises ``Refused``.
    """
    _check_place(output)
    try:
        with new_folder(output) as folder:
            folder.chmod(0o700)
            made = Leaving(folder)
            yield made
            rows = {name: file["rows"] for name, file in made.files.items()}
            head = {"export": what, "at": by.now.isoformat(), **told}
            write_json(folder / MANIFEST, head | {"files": made.files})
            # Before anything can be read by others: what cannot be told does not leave.
            whole = Told(Verb.EXPORT, what=f"export:{what}", detail={**told, "rows": rows})
            each = (Told(Verb.EXPORT, id_, whole.what, detail=told) for id_ in sorted(made.named))
            look_at_all(by, [whole, *each])
    except OSError as error:
        told_why = f"it cannot be written: {error.strerror}"
        raise Refused([Problem(Where(str(output)), told_why, "name a folder elsewhere")]) from error


def _check_place(output: Path) -> None:
    where = Where(str(output))
    if output.exists() and not output.is_dir():
        raise Refused([Problem(where, "this is a file", "name a folder")])
    if output.is_dir() and any(output.iterdir()) and not (output / MANIFEST).is_file():
        what = "this folder holds something else, which would be replaced"
        raise Refused([Problem(where, what, "name a folder that is empty, or not there yet")])


def in_parts(rows: QuerySet[M]) -> Iterator[list[M]]:
    """Yield all rows, some hundred at a time, in the order of their keys.

    Each part is asked for by itself, so that nobody who writes is kept waiting.
    """
    rows, last = rows.order_by("pk"), None
    while part := list((rows if last is None else rows.filter(pk__gt=last))[:AT_ONCE]):
        yield part
        last = part[-1].pk
