"""Who plays whom: the pane of portrayals."""
