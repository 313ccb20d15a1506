"""From counts to figures: rates, shares, means and expectations of life."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from wholeplace.synthetic.columns import Floats

Rows: TypeAlias = Sequence[Mapping[str, object]]

_BANDS = 19
_YEAR = 365.25
_ADULT_FROM = 3  # the band of ages 15 to 19, of which two fifths are adults
_PER = 1000


def measured(counted: Mapping[str, Rows], england: Sequence[int]) -> dict[str, float]:
    """Return the synthetic figures by id.

    ``counted`` are the rows of ``counting``'s tables; ``england`` counts people by age band, for
    direct standardisation: national rates are met at the nation's ages.
    """
    time = _banded(counted["time"]) / _YEAR
    weights = np.array(england, dtype=np.float64)

    def rate(rows: Rows, column: str = "n") -> float:
        return _PER * _standardised(_banded(rows, column), time, weights)

    spells, ed = counted["spells"], counted["ed"]
    emergency = _where(spells, "kind", "emergency")
    attended = _total(ed)
    figures = {
        **_people(counted, time),
        "emergency_admissions": rate(emergency),
        "elective": rate(_where(spells, "kind", "elective")),
        "day_cases": rate(_where(spells, "kind", "day_case")),
        "bed_days": rate(spells, "nights"),
        "ed": rate(ed),
        "op_attended": rate(counted["op"]),
        **{name: rate(counted[name]) for name in _CONTACTS},
        "long_stays": 100 * _total(emergency, "long") / _total(emergency),
        "episodes": _total(counted["episodes"]) / _total(spells),
        "type_1": 100 * _total(_where(ed, "type", "01")) / attended,
        "ed_admitted": 100 * _total(counted["ed_admitted"]) / attended,
        "social_care": _adult_rate(_banded(counted["care"]), time, weights),
        **{f"price_{row['kind']}": _number(row["amount"]) / _number(row["n"])
           for row in counted["prices"]},
    }  # fmt: skip
    if "items" in counted:
        figures["items"] = rate(counted["items"]) / _PER
    return figures


_CONTACTS = ("gp", "community", "mental_health", "mental_health_days")


def _people(counted: Mapping[str, Rows], time: Floats) -> dict[str, float]:
    first, years = _banded(counted["first_day"]), float(time.sum())
    moves = {str(row["what"]): _number(row["n"]) for row in counted["moves"]}
    areas = {int(_number(row["decile"])): _number(row["n"]) for row in counted["areas"]}
    practices = max(_number(row["practices"]) for row in counted["first_day"])
    return {
        **{
            name: 100 * float(first[low:high].sum() / first.sum())
            for name, low, high in (
                ("age_0_19", 0, 4), ("age_20_64", 4, 13), ("age_65_84", 13, 17), ("age_85", 17, 19)
            )
        },
        "imd_1_3": 100 * sum(areas.get(n, 0) for n in (1, 2, 3)) / sum(areas.values()),
        "imd_8_10": 100 * sum(areas.get(n, 0) for n in (8, 9, 10)) / sum(areas.values()),
        "births": _PER * _total(counted["births"]) / years,
        "deaths": _PER * _total(counted["deaths"]) / years,
        "arrivals": _PER * moves["came"] / years,
        "departures": _PER * moves["left"] / years,
        "life_men": _life_at_65(counted, "1"),
        "life_women": _life_at_65(counted, "2"),
        "practice_size": float(first.sum()) / practices,
    }  # fmt: skip


def _number(value: object) -> float:
    return float(str(value))


def _where(rows: Rows, column: str, value: str) -> Rows:
    return [row for row in rows if row[column] == value]


def _total(rows: Iterable[Mapping[str, object]], column: str = "n") -> float:
    return sum(_number(row[column]) for row in rows)


def _banded(rows: Rows, column: str = "n") -> Floats:
    counts = np.zeros(_BANDS)
    for row in rows:
        counts[int(_number(row["band"]))] += _number(row[column])
    return counts


def _standardised(events: Floats, time: Floats, weights: Floats) -> float:
    """Return events a person-year at the ages of ``weights``; a band that nobody is in has none."""
    rates = np.divide(events, time, out=np.zeros_like(events), where=time > 0)
    return float((rates * weights).sum() / weights.sum())


def _adult_rate(events: Floats, time: Floats, weights: Floats) -> float:
    adults = np.where(np.arange(_BANDS) < _ADULT_FROM, 0.0, 1.0)
    adults[_ADULT_FROM] = 2 / 5
    return _PER * _standardised(events, time * np.maximum(adults, 0.4), weights * adults)


def _life_at_65(counted: Mapping[str, Rows], sex: str) -> float:
    """Return the years still to live at 65, by an abridged life table of the deaths."""
    deaths = _banded(_where(counted["deaths"], "sex", sex))[13:]
    time = _banded(_where(counted["time"], "sex", sex))[13:] / _YEAR
    hazard = np.divide(
        deaths, time, out=np.full(len(deaths), 0.01), where=(time > 0) & (deaths > 0)
    )
    alive, lived = 1.0, 0.0
    for rate in hazard[:-1]:
        left = alive * float(np.exp(-5 * rate))
        lived += (alive - left) / float(rate)
        alive = left
    return lived + alive / float(hazard[-1])
