"""Fillers of Word templates that run on Node.js, where it is there. Nothing of them is needed by the program."""
