"""What the lines of a budget come to in a year, in scope, partly in scope and out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from wholeplace.budget.base.document import Budget, BudgetLine, InScope
from wholeplace.kernel import Figure, FinancialYear, Unit, round_to

PENNY = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class BaseLine:
    """A line in a year: its scope, what it comes to, and what of that is shared.

    ``amount`` and ``shared`` are missing (their value is ``None``) where the year has no value,
    nothing was counted, or no rule says what part is shared; the note says which.
    """

    line: BudgetLine
    scope: InScope
    amount: Figure
    shared: Figure


@dataclass(frozen=True, slots=True)
class Base:
    """All the lines of a year."""

    budget: Budget
    year: FinancialYear
    lines: tuple[BaseLine, ...]

    def total(self, name: str, *, of: InScope | None = None) -> Figure:
        """Return the sum of the amounts of lines of one scope, or of all, as a figure."""
        some = [one.amount for one in self.lines if of in {None, one.scope}]
        return _sum(f"budget.base.{name}", f"{_SAID[of]}, {self.year}", some, self.budget.currency)

    def shared(self) -> Figure:
        """Return what belongs to the shared budget: lines in scope, and parts of others."""
        some = [one.shared for one in self.lines if one.scope is not InScope.OUT]
        label = f"Shared budget, {self.year}"
        return _sum("budget.base.shared", label, some, self.budget.currency)

    def by(self, key: Callable[[BudgetLine], str]) -> dict[str, tuple[BaseLine, ...]]:
        """Return the lines by commissioner, workstream or provider, each line once."""
        found: dict[str, list[BaseLine]] = {}
        for one in self.lines:
            found.setdefault(key(one.line), []).append(one)
        return {name: tuple(some) for name, some in found.items()}


_SAID = {
    None: "All lines",
    InScope.IN: "Lines in scope",
    InScope.PARTLY: "Lines partly in scope",
    InScope.OUT: "Lines out of scope",
}


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What the lines of a commissioner come to, what its ledger says, and what nobody explains.

    ``unexplained`` is the ledger less the lines; it is missing where either is.
    """

    commissioner: str
    lines: Figure
    ledger: Figure
    unexplained: Figure


def base_lines(
    budget: Budget,
    year: FinancialYear,
    services: Mapping[str, Figure] | None = None,
    scope_of: FinancialYear | None = None,
) -> Base:
    """Return every line of a budget in a year.

    ``services`` are what services of the place cost in it, by id: the figures of a run. A line
    counts with its value on the first day of the year, and with the scope on the first day of
    ``scope_of``: the year itself, or a later one whose budget is to follow from this one.
    """
    scope = scope_of or year
    lines = (_line(budget, line, year, scope, services or {}) for line in budget.lines)
    return Base(budget, year, tuple(lines))


def _line(
    budget: Budget,
    line: BudgetLine,
    year: FinancialYear,
    scope_of: FinancialYear,
    services: Mapping[str, Figure],
) -> BaseLine:
    amount, scope = _amount(budget, line, year, services), line.scope_on(scope_of.start)
    return BaseLine(line, scope, amount, _shared(line, scope, amount, scope_of))


def _amount(
    budget: Budget, line: BudgetLine, year: FinancialYear, services: Mapping[str, Figure]
) -> Figure:
    figure = Figure(
        f"budget.base.{line.id}",
        None,
        Unit.MONEY,
        f"{line.name}, {year}",
        currency=budget.currency,
    )
    if line.value is not None:
        entry = line.value.on(year.start)
        if entry is None:
            return _noted(figure, f"no contract value holds on {year.start}")
        return _valued(figure, entry.value.exact, "contract value of the year", entry.source)
    found = services.get(line.service or "")
    if found is None or not isinstance(found.value, Fraction):
        why = found.note if found else "no run has counted it"
        return _noted(figure, f"the cost of the service '{line.service}' is missing: {why}")
    if found.currency != budget.currency:
        return _noted(figure, f"'{line.service}' was counted in {found.currency}")
    told = _valued(figure, found.value, f"cost of the service {line.service}", found.source)
    return replace(told, children=(found,))


def _shared(line: BudgetLine, scope: InScope, amount: Figure, year: FinancialYear) -> Figure:
    figure = Figure(
        f"budget.base.{line.id}.shared",
        None,
        Unit.MONEY,
        f"Of {line.name}, in the shared budget",
        currency=amount.currency,
        children=(amount,),
    )
    if scope is InScope.OUT:
        return _valued(figure, Fraction(0), "out of scope", _source(line, year))
    if not isinstance(amount.value, Fraction):
        return _noted(figure, amount.note)
    if scope is InScope.IN:
        return _valued(figure, amount.value, "in scope", _source(line, year))
    entry = line.part.on(year.start) if line.part else None
    if entry is None:
        return _noted(figure, "no rule says yet what part of it is shared")
    value = round_to(amount.value * entry.value, PENNY)
    return _valued(figure, value, f"{float(entry.value):.4%} of the line", entry.source)


def _source(line: BudgetLine, year: FinancialYear) -> str:
    entry = line.scope.on(year.start)
    return entry.source if entry else f"no scope is said for {year.start}"


def reconciled(base: Base) -> tuple[Reconciled, ...]:
    """Return for each commissioner what its lines come to beside its ledger."""
    by = base.by(lambda line: line.commissioner)
    return tuple(_reconciled(base, name, by.get(name, ())) for name in base.budget.commissioners)


def _reconciled(base: Base, name: str, lines: tuple[BaseLine, ...]) -> Reconciled:
    currency, id_ = base.budget.currency, f"budget.ledger.{name}"
    payer = base.budget.commissioners[name].name
    total = _sum(f"{id_}.lines", f"Lines of {payer}", [one.amount for one in lines], currency)
    entry = base.budget.ledger_of(name, base.year)
    ledger = Figure(id_, None, Unit.MONEY, f"Ledger of {payer}, {base.year}", currency=currency)
    if entry is None:
        ledger = _noted(ledger, f"no ledger of {base.year} is told")
    else:
        ledger = _valued(ledger, entry.amount.exact, "as the ledger says", entry.source)
    gap = Figure(
        f"{id_}.unexplained",
        None,
        Unit.MONEY,
        f"Not explained by the lines of {payer}",
        currency=currency,
        children=(ledger, total),
    )
    if isinstance(ledger.value, Fraction) and isinstance(total.value, Fraction):
        gap = _valued(gap, ledger.value - total.value, "ledger - lines", "")
    else:
        gap = _noted(gap, ledger.note or total.note)
    return Reconciled(name, total, ledger, gap)


def _sum(id_: str, label: str, parts: list[Figure], currency: str) -> Figure:
    figure = Figure(id_, None, Unit.MONEY, label, currency=currency, children=tuple(parts))
    missing = [part for part in parts if not isinstance(part.value, Fraction)]
    if missing:
        return _noted(figure, "; ".join(f"{part.label}: {part.note}" for part in missing))
    total = sum((part.value for part in parts if isinstance(part.value, Fraction)), Fraction(0))
    return _valued(figure, total, "sum of the lines", "")


def _noted(figure: Figure, note: str) -> Figure:
    return replace(figure, note=note)


def _valued(figure: Figure, value: Fraction, formula: str, source: str) -> Figure:
    return replace(figure, value=value, formula=formula, source=source)
