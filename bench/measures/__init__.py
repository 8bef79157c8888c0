"""One module for each thing that is measured; each answers with tables."""
