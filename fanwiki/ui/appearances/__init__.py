"""The matrix of appearances: the characters of a show by its episodes, and how each is in them."""
