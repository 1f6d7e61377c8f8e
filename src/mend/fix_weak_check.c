// mend/fix_weak_check: checks that let more through than they mean: a folder's name without its end,
// a part of a role's name, a token that is only there, a signature asked for by its own header, a
// text that is changed after it was looked at.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

// ---- full.startswith(base): /srv/files-private begins with /srv/files, too

static bool is_resolved(const Mend *m, NodeId e)
{
    static const char *const makers[] = {"abspath", "realpath", "normpath", "resolve", NULL};
    NodeId stmt;
    if (py_kind(m->tree, e) == PY_Name) e = mend_assigned(m, e, &stmt);
    return e && py_kind(m->tree, e) == PY_Call && mend_is_one(mend_called(m, e), makers);
}

static bool is_local(const Mend *m, NodeId e)
{
    return py_kind(m->tree, e) == PY_Name || py_kind(m->tree, e) == PY_Attribute;
}

// str(target).startswith(str(base)), of two paths
static bool of_paths(const Mend *m, NodeId call, NodeId object, NodeId base, Fix *out)
{
    if (py_kind(m->tree, object) != PY_Call || py_kind(m->tree, base) != PY_Call ||
        !str_eq(mend_called(m, object), S("str")) || !str_eq(mend_called(m, base), S("str")))
        return false;
    NodeId path = mend_arg(m, object, 0, (Str){0}), folder = mend_arg(m, base, 0, (Str){0});
    if (!path || !folder || !is_resolved(m, path) || !is_local(m, path) || !is_local(m, folder))
        return false;
    Str x = py_text(m->tree, path), within = py_text(m->tree, folder);
    mend_replace(m, &out->change, call,
                 mend_has_python(m, S("3.9"))
                     ? str_fmt(m->keep, "%.*s.is_relative_to(%.*s)", STR_ARG(x), STR_ARG(within))
                     : str_fmt(m->keep, "(%.*s in (%.*s, *%.*s.parents))", STR_ARG(within),
                               STR_ARG(x), STR_ARG(x)));
    return true;
}

bool mend_fix_prefix(const Mend *m, const MendSite *at, Fix *out)
{
    static const char says[] =
        "A folder's name ends before what only begins like it: the path must "
        "lie below the folder.";
    if (py_kind(m->tree, at->node) != PY_Call || !mend_function(m, at->node)) return false;
    NodeId f = py_node(m->tree, at->node, Call_func), base = mend_arg(m, at->node, 0, (Str){0});
    if (!str_eq(mend_called(m, at->node), S("startswith")) || !base ||
        py_kind(m->tree, f) != PY_Attribute)
        return false;
    NodeId object = py_node(m->tree, f, Attribute_value);
    if (of_paths(m, at->node, object, base, out)) return mend_done(out, TRUST_SAFE, says);
    if (!is_local(m, object) || !is_local(m, base) || !is_resolved(m, object) ||
        !is_resolved(m, base))
        return false;
    Str os = mend_name(m, &out->change, at->node, S("os"), (Str){0}), x = py_text(m->tree, object),
        b = py_text(m->tree, base);
    if (!os.len) return false;
    // the folder itself may be meant: a listing's own, or an archive's entry "./"
    static const char *const lists[] = {"listdir", "scandir", "walk",    "iterdir", "glob",
                                        "archive", "member",  "tarfile", "zipfile", NULL};
    bool folder = mend_has_one(py_text(m->tree, mend_function(m, at->node)), lists);
    mend_replace(m, &out->change, at->node,
                 folder ? str_fmt(m->keep, "(%.*s == %.*s or %.*s.startswith(%.*s + %.*s.sep))",
                                  STR_ARG(x), STR_ARG(b), STR_ARG(x), STR_ARG(b), STR_ARG(os))
                        : str_fmt(m->keep, "%.*s.startswith(%.*s + %.*s.sep)", STR_ARG(x),
                                  STR_ARG(b), STR_ARG(os)));
    return mend_done(out, TRUST_SAFE, says);
}

// ---- a part of a role's name

static bool is_role(const Mend *m, NodeId e)
{
    Str low = mend_lower(m, py_text(m->tree, e));
    while (str_ends(low, S("\"]")) || str_ends(low, S("']"))) low = str_sub(low, 0, low.len - 2);
    return str_ends(low, S("role")) && py_kind(m->tree, e) != PY_Call;
}

