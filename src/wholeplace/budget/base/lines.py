"""What the lines of a budget come to in a year, in scope, partly in scope and out of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from wholeplace.budget.document import Budget
from wholeplace.budget.lines import BudgetLine, InScope, Split
from wholeplace.kernel import Figure, FinancialYear, Unit, round_to
from wholeplace.place import Service

PENNY = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Counted:
    """The services of a place, and what each cost in the year, by id: figures of its records."""

    services: Sequence[Service] = ()
    costs: Mapping[str, Figure] = field(default_factory=dict)

    def service(self, name: str) -> Service | None:
        """Return a service by its id."""
        return next((one for one in self.services if one.id == name), None)

    def cost(self, name: str, currency: str) -> tuple[Fraction | None, str]:
        """Return what a service cost, or else nothing and why."""
        found = self.costs.get(name)
        if found is None or not isinstance(found.value, Fraction):
            why = found.note if found else "no records have counted it"
            return None, f"the cost of the service '{name}' is missing: {why}"
        if found.currency != currency:
            return None, f"'{name}' was counted in {found.currency}"
        return found.value, ""


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
        return total_of(f"budget.base.{name}", f"{_SAID[of]}, {self.year}", some, self.currency)

    def shared(self) -> Figure:
        """Return what belongs to the shared budget: lines in scope, and parts of others."""
        some = [one.shared for one in self.lines if one.scope is not InScope.OUT]
        return total_of("budget.base.shared", f"Shared budget, {self.year}", some, self.currency)

    def by(self, key: Callable[[BudgetLine], str]) -> dict[str, tuple[BaseLine, ...]]:
        """Return the lines by commissioner, workstream or provider, each line once."""
        found: dict[str, list[BaseLine]] = {}
        for one in self.lines:
            found.setdefault(key(one.line), []).append(one)
        return {name: tuple(some) for name, some in found.items()}

    @property
    def currency(self) -> str:
        """The currency of all amounts."""
        return self.budget.currency


_SAID = {
    None: "All lines",
    InScope.IN: "Lines in scope",
    InScope.PARTLY: "Lines partly in scope",
    InScope.OUT: "Lines out of scope",
}


@dataclass(frozen=True, slots=True)
class _Asked:
    budget: Budget
    year: FinancialYear
    counted: Counted
    scope_of: FinancialYear


def base_lines(
    budget: Budget,
    year: FinancialYear,
    counted: Counted | None = None,
    scope_of: FinancialYear | None = None,
) -> Base:
    """Return every line of a budget in a year; ``counted`` says what services cost in it.

    A line counts with its value on the first day of the year, and with the scope on the first day
    of ``scope_of``: the year itself, or a later one whose budget is to follow from this one.
    """
    asked = _Asked(budget, year, counted or Counted(), scope_of or year)
    return Base(budget, year, tuple(_line(asked, line) for line in budget.lines))


def _line(asked: _Asked, line: BudgetLine) -> BaseLine:
    amount, scope = _amount(asked, line), _scope(asked, line)
    return BaseLine(line, scope, amount, _shared(asked, line, scope, amount))


def _scope(asked: _Asked, line: BudgetLine) -> InScope:
    day = asked.scope_of.start
    if line.service is None:
        return line.scope_on(day)
    service = asked.counted.service(line.service)
    # What nobody knows is not taken to be out: then its money would be missing without a word.
    return InScope.IN if service is None or service.in_scope_on(day) else InScope.OUT


def _amount(asked: _Asked, line: BudgetLine) -> Figure:
    currency = asked.budget.currency
    label = f"{line.name}, {asked.year}"
    figure = Figure(f"budget.base.{line.id}", None, Unit.MONEY, label, currency=currency)
    if line.value is not None:
        entry = line.value.on(asked.year.start)
        if entry is None:
            return _noted(figure, f"no contract value holds on {asked.year.start}")
        return _valued(figure, entry.value.exact, "contract value of the year", entry.source)
    cost, why = asked.counted.cost(line.service or "", currency)
    return _noted(figure, why) if cost is None else asked.counted.costs[line.service or ""]


def _shared(asked: _Asked, line: BudgetLine, scope: InScope, amount: Figure) -> Figure:
    if scope is InScope.IN:
        return amount
    figure = Figure(
        f"budget.base.{line.id}.shared",
        None,
        Unit.MONEY,
        f"Of {line.name}, in the shared budget",
        currency=amount.currency,
        children=(amount,),
    )
    if scope is InScope.OUT:
        return _valued(figure, Fraction(0), "out of scope", _source(asked, line))
    if not isinstance(amount.value, Fraction):
        return _noted(figure, amount.note)
    day = asked.scope_of.start
    split = line.split.on(day) if line.split else None
    if split is not None:
        return _by_activity(asked, figure, amount.value, split.value, split.source)
    entry = line.part.on(day) if line.part else None
    if entry is None:
        return _noted(figure, "no rule says yet what part of it is shared")
    value = round_to(amount.value * entry.value, PENNY)
    return _valued(figure, value, f"{float(entry.value):.4%} of the line", entry.source)


def _by_activity(
    asked: _Asked, figure: Figure, amount: Fraction, split: Split, source: str
) -> Figure:
    costs = {name: asked.counted.cost(name, asked.budget.currency) for name in split.of}
    missing = [why for cost, why in costs.values() if cost is None]
    if missing:
        return _noted(figure, "; ".join(missing))
    whole = sum((cost or Fraction(0) for cost, _ in costs.values()), Fraction(0))
    if whole <= 0:
        return _noted(figure, f"the services that it pays for cost nothing in {asked.year}")
    part = sum((costs[name][0] or Fraction(0) for name in split.shared), Fraction(0))
    formula = f"line x cost of ({' + '.join(split.shared)}) / cost of ({' + '.join(split.of)})"
    told = _valued(figure, round_to(amount * part / whole, PENNY), formula, source)
    children = (*figure.children, *(asked.counted.costs[name] for name in split.of))
    return replace(told, inputs=f"{float(part / whole):.4%} of the line", children=children)


def _source(asked: _Asked, line: BudgetLine) -> str:
    day = asked.scope_of.start
    service = asked.counted.service(line.service or "")
    entry = service.scope.on(day) if service else line.scope.on(day) if line.scope else None
    return entry.source if entry else f"no scope is said for {day}"


def total_of(id_: str, label: str, parts: Iterable[Figure], currency: str) -> Figure:
    """Return the sum of figures of money, missing where one of them is."""
    some = tuple(parts)
    figure = Figure(id_, None, Unit.MONEY, label, currency=currency, children=some)
    missing = [part for part in some if not isinstance(part.value, Fraction)]
    if missing:
        return _noted(figure, "; ".join(f"{part.label}: {part.note}" for part in missing))
    total = sum((part.value for part in some if isinstance(part.value, Fraction)), Fraction(0))
    told = _valued(figure, total, " + ".join(_last(part.id) for part in some), "")
    return replace(told, inputs=" + ".join(part.shown for part in some))


def _last(name: str) -> str:
    return name.removeprefix("budget.").removeprefix("base.").removeprefix("actual.")


def _noted(figure: Figure, note: str) -> Figure:
    return replace(figure, note=note)


def _valued(figure: Figure, value: Fraction, formula: str, source: str) -> Figure:
    return replace(figure, value=value, formula=formula, source=source)
