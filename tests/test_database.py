"""Reading live databases: a real PostgreSQL server started here, and SQLite where there is none."""

import csv
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from data import warehouse
from data.errors import BuildBusyError, BuildError, SourceError, TemplateError
from etl import __main__ as command
from etl import build, database, publish, sources, watermark
from etl.commands import told

SECRET = "口令:p@ss/word'x"
USER = {"DASHBOARD_SOURCE_LIVE_USER": "reader", "DASHBOARD_SOURCE_LIVE_PASSWORD": SECRET}
QUERY = """select unit as "单位名称", year as "年度", month as "月份", kwh as "用电量", water as "用水量",
    updated_at from usage where updated_at > :watermark order by updated_at"""
OWN = """select unit as institution_name, year || '-' || month as month, kwh as electricity,
    updated_at from usage where updated_at > :watermark order by updated_at"""
TABLE = """create table usage (unit varchar(80), year int, month int, kwh numeric(12, 3), water int,
    updated_at timestamp, primary key (unit, year, month))"""
PUT = "insert into usage values (:unit, 2026, :month, :kwh, 6, :at)"


class Server:
    """A database of the test: its address without credentials, and a way to write to it."""

    def __init__(self, url: str, admin: str):
        self.url, self.engine = url, create_engine(admin)

    def run(self, sql: str, **values):
        with self.engine.begin() as connection:
            connection.execute(text(sql), values)

    def put(self, month: int, kwh: float, at: str, unit: str = "一中"):
        self.run("delete from usage where unit = :unit and month = :month", unit=unit, month=month)
        self.run(PUT, unit=unit, month=month, kwh=kwh, at=at)


