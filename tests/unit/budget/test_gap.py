"""Doing nothing: the gap by hand, and the sentence that a board reads."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.tables import running, table
from wholeplace.budget.gap import (
    AgeGroup,
    BaseCell,
    DoNothing,
    People,
    base_cells,
    cells_in,
    cells_of,
    do_nothing,
    financial_years,
    gap_figure,
    gap_sentence,
    in_bands,
)
from wholeplace.document import Document, read_document
from wholeplace.kernel import FinancialYear, Refused

BASE, NEXT, LAST = (FinancialYear(year) for year in (2018, 2019, 2020))
TERMS = """
base_year: 2018/19
years: 2
growth:
  other: [{from: 2019-04-01, value: 0%, source: none}]
  by_service: {wards: [{from: 2019-04-01, value: 10%, source: "trend of five years"}]}
inflation: {other: [{from: 2019-04-01, value: 2%, source: "deflator"}]}
resource:
  amount: £1,100
  growth: [{from: 2019-04-01, value: 5%, source: "allocation"}]
  source: ledger of 2018/19
"""
# 50 old people at 18 pounds in wards, 100 young at 1, all 150 at 2/3 of a pound for visits.
CELLS = [
    BaseCell("wards", "0-64", "F", Fraction(10), Fraction(100)),
    BaseCell("wards", "65+", "F", Fraction(90), Fraction(900)),
    BaseCell("visits", "0-64", "F", Fraction(200), Fraction(100)),
]
YOUNG, OLD = ("0-64", "F"), ("65+", "F")
PEOPLE: People = {
    BASE: {YOUNG: Fraction(100), OLD: Fraction(50)},
    NEXT: {YOUNG: Fraction(100), OLD: Fraction(55)},
    LAST: {YOUNG: Fraction(110), OLD: Fraction(60)},
}


def _terms(text: str = TERMS) -> Document[DoNothing]:
    return read_document(text, "gap.yaml", DoNothing)


def test_each_person_uses_what_one_like_them_used_in_the_base_year() -> None:
    found = do_nothing(CELLS, PEOPLE, _terms().value)
    wards, visits = found.of(NEXT).services
    # (10 + 90 x 1.1) x 1.1 = 119.9 stays; (100 + 990) x 1.1 x 1.02 pounds.
    assert wards.activity == Fraction("119.9")
    assert wards.cost == 1222_98
    assert visits.activity == 200
    assert visits.cost == 102_00
    assert found.of(NEXT).resource == 1155_00
    assert found.of(NEXT).gap == 169_98


def test_steps_say_why_cost_rises_and_add_up() -> None:
    wards = do_nothing(CELLS, PEOPLE, _terms().value).of(NEXT).services[0]
    # 155 people for 150; then older; then 10% more; then 2% dearer.
    assert wards.steps == (33_33, 56_67, 109_00, 23_98)
    assert wards.base + sum(wards.steps) == wards.cost
    assert wards.at_base_prices == 1199_00


def test_rates_compound_and_gaps_add_up_over_the_years() -> None:
    found = do_nothing(CELLS, PEOPLE, _terms().value)
    last = found.of(LAST)
    # 100 x 1.1 + 900 x 1.2 = 1,190, x 1.21 x 1.0404; visits 110 x 1.0404; 1,100 x 1.1025.
    assert [service.cost for service in last.services] == [1498_07, 114_44]
    assert last.resource == 1212_75
    assert found.cumulative(LAST) == found.of(NEXT).gap + last.gap
    assert found.cumulative(BASE) == 0
    with pytest.raises(KeyError, match="2021/22"):
        found.of(FinancialYear(2021))


def test_activity_of_different_services_is_added_up_at_base_prices() -> None:
    found = do_nothing(CELLS, PEOPLE, _terms().value)
    # (1,199 + 100) / 1,100; counted singly, it would be 319.9 / 300.
    assert found.more_activity(NEXT) == Fraction(1299, 1100) - 1


def test_the_base_year_is_as_it_was() -> None:
    found = do_nothing(CELLS, PEOPLE, _terms().value)
    assert (found.base.cost, found.base.gap) == (1100_00, 0)
    assert all(set(service.steps) == {0} for service in found.base.services)


def test_cells_are_the_ground_that_interventions_stand_on() -> None:
    terms = _terms().value
    cells = cells_in(CELLS, PEOPLE, terms, LAST)
    whole = do_nothing(CELLS, PEOPLE, terms).of(LAST)
    assert sum(cell.activity for cell in cells if cell.cell.service == "wards") == (
        whole.services[0].activity
    )
    assert cells[1].activity == 90 * Fraction(6, 5) * Fraction("1.21")


def test_the_figure_explains_itself_down_to_services_and_sources() -> None:
    figure = gap_figure(do_nothing(CELLS, PEOPLE, _terms().value), NEXT)
    found = {one.id: one for one in figure.walk()}
    assert figure.inputs == "£1,324.98 - £1,155.00"
    assert found["gap.2019-20.resource"].inputs == "£1,100.00 x (1 + 5%)"
    assert found["gap.2019-20.resource"].source == "ledger of 2018/19; allocation"
    wards = found["gap.2019-20.cost.wards"]
    assert wards.inputs == "base £1,000.00; growth (1 + 10%); inflation (1 + 2%)"
    assert wards.source == "growth: trend of five years; inflation: deflator"
    assert wards.note.endswith("population £33.33, ageing £56.67, growth £109.00, inflation £23.98")
    assert found["gap.2019-20.more_activity"].note == "155 people, and 150 in the base year"


# ONS 2018-based subnational population projections for clinical commissioning groups (published
# 24 March 2020, Open Government Licence v3.0): one outer London group, mid-2018 to mid-2024.
PROJECTED = """
0-14  F 30719 30915.5 31101.1 31123.7 31015.0 30762.2 30537.1
0-14  M 32456 32705.5 32720.5 32727.8 32626.9 32347.4 32095.4
15-44 F 63731 63763.6 63648.5 63590.7 63626.8 63547.6 63178.1
15-44 M 66860 67130.7 67446.0 67628.7 67755.0 67863.3 67819.9
45-64 F 35277 35664.2 36097.6 36426.9 36687.4 37034.1 37521.0
45-64 M 35147 35699.6 36174.7 36652.2 37158.3 37721.8 38271.6
65-74 F 11110 11295.3 11453.3 11652.0 11605.4 11789.9 12082.6
65-74 M 10303 10383.6 10671.7 10882.7 10912.2 11087.8 11315.1
75-84 F  7386  7470.6  7532.2  7629.8  7989.6  8196.4  8354.7
75-84 M  6076  6264.6  6322.8  6445.0  6721.7  6901.8  7062.7
85+   F  3445  3547.2  3633.7  3753.7  3845.3  3921.4  3969.5
85+   M  2314  2400.5  2508.6  2612.7  2725.6  2815.8  2888.9
"""
# assumed: pounds a head by age, the same for women and men. No place has published those behind its
# sentence; with the rates beneath they are one set that leads to "approximately 21% more activity
# creating a system-wide funding gap of around £100m" in five years (an outer London partnership,
# December 2016). That is all this shows.
POUNDS_A_HEAD = {
    "acute": (500, 450, 850, 1750, 2800, 3900),
    "community_and_mental_health": (180, 260, 300, 480, 900, 1900),
    "prescribing_and_primary_care": (110, 160, 330, 560, 720, 850),
}
ASSUMED = """
base_year: 2018/19
growth:
  other: [{from: 2019-04-01, value: 2%, source: "assumed: growth beyond demography"}]
  by_service:
    acute: [{from: 2019-04-01, value: 3.1%, source: "assumed: growth beyond demography"}]
