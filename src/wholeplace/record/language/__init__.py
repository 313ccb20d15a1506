"""The mapping language: how a document says what a source looks like and what it becomes."""

from wholeplace.record.language.canonical import canonical_mapping
from wholeplace.record.language.code_list import CodeList, lists_named, with_lists
from wholeplace.record.language.fit import Misfit, misfits
from wholeplace.record.language.mapping import MappedTable, Mapping
from wholeplace.record.language.recipe import Recipe
from wholeplace.record.language.repair import repairs
from wholeplace.record.language.source_file import SourceFile, called

__all__ = [
    "CodeList",
    "MappedTable",
    "Mapping",
    "Misfit",
    "Recipe",
    "SourceFile",
    "called",
    "canonical_mapping",
    "lists_named",
    "misfits",
    "repairs",
    "with_lists",
]
