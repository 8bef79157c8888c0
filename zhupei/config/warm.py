"""What the web server does once, before it forks: the processes that answer share it and start warm.

Without this every process compiles every template at its first use (about a second of processor time in all, while
people wait), and Python's collector walks the whole application again and again.
"""

import ctypes
import gc
import importlib
import logging

# A request makes some ten thousand objects; the default of 700 would collect two dozen times in each.
COLLECT_AFTER = 20_000, 20, 20
M_ARENA_MAX = -8
ARENAS = 2

log = logging.getLogger("zhupei.config")


def warm_up() -> None:
    """Import every view, compile every template, and set all of it apart from what requests make."""
    few_arenas()
    load_views()
    load_templates()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def load_views() -> None:
    from django.urls import get_resolver

    importlib.import_module("zhupei.config.wsgi")  # builds the middleware, which looks through the static files
    assert get_resolver().reverse_dict is not None  # reading it imports the whole tree of addresses


def load_templates() -> int:
    """Returns how many; a template that does not compile is named in the log and fails again for whoever asks it."""
    from django.template import TemplateDoesNotExist, TemplateSyntaxError, engines
    from django.template.loader import get_template

    count = 0
    for name in engines["pages"].names():  # type: ignore[attr-defined]
        try:
            get_template(name)
            count += 1
        except (TemplateSyntaxError, TemplateDoesNotExist) as error:
            log.error("template %s does not compile: %s", name, error)
    return count


def few_arenas() -> None:
    """Let the threads of a process share two heaps: glibc gives each its own, and none gives memory back."""
    try:
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)
    except (OSError, AttributeError):  # another C library: nothing to set
        return
