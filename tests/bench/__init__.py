"""How fast it is: ratios to what else does the same work, measured in one run."""
