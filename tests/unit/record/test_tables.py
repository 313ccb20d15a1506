"""The canonical tables: their columns, keys, types and what must be filled."""

from __future__ import annotations

import pytest

from wholeplace.record import TABLES, Column, Kind, Table, table_named, table_names
from wholeplace.record.tables.all_tables import COST_BASES, SETTINGS
from wholeplace.record.tables.schema import NotBefore, NotNegativeInSum

# `*` part of the key, `!` must be filled, `:` the type where it is not text. The fifteenth table,
# load_batch, is no feed's to fill: loading keeps it.
CANONICAL = """
person       person_id*! sex! birth_month!:date ethnicity death_date:date death_place
             death_cause
source_link  source*! source_key*! person_id! match_rule! match_score:number
registration person_id*! practice_code*! start_date*!:date end_date:date end_reason
residence    person_id*! start_date*!:date end_date:date lsoa_code la_code care_home_id
             accommodation_status
activity     activity_id*! person_id! parent_activity_id source! setting! pod
             start_ts!:timestamp end_ts:timestamp quantity!:quantity quantity_unit provider_code
             site_code commissioner_code practice_code_recorded specialty admission_method
             admission_source discharge_method discharge_destination attendance_status
             first_attendance contact_medium hrg_code los_days:integer
             patient_classification intended_management episode_number:integer spell_start:date
             spell_end:date department_type duration_minutes:integer lsoa_code_recorded
             submitted_at:date
diagnosis    person_id*! activity_id* position*!:integer code_system! code*! kind
             onset_date:date end_date:date
procedure    person_id*! activity_id* position*!:integer code_system! code*! performed_date:date
measurement  person_id*! activity_id* measured_at*!:timestamp position*!:integer code_system!
             code! value_num:number value_text unit
rx_item      item_id*! person_id! practice_code processed_month!:date code_system! code!
             items:integer quantity:quantity
care_package package_id*! person_id! funder_code provider_code service_type service_component
             delivery_mechanism start_date!:date end_date:date unit_cost:money cost_frequency
             units_per_week:quantity
referral     referral_id*! person_id! source_code team_type received_at!:timestamp
             accepted_at:timestamp closed_at:timestamp closure_reason
cost         cost_id*! activity_id package_id item_id person_id! basis! amount!:money currency!
             price_year:integer mff:number pbr_excluded:yes/no contract_line_id
organisation code*! name type parent_code valid_from:date valid_to:date
geography    lsoa_code*! lsoa_year*!:integer la_code ward_code icb_code imd_year*!:integer
             imd_rank:integer imd_decile:integer
identity     source*! person_id*! nhs_number* nhs_number_status given_name family_name
             birth_date:date sex postcode uprn practice_code local_id* local_id_issuer*
"""

# Columns that may be no longer, and numbers that may be no less.
LIMITS = """
ethnicity 2 | death_cause 10 | admission_method 2 | admission_source 2 | discharge_method 1
discharge_destination 2 | first_attendance 1 | hrg_code 5 | currency 3 | value_text 4000
lsoa_code 12 | la_code 12 | activity_id 200 | patient_classification 1 | intended_management 1
department_type 2 | lsoa_code_recorded 12 | nhs_number_status 2 | postcode 8
uprn 12
"""
LEAST = {
    "match_score": 0, "quantity": 0, "los_days": 0, "position": 1, "items": 0, "unit_cost": 0,
    "units_per_week": 0, "price_year": 1948, "mff": 0, "imd_rank": 1, "imd_decile": 1,
    "episode_number": 1, "duration_minutes": 0,
}  # fmt: skip


def facts(table: Table) -> str:
    """Return a table in the notation of ``CANONICAL``."""
    words = [
        column.name
        + "*" * (column.name in table.key)
        + "!" * column.required
        + ("" if column.kind is Kind.TEXT else f":{column.kind}")
        for column in table.columns
    ]
    return " ".join([table.name, *words])


def test_the_tables_are_the_canonical_ones() -> None:
    joined = CANONICAL.replace("\n             ", " ").strip().splitlines()
    assert [facts(table) for table in TABLES] == [" ".join(line.split()) for line in joined]
    assert "load_batch" not in table_names()


def test_a_text_may_be_so_long() -> None:
    limits = dict(part.split() for part in LIMITS.replace("\n", "|").strip("|").split("|"))
    found = {
        column.name: str(column.longest)
        for table in TABLES
        for column in table.columns
        if column.name in limits and table.name != "geography"
    }
    assert found == limits


