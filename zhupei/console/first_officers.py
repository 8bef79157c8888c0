"""`zhupei first-officers`: invite the first system, security and audit administrators, three different people at once.

Asks for what is not given. The links are printed once; each of the three opens his own with his own telephone. The
offices begin together when the last of them has accepted. Run again before that, it prints new links for those who have
not come yet.
"""

import argparse
import sys

ROLES = ("system", "security", "audit")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    for role in ROLES:
        parser.add_argument(f"--{role}", nargs=3, metavar=("LOGIN", "NAME", "PHONE"), help="asked for when left out")


def run(args: argparse.Namespace) -> int:
    from zhupei.accounts.actions import founding
    from zhupei.accounts.rules import role_label
    from zhupei.kernel import clock
    from zhupei.kernel.refusals import Refused

    people = {role: founding.Candidate(*(getattr(args, role) or _ask(role))) for role in ROLES}
    try:
        tokens = founding.found(candidates=people, at=clock.now())
    except Refused as refused:
        print(refused.refusal.words, file=sys.stderr)
        return 1
    for role in ROLES:
        print(f"{role_label(role)}  {people[role].name}")
        print(f"  {_link(tokens[role])}" if role in tokens else "  has accepted already")
    print("\nHand each link to its own person. Each opens it with his own telephone and authenticator, within 7 days.")
    print("The three offices begin together when all three have accepted.")
    return 0


def _ask(role: str) -> list[str]:
    print(f"The {role} administrator:")
    return [input(f"  {what}: ").strip() for what in ("login name", "name", "mobile number")]


def _link(token: str) -> str:
    from django.urls import reverse

    from zhupei.config.settings import ENVIRONMENT

    site = ENVIRONMENT.public_url or f"http://{ENVIRONMENT.bind}:{ENVIRONMENT.port}"
    return site.rstrip("/") + reverse("public:invitation", args=[token])
