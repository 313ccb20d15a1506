"""The national data opt-out: whom to ask about, what the answer says, and for how long it counts.

The service is given a list of NHS numbers and gives back those that may be used: who is not on it
has opted out. Source: Check for National Data Opt-outs service, NHS England (file of one number to
a line, each followed by a comma; lines end in LF).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ibis import ir

from wholeplace.kernel import Problem, Refused, Where, refuse_if
from wholeplace.privacy.policy import OptOutTerms

_NUMBER = 10


@dataclass(frozen=True, slots=True)
class Check:
    """One answer of the service: when it came, how many were asked about and may be used."""

    checked_on: date
    asked: int
    usable: int

    @property
    def opted_out(self) -> int:
        """How many have opted out."""
        return self.asked - self.usable

    def expires_on(self, terms: OptOutTerms) -> date:
        """Return the first day on which the answer may no longer be used."""
        return self.checked_on + timedelta(days=terms.valid_days)

    def is_valid(self, today: date, terms: OptOutTerms) -> bool:
        """Return whether the answer may be used on a day; one from the future may not."""
        return self.checked_on <= today < self.expires_on(terms)


def written_list(numbers: Iterable[str]) -> str:
    """Return the file to send: each number once, in order."""
    return "".join(f"{number},\n" for number in sorted(set(numbers)))


def read_list(text: str, name: str) -> list[str]:
    """Return the numbers of a file that came back, in order; ``name`` is for messages.

    Raises ``Refused`` where a line is not a number: the service answers so when a list was wrong.
    What the line says is not repeated.
    """
    found, problems = [], []
    for line, written in enumerate(text.splitlines(), 1):
        number = written.strip().rstrip(",").strip()
        if len(number) == _NUMBER and number.isascii() and number.isdigit():
            found.append(number)
        elif number:
            remedy = "one NHS number of ten digits to a line; look at what the service says of it"
            problems.append(Problem(Where(name, line), "this is not an NHS number", remedy))
    refuse_if(problems[:5])
    return sorted(set(found))


def checked(asked: frozenset[str], answer: Iterable[str], name: str, today: date) -> Check:
    """Return what an answer says of the people asked about.

    Raises ``Refused`` of an answer that cannot be one to this question: it names nobody, or people
    who were not asked about.
    """
    usable = frozenset(answer)
    refuse_if(_not_an_answer(asked, usable, name))
    return Check(today, len(asked), len(usable))


def _not_an_answer(asked: frozenset[str], usable: frozenset[str], name: str) -> Iterator[Problem]:
    where = Where(name)
    if not asked:
        yield Problem(
            where, "nobody was asked about", "make a list first: wholeplace optout export"
        )
    elif not usable:
        remedy = "check that the file is whole, and ask again"
        yield Problem(where, "the answer names nobody: everyone would have opted out", remedy)
    elif usable - asked:
        number = len(usable - asked)
        what = f"{number:,} of its numbers are not on the list that was exported last"
        yield Problem(where, what, "import the answer to that list, or export and ask again")


def without(rows: ir.Table, left_out: ir.Table) -> ir.Table:
    """Return rows without those of the people in ``left_out``; both have ``person_id``."""
    return rows.anti_join(left_out.select("person_id"), "person_id")


def refuse_unchecked(where: str, check: Check | None, terms: OptOutTerms) -> None:
    """Refuse a use of rows about single people, as no answer says who has opted out."""
    what = "nobody has checked who opted out of the use of their records"
    if check is not None:
        what = (
            f"the answer of {check.checked_on} about opt-outs ran out on {check.expires_on(terms)}"
        )
    remedy = "wholeplace optout export WORKSPACE --output FILE, send the file, then optout import"
    raise Refused([Problem(Where(where), what, remedy)])
