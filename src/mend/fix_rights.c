// mend/fix_rights: fixes around the rights of this process and its users: raised rights given back,
// foreign processes, accounts that PAM is not asked about, files of somebody else.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

// ---- rights given back in a finally block

static bool is_lowering(const Mend *m, NodeId stmt)
{
    static const char *const lower[] = {"lower", "drop", "restore", "release", "revert", NULL};
    NodeId e = py_kind(m->tree, stmt) == PY_Expr ? py_node(m->tree, stmt, Expr_value) : 0;
    Str name = e && py_kind(m->tree, e) == PY_Call ? mend_lower(m, mend_called(m, e)) : (Str){0};
    return str_find(name, S("priv")) >= 0 && mend_has_one(name, lower);
}

// try: raise(); work; lower() except: …  becomes  try: raise(); work except: … finally: lower()
bool mend_fix_lower_rights(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId t = at->node, last = 0;
    while (t && py_kind(m->tree, t) != PY_Try) t = mend_parent(m, t);
    if (!t || py_list(m->tree, t, Try_finalbody).n || py_list(m->tree, t, Try_orelse).n)
        return false;
    NodeList body = py_list(m->tree, t, Try_body);
    for (uint32_t i = 0; i < body.n; i++) {
        if (!is_lowering(m, body.v[i])) continue;
        if (last) return false;
        last = body.v[i];
    }
    if (!last || body.n < 2) return false;
    const PyNode *p = py_at(m->tree, last);
    Span line = py_line(m->tree, py_pos(m->tree, p->beg).line);
    Str src = m->tree->src;
    if (!str_eq(str_trim(str_sub(src, line.beg, line.end)), py_text(m->tree, last))) return false;
    uint32_t to = line.end < (uint32_t)src.len ? line.end + 1 : line.end;
    *push(m->keep, &out->change.edits) = (Edit){{line.beg, to}, S("")};
    Str lines = str_fmt(m->keep, "finally:\n%.*s%.*s", STR_ARG(edit_indent_unit(m->tree)),
                        STR_ARG(py_text(m->tree, last)));
    return mend_after(m, &out->change, t, lines) &&
           mend_done(out, TRUST_SAFE, "The rights are given back whatever happens in between.");
}

// ---- processes of others

bool mend_fix_process(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId pid = py_kind(m->tree, at->node) == PY_Call ? mend_arg(m, at->node, 0, S("pid")) : 0;
    if (!pid || py_kind(m->tree, pid) != PY_Name || !mend_function(m, at->node)) return false;
    Str os = mend_name(m, &out->change, at->node, S("os"), (Str){0});
    if (!os.len || str_find(at->callee, S("psutil")) >= 0) return false;
    Str test = str_fmt(m->keep, "%.*s.stat(f\"/proc/{int(%.*s)}\").st_uid != %.*s.getuid()",
                       STR_ARG(os), STR_ARG(py_text(m->tree, pid)), STR_ARG(os));
    return mend_before(m, &out->change, at->node,
                       mend_guard_access(m, &out->change, at->node, test,
                                         S("this process belongs to somebody else"))) &&
           mend_done(out, TRUST_REVIEW,
                     "Only processes of the same user are signalled (/proc of Linux says whose "
                     "they are). Decide which processes are meant.");
}

// ---- PAM: a right password is not an account in force

static NodeId asks_password(const Mend *m)
{
    NodeId found = 0;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));) {
        if (!str_eq(mend_called(m, n), S("pam_authenticate"))) continue;
        if (found) return 0;
        found = n;
    }
    return found;
}

// The library that the function is taken from, as it is written: libpam in libpam.pam_authenticate.
static Str library_of(const Mend *m)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Attribute, m->tree->root, n));)
        if (str_eq(py_name(m->tree, py_sym(m->tree, n, Attribute_attr)), S("pam_authenticate")))
            return py_text(m->tree, py_node(m->tree, n, Attribute_value));
    return (Str){0};
}

// pam_authenticate.argtypes = [PamHandle, c_int]: the handle's class.
static Str handle_class(const Mend *m)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, m->tree->root, n));) {
        NodeId to = py_list(m->tree, n, Assign_targets).v[0], v = py_node(m->tree, n, Assign_value);
        if (str_ends(py_text(m->tree, to), S("pam_authenticate.argtypes")) &&
            py_kind(m->tree, v) == PY_List)
            return py_text(m->tree, v);
    }
    return (Str){0};
}

