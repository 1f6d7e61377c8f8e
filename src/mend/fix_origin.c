// mend/fix_origin: which other sites may read answers with the visitor's cookies: those of the
// program's own list, or none of them with cookies.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

static const char no_cookies[] =
    "Any site may ask, without the visitor's cookies. Decide whether one of them needs these: that one is "
    "then named, instead of all.";

// Nothing else stands on its line: that would come to stand behind the test, too.
static bool is_alone(const Mend *m, NodeId stmt)
{
    Str src = m->tree->src, before, after;
    const PyNode *at = py_at(m->tree, stmt);
    Size beg = str_rfind(str_sub(src, 0, at->beg), '\n') + 1,
        end = str_find(str_sub(src, at->end, -1), S("\n"));
    before = str_sub(src, beg, at->beg);
    after = str_trim(str_sub(src, at->end, end < 0 ? -1 : at->end + end));
    return !str_trim(before).len && (!after.len || after.s[0] == '#');
}

// origin, request.headers.get("Origin"): written before "in" it is still what it was.
static bool is_plain(const Mend *m, NodeId value)
{
    int kind = py_kind(m->tree, value);
    return kind == PY_Name || kind == PY_Attribute || kind == PY_Subscript || kind == PY_Call;
}

// https://*.example.com, https://.*\.example\.com: patterns, which no origin equals.
static bool holds_patterns(const Mend *m, const MendList *list)
{
    Str text = list->value ? py_text(m->tree, list->value) : list->first;
    for (Size i = 0; i < text.len; i++)
        if (memchr("*\\^$?", text.s[i], 5)) return true;
    return false;
}

// headers["Access-Control-Allow-Origin"] = origin, where the module lists whom it trusts: those
// alone get the header.
static bool by_own_list(const Mend *m, NodeId stmt, Fix *out)
{
    static const Str words[] = {L("origin"), L("host"), L("domain"), {0}};
    MendList list;
    NodeId value = py_node(m->tree, stmt, Assign_value);
    Str line = py_text(m->tree, stmt), unit = edit_indent_unit(m->tree);
    if (!is_alone(m, stmt) || !is_plain(m, value)) return false;
    if (!mend_list_near(m, &out->change, stmt, words, &list) || list.mapping ||
        str_find(line, S("\n")) >= 0 ||
        (list.first.len && str_find(list.first, S("://")) < 0) || holds_patterns(m, &list))
        return false;
    mend_replace(m, &out->change, stmt,
                 str_fmt(m->keep, "if %.*s in %.*s:\n%.*s%.*s%.*s",
                         STR_ARG(py_text(m->tree, value)),
                         STR_ARG(list.name),
                         STR_ARG(edit_indent(m->tree, py_at(m->tree, stmt)->beg, m->keep)),
                         STR_ARG(unit), STR_ARG(line)));
    return mend_done(out, list.sure ? TRUST_SAFE : TRUST_REVIEW,
                     list.sure ? "Only the origins of the module's own list may read the answer."
                               : "Only origins that a list of the project holds may read the answer. Decide that this "
                                 "list is the one that is meant.");
}

// headers["Access-Control-Allow-Credentials"] = "true" of the same function goes.
static bool without_cookies(const Mend *m, NodeId place, Fix *out)
{
    NodeId def = mend_function(m, place), cookies = 0;
    for (NodeId n = 0; def && (n = mend_next(m, PY_Assign, def, n));) {
        NodeId to = py_list(m->tree, n, Assign_targets).v[0];
        NodeId key = py_kind(m->tree, to) == PY_Subscript ? py_node(m->tree, to, Subscript_slice) : 0;
        if (!key || !str_alike(mend_string(m, key), S("Access-Control-Allow-Credentials"))) continue;
        if (cookies) return false;
        cookies = n;
    }
    return cookies && mend_drop_lines(m, &out->change, cookies) &&
           mend_done(out, TRUST_REVIEW, no_cookies);
}

static bool fix_header(const Mend *m, NodeId place, Fix *out)
{
    NodeId stmt = mend_statement(m, place);
    if (py_kind(m->tree, stmt) == PY_Assign && stmt == place && by_own_list(m, stmt, out))
        return true;
    out->change = (Change){0};
    return without_cookies(m, place, out);
}

// CORS(app, supports_credentials=True): other sites still ask, and no visitor's cookies go with it.
bool mend_fix_origin(const Mend *m, const MendSite *at, Fix *out)
{
    static const Str words[] = {L("allow_credentials"), L("supports_credentials")};
    for (NodeId call = at->node; call; call = mend_parent(m, call)) {
        if (py_kind(m->tree, call) != PY_Call) continue;
        for (Size i = 0; i < countof(words); i++) {
            NodeId value = py_keyword(m->tree, call, words[i]);
            if (!value || !str_eq(py_text(m->tree, value), S("True"))) continue;
            mend_replace(m, &out->change, value, S("False"));
            return mend_done(out, TRUST_REVIEW, no_cookies);
        }
    }
    return fix_header(m, at->node, out);
}
