"""Rules about what cannot be true at once."""
