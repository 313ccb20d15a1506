"""A made-up place: people, their care, and the feeds that sources would send about them."""

from wholeplace.synthetic.ground import Facts, facts_from
from wholeplace.synthetic.make import Part, Wish, make_feeds
from wholeplace.synthetic.oddities import Oddities

__all__ = ["Facts", "Oddities", "Part", "Wish", "facts_from", "make_feeds"]
