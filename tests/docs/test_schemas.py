"""The schemas are what the models now say, take every shipped document, and refuse wrong ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.docs.examples import ROOT
from tests.docs.test_documented import document_models
from tests.editors import as_an_editor_reads
from tools.schemas import DOCUMENTS, FOLDER, schemas, tables_of
from wholeplace.store.shipped import shipped_names

MADE = schemas()
SHIPPED = {
    "contract": ["contracts/*/contract.yaml", "places/*/contract.yaml"],
    "examples": ["contracts/*/examples.yaml", "places/*/examples.yaml"],
    "place": ["places/*/place.yaml"],
    "outcomes": ["places/*/outcomes.yaml"],
    "scenario": ["contracts/*/scenario.yaml", "places/*/scenario.yaml"],
    "mapping": ["mappings/*.yaml"],
    "measure": ["measures/*.yaml"],
    "segments": ["segments/*.yaml"],
    "standard-population": ["standards/european-2013.yaml"],
    "expected-prevalence": ["standards/expected-prevalence.yaml"],
    "budget": ["places/*/budget.yaml"],
    "caseload": ["places/*/caseload.yaml"],
    "care": ["policies/care.yaml"],
    "services": ["policies/services.yaml"],
    "intermediate": ["policies/intermediate.yaml"],
    "instrument": ["instruments/*.yaml"],
    "cohort": ["cohorts/*.yaml"],
    "score": ["scores/*.yaml"],
    "index": ["indices/*.yaml"],
    "derivations": ["codelists/derivations.yaml"],
    "code-sets": ["codelists/nhs-codes.yaml"],
    "quality": ["quality/*.yaml"],
    "privacy": ["policies/privacy.yaml"],
    "linking": ["policies/linking.yaml"],
    "unit-costs": ["codelists/unit-costs.yaml"],
    "package-costs": ["codelists/package-costs.yaml"],
    "column-names": ["codelists/column-names.yaml"],
}


def validator(name: str) -> Draft202012Validator:
    text = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def complaints(name: str, text: str) -> list[str]:
    """Return what an editor would underline in a document: the path of each complaint."""
    found = validator(name).iter_errors(as_an_editor_reads(text))
    return [".".join(map(str, error.absolute_path)) for error in found]


def shipped() -> list[tuple[str, Path]]:
    return [
        (name, path)
        for name, patterns in SHIPPED.items()
        for pattern in patterns
        for path in sorted(ROOT.glob(pattern))
    ]


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.name)
def test_the_schema_says_what_the_model_says(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    assert written == MADE[path], "run: .venv/bin/python tools/write_reference.py"
    Draft202012Validator.check_schema(json.loads(written))


def test_every_document_that_people_write_has_a_schema_and_nothing_else_has() -> None:
    models = {described.model for described in DOCUMENTS.values()}
    assert models == set(document_models())
    assert shipped_names("schemas") == sorted(f"{name}.schema" for name in DOCUMENTS)


@pytest.mark.parametrize(("name", "path"), shipped(), ids=str)
def test_an_editor_finds_nothing_wrong_with_a_shipped_document(name: str, path: Path) -> None:
    assert complaints(name, path.read_text(encoding="utf-8")) == []


def test_there_are_shipped_documents_of_every_kind_but_those_of_a_workspace() -> None:
    own = {"feeds", "workspace", "code-list"}
    assert {name for name, _ in shipped()} == set(DOCUMENTS) - own


CONTRACT = """\
title: Two partners
parties: {ccg: {role: commissioner}, trust: {role: provider}}
figures:
  budget: {unit: money, label: Budget}
  track: {unit: choice, of: [one, 2]}
parameters:
  share: [{from: 2019-04-01, value: 0.5, source: clause 1}]
  limit:
    by: track
    values: [{from: 2019-04-01, value: {one: 2%, 2: 1/3}, source: clause 2}]
  corridor: [{from: 2019-04-01, value: [{up_to: 5%, share: 50%}, {share: 1}], source: clause 3}]
lines:
  shared: budget * share
  limited: {is: "shared * limit[track]", unit: money}
