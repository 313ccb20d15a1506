"""What can be wrong with a scenario beyond its form: each check a function to faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from wholeplace.contract.formula import Basic
from wholeplace.contract.scalar import Scalar
from wholeplace.kernel import nearest
from wholeplace.kernel.number import percent
from wholeplace.plan.correlate import (
    Matrix,
    is_possible,
    matrix_of,
    matrix_with,
    nearest_possible,
    shrunk_until_possible,
)
from wholeplace.plan.kinds import (
    Path,
    amounts_of,
    is_by_rows,
    is_number,
    kind_of,
    lists_of,
    placed,
    seen_by,
)
from wholeplace.plan.scenario import (
    Bootstrap,
    FigureDrawn,
    LogNormal,
    Normal,
    Scenario,
    Triangular,
    Uniform,
)

# Where beneath what is checked, what is wrong, and what to try.
Fault: TypeAlias = tuple[Path, str, str]

MOST_EVENTS = 10**9
MOST_YEARS = 50


def _years(scenario: Scenario) -> Iterator[Fault]:
    if not scenario.years:
        yield ("years",), "there are no years", "write at least one, like [2019/20]"
    if len(scenario.years) > MOST_YEARS:
        yield ("years",), f"there are more than {MOST_YEARS} years", "make two scenarios of it"
    for i, (earlier, later) in enumerate(pairwise(scenario.years), 1):
        if later <= earlier:
            what = f"{later} does not come after {earlier}"
            yield ("years", i), what, "put the years in order, each once"


def _histories(scenario: Scenario) -> Iterator[Fault]:
    used = {
        figure.distribution.rows
        for figure in scenario.figures.values()
        if isinstance(figure.distribution, Bootstrap)
    }
    for name, history in scenario.histories.items():
        if not history.rows:
            yield ("histories", name, "rows"), "there are no rows", "add one for each year seen"
        if name not in used:
            what = f"no figure is drawn from the history '{name}'"
            yield ("histories", name), what, "name it in a bootstrap, or remove it"


def _pairs(scenario: Scenario) -> Iterator[Fault]:
    pairs = Counter(frozenset(given.between) for given in scenario.correlation)
    for i, given in enumerate(scenario.correlation):
        path: Path = ("correlation", i, "between")
        if len(given.between) != len({*given.between}) or len(given.between) != 2:  # noqa: PLR2004
            yield path, "a correlation is between two figures", "name two, like [spend, admissions]"
        elif pairs[frozenset(given.between)] > 1:
            yield path, f"{' and '.join(given.between)} stand there twice", "keep one of them"
        yield from _ends(scenario, given.between, path)
        if abs(given.value) > 1:
            what = f"a correlation of {float(given.value):g} is not between -1 and 1"
            yield ("correlation", i, "value"), what, "write it like 0.6"


def _ends(scenario: Scenario, between: tuple[str, ...], path: Path) -> Iterator[Fault]:
    for name in between:
        figure = scenario.figures.get(name)
        if figure is None:
            yield path, f"unknown figure '{name}'", nearest(name, scenario.figures)
        elif is_by_rows(figure):
            what = f"'{name}' moves with the other columns of its history"
            yield path, what, "give it a history of its own, or remove the correlation"
        elif figure.chance is None and not is_number(figure):
            what = f"'{name}' is {figure.way}, which has no high and low end"
            yield path, what, "remove the correlation"


def correlated(scenario: Scenario) -> tuple[list[str], Matrix]:
    """Return the correlated figures in the order of the scenario, and their matrix."""
    among = {name for given in scenario.correlation for name in given.between}
    names = [name for name in scenario.figures if name in among]
    pairs = [
        (names.index(a), names.index(b), float(given.value))
        for given in scenario.correlation
        for a, b in [given.between]
    ]
    return names, matrix_of(len(names), pairs)


def persistence_of(figure: FigureDrawn) -> float:
    """Return the share of a year's score that the next year keeps."""
    return float(figure.persistence or 0)


