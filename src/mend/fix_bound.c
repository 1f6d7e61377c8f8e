// mend/fix_bound: bounds that come too late, or stand in the documentation only: a range built before
// it is counted, a body unpacked before it is measured, an amount that must be positive.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

// ---- chosen.update(range(low, high + 1)) … if len(chosen) > MAX_IDS: raise …

// The `if len(…) > MAX: <refusal>` of the function; 0: none. bound: MAX as it is written.
static NodeId late_count(const Mend *m, NodeId def, Str *bound)
{
    for (NodeId n = 0; (n = mend_next(m, PY_If, def, n));) {
        NodeId test = py_node(m->tree, n, If_test);
        NodeList then = py_list(m->tree, n, If_body);
        if (py_kind(m->tree, test) != PY_Compare || then.n != 1) continue;
        NodeId left = py_node(m->tree, test, Compare_left),
               right = py_list(m->tree, test, Compare_comparators).v[0];
        PyOp op = (PyOp)py_syms(m->tree, test, Compare_ops).v[0];
        int kind = py_kind(m->tree, right), last = py_kind(m->tree, then.v[0]);
        if ((op != OP_GT && op != OP_GTE) || py_kind(m->tree, left) != PY_Call ||
            !str_eq(mend_called(m, left), S("len")) || (kind != PY_Name && kind != PY_Attribute) ||
            (last != PY_Raise && last != PY_Return))
            continue;
        *bound = py_text(m->tree, right);
        return n;
    }
    return 0;
}

bool mend_fix_late_count(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId range = at->node, guard = 0, stmt = mend_statement(m, at->node);
    Str bound = {0};
    if (at->hit && stmt) // a finding by flow stands at what is too large
        for (NodeId n = 0; (n = mend_next(m, PY_Call, stmt, n));)
            if (str_eq(mend_called(m, n), S("range"))) range = n;
    if (py_kind(m->tree, range) != PY_Call || !str_eq(mend_called(m, range), S("range")) ||
        py_kind(m->tree, mend_parent(m, range)) == PY_For)
        return false;
    NodeId def = mend_function(m, range);
    NodeList args = py_list(m->tree, range, Call_args);
    if (!def || !args.n || args.n > 2 || !(guard = late_count(m, def, &bound)) ||
        py_at(m->tree, guard)->beg < py_at(m->tree, range)->beg)
        return false;
    uint32_t end = py_at(m->tree, range)->end;
    if (end < (uint32_t)m->tree->src.len && m->tree->src.s[end] == '[') return false;
    mend_insert(m, &out->change, end, str_fmt(m->keep, "[:%.*s + 1]", STR_ARG(bound)));
    return mend_done(out, TRUST_SAFE,
                     "A range is cut, before it is written out, to one more than the result may "
                     "have: the count that follows refuses it as before.");
}

// ---- zlib.decompress(body), gzip.decompress(body), where the module knows how much is too much

static const char gunzip_text[] =
    "def gunzip_at_most(data, limit):\n"
    "%.*s\"\"\"What gzip.decompress gives, when it has at most so many bytes.\"\"\"\n"
    "%.*swith gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:\n"
    "%.*s%.*sunpacked = stream.read(limit + 1)\n"
    "%.*sif len(unpacked) > limit:\n"
    "%.*s%.*s%.*s\n"
    "%.*sreturn unpacked\n\n\n";

static const char inflate_text[] =
    "def inflate_at_most(data, limit, wbits=zlib.MAX_WBITS):\n"
    "%.*s\"\"\"What zlib.decompress gives, when it has at most so many bytes.\"\"\"\n"
    "%.*sinflater = zlib.decompressobj(wbits)\n"
    "%.*sunpacked = inflater.decompress(data, limit + 1)\n"
    "%.*sif len(unpacked) > limit:\n"
    "%.*s%.*s%.*s\n"
    "%.*sif not inflater.eof:\n"
    "%.*s%.*sraise zlib.error(\"incomplete or truncated stream\")\n"
    "%.*sreturn unpacked\n\n\n";

