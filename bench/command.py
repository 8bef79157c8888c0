"""`zhupei bench`: measure allocation, costs, pages, journeys, submissions, forms, growth, attacks; print the tables of
docs/PERFORMANCE.md.

It makes a system of its own (database, files, port) in `bench/` of the data directory, runs web and worker as `zhupei
serve` does, talks to 127.0.0.1 only, and removes everything at the end.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bench import beside
from zhupei.config.environment import ROOT, Environment
from zhupei.console import processes

if TYPE_CHECKING:
    from bench.scene import Scene

# A visitor's device solves the puzzle, not the server: the generator gets an easy one.
CAPTCHA_COST = "500"


def run(args: argparse.Namespace) -> int:
    if Environment().mode == "production":
        print("`zhupei bench` makes people who do not exist; it does not run with production settings.")
        return 1
    if args.only == ["imaging"]:
        return _imaging(quick=args.quick)
    folder = Environment().data_dir / "bench"
    only = set(args.only or ())
    _separate(folder)
    faults = _allocation(folder, quick=args.quick) if not only or "allocation" in only else 0
    if only == {"allocation"}:
        _clean_up(folder, keep=args.keep)
        return faults
    from zhupei.console.main import prepare_django

    try:
        prepare_django()
        _load()
        with _serving(folder) as port:
            return _measure(args, port, folder) or faults
    finally:
        _clean_up(folder, keep=args.keep)


def _separate(folder: Path) -> None:
    """Settings of a system of its own, for this process and those it starts."""
    _clean_up(folder, keep=False)
    for name in ("DATABASE_URL", "ZHUPEI_SECRET_KEY", "ZHUPEI_FIELD_KEYS", "ZHUPEI_INDEX_KEY"):
        os.environ.pop(name, None)
    os.environ |= {
        "ZHUPEI_DATA_DIR": str(folder),
        "ZHUPEI_MODE": "demonstration",
        "ZHUPEI_BIND": "127.0.0.1",
        "PORT": str(beside.free_port()),
        "ZHUPEI_SMS": "file",
        "ZHUPEI_FILES": "local",
        "ZHUPEI_HTTPS": "false",
        "ZHUPEI_TRUSTED_PROXIES": "1",
        "ZHUPEI_CAPTCHA_COST": CAPTCHA_COST,
    }


def _allocation(folder: Path, *, quick: bool) -> int:
    """Measured first, while nothing else runs: it needs neither server nor database. 1: a result was not verified."""
    from bench.measures import allocation

    faults = 0
    for table in allocation.tables(folder / "allocation", allocation.QUICK if quick else allocation.FULL):
        faults += table.faults
        print("\n" + "\n".join(table.lines()), flush=True)
    return 1 if faults else 0


def _load() -> None:
    from django.core.management import call_command

    from zhupei.kernel import clock
    from zhupei.world import loading

    print("Preparing a system of its own ...", file=sys.stderr, flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    loading.load(clock.now())


@contextmanager
def _serving(folder: Path) -> Iterator[int]:
    """Web and worker in the background; yields the port."""
    port = int(os.environ["PORT"])
    log_path = folder / "serve.log"
    with log_path.open("wb") as log:
        server = subprocess.Popen(  # noqa: S603  our own verb
            processes.command("serve"), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    try:
        beside.wait_for(server, f"http://127.0.0.1:{port}/readyz", log_path)
        yield port
    finally:
        server.terminate()
        server.wait(processes.STOP_SECONDS + 5)


def _measure(args: argparse.Namespace, port: int, folder: Path) -> int:
    """Print each table as soon as it is there; 1 when something failed on the way."""
    from bench import machine, programme

    plan = programme.QUICK if args.quick else programme.FULL
    given = {"journeys": args.journeys, "uploads": args.uploads, "people": args.people and tuple(args.people)}
    plan = replace(
        plan,
        together=args.together,
        rate=args.rate,
        **{name: value for name, value in given.items() if value is not None},
    )
    print("\n".join(f"{name}: {value}  " for name, value in machine.described(ROOT).items()), flush=True)
    faults = 0
    parts = set(args.only or programme.PARTS)
    with _scene(args, port, folder, parts) as scene:
        for table in programme.tables(plan, parts, scene, ROOT / "static" / "dist"):
            faults += table.faults
            print("\n" + "\n".join(table.lines()), flush=True)
    return 1 if faults else 0


@contextmanager
def _scene(args: argparse.Namespace, port: int, folder: Path, parts: set[str]) -> "Iterator[Scene]":
    """The running system, and for the part `costs` what is measured beside it."""
    from bench.measures.costs import BARE, HERE, THERE
    from bench.scene import Scene, Server

    roots = {name: int((folder / "run" / f"{name}.pid").read_text()) for name in ("web", "worker")}
    roots["postgres"] = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
    servers = {HERE: Server(port, roots["web"])}
    with ExitStack() as others:
        if "costs" in parts:
            servers[BARE] = Server(*others.enter_context(beside.bare(folder)))
        if "costs" in parts and args.against:
            servers[THERE] = Server(*others.enter_context(beside.against(args.against.resolve(), folder)))
        yield Scene.built(port, folder, roots, servers)


def _imaging(*, quick: bool) -> int:
    """Pictures need no system: neither database nor server."""
    from bench import machine
    from bench.measures import imaging

    print("\n".join(f"{name}: {value}  " for name, value in machine.hardware(ROOT).items()), flush=True)
    table = imaging.costs(8, 10) if quick else imaging.costs(40, 200)
    print("\n" + "\n".join(table.lines()), flush=True)
    return 1 if table.faults else 0


def _clean_up(folder: Path, *, keep: bool) -> None:
    """Stop whatever runs in the folder (in a process of its own: this one may have its own server) and remove it."""
    if folder.exists():
        own = {**os.environ, "ZHUPEI_DATA_DIR": str(folder)}
        own.pop("DATABASE_URL", None)
        subprocess.run(processes.command("stop"), env=own, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        if not keep:
            shutil.rmtree(folder)
