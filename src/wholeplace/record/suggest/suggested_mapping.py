"""Write a proposed mapping as a document to be read by a person, each line with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wholeplace.document import Plain, inline, word
from wholeplace.record.suggest.likely_columns import Filled, Match, needed_columns
from wholeplace.record.suggest.suggested_recipe import proposed_recipe
from wholeplace.record.suggest.value_profile import Profile
from wholeplace.record.tables.all_tables import TABLES
from wholeplace.record.tables.schema import Column

_MOSTLY = 0.8
_IDENTIFYING = re.compile(
    r"nhs|name|birth|born|dob|post ?code|zip|address|phone|mobile|mail|(?<![a-z])pat(?![a-z])"
    r"|patient|person|client|member|uprn|ssn|passport|licen[cs]e|death|dod|street|city|note|text"
    r"|comment|local",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Za-z0-9./:+-]{1,12}")
_TIMES = 3
_SETTING_WORDS = (
    ("ED", ("emergency", "ecds", "a&e", "casualty", "ed")),
    ("OP", ("outpatient", "appointment", "clinic", "opa", "op")),
    ("APC", ("spell", "admission", "episode", "inpatient", "apc", "epi")),
    ("COMM", ("contact", "community", "csds", "visit")),
    ("GP", ("gp", "surgery", "practice")),
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A file, what its columns hold, and the tables that it is proposed to fill."""

    file: str
    profiles: Mapping[str, Profile]
    tables: tuple[Filled, ...]

    @property
    def feed(self) -> str:
        """A name for the mapping and its keys, made from that of the file."""
        stem = self.file.split(".")[0].lower()
        return re.sub(r"[^a-z0-9]+", "-", stem).strip("-") or "feed"

    @property
    def unmapped(self) -> tuple[str, ...]:
        """The columns that no table is proposed to be filled from, in the order of the file."""
        used = {match.found for filled in self.tables for match in filled.matches}
        return tuple(name for name in self.profiles if name not in used)


def mapping_text(made: Suggestion) -> str:
    """Return the YAML of a proposal, with a comment for each line that somebody should look at."""
    lines = [*_head(made), "", "tables:"]
    for filled in made.tables:
        lines += [*_table(made, filled), ""]
    if made.unmapped:
        lines += ["# Not used:"]
        lines += [_comment(f"  {name}{_examples(name, '', made)}") for name in made.unmapped]
    return "\n".join(lines).rstrip() + "\n"


def _head(made: Suggestion) -> Iterator[str]:
    source = f"assumed: the names and values of the columns of {made.file}"
    yield "# Proposed from the names and values of a file. Read every line before it is used."
    yield "# The figure is how well a column fits (1.00: known by that name); LOOK marks doubts."
    yield f"mapping: {word(made.feed, in_block=True)}"
    yield f"about: {word(f'Proposed for {made.file}', in_block=True)}"
    yield 'version: "1"'
    yield f"source: {word(source, in_block=True)}"
    yield ""
    yield "files:"
    yield f"  {word(made.feed)}: {inline({'file': made.file})}"


def _table(made: Suggestion, filled: Filled) -> Iterator[str]:
    yield f"  - table: {filled.table.name}"
    yield f"    from: {word(made.feed)}"
    yield "    columns:"
    found = {match.column: match for match in filled.matches}
    for column in filled.table.columns:
        match = found.get(column.name)
        if match is not None:
            yield _matched(made, match, column)
        elif column.required:
            yield _made_up(made, filled, column)


def _matched(made: Suggestion, match: Match, column: Column) -> str:
    proposed = proposed_recipe(match, column, made.profiles[match.found], made.feed)
    look = f"; LOOK: {'; '.join(proposed.look)}" if proposed.look else ""
    shown = _examples(match.found, column.name, made)
    said = _comment(f"{match.score:.2f} {match.why}{look}{shown}")
    return f"      {column.name}: {proposed.recipe}   {said}"


def _comment(said: str) -> str:
    # A name of a column may hold anything, a line break too; a comment ends with its line.
    return "# " + "".join(c if c.isprintable() else "?" for c in said)


