"""Find the files of a source: by name, by pattern, packed or not, in whatever capitals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

from wholeplace.kernel import Problem, Refused, Where, nearest, refuse_if
from wholeplace.record import Mapping as MappingDocument
from wholeplace.record import SourceFile

TABLES = (".parquet", ".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsb", ".ods")
RECORDS = (".ndjson", ".jsonl", ".json", ".xml")
PACKED = (".gz", ".zip")
ENDINGS = (*TABLES, *RECORDS[:2], ".csv.gz", ".csv.zip", ".ndjson.gz", ".zip")
"""What a file named without an ending may end in, in the order in which it is looked for."""

_LONGEST_NOTE = 4_000_000
# What a file holds somewhere if it holds FHIR.
_MARKS = {
    **dict.fromkeys((".json", ".ndjson", ".jsonl"), b'"resourceType"'),
    ".xml": b"http://hl7.org/fhir",
}


@dataclass(frozen=True, slots=True)
class Found:
    """What one entry of a mapping's ``files`` was found in; ``folder`` is where names begin."""

    wanted: SourceFile
    paths: tuple[Path, ...]
    folder: Path
    numbers: Mapping[Path, int] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Number the files from 1, once: an export may have thousands."""
        numbers = {path: number for number, path in enumerate(self.paths, 1)}
        object.__setattr__(self, "numbers", numbers)

    @property
    def is_pattern(self) -> bool:
        """Whether the mapping names a pattern, which any number of files may fit."""
        return "*" in (self.wanted.file or "*")

    def name_of(self, path: Path) -> str:
        """Return the name by which a row's ``_file``, and the ledger, know this file.

        Exports call files after the people in them. Where the mapping does not name the file
        itself, its number in order stands in place of its name.
        """
        if not self.is_pattern:
            return path.relative_to(self.folder).as_posix()
        pattern = (self.wanted.file or "*").replace("**", "*")
        return f"{pattern} #{self.numbers[path]}"


def find_sources(place: Path, mapping: MappingDocument) -> dict[str, Found]:
    """Return what was found for each file of a mapping.

    ``place`` is the folder of the source, or its only file. Raises ``Refused`` for every file
    that is needed and not there.
    """
    if not place.exists():
        remedy = "check the path; it should be the folder that holds the source's files"
        raise Refused([Problem(Where(str(place)), "there is no such file or folder", remedy)])
    place = _where_files_are(place, mapping)
    folder = place if place.is_dir() else place.parent
    names = _names(place)
    is_fhir = all(wanted.format == "fhir" for wanted in mapping.files.values())
    strange = _not_fhir(folder, names) if is_fhir else set()
    found, problems = {}, []
    for name, wanted in mapping.files.items():
        there = [name for name in _matching(names, wanted) if name not in strange]
        if place.is_file() and len(mapping.files) == 1:
            there = names  # a file may be called anything where only one is read
        if len(there) > 1 and "*" not in (wanted.file or "*"):
            both = " and ".join(there)
            problems.append(Problem(Where(str(place)), f"both {both} are there", "keep one"))
        elif there:
            found[name] = Found(wanted, tuple(folder / path for path in there), folder)
        elif not wanted.optional:
            problems.append(_missing(place, wanted))
    if not problems and not found:
        remedy = nearest("", [file.file for file in mapping.files.values()])
        problems = [Problem(Where(str(place)), f"no file of '{mapping.mapping}' is here", remedy)]
    refuse_if(problems)
    return found


def _where_files_are(place: Path, mapping: MappingDocument) -> Path:
    """Return the folder, or the one nearest beneath it that has what every mapping needs.

    Programs write their tables into a folder of their own, such as ``output/csv``. Where several
    folders at one depth would do, none of them is taken for another.
    """
    needed = [wanted for wanted in mapping.files.values() if not wanted.optional]
    if not place.is_dir() or not needed:
        return place
    names = _names(place)
    inner = {parent.as_posix() for name in names for parent in PurePath(name).parents}
    fit: dict[int, list[str]] = {}
    for folder in sorted(inner | {"."}):
        here = [name.removeprefix(f"{folder}/") for name in names if _is_in(name, folder)]
        if all(_matching(here, wanted) for wanted in needed):
            fit.setdefault(0 if folder == "." else folder.count("/") + 1, []).append(folder)
    nearest_fit = fit[min(fit)] if fit else ["."]
    if len(nearest_fit) > 1:
        what = f"the files stand in several folders: {' and '.join(nearest_fit[:5])}"
        raise Refused([Problem(Where(str(place)), what, "load each folder by itself")])
    return place / nearest_fit[0]


def _is_in(name: str, folder: str) -> bool:
    return folder == "." or name.startswith(f"{folder}/")


def other_files(place: Path, used: Sequence[Path]) -> list[str]:
    """Return the names of the files in the source's folder that were not used."""
    if place.is_file():
        return []
    known = (*TABLES, *RECORDS, *PACKED)
    folders = {place, *(path.parent for path in used if path.is_relative_to(place))}
    files = (path for folder in folders for path in folder.iterdir())
    files = (path for path in files if path.name.casefold().endswith(known) and path.is_file())
    return sorted(path.name for path in files if path not in used)


