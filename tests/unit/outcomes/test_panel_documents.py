"""Documents of measures: those that are shipped can be read, and mistakes are told."""

from __future__ import annotations

import pytest

from tests.unit.outcomes.panel_place import measure
from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.outcomes import Measure
from wholeplace.outcomes.panel import plan_of
from wholeplace.outcomes.panel.asks import BITS
from wholeplace.store.files import read_text
from wholeplace.store.shipped import shipped_file, shipped_names

SHIPPED = [
    read_document(read_text(shipped_file("measures", f"{name}.yaml")), name, Measure).value
    for name in shipped_names("measures")
]
PLAN_OF_2016 = (
    *("falls_admissions_65", "quality_of_life_long_term_conditions", "readmissions_30_days"),
    *("emergency_admissions_acsc_chronic", "emergency_admissions_acsc_acute", "delayed_transfers"),
    *("care_home_admissions_65", "feel_safe", "physically_active", "wellbeing_low_satisfaction"),
    *("deaths_in_usual_place", "ed_attendances", "burden_of_carers", "pam_gain"),
)


def test_thirty_measures_and_more_are_shipped_with_those_of_the_plan() -> None:
    names = [one.measure for one in SHIPPED]
    assert names == list(shipped_names("measures"))
    assert set(PLAN_OF_2016) <= set(names)
    assert len([one for one in SHIPPED if one.kind != "published"]) >= 30
    assert all(one.why and one.source and one.owner and one.next_review for one in SHIPPED)


def test_every_code_list_that_a_shipped_measure_names_is_there() -> None:
    for one in SHIPPED:
        for path, codes in one.all_codes():
            text = read_text(shipped_file("codelists", codes.list_))
            groups = {line.split(",")[0] for line in text.splitlines()}
            asked = {group for some in codes.groups().values() for group in some}
            assert asked <= groups, (one.measure, path)


def test_what_measures_ask_alike_is_asked_once() -> None:
    alike = [measure(f"measure: m{i}\ncounts: {{setting: [ED]}}") for i in range(3)]
    plan = plan_of(alike)
    assert {name: asked.numerator for name, asked in plan.asked.items()} == {
        f"m{i}": plan.asked["m0"].numerator for i in range(3)
    }
    assert sum(map(len, plan.streams.values())) == 1
    # All that is shipped is asked of activity in one whole number.
    assert max(len(asks) for asks in plan_of(SHIPPED).streams.values()) <= BITS


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("counts: {seting: [ED]}", "unknown column of activity 'seting'"),
        ("kind: proportion", "a proportion is 'of' rows"),
        ("of: {when: {setting: [ED]}}", "a proportion is 'of' rows"),
        ("kind: proportion\nof: {when: {seting: [ED]}}", "unknown column of activity 'seting'"),
        ("kind: mean\ncounts: {setting: [APC]}", "a mean of what?"),
        ("value: setting", "'setting' cannot be added up"),
        ("value: days_waited", "unknown column of activity 'days_waited'"),
        ("events: death\nby: ended", "a death has no end"),
        ("events: death\ncounts: {setting: [ED]}", "unknown column of death 'setting'"),
        ("events: referral\ncodes: [{list: a.csv}]", "nothing is coded of a referral"),
        ("events: measurement\ncounts: {change: {at_least: 3}}", "unknown column of measurement"),
        ("change: {within_days: 3, source: s}", "only what is measured changes"),
        ("kind: published\ncounts: {setting: [ED]}", "a published value is loaded, not counted"),
        ('indicators: ["1"]', "only published values have indicators"),
        ("ages: {from: 65, below: 65}", "nobody is of that age"),
        (
            "linked: [{way: preceded by, nearest: true, days: {below: 3}, source: s}]",
            "'nearest' is of what follows",
        ),
        (
            "linked: [{way: followed by, when: {seting: [ED]}, days: {below: 3}, source: s}]",
            "unknown column of activity 'seting'",
        ),
        ("linked: [{way: followed by, days: {at_least: 3, below: 3}, source: s}]", "no day lies"),
    ],
)
def test_a_measure_that_cannot_be_counted_is_refused(text: str, what: str) -> None:
    with pytest.raises(Refused) as refused:
        measure(f"measure: m\n{text}")
    assert what in " ".join(problem.what for problem in refused.value.problems)
