"""A new inputs folder: the files an officer begins with."""
