"""A small made-up place: canonical tables of people and their care, to show and to test."""

from wholeplace.synthetic.make import make_place

__all__ = ["make_place"]
