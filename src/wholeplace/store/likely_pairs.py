"""Find likely pairs with Splink, the Ministry of Justice's library of record linkage, on DuckDB.

Method: Fellegi and Sunter (1969); Linacre and others, Int J Popul Data Sci 2022;7(3) (Splink).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from ibis import ir
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from wholeplace.population import LEVELS, Agreement, LikelyPair, LinkingRules
from wholeplace.store.engine import Engine

Learnt: TypeAlias = Mapping[str, Mapping[str, Agreement]]
"""For each comparison and way of agreeing, how often true pairs and strangers agree so."""

_PLACES = 6
_LEAST, _MOST = 1e-6, 1 - 1e-6
_LOOKS = {
    "given_name": {
        "same": "given_name_l = given_name_r",
        "short_form": "list_has_any(given_full_l, given_full_r)",
        "alike": "jaro_winkler_similarity(given_name_l, given_name_r) >= 0.9",
    },
    "family_name": {
        "same": "family_name_l = family_name_r",
        "alike": "jaro_winkler_similarity(family_name_l, family_name_r) >= 0.9",
    },
    "birth_date": {
        "same": "birth_date_l = birth_date_r",
        "swapped": "substr(birth_date_l, 1, 5) || substr(birth_date_l, 9, 2) || '-'"
        " || substr(birth_date_l, 6, 2) = birth_date_r",
        # Fifteen years or more are a parent and a child of one name rather than a slip.
        "one_digit": "damerau_levenshtein(birth_date_l, birth_date_r) <= 1 AND"
        " abs(substr(birth_date_l, 1, 4)::INT - substr(birth_date_r, 1, 4)::INT) < 15",
    },
    "address": {
        "same_uprn": "uprn_l = uprn_r",
        "same_postcode": "postcode_l = postcode_r",
        "same_district": "district_l = district_r",
    },
    "sex": {"same": "sex_l = sex_r"},
}
_KNOWN_BY = {"address": "postcode"}
_COMMON = {"given_name", "family_name"}
"""Where agreeing in what many people have tells less than agreeing in what is rare."""


def likely_pairs(
    engine: Engine, known: ir.Table, unknown: ir.Table, rules: LinkingRules
) -> tuple[list[LikelyPair], Learnt]:
    """Return the pairs worth a look and the numbers by which they were judged.

    ``known`` and ``unknown`` are as ``comparable`` makes them. The same records give the same
    pairs to the last digit: one thread, a fixed seed, and learnt numbers rounded to six places.
    """
    sizes = engine.count(known), engine.count(unknown)
    if not all(sizes):
        return [], rules.comparisons
    engine.backend.con.execute("SET threads = 1")
    # Splink is told of tables by their names.
    for name, rows in (("known", known), ("unknown", unknown)):
        engine.backend.create_table(name, rows, temp=True, overwrite=True)
    expected = float(rules.share_known) / sizes[0]
    with warnings.catch_warnings():
        # Splink 5.0 asks DuckDB for Arrow by a name that DuckDB 2.0 replaces.
        warnings.simplefilter("ignore")
        learnt: Learnt = rules.comparisons
        if min(sizes) >= rules.training.at_least:
            learnt = _learnt(engine, rules, expected)
        linker = _linker(engine, rules, learnt, expected)
        found = linker.inference.predict(float(rules.review_from))
        pairs = [_pair(row) for row in found.as_record_list()]
    engine.backend.con.execute("RESET threads")
    return pairs, learnt


def _linker(engine: Engine, rules: LinkingRules, numbers: Learnt, expected: float) -> Linker:
    database = DuckDBAPI(engine.backend.con)
    tables = [database.register(name, dataset_display_name=name) for name in ("unknown", "known")]
    settings = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="person_id",
        probability_two_random_records_match=expected,
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in rules.compared_where],
        comparisons=[_comparison(name, numbers[name]) for name in LEVELS],
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
        linker_uid="wholeplace",
    )
    return Linker(tables, settings, log_level="CRITICAL", validate_settings=False)


def _comparison(name: str, numbers: Mapping[str, Agreement]) -> dict[str, object]:
    column = _KNOWN_BY.get(name, name)
    missing = {
        "sql_condition": f"{column}_l IS NULL OR {column}_r IS NULL",
        "label_for_charts": "missing",
        "is_null_level": True,
    }
    levels = [_level(name, level, numbers[level]) for level in LEVELS[name]]
    return {"output_column_name": name, "comparison_levels": [missing, *levels]}


def _level(name: str, level: str, numbers: Agreement) -> dict[str, object]:
    found: dict[str, object] = {
        "sql_condition": _LOOKS[name].get(level, "ELSE"),
        "label_for_charts": level,
        "m_probability": numbers.true_pairs,
        "u_probability": numbers.strangers,
    }
    if name in _COMMON and level == "same":
        found |= {"tf_adjustment_column": name, "tf_minimum_u_value": 0.0005}
    return found


def _learnt(engine: Engine, rules: LinkingRules, expected: float) -> Learnt:
    linker = _linker(engine, rules, rules.comparisons, expected)
    training = rules.training
    linker.training.estimate_u_using_random_sampling(
        max_pairs=training.pairs, seed=training.seed, min_count_per_level=None, num_chunks=1
    )
    for rule in training.by:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*rule), estimate_without_term_frequencies=True
        )
    model = linker.misc.save_model_to_json()
    trained = {each["output_column_name"]: each for each in model["comparisons"]}
    return {name: dict(_trained_levels(trained[name], rules.comparisons[name])) for name in LEVELS}


def _trained_levels(
    comparison: Mapping[str, list[dict[str, object]]], given: Mapping[str, Agreement]
) -> Iterator[tuple[str, Agreement]]:
    for level in comparison["comparison_levels"]:
        name = str(level["label_for_charts"])
        if name in given:
            yield (
                name,
                Agreement(
                    true_pairs=_number(level.get("m_probability"), given[name].true_pairs),
                    strangers=_number(level.get("u_probability"), given[name].strangers),
                ),
            )


def _number(learnt: object, given: float) -> float:
    # What was never seen among the pairs was not learnt: the document's number stays.
    value = learnt if isinstance(learnt, float) and _LEAST < learnt < _MOST else given
    return round(value, _PLACES)


def _pair(row: Mapping[str, object]) -> LikelyPair:
    sides = {row[f"source_dataset_{side}"]: str(row[f"person_id_{side}"]) for side in "lr"}
    return LikelyPair(
        key=sides["unknown"],
        person=sides["known"],
        probability=round(float(str(row["match_probability"])), _PLACES),
        weight=round(float(str(row["match_weight"])), 3),
        agreement={name: _agreed(name, row[f"gamma_{name}"]) for name in LEVELS},
    )


def _agreed(name: str, gamma: object) -> str:
    # Splink counts the ways of agreeing from 0, the least close; -1 is missing.
    number = int(str(gamma))
    return "missing" if number < 0 else LEVELS[name][len(LEVELS[name]) - 1 - number]
