// mend/fix_password: a fast hash of a password becomes a salted, slow one. The text that is stored
// then holds its salt, so a comparison of two hashes becomes a check of a password.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

static const char helpers[] =
    "def scrypt_hash(password):\n"
    "    \"\"\"A salted hash of a password, its salt with it, as one text to store.\"\"\"\n"
    "    data = password if isinstance(password, bytes) else password.encode()\n"
    "    salt = os.urandom(16)\n"
    "    key = hashlib.scrypt(data, salt=salt, n=2**14, r=8, p=1)\n"
    "    return f\"scrypt${salt.hex()}${key.hex()}\"\n"
    "\n"
    "\n"
    "def scrypt_check(password, stored):\n"
    "    \"\"\"Is this the password of a stored text? One of another kind is none.\"\"\"\n"
    "    data = password if isinstance(password, bytes) else password.encode()\n"
    "    kind, _, rest = str(stored).partition(\"$\")\n"
    "    salt, _, key = rest.partition(\"$\")\n"
    "    if kind != \"scrypt\":\n"
    "        return False  # decide: how hashes stored before the change are read\n"
    "    again = hashlib.scrypt(data, salt=bytes.fromhex(salt), n=2**14, r=8, p=1)\n"
    "    return hmac.compare_digest(again.hex(), key)\n"
    "\n"
    "\n";

bool mend_scrypt_helpers(const Mend *m, Change *c)
{
    return mend_helper(m, c, S("scrypt_hash"), helpers);
}

static const char says[] =
    "scrypt takes a fresh salt and much work for each guess, and the comparison takes the same "
    "time wherever it differs. Hashes stored before are no longer accepted: decide how their "
    "owners get new ones.";

static bool is_digest(const Mend *m, NodeId call, NodeId inner)
{
    if (py_kind(m->tree, call) != PY_Call) return false;
    NodeId f = py_node(m->tree, call, Call_func);
    if (py_kind(m->tree, f) != PY_Attribute || py_node(m->tree, f, Attribute_value) != inner)
        return false;
    Str name = py_name(m->tree, py_sym(m->tree, f, Attribute_attr));
    return str_eq(name, S("hexdigest")) || str_eq(name, S("digest"));
}

// hashlib.x(ARG).hexdigest(): the whole of it, from the inner call; 0: another shape.
static NodeId whole_hash(const Mend *m, NodeId call)
{
    NodeId attribute = mend_parent(m, call), outer = attribute ? mend_parent(m, attribute) : 0;
    return outer && is_digest(m, outer, call) ? outer : 0;
}

// password.encode(…), bytes(password, …), password: the password. 0: something else is in it.
static NodeId password_of(const Mend *m, NodeId e)
{
    int kind = py_kind(m->tree, e);
    if (kind == PY_Name || kind == PY_Attribute || kind == PY_Subscript) return e;
    if (kind != PY_Call) return 0;
    NodeId f = py_node(m->tree, e, Call_func);
    NodeList args = py_list(m->tree, e, Call_args);
    if (py_kind(m->tree, f) == PY_Attribute &&
        str_eq(py_name(m->tree, py_sym(m->tree, f, Attribute_attr)), S("encode")))
        return password_of(m, py_node(m->tree, f, Attribute_value));
    Str name = py_text(m->tree, f);
    if ((str_eq(name, S("bytes")) || str_eq(name, S("str"))) && args.n)
        return password_of(m, args.v[0]);
    return 0;
}

// str(x).encode(), x.encode(), as the fix of a comparison writes them: x
static NodeId peeled(const Mend *m, NodeId e)
{
    NodeId f = py_kind(m->tree, e) == PY_Call ? py_node(m->tree, e, Call_func) : 0;
    if (!f || py_kind(m->tree, f) != PY_Attribute || !str_eq(mend_called(m, e), S("encode")))
        return e;
    NodeId inner = py_node(m->tree, f, Attribute_value);
    if (py_kind(m->tree, inner) == PY_Call && py_list(m->tree, inner, Call_args).n == 1 &&
        str_eq(py_text(m->tree, py_node(m->tree, inner, Call_func)), S("str")))
        return py_list(m->tree, inner, Call_args).v[0];
    return inner;
}

