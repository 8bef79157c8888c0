"""Argon2id with OWASP's second profile: 19 MiB, 2 passes, 1 lane; about 40 ms on one core."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1
