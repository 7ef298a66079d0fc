"""The relationship graph: who has to do with whom, drawn and, beside it, as a table."""
