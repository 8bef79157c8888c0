"""The province's list of designated people 指定学员名单 as a kind of import: number, name → category, base, specialty.

A file adds people and changes their places. Whoever is not in it stays on the list: a part that is uploaded again wipes
nobody. Overfull places are an error for a person to settle (allocation.md, stage 0).
"""
