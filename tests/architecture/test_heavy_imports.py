"""What measures pictures stays out of the processes that serve pages and jobs: it runs in a child of its own."""

import subprocess
import sys

import pytest

from zhupei.config.environment import ROOT

HEAVY = ("cv2", "onnxruntime", "rapidocr", "skimage", "scipy", "PIL.Image")
# Memory that a process serving pages would hold for what it does rarely or never (250 MB are promised).
BESIDES = ("typst", "pikepdf", "pypdfium2", "pillow_heif", "opencc", "boto3")
# The demonstration knows its own pages and whom they name; what loads, draws and simulates stays out there, too.
FICTION = ("zhupei.world", "zhupei.world.fiction")
WORLD = ("zhupei.world.drawn", "zhupei.world.loading", "zhupei.world.applicants", "zhupei.world.simulation")
ASKED = "import sys; {imports}; print(*[name for name in {heavy} if name in sys.modules])"


@pytest.mark.parametrize(
    "module", ["zhupei.pure.portrait", "zhupei.pure.scans", "zhupei.pure.scans.child", "zhupei.console.main"]
)
def test_it_imports_nothing_heavy(module: str) -> None:
    command = [sys.executable, "-c", ASKED.format(imports=f"import {module}", heavy=HEAVY)]
    found = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert found.stdout.split() == []


@pytest.mark.parametrize(("demonstration", "besides"), [(True, ()), (False, FICTION)])
def test_the_whole_web_imports_no_models_and_fiction_only_in_the_demonstration(
    demonstration: bool, besides: tuple[str, ...]
) -> None:
    imports = (
        "import django; django.setup(); from django.conf import settings;"
        f"settings.DEMONSTRATION = {demonstration}; import zhupei.config.urls, zhupei.dossiers.tasks"
    )
    command = [sys.executable, "-c", ASKED.format(imports=imports, heavy=HEAVY[:-1] + BESIDES + WORLD + besides)]

    found = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)

    assert found.stdout.split() == []
