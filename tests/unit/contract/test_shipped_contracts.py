"""Every agreement we ship is read without a warning; its examples come out and try all of it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tests.branches import untried
from wholeplace.contract import Contract, Examples, evaluate, read_contract, read_examples, supplied
from wholeplace.document import Document
from wholeplace.settle import Records, check_examples, settle_records

ROOT = Path(__file__).parents[3]
SHIPPED = sorted(path.parent for path in ROOT.glob("*/*/contract.yaml"))
each_shipped = pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)


def read(folder: Path) -> tuple[Contract, Document[Examples]]:
    agreement, examples = folder / "contract.yaml", folder / "examples.yaml"
    return (
        read_contract(agreement.read_text(encoding="utf-8"), agreement.name),
        read_examples(examples.read_text(encoding="utf-8"), examples.name),
    )


def sources(contract: Contract) -> dict[str, str]:
    """Return what each line, payment, figure by date and the like cites as its source."""
    terms = contract.terms
    found = {f"lines.{line.name}": line.source for line in contract.lines}
    found |= {f"payments.{i}": term.source for i, term in enumerate(terms.payments)}
    found |= {f"variations.{i}": term.source for i, term in enumerate(terms.variations)}
    found |= {f"reviews.{i}": term.source for i, term in enumerate(terms.reviews)}
    for name, parameter in terms.parameters.items():
        for entry in parameter.values.root:
            found[f"parameters.{name} from {entry.from_}"] = entry.source
    return found


def test_there_are_agreements_to_try() -> None:
    assert {folder.name for folder in SHIPPED} >= {
        "alzira",
        "aqc",
        "central-london-sharing",
        "city-and-hackney-sharing",
        "hillingdon-2019",
        "newham-sharing",
        "nhs-aligned-payment-2022",
        "nhs-blended-payment-2019",
        "qof-sliding",
        "tower-hamlets-sharing",
        "us-aco-reach",
        "us-mssp",
    }


@each_shipped
def test_it_is_read_without_a_warning(folder: Path) -> None:
    contract, examples = read(folder)
    assert contract.warnings == ()
    assert len(examples.value.root) >= 4


@each_shipped
def test_its_examples_come_out(folder: Path) -> None:
    assert [str(problem) for problem in check_examples(*read(folder))] == []


@each_shipped
def test_its_examples_try_every_branch_limit_band_choice_and_date(folder: Path) -> None:
    assert untried(*read(folder)) == []


@pytest.mark.parametrize(
    "folder",
    [each for each in SHIPPED if each.parent.name == "contracts"],
    ids=lambda each: each.name,
)
def test_what_stands_in_no_place_settles_a_table(folder: Path) -> None:
    contract, examples = read(folder)
    rules, example = contract.terms.records, examples.value.root[0]
    assert rules is not None
    row = dict.fromkeys(rules.identify, "one") | {rules.year: example.year}
    for name, figure in contract.terms.figures.items():
        row[figure.column or name] = example.given.get(name) or ""
    (settled,) = settle_records(contract, Records("t.csv", tuple(row), ((2, row),)))
    assert settled.problems == ()


@each_shipped
def test_all_of_it_cites_a_source(folder: Path) -> None:
    contract, _ = read(folder)
    assert [name for name, source in sources(contract).items() if not source.strip()] == []


@each_shipped
def test_what_is_assumed_is_marked_in_one_way(folder: Path) -> None:
    contract, _ = read(folder)
    assert [
        (name, source)
        for name, source in sources(contract).items()
        if "assum" in source.lower() and "assumed: " not in source
    ] == []


@each_shipped
def test_a_readme_says_where_it_comes_from_and_what_is_assumed(folder: Path) -> None:
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "ource" in text
    contract, _ = read(folder)
    is_assumed = any("assumed" in source for source in sources(contract).values())
    assert not is_assumed or "ssumed" in text


@each_shipped
def test_each_variation_that_is_proposed_could_be_agreed(folder: Path) -> None:
    text = (folder / "contract.yaml").read_text(encoding="utf-8")
    for variation in read_contract(text).terms.variations:
        varied = read_contract(text, including=[variation.title])
        assert varied.warnings == ()
        for name, value in variation.sets.items():
            assert [
                entry.from_
                for entry in varied.terms.parameters[name].values.root
                if entry.value == value
            ] == [variation.from_]


@pytest.mark.parametrize(("including", "millions"), [((), "126.88"), (("Social care",), "186.88")])
def test_social_care_comes_in_by_the_variation(including: tuple[str, ...], millions: str) -> None:
    # 122m x 104%, and 60m for social care once the proposal is agreed.
    text = (ROOT / "contracts" / "central-london-sharing" / "contract.yaml").read_text("utf-8")
    titles = [f"{title} comes into scope" for title in including]
    contract = read_contract(text, including=titles)
    lists = {"list_size": supplied(contract, "list_size", Fraction(210_000), "by hand")}
    figures = evaluate(contract, date(2021, 4, 1), lists).figures
    assert figures["budget"].value == Fraction(millions) * 1_000_000
