// mend/unasked_grow: a limit of the module on what a function unpacks, keeps, or how deep it calls
// itself.
// SPDX-License-Identifier: MIT
#include "mend/unasked_int.h"

// ---- zlib.decompress(data)

// The helper says no as the function around the call does, where that is an exception.
bool unasked_limit_inflate(const Mend *m, NodeId def, const Constant *c, Fix *out)
{
    NodeId call = 0;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, def, n));)
        if (str_eq(py_text(m->tree, py_node(m->tree, n, Call_func)), S("zlib.decompress")))
            call = n;
    NodeList args = call ? py_list(m->tree, call, Call_args) : (NodeList){0};
    if (args.n != 1 || py_list(m->tree, call, Call_keywords).n) return false;
    Str no = mend_refusal(m, &out->change, call, S("larger than allowed, unpacked"));
    if (!str_starts(no, S("raise "))) no = S("raise ValueError(\"larger than allowed, unpacked\")");
    Str unit = edit_indent_unit(m->tree);
    Str text = str_fmt(
        m->keep,
        "def inflate_at_most(data, limit):\n"
        "%.*s\"\"\"What zlib.decompress gives, when it has at most so many bytes.\"\"\"\n"
        "%.*sinflater = zlib.decompressobj()\n"
        "%.*sunpacked = inflater.decompress(data, limit + 1)\n"
        "%.*sif len(unpacked) > limit:\n"
        "%.*s%.*s%.*s\n"
        "%.*sif not inflater.eof:\n"
        "%.*s%.*sraise zlib.error(\"incomplete or truncated stream\")\n"
        "%.*sreturn unpacked\n\n\n",
        STR_ARG(unit), STR_ARG(unit), STR_ARG(unit), STR_ARG(unit), STR_ARG(unit), STR_ARG(unit),
        STR_ARG(no), STR_ARG(unit), STR_ARG(unit), STR_ARG(unit), STR_ARG(unit));
    NodeId place = mend_class(m, def) ? mend_class(m, def) : def;
    if (name_find(&m->tree->names, S("inflate_at_most")) ||
        py_kind(m->tree, mend_parent(m, place)) != PY_Module)
        return false;
    Span line = py_line(m->tree, py_pos(m->tree, edit_beg(m->tree, place)).line);
    mend_insert(m, &out->change, line.beg, text);
    mend_replace(m, &out->change, call,
                 str_fmt(m->keep, "inflate_at_most(%.*s, %.*s)",
                         STR_ARG(py_text(m->tree, args.v[0])), STR_ARG(c->name)));
    return true;
}

// ---- a collection that grows with each call

// Words of an expression: self.pending[user] has self, pending, user.
static Str words_of(const Mend *m, Str text)
{
    Buf b = {.keep = m->keep};
    for (Size i = 0; i < text.len; i++) {
        char ch = text.s[i];
        bool letter = ch == '_' || ((ch | 32) >= 'a' && (ch | 32) <= 'z');
        buf_char(&b, !letter ? '_' : (char)(ch >= 'A' && ch <= 'Z' ? ch | 32 : ch));
    }
    return buf_str(&b);
}

// The collection is kept beyond the call: self.x, a module's own, or a name for one of these.
static bool is_kept(const Mend *m, NodeId def, NodeId box, Str *told)
{
    NodeId stmt;
    *told = py_text(m->tree, box);
    if (py_kind(m->tree, box) == PY_Name) {
        NodeId value = mend_assigned(m, box, &stmt);
        if (value) *told = py_text(m->tree, value);
        else if (mend_binds(m, def, *told) || mend_parameter(m, def, *told)) return false;
    }
    Str root = *told;
    return str_starts(root, S("self.")) || (root.len && root.s[0] == '_') ||
           (root.len && root.s[0] >= 'A' && root.s[0] <= 'Z');
}

static bool grown_by_call(const Mend *m, NodeId def, const Constant *c, NodeId *at, NodeId *box)
{
    static const char *const grows[] = {"append", "add", "insert", "appendleft", "push", NULL};
    for (NodeId n = 0; (n = mend_next(m, PY_Call, def, n));) {
        Str told;
        if (!mend_is_one(mend_called(m, n), grows) || !mend_object(m, n).len) continue;
        *box = py_node(m->tree, py_node(m->tree, n, Call_func), Attribute_value);
        bool own = str_find(words_of(m, told = py_text(m->tree, *box)), S("setdefault")) >= 0 &&
                   str_starts(told, S("self."));
        if (!own && !is_kept(m, def, *box, &told)) continue;
        NodeId cls = mend_class(m, def);
        Str name = cls ? mend_lower(m, py_name(m->tree, py_sym(m->tree, cls, ClassDef_name)))
                       : (Str){0};
        if (!unasked_shares_word(c->low, words_of(m, told)) &&
            !(own && unasked_shares_word(c->low, name)) && !(own && c->told))
            continue;
        *at = n;
        return true;
    }
    return false;
}

