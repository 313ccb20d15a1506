"""Read the documents of instruments: the shipped ones, and a workspace's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path

from wholeplace.app.documents import collect
from wholeplace.document import Document, read_document
from wholeplace.kernel import Problem, nearest, refuse_if
from wholeplace.place import Instrument, Instruments
from wholeplace.store.files import read_text
from wholeplace.store.shipped import shipped_file, shipped_names
from wholeplace.store.workspace import Workspace

KIND = "instruments"


def own_instruments(workspace: Workspace) -> list[str]:
    """Return the names of the instruments that a workspace has of its own."""
    return sorted(path.stem for path in (workspace.root / KIND).glob("*.yaml"))


def read_instruments(workspace: Workspace) -> Instruments:
    """Return all instruments there are, shipped and own.

    Raises ``Refused`` with every mistake: a document that is wrong, one whose id and version
    another has, and one that includes what is not there. What was signed is shown by its version,
    so none may be written over.
    """
    shipped = [shipped_file(KIND, f"{name}.yaml") for name in shipped_names(KIND)]
    own = [workspace.root / KIND / f"{name}.yaml" for name in own_instruments(workspace)]
    # The shipped ones may be checked where they stand: each is then read once.
    paths = {path.resolve(): path for path in (*shipped, *own)}
    return _read(tuple((str(path), read_text(path)) for path in paths.values()))


# The texts are compared each time and read once: a page asks for them again and again.
@lru_cache(maxsize=4)
def _read(texts: tuple[tuple[str, str], ...]) -> Instruments:
    problems: list[Problem] = []
    tries = (
        collect(problems, partial(read_document, text, file, Instrument)) for file, text in texts
    )
    found = [one for one in tries if one is not None]
    refuse_if(problems)
    for i, one in enumerate(found):
        problems += _misnamed(one)
        problems += _twice(one, found[:i])
        problems += _not_there(one, found)
    refuse_if(problems)
    return Instruments({_key(one): one.value for one in found})


def _key(one: Document[Instrument]) -> tuple[str, str]:
    return one.value.instrument, one.value.version


def _misnamed(one: Document[Instrument]) -> Iterator[Problem]:
    name, stem = "-".join(_key(one)), Path(one.source.file).stem
    if name != stem:
        what = f"the file of '{name}' has another name"
        yield one.problem(("instrument",), what, f"call it {name}.yaml")


def _twice(one: Document[Instrument], before: Sequence[Document[Instrument]]) -> Iterator[Problem]:
    if _key(one) in [_key(other) for other in before]:
        what = f"version {one.value.version} of '{one.value.instrument}' is there already"
        remedy = "give it another version: what was signed is shown with the version it was made by"
        yield one.problem(("version",), what, remedy)


def _not_there(
    one: Document[Instrument], among: Sequence[Document[Instrument]]
) -> Iterator[Problem]:
    """Yield what it includes that is not there, or that itself includes another."""
    found = {_key(other): other.value for other in among}
    for i, section in enumerate(one.value.sections):
        if section.include is None or section.version is None:
            continue
        inner = found.get((section.include, section.version))
        if inner is None:
            what = f"there is no version {section.version} of '{section.include}'"
            known = [f"{id_} {version}" for id_, version in found]
            remedy = nearest(f"{section.include} {section.version}", known)
            yield one.problem(("sections", i, "include"), what, remedy)
        elif any(part.include for part in inner.sections):
            what = f"'{section.include}' itself includes another"
            remedy = "include that one here"
            yield one.problem(("sections", i, "include"), what, remedy)
