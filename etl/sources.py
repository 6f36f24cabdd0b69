"""Databases we may read: var/sources.toml (moved by DASHBOARD_SOURCES), names and passwords not.

User name and password come from the environment alone (DASHBOARD_SOURCE_<NAME>_USER and
_PASSWORD), so that the settings file may be copied, shown and backed up.
"""

import os
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError

from data import paths
from data.errors import SourceError
from etl.card import Card
from etl.cardfile import card_from
from etl.subjects import SUBJECTS, WHO, Subject
from etl.watermark import Watermark
from etl.words import listed

KEYS = {"url", "query", "card", "subject", "watermark", "start"}
SECRETS = {"user", "username", "password", "passwd", "pwd", "passfile", "sslpassword"}
NAME = re.compile(r"[a-z][a-z0-9_]*")
MARK = re.compile(r"(?<![:\w\\]):watermark\b(?!:)")
START = datetime(1900, 1, 1)
"""Where the first pull begins when nothing else is said: before any time of change."""
WAIT = {"postgresql": 10, "mysql": 10, "mariadb": 10}  # seconds to wait for a server
UNKNOWN_SERVER = (9, 6)
"""What a server that speaks PostgreSQL's protocol under another name is taken for."""


@dataclass(frozen=True)
class Source:
    """One query of one database, by which card (or subject) its rows are read, and from where."""

    name: str
    url: URL
    query: str
    watermark: str
    card: str = ""
    subject: Subject | None = None
    start: Watermark = START

    def with_credentials(self) -> URL:
        """The address with user name and password from the environment."""
        user, password = (os.environ.get(name) or None for name in self.credentials())
        return self.url.set(username=user, password=password)

    def credentials(self) -> tuple[str, str]:
        """The names of the two environment variables."""
        return tuple(f"DASHBOARD_SOURCE_{self.name.upper()}_{part}" for part in
                     ("USER", "PASSWORD"))  # fmt: skip

    def choose(self, cards: list[Card], columns: list[str]) -> Card:
        """The one card the rows are read by; the text table is not offered to any other."""
        if self.subject:
            return self._own_card(columns)
        for card in cards:
            if card.name == self.card:
                if card.from_sheet:
                    told = f"来源卡 {card.name} 要从工作表名取值，而数据库没有工作表"
                    raise wrong(self.name, told)
                return replace(card, sheets=re.compile(""))
        raise wrong(self.name, f"来源卡“{self.card}”不存在，请核对 card")

    def _own_card(self, columns: list[str]) -> Card:
        """A card for a query that names our columns itself. Stops on names that are not ours."""
        ours = [column.name for column in self.subject.columns]
        if strange := [name for name in columns if name not in (*ours, self.watermark)]:
            raise wrong(self.name, f"查询的列“{listed(strange)}”不属于主题 {self.subject.name}，"
                 f"可用：{listed(ours, 40)}")  # fmt: skip
        missing = [column.name for column in self.subject.columns
                   if column.required and column.name not in columns]  # fmt: skip
        if set(WHO) <= set(ours) and not (self.subject.register or set(WHO) & set(columns)):
            missing.append(" 或 ".join(WHO))
        if missing:
            raise wrong(self.name, f"查询缺少主题 {self.subject.name} 必需的列：{listed(missing)}")
        fields = {name: {"headings": [name], "required": True} for name in columns if name in ours}
        content = {"card": self.name, "subject": self.subject.name, "columns": fields}
        content["title"] = f"数据库来源 {self.name}：{self.subject.label}"
        return card_from(self.name, content, str(path()))


def path() -> Path:
    """The settings file."""
    return Path(os.environ.get("DASHBOARD_SOURCES") or paths.var() / "sources.toml")


def wrong(name: str, why: str) -> SourceError:
    """Which source, what is wrong with it, and where to mend it."""
    return SourceError(f"数据库来源“{name}”：{why}。请改正 {path()} 后重新运行。")


