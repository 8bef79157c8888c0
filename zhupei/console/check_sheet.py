"""`zhupei check-sheet KIND FILE [--of ID] [--json]`: the first phase of an import as a dry run; nothing is stored.

Exit 0 clean, 1 faults, 2 refused as a whole or unreadable (sheets.md, a contract).
"""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", help="designated, plan")
    parser.add_argument("file", metavar="FILE", type=Path, help=".xlsx or .csv")
    parser.add_argument("--of", metavar="ID", help="batch, round or base; without it the only open one")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")


def run(args: argparse.Namespace) -> int:
    from zhupei.imports import command
    from zhupei.imports.examining import ImportReport
    from zhupei.kernel import clock
    from zhupei.pure.terminal import say, say_json

    try:
        kind = command.kind(args.kind)
        report = command.check(kind, args.of, args.file.read_bytes(), clock.now())
    except command.NotAsked as asked:
        report = ImportReport("refused", str(asked))
    except OSError as error:
        report = command.unopened(error)
    if args.json:
        say_json(report.as_json())
    else:
        for line in command.lines(report):
            say(line)
    return command.EXIT[report.verdict]
