// op/runs: what the store remembers: runs listed, shown, and exported as a journal that replay:
// reads.
// SPDX-License-Identifier: MIT
#include "op/op.h"
#include "store/store.h"

enum { MOST_LISTED = 50 };

static Str when(int64_t seconds, Arena *keep)
{
    int64_t days = seconds / 86400, rest = seconds % 86400;
    // Howard Hinnant's civil_from_days
    int64_t z = days + 719468, era = z / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365,
            doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153, d = doy - (153 * mp + 2) / 5 + 1,
            m = mp < 10 ? mp + 3 : mp - 9;
    return str_fmt(keep, "%04d-%02d-%02d %02d:%02d", (int)(yoe + era * 400 + (m <= 2)), (int)m,
                   (int)d, (int)(rest / 3600), (int)(rest / 60 % 60));
}

static int list(const OpCall *c, Store *s)
{
    StoreRuns runs = {0};
    Buf b = {.keep = c->keep};
    Err e = store_runs(s, MOST_LISTED, c->keep, &runs);
    if (e.kind) return op_fail(c, e);
    for (Size i = 0; i < runs.n; i++) {
        const StoreRunRow *r = &runs.v[i];
        Str outcome = r->outcome.len ? r->outcome : S("did not end");
        Str taken = str_eq(r->operation, S("fix")) ? str_fmt(c->keep, "%td accepted", r->accepted)
                                                       : S("");
        buf_fmt(&b, "%5lld  %.*s UTC  %-9.*s "
                    "%4td file%s %4td question%s %13.*s  %-12.*s %.*s\n",
                (long long)r->id, STR_ARG(when(r->started, c->keep)), STR_ARG(r->operation),
                r->files, r->files == 1 ? " " : "s", r->exchanges, r->exchanges == 1 ? " " : "s",
                STR_ARG(taken), STR_ARG(outcome), STR_ARG(r->model));
    }
    op_data(c, buf_str(&b));
    if (!runs.n) op_say(c, "No runs yet: fix and generate with --model leave one each.");
    return EXIT_CLEAN;
}

static int show(const OpCall *c, Store *s, int64_t run)
{
    Str text;
    Err e = store_show(s, run, c->keep, &text);
    if (e.kind) return op_fail(c, e);
    op_data(c, text);
    return EXIT_CLEAN;
}

static int export(const OpCall *c, Store *s, int64_t run)
{
    Str text;
    Err e = store_export(s, run, c->keep, &text);
    if (e.kind) return op_fail(c, e);
    op_data(c, text);
    return EXIT_CLEAN;
}

static int wrong(const OpCall *c)
{
    op_say(c, "suture: `suture runs` takes nothing, or: show N, or: export [N]");
    return EXIT_USAGE;
}

static int dispatch(const OpCall *c, Store *s)
{
    int64_t run = 0;
    if (!c->nwords) return list(c, s);
    if (c->nwords == 2 && (!str_int(c->words[1], &run) || run < 1)) return wrong(c);
    if (str_eq(c->words[0], S("show"))) return show(c, s, run);
    return str_eq(c->words[0], S("export")) ? export(c, s, run) : wrong(c);
}

int op_runs(const OpCall *c)
{
    Err e = {0};
    Store *s = store_open((Str){0}, true, c->keep, &e);
    if (!s && !c->nwords) {
        op_say(c, "No runs yet: fix and generate with --model leave one each.");
        return EXIT_CLEAN;
    }
    if (!s) return op_fail(c, e);
    int code = dispatch(c, s);
    store_close(s);
    return code;
}