// self.items[key] = value
static bool grown_by_key(const Mend *m, NodeId def, const Constant *c, NodeId *at, NodeId *box)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, def, n));) {
        NodeId to = py_list(m->tree, n, Assign_targets).v[0];
        Str told;
        int value = py_kind(m->tree, py_node(m->tree, n, Assign_value));
        bool begins = value == PY_Constant || value == PY_List || value == PY_Dict;
        if (py_kind(m->tree, to) != PY_Subscript || begins) continue;
        *box = py_node(m->tree, to, Subscript_value);
        if (!is_kept(m, def, *box, &told) || !unasked_shares_word(c->low, words_of(m, told)))
            continue;
        *at = n;
        return true;
    }
    return false;
}

static bool counts_text(Str low)
{
    static const char *const words[] = {"length", "_len", "chars", "bytes", "size", "depth", NULL};
    return mend_has_one(low, words);
}

bool unasked_limit_growth(const Mend *m, NodeId def, const Constant *c, Fix *out)
{
    NodeId at, box;
    if (str_find(c->low, S("min_")) >= 0 || counts_text(c->low) ||
        str_starts(mend_def_name(m, def), S("__")))
        return false;
    if (grown_by_call(m, def, c, &at, &box)) {
        if (py_kind(m->tree, box) == PY_Call) { // self.by_user.setdefault(user, []).append(…)
            NodeId key = mend_arg(m, box, 0, (Str){0});
            if (!key) return false;
            Str full = str_fmt(m->keep, "len(%.*s.get(%.*s, ())) >= %.*s",
                               STR_ARG(mend_object(m, box)), STR_ARG(py_text(m->tree, key)),
                               STR_ARG(c->name));
            return mend_before(m, &out->change, at,
                               mend_guard(m, &out->change, at, full, S("no more are allowed")));
        }
        Str test =
            str_fmt(m->keep, "len(%.*s) >= %.*s", STR_ARG(py_text(m->tree, box)), STR_ARG(c->name));
        return mend_before(m, &out->change, at,
                           mend_guard(m, &out->change, at, test, S("no more are allowed")));
    }
    if (!grown_by_key(m, def, c, &at, &box)) return false;
    Str key = py_text(m->tree,
                      py_node(m->tree, py_list(m->tree, at, Assign_targets).v[0], Subscript_slice));
    Str test =
        str_fmt(m->keep, "%.*s not in %.*s and len(%.*s) >= %.*s", STR_ARG(key),
                STR_ARG(py_text(m->tree, box)), STR_ARG(py_text(m->tree, box)), STR_ARG(c->name));
    return mend_before(m, &out->change, at,
                       mend_guard(m, &out->change, at, test, S("no more are allowed")));
}

// ---- a function that calls itself

static bool calls_itself(const Mend *m, NodeId call, Str name, bool method)
{
    Str text = py_text(m->tree, py_node(m->tree, call, Call_func));
    return method ? str_eq(text, str_fmt(m->keep, "self.%.*s", STR_ARG(name))) : str_eq(text, name);
}

// Where another parameter can stand: after the last one and its default. 0: not there.
static uint32_t end_of_parameters(const Mend *m, NodeId def)
{
    NodeId args = py_node(m->tree, def, FunctionDef_args);
    NodeList list = py_list(m->tree, args, arguments_args),
             defaults = py_list(m->tree, args, arguments_defaults);
    if (!list.n || py_node(m->tree, args, arguments_vararg) ||
        py_node(m->tree, args, arguments_kwarg) || py_list(m->tree, args, arguments_kwonlyargs).n)
        return 0;
    return defaults.n ? py_at(m->tree, py_last(defaults))->end
                      : py_at(m->tree, py_last(list))->end;
}

bool unasked_limit_depth(const Mend *m, NodeId def, const Constant *c, Fix *out)
{
    static const char *const words[] = {"depth", "nest", "level", "recurs", NULL};
    Str name = mend_def_name(m, def);
    bool method = mend_class(m, def) != 0;
    uint32_t end = end_of_parameters(m, def);
    int calls = 0;
    if (!mend_has_one(c->low, words) || !end || name_find(&m->tree->names, S("_depth")))
        return false;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, def, n));) {
        if (!calls_itself(m, n, name, method)) continue;
        if (!mend_set(m, &out->change, n, -1, S("_depth"), S("_depth + 1"))) return false;
        calls++;
    }
    if (!calls) return false;
    mend_insert(m, &out->change, end, S(", _depth=1"));
    NodeId first = unasked_first(m, def);
    Str test = str_fmt(m->keep, "_depth > %.*s", STR_ARG(c->name));
    return mend_before(m, &out->change, first,
                       mend_guard(m, &out->change, first, test, S("nested too deeply")));
}
