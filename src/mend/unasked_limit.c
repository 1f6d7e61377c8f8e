// mend/unasked_limit: a limit that the module defines and nobody asks: of a size that is read, a
// number or text that is given, a collection that grows, a recursion, what is unpacked.
// SPDX-License-Identifier: MIT
#include "mend/unasked_int.h"

// ---- limits: MAX_SIZE and a read without one, data without a look at its length

static bool data_fits(const Mend *m, Str param, const void *self)
{
    static const Str names[] = {L("data"), L("content"), L("contents"), L("text"), L("payload"),
                                L("body"), L("message"), L("items"),    L("blob"), L("raw")};
    (void)m, (void)self;
    for (Size i = 0; i < countof(names); i++)
        if (str_eq(param, names[i])) return true;
    return false;
}

static bool limit_read(const Mend *m, NodeId def, const Constant *c, Fix *out)
{
    for (Size i = 1; i < m->tree->nodes.n; i++) {
        NodeId n = (NodeId)i;
        if (m->tree->nodes.v[i].kind != PY_Call || !mend_within(m, n, def)) continue;
        NodeId f = py_node(m->tree, n, Call_func), stmt = mend_statement(m, n);
        if (py_kind(m->tree, f) != PY_Attribute || py_list(m->tree, n, Call_args).n ||
            py_list(m->tree, n, Call_keywords).n ||
            !str_eq(py_name(m->tree, py_sym(m->tree, f, Attribute_attr)), S("read")))
            continue;
        int kind = py_kind(m->tree, stmt);
        NodeId value = kind == PY_Assign   ? py_node(m->tree, stmt, Assign_value)
                       : kind == PY_Return ? py_node(m->tree, stmt, Return_value)
                                           : 0;
        if (value != n || mend_binds(m, def, S("data"))) continue;
        Str text =
            str_fmt(m->keep, "%.*s(%.*s + 1)", STR_ARG(py_text(m->tree, f)), STR_ARG(c->name));
        if (kind == PY_Assign) {
            Str name = py_text(m->tree, py_list(m->tree, stmt, Assign_targets).v[0]);
            mend_replace(m, &out->change, n, text);
            Str test = str_fmt(m->keep, "len(%.*s) > %.*s", STR_ARG(name), STR_ARG(c->name));
            return mend_after(m, &out->change, stmt,
                              mend_guard(m, &out->change, stmt, test, S("larger than allowed")));
        }
        Str test = str_fmt(m->keep, "len(data) > %.*s", STR_ARG(c->name));
        mend_replace(m, &out->change, n, S("data"));
        return mend_before(
            m, &out->change, stmt,
            str_fmt(m->keep, "data = %.*s\n%.*s", STR_ARG(text),
                    STR_ARG(mend_guard(m, &out->change, stmt, test, S("larger than allowed")))));
    }
    return false;
}

// MAX_TITLE_LEN of `title`, and not PROJECT_TITLE_MAX_LEN of `project`: all of its words that do not say "at most".
static bool limits_it(Str low, Str param)
{
    static const Str most[] = {L("max"),   L("maximum"), L("min"),  L("minimum"), L("limit"),
                               L("len"),   L("length"),  L("size"), L("count"),   L("number"),
                               L("bytes"), L("chars"),   L("kb"),   L("mb"),      L("allowed"),
                               L("total"), L("per"),     L("most"), L("request"), {0}};
    bool any = false;
    for (Str word; str_cut(&low, S("_"), &word);) {
        if (word.len < 3 || str_in(word, most)) continue;
        if (!unasked_shares_word(word, param)) return false;
        any = true;
    }
    return any;
}

static bool limit_fits(const Mend *m, Str param, const void *self)
{
    static const Str sizes[] = {L("width"), L("height"),     L("count"), L("size"),  L("n"),
                                L("num"),   L("length"),     L("limit"), L("rows"),  L("amount"),
                                L("depth"), L("iterations"), L("times"), L("repeat")};
    const Constant *c = self;
    if (limits_it(c->low, param)) return true;
    (void)m;
    for (Size i = 0; i < countof(sizes); i++)
        if (str_eq(param, sizes[i])) return true;
    return false;
}

