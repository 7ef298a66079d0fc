"""Folders of notes, whoever wrote them: one reader for each program, one way from notes to pages."""
