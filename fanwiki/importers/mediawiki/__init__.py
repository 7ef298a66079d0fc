"""Dumps of a MediaWiki, and so of Fandom: pages, their history, redirects, templates and infoboxes."""
