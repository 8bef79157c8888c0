"""How few pieces a password is made of: the fewer, the sooner it is guessed.

A piece is a single character, or a known word or number, a year, a run on the keyboard or in the
alphabet, a repeated character, or a repetition of what stands just before. `Abc@1234` has three pieces,
`Woaini1314!` three as well.
"""

from zhupei.pure.identity.common import DISGUISES, NUMBERS, RUNS, SHIFTED, WORDS

_LOWER = {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
_LONGEST_PIECE = 24


def pieces(password: str) -> int:
    """The smallest number of pieces that make up `password` (made for at most 64 characters)."""
    plain = password.translate(_LOWER)
    unshifted = password.translate(SHIFTED).translate(_LOWER)
    readings = [plain, *(plain.translate(disguise) for disguise in DISGUISES)]
    fewest = [0]
    for end in range(1, len(password) + 1):
        best = fewest[end - 1] + 1
        for start in range(max(0, end - _LONGEST_PIECE), end - 1):
            if fewest[start] + 1 < best and _known(plain, unshifted, readings, start, end):
                best = fewest[start] + 1
        fewest.append(best)
    return fewest[-1]


def _known(plain: str, unshifted: str, readings: list[str], start: int, end: int) -> bool:
    piece, length = plain[start:end], end - start
    if piece in NUMBERS or any(reading[start:end] in WORDS for reading in readings):
        return True
    if len(set(piece)) == 1 or _repeats(plain, start, end):
        return True
    if length == 4 and piece[:2] in ("19", "20") and piece[2:].isdecimal() and piece.isascii():
        return True
    return length >= 3 and any(unshifted[start:end] in run for run in RUNS)


def _repeats(plain: str, start: int, end: int) -> bool:
    """The piece goes on with what stands before it, once or several times: the second half of `xk7xk7`."""
    periods = range(2, min(end - start, start) + 1)
    return any(plain[start:end] == plain[start - period : end - period] for period in periods)
