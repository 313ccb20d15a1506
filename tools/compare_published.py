"""Hold the settlements of a table against those that were published, row by row.

    python tools/compare_published.py TABLE.csv [PAGE.md]

TABLE is the harmonised public use files of the Shared Savings Program, 2014 on. What is printed is
the table by year and every miss; with PAGE, the parts of it that stand between two marks are
written anew.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from wholeplace.contract import Contract, read_contract
from wholeplace.settle import Records, settle_records

ROOT = Path(__file__).resolve().parents[1]
AGREEMENT = ROOT / "contracts" / "us-mssp" / "contract.yaml"
PUBLISHED, SCORE, GROSS = "earnsaveloss", "qualscore", "bnchmkminexp"
HALF_DOLLAR = Fraction(1, 2)
SINCE_2021 = ("2021", "2022")
_MARK = "compare_published"

Row = Mapping[str, str]


class Verdict(StrEnum):
    """How near our settlement comes to the published one."""

    EXACT = "the same dollar"
    DOLLAR = "$1 apart"
    SCORE = "within the rounding of the score"
    MISS = "miss"


@dataclass(frozen=True, slots=True)
class Compared:
    """A row, what we make of it, what was published, and the line that says why."""

    row: Row
    ours: Fraction
    published: Fraction
    why: str
    verdict: Verdict

    @property
    def year(self) -> str:
        """The performance year."""
        return self.row["year"]

    @property
    def aco(self) -> str:
        """The identifier: files before 2018 have only the number."""
        return self.row["aco_id"] or self.row["aco_num"]


def compared(rows: Sequence[Row]) -> list[Compared]:
    """Return every row of a table beside its published settlement, in order."""
    contract = read_contract(AGREEMENT.read_text(encoding="utf-8"), AGREEMENT.name)
    ours = _settled(contract, rows)
    doubtful = [i for i, row in enumerate(rows) if abs(ours[i][0] - Fraction(row[PUBLISHED])) > 1]
    ranges = dict(zip(doubtful, _ranges(contract, [rows[i] for i in doubtful]), strict=True))
    return [_compare(row, *ours[i], ranges.get(i)) for i, row in enumerate(rows)]


def _settled(contract: Contract, rows: Sequence[Row]) -> list[tuple[Fraction, str]]:
    records = Records("table", tuple(rows[0]) if rows else (), tuple(enumerate(rows, 2)))
    settled = settle_records(contract, records) if rows else ()
    return [(Fraction(each.lines["earned"] or 0), str(each.lines["why"])) for each in settled]


def _ranges(contract: Contract, rows: Sequence[Row]) -> Iterator[tuple[Fraction, Fraction]]:
    # The score and the gross saving may be anything that prints as it was printed.
    signs = [(score, gross) for score in (-1, 1) for gross in (-1, 1)]
    settled = [_settled(contract, [_moved(row, *each) for row in rows]) for each in signs]
    for each in zip(*settled, strict=True):
        amounts = [amount for amount, _ in each]
        yield min(amounts), max(amounts)


def _moved(row: Row, score_sign: int, gross_sign: int) -> Row:
    moved = dict(row)
    moved[GROSS] = _plain(Fraction(row[GROSS]) + gross_sign * HALF_DOLLAR)
    if row[SCORE]:
        score = Fraction(row[SCORE]) + score_sign * score_step(row["year"]) / 2
        moved[SCORE] = _plain(min(max(score, Fraction(0)), Fraction(1)))
    return moved


def score_step(year: str) -> Fraction:
    """Return the step to which the scores of a year are published: 0.01 in 2014, then 0.0001."""
    return Fraction(1, 100) if year == "2014" else Fraction(1, 10_000)


def _plain(number: Fraction) -> str:
    return f"{float(number):.9f}"


def _compare(
    row: Row, ours: Fraction, why: str, within: tuple[Fraction, Fraction] | None
) -> Compared:
    published = Fraction(row[PUBLISHED])
    if within is None:
        verdict = Verdict.EXACT if ours == published else Verdict.DOLLAR
    else:
        verdict = Verdict.SCORE if within[0] <= published <= within[1] else Verdict.MISS
    return Compared(row, ours, published, why, verdict)


def by_year(found: Sequence[Compared]) -> str:
    """Return the table of agreement by year, as Markdown."""
    years = sorted({each.year for each in found})
    named = {year: [each for each in found if each.year == year] for year in years}
    named |= {"all": list(found), f"{' and '.join(SINCE_2021)}, not zero": not_zero(found)}
    lines = [_cells("year", "settled", *Verdict), "|" + "---|" * (2 + len(Verdict))]
    return "\n".join([*lines, *(_counted(name, rows) for name, rows in named.items())])


def not_zero(found: Sequence[Compared]) -> list[Compared]:
    """Return the settlements since 2021 that were published as other than zero."""
    return [each for each in found if each.year in SINCE_2021 and each.published]


def _counted(name: str, found: Sequence[Compared]) -> str:
    counts = Counter(each.verdict for each in found)
    return _cells(name, f"{len(found):,}", *(f"{counts[verdict]:,}" for verdict in Verdict))


def _cells(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def share(found: Sequence[Compared], *verdicts: Verdict) -> Fraction:
    """Return the part of some rows that has one of these verdicts."""
    return Fraction(sum(each.verdict in verdicts for each in found), len(found))


def misses(found: Sequence[Compared]) -> list[Compared]:
    """Return the rows that do not agree."""
    return [each for each in found if each.verdict is Verdict.MISS]


def read_table(path: Path) -> list[Row]:
    """Return the rows of a CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def made(page: str, table: str) -> str:
    """Return the text of a page with the table between the marks written anew."""
    begin, end = f"<!-- {_MARK}: by year -->", f"<!-- {_MARK}: end -->"
    head, found, rest = page.partition(begin)
    _, closed, tail = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"the page has no part between {begin} and {end}")
    return f"{head}{begin}\n\n{table}\n\n{end}{tail}"


def main(words: Sequence[str]) -> None:
    """Print how a table agrees; write it into a page where one is named."""
    found = compared(read_table(Path(words[0])))
    print(by_year(found))
    for each in misses(found):
        who = (each.year, each.aco, each.row["track"], each.row["aco_name"])
        print(*who, f"ours {int(each.ours):,} published {int(each.published):,}: {each.why}")
    if len(words) > 1:
        page = Path(words[1])
        page.write_text(made(page.read_text(encoding="utf-8"), by_year(found)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
