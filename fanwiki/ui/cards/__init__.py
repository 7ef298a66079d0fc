"""The cards of links: what a page is, at a glance, before one goes there."""