inflation:
  other: [{from: 2019-04-01, value: 2.3%, source: "assumed: pay and prices"}]
resource:
  amount: GBP 426.6m
  growth: [{from: 2019-04-01, value: 2.2%, source: "assumed: allocation per year"}]
  source: "assumed: in balance in the base year"
"""


def _one_place() -> tuple[list[BaseCell], People]:
    lines = [line.split() for line in PROJECTED.strip().splitlines()]
    rows = [
        AgeGroup(band, sex, 2018 + i, Fraction(number))
        for band, sex, *numbers in lines
        for i, number in enumerate(numbers)
    ]
    people = financial_years(in_bands(rows, (0, 15, 45, 65, 75, 85)))
    bands = list(dict.fromkeys(line[0] for line in lines))
    cells = [
        BaseCell(service, band, sex, people[BASE][band, sex], people[BASE][band, sex] * pounds)
        for service, prices in POUNDS_A_HEAD.items()
        for band, pounds in zip(bands, prices, strict=True)
        for sex in ("F", "M")
    ]
    return cells, people


def test_the_sentence_of_a_place_that_does_nothing() -> None:
    cells, people = _one_place()
    found = do_nothing(cells, people, _terms(ASSUMED).value)
    assert gap_sentence(found) == (
        "If nothing is done, 2023/24 sees 21% more activity than 2018/19 and a gap of £100.6m in"
        " that year (£287m over the 5 years together)"
    )
    # The people alone account for a part of it: 3% more of them, and older.
    last = found.years[-1]
    assert round(float(found.people[last.year] / found.people[BASE]), 3) == 1.029
    assert [sum(s.steps[i] for s in last.services) // 10**8 for i in range(4)] == [12, 12, 63, 61]


def test_published_groups_are_put_in_bands_and_years_in_between() -> None:
    rows = [
        AgeGroup(ages, "F", year, Fraction(people))
        for ages, people in (("60-64", 10), ("65-69", 20), ("85-89", 4), ("90+", 1))
        for year in (2018, 2019)
    ]
    found = in_bands(rows, (0, 65, 85))
    assert found[2018] == {("0-64", "F"): 10, ("65-84", "F"): 20, ("85+", "F"): 5}
    grown = {2018: {YOUNG: Fraction(100)}, 2019: {YOUNG: Fraction(104)}}
    # 1 October is a quarter of the way from 30 June to 30 June.
    assert financial_years(grown) == {BASE: {YOUNG: 101}}


@pytest.mark.parametrize("ages", ["60-69", "All ages", "60+"])
def test_a_group_that_lies_in_no_one_band_is_refused(ages: str) -> None:
    row = AgeGroup(ages, "F", 2018, Fraction(1))
    with pytest.raises(Refused, match=f"the ages '{ages.replace('+', '[+]')}' lie in no one band"):
        in_bands([row], (0, 65, 85))


WRONG = [
    ("years: 2", "years: 3", "gap.yaml:3:1 years: how many people there are in 2021/22 is not"),
    ("wards: [", "ward: [", "by_service.ward: the base year has no service 'ward'"),
    ("£1,100", "-£1", "resource.amount: the resource is below nought"),
    ("2018/19\nyears", "2017/18\nyears", "how many people there are in 2017/18 is not projected"),
]


@pytest.mark.parametrize(("said", "instead", "what"), WRONG)
def test_what_is_wrong_with_the_assumptions_is_told_at_its_place(
    said: str, instead: str, what: str
) -> None:
    with pytest.raises(Refused) as refused:
        _project(TERMS.replace(said, instead))
    assert what in str(refused.value)


def _project(text: str) -> None:
    terms = _terms(text)
    do_nothing(CELLS, PEOPLE, terms.value, terms.where)


def test_wrong_cells_and_people_are_told_together() -> None:
    cells = [
        *CELLS,
        CELLS[0],
        BaseCell("wards", "85+", "F", Fraction(1), Fraction(-5)),
    ]
    with pytest.raises(Refused) as refused:
        do_nothing(cells, PEOPLE, _terms().value)
    assert [found.what for found in refused.value.problems] == [
        "wards, 0-64, F is there twice",
        "the base of wards, 85+, F is below nought: 1 activities, -5",
        *(
            f"people of 85+, F in {year}: not told; the base year has care for them"
            for year in (BASE, NEXT, LAST)
        ),
    ]


ACTIVITY = """
service  band  sex
wards    65+   1
wards    65+   1
visits   0-64  2
visits   -     2
"""
COSTS = """
service  band  sex  amount
wards    65+   1    10.50
wards    65+   1    4.25
visits   0-64  2    3.00
gear     0-64  2    8.00
"""


def test_the_base_is_counted_from_rows_and_none_is_lost() -> None:
    activity, costs = table(ACTIVITY), table(COSTS, amount="decimal(18, 2)")
    with running() as engine:
        found = cells_of(engine.rows(base_cells(activity, costs)))
    assert {(c.service, c.band, c.sex): (int(c.activity), str(c.cost)) for c in found} == {
        ("gear", "0-64", "2"): (0, "8"),
        ("visits", "0-64", "2"): (1, "3"),
        ("visits", "unknown", "2"): (1, "0"),
        ("wards", "65+", "1"): (2, "59/4"),
    }
