"""Loads the person of a session. Checking passwords is the action `accounts.actions.login`, behind throttles."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend

from zhupei.accounts import queries
from zhupei.accounts.models import User


class AccountBackend(BaseBackend):
    def authenticate(self, request: Any, **credentials: Any) -> None:
        """Never logs anybody in: there is no way around the throttles."""
        return None

    def get_user(self, user_id: UUID) -> User | None:
        return queries.active.first(user_id)
