"""Lists: one definition each, for page, address, phone, export and tests (docs/ARCHITECTURE.md, "A list")."""
