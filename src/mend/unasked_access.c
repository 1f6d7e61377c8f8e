// mend/unasked_access: who may do this: the neighbours ask, or the module holds a table of roles or
// the owner of each record, and this function asks nothing.
// SPDX-License-Identifier: MIT
#include "mend/unasked_int.h"

static const char *const callers[] = {"user",
                                      "current_user",
                                      "username",
                                      "user_id",
                                      "actor",
                                      "caller",
                                      "requester",
                                      "role",
                                      "user_role",
                                      "requesting_user",
                                      "current_user_id",
                                      "requester_id",
                                      "account",
                                      NULL};
static const char *const acts[] = {
    "delete", "remove",   "update",  "edit",   "create",  "add",     "set",     "change", "grant",
    "revoke", "transfer", "promote", "ban",    "write",   "publish", "approve", "reset",  "modify",
    "assign", "cancel",   "archive", "post",   "upload",  "save",    "purge",   "drop",   "read",
    "view",   "get",      "list",    "export", "execute", "run",    "rename", "move",   "share",
    "refund", "ship",     "flush",   "clear",  "unban",   "invite", "kick",   "mute",   "enable",
    "disable", "restore", "deploy",  "rotate", "accept",  "reject", "close",  "lock",   "unlock",
    "merge",  "import",   "pay",     "withdraw", NULL};
static const char *const tables[] = {"role",   "permission", "privilege", "acl",
                                     "access", "rights",     "grant",     NULL};

static bool mentions(const Mend *m, NodeId def, Str name)
{
    Sym sym = name_find(&m->tree->names, name);
    for (Size i = 1; sym && i < m->tree->nodes.n; i++) {
        const PyNode *p = &m->tree->nodes.v[i];
        bool here = (p->kind == PY_Name && py_sym(m->tree, (NodeId)i, Name_id) == sym) ||
                    (p->kind == PY_Attribute && py_sym(m->tree, (NodeId)i, Attribute_attr) == sym);
        if (here && mend_within(m, (NodeId)i, def)) return true;
    }
    return false;
}

// The parameter that says who calls; 0: none, or no single one.
static NodeId caller_of(const Mend *m, NodeId def)
{
    NodeList list = py_list(m->tree, py_node(m->tree, def, FunctionDef_args), arguments_args);
    NodeId found = 0;
    for (uint32_t i = 0; i < list.n; i++) {
        if (!mend_is_one(py_name(m->tree, py_sym(m->tree, list.v[i], arg_arg)), callers)) continue;
        if (found) return 0;
        found = list.v[i];
    }
    return found;
}

static Str name_of(const Mend *m, NodeId def)
{
    return py_name(m->tree, py_sym(m->tree, def, FunctionDef_name));
}

static Str first_word(Str name)
{
    while (str_starts(name, S("_"))) name = str_sub(name, 1, -1);
    Size end = str_find(name, S("_"));
    return end < 0 ? name : str_sub(name, 0, end);
}

static Str text_constant(const Mend *m, NodeId n)
{
    const PyConst *c = n && py_kind(m->tree, n) == PY_Constant ? py_const(m->tree, n) : NULL;
    return c && c->kind == CONST_STR ? c->text : (Str){0};
}

// ---- a neighbour of the same class or module that asks

typedef struct {
    NodeId guard;
    Str test, refusal;
} Asked;

// if not has_permission(role, "create"): raise …   if role != "admin": return False
static bool asks_caller(const Mend *m, NodeId stmt, Str caller, Asked *out)
{
    static const char *const words[] = {"permission", "role",   "allowed", "admin",     "authoriz",
                                        "can_",       "access", "owner",   "privilege", NULL};
    if (py_kind(m->tree, stmt) != PY_If || py_list(m->tree, stmt, If_orelse).n) return false;
    NodeList then = py_list(m->tree, stmt, If_body);
    int last = then.n == 1 ? py_kind(m->tree, then.v[0]) : 0;
    if (last != PY_Raise && last != PY_Return) return false;
    Str test = py_text(m->tree, py_node(m->tree, stmt, If_test)), low = mend_lower(m, test);
    bool speaks = false;
    for (const char *const *w = words; *w; w++) speaks |= str_find(low, str_of(*w)) >= 0;
    if (!speaks || !mentions(m, py_node(m->tree, stmt, If_test), caller)) return false;
    *out = (Asked){stmt, test, py_text(m->tree, then.v[0])};
    return true;
}

