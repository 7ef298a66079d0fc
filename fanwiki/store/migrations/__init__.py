"""One module for each schema version, frozen once released."""
