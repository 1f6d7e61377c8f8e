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
    if (needed < 1 || needed > 3 || py_list(m->tree, args, arguments_kwonlyargs).n) return false;
    *out = (Validator){.def = def, .name = name, .params = {list.v, needed}};
    bool mixed = false;
    results_of(m, def, out, &mixed);
    bool cleans =
        str_starts(low, S("sanit")) || str_starts(low, S("clean")) || str_starts(low, S("escape"));
    if (cleans && needed != 1) return false;
    return !mixed && (cleans ? out->gives : out->answers || (out->raises && !out->gives));
}

// Of the module itself, or a method of one of its classes.
static NodeId function_named(const Mend *m, Sym name)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; name && i < body.n; i++) {
        if (mend_is_def(py_kind(m->tree, body.v[i])) &&
            py_sym(m->tree, body.v[i], FunctionDef_name) == name)
            return body.v[i];
        NodeList inner = py_kind(m->tree, body.v[i]) == PY_ClassDef
                             ? py_list(m->tree, body.v[i], ClassDef_body)
                             : (NodeList){0};
        for (uint32_t k = 0; k < inner.n; k++)
            if (mend_is_def(py_kind(m->tree, inner.v[k])) &&
                py_sym(m->tree, inner.v[k], FunctionDef_name) == name)
                return inner.v[k];
    }
    return 0;
}

bool unasked_is_predicate(const Mend *m, NodeId call)
{
    static const char *const plain[] = {"exist", "empty", "ready", "running", "open", "closed",
                                        "known", "taken", "found", NULL};
    Str text = py_text(m->tree, py_node(m->tree, call, Call_func));
    if (str_starts(text, S("self."))) text = str_sub(text, 5, -1);
    if (str_find(text, S(".")) >= 0 || mend_has_one(mend_lower(m, text), plain)) return false;
    NodeId def = function_named(m, name_find(&m->tree->names, text));
    Validator v = {0};
    bool mixed = false;
    if (!def) return false;
    results_of(m, def, &v, &mixed);
    return !mixed && !v.gives && (v.answers || v.raises);
}

// The statement of the function's own block that binds a local, once; 0: none.
static NodeId bound_by(const Mend *m, NodeId def, Str name)
{
    NodeList body = py_list(m->tree, def, FunctionDef_body);
    NodeId found = 0;
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_Assign ||
            !mend_binds(m, py_list(m->tree, body.v[i], Assign_targets).v[0], name))
            continue;
        if (found) return 0;
        found = body.v[i];
    }
    return found;
}

// All that it asks for is here by its name: parameters, or locals (then `after` says since when).
static bool takes(const Mend *m, NodeId def, const Validator *v, NodeId *after)
{
    *after = 0;
    for (uint32_t k = 0; k < v->params.n; k++) {
        Str name = py_name(m->tree, py_sym(m->tree, v->params.v[k], arg_arg));
        if (mend_parameter(m, def, name)) continue;
        NodeId stmt = v->params.n > 1 ? bound_by(m, def, name) : 0; // one name alone says little
        if (!stmt) return false;
        if (!*after || py_at(m->tree, stmt)->beg > py_at(m->tree, *after)->beg) *after = stmt;
    }
    return true;
}

static int takers(const Mend *m, const Validator *v, NodeId def)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    int n = 0;
    NodeId after;
    Validator other;
    for (uint32_t i = 0; i < body.n; i++)
        if (mend_is_def(py_kind(m->tree, body.v[i])) && body.v[i] != v->def && body.v[i] != def &&
            takes(m, body.v[i], v, &after) && !validator_at(m, body.v[i], &other))
            n++;
    return n;
}

// What makes the value, as issue_token(payload) does beside a verify(payload, tag), does not check it.
static bool is_maker(const Mend *m, NodeId def)
{
    static const char *const words[] = {"make",     "issue", "create", "sign",
                                        "generate", "build", NULL};
    return mend_has_one(mend_lower(m, mend_def_name(m, def)), words);
}

static bool put_check(const Mend *m, NodeId def, const Validator *v, NodeId after, Fix *out)
{
    Buf all = {.keep = m->keep};
    for (uint32_t k = 0; k < v->params.n; k++)
        buf_fmt(&all, "%s%.*s", k ? ", " : "",
                STR_ARG(py_name(m->tree, py_sym(m->tree, v->params.v[k], arg_arg))));
    Str param = py_name(m->tree, py_sym(m->tree, v->params.v[0], arg_arg));
    NodeId place = after ? after : unasked_place(m, def, param);
    Str call = str_fmt(m->keep, "%.*s(%.*s)", STR_ARG(v->name), STR_ARG(buf_str(&all)));
    Str lines = v->gives ? str_fmt(m->keep, "%.*s = %.*s", STR_ARG(param), STR_ARG(call)) : call;
    if (v->answers)
        lines = mend_guard(m, &out->change, place, str_fmt(m->keep, "not %.*s", STR_ARG(call)),
                           S("it does not pass the check"));
    return after ? !is_maker(m, def) && mend_after(m, &out->change, after, lines)
                 : mend_before(m, &out->change, place, lines);
}

enum { BODY_MOST = 1000 };

bool mend_fix_unasked_check(const Mend *m, const MendSite *at, Fix *out)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    Validator v, self;
    if (body.n > BODY_MOST) return false; // looked at for each finding
    if (!mend_is_def(py_kind(m->tree, at->node)) || validator_at(m, at->node, &self)) return false;
    for (uint32_t i = 0; i < body.n; i++) {
        if (!validator_at(m, body.v[i], &v) || body.v[i] == at->node || unasked_is_read(m, v.name))
            continue;
        Str param = py_name(m->tree, py_sym(m->tree, v.params.v[0], arg_arg));
        NodeId after;
        if (!takes(m, at->node, &v, &after) || takers(m, &v, at->node) ||
            !unasked_read_in(m, at->node, param))
            continue;
        bool done = put_check(m, at->node, &v, after, out);
        if (done)
            return mend_done(out, TRUST_REVIEW,
                             "The module's own check of this value is asked before it is used. "
                             "Decide whether the callers were to ask it.");
    }
    return false;
}
