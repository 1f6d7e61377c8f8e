// mend/fix_object: objects that are read from bytes: plain data by JSON, the module's own classes by
// an unpickler that knows no others.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

// ---- objects from bytes

// with open(path, "wb") as f around a node: the mode's literal; 0: none.
static NodeId mode_around(const Mend *m, NodeId n)
{
    while (n && py_kind(m->tree, n) != PY_With) n = mend_parent(m, n);
    NodeList items = n ? py_list(m->tree, n, With_items) : (NodeList){0};
    NodeId call = items.n ? py_node(m->tree, items.v[0], withitem_context_expr) : 0;
    if (!call || py_kind(m->tree, call) != PY_Call) return 0;
    NodeId mode = mend_arg(m, call, 1, S("mode"));
    const PyConst *c =
        mode && py_kind(m->tree, mode) == PY_Constant ? py_const(m->tree, mode) : NULL;
    return c && c->kind == CONST_STR && str_eq(c->text, S("wb")) ? mode : 0;
}

// What this module writes for itself to read is written the same way: pickle.dump(x, f) becomes
// json.dump(x, f), its file one of text; pickle.dumps(x) gives the text's bytes.
static bool dumps_too(const Mend *m, Change *c)
{
    for (Size i = 1; i < m->tree->nodes.n; i++) {
        NodeId n = (NodeId)i;
        if (m->tree->nodes.v[i].kind != PY_Call) continue;
        NodeId f = py_node(m->tree, n, Call_func);
        Str text = py_text(m->tree, f);
        NodeList args = py_list(m->tree, n, Call_args);
        bool dump = str_eq(text, S("pickle.dump")), dumps = str_eq(text, S("pickle.dumps"));
        if (!dump && !dumps) continue;
        if (args.n < (dump ? 2u : 1u)) return false;
        Str json = mend_name(m, c, n, S("json"), dump ? S("dump") : S("dumps"));
        NodeId mode = dump ? mode_around(m, n) : 0;
        if (!json.len || (dump && !mode)) return false;
        if (mode) mend_replace(m, c, mode, edit_literal(S("w"), edit_quote(m->tree), m->keep));
        Str x = py_text(m->tree, args.v[0]), to = dump ? py_text(m->tree, args.v[1]) : (Str){0};
        mend_replace(
            m, c, n,
            dump ? str_fmt(m->keep, "%.*s(%.*s, %.*s)", STR_ARG(json), STR_ARG(x), STR_ARG(to))
                 : str_fmt(m->keep, "%.*s(%.*s).encode()", STR_ARG(json), STR_ARG(x)));
    }
    return true;
}

// ---- objects of the module's own classes

static bool is_exception(const Mend *m, NodeId cls)
{
    NodeList bases = py_list(m->tree, cls, ClassDef_bases);
    Str base = bases.n ? py_text(m->tree, bases.v[0]) : (Str){0};
    return str_ends(base, S("Error")) || str_ends(base, S("Exception")) ||
           str_ends(base, S("Unpickler")) || str_ends(base, S("Warning"));
}

// Classes of the module, as (X.__module__, "X") pairs; 0: none.
static int own_classes(const Mend *m, Buf *pairs)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    int n = 0;
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_ClassDef || is_exception(m, body.v[i])) continue;
        Str name = py_name(m->tree, py_sym(m->tree, body.v[i], ClassDef_name));
        buf_fmt(pairs, "%s(%.*s.__module__, \"%.*s\")", n++ ? ", " : "", STR_ARG(name),
                STR_ARG(name));
    }
    return n;
}

// isinstance(x, Job) in the function: it reads objects, and plain data would not do.
static bool wants_objects(const Mend *m, NodeId def)
{
    for (NodeId n = 0; def && (n = mend_next(m, PY_Call, def, n));) {
        NodeId cls = str_eq(mend_called(m, n), S("isinstance")) ? mend_arg(m, n, 1, (Str){0}) : 0;
        NodeList body = py_list(m->tree, m->tree->root, Module_body);
        for (uint32_t i = 0; cls && i < body.n; i++)
            if (py_kind(m->tree, body.v[i]) == PY_ClassDef &&
                str_eq(py_name(m->tree, py_sym(m->tree, body.v[i], ClassDef_name)),
                       py_text(m->tree, cls)))
                return true;
    }
    return false;
}

static bool known_classes(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = mend_function(m, at->node);
    Buf pairs = {.keep = m->keep};
    NodeList args = py_list(m->tree, at->node, Call_args);
    if (!wants_objects(m, def) || !own_classes(m, &pairs) || args.n != 1) return false;
    Str base = mend_name(m, &out->change, at->node, S("pickle"), S("Unpickler")),
        error = mend_name(m, &out->change, at->node, S("pickle"), S("UnpicklingError"));
    bool bytes = str_eq(mend_called(m, at->node), S("loads"));
    Str io = bytes ? mend_name(m, &out->change, at->node, S("io"), S("BytesIO")) : S(" ");
    if (!base.len || !error.len || !io.len) return false;
    Str text =
        str_fmt(m->keep,
                "class KnownUnpickler(%.*s):\n"
                "    \"\"\"Reads objects of this module's own classes, and of no others.\"\"\"\n"
                "\n"
                "    def find_class(self, module, name):\n"
                "        if (module, name) not in {%.*s}:\n"
                "            raise %.*s(\"this class is not allowed\")\n"
                "        return super().find_class(module, name)\n"
                "\n"
                "\n",
                STR_ARG(base), STR_ARG(buf_str(&pairs)), STR_ARG(error));
    Buf z = {.keep = m->keep};
    buf_add(&z, text);
    buf_char(&z, 0);
    if (!mend_helper(m, &out->change, S("KnownUnpickler"), buf_str(&z).s)) return false;
    Str arg = py_text(m->tree, args.v[0]);
    mend_replace(
        m, &out->change, at->node,
        bytes ? str_fmt(m->keep, "KnownUnpickler(%.*s(%.*s)).load()", STR_ARG(io), STR_ARG(arg))
              : str_fmt(m->keep, "KnownUnpickler(%.*s).load()", STR_ARG(arg)));
    return mend_done(out, TRUST_REVIEW,
                     "A pickle can name the module's own classes and nothing to run. Decide which "
                     "classes the data may hold.");
}

bool mend_fix_object(const Mend *m, const MendSite *at, Fix *out)
{
    if (!(py_kind(m->tree, at->node) == PY_Call)) return false;
    if (mend_of_library(m, at, "yaml")) return mend_fix_yaml(m, at, out);
    if (mend_of_library(m, at, "torch") || mend_of_library(m, at, "numpy"))
        return mend_fix_load_switch(m, at, out);
    NodeId def = mend_function(m, at->node);
    if (def && str_find(py_text(m->tree, def), S("compare_digest(")) >= 0) return false; // signed
    Str name = mend_called(m, at->node);
    NodeList args = py_list(m->tree, at->node, Call_args),
             kw = py_list(m->tree, at->node, Call_keywords);
    if (str_find(at->callee, S("pickle.")) >= 0 && known_classes(m, at, out)) return true;
    out->change = (Change){0};
    bool loads = str_eq(name, S("loads")) || str_eq(name, S("load"));
    if (!loads || args.n != 1 || kw.n || str_find(at->callee, S("ickle")) < 0) return false;
    return mend_callee(m, &out->change, at->node, S("json"), name) && dumps_too(m, &out->change) &&
           mend_done(
               out, TRUST_REVIEW,
               "JSON holds data and no code. Decide that whoever writes the data writes JSON too: "
               "pickled data is "
               "no longer read.");
}
