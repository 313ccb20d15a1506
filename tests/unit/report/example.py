"""A year of a place of about 15,000 adults, made by hand, for the tests of the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from wholeplace.budget import price_figure, prices_per_head
from wholeplace.budget.adjust import (
    Adjusted,
    Adjustment,
    Base,
    Measured,
    adjust,
    adjusted_figure,
    bridge,
    steps_of,
)
from wholeplace.kernel import Figure, FinancialYear, Headline, Money, Problem, Unit, Where
from wholeplace.outcomes import rate_interval
from wholeplace.privacy import SmallNumbers
from wholeplace.report import LoadCount, ReportData
from wholeplace.settle import Payment, Statement, Status

SMALL = SmallNumbers(hide_to=7, source="assumed: as the policy that is shipped says")
YEAR, BASE = FinancialYear(2019), FinancialYear(2018)

# segment: name, people, days in the year, days in the base year, events, weight of its spend
SEGMENTS = {
    "care_home": ("Living in a care home", 148, 41_902, 40_115, 118, 12),
    "several": ("Three or more serious long-term conditions", 611, 196_204, 189_870, 402, 37),
    "older_condition": ("Aged 65 and over with a condition", 1_322, 455_912, 441_003, 388, 46),
    "adult_condition": ("Aged 18 to 64 with a condition", 1_406, 489_335, 486_121, 231, 28),
    "older_healthy": ("Aged 65 and over, mostly healthy", 1_874, 660_190, 655_422, 164, 24),
    "adult_healthy": ("Aged 18 to 64, mostly healthy", 10_232, 3_560_448, 3_541_209, 297, 35),
}

# service: name, spend in the base year and in the year (pounds), in scope, source of the scope
SERVICES = {
    "emergency": ("Emergency admissions", 7_402_118, 7_301_944, True, "Board paper: urgent care"),
    "department": ("Emergency department", 1_655_020, 1_702_337, True, "Board paper: urgent care"),
    "maternity": ("Maternity admissions", 812_400, 798_113, False, "assumed: not named"),
    "planned": ("Planned admissions and day cases", 4_320_911, 4_588_410, True, "Board paper"),
    "outpatients": ("Outpatients", 2_911_450, 3_061_207, True, "Board paper: planned care"),
    "community": ("Community health services", 1_930_662, 1_968_900, True, "assumed: its teams"),
    "social_care": ("Adult social care", 3_105_700, 3_204_118, False, "Board paper: aligned"),
}

PARTIES = {
    "ccg": "Northbrook Clinical Commissioning Group",
    "hospital": "Northbrook Hospitals NHS Foundation Trust",
    "community": "Vale Community Health NHS Trust",
    "gp": "Northbrook GP Confederation",
}

TERMS = Adjustment.model_validate(
    {
        "steps": [
            {
                "id": "population_growth",
                "population": {"rate": [{"from": "2019-04-01", "value": "actual", "source": "s"}]},
            },
            {
                "id": "movement",
                "name": "Movement between segments",
                "movement": {"at": "base_year"},
            },
            {
                "id": "inflation",
                "inflation": {
                    "mix": [{"from": "2019-04-01", "value": {"all": "100%"}, "source": "s"}],
                    "rates": {
                        "all": [{"from": "2019-04-01", "value": "2.64%", "source": "GDP deflator"}]
                    },
                },
            },
            {
                "id": "productivity",
                "productivity": {
                    "rate": [{"from": "2019-04-01", "value": "1.1%", "source": "Long Term Plan"}]
                },
            },
        ]
    }
)


def money(id_: str, pounds: Fraction | None, label: str = "", **more: object) -> Figure:
    return Figure(id_, pounds, Unit.MONEY, label, **more)  # type: ignore[arg-type]


def service_figure(prefix: str, service: str) -> Figure:
    name, base, actual, is_in, source = SERVICES[service]
    value = Fraction(int(base if prefix == "base" else actual))
    scope = f"scope: {'in' if is_in else 'out'} ({source})"
    return money(f"{prefix}.{service}", value, name, source=scope, formula="sum of cost.amount")


def in_scope(prefix: str, year: FinancialYear) -> Figure:
    children = tuple(service_figure(prefix, s) for s in SERVICES if SERVICES[s][3])
    total = sum((Fraction(str(child.value)) for child in children), Fraction(0))
    label = f"Spend in scope, {year}"
    return money(f"{prefix}.in_scope", total, label, children=children)


def rate(events: int, years: Fraction) -> Figure:
    limits = rate_interval(events, float(years), 1000)
    id_ = "outcome.admissions"
    return Figure(
        id_,
        events / years * 1000,
        Unit.RATE,
        inputs=f"{events} / {float(years):.2f} x 1,000",
        formula="events / person-years x 1,000",
        children=(
            Figure(f"{id_}.events", Fraction(events), Unit.COUNT),
            Figure("population.person_years", years, Unit.YEARS),
            Figure(f"{id_}.lower", Fraction(f"{limits.lower:.6f}"), Unit.RATE),
            Figure(f"{id_}.upper", Fraction(f"{limits.upper:.6f}"), Unit.RATE),
        ),
    )


def person_years(segment: str, year: FinancialYear) -> Fraction:
    _, _, days, base_days, _, _ = SEGMENTS[segment]
    return Fraction(days if year == YEAR else base_days, year.days)


def spend_by_segment(prefix: str, year: FinancialYear) -> dict[str, Fraction]:
    total = Fraction(str(in_scope(prefix, year).value))
    weights = sum(row[5] for row in SEGMENTS.values())
    return {segment: total * row[5] / weights for segment, row in SEGMENTS.items()}


def prices() -> dict[str, Fraction]:
    years = {s: person_years(s, BASE) for s in SEGMENTS}
    return prices_per_head(spend_by_segment("base", BASE), years, SEGMENTS)


def adjusted() -> Adjusted:
    people = {year: {s: person_years(s, year) for s in SEGMENTS} for year in (BASE, YEAR)}
    base = in_scope("base", BASE)
    pence = {child.id: int(Fraction(str(child.value)) * 100) for child in base.children}
    measured = Measured(segments=people, prices=prices())
    return adjust(Base(BASE, pence, figure=base), TERMS, YEAR, measured)


def budget() -> Figure:
    return replace(adjusted_figure(adjusted(), YEAR), id="budget.in_scope")


def headlines() -> list[Headline]:
    years = sum((person_years(s, YEAR) for s in SEGMENTS), Fraction(0))
    events = sum(row[4] for row in SEGMENTS.values())
    label = "People aged 18 and over on the register on 2019-04-01"
    whole = [
        Figure("population.people", Fraction(15_012), Unit.COUNT, label),
        Figure("population.person_years", years, Unit.YEARS, "Person-years, 2019/20"),
        in_scope("base", BASE),
        budget(),
        in_scope("actual", YEAR),
        rate(events, years),
    ]
    services = [
        Headline(service_figure(prefix, service), "service", service)
        for service in SERVICES
        for prefix in ("base", "actual")
    ]
    return [*map(Headline, whole), *services, *(row for s in SEGMENTS for row in _segment(s))]


def _segment(segment: str) -> list[Headline]:
    _, people, _, _, events, _ = SEGMENTS[segment]
    years = person_years(segment, YEAR)
    figures = [
        Figure("population.people_in_year", Fraction(people), Unit.COUNT, "People in the segment"),
        Figure("population.person_years", years, Unit.YEARS, "Person-years in the segment"),
        money("base.in_scope", spend_by_segment("base", BASE)[segment], "Spend on the segment"),
        _price(segment),
        money("actual.in_scope", spend_by_segment("actual", YEAR)[segment], "Spend on the segment"),
        rate(events, years),
    ]
    return [Headline(figure, "segment", segment) for figure in figures]


def _price(segment: str) -> Figure:
    years = {s: person_years(s, BASE) for s in SEGMENTS}
    spend = spend_by_segment("base", BASE)
    return price_figure(segment, prices()[segment], spend, years, BASE, "GBP")


def statement() -> Statement:
    of_budget, spend = (Fraction(str(f.value)) for f in (budget(), in_scope("actual", YEAR)))
    saving = of_budget - spend
    put_in = (
        money("figures.budget", of_budget, "Budget in scope", source="results of the run"),
        money("figures.spend", spend, "Spend in scope", source="results of the run"),
    )
    half = Figure(
        "parameters.provider_share",
        Fraction(1, 2),
        Unit.FRACTION,
        "Share of the providers",
        source="Board paper: a 50:50 split",
        note="in force from 2019-04-01",
    )
    lines = (
        money(
            "lines.saving",
            saving,
            "Saving against the budget",
            formula="budget - spend",
            inputs=f"{put_in[0].shown} - {put_in[1].shown}",
            source="Agreement, clause 4",
            children=put_in,
        ),
        money(
            "lines.shared",
            saving / 2,
            "Providers' part of the saving",
            formula="saving * provider_share",
            inputs=f"{money('', saving).shown} * 50%",
            source="Agreement, clause 5",
            children=(half,),
        ),
    )
    return _settled(lines, saving / 2)


def _settled(lines: tuple[Figure, ...], shared: Fraction) -> Statement:
    pence = round(shared * 100)
    parts = {"hospital": pence // 2, "community": pence // 4}
    parts["gp"] = pence - sum(parts.values())
    payments = tuple(
        Payment("ccg", party, Money(amount), _payment(party, amount, lines[-1]))
        for party, amount in parts.items()
    )
    net = {"ccg": -pence, **parts}
    return Statement(
        title="Northbrook risk and gain share",
        currency="GBP",
        year="2019/20",
        start=date(2019, 4, 1),
        status=Status.COMPLETE,
        lines=lines,
        payments=payments,
        net=tuple(money(f"payments.{p}", Fraction(n, 100), PARTIES[p]) for p, n in net.items()),
        problems=(),
    )


def _payment(party: str, amount: int, line: Figure) -> Figure:
    return money(
        f"payments.shared.ccg_to_{party}",
        Fraction(amount, 100),
        formula=f"shared * backing[{party}]",
        inputs=f"{line.shown} * {'50%' if party == 'hospital' else '25%'}",
        note="the shares add up to the penny (largest remainder)",
        children=(line,),
    )


def incomplete_statement() -> Statement:
    where = Where("contract.yaml", 14, 3, "figures.budget")
    problem = Problem(where, "figure 'budget' is missing", "supply budget.in_scope")
    line = money("lines.saving", None, "Saving", formula="budget - spend", note=problem.what)
    return Statement(
        title="Northbrook risk and gain share",
        currency="GBP",
        year="2019/20",
        start=date(2019, 4, 1),
        status=Status.INCOMPLETE,
        lines=(line,),
        payments=(),
        net=tuple(money(f"payments.{party}", None, name) for party, name in PARTIES.items()),
        problems=(problem,),
    )


def example() -> ReportData:
    """Return the whole report of the example; tests change it with ``dataclasses.replace``."""
    return ReportData(
        title="Northbrook Integrated Care Partnership",
        about="Three providers and their commissioner answer together for the adults registered"
        " with Northbrook's practices, and share savings and overspends 50:50.",
        year="2019/20",
        base_year="2018/19",
        small_numbers=SMALL,
        currency="GBP",
        headlines=headlines(),
        names={s: row[0] for s, row in SEGMENTS.items()}
        | {s: row[0] for s, row in SERVICES.items()}
        | {"outcome.admissions": "Emergency hospital admissions per 1,000 people"},
        steps=steps_of(bridge(adjusted())),
        statement=statement(),
        parties=PARTIES,
        warnings=[
            "2,104 of 318,220 activities (0.66%) could not be linked to a person",
            "11,870 of 96,402 diagnoses are not in ICD-10 and give no points in the score",
        ],
        loads=[
            LoadCount("patients.csv", "person", 16_240, 16_240),
            LoadCount("encounters.csv", "activity", 318_544, 318_220, {"no date": 324}),
            LoadCount("costs.csv", "cost", 301_876, 301_876),
        ],
        manifest={
            "versions": {"wholeplace": "0.1.0", "duckdb": "2.0.1", "python": "3.11.9"},
            "documents": {
                "place.yaml": "9b1c0f0e5d0d4b0f8a6c7d6f6f9f7c2e4e1a2b3c4d5e6f708192a3b4c5d6e7f8",
                "contract.yaml": "1f2e3d4c5b6a79880796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0",
            },
            "seed": 2019,
        },
    )
