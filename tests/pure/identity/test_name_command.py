"""`zhupei check-name`: exit codes, sentence, JSON; and a reader that goes away."""

import io
import json
import subprocess
import sys

import pytest

from zhupei.console.main import main


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["王\ue863"], 0, {"verdict": "valid", "name": "王䶮", "reason": None, "code": None}),
        (["阿卜杜拉 • 买买提"], 0, {"verdict": "valid", "name": "阿卜杜拉·买买提", "reason": None, "code": None}),
        (["张三2"], 1, {"verdict": "invalid", "name": "张三2", "code": "digit",
                      "reason": "姓名第 3 个字“2”是数字，请按证件填写"}),
    ],
)  # fmt: skip
def test_a_name_is_checked(capsys, words, code, told):
    assert main(["check-name", *words, "--json"]) == code
    assert json.loads(capsys.readouterr().out) == told


def test_a_name_is_read_from_a_file(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("王\ue863。\n".replace("。", "")))
    assert main(["check-name", "-"]) == 0
    assert capsys.readouterr().out == "有效：王䶮\n"


def test_a_reader_that_goes_away_is_no_error():
    work = "import sys; from zhupei.console.main import main; sys.exit(main(['check-name', '王']))"
    command = f'{sys.executable} -c "{work}" | true; echo ${{PIPESTATUS[0]}}'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == "" and done.stdout.strip() in ("0", "141")
