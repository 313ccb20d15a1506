"""Make the JSON Schemas by which editors complete and check documents, from the models themselves.

What a field means is said once, in the tables of ``docs/reference/documents.md``; the schemas
repeat it, so that an editor shows it. A schema never refuses what the reader would take; it cannot
see sense (names, units, sums), which ``wholeplace check`` does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from wholeplace.app.load.feeds import Feeds
from wholeplace.budget.document import Budget
from wholeplace.contract.examples import Examples
from wholeplace.contract.formula import UNIT_WORDS
from wholeplace.contract.model import Terms
from wholeplace.derive import Derivations, PackageRates, UnitCosts
from wholeplace.document.types import WRITTEN_MONEY, WRITTEN_SHARE
from wholeplace.outcomes import Measure, Outcomes
from wholeplace.outcomes.events import EVENT_COLUMNS
from wholeplace.outcomes.standard import StandardPopulation
from wholeplace.place import CareTerms, Directory, Instrument, IntermediateTerms, Place
from wholeplace.plan import Scenario
from wholeplace.population import LinkingRules, SegmentRules
from wholeplace.population.candidates import Caseload
from wholeplace.population.cohorts import Cohort
from wholeplace.population.prevalence import ExpectedPrevalence
from wholeplace.population.scores import Index, Score
from wholeplace.population.segment_rules import FEATURES
from wholeplace.privacy import PrivacyPolicy
from wholeplace.record import TABLES, CodeList
from wholeplace.record import Mapping as MappingDocument
from wholeplace.record.quality import CodeSets, QualityRules
from wholeplace.record.suggest.column_names import ColumnNames
from wholeplace.record.tables.all_tables import COST_BASES
from wholeplace.record.tables.derived import ACTIVITY_COLUMNS
from wholeplace.store.identity import WorkspaceSettings

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "schemas"
PAGE = ROOT / "docs" / "reference" / "documents.md"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
Shape = dict[str, Any]  # a JSON Schema: whatever JSON can hold
Rows = Mapping[str, str]


@dataclass(frozen=True)
class Described:
    """A document: its model, the file it is written in, and its heading in the reference."""

    model: type[BaseModel]
    file: str
    heading: str


DOCUMENTS: Mapping[str, Described] = {
    "contract": Described(Terms, "contract.yaml", "Contract"),
    "examples": Described(Examples, "examples.yaml", "Examples"),
    "place": Described(Place, "place.yaml", "Place"),
    "scenario": Described(Scenario, "scenario.yaml", "Scenario"),
    "outcomes": Described(Outcomes, "outcomes.yaml", "Outcomes"),
    "feeds": Described(Feeds, "feeds.yaml", "Feeds"),
    "mapping": Described(MappingDocument, "mappings/NAME.yaml", "Mapping"),
    "code-list": Described(CodeList, "codelists/NAME.yaml", "Code list"),
    "measure": Described(Measure, "measures/NAME.yaml", "Measure"),
    "standard-population": Described(
        StandardPopulation, "standards/NAME.yaml", "Standard population"
    ),
    "expected-prevalence": Described(
        ExpectedPrevalence, "standards/expected-prevalence.yaml", "Expected prevalence"
    ),
    "segments": Described(SegmentRules, "segments/NAME.yaml", "Segments"),
    "budget": Described(Budget, "budget.yaml", "Budget"),
    "caseload": Described(Caseload, "caseload.yaml", "Caseload"),
    "care": Described(CareTerms, "care.yaml", "Care"),
    "services": Described(Directory, "services.yaml", "Services"),
    "intermediate": Described(IntermediateTerms, "intermediate.yaml", "Intermediate care"),
    "instrument": Described(Instrument, "instruments/NAME.yaml", "Instrument"),
    "cohort": Described(Cohort, "cohorts/NAME.yaml", "Cohort"),
    "score": Described(Score, "scores/NAME.yaml", "Score"),
    "index": Described(Index, "indices/NAME.yaml", "Index"),
    "derivations": Described(Derivations, "codelists/derivations.yaml", "Derivations"),
    "code-sets": Described(CodeSets, "codelists/nhs-codes.yaml", "Code sets"),
    "quality": Described(QualityRules, "quality/NAME.yaml", "Quality rules"),
    "privacy": Described(PrivacyPolicy, "privacy.yaml", "Privacy policy"),
    "linking": Described(LinkingRules, "linking.yaml", "Rules of linking"),
    "unit-costs": Described(UnitCosts, "codelists/unit-costs.yaml", "Unit costs"),
    "package-costs": Described(PackageRates, "codelists/package-costs.yaml", "Costs of packages"),
    "column-names": Described(ColumnNames, "codelists/column-names.yaml", "Names of columns"),
    "workspace": Described(WorkspaceSettings, "workspace.yaml", "Workspace"),
}

# The field that a bare value stands for, where a model may be written short.
SHORT = {"LineTerm": "is", "ParameterTerm": "values", "Condition": "one_of", "Recipe": "column",
         "SourceFile": "file"}  # fmt: skip
# What else may stand there: a yes or no asked of a column.
ALSO: Mapping[str, Shape] = {"Condition": {"type": "boolean"}}

# What the types of a model do not say of a field: its words, the words or names of its keys.
_UNITS, _CHOICE = list(UNIT_WORDS), [*UNIT_WORDS, "choice"]
_ACTIVITY = {"propertyNames": {"enum": list(ACTIVITY_COLUMNS)}}
_EVENT = {
    "propertyNames": {"enum": sorted({name for some in EVENT_COLUMNS.values() for name in some})}
}
_FEATURE = {"propertyNames": {"anyOf": [{"enum": list(FEATURES)}, {"type": "string"}]}}
_NAMED = {"propertyNames": {"pattern": "^[A-Za-z][A-Za-z0-9_]{0,63}$"}}
_ANY = {"type": ["boolean", "number", "string"]}  # a number however written, or a word
MORE: Mapping[tuple[str, str], Shape] = {
    ("Terms", "currency"): {"pattern": "^[A-Z]{3}$", "examples": ["GBP"]},
    ("Terms", "year"): {"pattern": r"^\d\d-\d\d$", "examples": ["04-01"]},
    ("Terms", "parties"): _NAMED,
    ("Terms", "figures"): _NAMED,
    ("Terms", "parameters"): _NAMED,
    ("Terms", "lines"): _NAMED,
    ("FigureTerm", "unit"): {"enum": _CHOICE},
    ("LineTerm", "unit"): {"enum": _CHOICE},
    ("ParameterTerm", "unit"): {"enum": _UNITS},
    ("Service", "basis"): {"enum": list(COST_BASES)},
    ("Service", "when"): _ACTIVITY,
    ("Measure", "counts"): _EVENT,
    ("Needs", "where"): _EVENT,
    ("Rows", "when"): _EVENT,
    ("Linked", "when"): _EVENT,
    ("PointOfDelivery", "when"): _ACTIVITY,
    ("Counted", "when"): _ACTIVITY,
    ("QualityRule", "table"): {"enum": [table.name for table in TABLES]},
    # Scores that a rule set names give features of their own, by names of other documents.
    ("Segment", "when"): _FEATURE,
    ("FigureDrawn", "fixed"): {"anyOf": [_ANY, {"type": "array", "items": _ANY}]},
    ("MappedTable", "table"): {"enum": [table.name for table in TABLES]},
}

# What the reference says in a sentence and not in a table.
TOLD: Mapping[tuple[str, str], str] = {
    ("PartyTerm", "name"): "its name; without one, its id (text)",
    ("PartyTerm", "role"): "what it is in the agreement (commissioner or provider)",
    ("BandTerm", "up_to"): "the limit of the band; the last has none (a number)",
    ("BandTerm", "share"): "the share that applies within the band (share)",
    ("StepTerm", "below"): "the limit below which the value holds; the last has none (a number)",
    ("StepTerm", "value"): "the value that holds (a number, or yes or no)",
    ("PointTerm", "at"): "where the point stands (a number)",
    ("PointTerm", "value"): "the value at the point (a number)",
    ("Band", "name"): "what scores below the limit are called (text)",
    ("Band", "below"): "the limit; the last has none (a number)",
    ("Step", "adds"): "what a value within the step adds (a number)",
    ("Step", "below"): "the limit, not within the step; the last has none (a number)",
    ("Step", "up_to"): "the limit, within the step; the last has none (a number)",
    ("UsedMeasure", "measure"): "the measure: measures/NAME.yaml (text)",
    ("UsedMeasure", "class"): "pay for performance, local quality or national standard",
    ("UsedMeasure", "source"): "(source)",
    ("Option", "value"): "what is kept of the answer (short name or number)",
    ("Option", "text"): "the answer as it is read (text)",
    ("Option", "score"): "what it scores (whole number)",
    ("ScoreBand", "from"): "the least score of the band; it ends where the next begins (a number)",
    ("ScoreBand", "name"): "what scores of the band are called (text)",
    ("AllOrNothing", "kind"): "all of the reward at the mark, and nothing before it (the word)",
    ("AllOrNothing", "at"): "the mark at which all is earned (dated numbers)",
    ("Tiers", "kind"): "what the hardest tier that is met earns (the word)",
    ("Tiers", "tiers"): "the marks and what each earns (list of at, earns)",
    ("Tier", "at"): "the mark of the tier (a number)",
    ("Tier", "earns"): "what it earns of the reward (share)",
    ("Ages", "from"): "the first age in whole years (whole number)",
    ("Ages", "below"): "the age that is not in any more (whole number)",
    ("Days", "at_least"): "so many days lie between, or more (whole number)",
    ("Days", "below"): "fewer days than this lie between (whole number)",
    ("Lookup", "file"): "the other file (one of files)",
    ("Lookup", "match"): "the column of the other file to find the text in (column)",
    ("Lookup", "take"): "the column to take of the row found (column)",
    ("When", "column"): "the column that is looked at (column)",
    ("When", "is"): "it is one of these (list of texts)",
    ("When", "is_not"): "it is none of these (list of texts)",
    ("When", "empty"): "whether it is empty (true or false)",
    ("SetAside", "when"): "which rows are left out (condition)",
    ("SetAside", "why"): "the reason, shown with every load (text)",
    ("When", "starts_with"): "it begins with one of these (list of texts)",
    ("When", "optional"): "true where the file may lack the column (true or false)",
    ("When", "all"): "all of these hold (list of conditions)",
    ("When", "any"): "one of these holds (list of conditions)",
    ("Each", "columns"): "the columns, of which each filled cell is a row (columns)",
    ("Each", "names"): "what the cells of one row are called, after @ (list of texts)",
    ("Each", "optional"): "true where the file may have none of them (true or false)",
    ("KeepLatest", "by"): "the columns in which versions of one row are equal (columns)",
    ("KeepLatest", "order"): "the column in which the version that counts is highest (column)",
    ("Join", "columns"): "what is joined (list of recipes)",
    ("Join", "with"): "what stands between them (text)",
    ("PersonKey", "nhs_number"): "the NHS number (recipe)",
    ("PersonKey", "status"): "whether it was traced: 01 if so (recipe)",
    ("PersonKey", "pseudonym"): "what the sender put in its place (recipe)",
    ("PersonKey", "issuer"): "who made the pseudonyms, by one name in all their feeds (text)",
    ("PersonKey", "local"): "an organisation, and its number for the person (two recipes)",
    ("Specified", "from"): "when the specification came into force (day)",
    ("Specified", "until"): "when it ceased (day)",
    ("Calendar", "flex"): "days after the end of a month until its rows are nearly final",
    ("Calendar", "freeze"): "days after the end of a month until its rows are final",
    ("Calendar", "source"): "(source)",
    ("Price", "year"): "the financial year of the price (financial year)",
    ("Price", "amount"): "what one unit costs (money)",
    ("Price", "source"): "(source)",
    ("YearIndex", "year"): "(financial year)",
    ("YearIndex", "value"): "how prices stood (a number)",
    ("Regular", "begins_with"): "how the frequency begins (list of words)",
    ("Regular", "times_a_year"): "how often it is paid (whole number)",
    ("PointsOfDelivery", "ordered"): "the first that fits takes the activity (list)",
    ("Group", "name"): "its name (text)",
    ("Group", "points"): "what it adds to the score (a number)",
    ("Accuracy", "source"): "(source)",
    ("Aged", "at_least"): "the age or older (dated whole numbers)",
    ("Aged", "below"): "younger than this (dated whole numbers)",
    ("Diagnosed", "codes"): "what must be coded; one of the list will do (list)",
    ("Measured", "at_least"): "the value is this or more (dated numbers)",
    ("Measured", "below"): "the value is less than this (dated numbers)",
    ("Scored", "at_least"): "the points are this or more (dated numbers)",
    ("Group", "unless"): "the graver group beside which it gives no points (one of groups)",
}

_ALIKE = 0.25  # the part of a table's fields that a model must have for the table to be about it
_TEXT = ["string", "number"]  # `version: 5.4` is a text to the reader, a number to an editor
_SCALAR = ["string", "number", "boolean"]
_SCALARS = {
    "pattern": rf"^\s*(yes|no|{WRITTEN_SHARE}|{WRITTEN_MONEY})\s*$",
    "examples": ["50%", "1/3", "GBP 35m", "12", "yes"],
}
_TRUTHS = "true|false|yes|no|on|off|y|n|t|f|1|0"


class Writer(GenerateJsonSchema):
    """The generator of pydantic, taught what an editor hands over and what the fields mean."""

    own: Sequence[Rows] = ()
    forms: Sequence[Rows] = ()

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """Take a number too: the reader keeps it as the text it was."""
        return super().str_schema(schema) | {"type": _TEXT}

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        """Take a number in quotes too, as the reader does."""
        quoted = {"type": ["integer", "string"], "pattern": r"^\s*[+-]?\d[\d_]*(\.0+)?\s*$"}
        return super().int_schema(schema) | quoted

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:
        """Take `yes` and `no` too: words to an editor, truths to the model."""
        pattern = f"^({_TRUTHS}|{_TRUTHS.upper()}|{_TRUTHS.title()})$"
        kinds = {"type": ["boolean", "string", "integer"], "pattern": pattern}
        return super().bool_schema(schema) | kinds | {"examples": [True, False]}

    def function_before_schema(
        self, schema: core_schema.BeforeValidatorFunctionSchema
    ) -> JsonSchemaValue:
        """Take any scalar where a text is made of what stands there before it is looked at."""
        shape = super().function_before_schema(schema)
        return shape | {"type": [*_SCALAR, "null"]} if shape == {"type": _TEXT} else shape

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        """Say 'any of', not 'one of': an empty list is of every kind of list."""
        shape = super().tagged_union_schema(schema)
        return {"anyOf": shape.pop("oneOf")} | shape

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401 - theirs
        """Leave out titles that say the name of the field again."""
        del schema
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Describe the model by its docstring, and each field by the reference."""
        model: type[BaseModel] = schema["cls"]
        shape = super().model_schema(schema) | {"description": _said(model)}
        shape.pop("title", None)
        name, fields = _bare(model.__name__), shape.get("properties", {})
        for field, inside in fields.items():
            told = {"description": TOLD.get((name, field), "")}
            inside.update(told if told["description"] else self.about(field, fields))
            _put_in(inside, MORE.get((name, field), {}))
            if inside.get("default") in (None, "") or not isinstance(inside["default"], str | int):
                inside.pop("default", None)
        if name not in SHORT:
            return shape
        also = [ALSO[name]] if name in ALSO else []
        return {"description": _said(model), "anyOf": [shape, fields[SHORT[name]], *also]}

    def about(self, field: str, fields: Mapping[str, Shape]) -> dict[str, str]:
        """Return what the reference says of a field, in the table most like the model."""

        def likeness(table: Rows) -> float:
            return len(table.keys() & fields.keys()) / len(table)

        found = [table for table in self.own if field in table and likeness(table) >= _ALIKE]
        found += [table for table in self.forms if field in table and likeness(table) == 1]
        return {"description": max(found, key=likeness)[field]} if found else {}


