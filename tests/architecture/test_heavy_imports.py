"""What measures pictures stays out of the processes that serve pages and jobs: it runs in a child of its own."""

import subprocess
import sys

import pytest

from zhupei.config.environment import ROOT

HEAVY = ("cv2", "onnxruntime", "rapidocr", "skimage", "scipy", "PIL.Image")
# Memory that a process serving pages would hold for what it does rarely or never (250 MB are promised).
BESIDES = ("zhupei.pure.scans.drawn", "typst", "pikepdf", "pypdfium2", "pillow_heif", "opencc", "boto3", "zhupei.world")
ASKED = "import sys; {imports}; print(*[name for name in {heavy} if name in sys.modules])"


@pytest.mark.parametrize(
    "module", ["zhupei.pure.portrait", "zhupei.pure.scans", "zhupei.pure.scans.child", "zhupei.console.main"]
)
def test_it_imports_nothing_heavy(module: str) -> None:
    command = [sys.executable, "-c", ASKED.format(imports=f"import {module}", heavy=HEAVY)]
    found = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert found.stdout.split() == []


def test_the_whole_web_imports_no_models() -> None:
    imports = "import django; django.setup(); import zhupei.config.urls, zhupei.dossiers.tasks"
    command = [sys.executable, "-c", ASKED.format(imports=imports, heavy=HEAVY[:-1] + BESIDES)]
    found = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert found.stdout.split() == []
