"""Read the lists of codes that a score names and a site brings, in the shape of OpenCodelists.

That is a CSV with a heading: a column of codes, most often ``term`` beside it, and ``category``
where codes are of several kinds. Codes are text; blanks around them are dropped, as are empty ones.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from wholeplace.kernel import Problem, Refused, Where, nearest
from wholeplace.population.scores import SYSTEMS, Codes, ListReference, is_damaged
from wholeplace.store.files import read_text, sha256_of

CODE_COLUMNS = (
    *("code", "dmd_id", "id", "snomed_id", "snomedct_id", "snomedcode"),
    *("icd10_code", "icd_code", "icd", "ctv3id", "ctv3code", "readcode", "bnf_code", "opcs_code"),
)
"""What a column of codes is called where a score does not say; the first of these counts."""

DAMAGED = (
    "'{}' is an identifier of which a spreadsheet has made a number; its last digits are lost",
    "take the file as it was downloaded, or import that column as text",
)
_MOST_TOLD = 5


def read_codes(
    path: Path, reference: ListReference, system: str, categories: Sequence[str]
) -> Codes:
    """Return the codes of a list, each with its categories; raises ``Refused``.

    ``categories`` are those that signs ask for: where there are any, the file must tell them.
    """
    _check_version(path, reference)
    reader = csv.DictReader(read_text(path).splitlines(), restval="")
    headings = {name.strip().lower(): name for name in reader.fieldnames or ()}
    column = _column(path, reference, headings)
    category = headings.get(reference.category_column.lower())
    if categories and category is None:
        what = f"there is no column '{reference.category_column}'"
        raise Refused([Problem(Where(str(path), 1), what, nearest("category", headings))])
    found: dict[str, set[str]] = {}
    problems: list[Problem] = []
    for row in reader:
        code = (row[column] or "").strip()
        if problem := _problem(code, system):
            problems.append(Problem(Where(str(path), reader.line_num), *problem))
        elif code:
            of_code = found.setdefault(SYSTEMS[system].clean(code), set())
            of_code.add((row[category] or "").strip() if category else "")
    if found:
        problems += _unknown(path, categories, found)
    elif not problems:
        problems.append(Problem(Where(str(path)), "the list has no codes", "download it again"))
    _refuse_most(path, problems)
    return {code: frozenset(kinds) for code, kinds in found.items()}


def _check_version(path: Path, reference: ListReference) -> None:
    if reference.sha256 is None:
        return
    found = sha256_of(path)
    if found != reference.sha256:
        what = f"this is another version of the list: its SHA-256 is {found}"
        remedy = f"get version {reference.version or '?'} from {reference.url or 'its source'}"
        raise Refused([Problem(Where(str(path)), what, remedy)])


def _column(path: Path, reference: ListReference, headings: Mapping[str, str]) -> str:
    asked = [reference.column.lower()] if reference.column else CODE_COLUMNS
    for name in asked:
        if name in headings:
            return headings[name]
    if reference.column:
        what, remedy = f"there is no column '{reference.column}'", nearest(asked[0], headings)
    else:
        what = "no column is called as one of codes is"
        remedy = f"call it one of {', '.join(CODE_COLUMNS)}, or name it as 'column' of the list"
    raise Refused([Problem(Where(str(path), 1), what, remedy)])


def _problem(code: str, system: str) -> tuple[str, str] | None:
    if not code:
        return None
    if is_damaged(code, [system]):
        return DAMAGED[0].format(code), DAMAGED[1]
    if not SYSTEMS[system].is_code(code):
        return (
            f"'{code}' is no code of {system}",
            "say which code_system the list is in, or mend the row",
        )
    return None


def _unknown(path: Path, categories: Sequence[str], found: Mapping[str, set[str]]) -> list[Problem]:
    known = sorted(set().union(*found.values()) - {""})
    return [
        Problem(Where(str(path)), f"no code is of the category '{name}'", nearest(name, known))
        for name in categories
        if name not in known
    ]


def _refuse_most(path: Path, problems: Sequence[Problem]) -> None:
    if not problems:
        return
    told = list(problems[:_MOST_TOLD])
    if more := len(problems) - len(told):
        told.append(Problem(Where(str(path)), f"{more:,} more rows are wrong", "mend them alike"))
    raise Refused(told)