def _examples(name: str, column: str, made: Suggestion) -> str:
    """Return examples in words: of codes that many rows share, and never what may name a person."""
    found = made.profiles[name]
    identifying = column in {"person_id", "source_key", *_identity_columns()}
    telling = found.share("NHS number", "postcode", "e-mail") > 0
    shared = found.filled >= _TIMES * found.distinct
    coded = all(_CODE.fullmatch(value) for value in found.examples)
    if identifying or telling or not shared or not coded or _IDENTIFYING.search(name):
        return ""
    return "; e.g. " + ", ".join(found.examples) if found.examples else ""


def _identity_columns() -> Sequence[str]:
    return [column.name for table in TABLES if table.identified for column in table.columns]


def _made_up(made: Suggestion, filled: Filled, column: Column) -> str:
    recipe, said = _guess(made, filled, column)
    return f"      {column.name}: {recipe}   {_comment(f'LOOK: {said}')}"


def _guess(made: Suggestion, filled: Filled, column: Column) -> tuple[str, str]:
    found = {match.column: match for match in filled.matches}
    if column.name == "position":
        by: list[Plain] = [
            found[name].found for name in ("person_id", "activity_id") if name in found
        ]
        return inline({"number_within": by}), "numbered in the order of the file"
    if column.name == "code_system":
        system = _system(made, found.get("code"))
        return inline({"value": system}), "by the look of the codes"
    if column.name == "cost_id":
        paid_for = next(
            n for n in ("activity_id", "item_id", "package_id", "person_id") if n in found
        )
        steps: dict[str, Plain] = {
            "column": found[paid_for].found,
            "prefix": f"{made.feed}:",
            "suffix": ":cost",
        }
        return inline(steps), "one cost for each of these"
    if column.name == "setting":
        return inline({"value": _setting(made)}), f"one of {', '.join(column.one_of)}"
    fixed = {"source": made.feed, "quantity": "1", "basis": "tariff", "currency": "GBP"}
    fixed |= {"match_rule": "same key", "practice_code": "V81999", "sex": "X"}
    if column.name in fixed:
        return inline({"value": fixed[column.name]}), "the same for every row"
    return inline({"value": "?"}), "no column looks like this; write the one that it is"


def _system(made: Suggestion, code: Match | None) -> str:
    systems = {"ICD-10": "ICD10", "OPCS-4": "OPCS4", "SNOMED CT": "SNOMED"}
    if code is None:
        return "OTHER"
    found = made.profiles[code.found]
    return next((systems[shape] for shape in systems if found.share(shape) >= _MOSTLY), "OTHER")


def _setting(made: Suggestion) -> str:
    told = " ".join([made.file, *made.profiles]).lower()
    words = set(re.split(r"[^a-z&]+", told))
    return next((setting for setting, some in _SETTING_WORDS if words & set(some)), "OTHER")


def chosen(filled: Sequence[Filled], asked: Sequence[str]) -> tuple[Filled, ...]:
    """Return the tables to propose: those asked for, or those whose needs the file meets well.

    Unasked, every column that a table needs must fit well, and the file must have more of it than
    the keys that any file has.
    """
    if asked:
        return tuple(one for one in filled if one.table.name in asked)
    kept = [one for one in filled if _is_met(one)]
    codes = {one.table.name: m for one in kept for m in one.matches if m.column == "code"}
    # One column of codes fills one table: that to which its name is nearer.
    best = {
        m.found: max(o.score for o in codes.values() if o.found == m.found) for m in codes.values()
    }
    kept = [o for o in kept if (m := codes.get(o.table.name)) is None or m.score == best[m.found]]
    names = [table.name for table in TABLES]
    return tuple(sorted(kept, key=lambda one: names.index(one.table.name)))


def _is_met(filled: Filled) -> bool:
    if filled.missing or filled.table.identified or filled.table.name in _NEVER_UNASKED:
        return False
    needed = set(needed_columns(filled.table))
    return all(match.score >= _GOOD for match in filled.matches if match.column in needed)


_GOOD = 0.6
_NEVER_UNASKED = frozenset({"source_link", "organisation", "geography"})