typedef struct {
    NodeId node, one, other;
    bool negated;
} Comparison;

// Is this node a comparison of `hash` with something?
static bool compares(const Mend *m, NodeId n, NodeId hash, Comparison *out)
{
    int kind = py_kind(m->tree, n);
    NodeId a = 0, b = 0;
    *out = (Comparison){.node = n};
    if (kind == PY_Compare) {
        SymList ops = py_syms(m->tree, n, Compare_ops);
        if (ops.n != 1 || (ops.v[0] != OP_EQ && ops.v[0] != OP_NOTEQ)) return false;
        out->negated = ops.v[0] == OP_NOTEQ;
        a = py_node(m->tree, n, Compare_left);
        b = py_list(m->tree, n, Compare_comparators).v[0];
    } else if (kind == PY_Call) {
        NodeList args = py_list(m->tree, n, Call_args);
        if (args.n != 2 ||
            !str_ends(py_text(m->tree, py_node(m->tree, n, Call_func)), S("compare_digest")))
            return false;
        a = peeled(m, args.v[0]);
        b = peeled(m, args.v[1]);
    } else return false;
    out->one = a == hash ? a : b;
    out->other = a == hash ? b : a;
    return out->one == hash;
}

static void check_instead(const Mend *m, Change *c, const Comparison *cmp, Str password)
{
    mend_replace(m, c, cmp->node,
                 str_fmt(m->keep, "%sscrypt_check(%.*s, %.*s)", cmp->negated ? "not " : "",
                         STR_ARG(password), STR_ARG(py_text(m->tree, cmp->other))));
}

// The comparison around an expression, through the wrapping that compare_digest is given.
static bool compared_at(const Mend *m, NodeId hash, Comparison *out)
{
    NodeId n = hash;
    for (int i = 0; i < 5 && n; i++) {
        n = mend_parent(m, n);
        if (n && compares(m, n, hash, out)) return true;
    }
    return false;
}

// The name that a hash is given, and nothing else: h = hashlib.…; 0: it goes elsewhere.
static NodeId name_given(const Mend *m, NodeId hash)
{
    NodeId stmt = mend_parent(m, hash);
    if (!stmt || py_kind(m->tree, stmt) != PY_Assign) return 0;
    NodeList targets = py_list(m->tree, stmt, Assign_targets);
    return targets.n == 1 && py_kind(m->tree, targets.v[0]) == PY_Name ? targets.v[0] : 0;
}

// The next use of a name in its function, after `from`.
static NodeId next_use(const Mend *m, NodeId target, NodeId from)
{
    NodeId scope = mend_function(m, target);
    while ((from = mend_next(m, PY_Name, scope ? scope : m->tree->root, from)))
        if (from != target && py_sym(m->tree, from, Name_id) == py_sym(m->tree, target, Name_id))
            return from;
    return 0;
}

// hash = …; … hash == stored: the comparison becomes a check, and the assignment goes where that was all.
static bool compared_later(const Mend *m, Change *c, NodeId whole, Str password)
{
    NodeId target = name_given(m, whole), use = 0;
    Size checks = 0, others = 0;
    Comparison cmp;
    if (!target || !mend_function(m, whole)) return false;
    while ((use = next_use(m, target, use))) {
        if (!compared_at(m, use, &cmp)) others++;
        else check_instead(m, c, &cmp, password), checks++;
    }
    if (!checks || others) return false;
    NodeId stmt = mend_parent(m, whole);
    Span line = edit_statement(m->tree, py_at(m->tree, stmt)->beg);
    uint32_t beg = py_line(m->tree, py_pos(m->tree, py_at(m->tree, stmt)->beg).line).beg;
    *push(m->keep, &c->edits) = (Edit){{beg, line.end}, S("")};
    return true;
}

