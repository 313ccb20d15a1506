"""The records as FHIR R4 (4.0.1), to be read by other systems: what is drawn, found and told."""

from wholeplace.care.fhir.kinds import KINDS, Kind
from wholeplace.care.fhir.search import find, read_asked, read_one
from wholeplace.care.fhir.sight import Sight, scoped, whole

__all__ = ["KINDS", "Kind", "Sight", "find", "read_asked", "read_one", "scoped", "whole"]
