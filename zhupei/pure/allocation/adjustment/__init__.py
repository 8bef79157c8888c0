"""Stage 2: unplaced people who accept adjustment, on the places that stage 1 has left.

`who` finds the people, `tiers` the places, `where` who goes to which: the three steps. `score_first` is the other
objective. `running` applies the policy. Places are numbered by programme id, sets of places are the bits of a whole
number: the lowest bit is the first id.
"""
