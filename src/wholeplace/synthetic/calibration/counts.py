"""What is counted from the feeds: people and their time, events and prices, by age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import ibis
from ibis import ir

Feeds: TypeAlias = Mapping[str, ir.Table]
"""The files of the feeds as tables of text, by file name: ``apc``, ``pds_person`` and so on."""

Counted: TypeAlias = Mapping[str, ir.Table]
"""Small tables by name, each with the columns ``band``, ``n`` and perhaps ``amount``."""

_LAST_BAND = 18
_ELSEWHERE = "ZXICB"  # who commissions the care of visitors
_EMERGENCY = ("21", "22", "23", "24", "25", "28", "2A", "2B", "2C", "2D")
_PRICE_YEAR = 2023
_MONTH = 31  # days: those whose list begins in the month of their birth were born here


@dataclass(frozen=True, slots=True)
class Window:
    """The first day of every financial year, and the day after the last."""

    starts: tuple[date, ...]

    @property
    def first(self) -> date:
        """The first day."""
        return self.starts[0]

    @property
    def end(self) -> date:
        """The day after the last."""
        return self.starts[-1]


def counting(feeds: Feeds, window: Window, deflator: Mapping[int, float]) -> Counted:
    """Return everything that the figures are made from, as expressions to execute.

    ``deflator`` is a price index by financial year.
    """
    people = feeds["pds_person"].select(
        "NHS_NUMBER", born=(feeds["pds_person"].YEAR_MONTH_OF_BIRTH + "-01").cast("date"),
        sex=feeds["pds_person"].GENDER, died=feeds["pds_person"].DATE_OF_DEATH.cast("date"),
    )  # fmt: skip
    spells = _spells(feeds["apc"])
    ed = _own(feeds["ecds"])
    op = _own(feeds["op"])
    op = op.filter(op.ATTENDED.isin(["5", "6"]))
    counted = {
        "time": person_time(feeds, people, window),
        "deaths": _by_band(people.filter(people.died.notnull()), "died", "sex"),
        "births": _all(people.filter(people.born > window.first)),
        "moves": _moves(feeds, people, window),
        "first_day": _on_first_day(feeds, people, window),
        "areas": _areas(feeds, window),
        "spells": _by_kind(spells),
        "ed": _by_band(ed, "at", "type"),
        "ed_admitted": _all(ed.filter(ed.DISCHARGE_DESTINATION == "306706006")),
        "op": _by_band(op, "at"),
        "episodes": _all(_latest(feeds["apc"], "EPIKEY", _day(feeds["apc"].EPISTART))),
        "prices": _prices(spells, op, ed, deflator),
        "care": _clients(feeds["cld"], window),
        **{
            name: _of_people(feeds[file], people, key, day, status, kept)
            for name, (file, key, day, status, kept) in _CONTACTS.items()
        },
        "mental_health_days": _mind_days(feeds["mhs_spell"], people, window),
    }
    if "epd" in feeds:
        counted["items"] = _items(feeds["epd"], people)
    return counted


_CONTACTS = {
    "community": ("csds_contact", "PERSON_NHS_NUMBER", "CONTACT_DATE", "ATTENDED_OR_DNA", "5"),
    "mental_health": ("mhs_contact", "PERSON_NHS_NUMBER", "CONTACT_DATE", "ATTENDED_OR_DNA", "5"),
    "gp": ("gp", "NHS_NUMBER", "START_DATE", "", ""),
}


def _day(text: ir.Value) -> ir.Value:
    return text.cast("date")


def _band(born: ir.Value, day: ir.Value) -> ir.Value:
    """Return the five-year age band, 0 to 18, on a day."""
    years = (day.delta(born, unit="day") / 365.25).floor().cast("int64")
    return ibis.least(ibis.greatest(years // 5, ibis.literal(0)), ibis.literal(_LAST_BAND))


def _by_band(table: ir.Table, day: str, *more: str) -> ir.Table:
    banded = table.mutate(band=_band(table.born, table[day]))
    return banded.group_by("band", *more).aggregate(n=banded.count())


def _all(table: ir.Table) -> ir.Table:
    return table.aggregate(n=table.count())


def _of_people(
    feed: ir.Table, people: ir.Table, key: str, day: str, status: str, kept: str
) -> ir.Table:
    if status:
        feed = feed.filter(feed[status] == kept)
    rows = feed.select(NHS_NUMBER=feed[key], at=_day(feed[day]))
    return _by_band(rows.join(people, "NHS_NUMBER"), "at")


def person_time(feeds: Feeds, people: ir.Table, window: Window) -> ir.Table:
    """Return registered days by age band and sex; the age is that in the middle of the year."""
    listed = _registered(feeds).join(people, "NHS_NUMBER")
    years = [
        listed.select(
            "born", "sex",
            begins=ibis.greatest(listed.begins, ibis.literal(first)),
            ends=ibis.least(listed.ends.fill_null(window.end), ibis.literal(last)),
        )
        for first, last in zip(window.starts, window.starts[1:], strict=False)
    ]  # fmt: skip
    each = ibis.union(years[0], *years[1:]) if len(years) > 1 else years[0]
    each = each.mutate(days=each.ends.delta(each.begins, unit="day")).filter(
        lambda row: row.days > 0
    )
    middle = each.begins + ibis.interval(days=1) * (each.days // 2)
    banded = each.mutate(band=_band(each.born, middle))
    return banded.group_by("band", "sex").aggregate(n=banded.days.sum())


def _registered(feeds: Feeds) -> ir.Table:
    feed = feeds["pds_care_practice"]
    return feed.select(
        "NHS_NUMBER",
        practice=feed.PRIMARY_CARE_PROVIDER,
        begins=_day(feed.EFFECTIVE_FROM_DATE),
        ends=_day(feed.EFFECTIVE_TO_DATE) + ibis.interval(days=1),
        reason=feed.REASON_FOR_REMOVAL,
    )


def _on_first_day(feeds: Feeds, people: ir.Table, window: Window) -> ir.Table:
    listed = _registered(feeds)
    first = ibis.literal(window.first)
    here = listed.filter(listed.begins <= first, listed.ends.isnull() | (listed.ends > first))
    here = here.join(people, "NHS_NUMBER")
    banded = here.mutate(band=_band(here.born, ibis.literal(window.first)))
    return banded.group_by("band").aggregate(n=banded.count(), practices=banded.practice.nunique())


def _moves(feeds: Feeds, people: ir.Table, window: Window) -> ir.Table:
    """Return how many came from elsewhere, and how many left for elsewhere."""
    listed = _registered(feeds).join(people, "NHS_NUMBER")
    whole = listed.group_by("NHS_NUMBER").aggregate(
        begins=listed.begins.min(), born=listed.born.min()
    )
    came = whole.filter(
        whole.begins > window.first, whole.begins.delta(whole.born, unit="day") > _MONTH
    )
    left = listed.filter(listed.reason == "SCT")
    return ibis.union(
        came.aggregate(what=ibis.literal("came"), n=came.count()),
        left.aggregate(what=ibis.literal("left"), n=left.count()),
    )


def _areas(feeds: Feeds, window: Window) -> ir.Table:
    """Return people by national decile of deprivation on the first day."""
    home = feeds["pds_address"]
    first = window.first.isoformat()
    here = home.filter(
        home["EFFECTIVE_FROM_DATE"] <= first,
        home.EFFECTIVE_TO_DATE.isnull() | (home["EFFECTIVE_TO_DATE"] >= first),
    )
    areas = feeds["geography"]
    placed = here.join(areas, here.LSOA == areas.LSOA_CODE)
    return placed.group_by(decile=placed.IMD_DECILE.cast("int64")).aggregate(n=placed.count())


def _own(feed: ir.Table) -> ir.Table:
    """Return the latest version of the place's own rows, with day, birth, year and price."""
    day = feed["ARRIVAL_DATE"] if "ARRIVAL_DATE" in feed.columns else feed["APPTDATE"]
    own = feed.filter(feed.PURCODE != _ELSEWHERE, feed.FINAL_PRICE.notnull())
    extra = {"type": own.DEPARTMENT_TYPE} if "DEPARTMENT_TYPE" in feed.columns else {}
    return own.mutate(at=_day(day), born=_born(own.MYDOB), amount=_base_price(own), **extra)


