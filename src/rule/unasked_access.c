// rule unasked-access: a function is told who calls, and asks nothing of them.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// user = Depends(require_admin), Annotated[User, Security(require_admin)]: what the framework asks
// first. BY_NAME: about rights as its name has it; FOR_SURE: as its own code has it, or another file's.
typedef enum { ASKED_NOTHING, ASKED_BY_NAME, ASKED_FOR_SURE } Asked;

static Asked asked_by(const Query *q, NodeId target)
{
    static const Str rights[] = {L("role"), L("admin"), L("perm"), L("staff"), L("scope"),
                                 L("owner"), L("require"), {0}};
    bool named = query_named(query_called(q, target), rights);
    NodeId own = query_own_function(q, target);
    if (!own) return named ? ASKED_FOR_SURE : ASKED_NOTHING;
    for (NodeId n = 0; (n = query_next_in(q, PY_If, own, n));)
        if (query_mentions(q, py_node(q->tree, n, If_test), rights))
            return ASKED_FOR_SURE;
    return named ? ASKED_BY_NAME : ASKED_NOTHING;
}

static Asked asked_before(const Query *q, NodeId def)
{
    static const int lists[] = {FunctionDef_decorator_list, AsyncFunctionDef_decorator_list};
    const Tree *t = q->tree;
    NodeId args = query_args(q, def);
    NodeList decorators = py_list(t, def, lists[py_kind(t, def) == PY_AsyncFunctionDef]);
    Asked most = ASKED_NOTHING;
    if (!query_names(q, S("Depends")) && !query_names(q, S("Security"))) return ASKED_NOTHING;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str m = query_method(q, n);
        if (!str_eq(m, S("Depends")) && !str_eq(m, S("Security"))) continue;
        bool here = args && query_within(q, n, args);
        for (uint32_t i = 0; !here && i < decorators.n; i++)
            here = query_within(q, n, decorators.v[i]);
        NodeId target = here ? query_arg(q, n, 0, S("dependency")) : 0;
        Asked one = target ? asked_by(q, target) : ASKED_NOTHING;
        if (one > most) most = one;
    }
    return most;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        NodeId def = query_def(q, i);
        if (!def || py_kind(q->tree, def) == PY_Lambda) continue;
        Asked before = asked_before(q, def);
        if (before == ASKED_FOR_SURE) continue;
        // what looks rights up, or keeps who is calling, does not act for them
        static const Str looks_up[] = {L("perm"), L("current_user"), L("has_"), L("can_"), {0}};
        Str name = py_name(q->tree, q->module->funcs.v[i].name);
        bool asks = before == ASKED_BY_NAME || str_starts(name, S("get_")) ||
                    str_starts(name, S("_")) || query_named(name, looks_up);
        Mend m = rule_mend(run, i);
        MendSite at = {.node = def};
        Fix role = {0}, owner = {0};
        bool owned = mend_fix_unasked_owner(&m, &at, &owner);
        if (!owned && (asks || !mend_fix_unasked_role(&m, &at, &role))) continue;
        // who calls it in another module may have asked
        rule_report(run, i, def, flow_used_outside(run->file, name) ? CONF_LOW : CONF_MEDIUM,
                    owned ? "`%.*s` is given the caller, and never compares the owner with them"
                          : "`%.*s` acts for every role: what the module or its neighbours ask is "
                            "not asked here",
                    STR_ARG(py_name(q->tree, q->module->funcs.v[i].name)));
    }
}

const Rule rule_unasked_access = {
    .id = L("unasked-access"),
    .cwe = 862,
    .also = {863, 639},
    .severity = SEV_HIGH,
    .title = L("a function is told who calls, and asks nothing of them"),
    .why = L("The module holds a table of roles or the owner of each record, or the functions "
             "beside this one ask who calls: this one does not, so everybody who reaches it may do "
             "what it does."),
    .instead = L("Ask the same table, owner or check first, and refuse the way the neighbours "
                 "refuse."),
    .bad = L("PERMISSIONS = {\"admin\": {\"delete\"}, \"reader\": set()}\n"
             "notes = {}\n"
             "def delete_note(role, note):\n"
             "    del notes[note]\n"),
    .good = L("PERMISSIONS = {\"admin\": {\"delete\"}, \"reader\": set()}\n"
              "notes = {}\n"
              "def delete_note(role, note):\n"
              "    if \"delete\" not in PERMISSIONS.get(role, ()):\n"
              "        raise PermissionError(\"not allowed\")\n"
              "    del notes[note]\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/862.html"),
             L("https://cheatsheetseries.owasp.org/cheatsheets/Authorization_Cheat_Sheet.html")),
    .at_file = look,
    .words = LIST(L("user"), L("role"), L("username"), L("current_user"), L("user_id"), L("actor"),
                  L("caller"), L("requester"), L("user_role"), L("requesting_user"),
                  L("current_user_id"), L("requester_id"), L("account")),
    .fix = mend_fix_unasked_access,
    .weak_in_package = true,
};
