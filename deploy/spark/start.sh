#!/bin/sh
# A Spark master and two workers on loopback, for trying the second engine; stop.sh ends them.
# PORT (7077), WORKERS (2), CORES (1) and MEMORY (1g) a worker may be set; logs in var/spark.
set -eu
cd "$(dirname "$0")/../.."
VAR=${DASHBOARD_VAR:-var}/spark
PORT=${PORT:-7077} WORKERS=${WORKERS:-2} CORES=${CORES:-1} MEMORY=${MEMORY:-1g}

stop() { printf '%s\n' "$*" >&2; exit 1; }

command -v java >/dev/null 2>&1 || [ -n "${JAVA_HOME:-}" ] ||
    stop "没有找到 Java。请以管理员身份运行 apt-get install openjdk-17-jre-headless 后重试。"
SPARK_HOME=$(.venv/bin/python -c 'import pathlib, pyspark; print(pathlib.Path(pyspark.__file__).parent)' 2>/dev/null) ||
    stop "没有安装 pyspark。请运行 .venv/bin/pip install -r requirements-spark.txt 后重试。"
export SPARK_HOME SPARK_LOCAL_IP=127.0.0.1 SPARK_WORKER_DIR="$VAR/work"
export PYSPARK_PYTHON="$PWD/.venv/bin/python"
mkdir -p "$VAR"

# One daemon: NAME and its class and arguments; its process id is kept for stop.sh.
daemon() {
    name=$1; shift
    if [ -f "$VAR/$name.pid" ] && kill -0 "$(cat "$VAR/$name.pid")" 2>/dev/null; then
        stop "$name 已在运行（进程 $(cat "$VAR/$name.pid")）。请先运行 deploy/spark/stop.sh。"
    fi
    setsid "$SPARK_HOME/bin/spark-class" "$@" >"$VAR/$name.log" 2>&1 </dev/null &
    echo $! >"$VAR/$name.pid"
}

# Waits until a line stands in a log; a daemon that ended meanwhile is told with its last words.
await() {
    tries=0
    until grep -q "$2" "$VAR/$1.log" 2>/dev/null; do
        kill -0 "$(cat "$VAR/$1.pid")" 2>/dev/null || stop "$1 没有启动：$(tail -n 1 "$VAR/$1.log")"
        tries=$((tries + 1))
        [ "$tries" -lt 240 ] || stop "$1 两分钟内没有就绪，日志见 $VAR/$1.log。"
        sleep 0.5
    done
}

daemon master org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$PORT" --webui-port 0
await master "I have been elected leader"
number=1
while [ "$number" -le "$WORKERS" ]; do
    daemon "worker-$number" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 \
        --webui-port 0 --cores "$CORES" --memory "$MEMORY" "spark://127.0.0.1:$PORT"
    number=$((number + 1))
done
number=1
while [ "$number" -le "$WORKERS" ]; do
    await "worker-$number" "Successfully registered with master"
    number=$((number + 1))
done
echo "Spark 已就绪：spark://127.0.0.1:$PORT，$WORKERS 个工作进程。"
