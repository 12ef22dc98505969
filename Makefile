# Shardwright. `make` or `make help` lists what can be made.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo demo-down test unit integration e2e soak bench-planner build cli install-cli images install uninstall \
	format crds \
	cluster-up cluster-down cluster-delete cluster-status

JDK := $(shell .ci/find-jdk)
export JAVA_HOME := $(JDK)
export MAVEN_OPTS += --sun-misc-unsafe-memory-access=allow
MVN := mvn --batch-mode --quiet --no-transfer-progress
CLUSTER_TOOL := e2e-tests/cluster/cluster
IMAGES_TOOL := e2e-tests/images/build
PREFIX ?= /usr/local

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## A cluster, the operator, a sharded store under load, a live scale-out and back
	@.ci/demo

demo-down: ## Remove the demo and put everything on this machine back, but keep the caches
	@.ci/demo --down

test: ## Everything that must hold: unit, integration against a real API server, end-to-end on the cluster
	@.ci/test

unit: jdk ## Unit tests and static checks: no cluster, no root
	$(MVN) verify

integration: jdk ## Tests against a real API server (needs the binaries that `make cluster-up` builds)
	@.ci/test integration

e2e: jdk ## End-to-end tests on the cluster; one with `make e2e TEST=ScaleE2E`; RATE=N requests a second
	@.ci/test e2e $(TEST)

soak: jdk ## The end-to-end tests for longer, and those that last: every fault in every moment of a move, an operator that dies at every step, 1 GiB moved
	@.ci/test soak $(TEST)

bench-planner: jdk ## Measure the planner beside its peers: SEED=N, QUICK=1, ONLY=peers,skew, UPDATE_DOCS=1
	@.ci/bench-planner

build: jdk ## Compile and package without tests
	$(MVN) package -DskipUnit=true

cli: jdk ## Build the command line, one file: operator/cli/target/kubectl-shards
	$(MVN) package -pl operator/cli -am -DskipUnit=true

install-cli: cli ## Copy it to PREFIX/bin (default /usr/local), where kubectl finds it as `kubectl shards`
	@install -d "$(PREFIX)/bin"
	@install -p -m 755 operator/cli/target/kubectl-shards "$(PREFIX)/bin/kubectl-shards"
	@echo "kubectl-shards is in $(PREFIX)/bin"

images: jdk ## Build the container images and load them into the cluster
	@.ci/images

install: ## Install the operator into the current cluster (the one of `make cluster-up`, or KUBECONFIG)
	@eval "$$($(CLUSTER_TOOL) env)" && kubectl apply --server-side -k manifests/install

uninstall: ## Remove the operator; the definitions, ShardSets and their pods stay
	@eval "$$($(CLUSTER_TOOL) env)" && kubectl delete --ignore-not-found -k manifests/install/operator

format: jdk ## Format the sources
	$(MVN) spotless:apply

crds: jdk ## Generate the CRDs' YAML and reference from the Java types
	$(MVN) -pl crds test -Dtest=GeneratedFilesTest -Dcrds.update=true

cluster-up: ## Create the test cluster (says first what it does)
	@$(CLUSTER_TOOL) up

cluster-down: ## Delete the test cluster and stop what it started; keeps the caches
	@$(CLUSTER_TOOL) down

cluster-delete: ## cluster-down, and remove the caches too
	@$(CLUSTER_TOOL) delete

cluster-status: ## Say what is up
	@$(CLUSTER_TOOL) status

.PHONY: jdk
jdk:
	@test -n "$(JDK)" || { .ci/find-jdk --explain; exit 1; }