@pytest.fixture(scope="module")
def postgres():
    """A cluster of its own on a free port, run by a user who is not root; gone afterwards."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if not found or (as_user and not shutil.which("runuser")):
        pytest.skip(
            "本机没有 PostgreSQL：运行 deploy/setup.sh test 或 apt-get install postgresql 后可测"
        )
    # Not tmp_path: the folders above it are closed to the user the server runs as.
    folder = Path(tempfile.mkdtemp(prefix="dashboard-pg-", dir="/tmp"))
    if as_user:
        shutil.chown(folder, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    control, log = found[-1].with_name("pg_ctl"), folder / "log"
    start = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -F"

    def call(*words):
        subprocess.run([*as_user, *map(str, words)], cwd="/", check=True, capture_output=True)

    try:
        secret = folder / "secret"
        secret.write_text(SECRET, encoding="utf-8")
        secret.chmod(0o644)
        call(found[-1], "-D", folder / "data", "-U", "reader", f"--pwfile={secret}", "-N",
             "-E", "UTF8", "--locale=C", "-A", "scram-sha-256")  # fmt: skip
        call(control, "-D", folder / "data", "-w", "-l", log, "-o", start, "start")
        try:
            yield f"postgresql+psycopg://127.0.0.1:{port}/postgres"
        finally:
            call(control, "-D", folder / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def world(world, monkeypatch):
    monkeypatch.delenv("DASHBOARD_SOURCES", raising=False)
    return world


def sqlite(world) -> Server:
    address = f"sqlite:///{world.folder / 'live.db'}"
    return Server(address, address)


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request, world, monkeypatch):
    """The same table in both; on PostgreSQL with user and password."""
    if request.param == "sqlite":
        made = sqlite(world)
    else:
        url = request.getfixturevalue("postgres")
        admin = sources.make_url(url).set(username="reader", password=SECRET)
        made = Server(url, admin)
        for name, value in USER.items():
            monkeypatch.setenv(name, value)
        made.run("drop table if exists usage")
    made.run(TABLE)
    yield made
    made.engine.dispose()


def settings(world, url: str, query: str = QUERY, card: str = 'card = "energy"', more: str = ""):
    """Writes var/sources.toml with the one source `live`."""
    return world.write(
        "var/sources.toml",
        f'[source.live]\nurl = "{url}"\nquery = """{query}"""\n{card}\nwatermark = "updated_at"\n{more}',
    )


def pull(world, name: str = "live") -> build.Outcome | None:
    folders = {"models_folder": world.folder / "models", "cards_folder": world.folder / "cards"}
    return database.pull(sources.get(name), **folders)


def now(world) -> list[float]:
    return [row[0] for row in world.ask("select electricity_kwh from fct_month order by month")]


def test_rows_of_a_database_load_like_a_file_and_know_their_row(world, server):
    settings(world, server.url)
    server.put(1, 5.25, "2026-02-01 08:00:00")
    server.put(2, 7, "2026-03-01 08:00:00")
    server.put(3, 9, "2026-04-01 08:00:00", unit="无名局")
    world.load(world.roster())
    pull(world)
    assert now(world) == [52500, 70000]  # 万kWh on the card: 5.25 and 7 times 10 000
    name, digest, size, card, read, refused = world.ask(
        "select file_name, sha256, bytes, card, rows_read, rows_refused from dim_source"
        " where file_id = 2"
    )[0]
    assert sources.re.fullmatch(r"live_\d{8}T\d{6}Z\.csv", name)
    assert (card, read, refused) == ("energy", 3, 1)
    kept = world.folder / "var" / "files" / digest[:2] / f"{digest}.csv"
    assert kept.stat().st_size == size
    lines = list(csv.reader(kept.open(encoding="utf-8", newline="")))
    assert lines[0] == ["单位名称", "年度", "月份", "用电量", "用水量", "updated_at"]
    assert lines[1][:3] == ["一中", "2026", "1"]
    assert world.ask("select file_id, row_no from in_energy order by row_no") == [(2, 2), (2, 3)]
    assert world.ask("select row_no, rule, value from quarantine") == [(4, "institution", "无名局")]
    assert not list((world.folder / "var").glob("pull-*"))


def test_only_what_is_new_is_read_and_a_key_filed_again_supersedes(world, server):
    settings(world, server.url)
    server.put(1, 5, "2026-02-01 08:00:00.25")
    server.put(2, 7, "2026-03-01 08:00:00.5")
    world.load(world.roster())
    pull(world)
    server.put(1, 8, "2026-03-02 08:00:00")
    pull(world)
    assert now(world) == [80000, 70000]
    assert world.ask("select rows_read from dim_source where card = 'energy'") == [(2,), (1,)]
    assert world.ask("select subject, by_file_id from superseded") == [("energy", 3)]
    assert [row[0] for row in world.ask("select file_id from source_watermark")] == [2, 3]


def test_a_pull_with_nothing_new_publishes_nothing_and_says_so(world, server, capsys):
    settings(world, server.url)
    world.load(world.roster())
    assert pull(world) is None
    assert "没有读到任何行" in capsys.readouterr().out
    server.put(1, 5, "2026-02-01 08:00:00.123456")
    first = pull(world).snapshot
    assert pull(world) is None
    assert "之后没有新的记录，数据版本不变" in capsys.readouterr().out
    assert warehouse.current_id() == first


def test_a_rollback_takes_the_watermark_back_with_the_rows(world, server):
    settings(world, server.url)
    before = world.load(world.roster()).snapshot
    server.put(1, 5, "2026-02-01 08:00:00")
    pull(world)
    publish.point_to(before)
    assert watermark.last("live") is None
    assert pull(world).added
    assert now(world) == [50000]
    assert world.load(fresh=True, always=True).snapshot
    assert watermark.last("live") is None


def test_a_rebuild_and_other_loads_keep_the_watermark(world, server):
    settings(world, server.url)
    server.put(1, 5, "2026-02-01 08:00:00")
    world.load(world.roster())
    pull(world)
    kept = watermark.last("live")
    world.load(always=True)
    assert watermark.last("live") == kept
    assert pull(world) is None


def test_a_query_may_name_our_columns_itself(world, server):
    settings(world, server.url, OWN, 'subject = "energy"')
    server.put(1, 5, "2026-02-01 08:00:00")
    world.load(world.roster())
    pull(world)
    assert now(world) == [5]  # our column, so in our unit: kWh
    assert world.ask("select card, origin from dim_source where file_id = 2") == [
        ("live", "reported")
    ]


def test_many_rows_come_in_chunks_and_in_one_file(world, server, monkeypatch):
    monkeypatch.setattr(database, "CHUNK", 7)
    settings(world, server.url, OWN, 'subject = "energy"')
    values = ", ".join(
        f"('一中', {2000 + at // 12}, {at % 12 + 1}, {at}, 0, '2026-01-01 00:00:{at:02}')"
        for at in range(60)
    )
    server.run(f"insert into usage values {values.replace(':', chr(92) + ':')}")
    world.load(world.roster())
    assert len(pull(world).added) == 1
    assert now(world) == list(range(60))


def test_a_rollback_while_the_database_is_read_loads_nothing(world, server, monkeypatch):
    settings(world, server.url)
    server.put(1, 5, "2026-02-01 08:00:00")
    before = world.load(world.roster()).snapshot
    pull(world)
    server.put(2, 7, "2026-03-01 08:00:00")
    read = database.read

    def slow(*given):
        publish.point_to(before)
        return read(*given)

    monkeypatch.setattr(database, "read", slow)
    with pytest.raises(BuildBusyError, match="期间，当前数据版本的水位变了"):
        pull(world)
    monkeypatch.undo()


@pytest.mark.parametrize(
    ("query", "card", "words"),
    [
        ("select nix, updated_at from usage where updated_at > :watermark", "", ["查询失败", "nix"]),
        ("select unit from usage where updated_at > :watermark", "", ["没有给出水位列", "unit"]),
        (QUERY.replace("updated_at from", "null as updated_at from"), "", ["第 1 行", "是空的"]),
        (QUERY.replace("water as", "kwh as \"用电量\", water as"), "", ["两个“用电量”列"]),
        (OWN.replace("kwh as electricity", "kwh as power"), 'subject = "energy"',
         ["power", "不属于主题 energy", "electricity"]),
        (OWN.replace("year || '-' || month as month, ", ""), 'subject = "energy"',
         ["必需的列：month"]),
        (OWN.replace("unit as institution_name,", ""), 'subject = "energy"',
         ["institution_code 或 institution_name"]),
        (QUERY, 'card = "nix"', ["来源卡“nix”不存在"]),
        (QUERY.replace('kwh as "用电量",', ""), "", ["live_", "缺少：用电量/数量或用电量"]),
    ],
)  # fmt: skip
def test_a_query_that_does_not_fit_is_told_in_one_sentence(world, server, query, card, words):
    settings(world, server.url, query, card or 'card = "energy"')
    server.put(1, 5, "2026-02-01 08:00:00")
    with pytest.raises((SourceError, TemplateError)) as error:
        pull(world)
    for word in words:
        assert word in str(error.value)
    for hidden in (SECRET, "Traceback", "[SQL"):
        assert hidden not in str(error.value)
    assert watermark.last("live") is None


def test_a_query_cannot_change_the_database(world, server):
    settings(world, server.url)
    server.put(1, 5, "2026-02-01 08:00:00")
    path = settings(
        world, server.url, "delete from usage where updated_at > :watermark returning *"
    )
    with pytest.raises(SourceError, match="query 应是一条 select"):
        pull(world)
    sneaky = "with gone as (delete from usage where updated_at > :watermark returning *) select * from gone"
    path.write_text(path.read_text("utf-8").replace(
        "delete from usage where updated_at > :watermark returning *", sneaky), "utf-8")  # fmt: skip
    with pytest.raises(SourceError, match="查询失败"):
        pull(world)
    with server.engine.connect() as connection:
        assert connection.execute(text("select count(*) from usage")).scalar() == 1


def test_a_wrong_password_or_server_is_told_without_the_password(world, postgres, monkeypatch):
    settings(world, postgres)
    monkeypatch.setenv("DASHBOARD_SOURCE_LIVE_USER", "reader")
    for given in ("falsch", ""):
        monkeypatch.setenv("DASHBOARD_SOURCE_LIVE_PASSWORD", given)
        with pytest.raises(SourceError) as error:
            pull(world)
        assert "用户名或密码不对" in str(error.value)
        assert "DASHBOARD_SOURCE_LIVE_PASSWORD" in str(error.value)
        assert "falsch" not in str(error.value)


def test_a_server_that_does_not_answer_is_told_in_one_sentence(world, monkeypatch, capsys):
    with socket.socket() as closed:  # bound and not listening: nobody answers there
        closed.bind(("127.0.0.1", 0))
        settings(world, f"postgresql+psycopg://127.0.0.1:{closed.getsockname()[1]}/x")
        monkeypatch.setenv("DASHBOARD_SOURCE_LIVE_USER", "reader")
        monkeypatch.setenv("DASHBOARD_SOURCE_LIVE_PASSWORD", SECRET)
        assert command.main(["pull", "live"]) == 1
    said = capsys.readouterr().err
    assert "“live”：连接不上数据库" in said
    assert "请核对 url 与网络" in said
    assert SECRET not in said
    assert "Traceback" not in said


def test_times_with_a_zone_dates_and_truths_are_written_as_chinese_forms_do(
    world, postgres, monkeypatch
):
    for name, value in USER.items():
        monkeypatch.setenv(name, value)
    target, told = world.folder / "x.csv", database.Progress()
    moment = "timestamptz '2026-01-01 00:00:00.000001+00'"
    query = (
        "select timestamptz '2025-12-31 16:00:00+00' as a, date '2026-01-02' as b, true as c,"
        " 1e-7::numeric as d, null as e, uuid '00000000-0000-0000-0000-000000000001' as f,"
        f" {moment} as updated_at where {moment} > :watermark"
    )
    settings(world, postgres, query)
    found = database.read(sources.get("live"), None, target, told)
    assert target.read_text("utf-8").splitlines()[1] == (
        "2026-01-01 00:00:00,2026-01-02,是,0.0000001,,00000000-0000-0000-0000-000000000001,"
        "2026-01-01 08:00:00.000001"
    )
    kept = watermark.from_text(*watermark.as_text(found.until))
    assert kept == found.until
    assert kept.tzinfo
    assert not database.read(sources.get("live"), kept, target, told).rows
    settings(world, postgres, "select 'a'::bytea as a, 1 as updated_at where :watermark < now()")
    with pytest.raises(SourceError, match="列“a”的类型 bytes"):
        database.read(sources.get("live"), None, target, told)
    settings(world, postgres, "select 'infinity'::timestamp as updated_at where :watermark < now()")
    with pytest.raises(SourceError, match="查询失败"):
        database.read(sources.get("live"), None, target, told)


def test_a_server_that_does_not_call_itself_postgresql_is_still_read(world, postgres, monkeypatch):
    """As KingbaseES, whose version() SQLAlchemy does not know; a database of its own says so."""
    address = sources.make_url(postgres).set(username="reader", password=SECRET)
    first = create_engine(address, isolation_level="AUTOCOMMIT")
    with first.connect() as connection:
        connection.execute(text("create database kingbase"))
    first.dispose()
    live = Server(postgres.replace("/postgres", "/kingbase"), address.set(database="kingbase"))
    live.run(TABLE)
    live.put(1, 5, "2026-02-01 08:00:00")
    with live.engine.begin() as connection:
        connection.execute(text("set local allow_system_table_mods = on"))
        connection.execute(text("alter function pg_catalog.version() rename to old_version"))
        connection.execute(text(
            "create function pg_catalog.version() returns text language sql as"
            " $$select 'KingbaseES V008R006C008B0014 on x86_64-pc-linux-gnu'$$"))  # fmt: skip
    live.engine.dispose()
    with pytest.raises(AssertionError, match="Could not determine version"):
        create_engine(address.set(database="kingbase")).connect()
    for name, value in USER.items():
        monkeypatch.setenv(name, value)
    settings(world, live.url)
    world.load(world.roster())
    pull(world)
    assert now(world) == [50000]


@pytest.mark.parametrize("mark", [3, 3.5, "b"])
def test_a_watermark_may_be_a_number_or_text(world, mark):
    live, start = sqlite(world), '""' if isinstance(mark, str) else "0"
    live.run("create table usage (unit text, year int, month int, kwh int, water int, updated_at)")
    live.run(PUT, unit="一中", month=1, kwh=5, at=mark)
    settings(world, live.url, more=f"start = {start}")
    world.load(world.roster())
    pull(world)
    assert watermark.last("live") == mark
    assert pull(world) is None
    assert now(world) == [50000]


def test_rows_the_query_reads_again_are_not_loaded_twice(world, server):
    server.put(1, 5, "2026-02-01 08:00:00")
    over = ">= :watermark"
    if server.engine.name == "postgresql":
        over = "> :watermark - interval '10 minutes'"
    settings(world, server.url, QUERY.replace("> :watermark", over))
    world.load(world.roster())
    first = pull(world)
    again = pull(world)
    assert first.snapshot
    assert (again.snapshot, again.added, len(again.known)) == (None, [], 1)


def test_rows_that_share_the_last_watermark_are_told_of_and_read_by_a_query_with_or_equal(
    world, server, capsys
):
    server.put(1, 5, "2026-02-01 08:00:00")
    server.put(2, 6, "2026-02-01 08:00:00")
    settings(world, server.url)
    world.load(world.roster())
    pull(world)
    told = "有 2 行的 updated_at 同为 2026-02-01 08:00:00，以后再写入的同一值的行不会读到"
    assert told in capsys.readouterr().out
    server.put(3, 7, "2026-02-01 08:00:00")
    assert pull(world) is None
    settings(world, server.url, QUERY.replace("> :watermark", ">= :watermark"))
    pull(world)
    assert "同一值的行不会读到" not in capsys.readouterr().out
    assert now(world) == [50000, 60000, 70000]  # each month once


def test_the_cursor_stays_on_the_server_so_that_memory_does_not_grow(world, postgres, monkeypatch):
    for name, value in USER.items():
        monkeypatch.setenv(name, value)
    query = (
        "select (select count(*) from pg_cursors) as cursors, now() as updated_at"
        " from generate_series(1, 3) where now() > :watermark"
    )
    settings(world, postgres, query)
    target = world.folder / "x.csv"
    assert database.read(sources.get("live"), None, target, database.Progress()).rows == 3
    assert {line[:2] for line in target.read_text("utf-8").splitlines()[1:]} == {"1,"}


@pytest.mark.parametrize(
    ("url", "more", "words"),
    [
        ("postgresql+psycopg://me:geheim@host/db", "", ["“url”里写了用户名或密码", "_LIVE_USER"]),
        ("postgresql+psycopg://me@host/db", "", ["“url”里写了用户名或密码"]),
        ("postgresql+psycopg://host/db?password=geheim", "", ["“url”里写了用户名或密码"]),
        ("mssql+pyodbc:///?odbc_connect=UID%3Dme%3BPWD%3Dgeheim", "", ["写了用户名或密码"]),
        ("x+y://h/d", 'password = "geheim"', ["“password”里写了用户名或密码", "_LIVE_PASSWORD"]),
        ("x+y://h/d", "limit = 5", ["不认得“limit”"]),
        ("x+y://h/d", 'subject = "energy"', ["写且只写一个"]),
        ("x+y://h/d", "start = true", ["start 应是"]),
        ("nix", "", ["url 不成形"]),
        ("nix+nix://host/db", "", ["没有安装 nix+nix 的驱动"]),
        ("mysql+pymysql://host/db", "", ["没有安装 mysql+pymysql 的驱动"]),
        ("sqlite:////nowhere/at.db", "", ["没有文件 /nowhere/at.db"]),
    ],
)
def test_settings_that_are_wrong_are_told_in_one_sentence(world, capsys, url, more, words):
    settings(world, url, more=more)
    assert command.main(["pull", "live"]) == 1
    said = capsys.readouterr().err
    for word in words:
        assert word in said
    assert "geheim" not in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[source.live]\nurl = \ncard = 1", ["第 2 行", "TOML"]),
        ("[sauce.live]\n", ["只能有 [source.名称]"]),
        ('[source."A b"]\nurl = "x"', ["名称应是小写字母"]),
        ('[source.live]\nurl = "x+y://h/d"', ["缺少 query"]),
        ('[source.live]\nurl = "x+y://h/d"\nquery = "select 1"\nwatermark = "a"', [":watermark"]),
        ("", ["没有名为“live”的数据库来源", "无"]),
        (None, ["找不到数据库来源的设置文件"]),
    ],
)
def test_a_settings_file_that_is_wrong_or_missing_is_told(
    world, capsys, monkeypatch, content, words
):
    path = world.folder / "elsewhere.toml"
    monkeypatch.setenv("DASHBOARD_SOURCES", str(path))
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert command.main(["pull", "live"]) == 1
    said = capsys.readouterr().err
    for word in [*words, "elsewhere.toml"]:
        assert word in said


def test_all_sources_are_read_even_when_one_fails(world, capsys):
    live = sqlite(world)
    live.run(TABLE)
    live.put(1, 5, "2026-02-01 08:00:00")
    path = settings(world, live.url)
    broken = (
        path.read_text("utf-8").replace("source.live", "source.broken").replace("live.db", "no.db")
    )
    path.write_text(broken + path.read_text("utf-8"), encoding="utf-8")
    world.load(world.roster())
    folders = {"models_folder": world.folder / "models", "cards_folder": world.folder / "cards"}
    with pytest.raises(SourceError, match="“broken”：连接不上数据库：没有文件"):
        database.run(None, told.tell, **folders)
    assert "接收 1 行" in capsys.readouterr().out
    assert now(world) == [50000]


def test_a_build_that_stops_keeps_the_old_watermark(world):
    live = sqlite(world)
    live.run(TABLE)
    live.put(1, 5, "2026-02-01 08:00:00")
    settings(world, live.url)
    world.load(world.roster())
    world.write("models/marts/fct_month.sql", "-- grain: x\nselect 1 as x from range(2)")
    with pytest.raises(BuildError):
        pull(world)
    assert watermark.last("live") is None
    assert len(list((world.folder / "var" / "files").rglob("*.csv"))) == 1