static bool is_in(const Mend *m, NodeId compare)
{
    return py_kind(m->tree, compare) == PY_Compare &&
           py_syms(m->tree, compare, Compare_ops).n == 1 &&
           py_syms(m->tree, compare, Compare_ops).v[0] == OP_IN;
}

// any(name in role for name in ROLES)  ->  role in ROLES;  "admin" in role  ->  role == "admin"
bool mend_fix_role_part(const Mend *m, const MendSite *at, Fix *out)
{
    static const char says[] = "The whole name of the role is compared, and no part of it.";
    NodeId n = at->node;
    if (py_kind(m->tree, n) == PY_Call) {
        NodeId gen = mend_arg(m, n, 0, (Str){0});
        if (!str_eq(mend_called(m, n), S("any")) || !gen ||
            py_kind(m->tree, gen) != PY_GeneratorExp)
            return false;
        NodeId test = py_node(m->tree, gen, GeneratorExp_elt);
        NodeList loops = py_list(m->tree, gen, GeneratorExp_generators);
        if (loops.n != 1 || !is_in(m, test)) return false;
        NodeId role = py_list(m->tree, test, Compare_comparators).v[0];
        NodeId target = py_node(m->tree, loops.v[0], comprehension_target);
        if (!is_role(m, role) || py_list(m->tree, loops.v[0], comprehension_ifs).n ||
            !str_eq(py_text(m->tree, py_node(m->tree, test, Compare_left)),
                    py_text(m->tree, target)))
            return false;
        mend_replace(
            m, &out->change, n,
            str_fmt(m->keep, "%.*s in %.*s", STR_ARG(py_text(m->tree, role)),
                    STR_ARG(py_text(m->tree, py_node(m->tree, loops.v[0], comprehension_iter)))));
        NodeId up = mend_parent(m, n);
        if (py_kind(m->tree, up) == PY_Compare) return false;
        return mend_done(out, TRUST_SAFE, says);
    }
    if (!is_in(m, n)) return false;
    NodeId word = py_node(m->tree, n, Compare_left),
           role = py_list(m->tree, n, Compare_comparators).v[0];
    if (!mend_string(m, word).len || !is_role(m, role)) return false;
    mend_replace(m, &out->change, n,
                 str_fmt(m->keep, "%.*s == %.*s", STR_ARG(py_text(m->tree, role)),
                         STR_ARG(py_text(m->tree, word))));
    return mend_done(out, TRUST_REVIEW, says);
}

// ---- a token of a form that is there, and compared with nothing

static bool is_token_word(const Mend *m, Str text)
{
    Str low = mend_lower(m, text);
    return str_find(low, S("csrf")) >= 0 || str_find(low, S("xsrf")) >= 0;
}

// form.get("csrf_token"), in `not …`: the call; "csrf_token" not in form: the comparison. `from`: the
// form, as it is written.
static bool only_there(const Mend *m, NodeId test, Str *from, Str *key)
{
    if (py_kind(m->tree, test) == PY_UnaryOp) {
        NodeId call = py_node(m->tree, test, UnaryOp_operand);
        if (py_kind(m->tree, call) != PY_Call || !str_eq(mend_called(m, call), S("get")))
            return false;
        *from = mend_object(m, call);
        *key = mend_string(m, mend_arg(m, call, 0, (Str){0}));
    } else if (py_kind(m->tree, test) == PY_Compare &&
               py_syms(m->tree, test, Compare_ops).v[0] == OP_NOTIN) {
        *from = py_text(m->tree, py_list(m->tree, test, Compare_comparators).v[0]);
        *key = mend_string(m, py_node(m->tree, test, Compare_left));
    }
    return from->len && key->len && is_token_word(m, *key);
}

// session.setdefault("csrf_token", …), session["csrf_token"] = …: what keeps the right one.
static bool keeper(const Mend *m, NodeId def, Str *store, Str *key)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));) {
        *key = mend_string(m, mend_arg(m, n, 0, (Str){0}));
        *store = mend_object(m, n);
        if (str_eq(mend_called(m, n), S("setdefault")) && is_token_word(m, *key)) goto found;
    }
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, m->tree->root, n));) {
        NodeId to = py_list(m->tree, n, Assign_targets).v[0];
        if (py_kind(m->tree, to) != PY_Subscript) continue;
        *key = mend_string(m, py_node(m->tree, to, Subscript_slice));
        *store = py_text(m->tree, py_node(m->tree, to, Subscript_value));
        if (is_token_word(m, *key)) goto found;
    }
    return false;