def _together(scenario: Scenario) -> Iterator[Fault]:
    is_wrong = [*_pairs(scenario)] or any(
        [*_persistence(figure, scenario)] for figure in scenario.figures.values()
    )
    if is_wrong or not scenario.correlation:
        return
    names, matrix = correlated(scenario)
    kept = [persistence_of(scenario.figures[name]) for name in names]
    if is_possible(matrix, kept):
        return
    told = _single_cures(scenario, names, matrix, kept)
    if told:
        # One is enough: the smallest change.
        yield min(told, key=lambda each: each[0])[1]
        return
    share = shrunk_until_possible(matrix, kept)
    what = "no figures can be so correlated, and no change to one correlation alone makes it so"
    yield ("correlation",), what, f"bring them nearer to 0: all of them times {share:g} is possible"


def _single_cures(
    scenario: Scenario, names: list[str], matrix: Matrix, kept: list[float]
) -> list[tuple[float, Fault]]:
    found: list[tuple[float, Fault]] = []
    for i, given in enumerate(scenario.correlation):
        place = (names.index(given.between[0]), names.index(given.between[1]))
        value = nearest_possible(matrix, place, kept)
        if value is not None and is_possible(matrix_with(matrix, place, value), kept):
            what = f"with a correlation of {float(given.value):g} here, {_why(matrix, kept)}"
            fault = (("correlation", i, "value"), what, f"the nearest that can be is {value:g}")
            found.append((abs(value - float(given.value)), fault))
    return found


def _why(matrix: Matrix, kept: list[float]) -> str:
    if is_possible(matrix, [0.0] * len(kept)):
        return "the years cannot each be so correlated, because their persistence differs"
    return "no figures can be so correlated (the matrix is not positive semi-definite)"


def _lengths(figure: FigureDrawn, scenario: Scenario) -> Iterator[Fault]:
    for path, values in lists_of(figure):
        number = len(figure.fixed) if path == ("fixed",) else len(values)
        if number not in {1, len(scenario.years)}:
            what = f"{number} values for {len(scenario.years)} years"
            yield path, what, "write one for all years, or one for each"
        elif number > 1 and figure.grows is not None and path[-1] not in {"each", "dispersion"}:
            what = "there is a value for each year, so that 'grows' would count twice"
            yield path, what, "write only the first year's, or remove grows"


def _units(figure: FigureDrawn, scenario: Scenario) -> Iterator[Fault]:
    fixed_words = [isinstance(value, str) for value in figure.fixed]
    if kind_of(figure, scenario) is None or (any(fixed_words) and not all(fixed_words)):
        what = "it mixes amounts that do not match, such as money and plain numbers"
        if [*amounts_of(figure, scenario)] or any(fixed_words):
            yield (figure.way,), what, "write every amount in the same unit"
    is_truth = any(s.kind is Basic.YES_NO for _, s in amounts_of(figure, scenario))
    if is_truth and not figure.fixed:
        yield (figure.way,), "yes and no are not amounts", "write chance: the share of yes"
    for path, values in lists_of(figure):
        if path[-1] in {"mean", "dispersion"} and path[0] in {"poisson", "negative_binomial"}:
            yield from _plain_numbers(path, values)
    currencies = {s.currency for _, s in amounts_of(figure, scenario)} - {""}
    if len(currencies) > 1:
        yield (figure.way,), f"it mixes {' and '.join(sorted(currencies))}", "use one currency"


def _plain_numbers(path: Path, values: tuple[Scalar, ...]) -> Iterator[Fault]:
    for where, value in placed(path, values):
        if value.kind not in {Basic.NUMBER, Basic.ZERO, Basic.FRACTION}:
            remedy = "write a plain number; what each event costs is 'each'"
            yield where, f"{value} is not a number of events", remedy
        elif not 0 <= value.value <= MOST_EVENTS:
            yield where, f"{value} is not between 0 and {MOST_EVENTS:,}", "correct the value"


def _limits(figure: FigureDrawn, scenario: Scenario) -> Iterator[Fault]:
    del scenario
    least, most = figure.at_least, figure.at_most
    if least is not None and most is not None and least.value > most.value:
        yield ("at_least",), f"{least} is above at_most, {most}", "exchange the two"
    for name, limit in (("at_least", least), ("at_most", most)):
        if limit is not None and not is_number(figure) and figure.way != "fixed":
            yield (name,), "only a number has a least or a most", "remove the limit"
    if figure.grows is not None and not is_number(figure) and figure.way != "fixed":
        yield ("grows",), "only a number can grow", "remove grows"
    if figure.grows is not None and figure.grows <= -1:
        yield ("grows",), "it would fall to nothing or below", "write a share above -100%"


