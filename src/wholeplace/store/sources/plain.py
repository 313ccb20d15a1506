"""Make of any text file one that the engine can read: unpacked, in UTF-8, without a NUL."""

from __future__ import annotations

import codecs
import gzip
import shutil
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from wholeplace.record import SourceFile
from wholeplace.store.sources.told import first_line, refuse

_CHUNK = 1 << 18
_PACK = {".gz", ".zip"}
_WHOLE = "have it sent again: it may be cut short"


def unpacked(path: Path, scratch: Path) -> Path:
    """Return a file itself, or what a ``.gz`` or a ``.zip`` of one file holds, in ``scratch``."""
    if path.suffix.casefold() not in _PACK:
        return path
    try:
        return (
            _from_gzip(path, scratch)
            if path.suffix.casefold() == ".gz"
            else _from_zip(path, scratch)
        )
    except (OSError, EOFError, zlib.error, BadZipFile, NotImplementedError, RuntimeError) as error:
        refuse(path, None, f"it cannot be unpacked: {first_line(error)}", _WHOLE)


def _from_gzip(path: Path, scratch: Path) -> Path:
    target = _new(scratch, path.stem)
    with gzip.open(path) as packed, target.open("wb") as out:
        shutil.copyfileobj(packed, out, _CHUNK)
    return target


def _from_zip(path: Path, scratch: Path) -> Path:
    with ZipFile(path) as archive:
        members = zipped(archive)
        if len(members) != 1:
            names = ", ".join(member.filename for member in members[:3]) or "nothing"
            what = f"it holds {len(members)} files, where one is read: {names}"
            refuse(path, None, what, "unpack it into the folder, or send one file in each")
        target = _new(scratch, Path(members[0].filename).name)
        with archive.open(members[0]) as packed, target.open("wb") as out:
            shutil.copyfileobj(packed, out, _CHUNK)
    return target


def unpacked_folder(place: Path, scratch: Path, *, is_records: bool) -> Path:
    """Return the place itself, or the folder that a ``.zip`` of several tables was unpacked to.

    An archive of one file is that file, and records are read out of an archive as they stand.
    """
    if is_records or place.suffix.casefold() != ".zip" or not place.is_file():
        return place
    try:
        with ZipFile(place) as archive:
            members = zipped(archive)
            if len(members) < 2:  # noqa: PLR2004 - more than one file
                return place
            target = _new(scratch, "unpacked")
            archive.extractall(target, members)  # a name cannot lead out of it
    except (OSError, EOFError, zlib.error, BadZipFile, NotImplementedError, RuntimeError) as error:
        refuse(place, None, f"it cannot be unpacked: {first_line(error)}", _WHOLE)
    return target


def zipped(archive: ZipFile) -> list[ZipInfo]:
    """Return the files of an archive, leaving out folders and what a Mac adds."""
    return [m for m in archive.infolist() if not m.is_dir() and not _is_hidden(m.filename)]


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def _new(scratch: Path, name: str) -> Path:
    folder = scratch / f"{len(list(scratch.iterdir())):04}"
    folder.mkdir()
    return folder / name


def in_utf8(path: Path, wanted: SourceFile, shown: Path, scratch: Path) -> Path:
    """Return the file in UTF-8: itself where it is, checked, or else rewritten as was declared.

    Raises ``Refused`` for what is not text in the encoding that the mapping says.
    """
    if wanted.line_ends is None and (wanted.encoding or "utf-8").startswith("utf-8"):
        _check_utf8(path, shown)
        return path
    target = _new(scratch, path.name)
    encoding = "utf-8-sig" if (wanted.encoding or "utf-8") == "utf-8" else wanted.encoding
    newline = None if wanted.line_ends else ""
    try:
        with (
            path.open(encoding=encoding, newline=newline) as text,
            target.open("w", encoding="utf-8", newline="") as out,
        ):
            while chunk := text.read(_CHUNK):
                _refuse_nul(chunk, shown)
                out.write(chunk)
    except UnicodeError as error:
        what = f"it is not {wanted.encoding}: {first_line(error)}"
        refuse(shown, None, what, "say the encoding that the sender names, in the mapping")
    return target


def _check_utf8(path: Path, shown: Path) -> None:
    decoder, before = codecs.getincrementaldecoder("utf-8")(), 0
    with path.open("rb") as stream:
        chunk = stream.read(_CHUNK)
        _refuse_utf16(chunk, shown)
        while chunk:
            if b"\0" in chunk:
                _tell_nul(shown, _line_at(path, before + chunk.find(b"\0")))
            # Letters of ASCII need no closer look, unless a letter of several bytes has begun.
            if not chunk.isascii() or decoder.getstate()[0]:
                _decode(decoder, chunk, path, before, shown)
            before += len(chunk)
            chunk = stream.read(_CHUNK)
        _decode(decoder, b"", path, before, shown)


def _decode(
    decoder: codecs.IncrementalDecoder, chunk: bytes, path: Path, before: int, shown: Path
) -> None:
    begun = len(decoder.getstate()[0])
    try:
        decoder.decode(chunk, final=not chunk)
    except UnicodeDecodeError as error:
        bad = _line_at(path, before - begun + error.start)
        what = f"byte 0x{error.object[error.start]:02X} is not UTF-8"
        refuse(
            shown, bad, what, "say encoding: cp1252 (Windows) in the mapping, or save it in UTF-8"
        )


def _line_at(path: Path, place: int) -> int:
    """Return the line, from 1, in which a byte of a file stands."""
    with path.open("rb") as stream:
        return 1 + stream.read(place).count(b"\n")


def _refuse_utf16(start: bytes, shown: Path) -> None:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        remedy = "say encoding: utf-16 for this file in the mapping"
        refuse(shown, 1, "it is written in UTF-16, not in UTF-8", remedy)


def _refuse_nul(text: str, shown: Path) -> None:
    if "\0" in text:
        _tell_nul(shown, None)


def _tell_nul(shown: Path, line: int | None) -> None:
    remedy = "have it sent again as text; if it is UTF-16, say encoding: utf-16 in the mapping"
    refuse(shown, line, "there is a NUL, which no text holds", remedy)
