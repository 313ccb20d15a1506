"""Where fuzzing starts: the shipped documents, their formulas, and the words they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from wholeplace.contract import read_contract
from wholeplace.contract.formula import FUNCTIONS, UNIT_WORDS, WORDS
from wholeplace.store.shipped import ROOT

SIGNS = ["+", "-", "*", "/", "(", ")", "[", "]", ",", "=", "!=", "<", "<=", ">", ">="]
_FIELD = re.compile(r"^[ -]*([a-z_]+):", re.MULTILINE)


# Small enough to be changed at every place many times a second.
SMALL = """\
title: t
parties: {a: {role: commissioner}, b: {role: provider}, c: {role: provider}}
figures: {m: {unit: money}, n: {unit: count, default: 3},
          k: {unit: choice, of: [one, two]}, y: {unit: yes/no}}
parameters:
  share:
    - {from: 2019-04-01, value: 50%, source: s}
    - {from: 2020-04-01, value: 1/3, source: s}
  split: [{from: 2019-04-01, value: {b: 40%, c: 60%}, source: s}]
  table: {by: k, values: [{from: 2019-04-01, value: {one: 1%, two: 2%}, source: s}]}
  bands: [{from: 2019-04-01, value: [{up_to: 5%, share: 50%}, {share: 10%}], source: s}]
  steps: [{from: 2019-04-01, value: [{below: 40%, value: 0%}, {value: 100%}], source: s}]
  points: [{from: 2019-04-01, value: [{at: 0, value: 1%}, {at: 9, value: 2%}], source: s}]
lines:
  x: if y then m * share else -m
  z: {is: "round(capped(x, at_most = table[k] * m), to = GBP 0.01)", label: l}
  w: tiered(x, bands, of = m) * lookup(share, steps) * interpolate(n, points)
  v: gate(w, at_least = GBP 0) - allocate(w, split, to = "b")
payments: [{from: a, to: split, amount: z}, {from: {b: w, c: m}, to: a, amount: v}]
term: {from: 2019-04-01, until: 2022-03-31}
phases: [{from: 2019-04-01, value: shadow, source: s}, {from: 2020-04-01, value: live, source: s}]
reviews: [{on: 2020-04-01, title: r, rebases: [share], source: s}]
variations: [{from: 2021-04-01, title: v, status: agreed, sets: {share: 60%}, source: s}]
guarantees: [{of: b, by: g, up_to: GBP 1m, source: s}]
"""


def contracts() -> list[str]:
    """Return the texts of the shipped agreements."""
    return _texts("contracts/*/contract.yaml", "places/*/contract.yaml")


def documents() -> list[str]:
    """Return the texts of the other shipped documents."""
    return _texts(
        "contracts/*/examples.yaml",
        *(f"places/*/{name}.yaml" for name in ("examples", "place", "outcomes", "scenario")),
        *(f"{folder}/*.yaml" for folder in ("mappings", "measures", "segments", "codelists")),
    )


def _texts(*patterns: str) -> list[str]:
    found = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    return [path.read_text(encoding="utf-8") for path in found]


def formulas() -> list[str]:
    """Return every formula of the shipped agreements, each once."""
    lines = [line for text in contracts() for line in read_contract(text).lines]
    return sorted({line.formula for line in lines})


def tokens() -> list[str]:
    """Return what documents and formulas are made of."""
    fields = {name for text in [*contracts(), *documents()] for name in _FIELD.findall(text)}
    units = [*UNIT_WORDS, "choice", "commissioner", "provider", "GBP", "2019-04-01", "50%", "1/3"]
    return [*sorted(fields), *units, *sorted(WORDS), *FUNCTIONS, *SIGNS]


def write_seeds(folder: Path, inputs: Iterable[bytes]) -> None:
    """Write inputs as the files of a corpus."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(inputs):
        (folder / f"seed-{number:03}").write_bytes(data)


def write_dictionary(path: Path) -> None:
    """Write the tokens as libFuzzer reads them."""
    path.write_text("".join(f"{line}\n" for line in _entries()), encoding="ascii")


def _entries() -> Iterator[str]:
    for token in tokens():
        yield '"' + "".join(f"\\x{byte:02x}" for byte in token.encode()) + '"'
