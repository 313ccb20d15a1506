"""An agreement worked out for many rows at once with NumPy: contract years, or draws of figures."""

from wholeplace.contract.arrays.evaluate import Given, ManyLines, decimal_of, evaluate_many

__all__ = ["Given", "ManyLines", "decimal_of", "evaluate_many"]
