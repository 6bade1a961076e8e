# `make` prints the targets. CI runs `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

STACK ?= local
LINT  := go tool -modfile=tools/lint/go.mod
TEST  := $(LINT) gotestsum --format pkgname --hide-summary=output
LOCAL := .local/bin/local

.PHONY: help up down test lint unit contract clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: build ## Deploy the API to the local AWS and serve it until Ctrl-C (PORT=8080, STACK=local)
	@exec $(LOCAL) up --stack $(STACK)

down: build ## Destroy the local stacks and remove .local, data included
	@exec $(LOCAL) down

.PHONY: build
build:
	@[ -x $(LOCAL) ] || echo "Compiling the program and the local AWS (a few minutes the first time, then seconds)..."
	@go build -o $(LOCAL) ./local

test: lint unit contract ## Run every test, having installed what they need

lint: ## gofmt, go vet, staticcheck, actionlint
	@echo "lint"
	@unformatted=$$(git ls-files '*.go' | xargs gofmt -l); [ -z "$$unformatted" ] || { echo "not gofmt'd: $$unformatted"; exit 1; }
	@go vet ./...
	@$(LINT) staticcheck ./...
	@$(LINT) actionlint

unit: build ## The tests of every package, the engine's included
	@$(LOCAL) install
	@$(TEST) --jsonfile .local/unit.json -- $$(go list ./... | grep -v /contract$$)
	@$(call no-skips,.local/unit.json)

contract: build ## The API's contract tests, against a fresh local stack
	@$(LOCAL) exec -- $(TEST) --jsonfile .local/contract.json -- -count=1 ./contract
	@$(call no-skips,.local/contract.json)

# With CI=true a skipped test is a failure: what was not run was not tested.
no-skips = if [ "$${CI:-}" = true ] && grep '"Action":"skip"' $(1) | grep '"Test":'; then echo "skipped tests: see above"; exit 1; fi

clean: ## Remove what make built, but keep the data of the local AWS
	rm -rf .local/bin tools/dynalite/node_modules
