"""The queries of a wiki in the window: asked, shown as table, list, board or gallery, and kept under a name."""
