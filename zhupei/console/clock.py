"""`zhupei clock`: move the demonstration clock of web, worker and database together."""

import argparse
from datetime import datetime, timedelta


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "where",
        nargs="?",
        default="show",
        help="show | reset | deadline (one minute before registration closes) | closed | 2026-07-20T21:59",
    )


def run(args: argparse.Namespace) -> int:
    from django.conf import settings

    from zhupei.cycles import queries
    from zhupei.kernel import clock

    if args.where != "show" and not settings.DEMONSTRATION:
        print("The clock can be moved in the demonstration only.")
        return 1
    if args.where == "reset":
        clock.reset()
    elif args.where in ("deadline", "closed"):
        closes = queries.current_registration(clock.now()).closes
        clock.move_to(closes - timedelta(minutes=1) if args.where == "deadline" else closes + timedelta(minutes=1))
    elif args.where != "show":
        at = datetime.fromisoformat(args.where)
        clock.move_to(at if at.tzinfo else at.replace(tzinfo=clock.SHANGHAI))
    print(clock.now().strftime("%Y-%m-%d %H:%M:%S"))
    return 0
