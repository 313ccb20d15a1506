"""Documents people write: YAML read with positions into frozen models that check themselves."""

from wholeplace.document.page import Page, Slot
from wholeplace.document.read import Document, read_document
from wholeplace.document.rewrite import (
    Edit,
    insert_item,
    insert_key,
    rename_key,
    rewritten,
    set_value,
)
from wholeplace.document.types import (
    Amount,
    Cited,
    Dated,
    Day,
    Frozen,
    Number,
    Share,
    Timeline,
    Wrong,
    Year,
    known,
)
from wholeplace.document.writing import inline, word
from wholeplace.document.yaml import Plain, Source, read_yaml

__all__ = [
    "Amount",
    "Cited",
    "Dated",
    "Day",
    "Document",
    "Edit",
    "Frozen",
    "Number",
    "Page",
    "Plain",
    "Share",
    "Slot",
    "Source",
    "Timeline",
    "Wrong",
    "Year",
    "inline",
    "insert_item",
    "insert_key",
    "known",
    "read_document",
    "read_yaml",
    "rename_key",
    "rewritten",
    "set_value",
    "word",
]
