"""A made-up team with made-up people, for the demonstration and for tests."""

from wholeplace.care.demo.make import DEMO_PASSWORD, Made, make_demo_team
from wholeplace.care.demo.people import made_up_people, synthetic_number

__all__ = ["DEMO_PASSWORD", "Made", "made_up_people", "make_demo_team", "synthetic_number"]
