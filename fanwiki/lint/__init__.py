"""What needs care in a wiki: one rule per file, all of which read one survey of the author's view."""
