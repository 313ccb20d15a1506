"""The records from which features of risk are made, drawn as tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import ibis

from tests.tables import table
from wholeplace.app.score_documents import find_score, read_score
from wholeplace.population.risk import Sources, bits_on, features_on
from wholeplace.population.scores import code_bits
from wholeplace.store.engine import Engine

SCORES = {
    "charlson": read_score(find_score("charlson-quan")),
    "hfrs": read_score(find_score("hfrs")),
}
NONE = {
    "spells": "person_id practice_code sex birth_month starts ends",
    "activity": "person_id setting start_ts end_ts is_emergency attended",
    "diagnoses": "person_id code_system code position known_on lasts_until",
    "residence": "person_id start_date end_date lsoa_code care_home_id",
    "geography": "lsoa_code lsoa_year imd_year imd_decile",
    "care_package": "person_id start_date end_date",
    "rx_item": "person_id processed_month code items",
}
_DATES = dict.fromkeys(("starts", "ends", "known_on", "lasts_until"), "date")
_FLAGS = dict.fromkeys(("is_emergency", "attended"), "int64")
CODES = ("I500", "E112", "J440", "F03", "N390", "Z000")


def sources(drawings: Mapping[str, str]) -> Sources:
    """Return records as drawn; tables that are not drawn are empty. Flags are drawn as 1 and 0."""
    tables = {name: table(drawings.get(name, NONE[name]), **_DATES, **_FLAGS) for name in NONE}
    activity = tables["activity"]
    tables["activity"] = activity.mutate(**{f: activity[f].cast("boolean") for f in _FLAGS})
    bits = ibis.memtable(code_bits(CODES, list(SCORES.values())))
    return Sources(**tables, code_bits=bits, scores=SCORES)


def known(
    running: Engine, records: Sources, day: date, look_back: int = 1096
) -> list[dict[str, object]]:
    """Return the features of everybody registered on a day, in the order of their names."""
    bits = running.keep("bits", bits_on(records, day))
    return running.rows(features_on(records, bits, day, look_back).order_by("person_id"))
