"""fanwiki: a desktop wiki in which every fact knows when the audience learns it."""

__version__ = "0.1.0"
