"""`zhupei bench` measures from a checkout; the package alone says that it needs one."""

import argparse
import importlib.util
import tomllib
from pathlib import Path

import pytest

from zhupei.config.environment import ROOT
from zhupei.console import bench


def test_a_package_without_a_checkout_says_what_it_needs(tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bench, "ROOT", tmp_path)

    assert bench.run(argparse.Namespace()) == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert "needs a checkout of the source" in told.err


def test_a_checkout_has_what_it_asks_for():
    found = importlib.util.find_spec("bench.command")

    assert found is not None and found.origin == str(ROOT / bench.GENERATOR)


def test_the_wheel_holds_the_package_alone():
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]

    assert wheel["packages"] == ["zhupei"]
    assert not any("bench" in path for path in (*wheel["artifacts"], *wheel["force-include"]))
