"""``wholeplace risk``: from the records of three years to models, a card, and clear refusals."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from tests.workspaces import bytes_of, write_feed
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load.load_feed import load_feed
from wholeplace.cli import main
from wholeplace.privacy import key_of_seed
from wholeplace.store.workspace import Workspace

PEOPLE, DAYS, FIRST = 800, 1096, date(2017, 4, 1)


def feed() -> dict[str, str]:
    """Return three years of people of whom the old are admitted more often."""
    chance = np.random.default_rng(7)
    born = chance.integers(1925, 2000, PEOPLE)
    people = [f"p{i} {1 + i % 2} {year}-01-01 A" for i, year in enumerate(born)]
    listed = [f"p{i} ZP001 2010-01-01" for i in range(PEOPLE)]
    acts: list[str] = []
    for i, year in enumerate(born):
        rate = 0.03 + 0.4 * max(0.0, (1960 - year) / 35) ** 2
        for setting, method, often in (("APC", "21", rate), ("ED", "-", 2 * rate), ("GP", "-", 1)):
            for day in chance.integers(0, DAYS, chance.poisson(3 * often)):
                at = FIRST + timedelta(days=int(day))
                acts.append(f"a{len(acts)} p{i} acute {setting} {method} {at}T10:00:00 1")
    return {
        "person": "\n".join(["person_id sex birth_month ethnicity", *people]),
        "registration": "\n".join(["person_id practice_code start_date", *listed]),
        "activity": "\n".join(
            [
                "activity_id person_id source setting admission_method start_ts quantity",
                *acts,
            ]
        ),
    }


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("risk")
    # A key by chance would split the people for the model otherwise each time.
    made = init_workspace(folder / "W", "hillingdon-2019", key=key_of_seed(1), invented=True)
    workspace = Workspace(made.root)
    load_feed(workspace, write_feed(folder / "feed", feed()), "canonical")
    return workspace


def call(place: Workspace, *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["risk", str(place.root), *map(str, words)])


@pytest.fixture(scope="module")
def fitted(place: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fitted")
    done = call(place, "--caseload", "40", "--output", folder)
    assert done.exit_code == 0, done.output
    assert "registered on 2019-04-01" in done.output
    assert "The 40 with the highest probability by logistic" in done.output
    assert "PRISMATIC" in done.output
    return folder


def test_models_are_tried_on_the_year_after_the_one_they_were_fitted_on(fitted: Path) -> None:
    assert sorted(path.name for path in fitted.iterdir()) == [
        "card.json", "lightgbm.txt", "model.json", "risk.html",
    ]  # fmt: skip
    card = json.loads((fitted / "card.json").read_text())
    assert (card["fitted_on"], card["tried_on"]) == ("2018-04-01", "2019-04-01")
    # Age is all there is to know, and no model can do much better than it.
    age = card["competitors"]["Age"]["auroc"]["value"]
    for model in card["models"].values():
        assert 0.65 < model["auroc"]["value"] < age + 0.05
    assert {"hfrs", "items_12m", "deprivation"} <= set(card["empty_features"])
    page = (fitted / "risk.html").read_text()
    assert card["schema_hash"] in page
    assert not re.search(r"https?://", page)


def test_no_person_can_be_found_in_what_is_written(fitted: Path) -> None:
    for path in fitted.iterdir():
        assert not re.search(r"\bp\d+\b|[0-9a-f]{32}\b(?<![0-9a-f]{33})", path.read_text()), path
    trees = (fitted / "lightgbm.txt").read_text()
    leaves = re.findall(r"leaf_count=(.*)", trees)
    assert min(int(n) for line in leaves for n in line.split()) >= 20
    small = json.loads((fitted / "card.json").read_text())["models"]["logistic"]["groups"]
    shown = [row["with_any"] for row in small]
    assert not {str(n) for n in range(1, 8)} & set(shown)
    assert "*" in shown


def test_the_same_records_give_the_same_bytes_and_a_saved_model_says_the_same(
    place: Workspace, fitted: Path, tmp_path: Path
) -> None:
    assert call(place, "--caseload", "40", "--output", tmp_path / "again").exit_code == 0
    assert bytes_of(tmp_path / "again") == bytes_of(fitted)
    told = call(place, "--model", fitted, "--output", tmp_path / "saved", "--json")
    assert told.exit_code == 0, told.output
    before = json.loads((fitted / "card.json").read_text())["models"]["lightgbm"]
    now = json.loads(told.output)["models"]["lightgbm"]
    assert now["auroc"] == before["auroc"]
    assert sorted(path.name for path in (tmp_path / "saved").iterdir()) == [
        "card.json",
        "risk.html",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--outcome", "deth"], "did you mean 'death'?"),
        (["--outcome", "death"], "nobody of 800 people died"),
        (["--day", "2019-08-01"], "choose a day from 2019-04-01 to 2019-04-01"),
        (["--model", "nowhere"], "there is no such file"),
    ],
)
def test_what_cannot_be_foreseen_is_refused(place: Workspace, words: list[str], said: str) -> None:
    done = call(place, *words)
    assert done.exit_code == 1
    assert said in done.output


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"schema_hash": "', '"schema_hash": "0', "fitted on other features"),
        ('"outcome": "emergency-admission"', '"outcome": "death"', "the model foresees death"),
        ('"trees_sha256": "', '"trees_sha256": "0', "is not the one that was written with it"),
        ('"fitted_on": "2018', '"fitted_on": "2019', "the model has seen what came up to"),
        ('  "items_12m",\n', "", "the model knows items_12m, of which these records say nothing"),
        ('"look_back_days": 365', '"look_back_days": 900', "the model looks back 900 days"),
        ('"intercept": ', '"intercept": "x", "was": ', "model.json"),
    ],
)
def test_a_model_of_something_else_is_refused(
    place: Workspace, fitted: Path, tmp_path: Path, old: str, new: str, said: str
) -> None:
    folder = Path(shutil.copytree(fitted, tmp_path / "model"))
    text = (folder / "model.json").read_text()
    assert old in text
    (folder / "model.json").write_text(text.replace(old, new, 1))
    done = call(place, "--model", folder, "--output", tmp_path / "out")
    assert done.exit_code == 1, done.output
    assert said in done.output
    assert not (tmp_path / "out").exists()


def test_nobody_on_the_register_is_told_and_no_model_is_fitted(tmp_path: Path) -> None:
    tables = feed()
    tables["registration"] = tables["registration"].replace("2010-01-01", "2021-01-01")
    workspace = Workspace(init_workspace(tmp_path / "W", "hillingdon-2019").root)
    load_feed(workspace, write_feed(tmp_path / "feed", tables), "canonical")
    done = call(workspace)
    assert done.exit_code == 1
    assert "nobody was registered on 2018-04-01" in done.output
    assert not (workspace.root / "reports").exists()
