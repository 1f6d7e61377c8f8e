# suture: sources are found by folder; adding a file edits no list.
# make            build/suture            make test     everything that must pass, under ASan and UBSan
# make demo       a tour                  make help     the other targets
SHELL   := /bin/bash
ifeq ($(origin CC),default)
CC      := gcc
endif
ifeq ($(filter -j% --jobserver%,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 2)
endif
VARIANT ?= release
OUT     := $(if $(filter release,$(VARIANT)),build,build/$(VARIANT))
PREFIX  ?= /usr/local

WARN    := -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
BASE    := -std=c17 -D_GNU_SOURCE -Isrc -I$(OUT)/gen -g -MMD -MP $(WARN) -fno-strict-aliasing -fno-common
FLAGS_release := -O2 -fstack-protector-strong -D_FORTIFY_SOURCE=2
FLAGS_dev     := -O1 -Werror
FLAGS_asan    := -O1 -Werror -DSUTURE_TEST -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
FLAGS_tsan    := -O1 -Werror -DSUTURE_TEST -fsanitize=thread
FLAGS_msan    := -O1 -DSUTURE_TEST -fno-omit-frame-pointer -fsanitize=memory
FLAGS_fuzz    := -O1 -DSUTURE_TEST -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
CFLAGS_ALL     = $(BASE) $(FLAGS_$(VARIANT)) $(CFLAGS)
LDLIBS_ALL    := -lsqlite3 -ljansson -lpthread -lm -ldl

FOLDERS := base conf box py fact sema model flow edit mend rule store peer scan report llm fix agent study op lsp door
SRC     := $(wildcard $(FOLDERS:%=src/%/*.c))
OBJ     := $(SRC:src/%.c=$(OUT)/obj/%.o)
GEN     := $(OUT)/gen/rules.inc $(OUT)/gen/models.inc $(OUT)/gen/prompts.inc $(OUT)/gen/study.inc \
           $(OUT)/gen/unicode.inc
RULES   := $(sort $(filter-out rule finding settle asked secrets way logged admins handed login caller content_type headers near unseen_check views words,$(basename $(notdir $(wildcard src/rule/*.c)))))
UNIT    := $(patsubst test/unit/%.c,$(OUT)/unit/%,$(wildcard test/unit/*.c))
DRIVERS := $(patsubst test/%.c,$(OUT)/%,$(wildcard test/*/driver.c))
FUZZ    := $(patsubst test/fuzz/%.c,$(OUT)/fuzz/%,$(wildcard test/fuzz/*.c))

.DELETE_ON_ERROR:
.PHONY: all
all: $(OUT)/suture

# What the machine lacks is installed first; the stamp says that nothing was missing.
build/.can-build: tool/setup
	@CC=$(CC) tool/setup build
	@mkdir -p build; touch $@
build/.can-test: tool/setup
	@CC=$(CC) tool/setup test
	@mkdir -p build; touch $@ build/.can-build

$(OUT)/suture: $(OBJ) $(OUT)/obj/main.o
	@$(CC) $(CFLAGS_ALL) -o $@ $^ $(LDFLAGS) $(LDLIBS_ALL)

$(OUT)/libsuture.a: $(OBJ)
	@rm -f $@; ar rcs $@ $^

$(OUT)/obj/%.o: src/%.c $(GEN) Makefile | build/.can-build
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(CFLAGS_ALL) -c -o $@ $<

# Lists made from the folders: the rules, and the texts that are embedded.
$(OUT)/gen/rules.inc: src/rule Makefile
	@mkdir -p $(@D); printf 'RULE(%s)\n' $(subst -,_,$(RULES)) > $@.new
	@cmp -s $@.new $@ 2>/dev/null && rm $@.new && touch $@ || mv $@.new $@
$(OUT)/gen/models.inc: $(wildcard src/model/*.model) src/model tool/embed Makefile
	@mkdir -p $(@D); tool/embed $(wildcard src/model/*.model) > $@
$(OUT)/gen/study.inc: $(wildcard src/study/*.txt) src/study tool/embed Makefile
	@mkdir -p $(@D); tool/embed $(wildcard src/study/*.txt) > $@
# Without Python: see src/py/unicode.c.
$(OUT)/gen/unicode.inc: tool/unicode
	@mkdir -p $(@D); python3 tool/unicode > $@ 2>/dev/null || echo '#define NO_UNICODE' > $@
$(OUT)/gen/prompts.inc: $(wildcard src/agent/prompt/*.txt) src/agent tool/embed Makefile
	@mkdir -p $(@D); tool/embed $(wildcard src/agent/prompt/*.txt) > $@

# Test programs: a file each. test/unit: cmocka. test/*/driver.c: asked by Python tests. test/fuzz: libFuzzer.
$(OUT)/unit/%: test/unit/%.c $(OUT)/libsuture.a
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(CFLAGS_ALL) -o $@ $< $(OUT)/libsuture.a $(LDFLAGS) -lcmocka $(LDLIBS_ALL)
$(OUT)/%/driver: test/%/driver.c $(OUT)/libsuture.a
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(CFLAGS_ALL) -o $@ $< $(OUT)/libsuture.a $(LDFLAGS) $(LDLIBS_ALL)
$(OUT)/fuzz/%: test/fuzz/%.c $(OUT)/libsuture.a
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(CFLAGS_ALL) -fsanitize=fuzzer -o $@ $< $(OUT)/libsuture.a $(LDFLAGS) $(LDLIBS_ALL)

# The front end is what every scan waits for: it gains 6% from -O3 (make bench-parse).
ifeq ($(VARIANT),release)
$(OUT)/obj/py/%.o: FLAGS_release += -O3
endif

-include $(OBJ:.o=.d) $(OUT)/obj/main.d

.PHONY: docs test test-programs check demo install uninstall fuzz clean help
test: build/.can-test
	@$(MAKE) --no-print-directory -s all
	@$(MAKE) --no-print-directory -s VARIANT=asan all test-programs
	@OUT=build SUTURE=$(CURDIR)/build/asan/suture tool/run-tests

test-programs: $(UNIT) $(DRIVERS)

check: all
	@tool/layers && tool/lengths && OUT=build tool/banned

docs: all
	@tool/print-rules $(OUT)/suture doc/rule

demo: all
	@SUTURE=$(CURDIR)/build/suture tool/demo

fuzz: build/.can-test
	@$(MAKE) --no-print-directory -s VARIANT=fuzz CC=$(or $(shell command -v clang || command -v clang-14),clang) fuzz-programs
.PHONY: fuzz-programs
fuzz-programs: $(FUZZ)

# What is read before it was set: the tests' Python files, and FILES, scanned and fixed under clang's MemorySanitizer.
.PHONY: test-unset
FILES ?=
test-unset: build/.can-test
	@$(MAKE) --no-print-directory -s VARIANT=msan CC=$(or $(shell command -v clang || command -v clang-14),clang) all
	@rm -rf build/msan/files; mkdir -p build/msan/files; cp -r test/flow test/rule test/fix $(FILES) build/msan/files
	@cd build/msan/files && for what in "scan --no-cache" "fix --write --review"; do \
	    MSAN_OPTIONS=halt_on_error=0:exitcode=0 ../suture $$what --no-config --profile audit . > ../said 2> ../seen; \
	    echo "$$what: $$(tail -n 1 ../said)"; \
	    ! grep -A 8 "WARNING: MemorySanitizer" ../seen || exit 1; done

# The Python front end for FUZZ_SECONDS, from the fixtures; what it finds lands in build/fuzz as crash-*.
.PHONY: fuzz-py
FUZZ_SECONDS ?= 600
fuzz-py: build/.can-test
	@$(MAKE) --no-print-directory -s VARIANT=fuzz CC=$(or $(shell command -v clang || command -v clang-14),clang) \
	    build/fuzz/fuzz/py_parse
	@mkdir -p build/fuzz/corpus-py; cp test/parse/* build/fuzz/corpus-py/ 2>/dev/null; \
	    build/fuzz/fuzz/py_parse -max_total_time=$(FUZZ_SECONDS) -max_len=4000 -timeout=20 -print_final_stats=1 \
	    -artifact_prefix=build/fuzz/ build/fuzz/corpus-py

# CPython as the judge: released packages by name; 3.14 runs inside the npm package pyodide.
build/oracle/packages: test/oracle/packages.txt
	@mkdir -p build/oracle; rm -rf $@ $@.new
	@python3 -m pip install -q --disable-pip-version-check --no-deps --no-compile --only-binary :all: --ignore-requires-python \
	    --python-version 3.13 --implementation cp --target $@.new -r $<
	@mv $@.new $@; touch $@
build/pyodide/node_modules/pyodide:
	@mkdir -p build/pyodide; cd build/pyodide; npm install --silent --no-fund --no-audit pyodide@314.0.7

# Other analysers from PyPI, by name; slow, so not part of `make test`.
build/peers/bin/ruff:
	@python3 -m venv build/peers
	@build/peers/bin/pip install -q --disable-pip-version-check pytest bandit ruff semgrep
# apart: it wants another version of a package than Semgrep does
build/pysa/bin/pyre:
	@python3 -m venv build/pysa
	@build/pysa/bin/pip install -q --disable-pip-version-check pyre-check "click<8.2"
.PHONY: test-peers
test-peers: all build/peers/bin/ruff build/pysa/bin/pyre
	@PATH=$(CURDIR)/build/pysa/bin:$(CURDIR)/build/peers/bin:$$PATH SUTURE=$(CURDIR)/build/suture build/peers/bin/python -m pytest -q \
	    -p no:cacheprovider test/peer/real.py

# A server that speaks the models' protocols and that nobody here wrote.
build/conformance/bin/mockllm:
	@python3 -m venv build/conformance
	@build/conformance/bin/pip install -q --disable-pip-version-check pytest mockllm==0.0.8
.PHONY: test-conformance
test-conformance: all build/conformance/bin/mockllm
	@SUTURE=$(CURDIR)/build/suture build/conformance/bin/python -m pytest -q -p no:cacheprovider test/llm/conformance.py

# An editor's half of the protocol that nobody here wrote, made from the protocol's own model.
build/lsp-client/bin/python: Makefile
	@python3 -m venv build/lsp-client
	@build/lsp-client/bin/pip install -q --disable-pip-version-check pytest pygls==2.1.1 lsprotocol==2025.0.0; touch $@
.PHONY: test-lsp
test-lsp: all build/lsp-client/bin/python
	@SUTURE=$(CURDIR)/build/suture build/lsp-client/bin/python -m pytest -q -p no:cacheprovider test/lsp/conformance.py

# 1,000 files, 8 rounds, 64 questions at once, against a server of our own.
.PHONY: bench-agent
bench-agent: all
	@SUTURE=$(CURDIR)/build/suture $$(tool/python) test/bench/throughput.py

# The study's recorded rounds, and the gates against the study's labels; DATA: the replication package, else they are skipped.
DATA ?=
.PHONY: bench-rounds bench-gates
bench-rounds: all
	@SUTURE=$(CURDIR)/build/suture $$(tool/python) test/bench/rounds.py "$(DATA)"
bench-gates: all $(OUT)/fix/driver
	@DRIVER=$(CURDIR)/$(OUT)/fix/driver $$(tool/python) test/fix/people.py --markdown "$(DATA)"

# What the rules say about millions of lines of well-kept packages, Bandit and Ruff beside it; fetches wheels by name.
# PACKAGES: another list than test/bench/real-packages.txt.
.PHONY: bench-noise
PACKAGES ?= test/bench/real-packages.txt
bench-noise: all build/peers/bin/ruff
	@PATH=$(CURDIR)/build/peers/bin:$$PATH $$(tool/python) test/bench/noise.py build/suture build/bench/real --peers --packages "$(PACKAGES)"

.PHONY: test-oracle test-oracle-314 bench-parse
test-oracle: build/oracle/driver build/oracle/packages
	@$$(tool/python) test/oracle/compare.py build/oracle/packages
test-oracle-314: build/oracle/driver build/oracle/packages build/pyodide/node_modules/pyodide
	@$$(tool/python) test/oracle/compare.py --version 3.14 build/oracle/packages
bench-parse: build/bench/driver build/oracle/packages
	@CARGO_TARGET_DIR=$(CURDIR)/build/bench/peers cargo build --quiet --release \
	    --manifest-path test/bench/peers/Cargo.toml
	@$$(tool/python) test/bench/parse.py build/bench/driver build/bench/peers/release/peers \
	    $$($$(tool/python) test/oracle/ask.py) build/oracle/packages

# What others publish as schemas, and pre-commit itself: from the registries, by name; slow, so not in make test.
build/schemas/.done: Makefile
	@mkdir -p build/schemas; cd build/schemas; \
	    npm install --silent --no-fund --no-audit --ignore-scripts @microsoft/jest-sarif@1.0.0-beta.0; \
	    python3 -m venv venv; venv/bin/pip install -q pytest hypothesis pyyaml check-jsonschema; touch .done
.PHONY: test-schemas test-pre-commit
test-schemas: all build/schemas/.done
	@SUTURE=$(CURDIR)/build/suture build/schemas/venv/bin/python -m pytest -q -rs -p no:cacheprovider test/cmd/test_schemas.py
test-pre-commit: build/.can-build
	@test/packaging/pre-commit build/pre-commit

# The whole scan against Ruff's S rules and Bandit, on released packages: at least 3 million lines.
BENCH_ROUNDS ?= 7
BENCH_LINES ?= 0
build/bench/peers-env: test/bench/peers.txt
	@rm -rf $@; python3 -m venv $@ && $@/bin/pip install -q --disable-pip-version-check -r $<; touch $@
build/bench/packages: test/bench/packages.txt
	@mkdir -p build/bench; rm -rf $@ $@.new
	@python3 -m pip install -q --disable-pip-version-check --no-deps --no-compile --only-binary :all: --ignore-requires-python \
	    --python-version 3.13 --implementation cp --target $@.new -r $<
	@mv $@.new $@; touch $@
.PHONY: bench
bench: all build/bench/peers-env build/bench/packages build/oracle/packages
	@$$(tool/python) test/bench/scan.py build/suture build/bench/peers-env build/bench/packages build/oracle/packages \
	    --rounds $(BENCH_ROUNDS) --lines $(BENCH_LINES)

install: all
	@install -Dm755 build/suture $(DESTDIR)$(PREFIX)/bin/suture
	@mkdir -p $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	@build/suture man > $(DESTDIR)$(PREFIX)/share/man/man1/suture.1
	@build/suture completions bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/suture
	@build/suture completions zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_suture
	@build/suture completions fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/suture.fish
	@echo "installed $(DESTDIR)$(PREFIX)/bin/suture"
	@case ":$$PATH:" in *":$(PREFIX)/bin:"*) ;; \
	    *) [ -n "$(DESTDIR)" ] || echo "  (not in PATH: add $(PREFIX)/bin, in ~/.profile)" ;; esac
uninstall:
	@rm -f $(DESTDIR)$(PREFIX)/bin/suture $(DESTDIR)$(PREFIX)/share/man/man1/suture.1 \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/suture \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_suture \
	    $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/suture.fish

clean:
	rm -rf build

help:
	@echo "make            build build/suture, installing what is missing (YES=1: without asking)"
	@echo "make demo       a tour in four acts"
	@echo "make test       all tests, under AddressSanitizer and UBSan"
	@echo "make check      layers, lengths, banned calls"
	@echo "make test-oracle     our trees against CPython's, over released packages (test-oracle-314: with pyodide)"
	@echo "make bench           the whole scan against Ruff's S rules and Bandit: CPU, memory, threads"
	@echo "make bench-agent     throughput of the loop with a model of 200 ms, 64 at once"
	@echo "make bench-rounds    the study's RQ4 rounds replayed; bench-gates: the gates against people (DATA=FOLDER)"
	@echo "make test-peers      Bandit, Ruff, Semgrep and Pysa as they are; test-conformance: a models' server of others (PyPI)"
	@echo "make test-lsp        the server for editors, by pygls's client (PyPI)"
	@echo "make bench-parse     our parser against Ruff's, tree-sitter and CPython's"
	@echo "make test-schemas    SARIF, action.yml and the CI templates against their published schemas (npm, PyPI)"
	@echo "make test-pre-commit our hooks by the real pre-commit, from a clean home (PyPI)"
	@echo "make fuzz       the fuzz programs, with clang, into build/fuzz; make fuzz-py runs that of the front end"
	@echo "make install    into PREFIX ($(PREFIX)): program, man page, completions"
	@echo "make VARIANT=dev|asan|tsan   other builds, into build/VARIANT"
