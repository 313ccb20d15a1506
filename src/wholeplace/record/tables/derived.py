"""The columns that are worked out once from the records, beside those of ``activity``.

The room ``derive`` fills them; rules of places and measures may ask for them by name.
"""

from __future__ import annotations

from wholeplace.record.tables.all_tables import table_named
from wholeplace.record.tables.schema import Column, Kind
from wholeplace.record.tables.types import TYPES

_YES_NO, _WHOLE = Kind.YES_NO, Kind.INTEGER

DERIVED = (
    Column("pod", about="point of delivery, one list for all sources"),
    Column("pod_recorded", about="the point of delivery that the source wrote down"),
    Column("is_emergency", _YES_NO, about="an emergency admission, by its method"),
    Column("attended", _YES_NO, about="whether the person was seen"),
    Column("out_of_area", _YES_NO, about="whether the provider is none of the place's"),
    Column("bed_days", _WHOLE, at_least=0, unit="days", about="midnights of a stay that ended"),
    Column("episodes", _WHOLE, at_least=1, about="consultant episodes in the stay"),
    Column("led_to_admission", _YES_NO, about="whether an attendance led to a stay"),
    Column("led_to_activity_id", about="the stay that an attendance led to"),
    Column("came_from_activity_id", about="the attendance that a stay came from"),
)
"""In place of ``pod`` as recorded, and beside the other columns of ``activity``."""

ACTIVITY_COLUMNS = tuple(
    dict.fromkeys((*table_named("activity").column_names, *(column.name for column in DERIVED)))
)
"""Every column of activity that a rule may ask for: as recorded, and derived."""

ACTIVITY_KINDS = {
    column.name: TYPES[column.kind] for column in (*table_named("activity").columns, *DERIVED)
}
"""The type of each of them."""
