"""Count what a budget asks of the records of a workspace: costs, people, and their prices."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from wholeplace.app.budget.year_money import PersonYears, YearMoney, year_money
from wholeplace.app.documents import PlaceDocuments, read_place
from wholeplace.app.progress import Progress
from wholeplace.app.records import Opened, open_records
from wholeplace.app.year_facts import YearFacts, people_between, year_facts
from wholeplace.kernel import FinancialYear, Problem, Refused
from wholeplace.store.engine import Engine
from wholeplace.store.ledger import read_ledger
from wholeplace.store.workspace import PLACE, Workspace


@dataclass(frozen=True, slots=True)
class Asked:
    """Which year is asked for, and what of it is known.

    ``as_at`` counts the records that were known at the end of that day. ``until`` is the first day
    of which nothing is to be known; where only ``as_at`` is said, it is the day after. Of a day
    that is only said by ``until`` all is known that has come since: nothing of it is late.
    """

    year: FinancialYear | None = None
    until: date | None = None
    as_at: date | None = None

    @property
    def known_until(self) -> date | None:
        """The first day of which nothing is known, where one is asked for."""
        if self.until is not None or self.as_at is None:
            return self.until
        return date(self.as_at.year, self.as_at.month, self.as_at.day) + timedelta(days=1)

    @property
    def is_late(self) -> bool:
        """Whether cost may still come of what is counted."""
        return self.until is None or self.as_at is not None


@dataclass(frozen=True, slots=True)
class Counting:
    """The records of a workspace, opened, with what was counted of the base year and of the year.

    ``now`` is ``base`` where the year is the base year.
    """

    running: Engine
    workspace: Workspace
    documents: PlaceDocuments
    opened: Opened
    asked: Asked
    year: FinancialYear
    base: YearFacts
    now: YearFacts
    people: PersonYears = field(repr=False)

    def money(self) -> YearMoney:
        """Return the lines of both years and the budget between them."""
        return year_money(self.documents, self.base, self.now, self.people)


def has_records(workspace: Workspace) -> bool:
    """Return whether a folder is a workspace in which records are loaded."""
    return (workspace.root / PLACE).is_file() and bool(read_ledger(workspace.data))


def count(running: Engine, workspace: Workspace, asked: Asked, progress: Progress) -> Counting:
    """Open the records of a workspace and count what every part of a budget is made from.

    Without a year, that is the first of the agreement. Raises ``Refused`` for a year before the
    base year or after the agreement.
    """
    documents = read_place(workspace)
    year = asked.year or documents.place.first_year
    _refuse_year(documents, year)
    progress("linking the records to people")
    opened = open_records(running, workspace, documents, as_at=asked.as_at)
    base_year = documents.budget.value.base_year
    progress(f"counting the base year {base_year}")
    base = year_facts(running, opened.records, documents, base_year)
    now = base
    if year != base_year:
        progress(f"counting {year}")
        now = year_facts(running, opened.records, documents, year)
    people = people_between(running, opened.records, documents, (base, now))
    return Counting(running, workspace, documents, opened, asked, year, base, now, people)


def _refuse_year(documents: PlaceDocuments, year: FinancialYear) -> None:
    budget, last = documents.budget, documents.place.last_year
    base = budget.value.base_year
    if not base <= year <= last:
        what = f"{year} is neither the base year {base} nor one of the years up to {last}"
        remedy = f"use {base} to {last}"
        raise Refused([Problem(budget.where("base_year"), what, remedy)])