def _shares(figure: FigureDrawn, scenario: Scenario) -> Iterator[Fault]:
    del scenario
    if figure.chance is not None and not 0 <= figure.chance <= 1:
        yield ("chance",), f"{percent(figure.chance)} is not a probability", "write 0% to 100%"
    if not figure.choice:
        return
    for word, share in figure.choice.items():
        if share < 0:
            yield ("choice", word), f"{percent(share)} is not a probability", "write 0% to 100%"
    whole = sum(figure.choice.values(), Fraction(0))
    if whole != 1:
        what = f"the probabilities make {percent(whole)}"
        yield ("choice",), what, "correct them; together they must make 100%"


def _persistence(figure: FigureDrawn, scenario: Scenario) -> Iterator[Fault]:
    del scenario
    kept = figure.persistence
    if kept is None:
        return
    if not 0 <= kept <= 1:
        yield ("persistence",), f"{float(kept):g} is not between 0 and 1", "write it like 0.5"
    if is_by_rows(figure):
        what = "years drawn whole from a shared history do not keep a score"
        yield ("persistence",), what, "remove it, or give the figure a history of its own"
    if figure.way == "fixed":
        yield ("persistence",), "what is fixed keeps nothing", "remove persistence"


def _shape(figure: FigureDrawn, scenario: Scenario) -> Iterator[Fault]:
    match figure.distribution:
        case Normal(sd=sd):
            yield from _at_least_zero(("normal", "sd"), sd)
        case LogNormal() as given:
            yield from _above_zero(given)
            yield from _in_order(figure, ("median", "p95"), len(scenario.years))
        case Uniform():
            yield from _in_order(figure, ("least", "most"), len(scenario.years))
        case Triangular():
            yield from _in_order(figure, ("least", "likely", "most"), len(scenario.years))
        case Bootstrap() as given if given.rows:
            yield from _column(given, scenario)
        case _:
            return


def _at_least_zero(path: Path, values: tuple[Scalar, ...]) -> Iterator[Fault]:
    for where, value in placed(path, values):
        if value.value < 0:
            yield where, f"{value} is below zero", "a standard deviation is zero or more"


def _above_zero(given: LogNormal) -> Iterator[Fault]:
    for name in LogNormal.model_fields:
        for where, value in placed(("lognormal", name), getattr(given, name)):
            if value.value <= 0:
                yield where, f"{value} is not above zero", "a lognormal is always above zero"


def _in_order(figure: FigureDrawn, names: tuple[str, ...], years: int) -> Iterator[Fault]:
    lists = [getattr(figure.distribution, name) for name in names]
    if not all(len(values) in {1, years} and values for values in lists):
        return
    for low, high, name, other in zip(lists, lists[1:], names, names[1:], strict=False):
        for i in range(max(len(low), len(high))):
            one, two = low[i if len(low) > 1 else 0], high[i if len(high) > 1 else 0]
            if one.value > two.value:
                what = f"{name} {one} is above {other} {two}"
                path = (figure.way, name, i) if len(low) > 1 else (figure.way, name)
                yield path, what, f"put {' <= '.join(names)}"


def _column(given: Bootstrap, scenario: Scenario) -> Iterator[Fault]:
    if given.rows not in scenario.histories:
        remedy = nearest(given.rows, scenario.histories)
        yield ("bootstrap", "rows"), f"unknown history '{given.rows}'", remedy
        return
    rows = scenario.histories[given.rows].rows
    if len(seen_by(given, scenario)) < len(rows):
        columns = {column for row in rows for column in row}
        what = f"not every row of '{given.rows}' has the column '{given.column}'"
        remedy = "fill it in" if given.column in columns else nearest(given.column, columns)
        yield ("bootstrap", "column"), what, remedy


FIGURE_CHECKS: tuple[Callable[[FigureDrawn, Scenario], Iterator[Fault]], ...] = (
    _lengths,
    _units,
    _limits,
    _shares,
    _persistence,
    _shape,
)
SCENARIO_CHECKS: tuple[Callable[[Scenario], Iterator[Fault]], ...] = (
    _years,
    _histories,
    _pairs,
    _together,
)
