"""The states of an application and who may move it (domain section 6)."""

from zhupei.kernel.moves import Move, Moves

DRAFT, SUBMITTED, RETURNED = "draft", "submitted", "returned"
APPROVED, REJECTED, GIVEN_UP = "approved", "rejected", "given_up"
VOID = "voided"

# Named groups: nowhere else are states put together.
IN_FORCE = (SUBMITTED, RETURNED, APPROVED)  # one of these in a cycle counts, and no second one beside it
TO_SUBMIT = (DRAFT, RETURNED)  # the applicant may send it, for the first time or again
GUARDED = (RETURNED, APPROVED)  # only parts of the dossier may be edited
WITH_BASE = (SUBMITTED, APPROVED)  # there is nothing for the applicant to do: he waits, or it is settled
ENDED = (REJECTED, GIVEN_UP)  # nothing more comes of it in this round
ON_DESK = (*IN_FORCE, *ENDED)  # the base has it in its hands or has decided it
ON_NO_DESK = (DRAFT, VOID)
LEFT = (DRAFT, GIVEN_UP)  # the applicant has taken it back

APPLICANT, BASE, ADMINISTRATOR, CLOCK = "applicant", "base", "administrator", "clock"
SUPPORT = "support"

# The account was a stranger's: whatever he has submitted counts for nothing and leaves every desk.
NOT_HIS = "account released by two of the support desk; final"

MOVES = Moves(
    name="Application 报名",
    initial=DRAFT,
    table=(
        Move(DRAFT, "submit", APPLICANT, SUBMITTED, "registration open, dossier complete, category may apply"),
        Move(SUBMITTED, "withdraw", APPLICANT, DRAFT, "registration open"),
        Move(SUBMITTED, "return", BASE, RETURNED, "review open; reasons per item"),
        Move(
            RETURNED,
            "resubmit",
            APPLICANT,
            SUBMITTED,
            "registration open or within the correction grace; choices locked",
        ),
        Move(RETURNED, "withdraw", APPLICANT, DRAFT, "registration open"),
        Move(
            SUBMITTED,
            "give-up",
            APPLICANT,
            GIVEN_UP,
            "after the window; typed confirmation; final in this round",
        ),
        Move(
            RETURNED,
            "give-up",
            APPLICANT,
            GIVEN_UP,
            "after the window; typed confirmation; final in this round",
        ),
        Move(SUBMITTED, "approve", BASE, APPROVED, "review open, no open correction"),
        Move(SUBMITTED, "reject", BASE, REJECTED, "review open; reason"),
        Move(APPROVED, "revoke", ADMINISTRATOR, SUBMITTED, "before the exam; reason"),
        Move(RETURNED, "lapse", CLOCK, REJECTED, "correction time over"),
        *(Move(state, "void", SUPPORT, VOID, NOT_HIS) for state in ON_DESK),
    ),
    labels={
        DRAFT: "未提交",
        SUBMITTED: "待审核",
        RETURNED: "已退回",
        APPROVED: "审核通过",
        REJECTED: "审核不通过",
        GIVEN_UP: "已放弃",
        VOID: "已作废",
        "submit": "提交报名",
        "resubmit": "重新提交",
        "withdraw": "取消报名",
        "return": "退回补正",
        "approve": "审核通过",
        "reject": "审核不通过",
        "revoke": "撤销通过",
        "give-up": "放弃报名",
        "lapse": "补正逾期",
        "void": "作废",
    },
)
