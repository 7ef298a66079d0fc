"""What a view reads, subject by subject: rows through the horizon, folded by the pure functions of the domain."""
