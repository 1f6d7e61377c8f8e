# suture: sources are found by folder; adding a file edits no list.
# make            build/suture            make test     everything that must pass, under ASan and UBSan
# make demo       a tour                  make help     the other targets
SHELL   := /bin/bash
CC      ?= gcc
VARIANT ?= release
OUT     := $(if $(filter release,$(VARIANT)),build,build/$(VARIANT))

WARN    := -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
BASE    := -std=c17 -D_GNU_SOURCE -Isrc -I$(OUT)/gen -g -MMD -MP $(WARN) -fno-strict-aliasing -fno-common
FLAGS_release := -O2 -fstack-protector-strong -D_FORTIFY_SOURCE=2
FLAGS_dev     := -O1 -Werror
FLAGS_asan    := -O1 -Werror -DSUTURE_TEST -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
FLAGS_tsan    := -O1 -Werror -DSUTURE_TEST -fsanitize=thread
CFLAGS_ALL    := $(BASE) $(FLAGS_$(VARIANT)) $(CFLAGS)
LDLIBS_ALL    := -lsqlite3 -ljansson -lpthread -lm -ldl
MISSING       := -Wl,--unresolved-symbols=ignore-all

FOLDERS := base conf box py fact sema model flow edit rule store peer scan report llm fix agent study op door
SRC     := $(wildcard $(FOLDERS:%=src/%/*.c))
OBJ     := $(SRC:src/%.c=$(OUT)/obj/%.o)
GEN     := $(OUT)/gen/rules.inc $(OUT)/gen/models.inc $(OUT)/gen/prompts.inc
RULES   := $(sort $(filter-out rule,$(basename $(notdir $(wildcard src/rule/*.c)))))

.DELETE_ON_ERROR:
.PHONY: all
all: $(OUT)/suture

$(OUT)/suture: $(OBJ) $(OUT)/obj/main.o
	@$(CC) $(CFLAGS_ALL) -o $@ $^ $(LDFLAGS) $(MISSING) $(LDLIBS_ALL)

$(OUT)/libsuture.a: $(OBJ)
	@rm -f $@; ar rcs $@ $^

$(OUT)/obj/%.o: src/%.c $(GEN) Makefile
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(CFLAGS_ALL) -c -o $@ $<

# Lists made from the folders: the rules, and the texts that are embedded.
$(OUT)/gen/rules.inc: src/rule Makefile
	@mkdir -p $(@D); printf 'RULE(%s)\n' $(subst -,_,$(RULES)) > $@.new
	@cmp -s $@.new $@ 2>/dev/null && rm $@.new && touch $@ || mv $@.new $@
$(OUT)/gen/models.inc: $(wildcard src/model/*.model) src/model tool/embed Makefile
	@mkdir -p $(@D); tool/embed $(wildcard src/model/*.model) > $@
$(OUT)/gen/prompts.inc: $(wildcard src/agent/prompt/*.txt) src/agent tool/embed Makefile
	@mkdir -p $(@D); tool/embed $(wildcard src/agent/prompt/*.txt) > $@

-include $(OBJ:.o=.d) $(OUT)/obj/main.d

.PHONY: clean
clean:
	rm -rf build
