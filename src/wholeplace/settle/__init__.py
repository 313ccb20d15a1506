"""The figures of a year through the contract: the statement, and who pays whom."""

from wholeplace.settle.cells import cell, output_columns, row_cells
from wholeplace.settle.diff import Change, Difference, Rewritten, diff, diff_to_dict
from wholeplace.settle.examples import agrees, check_examples
from wholeplace.settle.form import content_hash, statement_from_dict, statement_to_dict
from wholeplace.settle.many import ManyStatements, settle_many
from wholeplace.settle.records import Records, SettledRow, odd_values, settle_records
from wholeplace.settle.restate import paid_so_far, restate
from wholeplace.settle.settle import settle
from wholeplace.settle.share import share_out, unshared
from wholeplace.settle.statement import (
    Payment,
    Restates,
    Standing,
    Statement,
    Status,
    Transfer,
    find_figure,
)

__all__ = [
    "Change",
    "Difference",
    "ManyStatements",
    "Payment",
    "Records",
    "Restates",
    "Rewritten",
    "SettledRow",
    "Standing",
    "Statement",
    "Status",
    "Transfer",
    "agrees",
    "cell",
    "check_examples",
    "content_hash",
    "diff",
    "diff_to_dict",
    "find_figure",
    "odd_values",
    "output_columns",
    "paid_so_far",
    "restate",
    "row_cells",
    "settle",
    "settle_many",
    "settle_records",
    "share_out",
    "statement_from_dict",
    "statement_to_dict",
    "unshared",
]
