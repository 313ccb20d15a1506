"""The canonical tables, as data. One row is one countable event or fact about one person.

Money is GBP unless a row's currency says otherwise. ``batch_id`` is added by loading.
"""

from __future__ import annotations

from wholeplace.record.tables.schema import Column, Kind, NotBefore, NotNegativeInSum, Table

_DATE, _TIME, _WHOLE = Kind.DATE, Kind.TIMESTAMP, Kind.INTEGER

SETTINGS = (
    "APC OP ED UTC AMB 111 GP COMM MHIP MHCC ASC CHC RX OTHER".split()  # noqa: SIM905 - a code list
)
COST_BASES = (
    *("tariff", "local_price", "plics", "unit_ref", "package", "block_share"),
    *("charge", "allowed", "paid"),
)


def _key(name: str, about: str = "") -> Column:
    return Column(name, required=True, about=about)


def _person(name: str, about: str) -> Column:
    return Column(name, required=True, pseudonym=True, about=about)


_PERSON = _person(
    "person_id", "the person as their own source knows them; linking finds who that is"
)


TABLES = (
    Table(
        "person",
        "a person known to one source",
        ("person_id",),
        (
            _PERSON,
            Column("sex", required=True, one_of=("1", "2", "9", "X"), about="1 male, 2 female"),
            Column("birth_month", _DATE, required=True, first_of_month=True, past=True),
            Column("ethnicity", longest=2, about="NHS ethnic category A to Z"),
            Column("death_date", _DATE, past=True),
            Column("death_place"),
            Column("death_cause", longest=10, about="ICD-10"),
        ),
        (NotBefore("death_date", "birth_month"),),
    ),
    Table(
        "source_link",
        "which person a key of a source belongs to",
        ("source", "source_key"),
        (
            _key("source"),
            _person("source_key", "the key found in the records of that source"),
            _person("person_id", "the person it belongs to"),
            Column("match_rule", required=True),
            Column("match_score", Kind.NUMBER, at_least=0),
        ),
    ),
    Table(
        "registration",
        "a spell on the list of a general practice",
        ("person_id", "practice_code", "start_date"),
        (
            _PERSON,
            _key("practice_code", "ODS code; V81999 where the practice is not known"),
            Column("start_date", _DATE, required=True, past=True),
            Column("end_date", _DATE, about="first day no longer registered"),
            Column("end_reason"),
        ),
        (NotBefore("end_date", "start_date"),),
    ),
    Table(
        "residence",
        "where a person lives, from a day on",
        ("person_id", "start_date"),
        (
            _PERSON,
            Column("start_date", _DATE, required=True, past=True),
            Column("end_date", _DATE),
            Column("lsoa_code", longest=12),
            Column("la_code", longest=12),
            Column("care_home_id"),
            Column("accommodation_status"),
        ),
        (NotBefore("end_date", "start_date"),),
    ),
    Table(
        "activity",
        "one spell, attendance or contact",
        ("activity_id",),
        (
            _key("activity_id"),
            _PERSON,
            Column("parent_activity_id"),
            _key("source", "the source whose keys the row uses"),
            Column("setting", required=True, one_of=tuple(SETTINGS)),
            Column("pod", about="point of delivery"),
            Column("start_ts", _TIME, required=True, past=True, unit="UTC"),
            Column("end_ts", _TIME, unit="UTC"),
            Column("quantity", Kind.QUANTITY, required=True, at_least=0),
            Column("quantity_unit"),
            Column("provider_code"),
            Column("site_code"),
            Column("commissioner_code"),
            Column("practice_code_recorded"),
            Column("specialty"),
            Column("admission_method", longest=2),
            Column("admission_source", longest=2),
            Column("discharge_method", longest=1),
            Column("discharge_destination", longest=2),
            Column("attendance_status"),
            Column("first_attendance", longest=1),
            Column("contact_medium"),
            Column("hrg_code", longest=5),
            Column("los_days", _WHOLE, at_least=0, unit="days"),
            Column("patient_classification", longest=1, about="1 ordinary, 2 day case, and so on"),
            Column("intended_management", longest=1),
            Column("episode_number", _WHOLE, at_least=1, about="its place in the spell, from 1"),
            Column("spell_start", _DATE, about="the admission of the spell an episode is part of"),
            Column("spell_end", _DATE, about="the discharge from that spell"),
            Column("department_type", longest=2, about="of an emergency department"),
            Column("duration_minutes", _WHOLE, at_least=0, unit="minutes"),
            Column("lsoa_code_recorded", longest=12, about="the area of residence as recorded"),
            Column("submitted_at", _DATE, about="the day on which the sender sent the row"),
        ),
        (NotBefore("end_ts", "start_ts"),),
    ),
    Table(
        "diagnosis",
        "one coded diagnosis or problem",
        ("activity_id", "person_id", "position", "code"),
        (
            _PERSON,
            Column("activity_id"),
            Column("position", _WHOLE, required=True, at_least=1),
            Column("code_system", required=True, one_of=("ICD10", "SNOMED", "READ", "OTHER")),
            _key("code"),
            Column("kind", one_of=("primary", "secondary", "problem", "cause")),
            Column("onset_date", _DATE, past=True),
            Column("end_date", _DATE),
        ),
        (NotBefore("end_date", "onset_date"),),
    ),
    Table(
        "procedure",
        "one coded procedure",
        ("activity_id", "person_id", "position", "code"),
        (
            _PERSON,
            Column("activity_id"),
            Column("position", _WHOLE, required=True, at_least=1),
            Column("code_system", required=True),
            _key("code"),
            Column("performed_date", _DATE, past=True),
        ),
    ),
    Table(
        "measurement",
        "one measured or answered value",
        ("person_id", "activity_id", "measured_at", "position"),
        (
            _PERSON,
            Column("activity_id"),
            Column("measured_at", _TIME, required=True, past=True),
            Column("position", _WHOLE, required=True, at_least=1, about="order within its key"),
            Column("code_system", required=True),
            _key("code"),
            Column("value_num", Kind.NUMBER),
            Column("value_text", longest=4000),
            Column("unit"),
        ),
    ),
    Table(
        "rx_item",
        "one prescribed item",
        ("item_id",),
        (
            _key("item_id"),
            _PERSON,
            Column("practice_code"),
            Column("processed_month", _DATE, required=True, first_of_month=True, past=True),
            Column("code_system", required=True),
            _key("code"),
            Column("items", _WHOLE, at_least=0),
            Column("quantity", Kind.QUANTITY, at_least=0),
        ),
    ),
    Table(
        "care_package",
        "one package of social or continuing care",
        ("package_id",),
        (
            _key("package_id"),
            _PERSON,
            Column("funder_code"),
            Column("provider_code"),
            Column("service_type"),
            Column("service_component"),
            Column("delivery_mechanism"),
            Column("start_date", _DATE, required=True),
            Column("end_date", _DATE),
            Column("unit_cost", Kind.MONEY, at_least=0),
            Column("cost_frequency"),
            Column("units_per_week", Kind.QUANTITY, at_least=0),
        ),
        (NotBefore("end_date", "start_date"),),
    ),
    Table(
        "referral",
        "one referral between teams or organisations",
        ("referral_id",),
        (
            _key("referral_id"),
            _PERSON,
            Column("source_code"),
            Column("team_type"),
            Column("received_at", _TIME, required=True, past=True),
            Column("accepted_at", _TIME),
            Column("closed_at", _TIME),
            Column("closure_reason"),
        ),
        (NotBefore("closed_at", "received_at"),),
    ),
    Table(
        "cost",
        "what one activity, package or item cost, on one basis",
        ("cost_id",),
        (
            _key("cost_id"),
            Column("activity_id"),
            Column("package_id"),
            Column("item_id"),
            _PERSON,
            Column("basis", required=True, one_of=COST_BASES),
            Column("amount", Kind.MONEY, required=True),
            Column("currency", required=True, longest=3),
            Column("price_year", _WHOLE, at_least=1948, about="financial year's first year"),
            Column("mff", Kind.NUMBER, at_least=0),
            Column("pbr_excluded", Kind.YES_NO),
            Column("contract_line_id"),
        ),
        (),
        (
            NotNegativeInSum(
                "amount", ("activity_id", "package_id", "item_id", "basis", "currency")
            ),
        ),
    ),
    Table(
        "organisation",
        "one organisation, practice or neighbourhood",
        ("code",),
        (
            _key("code", "ODS code"),
            Column("name"),
            Column("type"),
            Column("parent_code"),
            Column("valid_from", _DATE),
            Column("valid_to", _DATE),
        ),
    ),
    Table(
        "geography",
        "one small area in one boundary and deprivation vintage",
        ("lsoa_code", "lsoa_year", "imd_year"),
        (
            _key("lsoa_code"),
            Column("lsoa_year", _WHOLE, required=True),
            Column("la_code"),
            Column("ward_code"),
            Column("icb_code"),
            Column("imd_year", _WHOLE, required=True),
            Column("imd_rank", _WHOLE, at_least=1),
            Column("imd_decile", _WHOLE, at_least=1, about="1 is most deprived"),
        ),
    ),
    Table(
        "identity",
        "who a key of a source names: for linking, and in the identity plane only",
        ("source", "person_id", "nhs_number", "local_id_issuer", "local_id"),
        (
            _key("source", "the source that says so: two may know a person by one key"),
            _PERSON,
            Column("nhs_number", about="as the source writes it, blanks and all"),
            Column("nhs_number_status", longest=2, about="01 where the number was traced"),
            Column("given_name"),
            Column("family_name"),
            Column("birth_date", _DATE, past=True),
            Column("sex", one_of=("1", "2", "9", "X")),
            Column("postcode", longest=8),
            Column("uprn", longest=12, about="unique property reference number"),
            Column("practice_code"),
            Column("local_id"),
            Column("local_id_issuer", about="the organisation that gave the local number"),
        ),
        identified=True,
    ),
)
"""Every table a feed can fill. One more, ``load_batch``, is the ledger that loading keeps."""


HANGS_ON = {"activity_id": "activity", "package_id": "care_package", "item_id": "rx_item"}
"""By which column a row hangs on a row of another table: what it cost, what was coded of it."""


def table_named(name: str) -> Table:
    """Return one canonical table; raises ``KeyError``."""
    return {table.name: table for table in TABLES}[name]


def table_names() -> tuple[str, ...]:
    """Return the names of the tables in order."""
    return tuple(table.name for table in TABLES)
