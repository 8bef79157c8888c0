"""Numbers and names as they may be shown: enough to recognise one's own, too little to use (quality, Data)."""


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


def mask_name(name: str) -> str:
    """Public lists show the first character and, from three on, the last: `和*远`, `杨*`, `阿******提`."""
    if len(name) <= 2:
        return name[:1] + "*" * (len(name) - 1)
    return name[0] + "*" * (len(name) - 2) + name[-1]
