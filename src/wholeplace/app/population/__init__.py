"""What is asked of the population: segments, cohorts, risk, candidates, inequality."""

# Modules, not functions: a command loads only the use case that it needs.
__all__ = [
    "cohorts",
    "concentrate",
    "inequality",
    "publish_candidates",
    "risk",
    "segment_comparison",
    "segment_people",
]
