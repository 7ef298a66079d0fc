"""The parts of a View: what it says of pages, of the canon, and to the author alone."""
