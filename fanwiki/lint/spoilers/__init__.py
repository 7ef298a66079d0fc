"""Rules about what says more than its reader may know."""
