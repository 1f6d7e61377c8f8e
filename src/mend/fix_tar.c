// mend/fix_tar: archives unpacked without a look at their members: the library's own filter, or, on
// a Python that lacks it, members that were looked at.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

// Extraction filters came with 3.12 and these releases of earlier ones (docs.python.org: tarfile,
// "Changed in version").
static bool has_filters(Str oldest)
{
    static const struct { Str line, since; } added[] = {{L("3.8"), L("3.8.17")},
                                                       {L("3.9"), L("3.9.17")},
                                                       {L("3.10"), L("3.10.12")},
                                                       {L("3.11"), L("3.11.4")}};
    if (!oldest.len || !models_earlier(oldest, S("3.12"))) return true;
    for (Size i = countof(added); i-- > 0;)
        if (!models_earlier(oldest, added[i].line)) return !models_earlier(oldest, added[i].since);
    return false;
}

// As strict as the data filter: nothing outside of the folder, no link that leads there, no device.
static const char helper[] =
    "def checked_members(archive, folder, members=None):\n"
    "    \"\"\"The archive's members, each looked at: none may leave the folder.\"\"\"\n"
    "    base = os.path.realpath(folder)\n"
    "    for member in archive.getmembers() if members is None else members:\n"
    "        if isinstance(member, str):\n"
    "            member = archive.getmember(member)\n"
    "        if os.path.commonpath([base, os.path.realpath(os.path.join(base, member.name))]) != "
    "base:\n"
    "            raise tarfile.ReadError(\"a path outside the folder: \" + member.name)\n"
    "        beside = os.path.dirname(member.name) if member.issym() else \"\"\n"
    "        link = os.path.realpath(os.path.join(base, beside, member.linkname))\n"
    "        if (member.issym() or member.islnk()) and os.path.commonpath([base, link]) != base:\n"
    "            raise tarfile.ReadError(\"a link out of the folder: \" + member.name)\n"
    "        if member.isdev():\n"
    "            raise tarfile.ReadError(\"a device in the archive: \" + member.name)\n"
    "        yield member\n"
    "\n"
    "\n";

static bool is_simple(const Mend *m, NodeId n)
{
    int kind = py_kind(m->tree, n);
    if (kind == PY_Attribute) return is_simple(m, py_node(m->tree, n, Attribute_value));
    return kind == PY_Name || kind == PY_Constant;
}

// The folder's text, evaluated once: a variable of its own where it is more than a name.
static Str folder_of(const Mend *m, const MendSite *at, NodeId folder, Change *c)
{
    Buf lines = {.keep = m->keep};
    if (!folder) return S("\".\"");
    if (is_simple(m, folder)) return py_text(m->tree, folder);
    Str text = mend_hoist(m, c, folder, S("folder"), &lines);
    return text.len && mend_before(m, c, at->node, str_trim(buf_str(&lines))) ? text : (Str){0};
}

static bool by_members(const Mend *m, const MendSite *at, bool all, Fix *out)
{
    NodeId call = at->node, f = py_node(m->tree, call, Call_func);
    NodeId archive = py_node(m->tree, f, Attribute_value);
    NodeId folder = mend_arg(m, call, all ? 0 : 1, S("path"));
    NodeId given = mend_arg(m, call, all ? 1 : 0, all ? S("members") : S("member"));
    Change *c = &out->change;
    if (!is_simple(m, archive) || (!all && !given)) return false;
    Str os = mend_name(m, c, call, S("os"), (Str){0}),
        tar = mend_name(m, c, call, S("tarfile"), (Str){0});
    Str where = folder_of(m, at, folder, c);
    if (!str_eq(os, S("os")) || !str_eq(tar, S("tarfile")) || !where.len ||
        !mend_helper(m, c, S("checked_members"), helper))
        return false;
    Str head = str_fmt(m->keep, "checked_members(%.*s, %.*s", STR_ARG(py_text(m->tree, archive)),
                       STR_ARG(where));
    bool none = given && str_eq(py_text(m->tree, given), S("None"));
    if (!all)
        mend_replace(m, c, given, str_fmt(m->keep, "next(%.*s, [%.*s]))", STR_ARG(head),
                                          STR_ARG(py_text(m->tree, given))));
    else if (given)
        mend_replace(m, c, given,
                     none ? str_fmt(m->keep, "%.*s)", STR_ARG(head))
                          : str_fmt(m->keep, "%.*s, %.*s)", STR_ARG(head),
                                    STR_ARG(py_text(m->tree, given))));
    else if (!mend_set(m, c, call, 1, S("members"), str_fmt(m->keep, "%.*s)", STR_ARG(head))))
        return false;
    return mend_done(out, TRUST_SAFE,
                     "Members, links and devices that leave the folder are refused; this project's "
                     "oldest Python does not have the library's own filter.");
}