payments: [{from: ccg, to: trust, amount: limited}]
"""

# what is written                    | instead of it                            | what is underlined
WRONG = """
title: Two partners                  | titel: Two partners                      | ,
title: Two partners                  | title: [Two, partners]                   | title
role: provider                       | role: payer                              | parties.trust.role
unit: money, label                   | unit: monye, label                       | figures.budget.unit
unit: choice                         | unti: choice                             | figures.track,figures.track
of: [one, 2]                         | of: one                                  | figures.track.of
parties: {ccg                        | parties: {the ccg                        | parties
from: 2019-04-01, value: 0.5         | from: 2019, value: 0.5                   | parameters.share
value: 0.5                           | value: sixty                             | parameters.share
value: 0.5                           | value: 50 %%                             | parameters.share
value: 0.5, source: clause 1         | value: 0.5                               | parameters.share
source: clause 1                     | source: ""                               | parameters.share
up_to: 5%, share: 50%                | upto: 5%, share: 50%                     | parameters.corridor
share: 50%                           | share: half                              | parameters.corridor
by: track                            | bye: track                               | parameters.limit
shared: budget * share               | shared: [budget]                         | lines.shared
unit: money}                         | unit: percent}                           | lines.limited
amount: limited                      | amuont: limited                          | payments.0,payments.0
"""  # noqa: E501 - a table of examples


def rows(table: str) -> list[list[str]]:
    return [[part.strip() for part in row.split(" | ")] for row in table.strip().splitlines()]


@pytest.mark.parametrize(("written", "instead", "where"), rows(WRONG))
def test_an_editor_underlines_a_mistake_of_form(written: str, instead: str, where: str) -> None:
    assert complaints("contract", CONTRACT) == []
    assert written in CONTRACT
    assert ",".join(complaints("contract", CONTRACT.replace(written, instead, 1))) == where


MEASURE = """\
{measure: m, title: t, why: w, counts: {setting: [red]}, per: '1000', better: lower, owner: o,
 next_review: 2027, source: s}
"""


@pytest.mark.parametrize(("name", "text"), [
    ("examples", "- {name: a, year: 2019, given: {}, expect: [x], source: s}"),
    ("place", "place: x"),
    ("outcomes", "{outcomes: x, measures: [{measure: m, class: best, source: s}]}"),
    ("feeds", "feeds: [{name: a, mapping: canonical}]"),
    ("mapping", "{mapping: m, about: a, version: 1, files: {}, tables: [{table: persons}]}"),
    ("measure", MEASURE.replace("setting", "colour")),
    ("standard-population", "{standard: s, about: a, source: s, bands: [{from_age: 0}]}"),
    ("expected-prevalence", "{prevalence: p, version: 1, about: a, score: s, conditions: {}}"),
    ("segments", "{segments: s, version: 1, about: a, look_back_years: 99, rules: []}"),
    ("score", "{score: s, version: 1, about: a, map: m, source: s, groups: {a: {point: 1}}}"),
    ("index", "{index: i, version: 1, about: a, source: s, form: product, terms: {}}"),
])  # fmt: skip
def test_a_wrong_document_of_each_kind_is_underlined(name: str, text: str) -> None:
    assert len(complaints(name, text)) >= 1


@pytest.mark.parametrize(("name", "text"), [
    ("feeds", "feeds: [{name: a, mapping: canonical, path: records}]"),
    ("measure", MEASURE),
    ("examples", "- {name: a, year: 2019, given: {x: 1, y: true, z: }, expect: {}, source: s}"),
])  # fmt: skip
def test_what_the_reader_takes_is_not_underlined(name: str, text: str) -> None:
    assert complaints(name, text) == []


def undescribed(shape: Any, path: str = "") -> Iterator[str]:
    """Yield the fields of a schema for which an editor has nothing to show."""
    if isinstance(shape, list):
        for inner in shape:
            yield from undescribed(inner, path)
    if isinstance(shape, dict):
        fields = shape.get("properties", {})
        yield from (f"{path}.{name}" for name in fields if not fields[name].get("description"))
        for key, inner in shape.items():
            yield from undescribed(inner, f"{path}.{key}")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_field_says_what_it_is_for(name: str) -> None:
    assert list(undescribed(validator(name).schema)) == []


def test_what_a_field_is_for_is_read_from_the_reference() -> None:
    page = "## A\n\n| field | form | meaning |\n|---|---|---|\n"
    page += "| `a`, `b` | [text](x.md) | its `name` |\n| `c` | see below | |\n"
    assert tables_of(page, "A") == [{"a": "its name (text)", "b": "its name (text)", "c": ""}]
    fields = json.loads((FOLDER / "contract.schema.json").read_text(encoding="utf-8"))["$defs"]
    label = fields["FigureTerm"]["properties"]["label"]
    assert label["description"] == "its name on statements (text)"
