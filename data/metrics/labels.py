"""What the groups of a split are called: regions, months, kinds and names of institutions."""

from functools import lru_cache

from data import scope, warehouse

PLACED = {"region", "unit"}


def of(key: object, view: scope.Scope, by: str) -> str:
    """The name of a group of the split `by`."""
    if by in PLACED:
        return scope.regions(view.snapshot)[key]["name"]
    if by == "month":
        return f"{str(key)[:4]}年{int(str(key)[5:7])}月"
    if by == "institution_type":
        return scope.institution_types().get(key, key)
    if by == "institution":
        return _institutions(view.snapshot).get(key, key)
    return "未注明" if key is None else str(key)


@lru_cache(maxsize=32)
def _institutions(snapshot: str) -> dict[str, str]:
    found = warehouse.rows(snapshot, "select institution, name from dim_institution")
    return {row["institution"]: row["name"] for row in found}
