"""An agreement worked out for many rows at once with NumPy: contract years, or draws of figures."""

from wholeplace.contract.arrays.evaluate import ManyLines, evaluate_many

__all__ = ["ManyLines", "evaluate_many"]