// def hash_password(p): return <hash of p>: comparisons of what it gives become checks.
static void wrapper_checks(const Mend *m, Change *c, NodeId whole)
{
    NodeId stmt = mend_parent(m, whole), def = mend_function(m, whole);
    if (!def || py_kind(m->tree, stmt) != PY_Return) return;
    Str name = py_name(m->tree, py_sym(m->tree, def, FunctionDef_name));
    for (Size i = 1; i < m->tree->nodes.n; i++) {
        if (m->tree->nodes.v[i].kind != PY_Call) continue;
        NodeId f = py_node(m->tree, (NodeId)i, Call_func);
        NodeList args = py_list(m->tree, (NodeId)i, Call_args);
        Str called = py_last_name(m->tree, f);
        Comparison cmp;
        if (!str_eq(called, name) || args.n != 1) continue;
        Str password = py_text(m->tree, args.v[0]);
        if (compared_at(m, (NodeId)i, &cmp)) check_instead(m, c, &cmp, password);
        else compared_later(m, c, (NodeId)i, password);
    }
}

// ---- a hash that is looked for must be the same each time: no salt can be in it

// q("INSERT …", (name, h)), User(password=h), users.append(h); not q("SELECT …", (name, h)), find_user(name, h)
static bool is_storing(const Mend *m, NodeId call)
{
    static const char *const stores[] = {
        "add",   "create", "insert", "save", "register", "set",     "store",   "update", "put",
        "write", "append", "dump",   "new",  "print",    "execute", "replace", NULL};
    static const char *const finds[] = {"find",   "get",   "look", "select", "filter",
                                        "check",  "login", "auth", "verify", "exist",
                                        "search", "match", NULL};
    static const char *const sql[] = {"insert", "update ", "replace ", NULL};
    Str name = mend_called(m, call);
    NodeId first = mend_arg(m, call, 0, (Str){0}), stmt;
    if (first && py_kind(m->tree, first) == PY_Name) first = mend_assigned(m, first, &stmt);
    Str text = first ? mend_lower(m, py_text(m->tree, first)) : (Str){0};
    if (mend_has_one(text, sql)) return true;
    if (str_find(text, S("select ")) >= 0 || str_find(text, S("delete ")) >= 0) return false;
    bool made = name.len && name.s[0] >= 'A' && name.s[0] <= 'Z';
    Str low = mend_lower(m, name);
    return made || (!mend_has_one(low, finds) && mend_has_one(low, stores));
}

// Does it come to rest as it is: in a field, an item, a record, a row?
static bool is_kept(const Mend *m, NodeId e)
{
    static const char *const written[] = {"encode", "decode", "str",    "bytes",
                                          "upper",  "lower",  "format", NULL};
    for (NodeId up = mend_parent(m, e); up; e = up, up = mend_parent(m, up)) switch (py_kind(m->tree, up)) {
    case PY_Tuple: case PY_List: case PY_Dict: case PY_keyword: case PY_JoinedStr: case PY_FormattedValue:
    case PY_BinOp: case PY_IfExp: case PY_Starred: case PY_Attribute: break;
    case PY_Assign: case PY_AnnAssign: case PY_Return: case PY_Yield: return true;
    case PY_Call:
        if (!mend_is_one(mend_called(m, up), written)) return is_storing(m, up);
        break;
    default: return false;
    }
    return false;
}

static bool is_looked_up(const Mend *m, NodeId hash, int depth);

// def hash_pw(p): …, and somebody looks for what it gives.
static bool wrapper_is_looked_up(const Mend *m, NodeId hash, int depth)
{
    NodeId stmt = mend_statement(m, hash), def = mend_function(m, hash);
    if (!def || depth > 2 || py_kind(m->tree, stmt) != PY_Return) return false;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));)
        if (str_eq(mend_called(m, n), mend_def_name(m, def)) && is_looked_up(m, n, depth + 1))
            return true;
    return false;
}

static bool is_looked_up(const Mend *m, NodeId hash, int depth)
{
    NodeId target = name_given(m, hash), use = 0;
    Comparison cmp;
    if (compared_at(m, hash, &cmp)) return false;
    if (!target) return !is_kept(m, hash) || wrapper_is_looked_up(m, hash, depth);
    while ((use = next_use(m, target, use)))
        if (!compared_at(m, use, &cmp) && (!is_kept(m, use) || wrapper_is_looked_up(m, use, depth)))
            return true;
    return false;
}

