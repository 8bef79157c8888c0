"""`zhupei end-office LOGIN`: end an oversight office when no security administrator is left who could.

All holders of the three offices are told by SMS. The successor is invited and confirmed on the web by the two others.
"""

import argparse
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("login_name", metavar="LOGIN")


def run(args: argparse.Namespace) -> int:
    from zhupei.accounts.actions import founding
    from zhupei.kernel import clock
    from zhupei.kernel.refusals import Refused

    try:
        post = founding.vacate(login_name=args.login_name, at=clock.now())
    except Refused as refused:
        print(refused.refusal.message, file=sys.stderr)
        return 1
    print(f"{post.get_role_display()} {args.login_name}: ended. The other officers are told.")
    return 0
