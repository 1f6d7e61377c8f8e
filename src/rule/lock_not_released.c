// rule lock-not-released: a lock that an exception leaves locked, or that is taken without a look
// whether it was got.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static bool released_surely(const Query *q, uint32_t func)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Try, n));) {
        NodeList last = py_list(t, n, Try_finalbody);
        for (uint32_t i = 0; q->inside[n] == func && i < last.n; i++)
            if (query_uses(q, last.v[i], S("release"))) return true;
    }
    return false;
}

static bool releases(const Query *q, uint32_t func)
{
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
        if (q->inside[n] == func && str_eq(query_method(q, n), S("release"))) return true;
    return false;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Expr, n));) {
        NodeId call = py_node(t, n, Expr_value);
        if (py_kind(t, call) != PY_Call || !str_eq(query_method(q, call), S("acquire"))) continue;
        uint32_t func = q->inside[n];
        if (!releases(q, func) || released_surely(q, func)) continue;
        rule_report(run, func, call, CONF_MEDIUM,
                    "an exception before release() leaves the lock taken");
    }
}

const Rule rule_lock_not_released = {
    .id       = L("lock-not-released"),
    .cwe      = 667, .also = {414}, .severity = SEV_LOW,
    .proven_in_project = true,
    .title    = L("a lock that an exception leaves locked, or that is taken without a look "
                  "whether it was got"),
    .why      = L("Something between acquire() and release() raises, the release is skipped, and "
                  "every thread that wants the lock waits for ever. An attacker needs one "
                  "request that fails at that place to stop the service."),
    .instead  = L("with lock: …"),
    .bad      = L("import threading\n"
                  "lock = threading.Lock()\n"
                  "def work(items):\n"
                  "    lock.acquire()\n"
                  "    items.pop()\n"
                  "    lock.release()\n"),
    .good     = L("import threading\n"
                  "lock = threading.Lock()\n"
                  "def work(items):\n"
                  "    with lock:\n"
                  "        items.pop()\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/667.html"),
                     L("https://cwe.mitre.org/data/definitions/414.html"),
                     L("https://docs.python.org/3/library/threading.html#with-locks")),
    .at_file  = look,
    .words    = LIST(L("acquire")),
    .fix = mend_fix_lock,
    .weak_in_package = true,
};