// acct = libpam.pam_acct_mgmt with the same types, as lines before the question.
static Str account_call(const Mend *m, NodeId ask, Buf *lines)
{
    NodeList args = py_list(m->tree, ask, Call_args);
    Str library = library_of(m), types = handle_class(m);
    if (!library.len || args.n != 2 || mend_binds(m, m->tree->root, S("pam_acct_mgmt")))
        return (Str){0};
    if (types.len)
        buf_fmt(lines, "%.*s.pam_acct_mgmt.argtypes = %.*s\n", STR_ARG(library), STR_ARG(types));
    return str_fmt(m->keep, "%.*s.pam_acct_mgmt(%.*s, %.*s)", STR_ARG(library),
                   STR_ARG(py_text(m->tree, args.v[0])), STR_ARG(py_text(m->tree, args.v[1])));
}

bool mend_fix_pam(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId ask = asks_password(m), stmt = ask ? mend_statement(m, ask) : 0;
    Buf lines = {.keep = m->keep};
    Str call = ask ? account_call(m, ask, &lines) : (Str){0};
    (void)at;
    if (!call.len || !mend_function(m, ask)) return false;
    static const char says[] = "An account that is expired or locked is refused, though its "
                               "password is right.";
    if (py_kind(m->tree, stmt) == PY_Assign && py_node(m->tree, stmt, Assign_value) == ask) {
        NodeId to = py_list(m->tree, stmt, Assign_targets).v[0];
        if (py_kind(m->tree, to) != PY_Name) return false;
        Str name = py_text(m->tree, to);
        buf_fmt(&lines, "if %.*s == 0:\n%.*s%.*s = %.*s", STR_ARG(name),
                STR_ARG(edit_indent_unit(m->tree)), STR_ARG(name), STR_ARG(call));
        return mend_after(m, &out->change, stmt, buf_str(&lines)) &&
               mend_done(out, TRUST_SAFE, says);
    }
    NodeId compare = mend_parent(m, ask);
    if (py_kind(m->tree, compare) != PY_Compare || py_kind(m->tree, stmt) != PY_Return ||
        py_syms(m->tree, compare, Compare_ops).v[0] != OP_EQ)
        return false;
    Str was = py_text(m->tree, compare);
    mend_replace(m, &out->change, compare,
                 str_fmt(m->keep, "%.*s and %.*s == 0", STR_ARG(was), STR_ARG(call)));
    Str before = str_trim(buf_str(&lines));
    return (!before.len || mend_before(m, &out->change, stmt, before)) &&
           mend_done(out, TRUST_SAFE, says);
}

// ---- the file of a user, in a view of Django

static NodeId user_of_request(const Mend *m, NodeId def)
{
    static const char *const whose[] = {"username", "user", NULL};
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, def, n));) {
        NodeId to = py_list(m->tree, n, Assign_targets).v[0];
        Str value = py_text(m->tree, py_node(m->tree, n, Assign_value));
        if (py_kind(m->tree, to) == PY_Name && mend_is_one(py_text(m->tree, to), whose) &&
            str_starts(value, S("request.")))
            return n;
    }
    return 0;
}

bool mend_fix_whose_file(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = mend_function(m, at->node), stmt = def ? user_of_request(m, def) : 0;
    if (!stmt || str_find(m->tree->src, S("django")) < 0 || !mend_parameter(m, def, S("request")))
        return false;
    Str name = py_text(m->tree, py_list(m->tree, stmt, Assign_targets).v[0]);
    Str test = str_fmt(m->keep, "%.*s != request.user.get_username()", STR_ARG(name));
    Str no = mend_name(m, &out->change, stmt, S("django.core.exceptions"), S("PermissionDenied"));
    if (!no.len) return false;
    Str lines = str_fmt(m->keep, "if %.*s:\n%.*sraise %.*s", STR_ARG(test),
                        STR_ARG(edit_indent_unit(m->tree)), STR_ARG(no));
    return mend_after(m, &out->change, stmt, lines) &&
           mend_done(out, TRUST_REVIEW,
                     "A user gets the files of that user only. Decide who else may read them.");
}
