"""The life of a motion: made by one person, decided by another, or ended by the clock."""

from zhupei.kernel.moves import Move, Moves

OPEN, CONFIRMED, REFUSED = "open", "confirmed", "refused"
WITHDRAWN, EXPIRED, OVERTAKEN = "withdrawn", "expired", "overtaken"

PROPOSER, SECOND, CLOCK = "proposer", "second", "clock"

MOVES = Moves(
    name="Motion 双人事项",
    initial=OPEN,
    table=(
        Move(OPEN, "confirm", SECOND, CONFIRMED, "another person, who has seen what the proposer saw; the act runs"),
        Move(OPEN, "refuse", SECOND, REFUSED, "another person; reason"),
        Move(OPEN, "withdraw", PROPOSER, WITHDRAWN, "any time before"),
        Move(OPEN, "expire", CLOCK, EXPIRED, "nobody has decided in time"),
        Move(OPEN, "overtake", CLOCK, OVERTAKEN, "what it rests on has changed since"),
    ),
    labels={
        OPEN: "等待另一位确认",
        CONFIRMED: "已确认执行",
        REFUSED: "不同意",
        WITHDRAWN: "已撤回",
        EXPIRED: "已过期",
        OVERTAKEN: "情况已变，已失效",
        "confirm": "确认并执行",
        "refuse": "不同意",
        "withdraw": "撤回",
        "expire": "过期",
        "overtake": "情况已变",
    },
)
