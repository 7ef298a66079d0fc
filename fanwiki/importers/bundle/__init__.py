"""Our own bundles on their way back: Markdown with the canon, or the canon alone."""
