// rule loose-unpickler: an Unpickler of the program's own lets dangerous classes through.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// Modules that hold nothing but data types.
static const Str harmless[] = {L("datetime"), L("decimal"), L("collections"), L("uuid"),
                               L("fractions"), L("ipaddress"), L("zoneinfo"), L("numbers"), {0}};

static NodeId method_of(const Query *q, NodeId cls, Str name)
{
    const Tree *t = q->tree;
    NodeList body = py_list(t, cls, ClassDef_body);
    for (uint32_t i = 0; i < body.n; i++)
        if (py_kind(t, body.v[i]) == PY_FunctionDef &&
            str_eq(py_name(t, py_sym(t, body.v[i], FunctionDef_name)), name))
            return body.v[i];
    return 0;
}

static const Func *func_of(const Query *q, NodeId def)
{
    for (Size i = 1; i < q->module->funcs.n; i++)
        if (q->module->funcs.v[i].node == def) return &q->module->funcs.v[i];
    return NULL;
}

static bool is_unpickler(const Query *q, NodeId cls)
{
    NodeList bases = py_list(q->tree, cls, ClassDef_bases);
    for (uint32_t i = 0; i < bases.n; i++)
        if (str_ends(query_dotted(q, bases.v[i]), S("Unpickler"))) return true;
    return false;
}

// if name in BLOCKED: raise
static bool refuses(const Query *q, NodeId test)
{
    const Tree *t = q->tree;
    bool negated = false;
    for (NodeId up = test; up; up = q->parent[up]) {
        if (py_kind(t, up) == PY_UnaryOp && py_at(t, up)->op == OP_NOT) negated = !negated;
        if (py_kind(t, up) != PY_If) continue;
        NodeList body = py_list(t, up, If_body);
        return body.n && query_within(q, test, py_node(t, up, If_test)) &&
               (py_kind(t, py_last(body)) == PY_Raise) != negated;
    }
    return false;
}

// Is the name of the class asked for among those that are let through, somewhere in find_class?
static bool asks_for_name(const Query *q, NodeId def, Str name)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        PyOp op = (PyOp)py_syms(t, n, Compare_ops).v[0];
        if (!query_within(q, n, def) || !query_uses(q, n, name)) continue;
        bool is = op == OP_IN || op == OP_EQ, isnt = op == OP_NOTIN || op == OP_NOTEQ;
        if ((is && !refuses(q, n)) || (isnt && refuses(q, n))) return true;
    }
    for (NodeId n = 0; (n = query_next_in(q, PY_Subscript, def, n));)
        if (query_uses(q, py_node(t, n, Subscript_slice), name)) return true;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str m = query_method(q, n);
        if (!query_within(q, n, def) || str_eq(m, S("find_class")) || str_eq(m, S("getattr")) ||
            py_kind(t, py_node(t, n, Call_func)) != PY_Attribute)
            continue;
        NodeId first = query_arg(q, n, 0, S(""));
        bool tells = py_kind(t, query_statement(q, n)) == PY_Raise ||
                     str_find(m, S("format")) >= 0 || py_kind(t, q->parent[n]) == PY_Expr;
        if (first && !tells && query_uses(q, first, name)) return true;      // KNOWN.get((module, name))
    }
    return false;
}

// module in {"datetime", "decimal"}: nothing in these runs code
static bool only_harmless(const Query *q, NodeId def, Str module)
{
    const Tree *t = q->tree;
    bool any = false;
    for (NodeId n = 0; (n = query_next_in(q, PY_Compare, def, n));) {
        if (!query_uses(q, n, module)) continue;
        NodeId box = query_peel(q, py_list(t, n, Compare_comparators).v[0]);
        int k = box ? py_kind(t, box) : PY_NONE;
        bool list = k == PY_Set || k == PY_List || k == PY_Tuple;
        for (uint32_t i = 0; i < (list ? py_list(t, box, 0).n : 1); i++) {
            Str text;
            const Str *h = harmless;
            if (!query_str(q, list ? py_list(t, box, 0).v[i] : box, &text)) return false;
            while (h->len && !str_eq(text, *h)) h++;
            if (!h->len) return false;
            any = true;
        }
    }
    return any;
}

static bool is_loose(const Query *q, NodeId cls)
{
    const Tree *t = q->tree;
    NodeId def = method_of(q, cls, S("find_class"));
    const Func *f = def ? func_of(q, def) : NULL;
    if (!def) return true;
    if (!f || f->params.n < 3) return false;
    Str module = py_name(t, f->params.v[1].name), name = py_name(t, f->params.v[2].name);
    bool gives = false;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
        gives |= query_within(q, n, def) && (str_eq(query_method(q, n), S("find_class")) ||
                                             str_eq(query_method(q, n), S("getattr"))) &&
                 query_uses(q, n, name);
    return gives && !asks_for_name(q, def, name) && !only_harmless(q, def, module);
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    for (NodeId cls = 0; (cls = query_next(q, PY_ClassDef, cls));) {
        if (!is_unpickler(q, cls) || !is_loose(q, cls)) continue;
        Str name = py_name(t, py_sym(t, cls, ClassDef_name));
        for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
            NodeId f = py_node(t, n, Call_func);
            if (!str_eq(query_method(q, n), S("load")) || py_kind(t, f) != PY_Attribute) continue;
            NodeId made = query_peel(q, py_node(t, f, Attribute_value));
            if (!made || py_kind(t, made) != PY_Call || !str_eq(query_method(q, made), name))
                continue;
            bool says = method_of(q, cls, S("find_class")) != 0;
            NodeId data = query_arg(q, made, 0, S("file"));
            bool sent = data && query_taint(q, data) & KIND(REMOTE);
            rule_report(run, q->inside[n], n, says ? CONF_MEDIUM : sent ? rule_hint(run) : CONF_LOW,
                        says ? "`%.*s` lets any name of some modules through"
                             : "`%.*s` lets every class through: it has no find_class",
                        STR_ARG(name));
        }
    }
}

const Rule rule_loose_unpickler = {
    .id       = L("loose-unpickler"),
    .cwe      = 502, .severity = SEV_HIGH,
    .title    = L("an Unpickler of the program's own lets dangerous classes through"),
    .why      = L("find_class decides which classes and functions a pickle may name. When it looks at "
                  "the module only, builtins.eval, os.system or a test helper of a large library come "
                  "through with the harmless ones; a list of what is forbidden is never complete."),
    .instead  = L("Let through only named pairs: if (module, name) in ALLOWED; or use json."),
    .bad      = L("import io\n"
                  "import pickle\n"
                  "class Some(pickle.Unpickler):\n"
                  "    def find_class(self, module, name):\n"
                  "        if module in {\"builtins\", \"datetime\"}:\n"
                  "            return super().find_class(module, name)\n"
                  "        raise pickle.UnpicklingError(name)\n"
                  "def load(data):\n"
                  "    return Some(io.BytesIO(data)).load()\n"),
    .good     = L("import io\n"
                  "import pickle\n"
                  "class Some(pickle.Unpickler):\n"
                  "    def find_class(self, module, name):\n"
                  "        if (module, name) in {(\"builtins\", \"set\"), (\"datetime\", \"date\")}:\n"
                  "            return super().find_class(module, name)\n"
                  "        raise pickle.UnpicklingError(name)\n"
                  "def load(data):\n"
                  "    return Some(io.BytesIO(data)).load()\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/502.html"),
                     L("https://docs.python.org/3/library/pickle.html#restricting-globals")),
    .at_file  = look,
    .words    = LIST(L("Unpickler")),
    .weak_in_package = true,
};
