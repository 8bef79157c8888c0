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
    return 0
