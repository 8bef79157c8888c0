"""Argon2id with OWASP's profile of the least memory: 7 MiB, 5 passes, 1 lane. As strong by its account as 19 MiB and
2 passes, which took four tenths longer here. A hash made with other figures still counts; Django renews it when its
owner logs in.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    memory_cost = 7 * 1024
    time_cost = 5
    parallelism = 1