// Any password's hash: what one function stores another looks for.
static bool one_is_looked_up(const Mend *m)
{
    static const char *const fast[] = {"md5",    "sha1", "sha224",  "sha256", "sha384",
                                       "sha512", "new",  "blake2b", NULL};
    for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));) {
        NodeId whole = mend_is_one(mend_called(m, n), fast) ? whole_hash(m, n) : 0;
        NodeList args = py_list(m->tree, n, Call_args);
        if (whole && args.n == 1 && password_of(m, args.v[0]) && is_looked_up(m, whole, 0))
            return true;
    }
    return false;
}

// hash(salt + password): scrypt takes the same salt, and gives the same text each time.
static bool with_salt(const Mend *m, NodeId whole, NodeId arg, Fix *out)
{
    bool text = false;
    NodeId sum = arg;
    if (py_kind(m->tree, arg) == PY_Call) {
        NodeId f = py_node(m->tree, arg, Call_func);
        if (py_kind(m->tree, f) != PY_Attribute ||
            !str_eq(py_name(m->tree, py_sym(m->tree, f, Attribute_attr)), S("encode")))
            return false;
        sum = py_node(m->tree, f, Attribute_value);
        text = true;
    }
    if (py_kind(m->tree, sum) != PY_BinOp || py_at(m->tree, sum)->op != OP_ADD) return false;
    NodeId a = py_node(m->tree, sum, BinOp_left), b = py_node(m->tree, sum, BinOp_right);
    Str salt = py_text(m->tree, a), password = py_text(m->tree, b);
    if (str_find(password, S("alt")) >= 0) {
        Str swap = salt;
        salt = password;
        password = swap;
    }
    if (str_find(salt, S("alt")) < 0 || str_find(password, S("alt")) >= 0) return false;
    Str name = mend_name(m, &out->change, whole, S("hashlib"), S("scrypt"));
    if (!name.len) return false;
    bool hex = str_ends(py_text(m->tree, whole), S("hexdigest()"));
    mend_replace(m, &out->change, whole,
                 str_fmt(m->keep, "%.*s(%.*s%s, salt=%.*s%s, n=2**14, r=8, p=1)%s", STR_ARG(name),
                         STR_ARG(password), text ? ".encode()" : "", STR_ARG(salt),
                         text ? ".encode()" : "", hex ? ".hex()" : ""));
    return mend_done(out, TRUST_REVIEW,
                     "scrypt makes each guess cost much work. Hashes stored before are no longer "
                     "accepted: decide how their owners get new ones.");
}

// SCHEMES = {"s1": _sha1, "p2": _pbkdf2}: records of an old scheme are read by this function.
bool mend_is_one_scheme(const Mend *m, NodeId node)
{
    NodeId def = mend_function(m, node);
    for (NodeId d = 0; def && (d = mend_next(m, PY_Dict, m->tree->root, d));) {
        NodeList values = py_list(m->tree, d, Dict_values);
        for (uint32_t i = 0; values.n > 1 && i < values.n; i++)
            if (str_eq(py_text(m->tree, values.v[i]), mend_def_name(m, def))) return true;
    }
    return false;
}

bool mend_fix_password(const Mend *m, const MendSite *at, Fix *out)
{
    if (py_kind(m->tree, at->node) != PY_Call || mend_is_one_scheme(m, at->node)) return false;
    NodeList args = py_list(m->tree, at->node, Call_args);
    NodeId whole = whole_hash(m, at->node);
    static const char *const modules[] = {"os", "hashlib", "hmac"};
    if (!whole || args.n != 1) return false;
    NodeId password = password_of(m, args.v[0]);
    if (!password) return with_salt(m, whole, args.v[0], out);
    if (one_is_looked_up(m)) return false;
    if (!mend_scrypt_helpers(m, &out->change)) return false;
    for (Size i = 0; i < countof(modules); i++)
        *push(m->keep, &out->change.add) = (Import){str_of(modules[i]), {0}, {0}};
    Str text = py_text(m->tree, password);
    Comparison cmp;
    if (compared_at(m, whole, &cmp)) check_instead(m, &out->change, &cmp, text);
    else if (!compared_later(m, &out->change, whole, text)) {
        mend_replace(m, &out->change, whole, str_fmt(m->keep, "scrypt_hash(%.*s)", STR_ARG(text)));
        wrapper_checks(m, &out->change, whole);
    }
    return mend_done(out, TRUST_REVIEW, says);
}
