"""Whom and what the demonstration invents: people and their numbers, hospitals and plan, dates, texts, logins.

No Django: reproducible from a seed and the tables of `world/data/`. Nothing outside `world` and the tests reads it.
"""
