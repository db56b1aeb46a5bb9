# Everything here needs Go, git and make, and of the network the Go module proxy.
# Tools are pinned in cmd/internal/tools.mod, apart from the program's own modules.

BIN     = bin/naftiko
VERSION = $(or $(shell git describe --tags --always --dirty 2>/dev/null),dev)
LINT    = go tool -modfile=cmd/internal/tools.mod golangci-lint
# The race detector needs cgo and a platform it knows.
RACE    = $(shell go list -race errors >/dev/null 2>&1 && echo -race)

FUZZTIME ?= 30s
COUNT    ?= 6
PKG      ?= ./...

.DEFAULT_GOAL := help
.PHONY: help demo build test check lint cross fmt fuzz bench cover clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: build ## build, then call an operation; the document itself plays the server
	$(BIN) invoke kinde-users getUser id=kp_123 --mock

build: ## build bin/naftiko, one static binary
	@CGO_ENABLED=0 go build -trimpath -buildvcs=false -o $(BIN) \
		-ldflags '-s -w -X naftiko/cmd/internal/cli.version=$(VERSION)' ./cmd/naftiko

test: ## run all tests: units, fuzz seeds, scripts, documents, import policy
	@$(if $(RACE),,echo "no C compiler, or no race detector for this platform: testing without -race")
	go test $(RACE) -shuffle=on ./...

check: lint cross build test ## all that CI does

lint: ## check format, vet and lint
	@$(LINT) run

cross: ## vet for Windows, and for integers of 32 bits
	GOOS=windows GOARCH=amd64 CGO_ENABLED=0 go vet ./...
	GOOS=linux GOARCH=386 CGO_ENABLED=0 go vet ./...

fmt: ## format the code
	@$(LINT) fmt

fuzz: ## run each fuzz target for FUZZTIME (30s)
	@set -e; for pkg in $$(go list $(PKG)); do \
		listed=$$(go test -list '^Fuzz' $$pkg); \
		for name in $$(echo "$$listed" | grep '^Fuzz' || true); do \
			echo "$$pkg $$name"; \
			go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) $$pkg; \
		done; \
	done

bench: ## run the benchmarks COUNT (6) times and summarise them
	@mkdir -p bin
	@go test -run '^$$' -bench . -benchmem -count $(COUNT) $(PKG) >bin/bench.txt || { cat bin/bench.txt; exit 1; }
	@go tool -modfile=cmd/internal/tools.mod benchstat bin/bench.txt

# go test gives each test a folder of its own for coverage, and so to the commands
# that its scripts start; env puts them all into one.
COVERDIR = $(CURDIR)/bin/cover

cover: ## coverage by package and in total, scripts included
	@rm -rf $(COVERDIR) && mkdir -p $(COVERDIR)
	@go test -count=1 -cover -coverpkg=./... -exec 'env GOCOVERDIR=$(COVERDIR)' ./... \
		-args -test.gocoverdir=$(COVERDIR) >bin/cover.log || { cat bin/cover.log; exit 1; }
	@go tool covdata percent -i=$(COVERDIR)
	@go tool covdata textfmt -i=$(COVERDIR) -o=bin/cover.txt
	@go tool cover -func=bin/cover.txt | tail -n 1

clean: ## remove what was built
	@rm -rf bin
