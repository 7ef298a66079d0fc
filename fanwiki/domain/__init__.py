"""What a fan wiki *is*: frozen records and pure functions, standard library only."""
