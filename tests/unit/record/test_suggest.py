"""Which column of a file is which: by its name, and by what it holds."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.record.suggest.column_names import ColumnNames, words
from wholeplace.record.suggest.likely_columns import filled_tables, matches, needed_columns
from wholeplace.record.suggest.name_likeness import best_name, likeness
from wholeplace.record.suggest.value_profile import Profile, fit, profile
from wholeplace.record.tables.all_tables import table_named
from wholeplace.store.files import read_text
from wholeplace.store.shipped import shipped_file

TEXT = read_text(shipped_file("codelists", "column-names.yaml"))
NAMES = read_document(TEXT, "column-names.yaml", ColumnNames).value
GOLDEN = Path(__file__).parents[2] / "golden" / "source-columns.csv"
UNSEEN = Profile(shares={})


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ADMIDATE", "admission date"),
        ("Adm Date", "admission date"),
        ("spell.admission.date", "spell admission date"),
        ("StartDateHospProvSpell", "start date hospital provider spell"),
        ("Pseudo NHS Number", "nhs number"),
        ("LSOA11", "lsoa 11"),
        ("dmicPseudoNHSNumber", "nhs number"),
        ("QZXV", "qzxv"),
    ],
)
def test_a_name_is_read_as_its_words(name: str, meant: str) -> None:
    assert " ".join(words(name, NAMES, NAMES.vocabulary())) == meant


@pytest.mark.parametrize(
    ("values", "shape"),
    [
        (["9990000018", "999 000 0026"], "NHS number"),
        (["J18.1", "E119", "I10X"], "ICD-10"),
        (["233604007", "44054006"], "SNOMED CT"),
        (["E86001", "Y00001"], "practice"),
        (["RAS", "R1K01"], "provider"),
        (["E01002433"], "LSOA"),
        (["1", "2", "9"], "sex"),
        (["DZ11K", "FZ60Z"], "HRG"),
        (["2019-04-01", "2019-04-01T09:30:00Z"], "date"),
        (["1234.50", "-3"], "number"),
        (["UB8 1AA"], "postcode"),
    ],
)
def test_values_are_known_by_their_shape(values: Sequence[str], shape: str) -> None:
    assert profile(values).share(shape) == 1


@pytest.mark.parametrize(
    ("values", "form", "doubtful"),
    [
        (["17/06/1945", "30/01/1960"], "%d/%m/%Y", ()),
        (["01/02/2019", "03/04/2019"], "%d/%m/%Y", ("%m/%d/%Y",)),
        (["20190401"], "%Y%m%d", ()),
        (["01-Apr-2019"], "%d-%b-%Y", ()),
        (["201904", "201912"], "%Y%m", ()),
        (["061945", "121960"], "%m%Y", ()),
        (["2019-04-01"], "", ()),
    ],
)
def test_how_dates_are_written_is_found(
    values: Sequence[str], form: str, doubtful: tuple[str, ...]
) -> None:
    found = profile(values)
    assert (found.date_format, found.doubtful) == (form, doubtful)
    assert found.share("date") == 1


def test_numbers_are_no_dates() -> None:
    assert profile(["123456", "987654"]).share("date") == 0
    assert profile([]).filled == profile(["", " "]).filled == 0


def test_values_that_contradict_a_name_speak_against_it() -> None:
    activity = table_named("activity")
    start, provider = activity.column("start_ts"), activity.column("provider_code")
    assert fit(profile(["abc"]), start, activity).times < 1
    assert fit(profile(["9990000018"]), provider, activity).times < 1
    assert fit(profile(["RAS"]), provider, activity).plus > 0
    assert fit(profile(["x", "x"]), activity.column("activity_id"), activity).times < 1


def test_a_known_name_is_certain_and_says_by_whom() -> None:
    like = likeness(NAMES)
    assert best_name(like, "ADMIMETH", "activity", "admission_method") == (
        1.0,
        "so called in hes_apc",
    )
    score, why = best_name(like, "Adm Method", "activity", "admission_method")
    assert 0.9 < score < 1
    assert why == "like admission_method"


def file_of(columns: Mapping[str, Sequence[str]]) -> dict[str, Profile]:
    return {name: profile(values) for name, values in columns.items()}


SPELLS = file_of(
    {
        "Spell_No": ["S1", "S2"],
        "NHS No": ["9990000018", "9990000026"],
        "Gender": ["M", "F"],
        "DOB": ["17/06/1945", "30/01/1960"],
        "Adm Date": ["01/05/2019", "14/07/2019"],
        "Disch Date": ["03/05/2019", "14/07/2019"],
        "Prov Code": ["RAS", "RAS"],
        "Prim Diag": ["J18.1", "K80.2"],
        "Amount GBP": ["12.50", "850.00"],
    }
)


def test_the_columns_of_a_file_nobody_has_seen_are_found() -> None:
    found = {m.column: m.found for m in matches(table_named("activity"), SPELLS, likeness(NAMES))}
    assert found == {
        "activity_id": "Spell_No",
        "person_id": "NHS No",
        "start_ts": "Adm Date",
        "end_ts": "Disch Date",
        "provider_code": "Prov Code",
    }


def test_what_looks_nearly_as_good_is_said() -> None:
    twice = file_of({"GPPRAC": ["E86001"], "GP Practice": ["E86001"], "NHS No": ["9990000018"]})
    one = matches(table_named("registration"), twice, likeness(NAMES))[1]
    assert (one.column, one.found, one.other) == ("practice_code", "GPPRAC", "GP Practice")


def test_tables_are_ordered_by_how_well_their_needs_are_met() -> None:
    best = filled_tables(SPELLS, likeness(NAMES))
    assert [filled.table.name for filled in best if not filled.missing][:1] == ["person"]
    assert "practice_code" in next(f for f in best if f.table.name == "registration").missing


@cache
def all_columns() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with GOLDEN.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["source"], []).append(row["column"])
    return found


def shares_right(*, seen: bool) -> tuple[float, float]:
    """Return the shares of needed and of all known columns that are right at first place."""
    asked: list[tuple[bool, bool]] = []
    for source, tables in NAMES.sources.items():
        like = likeness(NAMES if seen else NAMES.without(source))
        profiles = dict.fromkeys(all_columns()[source], UNSEEN)
        for name, truth in tables.items():
            table = table_named(name)
            found = {m.column: m.found for m in matches(table, profiles, like)}
            needed = needed_columns(table)
            there = {c: names for c, names in truth.items() if set(names) & set(profiles)}
            asked += [(c in needed, found.get(c) in names) for c, names in there.items()]
    needed_right = [right for is_needed, right in asked if is_needed]
    return sum(needed_right) / len(needed_right), sum(r for _, r in asked) / len(asked)


def test_columns_of_known_sources_are_found_by_their_names_alone() -> None:
    needed, every = shares_right(seen=True)
    assert needed >= 0.97
    assert every >= 0.95


def test_most_columns_of_a_source_never_seen_are_found_by_their_names_alone() -> None:
    # Each source in turn is taken out of what is known, and its columns are asked for.
    needed, every = shares_right(seen=False)
    assert needed >= 0.80
    assert every >= 0.72


def test_names_of_columns_that_there_are_not_are_refused() -> None:
    with pytest.raises(Refused, match="unknown column of person 'seks'"):
        read_document(TEXT.replace("      sex: [Gender]", "      seks: [Gender]"), "n", ColumnNames)
