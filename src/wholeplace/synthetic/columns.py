"""Arrow columns made from NumPy arrays, in the shape of the canonical tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NEVER = 200_000
"""A day (counted from 1970-01-01) after every life here: an empty date."""

MINUTES = 1440
"""Minutes in a day."""

_KINDS = {
    "text": pa.string(),
    "day": pa.date32(),
    "stamp": pa.timestamp("us"),
    "money": pa.decimal128(14, 2),
    "units": pa.decimal128(10, 2),
    "quantity": pa.decimal128(12, 3),
    "factor": pa.decimal128(8, 6),
    "score": pa.float64(),
    "whole": pa.int32(),
    "small": pa.int16(),
    "flag": pa.bool_(),
}

_COLUMNS = {
    "person": "person_id sex birth_month:day ethnicity death_date:day death_place death_cause",
    "source_link": "source source_key person_id match_rule match_score:score",
    "registration": "person_id practice_code start_date:day end_date:day end_reason",
    "residence": "person_id start_date:day end_date:day lsoa_code la_code care_home_id"
    " accommodation_status",
    "activity": "activity_id person_id parent_activity_id source setting pod start_ts:stamp"
    " end_ts:stamp quantity:quantity quantity_unit provider_code site_code commissioner_code"
    " practice_code_recorded specialty admission_method admission_source discharge_method"
    " discharge_destination attendance_status first_attendance contact_medium hrg_code"
    " los_days:whole",
    "diagnosis": "person_id activity_id position:small code_system code kind onset_date:day"
    " end_date:day",
    "care_package": "package_id person_id funder_code provider_code service_type"
    " service_component delivery_mechanism start_date:day end_date:day unit_cost:money"
    " cost_frequency units_per_week:units",
    "cost": "cost_id activity_id package_id item_id person_id basis amount:money currency"
    " price_year:small mff:factor pbr_excluded:flag contract_line_id",
    "organisation": "code name type parent_code valid_from:day valid_to:day",
    "geography": "lsoa_code lsoa_year:small la_code ward_code icb_code imd_year:small"
    " imd_rank:whole imd_decile:small",
}


def table(name: str, /, **columns: pa.Array) -> pa.Table:
    """Return a canonical table; columns that are not given are empty.

    The columns, their order and types are those of the canonical tables, without ``batch_id``.
    """
    kinds = dict((spec + ":text").split(":")[:2] for spec in _COLUMNS[name].split())
    if unknown := columns.keys() - kinds:
        raise ValueError(f"{name} has no column {sorted(unknown)}")
    size = len(next(iter(columns.values())))
    filled = {
        column: columns[column].cast(_KINDS[kind])
        if column in columns
        else pa.nulls(size, _KINDS[kind])
        for column, kind in kinds.items()
    }
    return pa.table(filled)


def keys(prefix: str, numbers: Ints, width: int = 7) -> pa.Array:
    """Return text keys such as ``P0000001``, one for each number."""
    digits = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width, "0")
    return pc.binary_join_element_wise(prefix, digits, "")


def pick(labels: Sequence[str | None], index: npt.NDArray[np.integer]) -> pa.Array:
    """Return the label at each index; a negative index gives an empty value."""
    return pa.array(labels, pa.string()).take(pa.array(index, mask=index < 0))


def same(value: str | int, size: int) -> pa.Array:
    """Return a column that holds one value in every row."""
    return pa.repeat(value, size)


def days(numbers: Ints) -> pa.Array:
    """Return dates from days since 1970-01-01; ``NEVER`` gives an empty date."""
    return pa.array(numbers.astype(np.int32), mask=numbers >= NEVER).cast(pa.date32())


def stamps(minutes: Ints) -> pa.Array:
    """Return timestamps from minutes since 1970-01-01."""
    return pa.array(minutes * 60_000_000).cast(pa.timestamp("us"))


def hundredths(numbers: Ints) -> pa.Array:
    """Return exact decimals with two places from whole hundredths (pence)."""
    return pc.multiply(pa.array(numbers).cast(pa.decimal128(19, 0)), pa.scalar("0.01").cast(_CENT))


_CENT = pa.decimal128(3, 2)
