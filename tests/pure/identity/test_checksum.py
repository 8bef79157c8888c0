"""ISO 7064 MOD 11-2 finds every single wrong digit and every swap of neighbours."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from tests.effort import tried
from zhupei.pure.identity import check_digit

SYMBOLS = "0123456789X"
bodies = st.text("0123456789", min_size=17, max_size=17)


def holds(number: str) -> bool:
    return "X" not in number[:17] and check_digit(number[:17]) == number[17]


@tried(1000)
@given(bodies)
def test_agrees_with_an_independent_implementation(body):
    assert check_digit(body) == mod_11_2.calc_check_digit(body)


@pytest.mark.parametrize("body, digit", [("11010519491231002", "X"), ("44052418800101001", "4")])
def test_the_examples_of_the_standard(body, digit):
    assert check_digit(body) == digit


@pytest.mark.parametrize("seed", range(20))
def test_every_single_error_and_every_swap_of_neighbours_is_found(seed):
    numbers = random.Random(seed)
    body = "".join(numbers.choices("0123456789", k=17))
    number = body + check_digit(body)
    assert holds(number)
    for place in range(18):
        for symbol in SYMBOLS if place == 17 else SYMBOLS[:10]:
            changed = number[:place] + symbol + number[place + 1 :]
            assert holds(changed) is (changed == number)
    for place in range(17):
        swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        assert holds(swapped) is (swapped == number)


@pytest.mark.parametrize("body", ["", "1" * 16, "1" * 18, "1" * 16 + "X", "１" * 17, "٣" * 17, "1" * 16 + "²"])
def test_anything_but_seventeen_ascii_digits_is_a_programming_error(body):
    with pytest.raises(ValueError, match="seventeen"):
        check_digit(body)
