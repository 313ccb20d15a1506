"""What care cost, whose it was, and which service it was for."""

from __future__ import annotations

from datetime import date

from ibis import ir

from tests.tables import drawn, same, table
from wholeplace.budget import activity_cells, costed, placed, spend_cells, with_service, within
from wholeplace.document import Dated, Timeline
from wholeplace.place import Condition, Service
from wholeplace.place.model import Scope

IN = Timeline[Scope](root=(Dated[Scope](from_=date(2018, 4, 1), value=Scope.IN, source="assumed"),))


def _when(**words: list[str]) -> dict[str, Condition]:
    return {name: Condition(one_of=tuple(allowed)) for name, allowed in words.items()}


SERVICES = (
    Service(
        id="emergency",
        name="Emergency admissions",
        when=_when(setting=["APC"], admission_method=["21", "22"]),
        basis="tariff",
        scope=IN,
    ),
    Service(id="planned", name="Planned", when=_when(setting=["APC"]), basis="tariff", scope=IN),
    Service(id="care", name="Social care", when=_when(setting=["ASC"]), basis="package", scope=IN),
    Service(id="other", name="Other", scope=IN),
)
ACTIVITY = """
activity_id  person_id  setting  admission_method  start_ts             provider_code
a1           ann        APC      21                2019-05-01T23:30:00  RAS
a2           ann        APC      11                2019-06-01T08:00:00  RXX
a3           bob        APC      22                2019-03-31T23:59:00  RAS
a4           zed        ED       -                 2019-07-01T00:00:00  -
a5           -          APC      21                2019-07-01T00:00:00  RAS
"""
COST = """
person_id  activity_id  package_id  item_id  basis    currency  amount    price_year
ann        a1           -           -        tariff   GBP       1000.10   2019
ann        a1           -           -        plics    GBP       900.00    2019
ann        a2           -           -        tariff   GBP       500.20    2019
bob        a3           -           -        tariff   GBP       700.00    2018
zed        a4           -           -        tariff   GBP       150.00    2019
-          a5           -           -        tariff   GBP       80.00     2019
ann        -            k1          -        package  GBP       260.00    2019
ann        -            k2          -        package  GBP       130.00    2019
bob        -            -           x1       paid     GBP       4.50      -
ann        gone         -           -        tariff   GBP       1.00      2019
"""
PACKAGE = """
package_id  person_id  start_date  provider_code
k1          ann        2018-01-15  ZLA
k2          ann        2019-08-01  ZLA
"""
ITEM = """
item_id  person_id  processed_month
x1       bob        2019-09-01
"""


def _costed() -> ir.Table:
    activity = with_service(table(ACTIVITY), SERVICES)
    return costed(table(COST), activity, table(PACKAGE), table(ITEM), SERVICES)


def test_each_cost_takes_the_service_and_day_of_what_was_paid_for() -> None:
    found = _costed().select("person_id", "service", "day", "basis", "amount")
    # A package counts in the financial year of its price, from its start if that is later.
    assert drawn(found) == same("""
        person_id  service    day         basis    amount
        ann        emergency  2019-05-01  tariff   1000.10
        ann        emergency  2019-05-01  plics    900.00
        ann        planned    2019-06-01  tariff   500.20
        bob        emergency  2019-03-31  tariff   700.00
        zed        other      2019-07-01  tariff   150.00
        -          emergency  2019-07-01  tariff   80.00
        ann        care       2019-04-01  package  260.00
        ann        care       2019-08-01  package  130.00
        bob        other      2019-09-01  paid     4.50
        ann        -          -           tariff   1.00
    """)


SPELLS = """
person_id  starts      ends
ann        2019-04-01  2019-06-01
bob        2019-04-01  2020-04-01
"""
SEGMENTS = """
person_id  segment
ann        old
bob        well
"""


def test_a_cost_is_paid_to_whoever_gave_the_care() -> None:
    found = _costed().select("person_id", "basis", "amount", "provider_code")
    assert drawn(found.filter(found.person_id == "ann", found.basis != "plics")) == same("""
        person_id  basis    amount   provider_code
        ann        tariff   1000.10  RAS
        ann        tariff   500.20   RXX
        ann        package  260.00   ZLA
        ann        package  130.00   ZLA
        ann        tariff   1.00     -
    """)


def test_a_row_is_the_places_while_its_person_is_in_the_population() -> None:
    spells = table(SPELLS, starts="date", ends="date")
    year = within(_costed(), date(2019, 4, 1), date(2020, 4, 1))
    found = spend_cells(placed(year, spells, table(SEGMENTS)))
    # ann's planned admission on 1 June is on the first day after her spell; zed was never in it;
    # bob's cost of 31 March belongs to the year before; the row without a person is not linked.
    assert drawn(found) == same("""
        service    segment  basis    currency  linked  amount   rows
        care       -        package  GBP       True    130.00   1
        care       old      package  GBP       True    260.00   1
        emergency  -        tariff   GBP       False   80.00    1
        emergency  old      plics    GBP       True    900.00   1
        emergency  old      tariff   GBP       True    1000.10  1
        other      -        tariff   GBP       True    150.00   1
        other      well     paid     GBP       True    4.50     1
        planned    -        tariff   GBP       True    500.20   1
    """)


def test_activity_is_counted_the_same_way() -> None:
    spells = table(SPELLS, starts="date", ends="date")
    year = within(with_service(table(ACTIVITY), SERVICES), date(2019, 4, 1), date(2020, 4, 1))
    assert drawn(activity_cells(placed(year, spells, table(SEGMENTS)))) == same("""
        service    segment  linked  rows
        emergency  -        False   1
        emergency  old      True    1
        other      -        True    1
        planned    -        True    1
    """)


def test_a_year_begins_on_1_april_and_ends_before_the_next() -> None:
    rows = table(
        """
        activity_id  day
        before       2019-03-31
        first        2019-04-01
        last         2020-03-31
        after        2020-04-01
        undated      -
        """,
        day="date",
    )
    found = within(rows, date(2019, 4, 1), date(2020, 4, 1))
    assert drawn(found.select("activity_id")) == same("activity_id\nfirst\nlast")