def load() -> dict[str, Source]:
    """Every source of the settings file by name. Raises SourceError on the first that is wrong."""
    try:
        content = tomllib.loads(path().read_text(encoding="utf-8-sig"))
    except OSError:
        raise SourceError(
            f"找不到数据库来源的设置文件 {path()}。请按 etl/cards/README.md 写一份后重新运行。"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        found = re.search(r"line (\d+)", str(error))
        where = f"第 {found[1]} 行" if found else "末尾或编码"
        raise SourceError(
            f"设置文件 {path()} 的{where}不是有效的 UTF-8 TOML，请对照 etl/cards/README.md 改正。"
        ) from None
    listing = content.get("source", {})
    if not isinstance(listing, dict) or content.keys() - {"source"}:
        raise SourceError(f"设置文件 {path()} 里只能有 [source.名称] 各节，请改正后重新运行。")
    return {name: _source(name, spec) for name, spec in listing.items()}


def get(name: str) -> Source:
    """The source of that name. Raises SourceError, listing what there is, when there is none."""
    known = load()
    if name not in known:
        raise SourceError(
            f"没有名为“{name}”的数据库来源；{path()} 中有：{listed(list(known)) or '无'}。请核对名称。"
        )
    return known[name]


def _source(name: str, spec: object) -> Source:
    if not NAME.fullmatch(name) or not isinstance(spec, dict):
        raise wrong(name, "名称应是小写字母、数字和下划线，以字母开头，写成 [source.名称]")
    if secret := sorted(key for key in spec if key.lower() in SECRETS):
        raise _secret(name, secret[0])
    if strange := sorted(spec.keys() - KEYS):
        raise wrong(name, f"不认得“{strange[0]}”，可用：{listed(sorted(KEYS))}")
    for key in ("url", "query", "watermark"):
        if not isinstance(spec.get(key), str) or not spec[key].strip():
            raise wrong(name, f"缺少 {key}")
    query = spec["query"].strip().rstrip(";")
    if not re.match(r"(select|with)\b", query, re.IGNORECASE):
        raise wrong(name, "query 应是一条 select（或 with … select）查询")
    if not MARK.search(query):
        raise wrong(name, "query 没有用到 :watermark（如 where updated_at > :watermark）")
    if bool(spec.get("card")) == bool(spec.get("subject")):
        raise wrong(name, "card 与 subject 应写且只写一个")
    if spec.get("subject") and spec["subject"] not in SUBJECTS:
        raise wrong(name, f"主题“{spec['subject']}”不存在，可用：{listed(list(SUBJECTS), 30)}")
    start = spec.get("start", START)
    if isinstance(start, bool) or not isinstance(start, Watermark):
        raise wrong(name, "start 应是时间、日期、数字或文字")
    return Source(name, _url(name, spec["url"]), query, spec["watermark"].strip(),
                  str(spec.get("card", "")), SUBJECTS.get(spec.get("subject")), start)  # fmt: skip


def _url(name: str, text: str) -> URL:
    """The address, which must not hold a user name or password in any of its parts."""
    try:
        url = make_url(text.strip())
    except (SQLAlchemyError, ValueError):
        raise wrong(name, "url 不成形，应如 postgresql+psycopg://主机:端口/库名") from None
    told = [key.lower() for key in url.query] + re.findall(r"(?i)\b(pwd|password)\s*=",
                                                           str(url.query))  # fmt: skip
    if url.username or url.password or SECRETS & {word.lower() for word in told}:
        raise _secret(name, "url")
    return url


def _secret(name: str, where: str) -> SourceError:
    first, second = Source(name, URL.create("x"), "", "").credentials()
    told = f"“{where}”里写了用户名或密码，不予使用；请删去，改用环境变量 {first} 与 {second}"
    return wrong(name, told)


def engine(source: Source) -> Engine:
    """Connects when asked to. Raises SourceError when there is no driver, or no such file."""
    url, file = source.with_credentials(), source.url.database
    if url.get_backend_name() == "sqlite" and not url.query and not Path(file or "").is_file():
        raise wrong(source.name, f"连接不上数据库：没有文件 {file}")
    kind = url.get_backend_name()
    patient = kind in WAIT and "connect_timeout" not in url.query
    try:
        made = create_engine(url, connect_args={"connect_timeout": WAIT[kind]} if patient else {})
    except (NoSuchModuleError, ImportError):
        raise SourceError(
            f"数据库来源“{source.name}”：没有安装 {url.drivername} 的驱动。请按 etl/cards/README.md"
            " 的“Databases”一节安装后重新运行。"
        ) from None
    if kind == "postgresql":
        ask = made.dialect._get_server_version_info
        made.dialect._get_server_version_info = partial(_version, ask)
    return made


def _version(ask: Callable, connection: Connection) -> tuple:
    """The server's version; SQLAlchemy gives up on names such as KingbaseES, we do not."""
    try:
        return ask(connection)
    except AssertionError:
        return UNKNOWN_SERVER