found:
    return mend_parameter(m, def, *store) || str_starts(*store, S("self.")) ||
           (str_eq(*store, S("session")) && !mend_binds(m, def, *store));
}

bool mend_fix_token_there(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = mend_function(m, at->node);
    Str from = {0}, key = {0}, store = {0}, kept = {0};
    if (py_kind(m->tree, at->node) != PY_If || !def || py_list(m->tree, at->node, If_orelse).n ||
        !only_there(m, py_node(m->tree, at->node, If_test), &from, &key) ||
        !keeper(m, def, &store, &kept))
        return false;
    Str code = py_text(m->tree, def);
    if (str_find(code, S("compare_digest(")) >= 0 || str_eq(from, store)) return false;
    for (NodeId n = 0; (n = mend_next(m, PY_Compare, def, n));)
        if (is_token_word(m, py_text(m->tree, n)) && n != py_node(m->tree, at->node, If_test))
            return false;
    NodeList then = py_list(m->tree, at->node, If_body);
    Str same = mend_name(m, &out->change, at->node, S("hmac"), S("compare_digest"));
    if (!same.len || then.n != 1) return false;
    char q = edit_quote(m->tree);
    // "token" not in form: an empty one is there, and equals what a session without one gives
    bool filled = py_kind(m->tree, py_node(m->tree, at->node, If_test)) == PY_UnaryOp;
    Str none = filled ? (Str){0}
                      : str_fmt(m->keep, "not %.*s.get(%c%.*s%c) or ", STR_ARG(store), q,
                                STR_ARG(kept), q);
    Str lines = str_fmt(m->keep,
                        "if %.*snot %.*s(str(%.*s.get(%c%.*s%c)).encode(), str(%.*s.get(%c%.*s%c, "
                        "%c%c)).encode()):\n"
                        "%.*s%.*s",
                        STR_ARG(none), STR_ARG(same), STR_ARG(from), q, STR_ARG(key), q,
                        STR_ARG(store), q, STR_ARG(kept), q, q, q,
                        STR_ARG(edit_indent_unit(m->tree)), STR_ARG(py_text(m->tree, then.v[0])));
    return mend_after(m, &out->change, at->node, lines) &&
           mend_done(out, TRUST_REVIEW,
                     "The token that was sent must be the session's own. Decide that both are kept "
                     "under these names.");
}

// ---- if header["alg"] == "HS256": check the signature. Else nobody does.

// if alg == "none": return b"": the signature that everybody can make.
static bool alg_is_none(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId test = py_node(m->tree, at->node, If_test);
    NodeList then = py_list(m->tree, at->node, If_body);
    if (py_kind(m->tree, test) != PY_Compare || then.n != 1 ||
        py_kind(m->tree, then.v[0]) != PY_Return ||
        str_find(mend_lower(m, py_text(m->tree, py_node(m->tree, test, Compare_left))), S("alg")) <
            0)
        return false;
    Str word = mend_string(m, py_list(m->tree, test, Compare_comparators).v[0]);
    NodeId value = py_node(m->tree, then.v[0], Return_value);
    const PyConst *c =
        value && py_kind(m->tree, value) == PY_Constant ? py_const(m->tree, value) : NULL;
    bool empty = c && ((c->kind == CONST_STR || c->kind == CONST_BYTES) ? !c->text.len
                                                                        : c->kind == CONST_TRUE);
    if (!str_eq(mend_lower(m, word), S("none")) || !empty) return false;
    Str no = mend_refusal(m, &out->change, then.v[0], S("this algorithm is not accepted"));
    if (!str_starts(no, S("raise ")))
        no = S("raise ValueError(\"this algorithm is not accepted\")");
    mend_replace(m, &out->change, then.v[0], no);
    return mend_done(
        out, TRUST_SAFE,
        "Without an algorithm there is no signature: such a token is refused, and none "
        "is made.");
}