static bool is_bound_here(const Mend *m, Str name, NodeId def)
{
    NodeList list = py_list(m->tree, py_node(m->tree, def, FunctionDef_args), arguments_args);
    for (uint32_t i = 0; i < list.n; i++)
        if (str_eq(py_name(m->tree, py_sym(m->tree, list.v[i], arg_arg)), name)) return true;
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        int kind = py_kind(m->tree, body.v[i]);
        if (mend_is_def(kind) && str_eq(name_of(m, body.v[i]), name)) return true;
        if (kind == PY_ClassDef &&
            str_eq(py_name(m->tree, py_sym(m->tree, body.v[i], ClassDef_name)), name))
            return true;
        if (kind == PY_Assign &&
            str_eq(py_text(m->tree, py_list(m->tree, body.v[i], Assign_targets).v[0]), name))
            return true;
        if ((kind == PY_Import || kind == PY_ImportFrom) &&
            str_find(py_text(m->tree, body.v[i]), name) >= 0)
            return true;
    }
    return str_ends(name, S("Error")) || str_eq(name, S("str")) || str_eq(name, S("len"));
}

// Every name of the neighbour's guard means the same in this function.
static bool speaks_here(const Mend *m, NodeId n, NodeId def)
{
    if (py_kind(m->tree, n) == PY_Name && !is_bound_here(m, py_text(m->tree, n), def)) return false;
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(m->tree, n, &it));)
        if (!speaks_here(m, c, def)) return false;
    return true;
}

// The word of an action in the neighbour's guard gives way to this function's.
static Str for_this(const Mend *m, const Asked *asked, NodeId neighbour, NodeId def)
{
    Str was = first_word(name_of(m, neighbour)), now = first_word(name_of(m, def));
    char q[] = {'"', '\''};
    for (Size k = 0; k < 2; k++) {
        Str quoted = str_fmt(m->keep, "%c%.*s%c", q[k], STR_ARG(was), q[k]);
        Size at = str_find(asked->test, quoted);
        if (at < 0) continue;
        return str_fmt(m->keep, "%.*s%c%.*s%c%.*s", (int)at, asked->test.s, q[k], STR_ARG(now),
                       q[k], (int)(asked->test.len - at - quoted.len),
                       asked->test.s + at + quoted.len);
    }
    return asked->test;
}

static NodeId first_of(const Mend *m, NodeId def)
{
    NodeList body = py_list(m->tree, def, FunctionDef_body);
    if (!body.n) return 0;
    NodeId e = py_kind(m->tree, body.v[0]) == PY_Expr ? py_node(m->tree, body.v[0], Expr_value) : 0;
    bool doc = text_constant(m, e).len > 0;
    return doc ? body.n > 1 ? body.v[1] : 0 : body.v[0];
}

static bool as_neighbour(const Mend *m, NodeId def, NodeList siblings, Str caller, Fix *out)
{
    for (uint32_t i = 0; i < siblings.n; i++) {
        NodeId one = siblings.v[i];
        if (one == def || !mend_is_def(py_kind(m->tree, one))) continue;
        NodeId who = caller_of(m, one);
        if (!who || !str_eq(py_name(m->tree, py_sym(m->tree, who, arg_arg)), caller)) continue;
        NodeList body = py_list(m->tree, one, FunctionDef_body);
        for (uint32_t k = 0; k < body.n && k < 3; k++) {
            Asked asked;
            NodeId first = first_of(m, def);
            if (!asks_caller(m, body.v[k], caller, &asked) || !first ||
                !speaks_here(m, asked.guard, def))
                continue;
            Str lines =
                str_fmt(m->keep, "if %.*s:\n%.*s%.*s", STR_ARG(for_this(m, &asked, one, def)),
                        STR_ARG(edit_indent_unit(m->tree)), STR_ARG(asked.refusal));
            return mend_before(m, &out->change, first, lines) &&
                   mend_done(out, TRUST_REVIEW,
                             "The function asks of its caller what its neighbours ask. Decide "
                             "which right it needs.");
        }
    }
    return false;
}

