"""A run counts stays, not episodes, and answers from what was derived once."""

# ruff: noqa: E501 - tables of examples

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tests.workspaces import write_feed
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load.load_feed import LoadOptions, load_feed
from wholeplace.app.run_year import run_year
from wholeplace.kernel import FinancialYear, Refused
from wholeplace.store.results import read_figures, read_json
from wholeplace.store.workspace import Workspace

# One emergency stay of three episodes, one of one, and a planned day; each episode has a cost.
FEED = {
    "person": "person_id sex birth_month\nann 2 1945-06-01\nbob 1 1960-01-01",
    "registration": (
        "person_id practice_code start_date\nann ZP001 2000-01-01\nbob ZP001 2000-01-01"
    ),
    "activity": """
        activity_id  person_id  parent_activity_id  source  setting  provider_code  admission_method  discharge_method  start_ts    end_ts      quantity
        e1           ann        s1                  acute   APC      ZA             21                8                 2019-05-01  2019-05-03  1
        e2           ann        s1                  acute   APC      ZA             21                8                 2019-05-03  2019-05-07  1
        e3           ann        s1                  acute   APC      ZA             21                1                 2019-05-07  2019-05-09  1
        e4           bob        s2                  acute   APC      ZA             22                1                 2019-06-01  2019-06-02  1
        p1           bob        -                   acute   APC      ZB             11                1                 2019-07-01  2019-07-01  1
        b1           bob        -                   acute   APC      ZA             11                1                 2018-07-01  2018-07-01  1
    """,
    "cost": """
        cost_id  person_id  activity_id  basis   amount    currency
        c1       ann        e1           tariff  1000.00   GBP
        c2       ann        e3           tariff  2000.00   GBP
        c3       bob        e4           tariff  500.00    GBP
        c4       bob        p1           tariff  700.00    GBP
        c5       bob        b1           tariff  100.00    GBP
        c6       ann        s1           tariff  50.00     GBP
    """,
}  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    workspace = Workspace(init_workspace(tmp_path / "W", "hillingdon-2019").root)
    load_feed(workspace, write_feed(tmp_path / "feed", FEED), "canonical")
    return workspace


def figures(place: Workspace) -> dict[str, Fraction]:
    found = read_figures(place.results(FinancialYear(2019)))
    return {h.name: h.figure.value for h in found if isinstance(h.figure.value, Fraction)}


def rule_of_services(place: Workspace, old: str, new: str) -> None:
    path = place.root / "place.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_stay_of_three_episodes_is_one_admission_with_all_its_costs(place: Workspace) -> None:
    run_year(place)
    found = figures(place)
    assert found["outcome.emergency_admissions"] == Fraction(2, 2) * 1000
    # The three costs of s1, one of them of the spell itself, and that of s2.
    assert found["actual.emergency_admissions"] == 1000 + 2000 + 50 + 500
    manifest = read_json(place.results(FinancialYear(2019)), "manifest.json")
    assert manifest["derived"] == {
        "attendances_that_led_to_a_stay": 0,
        "episodes": 4,
        "spells": 2,
        "spells_of_two_people": 0,
        "spells_open": 0,
    }


def test_services_may_ask_for_derived_columns(place: Workspace) -> None:
    rule_of_services(
        place,
        'admission_method: ["21", "22", "23", "24", "25", "28", "2A", "2B", "2C", "2D"]',
        "pod: [NEL]\n      is_emergency: true\n      bed_days: {at_least: 5}",
    )
    run_year(place)
    # Only the stay of eight nights; that of one night falls to planned admissions.
    assert figures(place)["actual.emergency_admissions"] == 3050
    assert figures(place)["actual.planned_admissions"] == 500 + 700


def test_out_of_area_follows_from_the_codes_of_the_partners(place: Workspace) -> None:
    rule_of_services(place, "codes: [RAS, ZACUTE]", "codes: [ZA]")
    rule_of_services(place, '    when: {setting: [APC], admission_method: ["31", "32"]}',
                     "    when: {setting: [APC], out_of_area: true}")  # fmt: skip
    run_year(place)
    assert figures(place)["actual.maternity"] == 700


def test_a_column_that_is_not_derived_is_refused_at_its_line(place: Workspace) -> None:
    rule_of_services(place, "when: {setting: [OP]}", "when: {is_emergncy: true}")
    with pytest.raises(Refused) as refused:
        run_year(place)
    assert "did you mean 'is_emergency'?" in str(refused.value)


def test_what_was_derived_is_read_again_until_a_load_or_a_definition_changes(
    place: Workspace, tmp_path: Path
) -> None:
    derived = place.data / "derived"
    run_year(place)
    (first,) = derived.iterdir()
    written = {path: path.stat().st_mtime_ns for path in first.iterdir()}
    run_year(place)
    assert {path: path.stat().st_mtime_ns for path in first.iterdir()} == written
    more = {"person": "person_id sex birth_month\ncat 2 1990-01-01"}
    load_feed(
        place, write_feed(tmp_path / "more", more), "canonical", options=LoadOptions(name="more")
    )
    run_year(place)
    assert len(list(derived.iterdir())) == 2
    (place.root / "codelists").mkdir()
    rules = Path(__file__).resolve().parents[2] / "codelists" / "derivations.yaml"
    changed = rules.read_text(encoding="utf-8").replace('"21", ', "", 1)
    (place.root / "codelists" / "derivations.yaml").write_text(changed, encoding="utf-8")
    run_year(place)
    assert len(list(derived.iterdir())) == 3


def test_the_same_records_give_the_same_results_derived_anew_or_read(place: Workspace) -> None:
    from tests.workspaces import bytes_of

    run_year(place)
    folder = place.results(FinancialYear(2019))
    first = bytes_of(folder)
    run_year(place)
    second = bytes_of(folder)
    assert {k: v for k, v in first.items() if k != "timings.json"} == {
        k: v for k, v in second.items() if k != "timings.json"
    }
