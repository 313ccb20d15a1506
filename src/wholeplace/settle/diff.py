"""What differs between two statements, and what it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.kernel import Figure, Unit, Value, plain
from wholeplace.kernel.figure import show
from wholeplace.settle.statement import Payment, Statement, each_once, roots


@dataclass(frozen=True, slots=True)
class Change:
    """A value that is not the same in both; ``None`` where there is none in one of them.

    ``id`` is that of the figure (``lines.saving``); a payment is named by its line and the two
    parties, and is below zero where it is paid the other way.
    """

    id: str
    label: str
    unit: Unit
    currency: str
    old: Value
    new: Value

    @property
    def change(self) -> Fraction | None:
        """New less old, where both are numbers."""
        numbers = self.old, self.new
        old, new = (n if isinstance(n, Fraction) else None for n in numbers)
        return None if old is None or new is None else new - old

    def shown(self) -> tuple[str, str, str]:
        """Return old, new and the change as people read them."""
        texts = [show(value, self.unit, self.currency) for value in (self.old, self.new)]
        change = self.change
        by = "" if change is None else self._by(change)
        return texts[0], texts[1], f"+{by}" if change is not None and change > 0 else by

    def _by(self, change: Fraction) -> str:
        # 40% is ten points less than 50%, and a fifth less of it: say which is meant.
        if self.unit is Unit.FRACTION:
            return f"{plain(change * 100, 4)} points"
        return show(change, self.unit, self.currency)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A line whose formula is not the same; empty where the line is new, or gone."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """The causes, what they made of the lines, and of who pays whom; the largest amounts first.

    ``causes`` are figures and parameters. ``said`` are the things about the two statements as
    such that differ: year, status, standing, each as (what, old, new).
    """

    said: tuple[tuple[str, str, str], ...]
    causes: tuple[Change, ...]
    formulas: tuple[Rewritten, ...]
    lines: tuple[Change, ...]
    payments: tuple[Change, ...]
    net: tuple[Change, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether the two statements say the same."""
        parts = (self.said, self.causes, self.formulas, self.lines, self.payments, self.net)
        return not any(parts)


def diff(old: Statement, new: Statement) -> Difference:
    """Return what differs from one statement to another, causes first."""
    before, after = _by_id(roots(old)), _by_id(roots(new))
    return Difference(
        said=tuple(_said(old, new)),
        causes=_sorted(_causes(before, after)),
        formulas=tuple(_formulas(_by_id(old.lines), _by_id(new.lines))),
        lines=_sorted(_changes(_only(old.lines), _only(new.lines))),
        payments=_sorted(_paid(old.payments, new.payments)),
        net=_sorted(_changes(_only(old.net), _only(new.net))),
    )


def _said(old: Statement, new: Statement) -> Iterator[tuple[str, str, str]]:
    for name in ("title", "year", "currency", "status", "standing"):
        before, after = str(getattr(old, name)), str(getattr(new, name))
        if before != after:
            yield name, before, after


def _by_id(figures: Iterable[Figure]) -> dict[str, Figure]:
    return {figure.id: figure for figure in each_once(figures)}


def _only(figures: Iterable[Figure]) -> dict[str, Figure]:
    return {figure.id: figure for figure in figures}


def _changes(before: Mapping[str, Figure], after: Mapping[str, Figure]) -> Iterator[Change]:
    for id_ in dict.fromkeys([*before, *after]):
        old, new = before.get(id_), after.get(id_)
        values = old.value if old else None, new.value if new else None
        either = new or old
        if either is not None and values[0] != values[1]:
            yield Change(id_, either.label, either.unit, either.currency, *values)


def _causes(before: Mapping[str, Figure], after: Mapping[str, Figure]) -> Iterator[Change]:
    for change in _changes(before, after):
        is_input = change.id.startswith(("figures.", "parameters."))
        # An entry of a table that only one of them uses was picked by something else, which is
        # the cause: the word it was picked by, or another formula.
        is_picked = "[" in change.id and not (change.id in before and change.id in after)
        if is_input and not is_picked:
            yield change


def _formulas(before: Mapping[str, Figure], after: Mapping[str, Figure]) -> Iterator[Rewritten]:
    for id_ in dict.fromkeys([*before, *after]):
        old, new = (found[id_].formula if id_ in found else "" for found in (before, after))
        if id_.startswith("lines.") and old != new:
            yield Rewritten(id_.removeprefix("lines."), old, new)


def _paid(old: Sequence[Payment], new: Sequence[Payment]) -> Iterator[Change]:
    after, before = _signed(new), _signed(old)
    for key in dict.fromkeys([*after, *before]):
        line, first, second = key
        was, now = (found.get(key, Fraction(0)) for found in (before, after))
        if was != now:
            # In the direction in which it is paid now; then below zero was the other way.
            sign = -1 if now < 0 or (now == 0 and was < 0) else 1
            ends = (first, second)[::sign]
            label = f"{ends[0]} pays {ends[1]}"
            id_ = f"payments.{line}.{ends[0]}_to_{ends[1]}"
            currency = next(p.amount.currency for p in (*new, *old))
            yield Change(id_, label, Unit.MONEY, currency, sign * was, sign * now)


def _signed(payments: Iterable[Payment]) -> dict[tuple[str, str, str], Fraction]:
    found: dict[tuple[str, str, str], Fraction] = {}
    for payment in payments:
        ends = f".{payment.payer}_to_{payment.payee}"
        line = payment.figure.id.removeprefix("payments.").removesuffix(ends)
        first, second = sorted((payment.payer, payment.payee))
        amount = payment.amount if payment.payer == first else -payment.amount
        key = (line, first, second)
        found[key] = found.get(key, Fraction(0)) + amount.exact
    return found


def _sorted(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=_weight))


def _weight(change: Change) -> tuple[bool, Fraction]:
    # Amounts first and by size; what is no amount stays in the order of the agreement.
    by = change.change
    is_money = change.unit is Unit.MONEY and by is not None
    return (not is_money, -abs(by) if by is not None and is_money else Fraction(0))


def diff_to_dict(difference: Difference) -> dict[str, object]:
    """Return a difference as JSON values; exact numbers are text."""
    return {
        "said": [{"what": w, "old": old, "new": new} for w, old, new in difference.said],
        "causes": list(map(_change_to_dict, difference.causes)),
        "formulas": [{"line": f.name, "old": f.old, "new": f.new} for f in difference.formulas],
        "lines": list(map(_change_to_dict, difference.lines)),
        "payments": list(map(_change_to_dict, difference.payments)),
        "net": list(map(_change_to_dict, difference.net)),
    }


def _change_to_dict(change: Change) -> dict[str, object]:
    def exact(value: Value) -> object:
        return str(value) if isinstance(value, Fraction) else value

    return {
        "id": change.id,
        "label": change.label,
        "unit": change.unit.value,
        "old": exact(change.old),
        "new": exact(change.new),
        "change": exact(change.change),
        "shown": dict(zip(("old", "new", "change"), change.shown(), strict=True)),
    }