// ---- a table of roles

typedef struct {
    Str name;
    NodeId dict;
    bool by_role;
    Str word;
} Table;

static bool holds_word(const Mend *m, NodeId collection, Str word)
{
    int kind = py_kind(m->tree, collection);
    if (kind == PY_Call) {
        NodeList args = py_list(m->tree, collection, Call_args);
        return args.n == 1 && holds_word(m, args.v[0], word);
    }
    if (kind != PY_Set && kind != PY_List && kind != PY_Tuple) return false;
    NodeList items = py_list(m->tree, collection, 0);
    for (uint32_t i = 0; i < items.n; i++)
        if (str_eq(text_constant(m, items.v[i]), word)) return true;
    return false;
}

// The action as the table writes it: the first word of the function's name, or the whole name.
static bool action_in(const Mend *m, Table *t, NodeId def)
{
    Str name = name_of(m, def), words[2];
    words[0] = name;
    words[1] = first_word(name);
    NodeList keys = py_list(m->tree, t->dict, Dict_keys),
             values = py_list(m->tree, t->dict, Dict_values);
    for (Size w = 0; w < countof(words); w++)
        for (uint32_t i = 0; i < keys.n; i++) {
            if (!keys.v[i]) continue;
            bool key = str_eq(text_constant(m, keys.v[i]), words[w]);
            if (!key && !holds_word(m, values.v[i], words[w])) continue;
            t->by_role = !key;
            t->word = words[w];
            return true;
        }
    return false;
}

static bool table_at(const Mend *m, NodeId stmt, Table *out)
{
    if (py_kind(m->tree, stmt) != PY_Assign) return false;
    NodeId value = py_node(m->tree, stmt, Assign_value),
           target = py_list(m->tree, stmt, Assign_targets).v[0];
    if (py_kind(m->tree, value) != PY_Dict || py_kind(m->tree, target) != PY_Name) return false;
    *out = (Table){.name = py_text(m->tree, target), .dict = value};
    Str low = mend_lower(m, out->name);
    for (const char *const *w = tables; *w; w++)
        if (str_find(low, str_of(*w)) >= 0) return true;
    return false;
}

// How this module reads the role of its caller: role, user["role"], user.role.
static Str role_of(const Mend *m, Str caller)
{
    Str src = m->tree->src;
    if (str_find(caller, S("role")) >= 0) return caller;
    if (str_find(src, S(".role")) >= 0) return str_fmt(m->keep, "%.*s.role", STR_ARG(caller));
    if (str_eq(caller, S("username")) || str_eq(caller, S("user_id"))) {
        NodeList body = py_list(m->tree, m->tree->root, Module_body);
        for (uint32_t i = 0; i < body.n; i++) {
            if (py_kind(m->tree, body.v[i]) != PY_Assign) continue;
            NodeId v = py_node(m->tree, body.v[i], Assign_value);
            Str name = py_text(m->tree, py_list(m->tree, body.v[i], Assign_targets).v[0]);
            Str text = py_text(m->tree, v);
            if (py_kind(m->tree, v) != PY_Dict || str_find(mend_lower(m, name), S("user")) < 0)
                continue;
            bool nested = str_find(text, S("\"role\"")) >= 0 || str_find(text, S("'role'")) >= 0;
            return nested ? str_fmt(m->keep, "%.*s.get(%.*s, {}).get(\"role\")", STR_ARG(name),
                                    STR_ARG(caller))
                          : str_fmt(m->keep, "%.*s.get(%.*s)", STR_ARG(name), STR_ARG(caller));
        }
        return (Str){0};
    }
    return str_fmt(m->keep, "%.*s.get(\"role\")", STR_ARG(caller));
}