def _bare(name: str) -> str:
    # A model made for one type of value, Dated[Share], is called like the one it was made from.
    return re.split(r"[\[_]", name)[0]


def _said(model: type[BaseModel]) -> str:
    origin = model.__pydantic_generic_metadata__["origin"] or model
    return " ".join((origin.__doc__ or "").split()).replace("``", "`")


def _put_in(shape: Shape, more: Shape) -> None:
    if "anyOf" in more:
        shape.update(more)
        return
    inner = next((one for one in shape.get("anyOf", ()) if one.get("type") != "null"), shape)
    inner.update(more)
    if "enum" in more:
        del inner["type"]


def tables_of(page: str, *headings: str) -> list[Rows]:
    """Return the tables of fields under some headings of the reference: field -> what it says."""
    parts = re.split(r"^## (.+)$", page, flags=re.MULTILINE)
    under = dict(zip(parts[1::2], parts[2::2], strict=True))
    return [table for heading in headings for table in _tables(under[heading])]


def _tables(text: str) -> Iterator[Rows]:
    for table in re.findall(r"^\| field \|.*\n\|[-|]+\n((?:\|.*\n?)+)", text, re.MULTILINE):
        rows: dict[str, str] = {}
        for line in table.splitlines():
            names, form, meaning = (cell.strip(" |") for cell in line.strip("|").split(" |", 2))
            told = [_plain(meaning), "" if form == "see below" else f"({_plain(form)})"]
            said = " ".join(part for part in told if part)
            rows |= dict.fromkeys(re.findall(r"`([^`]+)`", names), said)
        yield rows


