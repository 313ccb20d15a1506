"""Late cost of a place whose records were loaded month after month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.workspaces import write_feed
from wholeplace.app.budget.book import budget_book
from wholeplace.app.budget.counting import Asked
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load.load_feed import load_feed
from wholeplace.store.ledger import read_ledger, write_ledger
from wholeplace.store.workspace import Workspace

PEOPLE = {
    "person": """
        person_id  sex  birth_month  death_date
        ann        2    1945-06-01   -
        bob        1    1960-01-01   -
    """,
    "registration": """
        person_id  practice_code  start_date  end_date
        ann        ZP001          2000-01-01  -
        bob        ZP001          2000-01-01  -
    """,
    "activity": """
        activity_id  person_id  source  setting  admission_method  start_ts             quantity
        b1           ann        acute   APC      21                2018-05-01T10:00:00  1
    """,
    "cost": """
        cost_id  person_id  activity_id  basis     amount    currency
        cb1      ann        b1           tariff    12000.00  GBP
    """,
}
# Of each month 800 pounds are known when it is over, and 200 more a month later.
NOW, LATER = "800.00", "200.00"
LATE = """
late:
  months: [{from: 2018-04-01, value: 2, source: "assumed: two months"}]
  tail: [{from: 2018-04-01, value: 1, source: "assumed: nothing comes after"}]
"""


def _month(number: int) -> dict[str, str]:
    """Return what is sent at the end of a month of 2019: its care, and late cost of the last."""
    day = f"2019-{number:02d}-10T10:00:00"
    acts = [f"n{number} ann acute APC 21 {day} 1"]
    costs = [f"c{number} ann n{number} tariff {NOW} GBP"]
    if number > 1:
        costs.append(f"l{number} ann n{number - 1} tariff {LATER} GBP")
    return {
        "activity": "activity_id person_id source setting admission_method start_ts quantity\n"
        + "\n".join(acts),
        "cost": "cost_id person_id activity_id basis amount currency\n" + "\n".join(costs),
    }


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a workspace loaded at the end of every month of 2019, from January to September."""
    folder = tmp_path_factory.mktemp("late")
    workspace = Workspace(init_workspace(folder / "W", "hillingdon-2019").root)
    loads = [PEOPLE, *(_month(number) for number in range(1, 10))]
    days = [date(2018, 12, 31), *(date(2019, n, 28) for n in range(1, 10))]
    for i, (feed, day) in enumerate(zip(loads, days, strict=True)):
        load_feed(workspace, write_feed(folder / f"feed{i}", feed), "canonical")
        _known_since(workspace, i, day)
    path = workspace.root / "budget.yaml"
    path.write_text(path.read_text() + LATE)
    return workspace


def _known_since(workspace: Workspace, number: int, day: date) -> None:
    batches = list(read_ledger(workspace.data))
    at = f"{day.isoformat()}T12:00:00+00:00"
    batches[number] = replace(batches[number], loaded_at=at)
    write_ledger(workspace.data, batches)


def test_what_has_not_come_yet_is_foreseen_from_how_earlier_months_came(place: Workspace) -> None:
    outturn = budget_book(str(place.root), Asked(as_at=date(2019, 9, 30))).outturn
    assert outturn is not None
    admissions = outturn.of("emergency_admissions")
    # April to August are whole, 1,000 each; of September 800 are known, and 200 will come.
    assert (admissions.known, admissions.completed, admissions.late) == (580_000, 600_000, 20_000)
    # Half of the days of the year less a little: 183 of 366.
    assert admissions.outturn == 1_200_000
    assert "two months" in admissions.sources[-1]


def test_what_is_known_by_now_is_not_late(place: Workspace) -> None:
    outturn = budget_book(str(place.root), Asked(until=date(2019, 8, 1))).outturn
    assert outturn is not None
    assert outturn.of("emergency_admissions").late == 0


def test_without_enough_months_loaded_one_by_one_nobody_can_say(place: Workspace) -> None:
    book = budget_book(str(place.root), Asked(as_at=date(2019, 4, 30)))
    assert book.outturn is not None
    # January to April: the first that came while it was looked for is February.
    assert book.outturn.of("emergency_admissions").late == 20_000
    early = budget_book(str(place.root), Asked(as_at=date(2019, 4, 10)))
    assert early.outturn is None
    assert early.warnings[-1] == (
        "no month of 2019/20 is over on 2019-04-11, so nothing is foreseen of it"
    )
