# `make` prints the targets. CI runs `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

override STACK := $(or $(STACK),local)
LINT  := go tool -modfile=tools/lint/go.mod
TEST  := $(LINT) gotestsum --format pkgname --hide-summary=output
LOCAL := .local/bin/local
# V=1 shows every step of the Pulumi engine.
VERBOSE := $(if $(V),--verbose)

.PHONY: help up down authorizer preview lock templates declared test lint unit contract race fuzz vulnerabilities mutants kills soundness oracle bench rules clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The page needs Node; without it, or without a page, make up serves the API alone.
web/dist/index.html: $(wildcard web/index.html web/package-lock.json web/src/*)
	@if [ ! -e web/package.json ]; then exit 0; elif command -v npm >/dev/null; then \
		[ -d web/node_modules ] || { echo "Installing what the page is built with (half a minute, once)..."; npm --prefix web ci --omit=dev --no-audit --no-fund --loglevel=error >/dev/null; }; \
		echo "Building the page..."; npm --prefix web run --silent build && touch web/dist/index.html; \
	else echo "There is no npm: the page in web/ is not built."; fi

.PHONY: web web-test
web: build ## Write the page's types and client from openapi.prod.json, check and build it
	@[ -e web/package.json ] || { echo "There is no page: web/package.json does not exist."; exit 1; }
	@[ -d web/node_modules/axe-core ] || npm --prefix web ci --no-audit --no-fund --loglevel=error >/dev/null
	@npm --prefix web run --silent types >/dev/null
	@npm --prefix web run --silent check
	@npm --prefix web run --silent lint
	@npm --prefix web run --silent build

web-test: build ## Drive the page in headless Chromium; screenshots are in .local/screenshots
ifneq ($(wildcard web/package.json),) # an API of your own may have no page
	@tools/chromium/install.sh
	@[ -d web/node_modules/axe-core ] || npm --prefix web ci --no-audit --no-fund --loglevel=error >/dev/null
	@npm --prefix web run --silent types >/dev/null && git diff --exit-code --stat web/src/api.ts
	@npm --prefix web run --silent check && npm --prefix web run --silent lint && npm --prefix web run --silent build
	@$(LOCAL) exec -- npm --prefix web test
	@cd web/origin && $(CURDIR)/$(LOCAL) exec -- node --test page.test.js
endif

up: ## Deploy the API to the local AWS and serve it until Ctrl-C (PORT=8080, STACK=local)
	@$(MAKE) -s -j2 build web/dist/index.html
	@exec $(LOCAL) up --stack $(STACK) $(VERBOSE)

down: build ## Destroy the local stacks and remove .local, data included (FORCE=1: protected tables too)
	@exec $(LOCAL) down $(VERBOSE) $(if $(FORCE),--force)

.PHONY: build
build:
	@[ -x $(LOCAL) ] || echo "Compiling the program and the local AWS (a few minutes the first time, then seconds)..."
	@go build -ldflags='-s -w' -o $(LOCAL) ./local

authorizer: ## Build the Lambda function of the custom authorizer: .local/authorizer/bootstrap
	@GOOS=linux GOARCH=arm64 CGO_ENABLED=0 go build -trimpath -tags lambda.norpc -ldflags '-s -w' -o .local/authorizer/bootstrap ./cmd/authorizer

preview: build ## Prove a stack's policies without credentials, print its capabilities (STACK=local)
	@$(LOCAL) preview --stack $(STACK) $(VERBOSE)
	@[ ! -e openapi.$(STACK).json ] || $(MAKE) openapi-check DESCRIBED=. DOCUMENT=$(STACK) BUILT=1

lock: build ## Agree to a stack's capabilities: writes capabilities.STACK.lock.json (STACK=local, which needs none)
	@$(LOCAL) lock --stack $(STACK)

outputs: build ## Print a stack's outputs as JSON, or with FORMAT=env as a .env for Vite (STACK=local)
ifeq ($(STACK),local)
	@$(LOCAL) outputs --format $(or $(FORMAT),json)
else
	@pulumi stack output --json --stack $(STACK) | $(LOCAL) outputs --stdin --format $(or $(FORMAT),json)
endif

OPENAPI := .local/bin/openapi
# The folders of the APIs whose documents are committed, and what describes those of one: in its folder, by its own program.
# make preview has built it (BUILT=1), and checks the document of its stack alone (DOCUMENT=prod).
DESCRIBED := . examples/orders
describer = $(LOCAL)$(addprefix -,$(notdir $(filter-out .,$(1))))
describe = $(if $(BUILT),,go build -ldflags='-s -w' -o $(describer) ./$(1)/local && )cd $(1) && $(CURDIR)/$(describer) openapi --output $(CURDIR)/.local/openapi.json --stack
.PHONY: outputs openapi openapi-check openapi-tool $(addprefix openapi-write-,$(DESCRIBED)) $(addprefix openapi-check-,$(DESCRIBED))
openapi-tool:
	@go build -C tools/openapi -o $(CURDIR)/$(OPENAPI) .

openapi: openapi-tool ## Write openapi.dev.json and openapi.prod.json; changes that break clients need AGREE=1
	@for folder in $(DESCRIBED); do $(MAKE) openapi-write-$$folder; done

openapi-check: openapi-tool ## Fail if the API breaks clients of the committed openapi.STACK.json; list what is new
	@for folder in $(DESCRIBED); do $(MAKE) openapi-check-$$folder; done

$(addprefix openapi-write-,$(DESCRIBED)): openapi-write-%:
	@for stack in dev prod; do \
		($(call describe,$*) $$stack); \
		$(OPENAPI) write $(if $(AGREE),--agree) $(patsubst ./%,%,$*/)openapi.$$stack.json .local/openapi.json; \
	done

