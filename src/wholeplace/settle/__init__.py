"""The figures of a year through the contract: the statement, and who pays whom."""

from wholeplace.settle.cells import cell, output_columns, row_cells
from wholeplace.settle.examples import agrees, check_examples
from wholeplace.settle.form import content_hash, statement_from_dict, statement_to_dict
from wholeplace.settle.records import Records, SettledRow, settle_records
from wholeplace.settle.settle import settle
from wholeplace.settle.statement import Payment, Statement, Status, find_figure

__all__ = [
    "Payment",
    "Records",
    "SettledRow",
    "Statement",
    "Status",
    "agrees",
    "cell",
    "check_examples",
    "content_hash",
    "find_figure",
    "output_columns",
    "row_cells",
    "settle",
    "settle_records",
    "statement_from_dict",
    "statement_to_dict",
]