static bool is_size(const Mend *m, Str name)
{
    static const char *const most[] = {"max", "limit", "most", NULL};
    static const char *const what[] = {"size",   "bytes", "body",   "len",     "unpack", "data",
                                       "payload", "upload", "decomp", "inflat", "output", NULL};
    // MAX_COMPRESSED_SIZE: of what comes in
    static const char *const packed[] = {"_compressed", "maxcompressed", NULL};
    Str low = mend_lower(m, name);
    return mend_has_one(low, most) && mend_has_one(low, what) && !mend_has_one(low, packed);
}

// The module's or class's number that limits such sizes, as it is written in the function.
static Str size_limit(const Mend *m, NodeId def)
{
    NodeId cls = mend_class(m, def);
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, m->tree->root, n));) {
        NodeId to = py_list(m->tree, n, Assign_targets).v[0], up = mend_parent(m, n);
        int kind = py_kind(m->tree, py_node(m->tree, n, Assign_value));
        if (py_kind(m->tree, to) != PY_Name || (up != m->tree->root && up != cls) ||
            (kind != PY_Constant && kind != PY_BinOp) || !is_size(m, py_text(m->tree, to)))
            continue;
        return up == cls && cls ? str_fmt(m->keep, "self.%.*s", STR_ARG(py_text(m->tree, to)))
                                : py_text(m->tree, to);
    }
    return (Str){0};
}

// How the function says that something is too large; else how it says no.
static Str too_large(const Mend *m, Change *c, NodeId def, NodeId node, Str limit)
{
    for (NodeId n = 0; (n = mend_next(m, PY_If, def, n));) {
        NodeList then = py_list(m->tree, n, If_body);
        if (then.n == 1 && py_kind(m->tree, then.v[0]) == PY_Raise &&
            mend_says_word(py_text(m->tree, py_node(m->tree, n, If_test)), limit) &&
            !mend_next(m, PY_Name, then.v[0], mend_next(m, PY_Name, then.v[0], 0)))
            return py_text(m->tree, then.v[0]);
    }
    Str no = mend_refusal(m, c, node, S("larger than allowed, unpacked"));
    return str_starts(no, S("raise ")) ? no
                                       : S("raise ValueError(\"larger than allowed, unpacked\")");
}

bool mend_fix_unpack(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = mend_function(m, at->node);
    if (!def || py_kind(m->tree, at->node) != PY_Call) return false;
    Str f = py_text(m->tree, py_node(m->tree, at->node, Call_func));
    bool gzip = str_eq(f, S("gzip.decompress"));
    if (!gzip && !str_eq(f, S("zlib.decompress"))) return false;
    NodeList args = py_list(m->tree, at->node, Call_args),
             kw = py_list(m->tree, at->node, Call_keywords);
    Str limit = size_limit(m, def), wbits = {0}, u = edit_indent_unit(m->tree);
    NodeId place = mend_class(m, def) ? mend_class(m, def) : def;
    if (!limit.len || !args.n || args.n > 2 || kw.n > 1 || (args.n == 2 && kw.n) ||
        py_kind(m->tree, mend_parent(m, place)) != PY_Module)
        return false;
    if (args.n == 2) wbits = py_text(m->tree, args.v[1]);
    if (kw.n) {
        NodeId bits = mend_arg(m, at->node, -1, S("wbits"));
        if (!bits) return false;
        wbits = py_text(m->tree, bits);
    }
    Str name = gzip ? S("gunzip_at_most") : S("inflate_at_most");
    if (name_find(&m->tree->names, name) || (gzip && wbits.len)) return false;
    Str no = too_large(m, &out->change, def, at->node, limit);
    Str text = gzip ? str_fmt(m->keep, gunzip_text, STR_ARG(u), STR_ARG(u), STR_ARG(u), STR_ARG(u),
                              STR_ARG(u), STR_ARG(u), STR_ARG(u), STR_ARG(no), STR_ARG(u))
                    : str_fmt(m->keep, inflate_text, STR_ARG(u), STR_ARG(u), STR_ARG(u), STR_ARG(u),
                              STR_ARG(u), STR_ARG(u), STR_ARG(no), STR_ARG(u), STR_ARG(u),
                              STR_ARG(u), STR_ARG(u));
    Span line = py_line(m->tree, py_pos(m->tree, edit_beg(m->tree, place)).line);
    mend_insert(m, &out->change, line.beg, text);
    if (gzip) *push(m->keep, &out->change.add) = (Import){S("io"), {0}, {0}};
    mend_replace(m, &out->change, at->node,
                 str_fmt(m->keep, "%.*s(%.*s, %.*s%s%.*s)", STR_ARG(name),
                         STR_ARG(py_text(m->tree, args.v[0])), STR_ARG(limit),
                         wbits.len ? ", " : "", STR_ARG(wbits)));
    return mend_done(out, TRUST_SAFE,
                     "No more is unpacked than the module's own limit, and what would be larger is "
                     "refused.");
}

