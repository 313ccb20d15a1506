"""Make the columns of canonical tables from the rows of a source, by the recipes of a mapping."""
