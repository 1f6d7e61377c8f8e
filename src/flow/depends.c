// flow/depends: what a framework asks before a function is called: FastAPI's dependencies, those
// that they have in turn, and those that a router is included with.
// SPDX-License-Identifier: MIT
#include "flow/flow.h"

enum { DEPENDS_DEEP = 6, NODES_MOST = 100000 };

// left: nodes that may yet be looked at; dependencies that share dependencies are met on many ways.
typedef struct { const FlowFile *file; FlowSays *says; int depth; int *left; } Asking;

static bool asks(Asking a, NodeId n);

static Str last_part(const Tree *t, NodeId n)
{
    if (py_kind(t, n) == PY_Name) return py_name(t, py_sym(t, n, Name_id));
    if (py_kind(t, n) == PY_Attribute) return py_name(t, py_sym(t, n, Attribute_attr));
    return S("");
}

static bool holds_such(Asking a, NodeId n)
{
    NodeId child;
    if (--*a.left < 0) return false;
    if (a.says(a.file->module->tree, n)) return true;
    for (uint32_t it = 0; (child = py_next_child(a.file->module->tree, n, &it));)
        if (holds_such(a, child)) return true;
    return false;
}

// The statement of a module's top level that binds the name.
static NodeId bound_by(const Tree *t, Str name)
{
    NodeList body = py_list(t, t->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        NodeId s = body.v[i];
        int k = py_kind(t, s);
        Str is = k == PY_FunctionDef        ? py_name(t, py_sym(t, s, FunctionDef_name))
                 : k == PY_AsyncFunctionDef ? py_name(t, py_sym(t, s, AsyncFunctionDef_name))
                 : k == PY_ClassDef         ? py_name(t, py_sym(t, s, ClassDef_name))
                 : k == PY_Assign           ? last_part(t, py_list(t, s, Assign_targets).v[0])
                                            : S("");
        if (is.len && str_eq(is, name)) return s;
    }
    return 0;
}

// What the name means asks, here or in the module that defines it, itself or by what it depends on.
// alias: only where it is another name for an annotation.
static bool meaning_asks(Asking a, NodeId expr, bool alias)
{
    const Tree *t = a.file->module->tree;
    FlowFile other;
    Size module = -1;
    Str name = {0};
    if (expr && py_kind(t, expr) == PY_Call) expr = py_node(t, expr, Call_func);
    if (!expr || a.depth >= DEPENDS_DEEP || !last_part(t, expr).len) return false;
    if (!flow_definition(a.file, py_text(t, expr), &module, &name) || !name.len ||
        !flow_other(a.file, module, &other))
        return false;
    NodeId stmt = bound_by(other.module->tree, name);
    Asking in = {&other, a.says, a.depth + 1, a.left};
    if (!stmt || (alias && py_kind(other.module->tree, stmt) != PY_Assign)) return false;
    return (!alias && holds_such(in, stmt)) || asks(in, stmt);
}

// Depends(get_owner), Security(…), an annotation that stands for one, whatever is made of a class of the project
static bool asks(Asking a, NodeId n)
{
    const Tree *t = a.file->module->tree;
    int k = py_kind(t, n);
    NodeId child;
    if (--*a.left < 0) return false;
    if (k == PY_Call) {
        Str called = last_part(t, py_node(t, n, Call_func));
        NodeList args = py_list(t, n, Call_args);
        if (args.n && (str_eq(called, S("Depends")) || str_eq(called, S("Security"))) &&
            meaning_asks(a, args.v[0], false))
            return true;
    }
    if (k == PY_Assign && py_kind(t, py_node(t, n, Assign_value)) == PY_Call &&
        meaning_asks(a, py_node(t, n, Assign_value), false))
        return true;
    if (k == PY_arg && py_node(t, n, arg_annotation) && meaning_asks(a, py_node(t, n, arg_annotation), true))
        return true;
    for (uint32_t it = 0; (child = py_next_child(t, n, &it));)
        if (asks(a, child)) return true;
    return false;
}

bool flow_depends(const FlowFile *f, NodeId in, FlowSays *says)
{
    int left = NODES_MOST;
    return asks((Asking){f, says, 0, &left}, in);
}

static bool included_in(const FlowFile *f, NodeId n, Size module, Str keyword)
{
    const Tree *t = f->module->tree;
    NodeId child;
    Size meant = -1;
    Str name;
    if (py_kind(t, n) == PY_Call && str_eq(last_part(t, py_node(t, n, Call_func)), S("include_router"))) {
        NodeList args = py_list(t, n, Call_args), keys = py_list(t, n, Call_keywords);
        bool said = false;
        for (uint32_t i = 0; i < keys.n; i++)
            said |= py_sym(t, keys.v[i], keyword_arg) &&
                    str_eq(py_name(t, py_sym(t, keys.v[i], keyword_arg)), keyword);
        if (said && args.n && last_part(t, args.v[0]).len &&
            flow_definition(f, py_text(t, args.v[0]), &meant, &name) && meant == module)
            return true;
    }
    for (uint32_t it = 0; (child = py_next_child(t, n, &it));)
        if (included_in(f, child, module, keyword)) return true;
    return false;
}

bool flow_included_with(const FlowFile *f, Str keyword, Arena *keep)
{
    Size n = 0, *by = flow_importers(f, keep, &n);
    for (Size i = 0; i < n; i++) {
        FlowFile other;
        if (flow_other(f, by[i], &other) && name_find(&other.module->tree->names, S("include_router")) &&
            included_in(&other, other.module->tree->root, f->index, keyword))
            return true;
    }
    return false;
}
