"""The history of the current page: its revisions, and what they differ in."""
