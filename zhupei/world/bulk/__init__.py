"""Thousands of people at once: the rows that their own acts would have left, written by COPY.

The honest way (`world.simulation`) drives everybody through the actions of the system. Here the same facts go through
the same rules, forms of words and snapshots in memory, and only the writing is different: a few hundred people a
transaction, triggers and constraints on. `tests/world/test_bulk.py` compares a person made here with the same one made
the honest way, in every table there is. What is different on purpose:

* One Argon2 hash serves everybody: the people are fictional, and their password is shown to all.
* Documents of the same picture share its file in the vault; each row has its own in the honest way.
* Nobody has asked for a code: no codes and no counters of codes, which are swept after two days, are left, and
  no text in the demonstration's SMS inbox.
"""

from zhupei.world.bulk.populating import analyse, populate

__all__ = ["analyse", "populate"]