static bool by_table(const Mend *m, NodeId def, Str caller, Fix *out)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        Table t;
        if (!table_at(m, body.v[i], &t) || mentions(m, def, t.name) || !action_in(m, &t, def))
            continue;
        Str role = role_of(m, caller);
        NodeId first = first_of(m, def);
        char q = edit_quote(m->tree);
        if (!role.len || !first) return false;
        Str test = t.by_role ? str_fmt(m->keep, "%c%.*s%c not in %.*s.get(%.*s, ())", q,
                                       STR_ARG(t.word), q, STR_ARG(t.name), STR_ARG(role))
                             : str_fmt(m->keep, "%.*s not in %.*s[%c%.*s%c]", STR_ARG(role),
                                       STR_ARG(t.name), q, STR_ARG(t.word), q);
        return mend_before(m, &out->change, first,
                           mend_guard_access(m, &out->change, first, test,
                                             S("this role may not do that"))) &&
               mend_done(out, TRUST_REVIEW,
                         "The module's own table of roles is asked before anything is done. Decide "
                         "that it is meant for this function.");
    }
    return false;
}

// self._need(user, "view"): a check of the module's own that is told who calls
static bool asks_own(const Mend *m, NodeId stmt, Str caller)
{
    NodeId in = py_kind(m->tree, stmt) == PY_If     ? py_node(m->tree, stmt, If_test)
                : py_kind(m->tree, stmt) == PY_Expr ? py_node(m->tree, stmt, Expr_value)
                                                    : 0;
    if (!in || !mentions(m, in, caller)) return false;
    if (py_kind(m->tree, in) == PY_Call && unasked_is_predicate(m, in)) return true;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, in, n));)
        if (unasked_is_predicate(m, n)) return true;
    return false;
}

bool mend_fix_unasked_role(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = at->node, who = mend_is_def(py_kind(m->tree, def)) ? caller_of(m, def) : 0;
    if (!who || !mend_is_one(first_word(name_of(m, def)), acts)) return false;
    Str caller = py_name(m->tree, py_sym(m->tree, who, arg_arg));
    NodeList body = py_list(m->tree, def, FunctionDef_body);
    for (uint32_t i = 0; i < body.n; i++) { // it asks something of the caller
        Asked asked;
        if (asks_caller(m, body.v[i], caller, &asked) || asks_own(m, body.v[i], caller))
            return false;
        Str head = py_kind(m->tree, body.v[i]) == PY_If
                       ? py_text(m->tree, py_node(m->tree, body.v[i], If_test))
                   : py_kind(m->tree, body.v[i]) == PY_Expr &&
                           py_kind(m->tree, py_node(m->tree, body.v[i], Expr_value)) == PY_Call
                       ? py_text(m->tree, body.v[i])
                       : (Str){0};
        Str low = mend_lower(m, head);
        if (str_find(low, S("permi")) >= 0 || str_find(low, S("role")) >= 0 ||
            str_find(low, S("auth")) >= 0 || str_find(low, S("owner")) >= 0 ||
            str_find(low, S("require")) >= 0 || str_find(low, S("check")) >= 0)
            return false;
    }
    NodeId parent = mend_parent(m, def);
    if (mend_fix_unasked_sibling(m, at, out)) return true; // as its neighbours do
    *out = (Fix){0};
    if (by_table(m, def, caller, out)) return true;
    *out = (Fix){0};
    NodeList siblings = py_kind(m->tree, parent) == PY_ClassDef
                            ? py_list(m->tree, parent, ClassDef_body)
                            : py_list(m->tree, m->tree->root, Module_body);
    return as_neighbour(m, def, siblings, caller, out);
}

// ---- the owner of a record

static const char *const owners[] = {"owner",  "owner_id",   "user_id",    "username",  "user",
                                     "author", "created_by", "account_id", "author_id", NULL};

// The key of the records of a module's table that names their owner.
static Str owner_key(const Mend *m, Str table)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_Assign) continue;
        NodeId v = py_node(m->tree, body.v[i], Assign_value);
        if (py_kind(m->tree, v) != PY_Dict ||
            !str_eq(py_text(m->tree, py_list(m->tree, body.v[i], Assign_targets).v[0]), table))
            continue;
        NodeList records = py_list(m->tree, v, Dict_values);
        if (!records.n || py_kind(m->tree, records.v[0]) != PY_Dict) continue;
        NodeList keys = py_list(m->tree, records.v[0], Dict_keys);
        for (uint32_t k = 0; k < keys.n; k++)
            if (mend_is_one(text_constant(m, keys.v[k]), owners))
                return text_constant(m, keys.v[k]);
    }
    return (Str){0};
}

