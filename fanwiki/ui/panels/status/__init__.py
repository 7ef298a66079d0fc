"""Who is alive, as of the viewpoint: the pane of survivor status."""
