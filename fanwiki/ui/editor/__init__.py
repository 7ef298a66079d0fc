"""Writing a page: the editor, its preview beside it, and saving."""
