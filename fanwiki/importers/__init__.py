"""From a source to a stream of edits; one module for each kind of source."""
