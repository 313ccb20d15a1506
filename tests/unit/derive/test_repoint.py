"""What belongs to an episode belongs to its spell; money is never merged."""

from __future__ import annotations

from ibis import ir

from tests.tables import drawn, same, table
from tests.unit.derive.rules import RULES, acts
from wholeplace.derive import episodes, repointed, repointed_codes


def parts() -> ir.Table:
    rows = acts(
        """
        activity_id  person_id  parent_activity_id  start_ts    end_ts
        e2           ann        s1                  2019-05-03  2019-05-10
        e1           ann        s1                  2019-05-01  2019-05-03
        """,
        setting="APC",
        quantity="1",
    )
    return episodes(rows, RULES)


def test_diagnoses_run_through_the_episodes_each_once_with_one_primary() -> None:
    codes = table("""
        person_id  activity_id  position  code_system  code  kind
        ann        e1           1         ICD10        J440  primary
        ann        e1           2         ICD10        I10   secondary
        ann        e2           1         ICD10        N390  primary
        ann        e2           2         ICD10        J440  secondary
        ann        e2           3         ICD10        E119  secondary
        ann        op1          1         ICD10        J440  primary
        ann        -            1         ICD10        J440  problem
    """)
    assert drawn(repointed_codes(codes, parts(), ["code_system", "code"])) == same("""
        person_id  activity_id  position  code_system  code  kind
        ann        s1           1         ICD10        J440  primary
        ann        s1           2         ICD10        I10   secondary
        ann        s1           3         ICD10        N390  secondary
        ann        s1           4         ICD10        E119  secondary
        ann        op1          1         ICD10        J440  primary
        ann        -            1         ICD10        J440  problem
    """)


def test_a_procedure_done_on_two_days_was_done_twice() -> None:
    done = table("""
        person_id  activity_id  position  code_system  code  performed_date
        ann        e1           1         OPCS4        H221  2019-05-02
        ann        e2           1         OPCS4        H221  2019-05-02
        ann        e2           2         OPCS4        H221  2019-05-06
    """)
    assert drawn(repointed_codes(done, parts(), ["code_system", "code", "performed_date"])) == same(
        """
        person_id  activity_id  position  code_system  code  performed_date
        ann        s1           1         OPCS4        H221  2019-05-02
        ann        s1           2         OPCS4        H221  2019-05-06
        """
    )


def test_every_cost_stays_and_the_sum_with_it() -> None:
    costs = table("""
        cost_id  person_id  activity_id  package_id  basis   amount
        c1       ann        e1           -           tariff  100.00
        c2       ann        e2           -           tariff  100.00
        c3       ann        s1           -           plics   180.00
        c4       ann        -            p1          package 70.00
    """)
    assert drawn(repointed(costs, parts())) == same("""
        cost_id  person_id  activity_id  package_id  basis   amount
        c1       ann        s1           -           tariff  100.00
        c2       ann        s1           -           tariff  100.00
        c3       ann        s1           -           plics   180.00
        c4       ann        -            p1          package 70.00
    """)


def test_the_codes_of_a_single_episode_stay_as_they_were_written() -> None:
    rows = acts(
        """
        activity_id  person_id  parent_activity_id  start_ts
        x1           ann        one                 2019-05-01
        """,
        setting="APC",
        quantity="1",
    )
    codes = table("""
        person_id  activity_id  position  code_system  code  kind
        ann        x1           2         ICD10        I10   primary
        ann        x1           5         ICD10        I10   primary
    """)
    assert drawn(repointed_codes(codes, episodes(rows, RULES), ["code_system", "code"])) == same("""
        person_id  activity_id  position  code_system  code  kind
        ann        one          2         ICD10        I10   primary
        ann        one          5         ICD10        I10   primary
    """)


def test_a_code_stands_in_every_stay_that_has_it_where_its_first_episode_put_it() -> None:
    # In s1 the first episode has J440 third, the second first; E119 and I10 have one position.
    rows = acts(
        """
        activity_id  person_id  parent_activity_id  start_ts
        e1           ann        s1                  2019-05-01
        e2           ann        s1                  2019-05-03
        f1           bob        s2                  2019-05-01
        f2           bob        s2                  2019-05-03
        """,
        setting="APC",
        quantity="1",
    )
    codes = table("""
        person_id  activity_id  position  code_system  code  kind
        ann        e1           1         ICD10        I10   primary
        ann        e1           1         ICD10        E119  cause
        ann        e1           3         ICD10        J440  secondary
        ann        e1           4         ICD10        K219  secondary
        ann        e2           1         ICD10        J440  primary
        ann        e2           2         ICD10        N390  problem
        bob        f1           1         ICD10        J440  primary
        bob        f2           1         ICD10        N390  primary
    """)
    assert drawn(repointed_codes(codes, episodes(rows, RULES), ["code_system", "code"])) == same("""
        person_id  activity_id  position  code_system  code  kind
        ann        s1           1         ICD10        E119  cause
        ann        s1           2         ICD10        I10   secondary
        ann        s1           3         ICD10        J440  secondary
        ann        s1           4         ICD10        K219  secondary
        ann        s1           5         ICD10        N390  problem
        bob        s2           1         ICD10        J440  primary
        bob        s2           2         ICD10        N390  secondary
    """)
