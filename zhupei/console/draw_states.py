"""`zhupei draw-states`: write docs/states from the tables in code; a test compares."""

import argparse

from zhupei.config.environment import ROOT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def drawings() -> dict[str, str]:
    """File name → Markdown, for every table of moves."""
    from zhupei.accounts import states as account
    from zhupei.applications import states as application
    from zhupei.approvals import states as motion
    from zhupei.imports import states as imports

    found = {"account.md": account, "application.md": application, "import.md": imports, "motion.md": motion}
    return {name: states.MOVES.diagram() for name, states in found.items()}


def run(args: argparse.Namespace) -> int:
    folder = ROOT / "docs" / "states"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in drawings().items():
        (folder / name).write_text(text)
        print(f"docs/states/{name}")
    return 0