// ---- "move a positive amount"

static bool is_bounded(const Mend *m, NodeId def, Str name)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Compare, def, n));) {
        NodeId left = py_node(m->tree, n, Compare_left),
               right = py_list(m->tree, n, Compare_comparators).v[0];
        bool number =
            py_kind(m->tree, right) == PY_Constant || py_kind(m->tree, left) == PY_Constant;
        if (number && mend_says_word(py_text(m->tree, n), name)) return true;
    }
    return false;
}

static bool says_of(const Mend *m, Str doc, const char *form, Str name)
{
    Size at = str_find(str_of(form), S("%"));
    return str_find(doc, str_fmt(m->keep, "%.*s%.*s%s", (int)at, form, STR_ARG(name),
                                 form + at + 1)) >= 0;
}

bool mend_fix_told_bound(const Mend *m, const MendSite *at, Fix *out)
{
    static const char *const positive[] = {"positive %", "positive, % ", "% must be positive",
                                           "% has to be positive", "% is positive",
                                           "% > 0", "% (positive", "positive ``%``",
                                           "``%`` must be positive", "% of at least 1",
                                           "% must be at least 1", NULL};
    static const char *const natural[] = {"non-negative %", "% must not be negative",
                                          "% is not negative", "% >= 0", "negative % is refused",
                                          "negative % raises", "no negative %", NULL};
    NodeId def = at->node;
    if (!mend_is_def(py_kind(m->tree, def))) return false;
    Str doc = mend_lower(m, mend_docstring(m, def));
    static const char *const words[] = {"positive", "negative", "at least", "> 0", ">= 0", NULL};
    NodeList list = mend_has_one(doc, words)
                        ? py_list(m->tree, py_node(m->tree, def, FunctionDef_args), arguments_args)
                        : (NodeList){0};
    for (uint32_t i = 0; i < list.n; i++) {
        Str name = py_name(m->tree, py_sym(m->tree, list.v[i], arg_arg));
        bool above = false, not_below = false;
        for (const char *const *f = positive; *f; f++) above |= says_of(m, doc, *f, name);
        for (const char *const *f = natural; *f; f++) not_below |= says_of(m, doc, *f, name);
        if ((!above && !not_below) || name.len < 2 || is_bounded(m, def, name)) continue;
        NodeList body = py_list(m->tree, def, FunctionDef_body);
        NodeId first = body.n > 1 ? body.v[1] : 0;
        Str test = str_fmt(m->keep, "%.*s %s 0", STR_ARG(name), above && !not_below ? "<=" : "<");
        return first &&
               mend_before(m, &out->change, first,
                           mend_guard(m, &out->change, first, test, S("less than allowed"))) &&
               mend_done(
                   out, TRUST_SAFE,
                   "The bound that the documentation names is asked before anything is done.");
    }
    return false;
}
