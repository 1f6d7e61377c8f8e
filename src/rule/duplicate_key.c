// rule duplicate-key: a key stands twice in a dictionary.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static void look_at(RuleRun *run, NodeId n)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeList keys = py_list(t, n, Dict_keys), values = py_list(t, n, Dict_values);
    Arena scratch = *run->scratch;
    Map seen = {0};
    for (uint32_t i = 0; i < keys.n; i++) {
        const PyConst *c =
            keys.v[i] && py_kind(t, keys.v[i]) == PY_Constant ? py_const(t, keys.v[i]) : NULL;
        if (!c || c->kind != CONST_STR) continue;
        void **before = map_at(&scratch, &seen, c->text);
        NodeId other = (NodeId)(uintptr_t)*before;
        if (other && !str_eq(py_text(t, other), py_text(t, values.v[i])))
            rule_report(run, q->inside[n], keys.v[i], CONF_LOW,
                        "the key \"%.*s\" stands twice, with two values", STR_ARG(c->text));
        *before = (void *)(uintptr_t)values.v[i];
    }
}

static void look(RuleRun *run)
{
    for (NodeId n = 0; (n = query_next(run->query, PY_Dict, n));) look_at(run, n);
}

const Rule rule_duplicate_key = {
    .id       = L("duplicate-key"),
    .cwe      = 462, .severity = SEV_LOW,
    .title    = L("a key stands twice in a dictionary"),
    .why      = L("Only the last value counts; a rule, a limit or a permission that was meant "
                  "is silently gone."),
    .instead  = L("Leave one of them."),
    .bad      = L("LIMITS = {\"upload\": 10, \"login\": 5, \"upload\": 1000}\n"),
    .good     = L("LIMITS = {\"upload\": 10, \"login\": 5}\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/462.html"),
                     L("https://docs.astral.sh/ruff/rules/multi-value-repeated-key-literal/")),
    .peers    = LIST(L("ruff:F601")),
    .at_file  = look,
};
