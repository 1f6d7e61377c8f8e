// rule unasked-access: a function is told who calls, and asks nothing of them.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static NodeId own_function(const Query *q, NodeId name)
{
    for (Size i = 1; py_kind(q->tree, name) == PY_Name && i < q->module->funcs.n; i++)
        if (q->module->funcs.v[i].kind == FUNC_DEF &&
            q->module->funcs.v[i].name == py_sym(q->tree, name, Name_id))
            return q->module->funcs.v[i].node;
    return 0;
}

// user = Depends(require_admin), Annotated[User, Security(require_admin)]: the framework asks first.
static bool is_asked_before(const Query *q, NodeId def)
{
    static const Str rights[] = {L("role"), L("admin"), L("perm"), L("staff"), L("scope"),
                                 L("owner"), L("require"), {0}};
    static const int lists[] = {FunctionDef_decorator_list, AsyncFunctionDef_decorator_list};
    const Tree *t = q->tree;
    bool async = py_kind(t, def) == PY_AsyncFunctionDef;
    NodeId args = async ? py_node(t, def, AsyncFunctionDef_args) : py_node(t, def, FunctionDef_args);
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str m = query_method(q, n);
        bool asks = str_eq(m, S("Depends")) || str_eq(m, S("Security"));
        NodeList decorators = py_list(t, def, lists[async]);
        bool here = args && query_within(q, n, args);
        for (uint32_t i = 0; !here && i < decorators.n; i++) here = query_within(q, n, decorators.v[i]);
        NodeId target = asks && here ? query_arg(q, n, 0, S("dependency")) : 0;
        if (!target) continue;
        NodeId own = own_function(q, target);
        if (!own && query_named(query_called(q, target), rights)) return true;
        for (NodeId r = 0; own && (r = query_next(q, PY_If, r));)
            if (query_within(q, r, own) && query_mentions(q, py_node(t, r, If_test), rights)) return true;
    }
    return false;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        NodeId def = query_def(q, i);
        if (!def || py_kind(q->tree, def) == PY_Lambda || is_asked_before(q, def)) continue;
        // what looks rights up, or keeps who is calling, does not act for them
        static const Str looks_up[] = {L("perm"), L("current_user"), L("has_"), L("can_"), {0}};
        Str name = py_name(q->tree, q->module->funcs.v[i].name);
        bool asks = str_starts(name, S("get_")) || str_starts(name, S("_")) ||
                    query_named(name, looks_up);
        Mend m = {run->file, run->tree, i, run->keep, run->query->parent};
        MendSite at = {.node = def};
        Fix role = {0}, owner = {0};
        bool owned = mend_fix_unasked_owner(&m, &at, &owner);
        if (!owned && (asks || !mend_fix_unasked_role(&m, &at, &role))) continue;
        rule_report(run, i, def, CONF_MEDIUM,
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
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/862.html"),
                    L("https://cheatsheetseries.owasp.org/cheatsheets/Authorization_Cheat_Sheet.html")),
    .at_file = look,
    .words = LIST(L("user"), L("role"), L("username"), L("current_user"), L("user_id"), L("actor"),
                  L("caller"), L("requester"), L("user_role"), L("requesting_user"),
                  L("current_user_id"), L("requester_id"), L("account")),
    .fix = mend_fix_unasked_access,
    .weak_in_package = true,
};
