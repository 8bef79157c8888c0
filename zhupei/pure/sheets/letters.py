"""Columns as Excel names them."""


def letters(number: int) -> str:
    """1 is A, 27 is AA."""
    found = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


def number(letters: str) -> int:
    """A is 1. The letters are capitals."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found
