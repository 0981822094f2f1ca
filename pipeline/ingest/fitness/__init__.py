"""Whether a Word file, perhaps edited by people, is fit to send: what was left in it, and who could not read it."""
