// flow/query_index: what query.c looks up, made once for a file's tree.
// SPDX-License-Identifier: MIT
#include "flow/query_int.h"

static void add_import(Query *q, Sym name, Str dotted)
{
    q->imports[q->nimports++] = (struct Import){name, dotted};
    q->import_of[name] = (uint32_t)q->nimports;            // 1 + its index
}

static void index_import(Query *q, NodeId node)
{
    const Tree *t = q->tree;
    bool from = py_kind(t, node) == PY_ImportFrom;
    NodeList names = py_list(t, node, from ? ImportFrom_names : Import_names);
    Str module = from ? py_name(t, py_sym(t, node, ImportFrom_module)) : S("");
    for (uint32_t i = 0; i < names.n; i++) {
        Sym as = py_sym(t, names.v[i], alias_asname), sym = py_sym(t, names.v[i], alias_name);
        Str name = py_name(t, sym);
        if (from) {
            add_import(q, as ? as : sym,
                       module.len ? str_join(q->keep, module, S("."), name) : name);
        } else if (as) {
            add_import(q, as, name);
        } else {
            add_import(q, name_find(&t->names, str_first(name, S("."))), str_first(name, S(".")));
        }
    }
}

static void index_imports(Query *q)
{
    const Tree *t = q->tree;
    Size n = 0;
    for (int kind = PY_Import; kind <= PY_ImportFrom; kind++)
        for (NodeId at = 0; (at = query_next(q, kind, at));)
            n += py_list(t, at, kind == PY_Import ? Import_names : ImportFrom_names).n;
    q->imports = new(q->keep, struct Import, n);
    q->import_of = new(q->keep, uint32_t, t->names.n + 1);
    for (int kind = PY_Import; kind <= PY_ImportFrom; kind++)
        for (NodeId at = 0; (at = query_next(q, kind, at));) index_import(q, at);
}

// Of most files nothing was walked.
static void index_values(Query *q)
{
    Size n = q->tree->nodes.n;
    for (Size i = 0; i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        if (!flow_walked(q->file, (uint32_t)i)) continue;
        if (!q->val) q->func = new(q->keep, uint32_t, n), q->val = new(q->keep, Val, n);
        for (Val v = 1; v < (Val)f->code.n; v++) {
            NodeId node = f->code.v[v].node;
            if (!node || f->code.v[v].op == IR_PHI || f->code.v[v].op == IR_NOP) continue;
            q->func[node] = (uint32_t)i;
            q->val[node] = v;
        }
    }
}

static void index_inside(Query *q)
{
    for (Size i = 1; i < q->module->funcs.n; i++)
        if (q->module->funcs.v[i].node) q->inside[q->module->funcs.v[i].node] = (uint32_t)i;
    for (NodeId at = q->tree->root; at > 0; at--)
        if (!q->inside[at]) q->inside[at] = q->inside[q->parent[at]];
}

static void note(Query *q, NodeId at, NodeId target, NodeId value)
{
    if (!target || py_kind(q->tree, target) != PY_Name) return;
    Sym name = py_sym(q->tree, target, Name_id);
    *push(q->keep, &q->assigned) = (struct Assigned){value, q->inside[at], q->last_of[name]};
    q->last_of[name] = (uint32_t)q->assigned.n;            // 1 + its index
}

static void index_assignment(Query *q, NodeId n)
{
    const Tree *t = q->tree;
    switch (py_kind(t, n)) {
    case PY_Assign: {
        NodeList to = py_list(t, n, Assign_targets);
        for (uint32_t i = 0; i < to.n; i++) note(q, n, to.v[i], py_node(t, n, Assign_value));
        break;
    }
    case PY_AnnAssign:
        if (py_node(t, n, AnnAssign_value))
            note(q, n, py_node(t, n, AnnAssign_target), py_node(t, n, AnnAssign_value));
        break;
    case PY_NamedExpr:
        note(q, n, py_node(t, n, NamedExpr_target), py_node(t, n, NamedExpr_value));
        break;
    case PY_AugAssign:
        note(q, n, py_node(t, n, AugAssign_target), py_node(t, n, AugAssign_value));
        break;
    case PY_withitem:
        note(q, n, py_node(t, n, withitem_optional_vars), py_node(t, n, withitem_context_expr));
        break;
    default: note(q, n, py_node(t, n, For_target), 0); break;
    }
}

static void index_assignments(Query *q)
{
    static const int kinds[] = {PY_Assign,    PY_AnnAssign, PY_NamedExpr,
                                PY_AugAssign, PY_withitem,  PY_For};
    q->last_of = new(q->keep, uint32_t, q->tree->names.n + 1);
    for (Size k = 0; k < countof(kinds); k++)
        for (NodeId n = 0; (n = query_next(q, kinds[k], n));) index_assignment(q, n);
}

enum { FOLLOWS = 32 };                             // names that are followed, for each node of the file

Query *query_new(const FlowFile *file, const QueryNames *said, const NodeId *links, Arena *keep)
{
    Query *q = new(keep, Query, 1);
    Size n = file->module->tree->nodes.n;
    *q = (Query){.file = file, .tree = file->module->tree, .module = file->module, .said = said,
                 .keep = keep};
    q->parent = new(keep, NodeId, n);
    q->first = new(keep, NodeId, n);
    q->links = links ? links : py_kind_links(q->tree, keep);
    q->inside = new(keep, uint32_t, n);
    q->dotted = new(keep, uint32_t, n);
    q->callee = new(keep, uint32_t, n);
    q->answers = new(keep, struct QueryAnswers, 1);
    q->follows = new(keep, Size, 1);
    *q->follows = FOLLOWS * n;
    q->words = query_words_new(q->tree, keep);
    py_parents(q->tree, q->parent, q->first);
    index_values(q);
    index_inside(q);
    index_imports(q);
    index_assignments(q);
    return q;
}
