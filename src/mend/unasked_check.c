// mend/unasked_check: a validator that the module defines and a function does not ask.
// SPDX-License-Identifier: MIT
#include "mend/unasked_int.h"

// ---- validators

typedef struct {
    NodeId def;
    Str name;
    NodeList params;
    bool answers, raises, gives;
} Validator;

static bool is_truth(const Mend *m, NodeId v)
{
    int kind = py_kind(m->tree, v);
    const PyConst *c = kind == PY_Constant ? py_const(m->tree, v) : NULL;
    if (c) return c->kind == CONST_TRUE || c->kind == CONST_FALSE;
    Str text = py_text(m->tree, v);
    return kind == PY_Compare || kind == PY_BoolOp || str_starts(text, S("not ")) ||
           str_starts(text, S("bool(")) || str_starts(text, S("all(")) ||
           str_starts(text, S("any(")) || str_find(text, S("compare_digest(")) >= 0 ||
           str_find(text, S(".startswith(")) >= 0 || str_find(text, S(".is_relative_to(")) >= 0;
}

static void results_of(const Mend *m, NodeId n, Validator *out, bool *mixed)
{
    int kind = py_kind(m->tree, n);
    if (kind == PY_Return) {
        NodeId v = py_node(m->tree, n, Return_value);
        if (!v) return;
        if (is_truth(m, v)) out->answers = true;
        else out->gives = true;
        if (out->answers && out->gives) *mixed = true;
    }
    if (kind == PY_Raise) out->raises = true;
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(m->tree, n, &it));) results_of(m, c, out, mixed);
}

static bool validator_at(const Mend *m, NodeId def, Validator *out)
{
    static const char *const words[] = {"is_valid",   "is_safe",  "validate", "verify", "check_",
                                        "is_allowed", "sanitize", "sanitise", "clean_", "escape_",
                                        "ensure_",    "assert_",  NULL};
    if (!mend_is_def(py_kind(m->tree, def))) return false;
    Str name = py_name(m->tree, py_sym(m->tree, def, FunctionDef_name)), low = name;
    while (str_starts(low, S("_"))) low = str_sub(low, 1, -1);
    bool named = false;
    for (const char *const *w = words; *w; w++) named |= str_starts(low, str_of(*w));
    if (!named) return false;
    NodeId args = py_node(m->tree, def, FunctionDef_args);
    NodeList list = py_list(m->tree, args, arguments_args);
    uint32_t needed = list.n - py_list(m->tree, args, arguments_defaults).n;
    if (needed < 1 || needed > 3 || py_list(m->tree, args, arguments_kwonlyargs).n)
        return false;
    *out = (Validator){.def = def, .name = name, .params = {list.v, needed}};
    bool mixed = false;
    results_of(m, def, out, &mixed);
    bool cleans =
        str_starts(low, S("sanit")) || str_starts(low, S("clean")) || str_starts(low, S("escape"));
    if (cleans && needed != 1) return false;
    return !mixed && (cleans ? out->gives : out->answers || (out->raises && !out->gives));
}

static bool takes(const Mend *m, NodeId def, const Validator *v)
{
    NodeList list = py_list(m->tree, py_node(m->tree, def, FunctionDef_args), arguments_args);
    for (uint32_t k = 0; k < v->params.n; k++) {
        bool here = false;
        for (uint32_t i = 0; i < list.n; i++)
            here |= py_sym(m->tree, list.v[i], arg_arg) == py_sym(m->tree, v->params.v[k], arg_arg);
        if (!here) return false;
    }
    return true;
}

static int takers(const Mend *m, const Validator *v, NodeId def)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    int n = 0;
    Validator other;
    for (uint32_t i = 0; i < body.n; i++)
        if (mend_is_def(py_kind(m->tree, body.v[i])) && body.v[i] != v->def && body.v[i] != def &&
            takes(m, body.v[i], v) && !validator_at(m, body.v[i], &other))
            n++;
    return n;
}

enum { BODY_MOST = 1000 };

bool mend_fix_unasked_check(const Mend *m, const MendSite *at, Fix *out)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    Validator v, self;
    if (body.n > BODY_MOST) return false;                       // looked at for each finding
    if (!mend_is_def(py_kind(m->tree, at->node)) || validator_at(m, at->node, &self)) return false;
    for (uint32_t i = 0; i < body.n; i++) {
        if (!validator_at(m, body.v[i], &v) || body.v[i] == at->node || unasked_is_read(m, v.name))
            continue;
        Str param = py_name(m->tree, py_sym(m->tree, v.params.v[0], arg_arg));
        if (!takes(m, at->node, &v) || takers(m, &v, at->node) || !unasked_read_in(m, at->node, param))
            continue;
        Buf all = {.keep = m->keep};
        for (uint32_t k = 0; k < v.params.n; k++)
            buf_fmt(&all, "%s%.*s", k ? ", " : "",
                    STR_ARG(py_name(m->tree, py_sym(m->tree, v.params.v[k], arg_arg))));
        Subject s = {.def = at->node, .name = param};
        NodeId first = unasked_first(m, at->node);
        Str call = str_fmt(m->keep, "%.*s(%.*s)", STR_ARG(v.name), STR_ARG(buf_str(&all)));
        Str test = str_fmt(m->keep, "not %.*s", STR_ARG(call));
        bool done = v.answers ? unasked_guarded(m, &s, test, S("it does not pass the check"), out)
                              : mend_before(m, &out->change, first,
                                            v.gives ? str_fmt(m->keep, "%.*s = %.*s",
                                                              STR_ARG(param), STR_ARG(call))
                                                    : call);
        if (done)
            return mend_done(out, TRUST_REVIEW,
                             "The module's own check of this value is asked before it is used. "
                             "Decide whether the callers were to ask it.");
    }
    return false;
}

