"""The canonical tables as data: columns, types, units, limits and keys."""
