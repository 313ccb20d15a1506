"""What was agreed on outcomes, from documents alone: framework, measures, and the budget."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from wholeplace.app.budget.counting import has_records
from wholeplace.app.budget.written import written_book
from wholeplace.app.budget_documents import BUDGET, read_budget_of
from wholeplace.app.documents import collect, read_place
from wholeplace.app.outcome_documents import OutcomeDocuments, read_outcome_documents
from wholeplace.budget.document import Budget
from wholeplace.budget.parts import YearOfParts
from wholeplace.document import Document
from wholeplace.kernel import (
    Figure,
    FinancialYear,
    Money,
    Problem,
    Refused,
    Unit,
    Where,
    financial_year_of,
    refuse_if,
)
from wholeplace.kernel.number import percent
from wholeplace.outcomes.framework import (
    Framework,
    Known,
    at_stake,
    in_year,
    problems_of,
    tree_of,
    warnings_of,
)
from wholeplace.outcomes.rewards import pots
from wholeplace.place import Place
from wholeplace.report.outcomes.agreed import Agreed, AgreedYear
from wholeplace.store.shipped import find_holding
from wholeplace.store.workspace import OUTCOMES, PLACE, Workspace


@dataclass(frozen=True, slots=True)
class AgreedDocuments:
    """What a folder says of outcomes and of money; ``place`` is ``None`` where it is of none."""

    outcomes: OutcomeDocuments
    budget: Document[Budget] | None
    place: Place | None = None

    @property
    def parties(self) -> dict[str, str]:
        """What partners are called: those of the place, else those whom the budget names."""
        if self.place is not None:
            return {id_: one.name for id_, one in self.place.partners.items()}
        return _named(self.budget.value) if self.budget else {}


def counted_workspace(given: str) -> Workspace | None:
    """Return the workspace in a folder, if there is one with records in it to count."""
    workspace = Workspace(Path(given))
    return workspace if has_records(workspace) else None


def agreed_outcomes(given: str, year: FinancialYear | None = None) -> Agreed:
    """Return what a folder that holds ``outcomes.yaml``, or a shipped place, agreed on outcomes.

    Without a year it is the first in which anything is agreed. Raises ``Refused`` for no document
    or a wrong one, one without a framework, and a year before the budget begins.
    """
    folder = find_holding(given, OUTCOMES)
    documents = read_agreed(folder)
    stated = documents.outcomes.stated
    framework = stated.value.framework
    if framework is None:
        what = "it has no framework: nothing is agreed that could be told without records"
        raise Refused([Problem(stated.where(), what, "add framework, or load records")])
    years = years_of(framework, documents)
    year = year or next(iter(years), None)
    if year is None:
        what = "nothing in it is dated, so no year is the first"
        raise Refused([Problem(stated.where("framework"), what, "name one with --year")])
    found = {one: _year(framework, documents, one) for one in sorted({*years, year})}
    return Agreed(
        stated.value.outcomes,
        found[year],
        tuple(found.values()),
        tree_of(framework),
        documents.outcomes.measures,
        documents.parties,
        documents.budget.value.currency if documents.budget else "GBP",
        tuple(problem.what for problem in warnings_of(framework, year.start)),
    )


def read_agreed(folder: Path) -> AgreedDocuments:
    """Read what a folder says of outcomes, with the budget and the place that stand beside it.

    Raises ``Refused`` with everything that is wrong in any of them, or does not fit.
    """
    if (folder / PLACE).is_file():
        found = read_place(Workspace(folder))
        return AgreedDocuments(found.outcomes, found.budget, found.place)
    problems: list[Problem] = []
    outcomes = collect(problems, lambda: read_outcome_documents(Workspace(folder)))
    has_budget = (folder / BUDGET).is_file()
    budget = collect(problems, lambda: read_budget_of(folder)) if has_budget else None
    refuse_if(problems)
    if outcomes is None:
        raise RuntimeError("a document was not read, and no problem said why")
    documents = AgreedDocuments(outcomes, budget)
    refuse_if(_misfits(documents))
    return documents


def _misfits(documents: AgreedDocuments) -> Iterator[Problem]:
    """Yield everything in which a framework does not fit its measures, its years and its budget."""
    stated, measures = documents.outcomes.stated, documents.outcomes.measures
    framework = stated.value.framework
    if framework is None:
        return

    def where(*path: str | int) -> Where:
        return stated.where("framework", *path)

    for i, one in enumerate(framework.outcomes):
        if one.segments:
            what = "no place says which segments there are"
            remedy = f"add {PLACE}, or leave segments out"
            yield Problem(where("outcomes", i, "segments"), what, remedy)
    segments = [name for one in framework.outcomes for name in one.segments]
    directions = {name: one.better for name, one in measures.items()}
    known = Known(directions, segments, _known_parties(framework, documents))
    yield from problems_of(framework, known, years_of(framework, documents), where)
    if documents.budget:
        yield from _two_shares(framework, documents.budget.value, where("incentive"))


def _known_parties(framework: Framework, documents: AgreedDocuments) -> list[str]:
    """Return who may be named: all whom the budget names, anybody where it names no provider."""
    parties = list(documents.parties)
    if documents.budget and documents.budget.value.flows:
        return parties
    named = (name for one in framework.outcomes for name in (one.owner, *one.parties))
    return [*parties, *named]


def _named(budget: Budget) -> dict[str, str]:
    providers = budget.flows.providers if budget.flows else {}
    payers = {id_: one.name for id_, one in budget.commissioners.items()}
    return payers | {id_: one.name for id_, one in providers.items()}


def _two_shares(framework: Framework, budget: Budget, at: Where) -> Iterator[Problem]:
    """Yield where the part that hangs on outcomes is another here than in the budget."""
    if framework.incentive is None or budget.parts is None:
        return
    theirs = budget.parts.outcomes.share
    days = sorted({entry.from_ for entry in (*framework.incentive.root, *theirs.root)})
    for day in days:
        shares = [entry.value if entry else Fraction(0) for entry in (
            framework.incentive.on(day), theirs.on(day)
        )]  # fmt: skip
        if shares[0] != shares[1]:
            what = (
                f"on {day} {percent(shares[0])} of the budget hangs on outcomes here, and"
                f" {percent(shares[1])} in {BUDGET} (parts.outcomes.share)"
            )
            yield Problem(at, what, "correct one of them")
            return


def years_of(framework: Framework, documents: AgreedDocuments) -> tuple[FinancialYear, ...]:
    """Return the years of the place; without one, from the first day that is dated to the last.

    A budget that is followed longer makes them longer; they are none where nothing is dated.
    """
    if documents.place is not None:
        return documents.place.years()
    days = sorted(_days(framework))
    if not days:
        return ()
    first, last = financial_year_of(days[0]).first, financial_year_of(days[-1]).first
    followed = documents.budget.value.last_year if documents.budget else None
    last = max(last, followed.first) if followed else last
    return tuple(FinancialYear(one) for one in range(first, last + 1))


def _days(framework: Framework) -> Iterable[date]:
    timelines = [framework.incentive]
    for one in framework.outcomes:
        timelines.append(one.weight)
        yield from (entry.from_ for entry in (one.phases.root if one.phases else ()))
        yield from (entry.from_ for entry in (one.targets.root if one.targets else ()))
    yield from (entry.from_ for some in timelines if some for entry in some.root)


def _year(framework: Framework, documents: AgreedDocuments, year: FinancialYear) -> AgreedYear:
    found = in_year(framework, year)
    budget, parts = _budget(documents.budget, year)
    if not isinstance(budget.value, Fraction):
        note = budget.note or "the budget of the year is not known"
        label = f"At stake for outcomes, {year}"
        missing = Figure("outcomes.at_stake", None, Unit.MONEY, label, note=note)
        return AgreedYear(found, replace(missing, currency=budget.currency))
    stake, figure = at_stake(found, Money(round(budget.value * 100), budget.currency))
    weights = found.weights
    return AgreedYear(
        found,
        replace(figure, children=(budget, *figure.children)),
        budget,
        pots(stake, weights) if weights else {},
        parts.phase if parts else "",
        parts.outcomes_paid if parts else "",
    )


def _budget(
    document: Document[Budget] | None, year: FinancialYear
) -> tuple[Figure, YearOfParts | None]:
    """Return the budget of a year on which outcomes hang, and its parts where it has them."""
    missing = Figure(f"budget.{year.slug}", None, Unit.MONEY, f"Budget, {year}")
    if document is None:
        return replace(missing, note=f"there is no {BUDGET} beside it"), None
    last = document.value.last_year
    if last is not None and year > last:
        return replace(missing, note=f"the budget is followed to {last}"), None
    try:
        book = written_book(document, year)
    except Refused as refused:
        if year < document.value.base_year:
            raise
        return replace(missing, note=refused.problems[0].what), None
    parts: Mapping[FinancialYear, YearOfParts] = {one.year: one for one in book.parts}
    found = parts.get(year)
    return (found.budget, found) if found else (book.budget, None)
