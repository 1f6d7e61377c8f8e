// mend/sql_uses: who else reads the variable that carries a query. A call that runs it gets the values
// as well; a key of a cache, a log, a longer query made of it needs the text as it is.
// SPDX-License-Identifier: MIT
#include "mend/sql_int.h"

// The call that a name is handed to as its first argument, maybe in a wrapper: execute(text(query))
static NodeId taker(const Mend *m, NodeId name)
{
    NodeId call = mend_parent(m, name), arg = name;
    if (call && py_kind(m->tree, call) == PY_Call && str_eq(mend_called(m, call), S("text"))) {
        arg = call;
        call = mend_parent(m, call);
    }
    if (!call || py_kind(m->tree, call) != PY_Call) return 0;
    NodeList args = py_list(m->tree, call, Call_args);
    for (uint32_t i = 0; i < args.n; i++)
        if (args.v[i] == arg) return call;
    return 0;
}

// The same method with as many arguments, so that it has no parameters yet.
static bool is_alike(const Mend *m, NodeId call, NodeId other)
{
    return other && str_eq(mend_called(m, call), mend_called(m, other)) &&
           py_list(m->tree, call, Call_args).n == py_list(m->tree, other, Call_args).n &&
           py_list(m->tree, call, Call_keywords).n == py_list(m->tree, other, Call_keywords).n;
}

// if "WHERE" in query: of the program's own text
static bool is_asked_for_a_word(const Mend *m, NodeId name)
{
    NodeId up = mend_parent(m, name);
    return up && py_kind(m->tree, up) == PY_Compare &&
           mend_string(m, py_node(m->tree, up, Compare_left)).len > 0;
}

static bool is_shared(const Mend *m, NodeId scope, Str word)
{
    static const int kinds[] = {PY_Global, PY_Nonlocal};
    for (Size i = 0; i < countof(kinds); i++)
        for (NodeId n = 0; (n = mend_next(m, kinds[i], scope, n));)
            if (mend_says_word(py_text(m->tree, n), word)) return true;
    return false;
}

static bool uses(const Mend *m, NodeId call, NodeId name, bool grown, SqlCalls *out)
{
    NodeId def = mend_function(m, name), scope = def ? def : m->tree->root;
    Sym sym = py_sym(m->tree, name, Name_id);
    *out = (SqlCalls){0};
    if (is_shared(m, scope, py_text(m->tree, name))) return false;
    for (NodeId n = 0; (n = mend_next(m, PY_Name, scope, n));) {
        if (n == name || py_sym(m->tree, n, Name_id) != sym || py_at(m->tree, n)->op != CTX_LOAD) continue;
        if (grown && is_asked_for_a_word(m, n)) continue;
        NodeId other = taker(m, n);
        if (mend_function(m, n) != def || !is_alike(m, call, other)) return false;
        if (other != call) *push(m->keep, out) = other;
    }
    return true;
}

bool sql_uses(const Mend *m, NodeId call, NodeId name, SqlCalls *out)
{
    return uses(m, call, name, false, out);
}

bool sql_uses_grown(const Mend *m, NodeId call, NodeId name, SqlCalls *out)
{
    return uses(m, call, name, true, out);
}
