"""Replacing in the whole wiki: what would change is shown first, and what was chosen is done as one step of undo."""
