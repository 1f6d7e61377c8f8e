// mend/fix_reply: what any fault says goes to the program's log, and not into the answer.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

static bool takes_all(const Mend *m, NodeId handler)
{
    NodeId type = py_node(m->tree, handler, ExceptHandler_type);
    Str name = type ? py_text(m->tree, type) : (Str){0};
    return !name.len || str_eq(name, S("Exception")) || str_eq(name, S("BaseException"));
}

// 500, "500 Internal Server Error", status=503: the answer says that the fault is ours.
static bool says_fault(const Mend *m, NodeId n)
{
    if (py_kind(m->tree, n) == PY_Constant) {
        const PyConst *c = py_const(m->tree, n);
        if (c->kind == CONST_INT) return !c->big && c->i >= 500 && c->i < 600;
        if (c->kind == CONST_STR)
            return c->text.len >= 3 && c->text.s[0] == '5' && c->text.s[1] >= '0' &&
                   c->text.s[1] <= '9' && c->text.s[2] >= '0' && c->text.s[2] <= '9';
        return false;
    }
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(m->tree, n, &it));)
        if (says_fault(m, c)) return true;
    return false;
}

// str(exc), repr(exc), f"… {exc} …", "…" % exc, traceback.format_exc(): each becomes one sentence.
static int silence(const Mend *m, Change *c, NodeId n, Str name)
{
    char q = edit_quote(m->tree);
    Str said = str_fmt(m->keep, "%can internal error occurred%c", q, q);
    int kind = py_kind(m->tree, n), done = 0;
    if (kind == PY_Call) {
        Str called = mend_called(m, n);
        NodeId arg = mend_arg(m, n, 0, (Str){0});
        bool text = (str_eq(called, S("str")) || str_eq(called, S("repr"))) && arg &&
                    str_eq(py_text(m->tree, arg), name);
        if (text || str_eq(called, S("format_exc")) || str_eq(called, S("format_exception"))) {
            mend_replace(m, c, n, said);
            return 1;
        }
    }
    if (kind == PY_JoinedStr || (kind == PY_BinOp && py_at(m->tree, n)->op == OP_MOD)) {
        bool tells = name.len && mend_says_word(py_text(m->tree, n), name);
        if (tells || str_find(py_text(m->tree, n), S("format_exc(")) >= 0) {
            mend_replace(m, c, n, said);
            return 1;
        }
    }
    uint32_t it = 0;
    for (NodeId child; (child = py_next_child(m->tree, n, &it));)
        done += silence(m, c, child, name);
    return done;
}

static bool logs(const Mend *m, NodeId handler)
{
    static const char *const calls[] = {"exception", "error", "critical", "log", NULL};
    for (NodeId n = 0; (n = mend_next(m, PY_Call, handler, n));)
        if (mend_is_one(mend_called(m, n), calls)) return true;
    return false;
}

// How the module calls its logger; logging itself where it has none.
static Str logger(const Mend *m, Change *c, NodeId node)
{
    static const char *const names[] = {"log", "logger", "LOG", "LOGGER", "_log", "_logger", NULL};
    for (const char *const *n = names; *n; n++)
        if (mend_binds(m, m->tree->root, str_of(*n))) return str_of(*n);
    Str module = mend_name(m, c, node, S("logging"), (Str){0});
    return module;
}

bool mend_fix_reply(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId handler = at->node, def = mend_function(m, at->node);
    if (py_kind(m->tree, handler) != PY_ExceptHandler || !def || !takes_all(m, handler))
        return false;
    Sym sym = py_sym(m->tree, handler, ExceptHandler_name);
    Str name = sym ? py_name(m->tree, sym) : (Str){0};
    NodeList body = py_list(m->tree, handler, ExceptHandler_body);
    NodeId answer = py_last(body);
    NodeId value = answer && py_kind(m->tree, answer) == PY_Return
                       ? py_node(m->tree, answer, Return_value)
                       : 0;
    if (!value || !says_fault(m, handler) || !silence(m, &out->change, value, name)) return false;
    // nothing of it may be left in the answer
    if (!logs(m, handler)) {
        Str log = logger(m, &out->change, answer);
        if (!log.len ||
            !mend_before(m, &out->change, answer,
                         str_fmt(m->keep, "%.*s.exception(\"request failed\")", STR_ARG(log))))
            return false;
    }
    return mend_done(out, TRUST_SAFE,
                     "The answer says that there was a fault and not which: the text and the way "
                     "to it go to the program's own log.");
}
