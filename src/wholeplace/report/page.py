"""One self-contained page in the form of a board paper: nothing is fetched and no script is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from wholeplace.privacy import MARK
from wholeplace.report import origins, settlement, tables
from wholeplace.report.bridge_chart import bridge_chart
from wholeplace.report.charts import Chart
from wholeplace.report.concentration import NEIGHBOURHOOD, concentration_tables
from wholeplace.report.concentration_chart import concentration_chart
from wholeplace.report.data import ReportData, number_of
from wholeplace.report.explanations import Why, whys
from wholeplace.report.segment_chart import segment_chart
from wholeplace.report.sentences import (
    difference,
    headline_sentences,
    money_scale,
    outcome_sentence,
    settlement_sentence,
)
from wholeplace.report.service_chart import service_chart
from wholeplace.report.table import Table
from wholeplace.report.withhold import withhold
from wholeplace.report.words import MISSING, brief, count

_TEMPLATES = Environment(
    loader=PackageLoader("wholeplace.report"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

_NAMESPACES = re.compile(r' xmlns(?::\w+)?="[^"]*"')


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure of the summary, set large, with a line beneath it."""

    name: str
    shown: str
    beneath: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One measure: why it is missing, if it is, its table, and the reasons of its rows."""

    name: str
    missing: str
    table: Table
    whys: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """The settlement: what it comes to in a sentence, and its tables in the order of reading."""

    sentence: str
    tables: tuple[Table, ...] = ()


def page(data: ReportData) -> str:
    """Return the report as one HTML document; the same results give the same text."""
    shown = withhold(data)
    return template("report.html.j2").render(
        data=shown,
        sentences=headline_sentences(shown),
        key_figures=list(_key_figures(shown)),
        whole_whys=whys(shown, "", lambda _: True),
        people=tables.people_table(shown),
        prices=tables.price_table(shown),
        segment_whys=whys(shown, "segment", lambda id_: not id_.startswith("outcome.")),
        concentration=concentration_tables(shown),
        neighbourhood_whys=whys(shown, NEIGHBOURHOOD, lambda _: True),
        bridge=tables.bridge_table(shown),
        services=tables.service_table(shown),
        service_whys=whys(shown, "service", lambda _: True),
        outcomes=[_outcome(shown, measure) for measure in shown.measures()],
        charts={
            "bridge": inline(bridge_chart(shown)),
            "services": inline(service_chart(shown)),
            "segments": inline(segment_chart(shown)),
            "concentration": inline(concentration_chart(shown)),
        },
        settled=_settled(shown),
        loads=origins.loads_table(shown),
        manifest=origins.manifest_table(shown),
        small=shown.small,
        mark=MARK,
    )


def _key_figures(data: ReportData) -> Iterator[KeyFigure]:
    budget, spend = data.number("budget.in_scope"), data.number("actual.in_scope")
    scale = money_scale(data)
    for name, amount, beneath in (
        ("Budget", budget, f"for services in scope, {data.year}"),
        ("Spend in scope", spend, _against(data)),
    ):
        shown = MISSING if amount is None else brief(amount, data.currency, scale)
        yield KeyFigure(name, shown, beneath)
    people = data.figure("population.people")
    shown = MARK if people and people.value == MARK else count(number_of(people))
    yield KeyFigure("People", shown, people.label if people else "")


def _against(data: ReportData) -> str:
    budget, spend = data.number("budget.in_scope"), data.number("actual.in_scope")
    if budget is None or spend is None:
        return f"for services in scope, {data.year}"
    gap = difference(data, spend, budget)
    return f"{gap} than the budget" if spend != budget else gap


def _outcome(data: ReportData, measure: str) -> Outcome:
    id_ = f"outcome.{measure}"
    return Outcome(
        data.measure_name(measure),
        "" if data.number(id_) is not None else outcome_sentence(data, measure),
        tables.outcome_table(data, measure),
        whys(data, "segment", lambda found: found == id_),
    )


def _settled(data: ReportData) -> Settled:
    statement, sentence = data.statement, settlement_sentence(data)
    if statement is None:
        return Settled(sentence)
    ends = (
        [settlement.payments_table(data, statement), settlement.net_table(data, statement)]
        if statement.is_complete
        else [settlement.problem_table(statement.problems)]
    )
    if statement.due and statement.restates:
        ends = [settlement.due_table(data, statement), *ends]
    reasons = [settlement.lines_table(statement), settlement.terms_table(statement)]
    return Settled(sentence, (*ends, *reasons))


def template(name: str) -> Template:
    """Return the template of a page; what is put into it is escaped."""
    return _TEMPLATES.get_template(name)


def inline(drawn: Chart) -> Chart:
    """Return a chart to stand inside a page, which then holds no address at all."""
    wide, narrow = (_NAMESPACES.sub("", svg) for svg in (drawn.wide, drawn.narrow))
    return replace(drawn, wide=wide, narrow=narrow)
