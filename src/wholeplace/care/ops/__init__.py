"""What keeps the records of use while the application is not there."""

from wholeplace.care.ops.downtime import Written, write_downtime

__all__ = ["Written", "write_downtime"]