// filter=strip_first does what it is for, and the data filter is asked about what it gives.
static bool by_both(const Mend *m, NodeId call, NodeId filter, Fix *out)
{
    Change *c = &out->change;
    // one that is handed in or chosen may be a word or None, which can't be called
    NodeId def = mend_function(m, call);
    if (py_kind(m->tree, filter) != PY_Name) return false;
    Str own = py_text(m->tree, filter);
    NodeId top = mend_top(m, own);
    bool here = def && (mend_binds(m, def, own) || mend_parameter(m, def, own));
    if (here || !top || !mend_is_def(py_kind(m->tree, top))) return false;
    Str tar = mend_name(m, c, call, S("tarfile"), (Str){0});
    if (!str_eq(tar, S("tarfile"))) return false;
    mend_replace(m, c, filter,
                 str_fmt(m->keep, "lambda member, path: tarfile.data_filter(%.*s(member, path), path)",
                         STR_ARG(own)));
    return mend_done(out, TRUST_REVIEW,
                     "The data filter (PEP 706) refuses what leaves the folder, asked about what this one "
                     "gives. Decide whether it may leave a member out (None): then that comes first.");
}

// with open_fn(path) as archive: if is_zipfile(path): archive.extractall(…) — one of another kind, which
// takes no filter.
static bool may_be_zip(const Mend *m, NodeId call)
{
    NodeId f = py_node(m->tree, call, Call_func), up;
    if (py_kind(m->tree, f) == PY_Attribute &&
        mend_may_be(m, py_node(m->tree, f, Attribute_value), S("zipfile.ZipFile")))
        return true;
    for (NodeId n = call; (up = mend_parent(m, n)); n = up) {
        if (mend_is_def(py_kind(m->tree, up))) return false;
        if (py_kind(m->tree, up) != PY_If || n == py_node(m->tree, up, If_test)) continue;
        NodeList body = py_list(m->tree, up, If_body);
        bool inside = body.n && n >= body.v[0] && n <= py_last(body);
        Str test = mend_lower(m, py_text(m->tree, py_node(m->tree, up, If_test)));
        if (inside && str_find(test, S("zip")) >= 0) return true;
    }
    return false;
}

bool mend_fix_tar(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId call = at->node;
    if (py_kind(m->tree, call) != PY_Call || str_find(at->callee, S("tarfile")) < 0) return false;
    if (may_be_zip(m, call)) return false;
    Str name = mend_called(m, call);
    bool all = str_eq(name, S("extractall"));
    if ((!all && !str_eq(name, S("extract"))) ||
        py_kind(m->tree, py_node(m->tree, call, Call_func)) != PY_Attribute)
        return false;
    if (!has_filters(flow_python(m->file))) return by_members(m, at, all, out);
    NodeId given = mend_arg(m, call, -1, S("filter"));
    if (given && py_kind(m->tree, given) != PY_Constant && str_find(py_text(m->tree, given), S("fully_trusted")) < 0)
        return by_both(m, call, given, out);
    Str value = edit_literal(S("data"), mend_quote(m, call), m->keep);
    return mend_set(m, &out->change, call, -1, S("filter"), value) &&
           mend_done(out, TRUST_SAFE,
                     "The data filter (PEP 706) refuses members, links and devices that leave the "
                     "folder.");
}
