"""Names of the demo institutions: which offices, schools and hospitals each place has."""

from functools import cache
from pathlib import Path

import yaml

CITY_LETTERS = {
    "640000": "A",
    "640100": "A",
    "640200": "B",
    "640300": "C",
    "640400": "D",
    "640500": "E",
}
COUNTIES = {
    "640104": "兴庆区",
    "640105": "西夏区",
    "640106": "金凤区",
    "640121": "永宁县",
    "640122": "贺兰县",
    "640181": "灵武市",
    "640202": "大武口区",
    "640205": "惠农区",
    "640221": "平罗县",
    "640302": "利通区",
    "640303": "红寺堡区",
    "640323": "盐池县",
    "640324": "同心县",
    "640381": "青铜峡市",
    "640402": "原州区",
    "640422": "西吉县",
    "640423": "隆德县",
    "640424": "泾源县",
    "640425": "彭阳县",
    "640502": "沙坡头区",
    "640521": "中宁县",
    "640522": "海原县",
}
CITIES = {
    "640100": "银川市",
    "640200": "石嘴山市",
    "640300": "吴忠市",
    "640400": "固原市",
    "640500": "中卫市",
}


@cache
def book() -> dict:
    """The name book, `names.yml`."""
    return yaml.safe_load(Path(__file__).with_name("names.yml").read_text("utf-8"))


def short(name: str, place: str) -> str:
    """How people say it: the place without 市, 县 or 区, the office without 人民政府."""
    stem = place[:-1] if place else ""
    rest = name.removeprefix(place)
    return stem + rest.replace("人民政府", "政府").replace("发展和改革", "发改")


def entry(place: str, adcode: str, level: str, kind: str, name: str) -> dict:
    """One institution of the roster, before anything is counted."""
    return {
        "place": adcode,
        "place_name": place,
        "admin_level": level,
        "kind": kind,
        "institution_name": name,
        "short_name": short(name, place),
    }


def region_entries() -> list[dict]:
    """The region's own organs and 宁东."""
    found = []
    for kind, names in book()["region"].items():
        plain = kind not in ("agency", "group")
        found += [
            entry("", "640000", "自治区级", kind, name if plain else f"宁夏回族自治区{name}")
            | {"short_name": name if plain else f"自治区{name}"}
            for name in names
        ]
    for kind, names in book()["zone"].items():
        found += [entry("", "宁东", "县级", kind, name) for name in names]
    return found


def city_entries() -> list[dict]:
    """The five cities' own organs."""
    return [
        entry(place, adcode, "市级", kind, place + name)
        for adcode, place in CITIES.items()
        for kind, names in book()["city"].items()
        for name in names
    ]


def county_entries() -> list[dict]:
    """The 22 counties' own organs."""
    return [
        entry(place, adcode, "县级", kind, place + name)
        for adcode, place in COUNTIES.items()
        for kind, names in book()["county"].items()
        for name in names
    ]


def township_entries() -> list[dict]:
    """A government of each township, an office of each street."""
    return [
        entry(
            COUNTIES[adcode],
            adcode,
            "乡镇级",
            "town",
            COUNTIES[adcode] + name + ("办事处" if name.endswith("街道") else "人民政府"),
        )
        for adcode, names in book()["townships"].items()
        for name in names
    ]


def all_entries() -> list[dict]:
    """Every institution the name book allows, in the order of its places."""
    return region_entries() + city_entries() + county_entries() + township_entries()
