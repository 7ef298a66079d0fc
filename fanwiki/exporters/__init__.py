"""Ways out of a wiki: each format reads a View, writes a bundle of files, and knows nothing of the window."""