static bool is_text_parameter(const Mend *m, NodeId param)
{
    NodeId note = py_node(m->tree, param, arg_annotation);
    Str text = note ? py_text(m->tree, note) : (Str){0};
    return str_starts(text, S("str")) || str_starts(text, S("bytes")) ||
           str_starts(text, S("list")) || str_starts(text, S("dict"));
}

// with zipfile.ZipFile(…) as z: the sizes that the archive itself says, before any is unpacked.
static bool limit_zip(const Mend *m, NodeId def, const Constant *c, Fix *out)
{
    for (Size i = 1; i < m->tree->nodes.n; i++) {
        if (m->tree->nodes.v[i].kind != PY_With || !mend_within(m, (NodeId)i, def)) continue;
        NodeId item = py_list(m->tree, (NodeId)i, With_items).v[0];
        NodeId name = py_node(m->tree, item, withitem_optional_vars),
               first = py_list(m->tree, (NodeId)i, With_body).v[0];
        if (!name || py_kind(m->tree, name) != PY_Name ||
            str_find(py_text(m->tree, py_node(m->tree, item, withitem_context_expr)),
                     S("ZipFile(")) < 0)
            continue;
        Str test = str_fmt(m->keep, "sum(member.file_size for member in %.*s.infolist()) > %.*s",
                           STR_ARG(py_text(m->tree, name)), STR_ARG(c->name));
        return mend_before(m, &out->change, first,
                           mend_guard(m, &out->change, first, test, S("larger than allowed")));
    }
    return false;
}

// for info in z.infolist(): z.read(info): what the archive says of each member, before it is read.
static bool limit_member(const Mend *m, NodeId def, const Constant *c, Fix *out)
{
    static const char *const takes[] = {"read", "open", "extract", NULL};
    for (NodeId n = 0; (n = mend_next(m, PY_For, def, n));) {
        NodeId target = py_node(m->tree, n, For_target);
        if (py_kind(m->tree, target) != PY_Name) continue;
        for (NodeId k = 0; (k = mend_next(m, PY_Call, n, k));) {
            NodeId arg = mend_arg(m, k, 0, S("name"));
            if (!mend_is_one(mend_called(m, k), takes) || !arg ||
                !str_eq(py_text(m->tree, arg), py_text(m->tree, target)))
                continue;
            Str test = str_fmt(m->keep, "%.*s.file_size > %.*s", STR_ARG(py_text(m->tree, arg)),
                               STR_ARG(c->name));
            return mend_before(m, &out->change, k,
                               mend_guard(m, &out->change, k, test, S("larger than allowed")));
        }
    }
    return false;
}

// ---- the value itself, or how long it is

// 1 a number, -1 something with a length, 0 nobody can tell: by its annotation, its default, and what
// the function does with it.
static int nature(const Mend *m, NodeId def, NodeId param, Str name)
{
    NodeId note = py_node(m->tree, param, arg_annotation);
    Str type = note ? py_text(m->tree, note) : (Str){0};
    if (str_eq(type, S("int")) || str_eq(type, S("float"))) return 1;
    if (type.len && is_text_parameter(m, param)) return -1;
    for (NodeId n = 0; (n = mend_next(m, PY_Attribute, def, n));)
        if (str_eq(py_text(m->tree, py_node(m->tree, n, Attribute_value)), name)) return -1;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, def, n));) {
        NodeId arg = mend_arg(m, n, 0, (Str){0});
        bool of = arg && str_eq(py_text(m->tree, arg), name);
        if (of && str_eq(mend_called(m, n), S("len"))) return -1;
        if (of && (str_eq(mend_called(m, n), S("range")) || str_eq(mend_called(m, n), S("int"))))
            return 1;
    }
    for (NodeId n = 0; (n = mend_next(m, PY_Compare, def, n));) {
        SymList ops = py_syms(m->tree, n, Compare_ops);
        bool order = ops.n && (ops.v[0] == OP_LT || ops.v[0] == OP_GT || ops.v[0] == OP_LTE ||
                               ops.v[0] == OP_GTE);
        if (order && mend_says_word(py_text(m->tree, n), name)) return 1;
    }
    return 0;
}

