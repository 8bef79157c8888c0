"""Chromium as the system brings it, without anything that talks to the network by itself."""

import os
import shutil

from playwright.sync_api import Browser, Playwright

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")


def launch(playwright: Playwright) -> Browser:
    """`ZHUPEI_CHROMIUM`, else the first browser on the path. Raises StopIteration when there is none (bin/setup)."""
    path = os.environ.get("ZHUPEI_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)))
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS))
