"""What a user got wrong: where, what, why, and what to try; all of it at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from heapq import nlargest
from operator import add

_MOST_NAMES = 12
_MOST_COMPARED = 20
_LONGEST_COMPARED = 64


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a mistake: a file, a line and column in it (from 1), and a path inside it."""

    file: str
    line: int | None = None
    column: int | None = None
    path: str = ""

    def __str__(self) -> str:
        """Write ``file:line:column path``, leaving out what is not known."""
        numbers = "".join(f":{n}" for n in (self.line, self.column) if n is not None)
        return f"{self.file}{numbers} {self.path}".rstrip()


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. ``rows`` counts the rows of data it affects, where it is about data."""

    where: Where
    what: str
    remedy: str
    rows: int | None = None

    def __str__(self) -> str:
        """Write the mistake on one line and what to try on the next."""
        affected = "" if self.rows is None else f" ({self.rows:,} row{'s'[: self.rows != 1]})"
        return f"{self.where}: {self.what}{affected}\n    try: {self.remedy}"

    def at(self, where: Where) -> Problem:
        """Return the same mistake placed elsewhere (used on the way up through a document)."""
        return replace(self, where=where)

    def to_dict(self) -> dict[str, str | int | None]:
        """Return the mistake for ``--json``."""
        return {
            "file": self.where.file,
            "line": self.where.line,
            "column": self.where.column,
            "path": self.where.path,
            "what": self.what,
            "remedy": self.remedy,
            "rows": self.rows,
        }


class Refused(Exception):  # noqa: N818 - the word the user reads; it is not a fault of ours
    """The data or a document was refused. Carries every problem found, never only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems; there must be at least one."""
        self.problems = tuple(problems)
        if not self.problems:
            msg = "Refused needs at least one problem"
            raise ValueError(msg)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def refuse_if(problems: Iterable[Problem]) -> None:
    """Raise ``Refused`` with all the problems, if there are any."""
    found = tuple(problems)
    if found:
        raise Refused(found)


def nearest(word: str, known: Iterable[str] | Mapping[str, object]) -> str:
    """Return a remedy that names the nearest known word, or lists the known ones.

    >>> nearest("saveing", ["saving", "spend"])
    "did you mean 'saving'?"
    """
    names = sorted(known)
    close = get_close_matches(word[:_LONGEST_COMPARED], _alike(word, names), n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    if not names:
        return "nothing is defined here yet"
    left = len(names) - _MOST_NAMES
    more = f" and {left} more" if left > 0 else ""
    return "use one of: " + ", ".join(names[:_MOST_NAMES]) + more


def _alike(word: str, names: Sequence[str]) -> Sequence[str]:
    """Return the few of very many names that have most pairs of letters in common with a word.

    Comparing two words well is slow; a document may have a thousand names and as many mistakes.
    """
    if len(names) <= _MOST_COMPARED:
        return names
    pairs = _pairs(word[:_LONGEST_COMPARED])

    def likeness(name: str) -> float:
        return len(pairs & _pairs(name)) / (len(pairs) + len(_pairs(name)))

    return nlargest(_MOST_COMPARED, names, key=likeness)


@lru_cache(maxsize=4096)
def _pairs(word: str) -> frozenset[str]:
    return frozenset(map(add, f" {word}", f"{word} "))
