"""Child processes for strangers' files: no environment, little memory, little time, killed and replaced at will.

`parent` starts and asks one, `confined` is what it runs, `frames` what they say to each other, `patience` how long.
"""
