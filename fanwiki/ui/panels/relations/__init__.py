"""Relationships and groups."""
