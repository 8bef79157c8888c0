"""The life of an import: nothing of the file is stored before `commit`."""

from zhupei.kernel.moves import Move, Moves

RECEIVED, CHECKED, CONFIRMED = "received", "checked", "confirmed"
COMMITTED, DISCARDED = "committed", "discarded"
OPEN = (RECEIVED, CHECKED, CONFIRMED)
RUNNING = (RECEIVED, CONFIRMED)  # a job has it
SIGNED = (CONFIRMED, COMMITTED)  # somebody has confirmed it

CLERK, MACHINE, CLOCK = "clerk", "machine", "clock"

MOVES = Moves(
    name="Import 导入",
    initial=RECEIVED,
    table=(
        Move(RECEIVED, "check", MACHINE, CHECKED, "read and compared in a job; nothing of it is stored"),
        Move(CHECKED, "choose", CLERK, RECEIVED, "other columns, another sheet or rows left out: checked again"),
        Move(CHECKED, "confirm", CLERK, CONFIRMED, "no fault left; names the digest shown; another person where asked"),
        Move(CONFIRMED, "commit", MACHINE, COMMITTED, "same rows, same code, same digest; one transaction"),
        Move(CONFIRMED, "overtake", MACHINE, CHECKED, "what it rests on has changed since: shown anew"),
        Move(RECEIVED, "discard", CLERK, DISCARDED, "any time before it is confirmed"),
        Move(CHECKED, "discard", CLERK, DISCARDED, "any time before it is confirmed"),
        Move(RECEIVED, "expire", CLOCK, DISCARDED, "nobody has confirmed it in time"),
        Move(CHECKED, "expire", CLOCK, DISCARDED, "nobody has confirmed it in time"),
    ),
    labels={
        RECEIVED: "正在核对",
        CHECKED: "已核对，等待确认",
        CONFIRMED: "正在导入",
        COMMITTED: "已导入",
        DISCARDED: "已放弃",
        "check": "核对",
        "choose": "改列、选行",
        "confirm": "确认导入",
        "commit": "导入",
        "overtake": "情况已变",
        "discard": "放弃",
        "expire": "过期",
    },
)
