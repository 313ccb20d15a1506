"""A workbook that leaves the house recalculates to the pence of the statement it was made from."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.every_function import START, every_function, settled, with_figures
from tests.recalculate import differences, recalculated, says, with_cell
from wholeplace.contract import Contract, read_contract, read_examples
from wholeplace.report.statement import statement_workbook
from wholeplace.settle import Statement, restate

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(path.parent for path in ROOT.glob("*/*/contract.yaml"))
AGREES = "agrees with the statement"

Program = Callable[[str], str]


def agree(soffice: str, folder: Path, made: list[tuple[Contract, Statement]]) -> None:
    books = {str(i): statement_workbook(contract, s) for i, (contract, s) in enumerate(made)}
    found = recalculated(soffice, folder, books)
    wrong = {i: differences(found[str(i)], s) for i, (_, s) in enumerate(made)}
    assert {i: told for i, told in wrong.items() if told} == {}
    assert {says(book, "Recalculated") for book in found.values()} == {AGREES}


def test_every_example_of_every_shipped_agreement(
    tmp_path: Path, requires_program: Program
) -> None:
    soffice, made = requires_program("soffice"), []
    for folder in SHIPPED:
        contract = read_contract((folder / "contract.yaml").read_text(encoding="utf-8"))
        examples = read_examples((folder / "examples.yaml").read_text(encoding="utf-8")).value.root
        made += [
            (contract, settled(contract, contract.year_start(example.year), example.given))
            for example in examples
        ]
    assert len(made) > len(SHIPPED)
    agree(soffice, tmp_path, made)


WAYS: dict[str, dict[str, str | None]] = {
    "as it comes": {},
    "a loss": {"x": "900", "A1": "1000.01", "ok": "no", "kind": "two"},
    "at the very limit": {"x": "1000", "A1": "900", "q": "39.99%"},
    "a gap of ten pence": {"x": "1000000.10", "A1": "1000000"},
    "large": {"x": "123456789.01", "A1": "120987654.32", "maybe": "7"},
    "nothing to divide by": {"x": "0", "A1": "0", "r": "0"},
    "yes decides": {"x": "0", "ok": "yes"},
    "a figure is missing": {"A1": None, "track": "B~?"},
}


def test_every_function_of_the_language(tmp_path: Path, requires_program: Program) -> None:
    soffice = requires_program("soffice")
    made = [with_figures(**given) for given in WAYS.values()]
    restated = [restate(one, other) for one, other in pairwise(made)]
    agree(soffice, tmp_path, [(every_function(), statement) for statement in (*made, *restated)])


PENCE = st.integers(-(10**10), 10**10).map(lambda pence: f"{pence / 100:.2f}")
# Ties and limits are where binary numbers go wrong: amounts that halve a penny or meet a band.
NEAR = st.sampled_from(["0", "0.01", "-0.01", "100", "-100", "99.99", "1000.05", "-900.15"])
FIGURES = st.fixed_dictionaries(
    {
        "x": PENCE | NEAR,
        "A1": PENCE | NEAR,
        "r": st.integers(0, 12_000).map(str),
        "q": st.integers(0, 1000).map(lambda tenths: f"{tenths / 10}%"),
        "ok": st.sampled_from(["yes", "no"]),
        "track": st.sampled_from(["Level*", "level*", "B~?"]),
        "kind": st.sampled_from(["one", "two"]),
        "maybe": st.none() | PENCE,
    }
)
SHARED = st.fixed_dictionaries({"budget": PENCE, "spend": PENCE})


# One example is a batch of statements: LibreOffice takes seconds to start, and no time a book.
@settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(
    every=st.lists(FIGURES, min_size=12, max_size=12),
    shared=st.lists(SHARED, min_size=12, max_size=12),
)
def test_whatever_the_figures(
    every: list[dict[str, str | None]],
    shared: list[dict[str, str | None]],
    requires_program: Program,
) -> None:
    soffice = requires_program("soffice")
    place = read_contract((ROOT / "places/hillingdon-2019/contract.yaml").read_text("utf-8"))
    made = [(every_function(), settled(every_function(), START, given)) for given in every]
    made += [(place, settled(place, START, given)) for given in shared]
    with TemporaryDirectory() as folder:
        agree(soffice, Path(folder), made)


def test_a_figure_put_in_by_the_user_changes_everything_downstream(
    tmp_path: Path, requires_program: Program
) -> None:
    soffice, before = requires_program("soffice"), with_figures()
    after = with_figures(x="1234.56", ok="no", q="79.9%", kind="two")
    book = statement_workbook(every_function(), before)
    put_in = {"C4": 1234.56, "C7": 0.799, "C8": "no", "C10": "two"}
    changed = with_cell(book, tmp_path, "Figures", put_in)
    found = recalculated(soffice, tmp_path / "again", {"changed": changed})["changed"]
    assert differences(found, after) == []
    assert differences(found, before) != []
    assert str(says(found, "Recalculated")).startswith("cells that differ from the statement: ")


def test_a_cell_that_is_emptied_is_missing_and_then_nothing_is_paid(
    tmp_path: Path, requires_program: Program
) -> None:
    soffice = requires_program("soffice")
    book = statement_workbook(every_function(), with_figures())
    changed = with_cell(book, tmp_path, "Figures", {"C5": None})
    found = recalculated(soffice, tmp_path / "again", {"changed": changed})["changed"]
    assert differences(found, with_figures(A1=None)) == []
    assert {row[2] for row in found["Statement"] if row[7] == "differs"} == {"not paid"}


def test_a_missing_figure_that_is_filled_in_brings_the_payments(
    tmp_path: Path, requires_program: Program
) -> None:
    soffice = requires_program("soffice")
    book = statement_workbook(every_function(), with_figures(A1=None))
    changed = with_cell(book, tmp_path, "Figures", {"C5": 900})
    found = recalculated(soffice, tmp_path / "again", {"changed": changed})["changed"]
    assert differences(found, with_figures()) == []


def test_an_agreed_number_put_in_by_the_user_counts_too(
    tmp_path: Path, requires_program: Program
) -> None:
    soffice = requires_program("soffice")
    text = (ROOT / "places/hillingdon-2019/contract.yaml").read_text("utf-8")
    given = {"budget": "100000.01", "spend": "99000"}
    agreed, draft = read_contract(text), read_contract(text.replace("value: 50%", "value: 35%"))
    book = statement_workbook(agreed, settled(agreed, START, given))
    changed = with_cell(book, tmp_path, "Parameters", {"E4": 0.35})
    found = recalculated(soffice, tmp_path / "again", {"changed": changed})["changed"]
    assert differences(found, settled(draft, START, given)) == []
