"""Rules about what is claimed, on whose word, and when somebody last looked."""
