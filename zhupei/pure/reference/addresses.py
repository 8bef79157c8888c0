"""The county in which a written address lies."""

from collections import defaultdict
from functools import cache

from zhupei.pure.reference.regions import COUNTY, regions


def county_of(address: str) -> tuple[str, str] | None:
    """(code of the county, what follows it) of an address that begins with its province; None when no county is named
    or several could be meant. Cities may be left out, as identity cards do.
    """
    for province, places in _places().items():
        if not address.startswith(province):
            continue
        rest = address.removeprefix(province)
        longest = max((name for name in places if rest.startswith(name)), key=len, default=None)
        codes = sorted(places[longest]) if longest else []
        return (codes[0], rest.removeprefix(longest or "")) if len(codes) == 1 else None
    return None


@cache
def _places() -> dict[str, dict[str, set[str]]]:
    """Province → "city county" and "county", as written → codes of present counties."""
    known = {region.code: region for region in regions()}
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for county in known.values():
        if county.level != COUNTY or county.valid_to is not None or county.placeholder:
            continue
        city = known[county.parent or ""]
        province = known[city.parent or ""]
        for written in {county.name, city.name + county.name}:
            found[province.name][written].add(county.code)
    return found
