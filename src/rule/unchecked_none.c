// rule unchecked-none: a result that may be None is used without a look.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// A function of the module with an explicit `return None` beside a return of something.
static bool may_be_none(const Query *q, Sym name)
{
    const Tree *t = q->tree;
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        bool none = false, some = false;
        if (f->kind != FUNC_DEF || f->name != name || f->owner || f->is_generator) continue;
        for (NodeId r = 0; (r = query_next(q, PY_Return, r));) {
            NodeId value = q->inside[r] == i ? py_node(t, r, Return_value) : 0;
            const PyConst *c =
                value && py_kind(t, value) == PY_Constant ? py_const(t, value) : NULL;
            none |= c && c->kind == CONST_NONE;
            some |= value && !(c && c->kind == CONST_NONE);
        }
        return none && some;
    }
    return false;
}

static bool is_tested(const Query *q, uint32_t func, Str name)
{
    static const int kinds[] = {PY_If, PY_IfExp, PY_While, PY_Assert, PY_BoolOp, PY_Try, PY_Match};
    for (Size k = 0; k < countof(kinds); k++)
        for (NodeId n = 0; (n = query_next(q, kinds[k], n));)
            if (q->inside[n] == func && query_uses(q, n, name)) return true;
    return false;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test || run->least > CONF_LOW) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId arg = str_eq(query_method(q, n), S("len")) ? query_arg(q, n, 0, S("")) : 0;
        NodeId value = arg ? query_assigned(q, arg) : 0;
        if (!value || py_kind(t, value) != PY_Call ||
            py_kind(t, py_node(t, value, Call_func)) != PY_Name)
            continue;
        if (!may_be_none(q, py_sym(t, py_node(t, value, Call_func), Name_id))) continue;
        if (is_tested(q, q->inside[n], query_called(q, arg))) continue;
        rule_report(run, q->inside[n], n, CONF_LOW, "`%.*s` may be None here",
                    STR_ARG(query_called(q, arg)));
    }
    if (!rule_in_package(run))
        rule_by_shape(run, PY_Assign, mend_fix_maybe_none, CONF_LOW,
                      "this may be None, by what the function says of itself");
}

static bool fix(const Mend *m, const MendSite *at, Fix *out)
{
    static MendFix *const all[] = {mend_fix_none, mend_fix_maybe_none, NULL};
    return mend_any(m, at, out, all);
}

const Rule rule_unchecked_none = {
    .id       = L("unchecked-none"),
    .cwe      = 476, .also = {252}, .severity = SEV_LOW,
    .title    = L("a result that may be None is used without a look"),
    .why      = L("One of the function's returns gives None. The caller uses it as if it never "
                  "did, and an input that leads there ends the request, or the program."),
    .instead  = L("Test the result, or let the function raise an exception instead."),
    .bad      = L("def parse(data):\n"
                  "    if not data:\n"
                  "        return None\n"
                  "    return data.split(\",\")\n"
                  "def count(data):\n"
                  "    parts = parse(data)\n"
                  "    return len(parts)\n"),
    .good     = L("def parse(data):\n"
                  "    if not data:\n"
                  "        return None\n"
                  "    return data.split(\",\")\n"
                  "def count(data):\n"
                  "    parts = parse(data)\n"
                  "    return len(parts) if parts else 0\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/476.html"),
                     L("https://cwe.mitre.org/data/definitions/252.html")),
    .at_file  = look,
    .surest   = {.most = CONF_LOW},
    .fix = fix,
};
