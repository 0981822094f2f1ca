"""A module for each kind of file a register may come in: its bytes → a book of grids."""
