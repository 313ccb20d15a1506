"""The place document: what it says, and every mistake told where it stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from wholeplace.document import read_document
from wholeplace.kernel import FinancialYear, Refused, Role
from wholeplace.place import Place
from wholeplace.store.files import read_text
from wholeplace.store.shipped import ROOT

GOOD = """\
place: small
title: A small place
about: For examples
first_year: 2019/20
last_year: 2021/22
population: {from_age: 18, source: s}
partners:
  ccg: {name: The payer, role: commissioner, source: s}
segments: age-and-conditions
services:
  - id: emergency
    name: Emergency
    when: {setting: [APC]}
    basis: tariff
    scope:
      - {from: 2018-04-01, value: out, source: s}
      - {from: 2019-04-01, value: in, source: s}
  - id: other
    name: All other
    scope: [{from: 2018-04-01, value: out, source: s}]
"""


def place(text: str = GOOD) -> Place:
    return read_document(text, "place.yaml", Place).value


def test_a_place_is_read() -> None:
    small = place()
    assert small.years() == (FinancialYear(2019), FinancialYear(2020), FinancialYear(2021))
    assert small.currency == "GBP"
    assert small.partners["ccg"].role is Role.COMMISSIONER
    assert [service.basis for service in small.services] == ["tariff", None]
    assert small.services[1].when == {}


@pytest.mark.parametrize(("day", "in_scope"), [
    (date(2018, 3, 31), False),  # before anything was said
    (date(2018, 4, 1),  False),
    (date(2019, 3, 31), False),
    (date(2019, 4, 1),  True),
    (date(2030, 1, 1),  True),
])  # fmt: skip
def test_a_service_is_in_scope_from_the_day_that_says_so(day: date, *, in_scope: bool) -> None:
    assert place().services[0].in_scope_on(day) is in_scope


def test_an_agreement_may_last_one_year() -> None:
    one = place(GOOD.replace("last_year: 2021/22", "last_year: 2019/20"))
    assert one.years() == (FinancialYear(2019),)


ALL_FIELDS = (
    "use one of: about, currency, first_year, last_year, partners, place, population, segments,"
    " services, title"
)
MISTAKES = [
    ("id: other", "id: emergency",
     "18:5 services[1].id: the service 'emergency' is there twice",
     "rename one of the two"),
    ("name: All other\n", "name: All other\n    when: {setting: [OP]}\n",
     "10:1 services: the last service must take all that is left",
     "end the list with one without 'when'"),
    ("    when: {setting: [APC]}\n", "",
     "11:5 services[0]: no service after this one can ever be reached",
     "give it a 'when', or move it last"),
    ("setting: [APC]", "seting: [APC]",
     "13:5 services[0].when: unknown column of activity 'seting'",
     "did you mean 'setting'?"),
    ("setting: [APC]", "setting: {}",
     "13:12 services[0].when.setting: a condition needs a list, or at_least and below",
     "write [A, B] or {at_least: 65}"),
    ("basis: tariff", "basis: tarif",
     "14:5 services[0].basis: 'tarif' is not a basis of cost",
     "use tariff, local_price, plics, unit_ref, package, block_share, charge, allowed, paid"),
    ("value: in,", "value: inside,",
     "17:28 services[0].scope[1].value: 'inside': Input should be 'in' or 'out'",
     "correct the value"),
    ("id: emergency", "id: 1st Emergency",
     "11:5 services[0].id: '1st Emergency': String should match pattern '^[a-z][a-z0-9_]*$'",
     "correct the value"),
    ("last_year: 2021/22", "last_year: 2018/19",
     "5:1 last_year: the last year 2018/19 comes before the first, 2019/20",
     "correct first_year or last_year"),
    ("from_age: 18", "from_age: -1",
     "6:14 population.from_age: '-1': Input should be greater than or equal to 0",
     "correct the value"),
    ("from_age: 18", "from_age: 121",
     "6:14 population.from_age: '121': Input should be less than or equal to 120",
     "correct the value"),
    ("role: commissioner", "role: payer",
     "8:26 partners.ccg.role: 'payer': Input should be 'commissioner' or 'provider'",
     "correct the value"),
    ("role: commissioner, source: s", "role: commissioner",
     "8:3 partners.ccg.source: 'source' is missing",
     "add 'source' here"),
    ("about: For examples", "about: x\ncurrency: pounds",
     "4:1 currency: 'pounds': String should match pattern '^[A-Z]{3}$'",
     "correct the value"),
    ("segments: age-and-conditions", "segments: age-and-conditions\nbudget: {base_year: 2018/19}",
     "10:1 budget: 'budget' is not known here",
     ALL_FIELDS),
    ("segments:", "segment:",
     "9:1 segment: 'segment' is not known here",
     "did you mean 'segments'?"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("good", "bad", "said", "remedy"),
    MISTAKES,
    ids=[case[1].strip() or "no when" for case in MISTAKES],
)
def test_a_mistake_is_told_where_it_stands(good: str, bad: str, said: str, remedy: str) -> None:
    assert GOOD.count(good) == 1
    with pytest.raises(Refused) as refused:
        place(GOOD.replace(good, bad))
    assert f"place.yaml:{said}\n    try: {remedy}" in str(refused.value)
    others = len(refused.value.problems) - 1
    assert others == (1 if good == "segments:" else 0)


def test_mistakes_in_different_parts_are_told_at_once() -> None:
    text = GOOD.replace("basis: tariff", "basis: none")
    text = text.replace("from_age: 18", "from_age: young").replace("first_year: 2019/20\n", "")
    with pytest.raises(Refused) as refused:
        place(text)
    assert [problem.where.path for problem in refused.value.problems] == [
        "first_year",
        "population.from_age",
        "services[0].basis",
    ]


@pytest.mark.parametrize(
    "file", sorted((ROOT / "places").glob("*/place.yaml")), ids=lambda file: file.parent.name
)
def test_a_shipped_place_is_read_and_cites_its_sources(file: Path) -> None:
    shipped = read_document(read_text(file), file.name, Place).value
    assert shipped.place == file.parent.name
    assert shipped.services[-1].when == {}
    in_scope = [s for s in shipped.services if s.in_scope_on(shipped.first_year.start)]
    assert in_scope
    assert all(service.basis for service in in_scope)
    assert {partner.role for partner in shipped.partners.values()} == set(Role)