// record = TABLE.get(key), TABLE[key]: the table.
static Str table_read(const Mend *m, NodeId value)
{
    int kind = py_kind(m->tree, value);
    NodeId base = 0;
    if (kind == PY_Subscript) base = py_node(m->tree, value, Subscript_value);
    if (kind == PY_Call) {
        NodeId f = py_node(m->tree, value, Call_func);
        if (py_kind(m->tree, f) == PY_Attribute &&
            str_eq(py_name(m->tree, py_sym(m->tree, f, Attribute_attr)), S("get")))
            base = py_node(m->tree, f, Attribute_value);
    }
    return base && py_kind(m->tree, base) == PY_Name ? py_text(m->tree, base) : (Str){0};
}

static bool is_used(const Mend *m, NodeId def, Str name)
{
    NodeList body = py_list(m->tree, def, FunctionDef_body);
    for (uint32_t i = 0; i < body.n; i++)
        if (mentions(m, body.v[i], name)) return true;
    return false;
}

// user = current_user(): the statement at the top of a function that gives a name its value; 0: none, or several.
static NodeId given_at_top(const Mend *m, NodeId def, Str name)
{
    NodeList body = py_list(m->tree, def, FunctionDef_body);
    NodeId found = 0;
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_Assign) continue;
        NodeList to = py_list(m->tree, body.v[i], Assign_targets);
        if (to.n != 1 || !str_eq(py_text(m->tree, to.v[0]), name)) continue;
        if (found) return 0;
        found = body.v[i];
    }
    return found;
}

// The same value by the same words in both functions; the statement of the second.
static NodeId same_at_top(const Mend *m, NodeId a, NodeId b, Str name)
{
    NodeId one = given_at_top(m, a, name), two = given_at_top(m, b, name);
    return one && two && str_eq(py_text(m->tree, one), py_text(m->tree, two)) ? two : 0;
}

// if invoice["owner"] != user: one refusal. user, record: the two names of the test.
static bool compares_owner(const Mend *m, NodeId guard, Str *user, Str *record)
{
    NodeId test = py_kind(m->tree, guard) == PY_If ? py_node(m->tree, guard, If_test) : 0;
    if (!test || py_kind(m->tree, test) != PY_Compare || py_list(m->tree, guard, If_orelse).n ||
        py_list(m->tree, guard, If_body).n != 1)
        return false;
    SymList ops = py_syms(m->tree, test, Compare_ops);
    NodeId sides[] = {py_node(m->tree, test, Compare_left),
                      py_list(m->tree, test, Compare_comparators).v[0]};
    if (ops.n != 1 || ops.v[0] != OP_NOTEQ) return false;
    for (int i = 0; i < 2; i++) {
        NodeId who = sides[i], of = sides[!i];
        int kind = py_kind(m->tree, of);
        if (py_kind(m->tree, who) != PY_Name || !mend_is_one(py_text(m->tree, who), callers)) continue;
        Str key = kind == PY_Attribute   ? py_name(m->tree, py_sym(m->tree, of, Attribute_attr))
                  : kind == PY_Subscript ? mend_string(m, py_node(m->tree, of, Subscript_slice))
                                         : (Str){0};
        NodeId object = key.len ? py_node(m->tree, of, 0) : 0;
        if (!object || py_kind(m->tree, object) != PY_Name || !mend_is_one(key, owners)) continue;
        *user = py_text(m->tree, who), *record = py_text(m->tree, object);
        return true;
    }
    return false;
}

