"""A lost manifest made again from its snapshot, whose id proves what its tables held."""

from dataclasses import replace

import duckdb

from data import manifests
from data.manifests import Manifest
from etl import seal
from etl.tables import SETTINGS


def made_again(id_: str) -> Manifest | None:
    """The manifest of a file as it is; None when its content is not what its id was made from."""
    file = manifests.path(id_)
    try:
        with duckdb.connect(str(file), read_only=True, config=SETTINGS) as connection:
            tables = seal.count(connection)
            told = seal.described(connection, tables, "")
    except duckdb.Error:
        return None
    if told.id != id_ or seal.mark(tables) != id_[-8:]:
        return None
    return replace(told, sha256=manifests.sha256(file), bytes=file.stat().st_size)
