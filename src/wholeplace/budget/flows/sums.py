"""Amounts of money as figures: whole pence, sums that name their parts, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from wholeplace.kernel import Figure, Money, Unit, round_half_away

_MOST_SAID = 12


def pounds(
    id_: str, label: str, pence: int, currency: str, formula: str = "", source: str = ""
) -> Figure:
    """Return whole pence as a figure in pounds."""
    return Figure(
        id_, Fraction(pence, 100), Unit.MONEY, label, formula, source=source, currency=currency
    )


def missing(id_: str, label: str, note: str, currency: str) -> Figure:
    """Return a figure of money that is not known, and why."""
    return Figure(id_, None, Unit.MONEY, label, note=note, currency=currency)


def pence_of(figure: Figure) -> int:
    """Return the whole pence of a figure of money, halves away from nought.

    Raises ``ValueError`` where it is missing: what is not known must have been told before.
    """
    if not isinstance(figure.value, Fraction):
        raise ValueError(f"{figure.id} is missing: {figure.note}")  # noqa: TRY004 - a missing value
    return round_half_away(figure.value * 100)


def known_pence(figure: Figure) -> int | None:
    """Return the whole pence of a figure, or none where it is missing."""
    return None if figure.is_missing else pence_of(figure)


def summed(
    id_: str,
    label: str,
    parts: Sequence[Figure],
    currency: str,
    less: Sequence[Figure] = (),
    formula: str = "",
) -> Figure:
    """Return parts added up, less others; missing where any is, with the reasons of all."""
    children = (*parts, *less)
    figure = Figure(
        id_, None, Unit.MONEY, label, formula or "sum", currency=currency, children=children
    )
    unknown = [part for part in children if part.is_missing]
    if unknown:
        said = (part.note or f"{part.label} is missing" for part in unknown)
        # A sum of sums would tell of one and the same gap once for each.
        notes = dict.fromkeys(note for text in said for note in text.split("; "))
        return replace(figure, note="; ".join(notes))
    total = sum(map(pence_of, parts)) - sum(map(pence_of, less))
    inputs = _said(parts, less) if len(children) <= _MOST_SAID else ""
    return replace(figure, value=Fraction(total, 100), inputs=inputs)


def _said(parts: Sequence[Figure], less: Sequence[Figure]) -> str:
    first = " + ".join(_bracketed(part) for part in parts) or "nothing"
    return first + "".join(f" - {_bracketed(part)}" for part in less)


def _bracketed(figure: Figure) -> str:
    return f"({figure.shown})" if figure.shown.startswith("-") else figure.shown


def short(figure: Figure) -> str:
    """Write an amount for a board, or that it is missing."""
    pence = known_pence(figure)
    return "missing" if pence is None else Money(pence, figure.currency).short()
