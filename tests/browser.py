"""Chromium as the system brings it, without anything that talks to the network by itself."""

import os
import shutil

from playwright.sync_api import Browser, Page, Playwright

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


def slow_down(page: Page) -> None:
    """With ZHUPEI_SLOW in the environment: an old phone on a poor line. Finds what relies on a script being quick."""
    if "ZHUPEI_SLOW" not in os.environ:
        return
    tools = page.context.new_cdp_session(page)
    line = {"offline": False, "latency": 500, "downloadThroughput": 100_000, "uploadThroughput": 100_000}
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", line)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
