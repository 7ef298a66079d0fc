"""The survivor board: the characters of a show by its episodes."""