static bool about_length(Str low)
{
    static const char *const words[] = {"length", "_len", "chars", "size", "bytes", NULL};
    return mend_has_one(low, words);
}

// The parameter that the documentation speaks of beside the limit.
static bool limit_told(const Mend *m, NodeId def, const Constant *c, Fix *out)
{
    Subject s = {0};
    if (!c->told || !unasked_told_parameter(m, def, c, &s)) return false;
    int is = nature(m, def, s.param, s.name);
    bool least = str_find(c->low, S("min_")) >= 0;
    bool length = is < 0 || (!is && about_length(c->low));
    Str value = length ? str_fmt(m->keep, "len(%.*s)", STR_ARG(s.name)) : s.name;
    return unasked_guarded(
        m, &s,
        str_fmt(m->keep, "%.*s %c %.*s", STR_ARG(value), least ? '<' : '>', STR_ARG(c->name)),
        least ? S("less than allowed") : S("more than allowed"), out);
}

static bool limit_numbers(const Mend *m, NodeId def, const Constant *c, const Subject *first,
                          Fix *out)
{
    Buf test = {.keep = m->keep};
    bool least = str_find(c->low, S("min_")) >= 0;
    NodeList args = py_list(m->tree, py_node(m->tree, def, FunctionDef_args), arguments_args);
    for (uint32_t i = 0; i < args.n; i++) {
        Str name = py_name(m->tree, py_sym(m->tree, args.v[i], arg_arg));
        if (!limit_fits(m, mend_lower(m, name), c)) continue;
        buf_fmt(&test, "%s%.*s %c %.*s", test.n ? " or " : "", STR_ARG(name), least ? '<' : '>',
                STR_ARG(c->name));
    }
    return unasked_guarded(m, first, buf_str(&test),
                           least ? S("less than allowed") : S("more than allowed"), out);
}

static bool limit_parameter(const Mend *m, NodeId def, const Constant *c, Fix *out)
{
    Subject data = {0}, number = {0};
    if (limit_told(m, def, c, out)) return true;
    out->change = (Change){0};
    unasked_parameters(m, def, data_fits, c, &data);
    unasked_parameters(m, def, limit_fits, c, &number);
    bool text = number.found && (is_text_parameter(m, number.param) ||
                                 nature(m, def, number.param, number.name) < 0);
    if (number.found && !text && !(data.found && data.param == number.param))
        return limit_numbers(m, def, c, &number, out);
    if (!data.found && text && about_length(c->low)) data = number;
    if (!data.found || str_find(c->low, S("min_")) >= 0) return false;
    return unasked_guarded(
        m, &data, str_fmt(m->keep, "len(%.*s) > %.*s", STR_ARG(data.name), STR_ARG(c->name)),
        S("larger than allowed"), out);
}

bool unasked_limit(const Mend *m, NodeId def, const Constant *c, Fix *out)
{
    static bool (*const ways[])(const Mend *, NodeId, const Constant *,
                                Fix *) = {limit_read, unasked_limit_inflate, unasked_limit_growth,
                                          unasked_limit_depth, limit_parameter};
    bool counts = str_find(c->low, S("files")) >= 0 || str_find(c->low, S("count")) >= 0 ||
                  str_find(c->low, S("members")) >= 0 || str_find(c->low, S("entries")) >= 0;
    bool one = str_find(c->low, S("member")) >= 0 || str_find(c->low, S("entry")) >= 0 ||
               str_find(c->low, S("file_")) >= 0;
    Fix probe = {0};
    for (NodeId n = 0; (n = mend_next(m, PY_Call, def, n));) // decompression-bomb's to say
        if (str_eq(mend_called(m, n), S("decompress")) &&
            mend_fix_unpack(m, &(MendSite){.node = n}, &probe))
            return false;
    if (str_find(py_text(m->tree, def), S("ZipFile(")) >= 0)
        return !counts && (one ? limit_member(m, def, c, out) : limit_zip(m, def, c, out));
    for (Size i = 0; i < countof(ways); i++) {
        if (ways[i](m, def, c, out)) return true;
        out->change = (Change){0};
    }
    return false;
}
