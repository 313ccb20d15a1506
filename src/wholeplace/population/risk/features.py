"""Work out what was known of people before a day, and of nothing that came on it or after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import ibis
from ibis import ir

from wholeplace.population.register import register_on
from wholeplace.population.risk.feature_list import COUNTED, FEATURES, LONGEST, WINDOWS, YEAR
from wholeplace.population.scores import Listed, as_score, bits_by_person, units_by_person
from wholeplace.population.segments import in_care_home

_OPEN_STAY = 365
"""A stay without an end that began longer ago than this is taken for a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Linked tables, as they are stored or derived; ``scores`` are named as features are.

    ``code_bits`` stands for the codes of all the scores (see ``scores.code_bits``).
    """

    spells: ir.Table
    activity: ir.Table
    diagnoses: ir.Table
    residence: ir.Table
    geography: ir.Table
    care_package: ir.Table
    rx_item: ir.Table
    code_bits: ir.Table
    scores: Mapping[str, Listed]


def bits_on(sources: Sources, day: date) -> ir.Table:
    """Return the groups of all the scores that people belong to on a day, as bits (see ``scores``).

    To be kept before ``features_on`` asks for many parts of it.
    """
    before = _before(sources.activity, day)
    known = _known(sources.diagnoses, before, day)
    return bits_by_person(known, sources.code_bits, list(sources.scores.values()))


def features_on(sources: Sources, bits: ir.Table, day: date, look_back: int = LONGEST) -> ir.Table:
    """Return a row for each person registered on a day: ``person_id`` and every feature.

    Only rows dated before the day count, those of unknown date not at all. What is coded of a
    stay is known when the stay has ended. A missing value is one that nobody can know. ``bits``
    come from ``bits_on``. No window looks back further than ``look_back`` days: two days with
    more and with less of records before them must not differ by that alone.
    """
    people = register_on(sources.spells, day)
    found = people.select(
        "person_id",
        age=people.age,
        is_female=people.sex.cases(("1", 0.0), ("2", 1.0)),
        months_registered=ibis.date(day).delta(people.starts, unit="day") / 30.4375,
    )
    before = _before(sources.activity, day)
    for part in (
        _counts(before, day, look_back),
        _coded(sources, before, day, look_back),
        _problems(sources.diagnoses, day),
        _scores(sources.scores, bits),
        _items(sources.rx_item, day),
        _deprivation(sources.residence, sources.geography, day),
        in_care_home(sources.residence, day - timedelta(days=1)),
        _packages(sources.care_package, day),
    ):
        found = found.left_join(part, "person_id").drop("person_id_right")
    numbers = {f.name: _as_number(found, f.name, look_back) for f in FEATURES}
    return found.select("person_id", **numbers)


def _before(activity: ir.Table, day: date) -> ir.Table:
    return activity.filter(
        activity.person_id.notnull(), activity.start_ts < ibis.timestamp(str(day))
    )


_CAN_BE_UNKNOWN = frozenset({"is_female", "deprivation"})


def _as_number(rows: ir.Table, name: str, look_back: int) -> ir.FloatingValue:
    number = rows[name].cast("float64")
    if name in _CAN_BE_UNKNOWN:
        return number
    return number.fill_null(look_back + 1 if name == "days_since_emergency" else 0)


def _since(days: int, day: date) -> ir.DateScalar:
    return ibis.date(day - timedelta(days=days))


def _counts(before: ir.Table, day: date, look_back: int) -> ir.Table:
    """Count activity in each window, and nights in hospital."""
    rows = before.mutate(
        _day=before.start_ts.date(),
        is_emergency=before.is_emergency.fill_null(False),  # noqa: FBT003 - ibis knows no keyword
        attended=before.attended.fill_null(True),  # noqa: FBT003
        _left=_left(before, day),
    )
    first = _since(look_back, day)
    rows = rows.filter((rows["_day"] >= first) | (rows["_left"] >= first))
    counts = {
        f"{one.name}_{name}": rows.count(
            where=one.which(rows) & (rows["_day"] >= _since(min(days, look_back), day))
        )
        for one in COUNTED
        for name, days in WINDOWS.items()
    }
    emergency = rows["_day"].max(where=rows.is_emergency & (rows["_day"] >= first))
    return rows.group_by("person_id").aggregate(
        **counts,
        days_in_hospital_12m=_nights(rows, min(YEAR, look_back), day).sum(),
        days_in_hospital_36m=_nights(rows, look_back, day).sum(),
        days_since_emergency=ibis.date(day).delta(emergency, unit="day"),
    )


def _left(rows: ir.Table, day: date) -> ir.DateValue:
    """Return the day on which a stay ended, as far as that is known on the day asked about."""
    began = rows.start_ts.date()
    recent = began >= _since(_OPEN_STAY, day)
    open_until = recent.ifelse(ibis.date(day), began)
    return ibis.least(rows.end_ts.date().fill_null(open_until), ibis.date(day))


def _nights(rows: ir.Table, days: int, day: date) -> ir.IntegerValue:
    first = ibis.greatest(rows["_day"], _since(days, day))
    nights = rows["_left"].delta(first, unit="day")
    return ((rows.setting == "APC") & (nights > 0)).ifelse(nights, 0)


def _known(diagnoses: ir.Table, before: ir.Table, day: date) -> ir.Table:
    """Return the ICD-10 diagnoses known before a day: a stay is coded after its end."""
    ended = before.end_ts.date()
    still = ended.isnull() & (before.start_ts.date() >= _since(_OPEN_STAY, day))
    inside = before.filter(before.setting == "APC", (ended >= ibis.date(day)) | still)
    since = inside.group_by("person_id").aggregate(_admitted=inside.start_ts.date().min())
    rows = diagnoses.filter(
        diagnoses.person_id.notnull(),
        diagnoses.code_system == "ICD10",
        diagnoses.known_on < ibis.date(day),
    )
    joined = rows.left_join(since, "person_id")
    coded = joined["_admitted"].isnull() | (joined.known_on < joined["_admitted"])
    return joined.filter(coded).drop("person_id_right", "_admitted")


def _coded(sources: Sources, before: ir.Table, day: date, look_back: int) -> ir.Table:
    rows = _known(sources.diagnoses, before, day)
    rows = rows.filter(rows.known_on >= _since(look_back, day))
    category = rows.code.upper().left(3)
    return rows.group_by("person_id").aggregate(icd10_groups_36m=category.nunique())


def _problems(diagnoses: ir.Table, day: date) -> ir.Table:
    """Count the problems that had begun and not ended, each once, whatever lists name them."""
    rows = diagnoses.filter(
        diagnoses.person_id.notnull(),
        diagnoses.known_on < ibis.date(day),
        diagnoses.lasts_until >= ibis.date(day),
    )
    category = (rows.code_system == "ICD10").ifelse(rows.code.upper().left(3), rows.code)
    return rows.group_by("person_id").aggregate(long_term_problems=category.nunique())


def _scores(scores: Mapping[str, Listed], bits: ir.Table) -> ir.Table:
    units = units_by_person(bits, list(scores.values()))
    points = {
        name: as_score(units[one.score.score], one.score).cast("float64")
        for name, one in scores.items()
    }
    return units.select("person_id", **points)


def _items(rx_item: ir.Table, day: date) -> ir.Table:
    """Count items of the months that had ended: a month is told of as a whole."""
    ended = rx_item.processed_month + ibis.interval(months=1)
    rows = rx_item.filter(
        rx_item.person_id.notnull(),
        ended.cast("date") <= ibis.date(day),
        rx_item.processed_month >= _since(YEAR, day),
    )
    return rows.group_by("person_id").aggregate(
        items_12m=rows["items"].fill_null(1).sum(), drugs_12m=rows.code.nunique()
    )


def _deprivation(residence: ir.Table, geography: ir.Table, day: date) -> ir.Table:
    """Return the decile of where people lived the day before, by the newest index."""
    homes = residence.filter(
        residence.person_id.notnull(),
        residence.start_date < ibis.date(day),
        residence.end_date.isnull() | (residence.end_date >= ibis.date(day)),
    )
    newest = geography.group_by("lsoa_code").aggregate(
        deprivation=geography.imd_decile.argmax(geography.imd_year * 10_000 + geography.lsoa_year)
    )
    rows = homes.inner_join(newest, "lsoa_code")
    # Two homes at once is a mistake of the source: the one moved to last is taken, and the most
    # deprived of two moved to on one day, so that the answer does not depend on the order of rows.
    latest = rows.group_by("person_id").mutate(_latest=rows.start_date.max())
    latest = latest.filter(latest.start_date == latest["_latest"])
    return latest.group_by("person_id").aggregate(deprivation=latest.deprivation.min())


def _packages(care_package: ir.Table, day: date) -> ir.Table:
    there = care_package.filter(
        care_package.person_id.notnull(),
        care_package.start_date < ibis.date(day),
        care_package.end_date.isnull() | (care_package.end_date >= ibis.date(day)),
    )
    return there.select("person_id").distinct().mutate(has_care_package=ibis.literal(1))
