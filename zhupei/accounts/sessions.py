"""Sessions in the database, read with one statement that also brings the time and the token of what is settled."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

from zhupei.kernel import clock, settled
from zhupei.kernel.prepared import RawStatement

READ = RawStatement(
    f"SELECT session_data, zhupei_now(), {settled.TOKEN} FROM django_session"  # noqa: S608  no value in it
    " WHERE session_key = %s AND expire_date > %s"
)


class SessionStore(DatabaseSessions):
    """Django's, but for the reading."""

    @classmethod
    def get_model_class(cls) -> Any:
        from django.contrib.sessions.models import Session

        return Session

    def load(self) -> dict[str, Any]:
        found = READ(self.session_key, datetime.now(tz=clock.SHANGHAI)) if self.session_key else []
        if not found:
            self._session_key = None
            return {}
        [(data, moment, token)] = found
        settled.seen(token)
        clock.seen(moment)
        return self.decode(data)