bool mend_fix_alg_skips(const Mend *m, const MendSite *at, Fix *out)
{
    if (py_kind(m->tree, at->node) != PY_If || py_list(m->tree, at->node, If_orelse).n ||
        !mend_function(m, at->node))
        return false;
    if (alg_is_none(m, at, out)) return true;
    *out = (Fix){0};
    NodeId test = py_node(m->tree, at->node, If_test), inner = 0;
    Str text = py_text(m->tree, test);
    if (py_kind(m->tree, test) != PY_Compare || str_find(text, S("alg")) < 0 ||
        py_syms(m->tree, test, Compare_ops).v[0] != OP_EQ)
        return false;
    NodeList body = py_list(m->tree, at->node, If_body);
    for (uint32_t i = 0; i < body.n; i++)
        if (py_kind(m->tree, body.v[i]) == PY_If &&
            str_find(py_text(m->tree, py_node(m->tree, body.v[i], If_test)), S("compare_digest")) >=
                0)
            inner = body.v[i];
    NodeList no = inner ? py_list(m->tree, inner, If_body) : (NodeList){0};
    int kind = no.n == 1 ? py_kind(m->tree, no.v[0]) : 0;
    if (kind != PY_Return && kind != PY_Raise) return false;
    Str before = str_sub(m->tree->src, 0, py_at(m->tree, at->node)->beg);
    Str guard = str_fmt(m->keep, "if not (%.*s):", STR_ARG(text));
    if (str_find(before, guard) >= 0) return false;
    return mend_before(m, &out->change, at->node,
                       str_fmt(m->keep, "%.*s\n%.*s%.*s", STR_ARG(guard),
                               STR_ARG(edit_indent_unit(m->tree)),
                               STR_ARG(py_text(m->tree, no.v[0])))) &&
           mend_done(out, TRUST_SAFE,
                     "A token of another algorithm, \"none\" among them, is refused: before, its "
                     "signature was not asked for.");
}

// ---- looked at first, and changed then

static bool changes_text(Str name)
{
    static const char *const words[] = {"normal",   "canon", "decode", "unquote",
                                        "casefold", "fold",  "clean",  NULL};
    return mend_has_one(name, words);
}

static void rename_in(const Mend *m, Change *c, NodeId n, Str from, Str to)
{
    if (py_kind(m->tree, n) == PY_Name && str_eq(py_text(m->tree, n), from))
        mend_replace(m, c, n, to);
    uint32_t it = 0;
    for (NodeId child; (child = py_next_child(m->tree, n, &it));) rename_in(m, c, child, from, to);
}

// if name in RESERVED: raise …; final = normalise(name)  ->  final = normalise(name); if final in …
bool mend_fix_early_look(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = mend_function(m, at->node), later = 0, call = 0;
    NodeList body = def ? py_list(m->tree, def, FunctionDef_body) : (NodeList){0};
    if (py_kind(m->tree, at->node) != PY_If || py_list(m->tree, at->node, If_orelse).n)
        return false;
    NodeList then = py_list(m->tree, at->node, If_body);
    int last = then.n == 1 ? py_kind(m->tree, then.v[0]) : 0;
    NodeId test = py_node(m->tree, at->node, If_test);
    if ((last != PY_Raise && last != PY_Return) || str_find(py_text(m->tree, test), S(" in ")) < 0)
        return false;
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_Assign ||
            py_at(m->tree, body.v[i])->beg < py_at(m->tree, at->node)->end)
            continue;
        NodeId v = py_node(m->tree, body.v[i], Assign_value);
        if (py_kind(m->tree, v) == PY_Call && changes_text(mend_lower(m, mend_called(m, v)))) {
            later = body.v[i], call = v;
            break;
        }
    }
    NodeList args = call ? py_list(m->tree, call, Call_args) : (NodeList){0};
    NodeId name = py_last(args),
           to = later ? py_list(m->tree, later, Assign_targets).v[0] : 0;
    if (!name || py_kind(m->tree, name) != PY_Name || py_kind(m->tree, to) != PY_Name ||
        !mend_parameter(m, def, py_text(m->tree, name)))
        return false;
    Str from = py_text(m->tree, name), into = py_text(m->tree, to);
    if (!mend_says_word(py_text(m->tree, test), from) || str_eq(from, into)) return false;
    Span line = py_line(m->tree, py_pos(m->tree, py_at(m->tree, later)->beg).line);
    Str src = m->tree->src, text = py_text(m->tree, later);
    if (!str_eq(str_trim(str_sub(src, line.beg, line.end)), text)) return false;
    rename_in(m, &out->change, test, from, into);
    uint32_t end = line.end < (uint32_t)src.len ? line.end + 1 : line.end;
    *push(m->keep, &out->change.edits) = (Edit){{line.beg, end}, S("")};
    return mend_before(m, &out->change, at->node, text) &&
           mend_done(out, TRUST_SAFE,
                     "What is kept is what was looked at: the text is brought into its last form "
                     "first.");
}
