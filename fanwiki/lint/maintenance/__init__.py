"""Rules about the order of the house: links, titles, sections, categories and files."""
