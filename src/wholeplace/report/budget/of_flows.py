"""Flows of money: three levels, what everybody has, control totals, open books."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wholeplace.budget.flows import BookLine, Flow, Flowing, Result, sentences
from wholeplace.kernel import Figure
from wholeplace.report.budget.shown import Shown
from wholeplace.report.grid import Col, Grid, Row, Value, amount, money, text
from wholeplace.report.section import Section

RESOURCE = "resource"
_DEEPEST = 4


def flows_section(shown: Shown) -> Section | None:
    """Return who gives, who receives, how much and why; none where nothing says how it flows."""
    flowing = shown.book.flowing
    if flowing is None:
        return None
    first, *rest = sentences(flowing)
    grids = [_levels(shown, flowing), *_flows(shown, flowing), _stakes(flowing)]
    grids += [_control(flowing), *_books(shown, flowing)]
    trees = (flowing.combined.left, *(one.received for one in flowing.stakes if one.is_partner))
    trees += (flowing.system.actual,)
    trees = tuple(_shallow(tree, _DEEPEST) for tree in trees)
    title = f"Flows of money, {flowing.year}" + (" (in shadow)" if flowing.is_shadow else "")
    notes = (*flowing.notes, f"Status: {flowing.status_source}.")
    return Section("flows", title, (first, *rest), tuple(grids), (), trees, notes)


def _shallow(figure: Figure, depth: int) -> Figure:
    """Return a figure with its reasons down to a depth: those of lines stand with the lines."""
    children = tuple(_shallow(child, depth - 1) for child in figure.children) if depth else ()
    return replace(figure, children=children)


def _levels(shown: Shown, flowing: Flowing) -> Grid:
    rows = tuple(
        (str(level.number), level.name, *map(amount, (level.into, level.out, level.left)))
        for level in flowing.levels
    )
    heads = (("into", "Comes in"), ("out", "Goes on"), ("left", "Stays"))
    cols = (text("level", "Level"), text("name", "Of"), *money(*heads))
    return Grid("levels", "Three levels of flow", cols, rows, currency=shown.currency)


def _flows(shown: Shown, flowing: Flowing) -> Iterator[Grid]:
    cols = (
        text("level", "Level", on_page=False),
        text("giver_id", "Giver id", on_page=False),
        text("receiver_id", "Receiver id", on_page=False),
        text("why", "Why"),
        text("giver", "From"),
        text("receiver", "To"),
        text("line", "Line"),
        text("ring_fenced", "Ring-fenced in", on_page=False),
        Col("amount", "Amount"),
        text("source", "Source"),
    )
    for level in flowing.levels:
        rows = tuple(_flow(shown, flowing, level.number, one) for one in level.flows)
        caption = f"Level {level.number}: {level.name.lower()}"
        id_ = f"flows-{level.number}"
        yield Grid(id_, caption, cols, rows, currency=shown.currency)


def _flow(shown: Shown, flowing: Flowing, level: int, one: Flow) -> Row:
    giver, receiver = (who(shown, flowing, end) for end in (one.giver, one.receiver))
    line = shown.name(one.line) if one.line else ""
    ids = (str(level), one.giver, one.receiver)
    told = (one.kind.value, giver, receiver, line, one.ring)
    return (*ids, *told, amount(one.figure), one.figure.source)


def who(shown: Shown, flowing: Flowing, id_: str) -> str:
    """Return what a giver or receiver is called."""
    if id_ == RESOURCE:
        return "Combined resource"
    names = {stake.id: stake.name for stake in flowing.stakes if stake.name != stake.id}
    payers = {key: one.name for key, one in shown.book.base.budget.commissioners.items()}
    return names.get(id_) or payers.get(id_) or shown.name(id_)


_STAKE = (
    ("allocated", "Allocated"),
    ("held", "Top-slices held"),
    ("taken", "Taken from others"),
    ("elsewhere", "Paid for care elsewhere"),
    ("given", "Given to others"),
    ("received", "By the budget"),
    ("by_results", "By results"),
    ("difference", "More by the budget"),
    ("paid", "Paid"),
)


def _stakes(flowing: Flowing) -> Grid:
    rows = tuple(
        (one.id, one.name, *(amount(getattr(one, name)) for name, _ in _STAKE))
        for one in flowing.stakes
    )
    sums: Row = (*(None,) * 5, *map(amount, (flowing.resource, flowing.by_results)))
    total = ("", "All", *sums, amount(flowing.difference), amount(flowing.paid))
    cols = (text("id", "Id", on_page=False), text("who", "Who"), *money(*_STAKE))
    caption = "What everybody has, by the budget and by payment by results"
    return Grid("stakes", caption, cols, rows, total, currency=flowing.currency)


def _control(flowing: Flowing) -> Grid:
    heads = (("actual", "Surplus or deficit"), ("plan", "Control total"), ("against", "Better by"))
    rows = tuple(_result(one) for one in flowing.results)
    cols = (text("id", "Id", on_page=False), text("who", "Who"), *money(*heads))
    total = _result(flowing.system)
    caption = "Surplus or deficit, against the control total"
    return Grid("control", caption, cols, rows, total, currency=flowing.currency)


def _result(one: Result) -> Row:
    return (one.id, one.name, *map(amount, (one.actual, one.plan, one.against)))


def _books(shown: Shown, flowing: Flowing) -> Iterator[Grid]:
    if not flowing.books:
        return
    heads = money(("income", "Income"), ("cost", "Cost"), ("margin", "Margin"))
    end = (text("line", "Line"), *heads, text("source", "Source of the cost"))
    cols = (text("provider_id", "Provider id", on_page=False), text("provider", "Provider"), *end)
    rows = tuple(_book(shown, flowing, one) for one in (*flowing.books, *flowing.by_line))
    caption = "Open books: what providers are paid, and what it costs them"
    yield Grid("books", caption, cols, rows, currency=flowing.currency)


def _book(shown: Shown, flowing: Flowing, one: BookLine) -> Row:
    provider = who(shown, flowing, one.provider) if one.provider else "All providers"
    numbers: tuple[Value, ...] = tuple(map(amount, (one.income, one.cost, one.margin)))
    return (one.provider, provider, one.name, *numbers, one.cost.source or one.cost.note)
