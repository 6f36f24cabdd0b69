# make run: serve on http://127.0.0.1:8050 (PORT=8060 and HOST=0.0.0.0 change it, DASHBOARD_VAR=/path moves var/)
# make bundle: one archive that installs without network (deploy/README.md)
# make test: run all tests; make bench: speed against floors; make bench-peers: against other tools; make soak: the long tests
.DEFAULT_GOAL := run
.PHONY: bundle run test bench bench-peers soak lint demo clean

export PORT HOST DASHBOARD_VAR

run:
	@deploy/setup.sh run
	@.venv/bin/python -m etl first
	@exec .venv/bin/gunicorn --config deploy/gunicorn.conf.py app:server

test:
	@deploy/setup.sh test
	@.venv/bin/python -m pytest

bench:
	@deploy/setup.sh test
	@.venv/bin/python -m bench

bench-peers:
	@deploy/setup.sh test
	@.venv/bin/python -m bench.peers

soak:
	@deploy/setup.sh test
	@.venv/bin/python -m pytest -m soak

demo:
	@deploy/setup.sh run
	@.venv/bin/python -m etl demo

bundle:
	@deploy/setup.sh run
	@deploy/bundle.sh

lint:
	@deploy/setup.sh test
	@.venv/bin/python -m ruff check . && .venv/bin/python -m ruff format --check .

clean:
	@rm -rf .venv .pytest_cache