def test_a_number_may_be_so_small() -> None:
    columns = [column for table in TABLES for column in table.columns]
    assert {c.name: c.at_least for c in columns if c.at_least is not None} == LEAST


def test_keys_of_people_are_stored_as_pseudonyms_and_shown_nowhere() -> None:
    named = {(t.name, column) for t in TABLES for column in t.pseudonyms}
    with_people = {t.name for t in TABLES if "person_id" in t.column_names} - {"identity"}
    assert named == {(name, "person_id") for name in with_people} | {("source_link", "source_key")}
    assert not table_named("cost").may_show("person_id")
    assert table_named("cost").may_show("cost_id")


def test_only_the_identity_table_names_people() -> None:
    assert [table.name for table in TABLES if table.identified] == ["identity"]
    assert table_named("identity").pseudonyms == ()
    assert not table_named("identity").may_show("practice_code")


def test_codes_are_the_ones_that_the_tables_share() -> None:
    assert SETTINGS == [
        "APC", "OP", "ED", "UTC", "AMB", "111", "GP", "COMM", "MHIP", "MHCC", "ASC", "CHC", "RX",
        "OTHER",
    ]  # fmt: skip
    assert COST_BASES == (
        "tariff", "local_price", "plics", "unit_ref", "package", "block_share", "charge",
        "allowed", "paid",
    )  # fmt: skip
    assert table_named("activity").column("setting").one_of == tuple(SETTINGS)
    assert table_named("cost").column("basis").one_of == COST_BASES
    assert table_named("person").column("sex").one_of == ("1", "2", "9", "X")


def test_months_are_written_as_their_first_day() -> None:
    columns = [(table.name, column) for table in TABLES for column in table.columns]
    assert [(name, column.name) for name, column in columns if column.first_of_month] == [
        ("person", "birth_month"),
        ("rx_item", "processed_month"),
    ]


def test_what_has_happened_is_past_and_what_is_planned_need_not_be() -> None:
    past = {f"{t.name}.{c.name}" for t in TABLES for c in t.columns if c.past}
    assert past == {
        "person.birth_month", "person.death_date", "registration.start_date",
        "residence.start_date", "activity.start_ts", "diagnosis.onset_date",
        "procedure.performed_date", "measurement.measured_at", "rx_item.processed_month",
        "referral.received_at", "identity.birth_date",
    }  # fmt: skip


def test_nothing_ends_before_it_began() -> None:
    orders = {t.name: [(c.earlier, c.later) for c in t.not_before] for t in TABLES}
    assert {name: order for name, order in orders.items() if order} == {
        "person": [("birth_month", "death_date")],
        "registration": [("start_date", "end_date")],
        "residence": [("start_date", "end_date")],
        "activity": [("start_ts", "end_ts")],
        "diagnosis": [("onset_date", "end_date")],
        "care_package": [("start_date", "end_date")],
        "referral": [("received_at", "closed_at")],
    }


def test_a_reversal_needs_the_cost_that_it_reverses() -> None:
    (check,) = table_named("cost").not_negative
    assert check == NotNegativeInSum(
        "amount", ("activity_id", "package_id", "item_id", "basis", "currency")
    )


def test_a_table_is_found_by_name() -> None:
    assert table_named("cost").name == "cost"
    assert table_named("cost").column("amount").kind is Kind.MONEY
    with pytest.raises(KeyError):
        table_named("costs")
    with pytest.raises(KeyError):
        table_named("cost").column("amounts")


COLUMNS = (Column("a"), Column("b"))


@pytest.mark.parametrize(("table", "said"), [
    (lambda: Table("t", "", ("c",), COLUMNS),                             "no column c"),
    (lambda: Table("t", "", ("a",), COLUMNS, (NotBefore("c", "a"),)),     "no column c"),
    (lambda: Table("t", "", ("a",), COLUMNS, (NotBefore("a", "d"),)),     "no column d"),
    (lambda: Table("t", "", ("a",), COLUMNS, (), (NotNegativeInSum("e", ("f", "a")),)),
     "no column e, f"),
], ids=["key", "later", "earlier", "sum"])  # fmt: skip
def test_a_table_cannot_name_columns_that_it_has_not(table: type[Table], said: str) -> None:
    with pytest.raises(ValueError, match=f"^table t has {said}$"):
        table()  # type: ignore[call-arg]
