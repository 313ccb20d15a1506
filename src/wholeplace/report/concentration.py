"""How few people make half of something, by neighbourhood: its sentence and its tables."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from wholeplace.kernel import Figure, Unit
from wholeplace.privacy import MARK, Hidden
from wholeplace.report.data import ReportData, number_of
from wholeplace.report.table import Table, columns
from wholeplace.report.words import MISSING, count, fixed, pounds, share

NEIGHBOURHOOD = "neighbourhood"
OF = {
    "population.half_of_emergency_admissions": "non-elective admissions",
    "population.half_of_spend": "spend in scope",
}
"""The figures of concentration, and what each is a half of."""


def concentration_sentence(data: ReportData) -> Iterator[str]:
    """Yield how few people drive half of non-elective activity, where that may be told."""
    figure = data.figure("population.half_of_emergency_admissions")
    people, of = number_of(figure), part_of(figure, "of")
    if figure is None or people is None or of is None:
        return
    limits = f"{count(part_of(figure, 'lower'))} to {count(part_of(figure, 'upper'))}"
    yield (
        f"{count(people)} {data.who} drive 50% of all non-elective activity (emergency admissions;"
        f" 95% interval {limits}): {fixed(people / of * 100, 2)}% of {count(of)}."
    )


def part_of(figure: Figure | None, name: str) -> Fraction | None:
    """Return the number of one of the reasons of a figure of concentration."""
    children = figure.children if figure else ()
    found = (child for child in children if child.id.rpartition(".")[2] == name)
    return number_of(next(found, None))


def concentration_tables(data: ReportData) -> list[Table]:
    """Return a table for each of what is concentrated: the whole place and each neighbourhood."""
    return [_table(data, id_, what) for id_, what in OF.items() if data.figure(id_)]


def _table(data: ReportData, id_: str, what: str) -> Table:
    levels = [
        level for level in data.levels(NEIGHBOURHOOD) if data.figure(id_, NEIGHBOURHOOD, level)
    ]
    rows = [
        _row(data, data.name(level), data.figure(id_, NEIGHBOURHOOD, level)) for level in levels
    ]
    headings = columns(
        "Neighbourhood",
        "People",
        what.capitalize(),
        f"{data.who.capitalize()} who make half",
        "95% interval",
        "Share of people",
        "Gini",
    )
    whole = _row(data, "The whole place", data.figure(id_))
    return Table(
        f"How few {data.who} make half of {what}, {data.year}",
        headings,
        tuple(rows) if rows else (whole,),
        whole if rows else (),
        "The fewest of each neighbourhood make half of what its own people have; these do not add"
        " up to those of the whole place."
        + (f" {MARK} is {data.small.why}." if any(MARK in row for row in (*rows, whole)) else ""),
    )


def _row(data: ReportData, name: str, figure: Figure | None) -> tuple[str, ...]:
    if figure is None or figure.value == MARK:
        return (name, *[MARK] * 6)
    people, of = number_of(figure), part_of(figure, "of")
    if people is None or of is None:
        return (name, *[MISSING] * 6)
    total = next(child for child in figure.children if child.id.endswith(".total"))
    amount = number_of(total)
    gini = part_of(figure, "gini")
    return (
        name,
        count(of),
        pounds(amount, data.currency) if total.unit is Unit.MONEY else count(amount),
        count(people),
        f"{count(part_of(figure, 'lower'))} to {count(part_of(figure, 'upper'))}",
        share(people, of),
        MISSING if gini is None else fixed(gini, 2),
    )


def hidden_neighbourhoods(data: ReportData, id_: str) -> Hidden:
    """Return the neighbourhoods whose figure of concentration would tell of a few people.

    The people with any add up over the neighbourhoods, so one that is hidden takes another along.
    """
    found = {level: data.figure(id_, NEIGHBOURHOOD, level) for level in data.levels(NEIGHBOURHOOD)}
    counts = {level: int(part_of(figure, "with_any") or 0) for level, figure in found.items()}
    few = {level for level, figure in found.items() if _is_few(data, figure)}
    whole = data.figure(id_)
    hidden = data.small.hidden_rows(counts, frozenset(few))
    return Hidden(hidden.rows, hidden.total or _is_few(data, whole))


def _is_few(data: ReportData, figure: Figure | None) -> bool:
    numbers = (number_of(figure), *(part_of(figure, name) for name in ("with_any", "of")))
    total = part_of(figure, "total") if figure is not None and figure.unit is Unit.COUNT else None
    return any(n is not None and data.small.is_small(float(n)) for n in (*numbers, total))
