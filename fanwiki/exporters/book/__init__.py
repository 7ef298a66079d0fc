"""The wiki as a book: chapters by show and season, for EPUB and PDF."""
