"""Encryption at rest: key ring, sealed fields, blind index, encrypted files, signed codes."""
