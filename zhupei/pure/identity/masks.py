"""Numbers as they may be shown: enough to recognise one's own, too little to use (quality, Data)."""


def mask(number: str) -> str:
    """`530***********1234`: the first 3 and last 4 of fifteen or more characters, 2 and 2 of eight or more.

    Shorter ones keep the first character only. The length stays the same.
    """
    if len(number) >= 15:
        head, tail = 3, 4
    elif len(number) >= 8:
        head, tail = 2, 2
    else:
        head, tail = 1, 0
    return number[:head] + "*" * (len(number) - head - tail) + number[len(number) - tail :]
