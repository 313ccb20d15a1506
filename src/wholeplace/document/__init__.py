"""Documents people write: YAML read with positions into frozen models that check themselves."""

from wholeplace.document.read import Document, read_document
from wholeplace.document.types import (
    Amount,
    Cited,
    Dated,
    Frozen,
    Number,
    Share,
    Timeline,
    Wrong,
    Year,
    known,
)
from wholeplace.document.yaml import Plain, Source, read_yaml

__all__ = [
    "Amount",
    "Cited",
    "Dated",
    "Document",
    "Frozen",
    "Number",
    "Plain",
    "Share",
    "Source",
    "Timeline",
    "Wrong",
    "Year",
    "known",
    "read_document",
    "read_yaml",
]
