"""A figure that can explain itself: value, unit, formula, numbers put in, source, children."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from html import escape
from typing import TypeAlias, cast

from wholeplace.kernel.money import show_amount
from wholeplace.kernel.number import percent, plain


class Unit(StrEnum):
    """What a number is a number of. One value each; arithmetic between units is checked."""

    MONEY = "money"
    COUNT = "count"
    FRACTION = "fraction"
    RATE = "rate"
    YEARS = "years"
    YES_NO = "yes/no"
    CHOICE = "choice"


Value: TypeAlias = Fraction | bool | str | None

_USUAL = "GBP"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number (or yes/no, or choice) with its reasons.

    ``value`` is exact; money is in pounds (or dollars: ``currency``). ``None`` means missing, and
    ``note`` then says why. ``inputs`` is the formula with the numbers put in. ``children`` are the
    figures that it was made from.
    """

    id: str
    value: Value
    unit: Unit
    label: str = ""
    formula: str = ""
    inputs: str = ""
    source: str = ""
    note: str = ""
    currency: str = _USUAL
    children: tuple[Figure, ...] = ()

    @property
    def shown(self) -> str:
        """The value as people read it."""
        return show(self.value, self.unit, self.currency)

    @property
    def is_missing(self) -> bool:
        """Whether there is no value."""
        return self.value is None

    def walk(self) -> Iterator[Figure]:
        """Yield this figure and every figure beneath it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure among the results, and the part it speaks for.

    ``breakdown`` is empty for the whole, else what it is broken down by (``segment``), and
    ``level`` is then which one (``care_home``).
    """

    figure: Figure
    breakdown: str = ""
    level: str = ""

    @property
    def name(self) -> str:
        """The id, with ``:level`` where the id alone does not say which part it is."""
        is_said = not self.level or self.figure.id.endswith(f".{self.level}")
        return self.figure.id if is_said else f"{self.figure.id}:{self.level}"


def show(value: Value, unit: Unit, currency: str = _USUAL) -> str:
    """Write a value in its unit: ``£1,234.50``, ``12.5%``, ``yes``, ``missing``."""
    if value is None:
        return "missing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if unit is Unit.MONEY:
        return show_amount(value, currency)
    return percent(value) if unit is Unit.FRACTION else plain(value, 4)


def to_text(figure: Figure) -> str:
    """Draw the figure and its reasons as a text tree, one figure a line with reasons beneath.

    A figure made from others is told once, and where it is used again said to stand above.
    """
    return "\n".join(_tree(figure, "", "", set()))


def _tree(figure: Figure, lead: str, rest: str, told: set[int]) -> Iterator[str]:
    head = f"{lead}{figure.id} = {figure.shown}"
    if id(figure) in told:
        yield f"{head}  (as above)"
        return
    yield head + (f"  ({figure.label})" if figure.label else "")
    if figure.children:
        told.add(id(figure))
    stem = "│  " if figure.children else "   "
    for name, text in _reasons(figure):
        yield f"{rest}{stem}{name}: {text}"
    last = len(figure.children) - 1
    for i, child in enumerate(figure.children):
        joint, pad = ("└─ ", "   ") if i == last else ("├─ ", "│  ")
        yield from _tree(child, rest + joint, rest + pad, told)


def _reasons(figure: Figure) -> list[tuple[str, str]]:
    named = [
        ("formula", figure.formula),
        ("put in", figure.inputs),
        ("source", figure.source),
        ("note", figure.note),
    ]
    return [(name, text) for name, text in named if text]


def to_html(figure: Figure) -> str:
    """Return the figure as nested ``<details>``: closed, keyboard-operable, no script needed."""
    reasons = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in _reasons(figure))
    label = f" <span>{escape(figure.label)}</span>" if figure.label else ""
    head = f"<b>{escape(figure.id)}</b> = {escape(figure.shown)}{label}"
    inner = (f"<dl>{reasons}</dl>" if reasons else "") + "".join(map(to_html, figure.children))
    return f"<details><summary>{head}</summary>{inner}</details>"


def to_dict(figure: Figure) -> dict[str, object]:
    """Return the figure as plain JSON values; exact numbers are written as text (``"1/3"``)."""
    value = str(figure.value) if isinstance(figure.value, Fraction) else figure.value
    texts = {
        name: text
        for name in ("label", "formula", "inputs", "source", "note")
        if (text := getattr(figure, name))
    }
    has_currency = figure.unit is Unit.MONEY or figure.currency != _USUAL
    money = {"currency": figure.currency} if has_currency else {}
    children = {"children": [to_dict(child) for child in figure.children]}
    return (
        {"id": figure.id, "value": value, "unit": figure.unit.value, "shown": figure.shown}
        | money
        | texts
        | (children if figure.children else {})
    )


def from_dict(data: Mapping[str, object]) -> Figure:
    """Read back what ``to_dict`` wrote; the round trip loses nothing."""
    unit = Unit(str(data["unit"]))
    value = cast("Value", data["value"])
    if isinstance(value, str) and unit is not Unit.CHOICE:
        value = Fraction(value)
    children = cast("Sequence[Mapping[str, object]]", data.get("children", ()))
    texts = {
        name: str(data.get(name, "")) for name in ("label", "formula", "inputs", "source", "note")
    }
    return Figure(
        id=str(data["id"]),
        value=value,
        unit=unit,
        currency=str(data.get("currency", _USUAL)),
        children=tuple(from_dict(child) for child in children),
        **texts,
    )
