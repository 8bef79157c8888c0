"""Whose acts there are: every function of an `actions` module stands in one of these groups, or the build fails.

`ACTS` are asked by people, and each is tried by every role (`test_actions.py`). The others take no person's right:
what the machine does, what somebody does before a login (the proof is a code, a link, a password), and parts of acts,
which only actions may call.
"""

# The clock, a job, the console of the installation.
BY_THE_MACHINE = {
    "accounts.actions.codes.send_waiting",
    "accounts.actions.founding.found",
    "accounts.actions.founding.vacate",
    "applications.actions.extending.move_correction",
    "applications.actions.extending.tell_people",
    "applications.actions.extending.tell_staff",
    "applications.actions.reviewing.lapse",
    "approvals.actions.expire",
    "bases.actions.tell_who_waits",
    "dossiers.actions.documents.accept",
    "dossiers.actions.documents.note",
    "dossiers.actions.documents.offer",
    "dossiers.actions.documents.refuse",
    "imports.actions.checked",
    "imports.actions.commit",
    "imports.actions.expire",
    "portal.actions.draw",
    "reports.actions.enqueue",
    "reports.actions.let_go",
    "reports.actions.make",
    "reports.actions.refuse",
}

# Whoever holds the code, the link or the password; each is refused by its own tests in `tests/accounts`.
BEFORE_A_LOGIN = {
    "accounts.actions.codes.send_code",
    "accounts.actions.codes.send_reset_code",
    "accounts.actions.codes.verify",
    "accounts.actions.devices.fresh_token",
    "accounts.actions.login.knows_password",
    "accounts.actions.login.login",
    "accounts.actions.passwords.reset_password",
    "accounts.actions.registration.register",
    "accounts.actions.staff.accept_invitation",
    "accounts.actions.staff.enrolment",
    "accounts.actions.staff.phone_of",
    "accounts.actions.staff.send_code",
    "accounts.actions.staff.set_password",
    "accounts.actions.staff.verify_code",
    "accounts.actions.staff_login.second_factor",
    "accounts.actions.staff_login.staff_password",
    "bases.actions.accept_invitation",
}

# Called by acts only, behind their lock and after their question (`test_parts.py`).
PARTS = {
    "accounts.actions.codes.consume",
    "accounts.actions.codes.consume_for_phone",
    "accounts.actions.devices.remember",
    "accounts.actions.login.failed",
    "accounts.actions.login.give_back",
    "accounts.actions.login.guard",
    "accounts.actions.login.password_fits",
    "accounts.actions.login.succeeded",
    "accounts.actions.passwords.prove_password",
    "accounts.actions.roles.acting",
    "accounts.actions.roles.begin_anew",
    "accounts.actions.roles.begin_together",
    "accounts.actions.roles.confirm",
    "accounts.actions.roles.end",
    "accounts.actions.roles.grant_post",
    "accounts.actions.roles.hold",
    "accounts.actions.roles.keep_apart",
    "accounts.actions.roles.keep_apart_with",
    "accounts.actions.roles.refuse",
    "accounts.actions.staff.close_invitations",
    "accounts.actions.staff.open_invitation",
    "accounts.actions.staff_login.token_fits",
    "applications.actions.extending.begin_telling",
    "applications.actions.moving.move",
    "applications.actions.submitting.replay",
    "cycles.actions.policies.apply",
    "cycles.actions.policies.digest",
    "dossiers.actions.saving.assign",
    "dossiers.actions.saving.own_dossier",
    "dossiers.actions.saving.settle",
    "dossiers.actions.saving.stored",
}

# Parts that others call as well, and why nothing is lost by it.
CALLED_BY_OTHERS = {
    "applications.actions.extending.begin_telling": "`applications.acts` runs it in the act that two have confirmed",
    "cycles.actions.policies.apply": "`cycles.acts` runs it in the act that two have confirmed",
    "cycles.actions.policies.digest": "it only tells what a page has shown",
    "applications.actions.submitting.replay": "a form sent twice finds its receipt before a code is asked for",
    "dossiers.actions.saving.assign": "the page of two tabs puts what was typed into a copy",
}

# Apps below the accounts: they know recipients and texts, and nobody's right.
BELOW = {"audit", "notifications"}
