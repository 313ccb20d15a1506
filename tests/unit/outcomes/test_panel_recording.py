"""How records were kept, by year: what nobody can be told apart from, and what is coded."""

from __future__ import annotations

from tests.tables import running, table
from wholeplace.kernel import FinancialYear
from wholeplace.outcomes.panel import Recorded, recorded, recorded_rows

ACTIVITY = """
activity_id  person_id  setting  start_ts
a1           ann        APC      2018-04-01T00:00:00
a2           -          ED       2019-03-31T23:59:00
a3           bob        APC      2019-04-01T00:00:00
a4           -          GP       2019-05-01T09:00:00
a5           -          GP       2020-03-31T09:00:00
a6           cat        APC      2019-06-01T09:00:00
"""
CODED = """
activity_id  code_system  code  position
a1           ICD10        I50   1
a3           ICD10        J44   1
a3           ICD10        I10   2
a3           OPCS4        W37   1
a4           ICD10        I10   1
"""


def test_activities_of_nobody_and_diagnoses_of_admissions_by_financial_year() -> None:
    years = [FinancialYear(first) for first in (2018, 2019, 2020)]
    with running() as engine:
        linked, depth = recorded_rows(table(ACTIVITY), table(CODED))
        found = recorded(engine.rows(linked), engine.rows(depth), years)
    # a6 has no code: of what is not coded nothing is said; a4 is no admission.
    assert [found[year] for year in years] == [
        Recorded(2, 1, 1, 1), Recorded(4, 2, 1, 2), Recorded(0, 0, 0, 0),
    ]  # fmt: skip
