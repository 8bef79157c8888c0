"""The table of moves: every verb × state × role against a table written by hand."""

import itertools

import pytest

from zhupei.applications.states import MOVES
from zhupei.config.environment import ROOT
from zhupei.console.draw_states import drawings
from zhupei.kernel.refusals import Refused

# domain.md section 6, written down a second time
ALLOWED = {
    ("draft", "submit", "applicant"): "submitted",
    ("submitted", "withdraw", "applicant"): "draft",
    ("submitted", "return", "base"): "returned",
    ("returned", "resubmit", "applicant"): "submitted",
    ("returned", "withdraw", "applicant"): "draft",
    ("submitted", "give-up", "applicant"): "given_up",
    ("returned", "give-up", "applicant"): "given_up",
    ("submitted", "approve", "base"): "approved",
    ("submitted", "reject", "base"): "rejected",
    ("approved", "revoke", "administrator"): "submitted",
    ("returned", "lapse", "clock"): "rejected",
    ("submitted", "void", "support"): "voided",
    ("returned", "void", "support"): "voided",
    ("approved", "void", "support"): "voided",
    ("rejected", "void", "support"): "voided",
    ("given_up", "void", "support"): "voided",
}
STATES = ["draft", "submitted", "returned", "approved", "rejected", "given_up", "voided"]
VERBS = ["submit", "resubmit", "withdraw", "return", "give-up", "approve", "reject", "revoke", "lapse", "void"]
ROLES = ["applicant", "base", "administrator", "clock", "support", "province", ""]


@pytest.mark.parametrize(("state", "verb", "role"), list(itertools.product(STATES, VERBS, ROLES)))
def test_only_the_moves_of_the_domain_exist(state: str, verb: str, role: str) -> None:
    expected = ALLOWED.get((state, verb, role))
    if expected:
        assert MOVES.target(state, verb, role) == expected
        assert MOVES.refusal(state, verb, role) is None
        return
    with pytest.raises(Refused) as refused:
        MOVES.target(state, verb, role)
    assert refused.value.refusal.code == f"move:{state}:{verb}"
    assert MOVES.label(state) in refused.value.refusal.message


def test_the_table_has_no_state_or_verb_beyond_the_domain() -> None:
    assert set(MOVES.states) == set(STATES)
    assert set(MOVES.verbs) == set(VERBS)


@pytest.mark.parametrize("name", drawings())
def test_the_drawn_states_are_those_of_the_code(name: str) -> None:
    assert (ROOT / "docs" / "states" / name).read_text() == drawings()[name], "run: zhupei draw-states"
