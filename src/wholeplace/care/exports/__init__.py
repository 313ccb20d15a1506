"""What leaves the care records as files: resources, a feed for the analysis, returns."""

from wholeplace.care.exports.bulk import write_named, write_pseudonymous
from wholeplace.care.exports.csds import write_csds
from wholeplace.care.exports.feed import write_feed
from wholeplace.care.exports.gate import left_out

__all__ = ["left_out", "write_csds", "write_feed", "write_named", "write_pseudonymous"]
