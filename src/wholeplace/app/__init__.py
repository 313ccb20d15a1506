"""The use cases, one module each: they open the store, call the steps and write the results."""

__all__: list[str] = []
