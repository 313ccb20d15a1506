"""What is kept of what is done with the records as a whole: copies, and what is taken from them."""

from __future__ import annotations

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.actions.writing import write


def keep_backup(*, by: Actor, sha256: str, rows: int) -> None:
    """Keep that the records were copied: the copy's hash, and how many rows its audit has."""
    with write(by, Verb.BACK_UP) as wrote:
        wrote.of("records:backup", sha256=sha256, rows=rows)


def keep_restore(*, by: Actor, sha256: str, rows: int, lost: int) -> None:
    """Keep that the records were put back to a copy; ``lost`` rows of the audit came after it."""
    with write(by, Verb.BACK_UP) as wrote:
        wrote.of("records:restore", sha256=sha256, rows=rows, lost=lost)


def keep_downtime(*, by: Actor, sha256: str, teams: int, people: int) -> None:
    """Keep that plans and caseloads were written out, to be read while the system is down."""
    with write(by, Verb.EXPORT) as wrote:
        wrote.of("records:downtime", sha256=sha256, teams=teams, people=people)
