"""Where generated people come from, live and work."""

from dataclasses import dataclass
from functools import cache
from random import Random

from zhupei.pure.reference.files import document, table
from zhupei.pure.reference.regions import COUNTY, RegionRecord, regions
from zhupei.world.fiction.names import pick

YUNNAN = "53"
HOME_PROVINCES = ((YUNNAN, 880), ("52", 30), ("51", 30), ("43", 12), ("50", 10), ("45", 8), ("41", 8), ("", 22))

_SAME_PLACE = 0.55
_TOWN = 0.6
_KUNMING = ("530102", "530103", "530111", "530112", "530114")


@dataclass(frozen=True, slots=True)
class AddressFacts:
    """`region`: code of a county (level 3)."""

    region: str
    detail: str


def home(random: Random) -> AddressFacts:
    """A registered address: mostly in Yunnan."""
    province = pick(random, HOME_PROVINCES)
    return _address(random, random.choice(_counties(province)).code)


def home_in(random: Random, province: str) -> AddressFacts:
    """A registered address in the province of two digits."""
    return _address(random, random.choice(_counties(province)).code)


def contact(random: Random, registered: AddressFacts) -> AddressFacts:
    """The registered address, or a rented flat in Kunming."""
    return registered if random.random() < _SAME_PLACE else _town(random, random.choice(_KUNMING))


def employer(random: Random, region: str) -> str:
    """A public hospital or health centre of the county."""
    counties, cities = _names()
    county = counties.get(region, "五华区")
    pattern: str = random.choice(document("world", "places.json")["employers"])
    return pattern.format(county=county, city=cities.get(region, "昆明市"))


def number_prefix(region: str, year: int) -> str:
    """The code in the ID number of somebody born in the county in `year`: the one in force then, if known."""
    if region.endswith("99"):
        return f"{region[:4]}00"
    fitting = [(until, code) for until, code in _former().get(region, ()) if until >= year]
    return min(fitting)[1] if fitting else region


def _address(random: Random, region: str) -> AddressFacts:
    if random.random() < _TOWN:
        return _town(random, region)
    places = document("world", "places.json")
    village = f"{random.choice(places['townships'])}{random.choice(places['villages'])}"
    return AddressFacts(region, f"{village}{random.randint(1, 12)}组{random.randint(1, 180)}号")


def _town(random: Random, region: str) -> AddressFacts:
    places = document("world", "places.json")
    street = f"{random.choice(places['streets'])}{random.randint(1, 399)}号"
    flat = f"{random.randint(1, 18)}幢{random.randint(1, 4)}单元{random.randint(1, 24)}0{random.randint(1, 4)}室"
    return AddressFacts(region, f"{street}{random.choice(places['compounds'])}{flat}")


@cache
def _counties(province: str) -> tuple[RegionRecord, ...]:
    """Present counties of a province of two digits; of the whole mainland for ''."""
    present = [region for region in regions() if region.level == COUNTY and region.valid_to is None]
    if province:
        return tuple(region for region in present if region.code.startswith(province))
    return tuple(region for region in present if region.code < "70")


@cache
def _former() -> dict[str, tuple[tuple[int, str], ...]]:
    former: dict[str, tuple[tuple[int, str], ...]] = {}
    for row in table("dossiers", "former_regions.tsv"):
        successor = row["successor"]
        former[successor] = (*former.get(successor, ()), (int(row["valid_to"]), row["code"]))
    return former


@cache
def _names() -> tuple[dict[str, str], dict[str, str]]:
    """County code → its name, and → the name of its city. Without the placeholders."""
    by_code = {region.code: region for region in regions() if not region.placeholder}
    counties = {code: region for code, region in by_code.items() if region.level == COUNTY}
    cities = {code: by_code[region.parent].name for code, region in counties.items() if region.parent in by_code}
    return {code: region.name for code, region in counties.items()}, cities
