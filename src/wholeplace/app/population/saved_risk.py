"""Fitted models as files that run nothing: numbers in JSON, and LightGBM's own text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from pydantic import Field, ValidationError

from wholeplace.document import Frozen
from wholeplace.kernel import Problem, Refused, Where, refuse_if
from wholeplace.population.risk import (
    FEATURES,
    HORIZON,
    Boosted,
    Logistic,
    Recalibration,
    Sample,
    read_boosted,
)
from wholeplace.store.files import read_text, sha256_of_text, write_json, write_text

MODEL, TREES = "model.json", "lightgbm.txt"
_REFIT = "fit it again on these records: leave out --model"


class _Line(Frozen):
    intercept: float
    slope: float


class _Coefficient(Frozen):
    name: str
    coefficient: float
    mean: float
    scale: float = Field(gt=0)


class _Saved(Frozen):
    """What ``model.json`` holds."""

    outcome: str
    horizon_days: int
    fitted_on: date
    look_back_days: int = Field(ge=1)
    schema_hash: str
    empty_features: tuple[str, ...]
    trees_sha256: str
    intercept: float
    coefficients: tuple[_Coefficient, ...]
    recalibration: dict[str, _Line]


@dataclass(frozen=True, slots=True)
class Saved:
    """The models of a folder, the day they were fitted on, and how far back they look."""

    models: tuple[Logistic | Boosted, ...]
    fitted_on: date
    look_back: int


def schema_hash() -> str:
    """Return the hash of every feature: name, what it is, unit, window and highest value."""
    return sha256_of_text(json.dumps([asdict(feature) for feature in FEATURES], sort_keys=True))


def write_saved(
    folder: Path,
    outcome: str,
    fitted_on: date,
    look_back: int,
    empty: Sequence[str],
    models: Sequence[Logistic | Boosted],
) -> None:
    """Write ``model.json`` (the logistic model, and what both need) and ``lightgbm.txt``."""
    trees = next(model for model in models if isinstance(model, Boosted))
    line = next(model for model in models if isinstance(model, Logistic))
    columns = zip(FEATURES, line.coefficients, line.means, line.scales, strict=True)
    write_text(folder / TREES, trees.text)
    content = {
        "outcome": outcome,
        "horizon_days": HORIZON,
        "fitted_on": fitted_on.isoformat(),
        "look_back_days": look_back,
        "schema_hash": schema_hash(),
        "empty_features": list(empty),
        "trees_sha256": sha256_of_text(trees.text),
        "intercept": line.intercept,
        "coefficients": [
            {"name": feature.name, "coefficient": weight, "mean": mean, "scale": scale}
            for feature, weight, mean, scale in columns
        ],
        "recalibration": {model.name: asdict(model.recalibration) for model in models},
    }
    write_json(folder / MODEL, content)


def read_saved(folder: Path, outcome: str, sample: Sample | None = None) -> Saved:
    """Return the models of a folder; raises ``Refused``.

    Their features must be those of this version, they must foresee the outcome asked for, and
    what was known when they were fitted must be known of the people of ``sample`` too.
    """
    path = folder / MODEL
    saved = _read(path)
    trees = read_text(folder / TREES, exactly=True)
    where = Where(str(path))
    refuse_if(
        Problem(where, what, remedy) for what, remedy in _differs(saved, outcome, sample, trees)
    )
    names = [one.name for one in saved.coefficients]
    lines = {name: Recalibration(**line.model_dump()) for name, line in saved.recalibration.items()}
    try:
        boosted = read_boosted(trees, lines["lightgbm"])
        logistic = _logistic(saved, names, lines)
    except (KeyError, ValueError) as error:
        raise Refused([Problem(where, f"it is not whole: {error}", _REFIT)]) from None
    return Saved((logistic, boosted), saved.fitted_on, saved.look_back_days)


def _read(path: Path) -> _Saved:
    try:
        return _Saved.model_validate_json(read_text(path))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise Refused([Problem(Where(str(path), path=place), first["msg"], _REFIT)]) from None


def _differs(
    saved: _Saved, outcome: str, sample: Sample | None, trees: str
) -> list[tuple[str, str]]:
    found = []
    if saved.outcome != outcome:
        found.append((f"the model foresees {saved.outcome}", f"ask for --outcome {saved.outcome}"))
    if saved.schema_hash != schema_hash():
        found.append(("the model was fitted on other features than these records give", _REFIT))
    if saved.trees_sha256 != sha256_of_text(trees):
        found.append((f"{TREES} is not the one that was written with it", _REFIT))
    if sample and (seen := saved.fitted_on + timedelta(days=HORIZON)) > sample.day:
        what = f"the model has seen what came up to {seen}, and is to be tried on {sample.day}"
        found.append((what, f"try it on {seen} or later"))
    now_empty = set(sample.empty_features()) if sample else set()
    if lost := sorted(now_empty - set(saved.empty_features)):
        what = f"the model knows {', '.join(lost)}, of which these records say nothing"
        found.append((what, "load the feeds that tell of it, or fit the model again"))
    return found


def _logistic(saved: _Saved, names: Sequence[str], lines: Mapping[str, Recalibration]) -> Logistic:
    if names != [feature.name for feature in FEATURES]:
        raise ValueError("its coefficients are of other features")
    ones = saved.coefficients
    return Logistic(
        saved.intercept,
        tuple(one.coefficient for one in ones),
        tuple(one.mean for one in ones),
        tuple(one.scale for one in ones),
        lines["logistic"],
    )
