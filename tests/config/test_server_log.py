"""The embedded server's log: what was refused leaves no value there, and the log does not grow for ever."""

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from zhupei.config import database
from zhupei.config.environment import Environment
from zhupei.kernel.server_log import talkative

pytestmark = pytest.mark.slow

MARKER = "和志远-marker"
# How a statement is refused; `%s` takes the marker as the client puts it into the text, `{}` stands in it.
REFUSALS = {
    "a second row": ("INSERT INTO people (name, age) VALUES (%s, 1)", [MARKER]),
    "a forbidden value": ("INSERT INTO people (name, age) VALUES (%s, -1)", [MARKER]),
    "nothing where something must be": ("INSERT INTO people (name, age) VALUES (%s, NULL)", [MARKER]),
    "a text that is too long": ("INSERT INTO people (name, age) VALUES (%s, 2)", [MARKER * 9]),
    "no such date": ("SELECT %s::date", [MARKER]),
    "no such id": ("SELECT 1 FROM people WHERE id = %s::uuid", [MARKER]),
    "a row that is kept": ("DELETE FROM people WHERE name = %s", [MARKER]),
    "a statement that takes too long": ("SELECT %s, pg_sleep(5)", [MARKER]),
    "a name that is none": (f"SELECT '{MARKER}' FRM people", []),
}
TABLE = """
CREATE TABLE people (
    id uuid DEFAULT gen_random_uuid(), name varchar(20) UNIQUE, age integer NOT NULL CHECK (age > 0)
);
INSERT INTO people (name, age) VALUES ('{}', 1);
CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'kept: %', OLD.name; END $$;
CREATE TRIGGER keep BEFORE DELETE ON people FOR EACH ROW EXECUTE FUNCTION keep();
"""


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir=Environment().data_dir, prefix="log-"))
    folder.chmod(0o755)
    yield folder
    database.stop_embedded(folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def url(data_dir: Path) -> str:
    address = database.start_embedded(data_dir)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(TABLE.format(MARKER))
    return address


def provoke(url: str) -> None:
    """Everything that can be refused, with the value in the text and as a parameter of its own."""
    for kind in (psycopg.ClientCursor, psycopg.Cursor):
        with psycopg.connect(url, autocommit=True, cursor_factory=kind) as connection:
            connection.execute("SET statement_timeout = 200")
            for statement, values in REFUSALS.values():
                with pytest.raises(psycopg.Error):
                    connection.execute(statement, values)


def log(data_dir: Path, url: str, sign: str) -> str:
    """Everything the server has written until now; it writes with a little delay."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DO $$ BEGIN RAISE LOG '{sign}'; END $$")
    deadline = time.monotonic() + 10
    while True:
        home = data_dir / "postgres"
        text = "".join(path.read_text() for path in (home / "log", *sorted((home / "logs").glob("*"))))
        if sign in text:
            return text
        assert time.monotonic() < deadline, text
        time.sleep(0.1)


def test_a_refused_statement_leaves_no_value_in_the_log(data_dir: Path, url: str) -> None:
    provoke(url)

    text = log(data_dir, url, "quiet is over")

    assert MARKER not in text
    assert len(text.splitlines()) < 12, text


def test_the_log_belongs_to_the_server_alone_and_is_written_anew_every_week(data_dir: Path, url: str) -> None:
    text = log(data_dir, url, "another sign")
    files = sorted((data_dir / "postgres" / "logs").iterdir())

    with psycopg.connect(url) as connection:
        names = ("logging_collector", "log_filename", "log_rotation_age", "log_truncate_on_rotation")
        rotation = [connection.execute(f"SHOW {name}").fetchone()[0] for name in names]  # type: ignore[index]

    assert rotation == ["on", "postgresql-%u.log", "1d", "on"] and "another sign" in text
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_server_of_an_earlier_version_is_made_quiet_and_its_log_wiped(data_dir: Path, url: str) -> None:
    home = data_dir / "postgres"
    database.stop_embedded(data_dir)
    os.truncate(home / "zhupei.conf", 0)
    (home / "zhupei.conf").unlink()
    (home / "log").write_text(f"DETAIL:  Key (name)=({MARKER}) already exists.\n")

    again = database.start_embedded(data_dir)

    assert again == url and MARKER not in log(data_dir, url, "after the update")
    with psycopg.connect(url) as connection:
        assert talkative(connection.cursor()) == []


def test_control_a_server_as_it_comes_writes_them_all_and_is_called_talkative(data_dir: Path, url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        before = {"log_min_messages": "warning", "log_min_error_statement": "error", "log_error_verbosity": "default"}
        for name, value in before.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        connection.execute("ALTER SYSTEM SET log_parameter_max_length_on_error = -1")
        connection.execute("SELECT pg_reload_conf()")
    time.sleep(0.5)

    provoke(url)

    text = log(data_dir, url, "loud is over")
    assert text.count(MARKER) >= 2 * len(REFUSALS)
    with psycopg.connect(url) as connection:
        assert [line.split(" = ")[0] for line in talkative(connection.cursor())] == [
            "log_error_verbosity",
            "log_min_error_statement",
            "log_min_messages",
            "log_parameter_max_length_on_error",
        ]