$(addprefix openapi-check-,$(DESCRIBED)): openapi-check-%:
	@for file in $(wildcard $*/openapi.$(or $(DOCUMENT),*).json); do \
		stack=$${file##*/openapi.}; \
		($(call describe,$*) $${stack%.json}); \
		$(OPENAPI) validate .local/openapi.json >/dev/null; \
		$(OPENAPI) check $${file#./} .local/openapi.json; \
	done

templates: build ## Write the templates and models of the declared endpoints
	@$(LOCAL) templates

declared: build ## Try 10,000 random declarations with hostile values against the local database, and prove their templates
	@$(LOCAL) install
	@DECLARED=$(or $(DECLARED),10000) go test -count=1 -timeout 2h -v -run Declared ./local/declared
	@DECLARED=$(or $(DECLARED),10000) go test -count=1 -timeout 2h -v -run TestTemplatesOfDeclaredEndpointsAreProven ./policy

test: lint unit contract web-test ## Run every test, having installed what they need

lint: ## gofmt, go vet, staticcheck, actionlint, go mod tidy
	@echo "lint"
	@unformatted=$$(git ls-files '*.go' | xargs gofmt -l); [ -z "$$unformatted" ] || { echo "not gofmt'd: $$unformatted"; exit 1; }
	@go vet ./...
	@$(LINT) staticcheck ./...
	@go mod tidy -diff >/dev/null || { echo "go.mod is not tidy: run go mod tidy"; exit 1; }
	@$(LINT) actionlint

unit: build ## The tests of every package, the engine's included
	@$(LOCAL) install
	@$(TEST) --jsonfile .local/unit.json -- -timeout 60m $$(go list ./... | grep -v /contract$$)
	@cd tools/openapi && $(subst tools/,$(CURDIR)/tools/,$(TEST)) -- ./...
	@$(call no-skips,.local/unit.json)

contract: build ## The API's contract tests, against a fresh local stack on each database engine
	@for example in orders customers; do (cd examples/$$example && go run ./local exec -- $(subst tools/,$(CURDIR)/tools/,$(TEST)) -- -count=1 ./contract); done
ifneq ($(wildcard contract/*.go),) # an API of your own may have none
	@$(LOCAL) exec -- $(TEST) --jsonfile .local/contract.json -- -count=1 ./contract
	@DYNAMODB_ENGINE=dynalite $(LOCAL) exec -- $(TEST) -- -count=1 ./contract
	@$(call no-skips,.local/contract.json)
endif

RELEASE := $(shell sed -n 's/^version: //p' policy/PulumiPolicy.yaml)
.PHONY: release test-release
release: ## Build what a release has, for every system, into .local/release
	@.github/release.sh $(RELEASE) .local/release

test-release: release ## Build a release, and try its archives, checksums and programs
	@.github/test-release.sh $(RELEASE) .local/release

race: build ## The unit tests under the race detector
	@$(LOCAL) install
	@CGO_ENABLED=1 $(TEST) -- -race $$(go list ./... | grep -v /contract$$)

FUZZTIME ?= 20s
fuzz: ## Generated hostile templates: none runs longer than its deadline and a second
	@go test -vet=off -run '^$$' -fuzz '^FuzzTime$$' -fuzztime $(FUZZTIME) -parallel 2 ./internal/vtl
	@go test -vet=off -run '^$$' -fuzz '^FuzzRender$$' -fuzztime $(FUZZTIME) -parallel 2 ./internal/vtl

vulnerabilities: ## Known vulnerabilities in what the code calls (needs the database at vuln.go.dev)
	@$(LINT) govulncheck ./... || { echo "vulnerabilities: see above; without access to the database nothing was checked"; exit 1; }

# With CI=true a skipped test is a failure: what was not run was not tested.
no-skips = if [ "$${CI:-}" = true ] && grep '"Action":"skip"' $(1) | grep '"Test":'; then echo "skipped tests: see above"; exit 1; fi

mutants: build ## Break the prod stack and three others in many ways, and count what the policy pack catches
	@echo "Recording the stack prod..."
	@$(LOCAL) preview --stack prod --record .local/prod.recording >.local/preview.log 2>&1 || { cat .local/preview.log; exit 1; }
	@go run ./cmd/mutants .local/prod.recording
	@go test -count=1 -timeout 1h -v -run '^TestDerivedMutants$$' ./policy -every-mutant

N ?= 1000000
soundness: ## Draw N templates (a million by default), and try to break those that the pack proves
	@go test -vet=off ./policy/soundness -run TestNoProvenTemplateCanBeBroken -v -timeout 6h -templates $(N) -seed $$(date +%s)000000

kills: build ## Kill and interrupt deployments and destroys at every step, 200 times, and hold that the next run repairs them (KILLS=200)
	@$(LOCAL) install
	@go test -v -count=1 -timeout 4h -run '^TestKills$$' ./local/command -kills $(or $(KILLS),200)

oracle: ## Compare the template engine with Apache Velocity 1.7, 20,000 times and more
	@tools/oracle/install.sh
	@go run ./cmd/oracle

bench: build ## Rendering against Velocity on the JVM, requests against DynamoDB alone, the pack's growth
	@tools/oracle/install.sh
	@$(LOCAL) install
	@failed=0; \
	go run ./cmd/oracle -bench templates -target 1 || failed=1; \
	go run ./cmd/oracle -bench examples/orders/templates || failed=1; \
	go test -run '^$$' -bench Requests -benchtime 10x ./local/command || failed=1; \
	go test -run '^$$' -bench . -benchtime 3x ./policy || failed=1; \
	exit $$failed

rules: ## Rewrite docs/rules.md from the rules
	@go generate ./policy/...

clean: ## Remove what make built, but keep the data of the local AWS
	rm -rf .local/bin tools/{dynoxide,dynalite}/node_modules
