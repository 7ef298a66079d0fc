"""The tree of a wiki's pages at the left of the window."""
