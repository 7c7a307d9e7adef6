# Two commands for a newcomer: `make run` and `make test`. The logic is in scripts/, one small file a verb.
.PHONY: help run cluster test fuzz faults setup lint format bench peers lock
.DEFAULT_GOAL := help

help:  ## say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

run:  ## set up and serve on http://localhost:8000 (HOST, PORT, BANK=off, MODEL=local)
	@exec scripts/run.sh

cluster:  ## set up and serve with PostgreSQL, Redis and two processes (ARGS="--json --processes 3")
	@exec scripts/cluster.sh $(ARGS)

test:  ## set up and run all tests (ARGS="tests/flows -k loader" for some)
	@exec scripts/test.sh $(ARGS)

fuzz:  ## run the tests that make their own examples, with new and more ones
	@exec env VOXLOOM_EXAMPLES=fuzz scripts/test.sh -m hypothesis $(ARGS)

faults:  ## run all of the fault tests, of which `test` runs a little (half an hour)
	@exec scripts/faults.sh $(ARGS)

setup:  ## make .venv, install the packages, migrate, check the models
	@exec scripts/setup.sh --dev --prepare

lint:  ## check style, types, import rules, scripts and locks
	@exec scripts/lint.sh

format:  ## put the Python code into shape
	@exec scripts/format.sh

bench:  ## run the benchmarks, that of voices in short (ARGS="--quick")
	@exec scripts/bench.sh $(ARGS)

peers:  ## install what the voice benchmark compares with into .venv-peers
	@exec scripts/peers.sh

lock:  ## pin the packages of requirements*.in again (needs uv)
	@exec scripts/lock.sh
