"""Make a value for every row by a recipe: from its origin, then by its steps in order."""

from __future__ import annotations

import ibis
from ibis import ir

from wholeplace.record.cell import as_text, text
from wholeplace.record.language.condition import holds
from wholeplace.record.language.date_format import iso
from wholeplace.record.language.recipe import Recipe, worked_out
from wholeplace.record.making.decimals import product, rounded_to_penny
from wholeplace.record.making.origin import origin

MOST_BRANCHES = 40
"""More codes than these are found by a join: a branch each would be a comparison for every row."""

_NOTHING = ibis.null("string")
_DATE_FIRST = r"^\d{4}-\d{2}-\d{2}([T ].*)?$"


def made(rows: ir.Table, recipe: Recipe) -> ir.Value:
    """Return the value that a recipe makes for each row.

    ``rows`` has every column that the recipe reads, and what was worked out for it beforehand (see
    ``worked_out``).
    """
    found = before_codes(rows, recipe)
    if recipe.codes is not None:
        found = _coded(rows, found, recipe)
    found = _written_on(_dated(found, recipe), recipe)
    if recipe.when:
        found = holds(recipe.when, rows).ifelse(found, ibis.null(found.type()))
    return found


def unknown_code(rows: ir.Table, recipe: Recipe) -> ir.StringValue | None:
    """Return the code as written where ``codes`` do not list it; ``None`` if all are foreseen."""
    strict = [p for p in recipe.all_parts() if p.codes is not None and p.otherwise is None]
    if not strict:
        return None
    found = ibis.coalesce(*(_stray(rows, part) for part in strict))
    return holds(recipe.when, rows).ifelse(found, _NOTHING) if recipe.when else found


def before_codes(rows: ir.Table, recipe: Recipe) -> ir.Value:
    """Return what a recipe finds before its codes are looked at."""
    found = rows[worked_out(recipe, "found")] if recipe.lookup else key(rows, recipe)
    if recipe.fallback:
        found = ibis.coalesce(as_text(found), as_text(made(rows, recipe.fallback)))
    return found


def key(rows: ir.Table, recipe: Recipe) -> ir.Value:
    """Return what a recipe begins with, cleaned: the text that a lookup compares."""
    found = origin(rows, recipe, lambda part: as_text(made(rows, part)))
    if not (recipe.strip or recipe.upper or recipe.first or recipe.pad or recipe.matches):
        return found
    written = as_text(found)
    for letter in recipe.strip:
        written = written.replace(letter, "")
    written = written.upper() if recipe.upper else written
    written = written.substr(0, recipe.first) if recipe.first else written
    if recipe.pad:
        # lpad() would also cut what is longer.
        written = (written.length() < recipe.pad).ifelse(written.lpad(recipe.pad, "0"), written)
    if recipe.matches:
        written = written.re_search(f"^(?:{recipe.matches})$").ifelse(written, _NOTHING)
    return text(written)


def _stray(rows: ir.Table, recipe: Recipe) -> ir.StringValue:
    found = as_text(before_codes(rows, recipe))
    codes = list(recipe.codes or {})
    by_join = len(codes) > MOST_BRANCHES
    listed = rows[worked_out(recipe, "code")].notnull() if by_join else found.isin(codes)
    return listed.ifelse(_NOTHING, found)


def _coded(rows: ir.Table, found: ir.Value, recipe: Recipe) -> ir.StringValue:
    value, codes = as_text(found), recipe.codes or {}
    # An empty cell takes `otherwise` too: a lookup that found nothing is a code nobody foresaw.
    other = ibis.literal(recipe.otherwise, "string").nullif("")
    if len(codes) > MOST_BRANCHES:
        return ibis.coalesce(rows[worked_out(recipe, "code")], other)
    branches = [(value == code, ibis.literal(means)) for code, means in codes.items()]
    return ibis.cases(*branches, else_=other)


def _dated(found: ir.Value, recipe: Recipe) -> ir.Value:
    if recipe.date_formats and not recipe.reads_dates:
        found = iso(as_text(found), recipe.date_formats)
    if recipe.plus_days:
        day = as_text(found)
        moved = day.substr(0, 10).try_cast("date") + ibis.interval(days=recipe.plus_days)
        there = day.re_search(_DATE_FIRST)
        later = moved.strftime("%Y-%m-%d") + day.substr(10)
        found = ibis.coalesce(there.ifelse(later, _NOTHING), day)
    if recipe.first_of_month:
        day = as_text(found)
        real = day.re_search(_DATE_FIRST) & day.substr(0, 10).try_cast("date").notnull()
        # A day that is printed as it is written needs no closer look.
        plain = day.try_cast("date").cast("string") == day
        first = day.substr(0, 7) + "-01"
        found = ibis.cases((plain, first), (real, first), else_=day)
    return found


def _written_on(found: ir.Value, recipe: Recipe) -> ir.Value:
    if recipe.scale is not None:
        found = product([as_text(found), ibis.literal(_decimal(recipe), "string")])
    if recipe.round_to_penny:
        found = rounded_to_penny(as_text(found))
    if recipe.prefix or recipe.suffix:
        found = ibis.literal(recipe.prefix) + as_text(found) + ibis.literal(recipe.suffix)
    return found


def _decimal(recipe: Recipe) -> str:
    billionths = int((recipe.scale or 0) * 10**9)
    sign, (whole, part) = "-" if billionths < 0 else "", divmod(abs(billionths), 10**9)
    return f"{sign}{whole}.{part:09d}"
