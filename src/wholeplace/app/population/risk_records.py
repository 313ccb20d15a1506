"""What the models of risk are shown of a workspace: people on a day, and what came after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import ibis
import pyarrow as pa
from ibis import ir

from wholeplace.app.documents import PlaceDocuments
from wholeplace.app.records import Opened, bits_of_codes
from wholeplace.app.score_documents import find_score, read_score
from wholeplace.budget import counted
from wholeplace.population.risk import (
    LONGEST,
    Outcome,
    Sample,
    Sources,
    bits_on,
    features_on,
    happened,
    sample_of,
)
from wholeplace.population.scores import ICD10, Listed
from wholeplace.store.engine import Engine

_SCORES = {"charlson": "charlson-quan", "hfrs": "hfrs"}


@dataclass(frozen=True, slots=True)
class RiskRecords:
    """What features are made from, and what outcomes are found in."""

    sources: Sources
    persons: ir.Table
    costs: ir.Table


def risk_records(running: Engine, opened: Opened, documents: PlaceDocuments) -> RiskRecords:
    """Return the records that risk is worked out from.

    ``opened`` is for the use ``candidates``: nobody is in it who opted out of that.
    """
    records, place = opened.records, documents.place
    scores = {name: read_score(find_score(score)) for name, score in _SCORES.items()}
    icd10 = records.diagnoses.filter(records.diagnoses.code_system == ICD10)
    sources = Sources(
        spells=records.spells,
        activity=records.activity,
        diagnoses=records.diagnoses,
        residence=records.residence,
        geography=opened.tables["geography"],
        care_package=running.keep("packages", opened.of_people("care_package")),
        rx_item=running.keep("items", opened.of_people("rx_item")),
        code_bits=bits_of_codes(running, icd10, list(scores.values())),
        scores=scores,
    )
    costs = counted(records.costs, place.services, place.currency)
    return RiskRecords(sources, records.persons, costs)


def known_on(
    running: Engine,
    found: RiskRecords,
    day: date,
    look_back: int,
    outcome: Outcome | None = None,
) -> pa.Table:
    """Return everybody on the register of a day, in the order of their pseudonyms.

    Columns are ``person_id``, every feature, ``ethnicity``, and ``events``: how many of the
    outcome came in the year, nought where no outcome is asked about.
    """
    since = {
        name: replace(one, since=_since(day, one, look_back))
        for name, one in found.sources.scores.items()
    }
    sources = replace(found.sources, scores=since)
    bits = running.keep("bits", bits_on(sources, day))
    known = running.keep("known", features_on(sources, bits, day, look_back))
    who = found.persons.select("person_id", "ethnicity")
    joined = known.left_join(who, "person_id").drop("person_id_right")
    if outcome is None:
        joined = joined.mutate(events=ibis.literal(0))
    else:
        rows = {"activity": sources.activity, "person": found.persons, "costs": found.costs}
        came = happened(outcome, rows, known, day)
        joined = joined.left_join(came, "person_id").drop("person_id_right")
    return running.arrow(joined.order_by("person_id"))


def sample_on(
    running: Engine, found: RiskRecords, outcome: Outcome, day: date, look_back: int
) -> Sample:
    """Return what was known of people on a day, and what came in the year from it."""
    return sample_of(known_on(running, found, day, look_back, outcome), day)


def _since(day: date, one: Listed, look_back: int) -> date:
    years = one.score.look_back_years
    return day - timedelta(days=min(look_back, 365 * years if years else LONGEST))
