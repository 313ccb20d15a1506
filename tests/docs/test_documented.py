"""An undocumented command, option or field fails the build."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, get_args

import click
import pytest
from pydantic import BaseModel

from tests.docs.examples import ROOT

REFERENCE = ROOT / "docs" / "reference"
JSON = ROOT / "docs" / "how-to" / "use-the-json.md"

# The root model of every document that people write, as "module:name". It stands here because no
# room may import them all: they live side by side on one floor.
DOCUMENTED_MODELS = [
    "wholeplace.app.load.feeds:Feeds",
    "wholeplace.contract.examples:Examples",
    "wholeplace.derive.parameters:Derivations",
    "wholeplace.record.quality.code_sets:CodeSets",
    "wholeplace.record.quality.rules:QualityRules",
    "wholeplace.contract.model:Terms",
    "wholeplace.derive.package_rates:PackageRates",
    "wholeplace.derive.unit_cost_list:UnitCosts",
    "wholeplace.outcomes.definition:Measure",
    "wholeplace.outcomes.document:Outcomes",
    "wholeplace.outcomes.standard:StandardPopulation",
    "wholeplace.place.care_terms:CareTerms",
    "wholeplace.place.directory:Directory",
    "wholeplace.place.intermediate:IntermediateTerms",
    "wholeplace.place.instruments:Instrument",
    "wholeplace.place.model:Place",
    "wholeplace.plan.scenario:Scenario",
    "wholeplace.budget.document:Budget",
    "wholeplace.population.candidates:Caseload",
    "wholeplace.population.cohorts:Cohort",
    "wholeplace.population.prevalence:ExpectedPrevalence",
    "wholeplace.population.scores.code_score:Score",
    "wholeplace.population.scores.index:Index",
    "wholeplace.population.linking_rules:LinkingRules",
    "wholeplace.population.segment_rules:SegmentRules",
    "wholeplace.privacy.policy:PrivacyPolicy",
    "wholeplace.store.identity:WorkspaceSettings",
    "wholeplace.record.suggest.column_names:ColumnNames",
    "wholeplace.record.language.code_list:CodeList",
    "wholeplace.record.language.mapping:Mapping",
]


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Yield a command and those beneath it, each by the words that call it."""
    yield name, command
    if isinstance(command, click.Group):
        for word, inner in command.commands.items():
            yield from commands(inner, f"{name} {word}")


def options(command: click.Command) -> list[str]:
    """Return the long names of a command's options, or the only name of one that has no long."""
    found = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
    return [max(option.opts, key=len) for option in found]


def fields(model: type[BaseModel], seen: frozenset[type] = frozenset()) -> set[str]:
    """Return the names that may be written in a document of this model, at any depth."""
    if model in seen:
        return set()
    names: set[str] = set()
    for name, field in model.model_fields.items():
        names |= {field.alias or name} - {"root"}
        for inner in _models(field.annotation):
            names |= fields(inner, seen | {model})
    return names


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def document_models() -> list[type[BaseModel]]:
    """Return the models that the reference must describe."""
    listed = [path.split(":") for path in DOCUMENTED_MODELS]
    return [getattr(import_module(module), name) for module, name in listed]


def undescribed(names: set[str], pages: str) -> list[str]:
    """Return the names that stand nowhere on the pages as `name`."""
    return sorted(name for name in names if f"`{name}`" not in pages)


@pytest.fixture(scope="module")
def pages() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in sorted(REFERENCE.glob("*.md")))


def test_every_command_and_option_is_in_the_reference() -> None:
    from wholeplace.cli import main

    page = (REFERENCE / "commands.md").read_text(encoding="utf-8")
    found = dict(commands(main, "wholeplace"))
    names = set(found) | {name for command in found.values() for name in options(command)}
    assert undescribed(names, page) == []


def test_what_each_command_gives_as_json_is_told() -> None:
    from wholeplace.cli import main

    page = JSON.read_text(encoding="utf-8")
    found = {name: command for name, command in commands(main, "") if "--json" in options(command)}
    assert [name for name in found if f"\n`{name.strip()}`\n: " not in page] == []
    # A group only gathers commands, and says nothing itself.
    alone = {n for n, c in commands(main, "") if not isinstance(c, click.Group)}
    assert alone - set(found) == {" schema", " serve"}


def test_every_field_of_every_document_is_in_the_reference(pages: str) -> None:
    models = document_models()
    assert models, "fill DOCUMENTED_MODELS with the root model of every document"
    missing = {model.__name__: undescribed(fields(model), pages) for model in models}
    assert {name: names for name, names in missing.items() if names} == {}


def test_commands_and_options_are_found_at_any_depth() -> None:
    @click.group()
    def top() -> None: ...

    @top.group()
    @click.option("--quiet", "-q", is_flag=True)
    def inner() -> None: ...

    @inner.command()
    @click.option("-n")
    @click.option("--secret", hidden=True)
    def deep(n: str, secret: str) -> None: ...

    found = {name: options(command) for name, command in commands(top, "x")}
    assert found == {"x": [], "x inner": ["--quiet"], "x inner deep": ["-n"]}


def test_fields_are_found_at_any_depth() -> None:
    class Leaf(BaseModel):
        depth: int

    class Root(BaseModel):
        name: str
        leaves: dict[str, tuple[Leaf | str, ...]] | None = None

    assert fields(Root) == {"name", "leaves", "depth"}
    assert undescribed(fields(Root), "`name`, `leaves` and depth") == ["depth"]