def _born(month_year: ir.Value) -> ir.Value:
    return (month_year.substr(2, 4) + "-" + month_year.substr(0, 2) + "-01").cast("date")


def _base_price(table: ir.Table) -> ir.Value:
    return table.FINAL_PRICE.cast("float64") / table.MFF.cast("float64")


def _latest(feed: ir.Table, key: str, day: ir.Value) -> ir.Table:
    """Return one row by key; versions of a row differ in price and date of sending only."""
    rows = feed.mutate(at=day)
    return rows.group_by(key).aggregate(at=rows["at"].min())


def _spells(apc: ir.Table) -> ir.Table:
    """Return one row by spell: kind, first day, birth, nights (to now where open) and price."""
    rows = apc.group_by("PROVSPNOPS").aggregate(
        method=apc.ADMIMETH.min(),
        day_case=apc.CLASSPAT.min(),
        born=_born(apc.MYDOB).min(),
        at=_day(apc.ADMIDATE).min(),
        nights=apc.SPELDUR.cast("int64").max(),
        amount=_base_price(apc).max(),
        hrg=apc.SUSHRG.max(),
    )
    kind = ibis.cases(
        (rows.method.isin(_EMERGENCY), "emergency"),
        (rows.method.isin(("31", "32")), "maternity"),
        (rows.day_case == "2", "day_case"),
        else_="elective",
    )
    return rows.mutate(kind=kind)


