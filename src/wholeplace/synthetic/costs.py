"""The canonical table ``cost``: one row per event or package, and a few corrections."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from wholeplace.synthetic.care import Packages, package_keys
from wholeplace.synthetic.columns import Floats, Ints, hundredths, keys, pick, same, table
from wholeplace.synthetic.events import Events
from wholeplace.synthetic.row_keys import RowKeys
from wholeplace.synthetic.services import (
    EXTRA_DAY_PRICE,
    LONG_STAY_DAYS,
    PODS,
    SERVICES,
    SHORT_STAY_PRICE,
)

_CORRECTED = 0.001  # the share of hospital costs that are reversed and issued again


def cost(
    events: Events,
    row_keys: RowKeys,
    packages: Packages,
    starts: Ints,
    rng: np.random.Generator,
) -> pa.Table:
    """Return the table ``cost``: one row per event and per package, and corrections.

    Amounts are pounds at the prices of ``services``, nothing where the person did not come. A
    correction is a row that takes the wrong amount back, and a row with the right one.
    ``price_year`` is the financial year of the event.
    """
    amount = np.where(events.missed, 0, _draw_amounts(events, rng))
    calendar_year = starts.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    wrong = np.flatnonzero((amount > 0) & (rng.random(len(events)) < _CORRECTED))
    right = np.rint(amount[wrong] * rng.uniform(0.8, 1.2, len(wrong))).astype(np.int64)
    event = np.concatenate([np.arange(len(events)), wrong, wrong])
    year = np.searchsorted(starts, events.day[event], "right") - 1
    of_packages = len(packages.person)
    size = len(event) + of_packages
    basis = np.concatenate([events.pod[event], np.full(of_packages, len(SERVICES))])
    place = pa.array(event)
    return table(
        "cost",
        cost_id=keys("C", np.arange(size) + 1, 9),
        activity_id=pa.concat_arrays([row_keys.activity.take(place), _none(of_packages)]),
        package_id=pa.concat_arrays([_none(len(event)), package_keys(packages)]),
        person_id=pa.concat_arrays([row_keys.person.take(place), keys("P", packages.person + 1)]),
        basis=pick([*(service.basis for service in SERVICES), "package"], basis),
        amount=hundredths(np.concatenate([amount, -amount[wrong], right, packages.amount])),
        currency=same("GBP", size),
        price_year=pa.array(calendar_year[np.concatenate([year, packages.year])]),
        pbr_excluded=same(value=False, size=size),
    )


def _none(size: int) -> pa.Array:
    return pa.nulls(size, pa.string())


def _draw_amounts(events: Events, rng: np.random.Generator) -> Ints:
    """Return pence by event."""
    price = np.array([service.price for service in SERVICES])[events.pod]
    emergency = events.pod == PODS.index("NEL")
    extra = EXTRA_DAY_PRICE * np.maximum(events.nights - LONG_STAY_DAYS, 0)
    price = np.where(emergency & (events.nights <= 1), SHORT_STAY_PRICE, price)
    spread = np.array([service.spread for service in SERVICES])[events.pod]
    about_one = np.exp(rng.normal(0, 1, len(events)) * spread - spread**2 / 2)
    pence: Floats = np.rint(100 * (price * about_one + np.where(emergency, extra, 0)))
    return pence.astype(np.int64)
