"""`zhupei check-name NAME [--json]`: exit 0 valid, 1 invalid, 2 cannot be read. NAME `-` is standard input."""

import argparse
import sys

from zhupei.pure.identity.names import check_name, normalise_name
from zhupei.pure.terminal import say, say_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="+", help="as typed or pasted; - for standard input")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a sentence")


def run(args: argparse.Namespace) -> int:
    """Print the stored form, or why there is none."""
    try:
        raw = sys.stdin.read().strip() if args.name == ["-"] else " ".join(args.name).strip()
    except UnicodeDecodeError:
        say("姓名不是 UTF-8 文字，无法读取", sys.stderr)
        return 2
    name, fault = normalise_name(raw), check_name(raw)
    if args.json:
        told = {"reason": fault and fault.reason, "code": fault and fault.code}
        say_json({"verdict": "invalid" if fault else "valid", "name": name, **told})
    else:
        say(f"无效：{fault}。" if fault else f"有效：{name}")
    return 1 if fault else 0
