"""What the database server may write into its log: that something was refused, never with which values.

A refused statement carries whole rows (names, numbers, password hashes). The error goes back to us in any case, and our
own log tells its kind and its constraint (`kernel.logs`).
"""

from typing import Any

# Setting → the values that keep it quiet, the first one is ours. The messages themselves repeat values, too (`invalid
# input syntax for type date: "…"`), so errors are not logged at all: above them are LOG, FATAL and PANIC.
QUIET: dict[str, tuple[str, ...]] = {
    "log_min_messages": ("log", "fatal", "panic"),
    "log_min_error_statement": ("panic",),
    "log_error_verbosity": ("terse",),
    "log_statement": ("none", "ddl"),
    "log_min_duration_statement": ("-1",),
    "log_min_duration_sample": ("-1",),
    "log_transaction_sample_rate": ("0",),
    "log_parameter_max_length": ("0",),
    "log_parameter_max_length_on_error": ("0",),
    "debug_print_parse": ("off",),
    "debug_print_rewritten": ("off",),
    "debug_print_plan": ("off",),
    # Of extensions; there is no such setting where they are not loaded.
    "auto_explain.log_min_duration": ("-1",),
    "pgaudit.log": ("none", "ddl", "role", "ddl,role", "role,ddl"),
}
WARNING = "the database server would write personal values into its log (docs/OPERATIONS.md, Logs)"
OF_EXTENSIONS = ("auto_explain.log_min_duration", "pgaudit.log")


def talkative(cursor: Any) -> list[str]:
    """The settings in force for this connection that would let values into the server's log, each as
    `name = value (wanted: value)`.
    """
    cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s) ORDER BY name", [list(QUIET)])
    return [
        f"{name} = {setting} (wanted: {QUIET[name][0]})"
        for name, setting in cursor.fetchall()
        if setting not in QUIET[name]
    ]
