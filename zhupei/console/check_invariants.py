"""`zhupei check-invariants`: prove that the data keeps its promises. Exit 1 and name the rows otherwise."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", type=int, nargs="*", help="numbers of quality.md")
    parser.add_argument("--quiet", action="store_true", help="print findings and the count only")


def run(args: argparse.Namespace) -> int:
    from zhupei.reports import invariants

    total = 0
    for check in invariants.CHECKS:
        if args.only and check.number not in args.only:
            continue
        found = list(check.find())
        total += len(found)
        if not args.quiet or found:
            print(f"{check.number:3}  {check.title}: {len(found) or 'ok'}")
        for text in found:
            print(f"     - {text}")
    print(f"{total} findings")
    return 1 if total else 0
