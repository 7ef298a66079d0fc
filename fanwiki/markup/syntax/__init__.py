"""The wiki's additions to Markdown: one file per rule, each with an `install` that teaches it to a parser."""
