"""What the feeds say about each adult at a date: to foretell, and to score."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import ibis
from ibis import ir

from wholeplace.synthetic.calibration.counts import Feeds

_ADULT = 18
_EMERGENCY = ("21", "22", "24", "28", "2A")

# Weights of the Cambridge Multimorbidity Score (general outcome), by the beginning of a code.
SCORE_WEIGHTS: Mapping[str, float] = {
    "F32": 0.5, "F33": 0.5, "I48": 1.34, "C": 1.53, "N18": 0.53, "M06": 0.43, "M05": 0.43,
    "J44": 1.46, "J43": 1.46, "I25": 0.49, "I20": 0.49, "F03": 2.5, "G30": 2.5, "F01": 2.5,
    "E11": 0.75, "G40": 0.92, "I50": 1.18, "F20": 0.64, "F31": 0.64, "I63": 0.8, "I61": 0.8,
    "J45": 0.19, "I10": 0.08, "M17": 0.46, "K70": 0.65, "G20": 0.9, "I73": 0.4,
}  # fmt: skip


def adult_features(feeds: Feeds, on: date) -> ir.Table:
    """Return one row by adult registered on a day: what was known, and what happened in a year.

    Columns: ``age, woman, admissions, attendances, problems, danger, cancer, heart, lung, mind,
    brain, kidney, diabetes, decile, care_home`` (known before the day) and ``after``
    (emergency admissions in the 365 days from it).
    """
    before, later = on - timedelta(days=365), on + timedelta(days=365)
    adults = _adults(feeds, on)
    spells = _emergencies(feeds["apc"])
    ed = feeds["ecds"]
    attended = ed.filter(ed.FINAL_PRICE.notnull()).select(
        NHS_NUMBER=ed.NHSNUMBER, at=ed.ARRIVAL_DATE.cast("date")
    )
    parts = [
        _counted(spells, "admissions", before, on),
        _counted(spells, "after", on, later),
        _counted(attended, "attendances", before, on),
        _problems(feeds["gp_problem"], on),
    ]
    for part in parts:
        adults = adults.left_join(part, "NHS_NUMBER").drop("NHS_NUMBER_right")
    numbers = [name for name in adults.columns if name != "NHS_NUMBER"]
    return adults.mutate({name: adults[name].cast("float64").fill_null(0.0) for name in numbers})


def _adults(feeds: Feeds, on: date) -> ir.Table:
    people, homes, areas = feeds["pds_person"], feeds["pds_address"], feeds["geography"]
    day = on.isoformat()
    here = homes.filter(
        homes["EFFECTIVE_FROM_DATE"] <= day,
        homes.EFFECTIVE_TO_DATE.isnull() | (homes["EFFECTIVE_TO_DATE"] >= day),
    )
    here = here.join(areas, here.LSOA == areas.LSOA_CODE).select(
        "NHS_NUMBER",
        decile="IMD_DECILE",
        care_home=lambda row: row.CQC_CARE_HOME_CODE.notnull(),
    )
    born = (people.YEAR_MONTH_OF_BIRTH + "-01").cast("date")
    aged = people.select(
        "NHS_NUMBER",
        age=ibis.literal(on).delta(born, unit="day") / 365.25,
        woman=people.GENDER == "2",
    )
    return aged.filter(aged.age >= _ADULT).join(here, "NHS_NUMBER")


def _emergencies(apc: ir.Table) -> ir.Table:
    rows = apc.filter(apc.ADMIMETH.isin(_EMERGENCY))
    return rows.group_by("PROVSPNOPS").aggregate(
        NHS_NUMBER=rows.NHSNUMBER.max(), at=rows.ADMIDATE.cast("date").min()
    )


def _counted(events: ir.Table, name: str, first: date, last: date) -> ir.Table:
    near = events.filter(events["at"] >= first, events["at"] < last)
    return near.group_by("NHS_NUMBER").aggregate(**{name: near.count()})


_GROUPS = {
    "cancer": ("C",), "heart": ("I5", "I48", "I25", "I20"), "lung": ("J4",),
    "mind": ("F2", "F3"), "brain": ("F0", "G30", "G20", "I6"), "kidney": ("N18",),
    "diabetes": ("E11",),
}  # fmt: skip


def _problems(problems: ir.Table, on: date) -> ir.Table:
    known = _present(problems, on)
    groups = {
        name: ibis.or_(*(known.CODE.startswith(start) for start in starts)).any()
        for name, starts in _GROUPS.items()
    }
    return known.group_by("NHS_NUMBER").aggregate(
        problems=known.CODE.nunique(), danger=_weight(known).sum(), **groups
    )


def _present(problems: ir.Table, on: date) -> ir.Table:
    day = on.isoformat()
    still = problems.END_DATE.isnull() | (problems["END_DATE"] > day)
    return problems.filter(problems["ONSET_DATE"] <= day, still)


def _weight(problems: ir.Table) -> ir.Value:
    return ibis.cases(
        *((problems.CODE.startswith(start), weight) for start, weight in SCORE_WEIGHTS.items()),
        else_=0.0,
    )


def segment_scores(feeds: Feeds, on: date, until: date) -> ir.Table:
    """Return ``score, score_after, age, cost`` of each adult here on both days.

    ``score`` is the multimorbidity score on the day, ``score_after`` a year later; ``cost`` what
    the year cost: hospital prices, and contacts at national unit costs.
    """
    now, then = _scores(feeds["gp_problem"], on), _scores(feeds["gp_problem"], until)
    rows = _adults(feeds, on).select("NHS_NUMBER", "age")
    rows = rows.left_join(now, "NHS_NUMBER").drop("NHS_NUMBER_right")
    rows = rows.left_join(then.rename(score_after="score"), "NHS_NUMBER").drop("NHS_NUMBER_right")
    rows = rows.left_join(_costs(feeds, on, until), "NHS_NUMBER").drop("NHS_NUMBER_right")
    return rows.select(
        *(rows[name].cast("float64").fill_null(0.0).name(name)
          for name in ("age", "score", "score_after", "cost"))
    )  # fmt: skip


def _scores(problems: ir.Table, on: date) -> ir.Table:
    known = _present(problems, on)
    return known.group_by("NHS_NUMBER").aggregate(score=_weight(known).sum())


# Pounds by contact: National Cost Collection 2023/24; general practice assumed.
_UNIT_COSTS = {
    "csds_contact": ("PERSON_NHS_NUMBER", "CONTACT_DATE", 88.73),
    "mhs_contact": ("PERSON_NHS_NUMBER", "CONTACT_DATE", 305.94),
    "gp": ("NHS_NUMBER", "START_DATE", 38.0),
}
_PRICED = {"apc": "ADMIDATE", "op": "APPTDATE", "ecds": "ARRIVAL_DATE"}


def _costs(feeds: Feeds, on: date, until: date) -> ir.Table:
    parts = [
        feeds[name].select(
            NHS_NUMBER=feeds[name].NHSNUMBER, at=feeds[name][day],
            amount=feeds[name].FINAL_PRICE.cast("float64"),
        )
        for name, day in _PRICED.items()
    ] + [
        feeds[name].select(
            NHS_NUMBER=feeds[name][key], at=feeds[name][day], amount=ibis.literal(pounds)
        )
        for name, (key, day, pounds) in _UNIT_COSTS.items()
    ]  # fmt: skip
    rows = ibis.union(*parts)
    rows = rows.filter(rows["at"] >= on.isoformat(), rows["at"] < until.isoformat())
    return rows.group_by("NHS_NUMBER").aggregate(cost=rows.amount.sum())
