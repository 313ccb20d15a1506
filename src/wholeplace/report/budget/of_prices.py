"""Prices per head: what a person-year of each kind is worth, and how well that fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from wholeplace.kernel import plain
from wholeplace.privacy import MARK
from wholeplace.report.budget.amounts import in_pence
from wholeplace.report.budget.shown import Fit, PricedKey, Shown, ShownPrices
from wholeplace.report.grid import As, Col, Grid, Row, Value, text
from wholeplace.report.section import Section
from wholeplace.report.words import MISSING, share

SEXES = {"1": "Men", "2": "Women", "9": "Neither", "X": "Not known", "M": "Men", "F": "Women"}
"""What the codes of sex are called (NHS Data Dictionary, PERSON STATED GENDER CODE)."""


def prices_section(shown: Shown) -> Section | None:
    """Return prices and how well they fit; none where the budget has none."""
    prices = shown.prices
    if prices is None:
        return None
    grids = [
        prices_grid(shown, prices),
        _explained_grid(shown, prices),
        _fits_grid(shown, "fit-by-segment", "by segment", prices.by_segment),
        _fits_grid(shown, "fit-by-tenth", "by tenth of what is expected", prices.by_tenth),
    ]
    title = f"Prices per head, from the people of {prices.year}"
    notes = tuple(_notes(shown, prices))
    return Section("prices", title, tuple(_says(prices)), tuple(grids), (), prices.trees, notes)


def _says(prices: ShownPrices) -> Iterator[str]:
    explained = prices.explained
    count = len(prices.rows)
    yield (
        f"{count} prices per head explain {_percent(explained.whole)} of the variance of what"
        f" people cost, and {_percent(explained.cut)} of it where costs are cut at the stop-loss."
    )
    yield f"{prices.now.label} come to {in_pence(prices.now)}."


def _percent(value: Fraction | None) -> str:
    return MISSING if value is None else share(value, Fraction(1))


def _notes(shown: Shown, prices: ShownPrices) -> Iterator[str]:
    days = Fraction(prices.days, prices.year.days)
    yield (
        f"A price is the base budget for one person-year ({prices.total} for {plain(days, 1)}"
        f" person-years) x the weight. Source of the method: {prices.source}."
    )
    if prices.others and shown.small:
        yield (
            f"{prices.others} kinds of people are marked {MARK}, {shown.small.why}. Together"
            f" they have {plain(Fraction(prices.their_days, prices.year.days), 1)} person-years."
            " For the same reason amounts of tenths are told to three digits."
        )
    yield (
        "The predictive ratio is what prices expect over what was spent, prices brought to the"
        " level of what was spent: above 1, prices give more than these people cost."
    )


_PRICES = (
    text("id", "Id", on_page=False),
    text("segment", "Segment"),
    text("ages", "Ages"),
    text("sex", "Sex"),
    Col("score", "Score from", As.RATIO),
    Col("price", "Price of a person-year"),
    Col("weight", "Weight", As.RATIO),
    Col("people", "People", As.COUNT),
    Col("person_years", "Person-years", As.TIME),
    Col("cost", "Cost, cut at the stop-loss"),
    Col("own", "Own cost over everybody's", As.RATIO),
    Col("credibility", "Credibility", As.SHARE),
    Col("share", "Falls on them of the base budget"),
    text("note", "Note", on_page=False),
)


def prices_grid(shown: Shown, prices: ShownPrices) -> Grid:
    """Return each price with what it was made from; columns that nobody asked for are left out."""
    ages = sorted({row.key.from_age for row in prices.rows if row.key.from_age is not None})
    rows = [_price(shown, prices, row, ages) for row in prices.rows]
    total: Row = (
        *("", "Everybody", "", "", None, prices.average, Fraction(1), None),
        *(Fraction(prices.days, prices.year.days), None, None, None, prices.total.exact, ""),
    )
    keep = [
        i for i in range(len(_PRICES)) if i <= 1 or any(row[i] not in {None, ""} for row in rows)
    ]

    def kept(row: Row) -> Row:
        return tuple(row[i] for i in keep)

    return Grid(
        "prices",
        f"Price of a person-year, {prices.year}",
        tuple(_PRICES[i] for i in keep),
        tuple(map(kept, rows)),
        kept(total),
        currency=shown.currency,
    )


def _price(shown: Shown, prices: ShownPrices, row: PricedKey, ages: Sequence[int]) -> Row:
    key = row.key
    return (
        key.slug,
        shown.name(str(key.segment)) if key.score is None else "Everybody with a score",
        ages_of(key.from_age, ages),
        SEXES.get(key.sex or "", key.sex or ""),
        key.score,
        row.price,
        MARK if row.weight is None else row.weight,
        row.people,
        MARK if row.days is None else Fraction(row.days, prices.year.days),
        row.cost,
        row.own,
        row.credibility,
        row.share,
        row.note,
    )


def ages_of(first: int | None, starts: Sequence[int]) -> str:
    """Return a band of age as people read it: ``18 to 44``, ``85 and over``."""
    if first is None:
        return ""
    after = [start for start in starts if start > first]
    return f"{first} to {after[0] - 1}" if after else f"{first} and over"


def _explained_grid(shown: Shown, prices: ShownPrices) -> Grid:
    found = prices.explained
    rows: tuple[Row, ...] = (
        ("All cost", MISSING if found.whole is None else found.whole),
        ("Cost cut at the stop-loss", MISSING if found.cut is None else found.cut),
    )
    cols = (text("of", "Of"), Col("r_squared", "Share of variance explained", As.SHARE))
    return Grid("fit", "Variance explained (R squared)", cols, rows, currency=shown.currency)


def _fits_grid(shown: Shown, id_: str, words: str, groups: Sequence[Fit]) -> Grid:
    cols = (
        text("group", "Group"),
        Col("person_years", "Person-years", As.TIME),
        Col("expected", "Expected by prices"),
        Col("actual", "Spent"),
        Col("ratio", "Predictive ratio", As.RATIO),
        Col("lower", "95% from", As.RATIO),
        Col("upper", "to", As.RATIO),
    )
    rows = tuple(_fit(shown, one, tenth=id_.endswith("tenth")) for one in groups)
    return Grid(id_, f"Fit {words}", cols, rows, currency=shown.currency)


def _fit(shown: Shown, one: Fit, *, tenth: bool) -> Row:
    ends = {"1": " (lowest)", "10": " (highest)"}
    name = f"Tenth {one.name}{ends.get(one.name, '')}" if tenth else shown.name(one.name)
    numbers: tuple[Value, ...] = (one.expected, one.actual, one.ratio, one.lower, one.upper)
    pennies = tuple(_to_the_penny(value) if i < 2 else value for i, value in enumerate(numbers))  # noqa: PLR2004
    return (name, one.person_years, *pennies)


def _to_the_penny(value: Value) -> Value:
    return Fraction(round(value * 100), 100) if isinstance(value, Fraction) else value
