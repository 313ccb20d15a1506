"""How late cost has come, from what was loaded when: the state of the records month after month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

from wholeplace.app.budget.counting import Counting
from wholeplace.budget.late import Foreseen, LateCell, RunOff, foresee, triangle
from wholeplace.budget.monitor import Lateness, lateness
from wholeplace.kernel import Month, Refused, Where
from wholeplace.record import TABLES
from wholeplace.store.batches import stored_table
from wholeplace.store.ledger import Batch

_NOTHING = "nothing was loaded month after month before"
_BY_NAME = {table.name: table for table in TABLES}


def lateness_by_basis(
    counting: Counting, terms: RunOff, until: date
) -> tuple[dict[str, Lateness], tuple[str, ...]]:
    """Return how late the cost of each basis comes, and why that cannot be told of the others.

    Rows of a basis come with one feed, so that all its services are late alike. What was known at
    the end of each month is read from the ledger: a month that was sent again counts as it then
    stood. Only months after the first load are looked at; what came with it was not late, but old.
    ``until`` is the first day of which nothing is known. Cost that is worked out here, from unit
    costs, comes with its activity and is not asked for.
    """
    entry, tail = terms.months.on(counting.year.start), terms.tail.on(counting.year.start)
    if entry is None or tail is None:
        return {}, (f"nothing says how late cost comes on {counting.year.start}",)
    cells = _cells(counting, until)
    found: dict[str, Lateness] = {}
    told = [] if cells else [f"how late cost comes cannot be told: {_NOTHING} {until}"]
    for basis in sorted(cells):
        where = Where(str(counting.workspace.data), path=f"cost on the basis {basis}")
        try:
            run_off = triangle(cells[basis], until, entry.value, where)
        except Refused as refused:
            told.append(f"how late cost on the basis {basis} comes cannot be told: {refused}")
            continue
        foreseen: Foreseen = foresee(run_off, tail.value)
        found[basis] = lateness(foreseen, counting.year, f"{entry.source}; {tail.source}")
    return found, tuple(told)


def _cells(counting: Counting, until: date) -> dict[str, list[LateCell]]:
    """Return by basis what came to be known of each month, and how many months after it."""
    months = _months(counting.opened.batches, until)
    found: dict[str, list[LateCell]] = {}
    before: dict[tuple[str, Month], Fraction] = {}
    for month in months[1:]:
        known = dict(_known(counting, month))
        for basis, origin in sorted(known | before):
            then, now = (one.get((basis, origin), Fraction(0)) for one in (before, known))
            more = now - then
            if more and months[0] < origin <= month:
                delay = _between(origin, month)
                found.setdefault(basis, []).append(LateCell(origin, delay, more))
        before = known
    return found


def _between(origin: Month, month: Month) -> int:
    return (month.year - origin.year) * 12 + month.month - origin.month


def _months(batches: Sequence[Batch], until: date) -> list[Month]:
    """Return every month from that of the first load to the last before ``until``."""
    days = [datetime.fromisoformat(batch.loaded_at).date() for batch in batches]
    found = []
    month = Month(min(days).year, min(days).month) if days else None
    while month is not None and month.end <= until:
        found.append(month)
        month = month.next()
    return found


def _known(counting: Counting, month: Month) -> Iterator[tuple[tuple[str, Month], Fraction]]:
    """Yield what was known at the end of a month, of each basis and month of care, in pounds."""
    running, place = counting.running, counting.documents.place
    moment = datetime(month.end.year, month.end.month, month.end.day, tzinfo=UTC)
    data, batches = counting.workspace.data, counting.opened.batches
    cost, activity = (
        stored_table(running, data, batches, _BY_NAME[name], as_at=moment)
        for name in ("cost", "activity")
    )
    bases = {one.basis for one in place.services_in_scope(counting.year.start) if one.basis}
    cost = cost.filter(cost.currency == place.currency, cost.basis.isin(sorted(bases)))
    days = activity.select("activity_id", day=activity.start_ts.date())
    rows = cost.inner_join(days, "activity_id")
    cells = rows.group_by("basis", year=rows.day.year(), month=rows.day.month()).aggregate(
        amount=rows.amount.sum()
    )
    for row in running.rows(cells):
        amount = row["amount"]
        if isinstance(amount, Decimal) and row["year"] is not None:
            origin = Month(int(str(row["year"])), int(str(row["month"])))
            yield (str(row["basis"]), origin), Fraction(amount)
