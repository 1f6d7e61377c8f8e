// mend/far: fixes that reach further than their file: what a name means in the project, another
// module as a place of work, and a change's part in it.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

const Mend *mend_other(const Mend *m, Size module)
{
    FlowFile *file = new(m->keep, FlowFile, 1);
    Mend *o = new(m->keep, Mend, 1);
    if (module == m->file->index) return m;
    if (!flow_other(m->file, module, file) || file->is_test) return NULL;
    *o = (Mend){.file = file, .tree = file->module->tree, .keep = m->keep};
    return file->module->tree->parses ? o : NULL;
}

static bool is_dotted(const Mend *m, NodeId e)
{
    int kind = py_kind(m->tree, e);
    if (kind == PY_Attribute) return is_dotted(m, py_node(m->tree, e, Attribute_value));
    return kind == PY_Name;
}

// The word is a variable of a function around the place, so that it says nothing of the module.
static bool is_local(const Mend *m, NodeId e, Str word)
{
    for (NodeId def = mend_function(m, e); def;) {
        if (mend_parameter(m, def, word) || mend_binds(m, def, word)) return true;
        NodeId up = mend_parent(m, def);
        def = up ? mend_function(m, up) : 0;
    }
    return false;
}

static bool binds_name(const Mend *m, NodeId stmt, Str name)
{
    switch (py_kind(m->tree, stmt)) {
    case PY_FunctionDef: case PY_AsyncFunctionDef:
        return str_eq(mend_def_name(m, stmt), name);
    case PY_ClassDef: return str_eq(py_name(m->tree, py_sym(m->tree, stmt, ClassDef_name)), name);
    case PY_Assign: {
        NodeList to = py_list(m->tree, stmt, Assign_targets);
        for (uint32_t i = 0; i < to.n; i++)
            if (str_eq(py_text(m->tree, to.v[i]), name)) return true;
        return false;
    }
    case PY_AnnAssign:
        return str_eq(py_text(m->tree, py_node(m->tree, stmt, AnnAssign_target)), name);
    default: return false;
    }
}

// class Meta: database = database: a name of the class, and none of the module
static bool is_of_class(const Mend *m, NodeId n)
{
    while (n && !mend_is_def(py_kind(m->tree, n)) && py_kind(m->tree, n) != PY_ClassDef)
        n = mend_parent(m, n);
    return n && py_kind(m->tree, n) == PY_ClassDef;
}

// The name is bound a second time: in a branch, a loop, by a function that declares it global.
static bool is_bound_elsewhere(const Mend *m, NodeId stmt, Str name)
{
    for (NodeId n = 1; (Size)n < m->tree->nodes.n; n++) {
        const PyNode *p = py_at(m->tree, n);
        bool store = p->kind == PY_Name && p->op != CTX_LOAD && !mend_within(m, n, stmt) &&
                     str_eq(py_text(m->tree, n), name);
        if (!store || is_of_class(m, n)) continue;
        NodeId def = mend_function(m, n);
        if (!def) return true;
        for (NodeId g = 0; (g = mend_next(m, PY_Global, def, g));)
            if (mend_says_word(py_text(m->tree, g), name)) return true;
    }
    return false;
}

NodeId mend_top(const Mend *m, Str name)
{
    NodeId found = 0;
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        if (!binds_name(m, body.v[i], name)) continue;
        if (found) return 0;
        found = body.v[i];
    }
    return found && !is_bound_elsewhere(m, found, name) ? found : 0;
}

bool mend_may_mean(const Mend *m, NodeId expr, Size *module, Str *name)
{
    if (!expr || !is_dotted(m, expr)) return false;
    Str dotted = py_text(m->tree, expr);
    if (str_find(dotted, S(" ")) >= 0 || str_find(dotted, S("\n")) >= 0) return false;
    return flow_definition(m->file, dotted, module, name) && name->len;
}

bool mend_means(const Mend *m, NodeId expr, Size *module, Str *name)
{
    if (!mend_may_mean(m, expr, module, name)) return false;
    Str first = {0}, rest = py_text(m->tree, expr);
    (void)str_cut(&rest, S("."), &first);
    return !is_local(m, expr, first);
}

bool mend_far(const Mend *m, NodeId expr, MendFar *out)
{
    Size module;
    *out = (MendFar){0};
    if (!mend_means(m, expr, &module, &out->name)) return false;
    out->m = mend_other(m, module);
    out->stmt = out->m ? mend_top(out->m, out->name) : 0;
    return out->stmt != 0;
}

void mend_add_part(const Mend *m, Change *c, const Mend *other, const Change *part)
{
    Change *to = NULL;
    if (other->file->index == m->file->index) to = c;
    for (Size i = 0; i < c->others.n && !to; i++)
        if (str_eq(c->others.v[i].path, other->file->module->path)) to = &c->others.v[i].change;
    if (!to) {
        FileChange *f = push(m->keep, &c->others);
        *f = (FileChange){.path = other->file->module->path, .seen = edit_print(other->tree->src)};
        to = &f->change;
    }
    for (Size i = 0; i < part->edits.n; i++) *push(m->keep, &to->edits) = part->edits.v[i];
    for (Size i = 0; i < part->add.n; i++) *push(m->keep, &to->add) = part->add.v[i];
    for (Size i = 0; i < part->drop_if_unused.n; i++)
        *push(m->keep, &to->drop_if_unused) = part->drop_if_unused.v[i];
}
