"""The recipe that is proposed for a column: as it stands, or with the steps its values need."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from wholeplace.document import Plain, inline, word
from wholeplace.record.suggest.likely_columns import Match
from wholeplace.record.suggest.value_profile import Profile
from wholeplace.record.tables.schema import Column, Kind

_MOSTLY = 0.8
_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "sex": {
        "1": ("1", "m", "male", "8507"),  # the last is the concept of OMOP
        "2": ("2", "f", "female", "8532"),
        "9": ("9", "other", "indeterminate"),
        "X": ("x", "unknown"),
    },
    "setting": {
        "APC": ("inpatient", "admission", "imp", "day case", "daycase", "spell", "9201"),
        "OP": ("outpatient", "clinic", "op", "9202"),
        "ED": ("emergency", "ed", "a&e", "ae", "emer", "9203"),
        "UTC": ("urgentcare", "urgent care", "utc", "walk-in"),
        "GP": ("gp", "ambulatory", "amb", "wellness", "virtual", "surgery", "telephone"),
        "COMM": ("community", "home", "hospice", "hh"),
        "CHC": ("snf",),
    },
}
"""Words that sources write for the codes of a column, in small letters."""

_PSEUDONYM = re.compile(r"pseudo|\bSK_Patient|_token$|hash", re.IGNORECASE)
"""What is in the name of a column that holds pseudonyms of a sender's own."""

_REST = {"sex": "9", "setting": "OTHER"}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A recipe as YAML on one line, and what to look at in it."""

    recipe: str
    look: tuple[str, ...] = ()


def proposed_recipe(match: Match, column: Column, found: Profile, feed: str) -> Proposed:
    """Return the recipe of a matched column; ``feed`` goes before keys that others might share."""
    look = (f"or {match.other}",) if match.other else ()
    if column.name == "person_id" and found.share("NHS number") >= _MOSTLY:
        return Proposed(inline({"person_key": {"nhs_number": match.found}}), look)
    if column.name == "person_id" and _PSEUDONYM.search(match.found):
        key: dict[str, Plain] = {"pseudonym": match.found, "issuer": "sender"}
        who = "who made these pseudonyms, by one name in all their feeds"
        return Proposed(inline({"person_key": key}), (*look, who))
    if column.one_of:
        return _coded(match, column, found, look)
    steps, more = _steps(column, found, feed)
    named: dict[str, Plain] = {"column": match.found}
    return Proposed(_short(named | steps), look + more)


def _steps(column: Column, found: Profile, feed: str) -> tuple[dict[str, Plain], tuple[str, ...]]:
    if column.kind in {Kind.DATE, Kind.TIMESTAMP}:
        return _dates(column, found)
    if column.kind is Kind.MONEY:
        return {"strip": "£ ", "round_to_penny": True}, ()
    return _of_text(column, found, feed) if column.kind is Kind.TEXT else ({}, ())


def _of_text(column: Column, found: Profile, feed: str) -> tuple[dict[str, Plain], tuple[str, ...]]:
    if column.name.endswith("_id") and column.name != "care_home_id":
        return {"prefix": f"{feed}:"}, ()
    if column.name in {"code", "death_cause"}:
        return {"strip": " .-", "upper": True}, ()
    if any(len(value) > column.longest for value in found.examples):
        return {"first": str(column.longest)}, (f"values are longer than {column.longest}",)
    return {}, ()


def _dates(column: Column, found: Profile) -> tuple[dict[str, Plain], tuple[str, ...]]:
    steps: dict[str, Plain] = {}
    if found.date_format:
        steps["date_formats"] = [found.date_format]
    if column.first_of_month:
        steps["first_of_month"] = True
    return steps, tuple(f"or dates as {form}" for form in found.doubtful)


def _coded(match: Match, column: Column, found: Profile, look: tuple[str, ...]) -> Proposed:
    """Return codes for the values found, each in its own words; what is not known is the rest."""
    if column.name not in _WORDS:
        allowed = f"one of {', '.join(column.one_of)}"
        return Proposed(_short({"column": match.found}), (*look, allowed))
    means = {word: code for code, said in _WORDS[column.name].items() for word in said}
    values = found.codes or (tuple(means) if column.name == "sex" else ())
    known: dict[str, Plain] = {
        value: code
        for value in values
        if (code := means.get(value.lower(), value if value in column.one_of else ""))
    }
    rest = _REST[column.name]
    unknown = tuple(value for value in found.codes if value not in known)
    said = (f"{rest} for {', '.join(unknown)}",) if unknown else ()
    steps: dict[str, Plain] = {"column": match.found, "codes": known, "otherwise": rest}
    return Proposed(inline(steps), (*look, *said))


def _short(steps: dict[str, Plain]) -> str:
    return word(str(steps["column"])) if set(steps) == {"column"} else inline(steps)
