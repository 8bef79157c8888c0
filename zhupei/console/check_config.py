"""`zhupei check-config`: the settings in force with secrets hidden, or every fault at once."""

import argparse

from pydantic import SecretStr, ValidationError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def describe(error: ValidationError) -> str:
    """One line per fault, named like the environment variable."""
    lines = []
    for fault in error.errors():
        name = ".".join(str(part) for part in fault["loc"])
        variable = name if name in ("PORT", "DATABASE_URL") else f"ZHUPEI_{name.upper()}"
        message = fault["msg"].removeprefix("Value error, ")
        lines += [message.replace("; ", "\n")] if not name else [f"{variable}: {message}"]
    return "\n".join(lines)


def run(args: argparse.Namespace) -> int:
    from zhupei.config.environment import Environment
    from zhupei.kernel.crypto import ring

    try:
        environment = Environment()
        ring.parse(environment.keys["field_keys"], environment.cipher)
    except ValidationError as error:
        print(describe(error))
        return 1
    except ValueError as error:
        print(f"ZHUPEI_FIELD_KEYS: {error}")
        return 1
    for name in type(environment).model_fields:
        value = getattr(environment, name)
        shown = "(set)" if isinstance(value, SecretStr) else "" if value is None else value
        print(f"{name:20} {shown}")
    print(f"The technical site (/technical/) is {'open' if environment.technical_door_open else 'closed'}.")
    if environment.database_url is not None:
        for warning in _of_the_server(environment.database_url.get_secret_value()):
            print(f"Warning: {warning}")
    return 0


def _of_the_server(url: str) -> list[str]:
    """What is not well at a database that is given, asked as the application would."""
    import psycopg

    from zhupei.kernel.server_log import WARNING, talkative

    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            return [f"{WARNING}: {setting}" for setting in talkative(connection.cursor())]
    except psycopg.OperationalError:
        return ["the database does not answer"]
