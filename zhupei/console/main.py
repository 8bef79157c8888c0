"""The console command `zhupei`. Each verb is a module with `add_arguments(parser)` and `run(args) -> int`.

Verbs that need the database start the embedded server themselves when none runs.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NamedTuple

# As a shell has it of a program that SIGPIPE ended.
READER_GONE = 141


class Command(NamedTuple):
    name: str
    module: str
    help: str
    django: bool = True


VERBS = (
    Command("demo", "zhupei.console.demo", "set up the demonstration world and serve it"),
    Command("stop", "zhupei.console.stop", "stop what `demo` or `serve` started, and the embedded database", False),
    Command("serve", "zhupei.console.serve", "run web and worker on the existing database"),
    Command("web", "zhupei.console.web", "run the web server only"),
    Command("worker", "zhupei.console.worker", "run the job worker only"),
    Command("migrate", "zhupei.console.migrate", "bring the database to the current schema"),
    Command("manage", "zhupei.console.manage", "pass a command to Django"),
    Command("check-config", "zhupei.console.check_config", "print the settings in force, or every fault", False),
    Command("check-invariants", "zhupei.console.check_invariants", "prove that the data keeps its promises"),
    Command("check-identity", "zhupei.pure.identity.command", "check a document number", False),
    Command("check-name", "zhupei.pure.identity.name_command", "check a person's name, print its stored form", False),
    Command("check-portrait", "zhupei.pure.portrait.check_command", "check a portrait against the rule", False),
    Command(
        "repair-portrait", "zhupei.pure.portrait.repair_command", "crop a portrait and make its ground white", False
    ),
    Command(
        "check-document",
        "zhupei.pure.scans.document_check.command",
        "check a photographed document, read ID cards",
        False,
    ),
    Command("sheet-template", "zhupei.console.sheet_template", "write the workbook that a clerk fills in"),
    Command("check-sheet", "zhupei.console.check_sheet", "check a workbook as an import would, and store nothing"),
    Command(
        "allocate", "zhupei.pure.allocation.command", "give everybody of a problem file a place, with reasons", False
    ),
    Command("verify-allocation", "zhupei.pure.allocation.verifier.command", "check a published result", False),
    Command("simulate", "zhupei.console.simulate", "drive applicants through the system's own actions"),
    Command("clock", "zhupei.console.clock", "move the demonstration clock"),
    Command("first-officers", "zhupei.console.first_officers", "invite the first three administrators at once"),
    Command("end-office", "zhupei.console.end_office", "end an oversight office that nobody else can end"),
    Command("rotate-keys", "zhupei.console.rotate_keys", "re-seal everything under the active key"),
    Command("draw-states", "zhupei.console.draw_states", "write docs/states from the tables"),
    Command("bench", "zhupei.console.bench", "measure; prints the tables of docs/PERFORMANCE.md", False),
)


def prepare_django() -> None:
    """Make sure a database answers, then set Django up."""
    from pydantic import ValidationError

    from zhupei.config import database
    from zhupei.config.environment import Environment

    try:
        environment = Environment()
    except ValidationError as error:
        from zhupei.console.check_config import describe

        raise SystemExit(describe(error)) from None
    database.ensure(environment.data_dir)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhupei.config.settings")
    import django

    django.setup()


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; returns the exit code."""
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever was reading has enough (`| head`). Nothing may be written any more, at the end of Python either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    return code


def _run(arguments: Sequence[str] | None) -> int:
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="zhupei", description="Recruitment of resident physicians.")
    verbs = parser.add_subparsers(dest="verb", metavar="COMMAND", required=True)
    chosen = next((verb for verb in VERBS if arguments and verb.name == arguments[0]), None)
    for verb in VERBS:
        sub = verbs.add_parser(verb.name, help=verb.help, add_help=verb.name != "manage")
        if verb is chosen:
            importlib.import_module(verb.module).add_arguments(sub)
    if chosen is not None and chosen.name == "manage":
        prepare_django()
        return importlib.import_module(chosen.module).run(arguments[1:])
    args = parser.parse_args(arguments)
    assert chosen is not None
    if chosen.django:
        prepare_django()
    return importlib.import_module(chosen.module).run(args) or 0
