"""What kind of thing a page is about, its names and its profile fields."""
