"""`zhupei rotate-keys`: after a new key has been put in front of the ring, re-seal everything under it."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(args: argparse.Namespace) -> int:
    from zhupei.kernel.crypto import rotation

    done = rotation.rotate()
    for name, count in done.items():
        print(f"{count:8} {name}")
    print(f"{sum(done.values())} values re-sealed")
    return 0