def _not_fhir(folder: Path, names: Sequence[str]) -> set[str]:
    """Return the files of an export that only tell of it, such as its manifest, or other XML."""
    found = {name for name in names if _is_about(folder / name)}
    # Where nothing else is there, somebody meant it to be read, and is told what is wrong with it.
    others = [name for name in names if name not in found]
    return found if any(name.casefold().endswith((*RECORDS, *PACKED)) for name in others) else set()


def _is_about(path: Path) -> bool:
    mark = _MARKS.get(path.suffix.casefold())
    if mark is None or path.stat().st_size > _LONGEST_NOTE:
        return False
    return mark not in path.read_bytes()


def _missing(place: Path, wanted: SourceFile) -> Problem:
    there = [path.name for path in (place if place.is_dir() else place.parent).iterdir()]
    named = wanted.file or f"a file of {wanted.resource} resources"
    remedy = nearest(wanted.file, there) if there else "the folder is empty: check the path"
    return Problem(Where(str(place)), f"{named} is missing", remedy)


def _names(place: Path) -> list[str]:
    if place.is_file():
        return [place.name]
    return sorted(p.relative_to(place).as_posix() for p in place.rglob("*") if _is_source(p, place))


def _is_source(path: Path, place: Path) -> bool:
    parts = path.relative_to(place).parts
    return path.is_file() and not any(part.startswith((".", "__MACOSX")) for part in parts)


def _matching(names: Sequence[str], wanted: SourceFile) -> list[str]:
    pattern = wanted.file or "*"
    if "*" in pattern:
        return [name for name in names if _fits(name, pattern, wanted)]
    by_name: dict[str, list[str]] = {}
    for name in names:
        by_name.setdefault(name.casefold(), []).append(name)
    return [found for tried in _tries(pattern) for found in by_name.get(tried.casefold(), ())]


def _tries(name: str) -> Iterator[str]:
    has_ending = name.casefold().endswith((*TABLES, *RECORDS, *PACKED))
    yield from [name] if has_ending else []
    yield from [name + e for e in (PACKED if has_ending else ENDINGS)]


def _fits(name: str, pattern: str, wanted: SourceFile) -> bool:
    folded, asked = name.casefold(), pattern.casefold()
    if name.count("/") != pattern.count("/") and "**" not in pattern:
        return False
    records = wanted.has_paths
    endings = (*RECORDS, *PACKED) if records else (*TABLES, *(".csv" + p for p in PACKED), ".zip")
    known = folded.endswith(endings) or (wanted.format is not None and not records)
    return known and fnmatchcase(folded, asked.replace("**/", "*").replace("**", "*"))
