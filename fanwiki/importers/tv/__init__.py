"""Shows, seasons, episodes and casts from files of TVmaze and TMDB, and characters from tables."""
