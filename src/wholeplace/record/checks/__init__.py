"""Read what was made as typed values, and find the rows that break a rule or stand twice."""
