"""The allocation engine: who gets which place, why, and a verifier that does not trust it.

`engine.allocate` places everybody, `explain` tells one person why, `whatif` tries other weights, lines and quotas,
`verifier` checks a published result without using any of them. The rules are in docs/ALLOCATION.md. Nothing here knows
Django, a database or the clock; scores are whole hundredths of a point throughout.
"""