// The refusal of a function that takes the same record for the same caller; *place: the statement of the other one that
// it would stand behind. 0: none.
static NodeId owner_refused(const Mend *m, NodeId beside, NodeId def, NodeId *place)
{
    NodeList body = py_list(m->tree, beside, FunctionDef_body), own = py_list(m->tree, def, FunctionDef_body);
    for (uint32_t i = 0; i < body.n; i++) {
        Str user, record;
        if (!compares_owner(m, body.v[i], &user, &record) ||
            mend_reads(m, def, name_find(&m->tree->names, user)) ||
            !same_at_top(m, beside, def, user) || !(*place = same_at_top(m, beside, def, record)))
            continue;
        for (uint32_t k = 0; k + 1 < own.n; k++)          // if record is None: …
            if (own.v[k] == *place && py_kind(m->tree, own.v[k + 1]) == PY_If &&
                mentions(m, py_node(m->tree, own.v[k + 1], If_test), record))
                *place = own.v[k + 1];
        return body.v[i];
    }
    return 0;
}

// The function beside this one refuses another's record; this one learns who calls and does nothing with it.
static bool owner_as_beside(const Mend *m, NodeId def, Fix *out)
{
    NodeId outer = mend_parent(m, def), place = 0, guard = 0;
    NodeList own = py_list(m->tree, def, FunctionDef_body);
    bool learns = false;
    for (uint32_t i = 0; !learns && i < own.n; i++)
        learns = py_kind(m->tree, own.v[i]) == PY_Assign &&
                 mend_is_one(py_text(m->tree, py_list(m->tree, own.v[i], Assign_targets).v[0]), callers);
    for (NodeId n = 1; learns && !guard && (Size)n < m->tree->nodes.n; n++)
        if (mend_is_def(py_kind(m->tree, n)) && n != def && mend_parent(m, n) == outer)
            guard = owner_refused(m, n, def, &place);
    if (!guard) return false;
    Str lines = str_fmt(m->keep, "if %.*s:\n%.*s%.*s", STR_ARG(py_text(m->tree, py_node(m->tree, guard, If_test))),
                        STR_ARG(edit_indent_unit(m->tree)),
                        STR_ARG(py_text(m->tree, py_list(m->tree, guard, If_body).v[0])));
    return str_count(lines, '\n') == 1 && mend_after(m, &out->change, place, lines) &&
           mend_done(out, TRUST_REVIEW,
                     "The record's owner must be the caller, as the function beside this one asks. "
                     "Decide who else may.");
}

bool mend_fix_unasked_owner(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = at->node, who = mend_is_def(py_kind(m->tree, def)) ? caller_of(m, def) : 0;
    if (!who && mend_is_def(py_kind(m->tree, def))) return owner_as_beside(m, def, out);
    Str caller = who ? py_name(m->tree, py_sym(m->tree, who, arg_arg)) : (Str){0};
    if (!who || is_used(m, def, caller)) return false; // the caller is given and never asked
    NodeList body = py_list(m->tree, def, FunctionDef_body);
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_Assign) continue;
        Str table = table_read(m, py_node(m->tree, body.v[i], Assign_value));
        Str key = table.len ? owner_key(m, table) : (Str){0};
        NodeId target = py_list(m->tree, body.v[i], Assign_targets).v[0], after = body.v[i];
        if (!key.len || py_kind(m->tree, target) != PY_Name) continue;
        Str record = py_text(m->tree, target);
        if (i + 1 < body.n && py_kind(m->tree, body.v[i + 1]) == PY_If &&
            mentions(m, py_node(m->tree, body.v[i + 1], If_test), record))
            after = body.v[i + 1]; // if record is None: …
        char q = edit_quote(m->tree);
        Str test = str_fmt(m->keep, "%.*s[%c%.*s%c] != %.*s", STR_ARG(record), q, STR_ARG(key), q,
                           STR_ARG(caller));
        Str lines = mend_guard_access(m, &out->change, after, test, S("this belongs to another"));
        return mend_after(m, &out->change, after, lines) &&
               mend_done(out, TRUST_REVIEW,
                         "The record's owner must be the caller, who was given and never asked. "
                         "Decide who else may.");
    }
    return false;
}

bool mend_fix_unasked_access(const Mend *m, const MendSite *at, Fix *out)
{
    if (mend_fix_unasked_owner(m, at, out)) return true;
    *out = (Fix){0};
    return mend_fix_unasked_role(m, at, out);
}