def _by_kind(spells: ir.Table) -> ir.Table:
    rows = spells.mutate(band=_band(spells.born, spells["at"]))
    long = rows.nights >= 2  # noqa: PLR2004 - the National Cost Collection's rule
    return rows.group_by("band", "kind").aggregate(
        n=rows.count(),
        nights=rows.nights.fill_null(0).sum(),
        long=long.fill_null(True).sum(),  # noqa: FBT003 - an open stay
    )


def _prices(
    spells: ir.Table, op: ir.Table, ed: ir.Table, deflator: Mapping[int, float]
) -> ir.Table:
    """Return what was paid and for how many, by kind, at the prices of one year."""
    unplanned = spells.kind.isin(("emergency", "maternity"))
    kind = ibis.cases(
        (unplanned & (spells.nights >= 2), "nel_long"),  # noqa: PLR2004 - (the same rule)
        (unplanned, "nel_short"),
        else_=spells.kind,
    )
    ended = spells.filter(spells.amount.notnull())
    parts = [
        ended.select("at", "amount", kind=kind),
        op.filter(op.OPERTN_4_01.notnull()).select(
            "at", "amount", kind=ibis.literal("op_procedure")
        ),
        ed.select("at", "amount", kind=ibis.literal("ed")),
    ]
    rows = ibis.union(*parts)
    day = rows["at"]
    year = day.year() - ibis.ifelse(day.month() < 4, 1, 0)  # noqa: PLR2004 - April
    base = deflator[_PRICE_YEAR]
    factors = [(year == one, base / level) for one, level in deflator.items()]
    rows = rows.mutate(then=rows.amount * ibis.cases(*factors, else_=1.0))
    return rows.group_by("kind").aggregate(n=rows.count(), amount=rows.then.sum())


def _clients(cld: ir.Table, window: Window) -> ir.Table:
    """Return adults with a service in each financial year, by age band."""
    rows = cld.filter(cld.EVENT_TYPE == "Service")
    rows = rows.select(
        "LA_PERSON_ID", "REPORTING_PERIOD_START_DATE",
        born=(rows.YEAR_MONTH_OF_BIRTH + "-01").cast("date"),
        at=_day(rows.EVENT_START_DATE),
    )  # fmt: skip
    each = rows.group_by("LA_PERSON_ID", "REPORTING_PERIOD_START_DATE").aggregate(
        born=rows.born.min(), at=rows["at"].min()
    )
    return _by_band(each.filter(each["at"] < window.end), "at")


def _mind_days(feed: ir.Table, people: ir.Table, window: Window) -> ir.Table:
    rows = feed.select(
        NHS_NUMBER=feed.PERSON_NHS_NUMBER, at=_day(feed.START_DATE), left=_day(feed.DISCHARGE_DATE)
    ).join(people, "NHS_NUMBER")
    nights = rows.left.fill_null(window.end).delta(rows["at"], unit="day")
    banded = rows.mutate(band=_band(rows.born, rows["at"]), nights=nights)
    return banded.group_by("band").aggregate(n=banded.nights.sum())


def _items(feed: ir.Table, people: ir.Table) -> ir.Table:
    month = feed.PROCESSED_PERIOD
    rows = feed.select(
        "NHS_NUMBER", at=(month.substr(0, 4) + "-" + month.substr(4, 2) + "-01").cast("date")
    )
    return _by_band(rows.join(people, "NHS_NUMBER"), "at")
