"""A place small enough to work out by hand, taken from records to payments.

Five adults and a child. The base year is 2018/19 (365 days), the year settled 2019/20 (366 days).
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.workspaces import write_feed
from wholeplace.app.explain_figure import explain_figure, read_statement
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load.load_feed import load_feed
from wholeplace.app.run_year import run_year
from wholeplace.kernel import FinancialYear
from wholeplace.store.results import read_figures
from wholeplace.store.workspace import Workspace

FEED = {
    "person": """
        person_id  sex  birth_month  death_date
        ann        2    1945-06-01   -
        bob        1    1960-01-01   -
        cat        2    1990-01-01   2019-07-01
        dan        1    2001-10-01   -
        eve        2    1985-01-01   -
        kid        1    2012-01-01   -
    """,
    "registration": """
        person_id  practice_code  start_date  end_date
        ann        ZP001          2000-01-01  -
        bob        ZP001          2000-01-01  -
        cat        ZP002          2010-01-01  -
        dan        ZP002          2001-10-01  -
        eve        ZP002          2019-10-01  -
        kid        ZP001          2012-01-01  -
    """,
    "source_link": """
        source  source_key  person_id  match_rule
        acute   H1          ann        nhs_number
        acute   H2          bob        nhs_number
    """,
    # ann has diabetes with complications and heart failure: two groups.
    "diagnosis": """
        person_id  activity_id  position  code_system  code  kind     onset_date
        ann        -            1         ICD10        E112  problem  2010-01-01
        ann        -            2         ICD10        I500  problem  2015-01-01
    """,
    "activity": """
        activity_id  person_id  source  setting  admission_method  start_ts             quantity
        b1           H1         acute   APC      21                2018-05-01T10:00:00  1
        b2           H2         acute   OP       -                 2018-06-01T10:00:00  1
        n1           H1         acute   APC      2A                2019-05-01T10:00:00  1
        n2           H1         acute   APC      22                2019-12-24T10:00:00  1
        n3           H2         acute   APC      11                2020-03-31T23:00:00  1
        n4           H2         acute   OP       -                 2020-04-01T00:00:00  1
        n5           kid        gp      ED       -                 2019-08-01T10:00:00  1
        n6           H404       acute   APC      21                2019-08-01T10:00:00  1
        n7           cat        gp      GP       -                 2019-07-01T09:00:00  1
    """,
    "cost": """
        cost_id  person_id  activity_id  basis     amount    currency
        c1       H1         b1           tariff    3000.00   GBP
        c2       H2         b2           tariff    100.00    GBP
        c3       H1         n1           tariff    2000.00   GBP
        c4       H1         n2           tariff    2500.01   GBP
        c5       H2         n3           tariff    700.00    GBP
        c6       H2         n4           tariff    100.00    GBP
        c7       kid        n5           tariff    150.00    GBP
        c8       H404       n6           tariff    900.00    GBP
        c9       cat        n7           unit_ref  38.00     GBP
        c10      H1         n1           plics     1800.00   GBP
    """,
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("tiny")
    workspace = Workspace(init_workspace(folder / "W", "hillingdon-2019").root)
    load_feed(workspace, write_feed(folder / "feed", FEED), "canonical")
    run_year(workspace)
    return workspace


def _figures(place: Workspace) -> dict[str, Fraction]:
    headlines = read_figures(place.results(FinancialYear(2019)))
    return {h.name: h.figure.value for h in headlines if isinstance(h.figure.value, Fraction)}


def test_the_register_counts_adults_while_they_live_and_are_registered(place: Workspace) -> None:
    figures = _figures(place)
    # ann, bob and cat; dan is 17 and eve is not registered yet.
    assert figures["population.people"] == 3
    # ann and bob 366 days; cat to her death on 1 July: 92; dan from 18 and eve from 1 October: 183.
    assert figures["population.person_years"] == Fraction(366 + 366 + 92 + 183 + 183, 366)
    assert figures["population.person_years:older_with_condition"] == 1
    assert figures["population.person_years:adult_healthy"] == Fraction(366 + 92 + 183 + 183, 366)


def test_spend_is_what_the_population_cost_on_the_basis_of_each_service(place: Workspace) -> None:
    figures = _figures(place)
    assert figures["base.in_scope"] == 3100
    # n1, n2 and n3. n4 falls in the next year, n5 is a child's, n6 is nobody's, n7 is out of
    # scope, and the PLICS cost of n1 is another basis.
    assert figures["actual.in_scope"] == Fraction("5200.01")
    assert figures["actual.emergency_admissions"] == Fraction("4500.01")
    assert figures["actual.general_practice"] == 38


def test_the_budget_follows_the_people(place: Workspace) -> None:
    # 2018/19: ann cost 3,000 and was there all year; bob and cat cost 100 between them in two
    # person-years. So 3,000 for ann and 50 a head for the others' 824/366 person-years, with
    # inflation of 2.64% and productivity of 1.1%.
    at_base_prices = 3000 + 50 * Fraction(366 + 92 + 183 + 183, 366)
    exact = at_base_prices * Fraction("1.0264") * Fraction("0.989")
    assert Fraction(round(exact * 100), 100) == Fraction("3159.60")
    # Each step leaves each line in whole pence, which comes to a penny more than in one go.
    assert _figures(place)["budget.in_scope"] == Fraction("3159.61")


def test_two_emergency_admissions_in_the_population(place: Workspace) -> None:
    figures = _figures(place)
    assert figures["outcome.emergency_admissions"] == 2 / Fraction(1190, 366) * 1000


def test_how_few_make_half_counts_those_who_have_none(place: Workspace) -> None:
    found = {h.name: h.figure for h in read_figures(place.results(FinancialYear(2019)))}
    admissions = found["population.half_of_emergency_admissions"]
    parts = {child.id.rpartition(".")[2]: child.value for child in admissions.children}
    # ann has both admissions; bob, cat, dan and eve none. bob's spell of 700 was planned.
    assert (admissions.value, parts["total"], parts["with_any"], parts["of"]) == (1, 2, 1, 5)
    spend = found["population.half_of_spend"]
    parts = {child.id.rpartition(".")[2]: child.value for child in spend.children}
    assert (spend.value, parts["total"], parts["with_any"]) == (1, Fraction("5200.01"), 2)


def test_half_the_overspend_is_paid_by_the_providers_and_every_penny_is_accounted_for(
    place: Workspace,
) -> None:
    statement = read_statement(place, FinancialYear(2019))
    # 3,159.61 - 5,200.01 = -2,040.40; half is -1,020.20. Of that 40, 25, 25 and 10% are 408.08,
    # 255.05 twice and 102.02.
    paid = {payment.payer: payment.amount.pence for payment in statement.payments}
    assert paid == {"thh": 40808, "cnwl": 25505, "gp": 25505, "h4all": 10202}
    assert sum(paid.values()) == 102020
    assert sum(figure.value for figure in statement.net if isinstance(figure.value, Fraction)) == 0


def test_a_payment_explains_itself_down_to_the_rows(place: Workspace) -> None:
    figure = explain_figure(place, None, "payments.thh")
    reasons = {below.id: below.inputs for below in figure.walk()}
    assert reasons["lines.saving"] == "£3,159.61 - £5,200.01"
    assert reasons["actual.emergency_admissions"] == "2 cost rows"
    assert explain_figure(place, None, "saving").id == "lines.saving"


def test_what_could_not_be_linked_is_said(place: Workspace) -> None:
    from wholeplace.app.make_report import report_data

    warnings = report_data(place, FinancialYear(2019)).warnings
    assert "1 to 7 of 9 activities could not be linked to a person" in warnings[0]