def _plain(text: str) -> str:
    return re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text).replace("`", "")


def schema_of(document: Described) -> Shape:
    """Return the JSON Schema (draft 2020-12) of a document."""
    page = PAGE.read_text(encoding="utf-8")

    class OfThis(Writer):
        own = tables_of(page, document.heading)
        forms = tables_of(page, "Forms that recur")

    made = document.model.model_json_schema(by_alias=True, schema_generator=OfThis)
    tidied: Shape = _tidied(made, _short_names(made))
    return {"$schema": DIALECT, "title": document.file} | tidied


def _short_names(made: Shape) -> dict[str, str]:
    short: dict[str, str] = {}
    for name in made.get("$defs", {}):
        same = sum(taken.rstrip("0123456789") == _bare(name) for taken in short.values())
        short[name] = f"{_bare(name)}{same + 1 if same else ''}"
    return short


def _tidied(shape: Any, short: Mapping[str, str]) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Give definitions their short names, and say of every scalar how it is written."""
    if isinstance(shape, list):
        return [_tidied(one, short) for one in shape]
    if not isinstance(shape, dict):
        return shape
    tidied = {short.get(key, key): _tidied(one, short) for key, one in shape.items()}
    if "$ref" in shape:
        tidied["$ref"] = "#/$defs/" + short[shape["$ref"].removeprefix("#/$defs/")]
    return tidied | (_SCALARS if shape.get("type") == _SCALAR else {})


def schemas() -> dict[Path, str]:
    """Return the text of every schema by the file it is written to."""
    made = {name: schema_of(document) for name, document in DOCUMENTS.items()}
    return {
        FOLDER / f"{name}.schema.json": json.dumps(shape, indent=1, ensure_ascii=False) + "\n"
        for name, shape in made.items()
    }
