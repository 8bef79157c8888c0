"""`zhupei check-identity TYPE NUMBER [--json]`: exit 0 valid, 1 invalid, 2 unknown type."""

import argparse
import sys

from zhupei.pure.identity.checking import check
from zhupei.pure.identity.documents import DocumentType, IdentityCheck
from zhupei.pure.identity.masks import mask
from zhupei.pure.terminal import say, say_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """TYPE is checked by `run`, so that its message is ours; NUMBER may come in several words."""
    parser.add_argument("type", metavar="TYPE", help=", ".join(DocumentType))
    parser.add_argument("number", metavar="NUMBER", nargs="+", help="as pasted: spaces, hyphens, full-width, x")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a sentence")


def run(args: argparse.Namespace) -> int:
    """Print the answer; the sentence masks a good number, the JSON does not."""
    try:
        kind = DocumentType(args.type)
    except ValueError:
        kinds = "、".join(f"{kind}（{kind.label}）" for kind in DocumentType)
        say(f"没有“{args.type}”这种证件类型。可以用：{kinds}", sys.stderr)
        return 2
    answer = check(kind, " ".join(args.number))
    if args.json:
        say_json(as_json(answer))
    else:
        say(sentence(answer))
    return 0 if answer.valid else 1


def as_json(answer: IdentityCheck) -> dict[str, str | None]:
    """The six keys of the command; `code` is the machine's word for `reason`."""
    return {
        "verdict": answer.verdict,
        "number": answer.number,
        "birth_date": answer.birth_date.isoformat() if answer.birth_date else None,
        "sex": answer.sex,
        "reason": answer.reason,
        "code": answer.code,
    }


def sentence(answer: IdentityCheck) -> str:
    if not answer.valid:
        return f"无效：{answer.reason}。"
    told = [f"有效：{answer.kind.label} {mask(answer.number)}"]
    if answer.birth_date:
        told.append(f"{answer.birth_date:%Y-%m-%d} 出生")
    if answer.sex:
        told.append(answer.sex.label)
    return "，".join(told) + "。"
