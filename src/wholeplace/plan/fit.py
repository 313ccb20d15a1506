"""Whether a scenario gives an agreement what it needs: its years, its figures, their units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wholeplace.contract import Contract, Kind, kind_of_figure
from wholeplace.contract.formula import Basic, Choice, fits
from wholeplace.document import Document
from wholeplace.kernel import Problem, nearest, refuse_if
from wholeplace.plan.kinds import Path, amounts_of, kind_of
from wholeplace.plan.scenario import FigureDrawn, Scenario


def year_starts(contract: Contract, document: Document[Scenario]) -> tuple[date, ...]:
    """Return the first day of each year of a scenario in an agreement that it fits.

    Raises ``Refused`` with every year that is not one of the agreement, every figure that it needs
    and the scenario lacks, and every figure drawn in another unit.
    """
    refuse_if(misfits(contract, document))
    return tuple(contract.year_start(year) for year in document.value.years)


def misfits(contract: Contract, document: Document[Scenario]) -> list[Problem]:
    """Return every reason why a scenario cannot be run through an agreement."""
    return [
        *_years(contract, document),
        *_lacking(contract, document),
        *(
            document.problem(("figures", name, *path), what, remedy)
            for name, term in contract.terms.figures.items()
            if name in document.value.figures
            for path, what, remedy in _unfit(
                document.value, name, kind_of_figure(term), contract.terms.currency
            )
        ),
    ]


def unused(contract: Contract, scenario: Scenario) -> list[str]:
    """Return the figures of a scenario that an agreement does not use."""
    return [name for name in scenario.figures if name not in contract.terms.figures]


def _years(contract: Contract, document: Document[Scenario]) -> Iterator[Problem]:
    starts: list[date] = []
    for i, year in enumerate(document.value.years):
        try:
            starts.append(contract.year_start(year))
        except ValueError as error:
            yield document.problem(("years", i), str(error), "correct the year")
    if len(set(starts)) < len(starts):
        what = "two of the years are one contract year"
        yield document.problem(("years",), what, "write each year in one way")


def _lacking(contract: Contract, document: Document[Scenario]) -> Iterator[Problem]:
    given = document.value.figures
    for name, term in contract.terms.figures.items():
        if name not in given and term.default is None:
            what = f"the agreement needs the figure '{name}', which is not drawn"
            spare = unused(contract, document.value)
            remedy = f"add {name}: with its distribution and source"
            close = nearest(name, spare) if spare else ""
            told = f"{remedy}; {close}" if close.startswith("did you mean") else remedy
            yield document.problem(("figures",), what, told)


def _unfit(
    scenario: Scenario, name: str, wanted: Kind, currency: str
) -> Iterator[tuple[Path, str, str]]:
    figure = scenario.figures[name]
    drawn = kind_of(figure, scenario)
    if drawn is None:
        return
    if isinstance(wanted, Choice):
        yield from _unknown_words(figure, drawn, wanted)
    elif isinstance(drawn, Choice) or not _can_be(drawn, wanted):
        what = f"it is drawn as {drawn}, but the agreement needs {wanted}"
        yield (figure.way,), what, _advice(wanted, currency)
    for path, scalar in amounts_of(figure, scenario):
        if scalar.currency not in {"", currency}:
            what = f"{scalar} stands in a scenario for an agreement in {currency}"
            yield path, what, f"write the amount in {currency}"


def _can_be(drawn: Kind, wanted: Kind) -> bool:
    return fits(drawn, wanted) or (drawn is Basic.MONEY and wanted is Basic.EACH)


def _advice(wanted: Kind, currency: str) -> str:
    if wanted in {Basic.MONEY, Basic.EACH}:
        return f"write money with its currency, like {currency} 5m"
    return "write shares like 5%" if wanted is Basic.FRACTION else f"draw it as {wanted}"


def _unknown_words(
    figure: FigureDrawn, drawn: Kind, wanted: Choice
) -> Iterator[tuple[Path, str, str]]:
    if not isinstance(drawn, Choice):
        remedy = f"draw it by choice, or fix one of {', '.join(wanted.options)}"
        yield (figure.way,), f"it is drawn as {drawn}, but the agreement needs {wanted}", remedy
        return
    for word in drawn.options:
        if word not in wanted.options:
            path: Path = (figure.way, word) if figure.choice else (figure.way,)
            yield path, f"'{word}' is not {wanted}", nearest(word, wanted.options)
