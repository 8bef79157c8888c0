.DEFAULT_GOAL := help
.PHONY: help setup setup-test demo stop test test-fast test-long bench lint lock clean
Z := .venv/bin/zhupei

help:            ## what can be done here
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/ \t/'
setup:
	@bin/setup run
setup-test:
	@bin/setup test
demo: setup      ## set everything up and run the demonstration; prints address and logins
	@$(Z) demo
stop:            ## stop what make demo started
	@$(Z) stop
test: setup-test lint ## everything: linters, contracts, unit, races, browser journeys
	@.venv/bin/python -m pytest -m "not browser" -n 2 --dist loadfile --no-loadscope-reorder
	@.venv/bin/python -m pytest -m browser -n 2 --dist loadfile
test-fast: setup-test ## the parts without a browser and without the slow ones
	@.venv/bin/python -m pytest -m "not browser and not slow" -n 2 --dist loadfile
test-long: setup-test ## property tests with ten times the examples and every race with all its repeats; an hour or so
	@ZHUPEI_EFFORT=long ZHUPEI_ALLOCATION_EXAMPLES=10000 .venv/bin/python -m pytest -m "race or long" -n 2 --dist loadfile
lint: setup-test
	@bin/lint
bench: setup-test ## measure and print the tables of docs/PERFORMANCE.md; ONLY=costs: a part; AGAINST=../other: beside another checkout
	@$(Z) bench $(if $(ONLY),--only $(ONLY)) $(if $(AGAINST),--against $(AGAINST))
lock:            ## re-resolve the requirement locks (needs uv)
	@bin/lock
clean: stop      ## remove what the commands have made, data included
	rm -rf .venv node_modules static/dist var zhupei/pure/portrait/models
