// mend/fix_here: fixes for a weakness that stands in one place, without a flow: a comparison, a
// literal, an assert.
// SPDX-License-Identifier: MIT
#include "mend/unasked_int.h"

static bool is_str(const Mend *m, NodeId n, Str *text)
{
    const PyConst *c = n && py_kind(m->tree, n) == PY_Constant ? py_const(m->tree, n) : NULL;
    if (!c || c->kind != CONST_STR) return false;
    *text = c->text;
    return true;
}

// ---- comparison in constant time

static Str as_bytes(const Mend *m, NodeId n)
{
    Str text = py_text(m->tree, n);
    if (str_ends(text, S("digest()"))) return text;
    return str_fmt(m->keep, "str(%.*s).encode()", STR_ARG(text));
}

// a[i] != b[i] in a loop stops at the first difference all the same: the whole texts are compared.
static void whole_of_items(const Mend *m, NodeId *left, NodeId *right)
{
    if (py_kind(m->tree, *left) != PY_Subscript || py_kind(m->tree, *right) != PY_Subscript) return;
    NodeId i = py_node(m->tree, *left, Subscript_slice),
           j = py_node(m->tree, *right, Subscript_slice);
    if (py_kind(m->tree, i) != PY_Name || !str_eq(py_text(m->tree, i), py_text(m->tree, j))) return;
    *left = py_node(m->tree, *left, Subscript_value);
    *right = py_node(m->tree, *right, Subscript_value);
}

static bool is_digest(Str text) { return str_ends(text, S("digest()")); }

// Text whatever comes: the environment and a request raise where a name is missing.
static bool is_demanded(Str held)
{
    static const char *const maps[] = {"environ", "headers", "args", "form",
                                       "cookies", "META",    NULL};
    for (Size i = 0; maps[i]; i++)
        if (str_ends(held, str_of(maps[i]))) return true;
    return false;
}

static bool is_never_none(const Mend *m, NodeId n, int depth);

static bool is_annotated_text(const Mend *m, NodeId name, int depth)
{
    NodeId def = mend_function(m, name);
    NodeId arg = def ? mend_parameter(m, def, py_text(m->tree, name)) : 0;
    Str said = arg ? py_text(m->tree, py_node(m->tree, arg, arg_annotation)) : (Str){0};
    NodeId fallback = arg ? mend_default(m, def, arg) : 0;
    if (!str_eq(said, S("str")) && !str_eq(said, S("bytes"))) return false;
    return !fallback || is_never_none(m, fallback, depth + 1);          // token: str = None
}

static bool is_text_call(const Mend *m, NodeId call, int depth)
{
    static const char *const texts[] = {"str",       "bytes",  "repr",      "hex",     "encode",
                                        "decode",    "strip",  "lower",     "upper",   "join",
                                        "format",    "digest", "hexdigest", "replace", "b64encode",
                                        "b64decode", "rstrip", "lstrip",    NULL};
    NodeList args = py_list(m->tree, call, Call_args);
    Str name = mend_called(m, call);
    if (mend_is_one(name, texts)) return true;
    bool asks = str_eq(name, S("get")) || str_eq(name, S("getenv"));
    return asks && args.n == 2 && is_never_none(m, args.v[1], depth);
}

static bool is_never_none(const Mend *m, NodeId n, int depth)
{
    const Tree *t = m->tree;
    NodeId stmt, value;
    if (depth > 4) return false;
    switch (py_kind(t, n)) {
    case PY_Constant: return py_const(t, n)->kind != CONST_NONE;
    case PY_JoinedStr:
    case PY_BinOp: return true;
    case PY_Subscript: {
        bool slice = py_kind(t, py_node(t, n, Subscript_slice)) == PY_Slice;
        return slice || is_demanded(py_text(t, py_node(t, n, Subscript_value)));
    }
    case PY_Call: return is_text_call(m, n, depth + 1);
    case PY_Name:
        value = mend_assigned(m, n, &stmt);
        return value ? is_never_none(m, value, depth + 1) : is_annotated_text(m, n, depth);
    default: return false;
    }
}

// What may be read twice: a name, a field, an item or a .get() of one.
static bool is_plain(const Mend *m, NodeId n)
{
    const Tree *t = m->tree;
    for (;;) {
        int kind = py_kind(t, n);
        if (kind == PY_Name) return true;
        if (kind == PY_Attribute) n = py_node(t, n, Attribute_value);
        else if (kind == PY_Subscript) n = py_node(t, n, Subscript_value);
        else if (kind == PY_Call && (str_eq(mend_called(m, n), S("get")) ||
                                     str_eq(mend_called(m, n), S("getenv"))))
            n = py_node(t, n, Call_func);
        else return false;
    }
}

// What the operands before it in `and` (for ==) or `or` (for !=) have said already.
static bool is_asked_before(const Mend *m, NodeId compare, bool differ, Str text)
{
    const Tree *t = m->tree;
    NodeId up = mend_parent(m, compare);
    if (py_kind(t, up) != PY_BoolOp || (py_at(t, up)->op == OP_OR) != differ) return false;
    Str is = str_fmt(m->keep, "%.*s is %s", STR_ARG(text), differ ? "None" : "not None");
    Str so = differ ? str_fmt(m->keep, "not %.*s", STR_ARG(text)) : text;
    NodeList values = py_list(t, up, BoolOp_values);
    for (uint32_t i = 0; i < values.n && values.v[i] != compare; i++) {
        Str said = py_text(t, values.v[i]);
        if (str_eq(said, is) || str_eq(said, so)) return true;
    }
    return false;
}

static bool is_brought(const Mend *m, NodeId n)
{
    NodeId def = mend_function(m, n);
    bool parameter = def && py_kind(m->tree, n) == PY_Name &&
                     mend_parameter(m, def, py_text(m->tree, n));
    return parameter || mend_taint(m, n) & KIND(REMOTE);
}

// str(None) is a text that anybody can send: what may be None is asked about first, so that a
// secret which is not set lets nobody in. False: it can't be asked without asking twice.
static bool refuses_none(const Mend *m, NodeId compare, NodeId side, bool differ, Str *test)
{
    Str text = py_text(m->tree, side);
    if (is_never_none(m, side, 0) || is_asked_before(m, compare, differ, text)) return true;
    if (!is_plain(m, side)) return false;
    *test = str_fmt(m->keep, "%.*s%.*s is %s ", STR_ARG(*test), STR_ARG(text),
                    differ ? "None or" : "not None and");
    return true;
}

static bool none_refused(const Mend *m, NodeId compare, NodeId left, NodeId right, bool differ,
                         Str *test)
{
    // what the program asks about itself is the stored one
    bool l = is_brought(m, left) || is_asked_before(m, compare, differ, py_text(m->tree, right));
    bool r = is_brought(m, right) || is_asked_before(m, compare, differ, py_text(m->tree, left));
    return ((l && !r) || refuses_none(m, compare, left, differ, test)) &&
           ((r && !l) || refuses_none(m, compare, right, differ, test));
}

// Its own text, or that of what its function gives back.
static bool gives_digest(const Mend *m, NodeId side)
{
    NodeId back = mend_given_back(m, side);
    return is_digest(py_text(m->tree, side)) ||
           (back && str_ends(py_text(m->tree, back), S("digest()")));
}

// The value behind a name, where one assignment gives it; the type that a parameter says.
static NodeId behind(const Mend *m, NodeId n, Str *said)
{
    NodeId stmt, value, def = mend_function(m, n), back = mend_given_back(m, n);
    *said = (Str){0};
    if (back) return back;
    if (py_kind(m->tree, n) != PY_Name) return n;
    if ((value = mend_assigned(m, n, &stmt))) return value;
    NodeId param = def ? mend_parameter(m, def, py_text(m->tree, n)) : 0;
    if (param) *said = py_text(m->tree, py_node(m->tree, param, arg_annotation));
    return 0;
}

// bytes, bytearray, memoryview: str() would say what they are, not what they hold.
static bool is_bytes_like(const Mend *m, NodeId n)
{
    static const char *const calls[] = {
        "digest",     "encode",      "bytes",       "bytearray",
        "memoryview", "b64decode",   "fromhex",     "urlsafe_b64decode",
        "unhexlify",  "pbkdf2_hmac", "token_bytes", "tobytes",
        NULL};
    Str said;
    NodeId value = behind(m, n, &said);
    if (!value) return str_find(said, S("bytes")) >= 0 || str_find(said, S("bytearray")) >= 0 ||
                       str_find(said, S("memoryview")) >= 0;
    if (py_kind(m->tree, value) == PY_Constant)
        return py_const(m->tree, value)->kind == CONST_BYTES;
    return py_kind(m->tree, value) == PY_Call && mend_is_one(mend_called(m, value), calls);
}

static bool is_number(const Mend *m, NodeId n)
{
    Str said;
    NodeId value = behind(m, n, &said);
    if (!value) return str_eq(said, S("int")) || str_eq(said, S("float"));
    if (py_kind(m->tree, value) == PY_Constant)
        return py_const(m->tree, value)->kind == CONST_INT ||
               py_const(m->tree, value)->kind == CONST_FLOAT;
    return py_kind(m->tree, value) == PY_Call && str_eq(mend_called(m, value), S("int"));
}

static bool stands_alone(const Mend *m, NodeId n)
{
    NodeId stmt = mend_statement(m, n);
    int kind = py_kind(m->tree, stmt);
    NodeId value = kind == PY_If ? py_node(m->tree, stmt, If_test)
                   : kind == PY_Return ? py_node(m->tree, stmt, Return_value)
                   : kind == PY_Assign ? py_node(m->tree, stmt, Assign_value) : 0;
    PyOp op = py_kind(m->tree, n) == PY_Compare && py_syms(m->tree, n, Compare_ops).v[0] == OP_NOTEQ
                  ? OP_OR : OP_AND;
    NodeId up = mend_parent(m, n);
    return value == n || (py_kind(m->tree, up) == PY_BoolOp && py_at(m->tree, up)->op == op);
}

bool mend_fix_compare(const Mend *m, const MendSite *at, Fix *out)
{
    Str test = {0};
    if (py_kind(m->tree, at->node) != PY_Compare) return false;
    SymList ops = py_syms(m->tree, at->node, Compare_ops);
    if (ops.n != 1 || (ops.v[0] != OP_EQ && ops.v[0] != OP_NOTEQ)) return false;
    NodeId left = py_node(m->tree, at->node, Compare_left),
           right = py_list(m->tree, at->node, Compare_comparators).v[0];
    bool differ = ops.v[0] == OP_NOTEQ;
    NodeId item = left;
    whole_of_items(m, &left, &right);
    bool known = item != left || gives_digest(m, left) || gives_digest(m, right);
    if (!known && !none_refused(m, at->node, left, right, differ, &test)) return false;
    bool alone = !test.len || stands_alone(m, at->node);
    Str name = mend_name(m, &out->change, at->node, S("hmac"), S("compare_digest"));
    Str l = py_text(m->tree, left), r = py_text(m->tree, right);
    if (!str_ends(l, S("digest()")) || !str_ends(r, S("digest()")))
        l = as_bytes(m, left), r = as_bytes(m, right);
    // one is text of hex digits: both as bytes
    if (str_ends(l, S("digest()")) != str_ends(r, S("digest()"))) {
        l = str_fmt(m->keep, "str(%.*s).encode()", STR_ARG(py_text(m->tree, left)));
        r = str_fmt(m->keep, "str(%.*s).encode()", STR_ARG(py_text(m->tree, right)));
    }
    if (is_bytes_like(m, left) || is_bytes_like(m, right))
        l = py_text(m->tree, left), r = py_text(m->tree, right);
    else if (is_number(m, left) || is_number(m, right)) return false;
    if (!name.len) return false;
    mend_replace(m, &out->change, at->node,
                 str_fmt(m->keep, "%s%.*s%s%.*s(%.*s, %.*s)%s", alone ? "" : "(", STR_ARG(test),
                         differ ? "not " : "", STR_ARG(name), STR_ARG(l), STR_ARG(r),
                         alone ? "" : ")"));
    return mend_done(out, TRUST_SAFE,
                     "The comparison takes the same time wherever the first difference is.");
}

// ---- assert as a check

bool mend_fix_assert(const Mend *m, const MendSite *at, Fix *out)
{
    if (py_kind(m->tree, at->node) != PY_Assert) return false;
    NodeId msg = py_node(m->tree, at->node, Assert_msg);
    Str indent = edit_indent(m->tree, py_at(m->tree, at->node)->beg, m->keep),
        unit = edit_indent_unit(m->tree);
    Str test = py_text(m->tree, py_node(m->tree, at->node, Assert_test));
    mend_replace(m, &out->change, at->node,
                 str_fmt(m->keep, "if not (%.*s):\n%.*s%.*sraise AssertionError(%.*s)",
                         STR_ARG(test), STR_ARG(indent), STR_ARG(unit),
                         STR_ARG(msg ? py_text(m->tree, msg) : S(""))));
    return mend_done(out, TRUST_SAFE,
                     "The check stays when Python runs with -O, and raises the same exception.");
}

// ---- where a server listens

static NodeId everywhere(const Mend *m, NodeId n)
{
    Str text;
    if (is_str(m, n, &text) && (str_eq(text, S("0.0.0.0")) || str_eq(text, S("::")) || !text.len))
        return n;
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(m->tree, n, &it));) {
        NodeId found = everywhere(m, c);
        if (found) return found;
    }
    return 0;
}

bool mend_fix_bind(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId host = everywhere(m, at->node);
    if (!host) return false;
    mend_replace(m, &out->change, host, edit_literal(S("127.0.0.1"), edit_quote(m->tree), m->keep));
    return mend_done(
        out, TRUST_REVIEW,
        "The server answers on this machine only. Decide which address it must serve.");
}

// ---- secrets in the source

NodeId mend_parent(const Mend *m, NodeId n)
{
    NodeId at = m->tree->root;
    if (m->parent) return m->parent[n];
    for (bool deeper = true; deeper;) {
        deeper = false;
        uint32_t it = 0;
        for (NodeId c; (c = py_next_child(m->tree, at, &it));) {
            if (c == n) return at;
            const PyNode *p = py_at(m->tree, c), *q = py_at(m->tree, n);
            if (p->beg > q->beg || p->end < q->end) continue;
            at = c;
            deeper = true;
            break;
        }
    }
    return 0;
}

// The parameter whose default it is; 0: none.
static NodeId parameter_of(const Mend *m, NodeId literal)
{
    NodeId args = mend_parent(m, literal), param, given = 0;
    if (!args || py_kind(m->tree, args) != PY_arguments) return 0;
    for (uint32_t i = 0; (param = py_param(m->tree, args, i, &given)) && given != literal;) i++;
    return param;
}

// The name that the literal is given: x = "…", f(x="…"), {"x": "…"}, x == "…", def f(x="…")
static Str given_name(const Mend *m, NodeId literal)
{
    NodeId p = mend_parent(m, literal);
    Str text = {0};
    if (!p) return text;
    int kind = py_kind(m->tree, p);
    if (kind == PY_keyword) return py_name(m->tree, py_sym(m->tree, p, keyword_arg));
    if (kind == PY_arguments)
        return py_name(m->tree, py_sym(m->tree, parameter_of(m, literal), arg_arg));
    if (kind == PY_Call) { // Client("url", "token")
        static const char *const verbs[] = {"encode", "decode", "new", "digest", NULL};
        text = py_text(m->tree, py_node(m->tree, p, Call_func));
        Size dot = str_rfind(text, '.');
        // jwt.encode and jwt.decode are given the same one
        if (dot > 0 && mend_is_one(str_sub(text, dot + 1, -1), verbs)) text = str_sub(text, 0, dot);
        dot = str_rfind(text, '.');
        return str_fmt(m->keep, "%.*s_SECRET", STR_ARG(str_sub(text, dot + 1, -1)));
    }
    if (kind == PY_Assign) text = py_text(m->tree, py_list(m->tree, p, Assign_targets).v[0]);
    if (kind == PY_AnnAssign) text = py_text(m->tree, py_node(m->tree, p, AnnAssign_target));
    if (kind == PY_Compare) text = py_text(m->tree, py_node(m->tree, p, Compare_left));
    if (kind == PY_Dict) {
        NodeList keys = py_list(m->tree, p, Dict_keys), values = py_list(m->tree, p, Dict_values);
        for (uint32_t i = 0; i < values.n; i++)
            if (values.v[i] == literal && keys.v[i]) is_str(m, keys.v[i], &text);
    }
    if (str_ends(text, S("\"]")) || str_ends(text, S("']"))) {
        text = str_sub(text, 0, text.len - 2);
        Size quote = text.len;
        while (quote > 0 && text.s[quote - 1] != '"' && text.s[quote - 1] != '\'') quote--;
        text = str_sub(text, quote, -1);
    }
    Size dot = str_rfind(text, '.');
    return str_sub(text, dot + 1, -1);
}

static Str variable_name(const Mend *m, Str name)
{
    Buf b = {.keep = m->keep};
    for (Size i = 0; i < name.len; i++) {
        char c = name.s[i];
        bool low = c >= 'a' && c <= 'z', up = c >= 'A' && c <= 'Z', digit = c >= '0' && c <= '9';
        if (!low && !up && !digit && c != '_') return (Str){0};
        if (up && i && name.s[i - 1] >= 'a' && name.s[i - 1] <= 'z') buf_char(&b, '_');
        buf_char(&b, low ? (char)(c - 32) : c);
    }
    return buf_str(&b);
}

static NodeId literal_in(const Mend *m, NodeId n)
{
    Str text;
    if (is_str(m, n, &text)) return n;
    int kind = py_kind(m->tree, n);
    if (kind == PY_Assign) return literal_in(m, py_node(m->tree, n, Assign_value));
    if (kind == PY_keyword) return literal_in(m, py_node(m->tree, n, keyword_value));
    if (kind != PY_Compare) return 0;
    NodeId right = py_list(m->tree, n, Compare_comparators).v[0];
    return is_str(m, right, &text) ? right : 0;
}

static const char from_environment[] =
    "Read from the environment, and a missing one is an error. The old value is burnt: replace it "
    "where it is accepted, and decide where the new one is kept.";

static bool is_bytes(const Mend *m, NodeId n)
{
    const PyConst *c = py_kind(m->tree, n) == PY_Constant ? py_const(m->tree, n) : NULL;
    return c && c->kind == CONST_BYTES;
}

static bool is_version(Str text)                          // "257.1": a code, no secret
{
    bool dot = false;
    for (Size i = 0; i < text.len; i++) {
        if (text.s[i] == '.') dot = true;
        else if (text.s[i] < '0' || text.s[i] > '9') return false;
    }
    return dot;
}

// Whose secret it is: the name of what holds it, else of the function or class around it.
static Str holder_of(const Mend *m, NodeId literal, Str given)
{
    NodeId def = 0;
    for (NodeId up = mend_parent(m, literal); up && !def; up = mend_parent(m, up)) {
        int kind = py_kind(m->tree, up);
        if (kind == PY_Assign) {
            Str to = py_text(m->tree, py_list(m->tree, up, Assign_targets).v[0]);
            to = str_sub(to, str_rfind(to, '.') + 1, -1);
            if (!str_eq(variable_name(m, to), variable_name(m, given))) return to;
        }
        if (mend_is_def(kind) || kind == PY_ClassDef) def = up;
    }
    return def ? py_name(m->tree, py_sym(m->tree, def, 0)) : (Str){0};
}

// path/to/cda.py: cda
static Str module_stem(const Mend *m)
{
    Str stem = path_last(m->file->module->path);
    return str_ends(stem, S(".py")) ? str_sub(stem, 0, stem.len - 3) : stem;
}

static Str joined_name(const Mend *m, Str holder, Str name)
{
    while (str_starts(name, S("_"))) name = str_sub(name, 1, -1);
    while (str_starts(holder, S("_"))) holder = str_sub(holder, 1, -1);
    return holder.len && name.len
               ? variable_name(m, str_fmt(m->keep, "%.*s_%.*s", STR_ARG(holder), STR_ARG(name)))
               : (Str){0};
}

// Does another secret of this file go by this name? by: each under its holder's.
static bool is_shared(const Mend *m, NodeId literal, Str name, bool by)
{
    Str own = mend_string(m, literal);
    for (NodeId n = 0; (n = mend_next(m, PY_Constant, m->tree->root, n));) {
        Str text = mend_string(m, n);
        if (n == literal || !text.len || str_eq(text, own)) continue;
        Str given = given_name(m, n);
        if (!given.len) continue;
        Str other = by ? joined_name(m, holder_of(m, n, given), given) : variable_name(m, given);
        if (str_eq(other, name)) return true;
    }
    return false;
}

// The variable of the environment for a literal: as the literal is named, or with its holder's name
// where that stands for several secrets. Empty: none is sure to be its own.
static Str variable_for(const Mend *m, NodeId literal)
{
    Str given = given_name(m, literal), name = variable_name(m, given);
    if (is_version(mend_string(m, literal))) return (Str){0};
    // _API_KEY: a module's own, and another module has one of that name
    if (str_starts(given, S("_"))) name = joined_name(m, module_stem(m), given);
    if (!name.len || (name.s[0] >= '0' && name.s[0] <= '9')) return (Str){0};
    if (!is_shared(m, literal, name, false)) return name;
    name = joined_name(m, holder_of(m, literal, given), given);
    return name.len && !is_shared(m, literal, name, true) ? name : (Str){0};
}

// The literal becomes a variable of the environment, named as the literal is.
static bool to_environment(const Mend *m, Change *c, NodeId literal)
{
    Str name = variable_for(m, literal);
    if (!name.len) return false;
    Str env = mend_name(m, c, literal, S("os"), S("environ"));
    if (!env.len) return false;
    mend_replace(m, c, literal,
                 str_fmt(m->keep, "%.*s[%.*s]%s", STR_ARG(env),
                         STR_ARG(edit_literal(name, edit_quote(m->tree), m->keep)),
                         is_bytes(m, literal) ? ".encode()" : ""));
    return true;
}

// The key that a call is given: a literal, or a constant of this module or another of the project.
// A file alone is left: nobody is there who could set the variable, and it would no longer start.
bool mend_fix_key(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId key = 0;
    Str text;
    const ModelLine *line = at->line;
    if (py_kind(m->tree, at->node) != PY_Call || !line) return mend_fix_credential(m, at, out);
    if (m->file->is_fragment) return false;
    for (Size i = 0; i < line->nconds && !key; i++)
        if (line->conds[i].kind == COND_CONST)
            key = mend_arg(m, at->node, line->conds[i].arg, line->conds[i].keyword);
    MendFar far = {.m = m};
    Change part = {0};
    bool given = key && (is_str(m, key, &text) || is_bytes(m, key));
    if (!given) {
        if (!key || !mend_far(m, key, &far)) return false;
        int kind = py_kind(far.m->tree, far.stmt);
        key = kind == PY_Assign      ? py_node(far.m->tree, far.stmt, Assign_value)
              : kind == PY_AnnAssign ? py_node(far.m->tree, far.stmt, AnnAssign_value)
                                     : 0;
        if (!key || (!is_str(far.m, key, &text) && !is_bytes(far.m, key))) return false;
    }
    if (!to_environment(far.m, &part, key)) return false;
    mend_add_part(m, &out->change, far.m, &part);
    return mend_done(out, TRUST_REVIEW, from_environment);
}

// os.environ.get("SIGN_KEY", "…") under what the finding names: the call; 0: none.
static NodeId fallback_in(const Mend *m, NodeId n)
{
    int kind = py_kind(m->tree, n);
    if (kind == PY_Assign) return fallback_in(m, py_node(m->tree, n, Assign_value));
    if (kind == PY_AnnAssign && py_node(m->tree, n, AnnAssign_value))
        return fallback_in(m, py_node(m->tree, n, AnnAssign_value));
    if (kind == PY_keyword) return fallback_in(m, py_node(m->tree, n, keyword_value));
    if (kind != PY_Call) return 0;
    NodeId f = py_node(m->tree, n, Call_func);
    Str name = py_text(m->tree, f);
    if (str_ends(name, S(".encode"))) return fallback_in(m, py_node(m->tree, f, Attribute_value));
    return str_eq(name, S("os.environ.get")) || str_eq(name, S("environ.get")) ||
                   str_eq(name, S("os.getenv")) || str_eq(name, S("getenv"))
               ? n
               : 0;
}

static bool no_fallback(const Mend *m, NodeId call, Fix *out)
{
    NodeId key = mend_arg(m, call, 0, S("key"));
    Str name = py_text(m->tree, py_node(m->tree, call, Call_func));
    Str env = str_ends(name, S("environ.get"))
                  ? str_sub(name, 0, name.len - 4)
                  : mend_name(m, &out->change, call, S("os"), S("environ"));
    if (!key || !env.len || py_list(m->tree, call, Call_args).n != 2) return false;
    mend_replace(m, &out->change, call,
                 str_fmt(m->keep, "%.*s[%.*s]", STR_ARG(env), STR_ARG(py_text(m->tree, key))));
    return mend_done(out, TRUST_REVIEW,
                     "A missing variable is an error: before, everybody who has the source had the "
                     "value that stood in for it. Decide that every installation sets one.");
}

static bool gives_access(const Mend *m, NodeId stmt)
{
    NodeId v = py_kind(m->tree, stmt) == PY_Return ? py_node(m->tree, stmt, Return_value) : 0;
    const PyConst *c = v && py_kind(m->tree, v) == PY_Constant ? py_const(m->tree, v) : NULL;
    return v && !(c && (c->kind == CONST_FALSE || c->kind == CONST_NONE));
}

// if name == "factory" and password == "…": return "admin", before the accounts are asked: a way in
// beside them, which goes.
static bool back_door(const Mend *m, NodeId compare, Fix *out)
{
    static const char *const asks[] = {"compare_digest", "check_password", "verify", "checkpw",
                                       "authenticate",   "hash",           NULL};
    NodeId test = compare, def = mend_function(m, compare);
    for (NodeId up = mend_parent(m, test); up && py_kind(m->tree, up) == PY_BoolOp;
         up = mend_parent(m, up))
        test = up;
    NodeId stmt = mend_parent(m, test);
    if (!def || !stmt || py_kind(m->tree, stmt) != PY_If ||
        py_node(m->tree, stmt, If_test) != test ||
        py_syms(m->tree, compare, Compare_ops).v[0] != OP_EQ)
        return false;
    NodeList then = py_list(m->tree, stmt, If_body), all = py_list(m->tree, def, FunctionDef_body);
    bool here = false;
    for (uint32_t i = 0; i + 1 < all.n; i++) here |= all.v[i] == stmt;
    Str rest = str_sub(m->tree->src, py_at(m->tree, stmt)->end, py_at(m->tree, def)->end);
    if (!here || then.n != 1 || py_list(m->tree, stmt, If_orelse).n ||
        !gives_access(m, then.v[0]) || !mend_has_one(mend_lower(m, rest), asks) ||
        str_find(rest, S("return")) < 0)
        return false;
    if (!mend_drop_lines(m, &out->change, stmt)) return false;
    return mend_done(
        out, TRUST_REVIEW,
        "The way in that stands in the source is gone: the accounts decide. Decide how "
        "those who used it get in.");
}

// password == PASSWORD: the constant of this module that a comparison reads; 0: none.
static NodeId constant_compared(const Mend *m, NodeId compare)
{
    NodeId sides[] = {py_node(m->tree, compare, Compare_left),
                      py_list(m->tree, compare, Compare_comparators).v[0]};
    for (Size i = 0; i < countof(sides); i++) {
        NodeId top = py_kind(m->tree, sides[i]) == PY_Name ? mend_top(m, py_text(m->tree, sides[i])) : 0;
        if (top && py_kind(m->tree, top) == PY_Assign &&
            mend_string(m, py_node(m->tree, top, Assign_value)).len)
            return py_node(m->tree, top, Assign_value);
    }
    return 0;
}

// compare_digest(str(other).encode(), secret.encode()) in place of the comparison
static bool digests_of(const Mend *m, Change *c, NodeId compare, NodeId other, Str secret)
{
    Str same = mend_name(m, c, compare, S("hmac"), S("compare_digest"));
    if (!same.len) return false;
    mend_replace(m, c, compare,
                 str_fmt(m->keep, "%s%.*s(str(%.*s).encode(), %.*s.encode())",
                         py_syms(m->tree, compare, Compare_ops).v[0] == OP_NOTEQ ? "not " : "", STR_ARG(same),
                         STR_ARG(py_text(m->tree, other)), STR_ARG(secret)));
    return true;
}

// What it is compared with was no secret as long as the source told it: now it is one.
static bool compare_in_constant_time(const Mend *m, Change *c, NodeId literal)
{
    NodeId stmt = mend_parent(m, literal);
    if (!stmt || py_kind(m->tree, stmt) != PY_Assign || !mend_string(m, literal).len ||
        py_list(m->tree, stmt, Assign_targets).n != 1)
        return true;
    Str name = py_text(m->tree, py_list(m->tree, stmt, Assign_targets).v[0]);
    if (mend_top(m, name) != stmt) return true;
    for (NodeId n = 0; (n = mend_next(m, PY_Compare, m->tree->root, n));) {
        SymList ops = py_syms(m->tree, n, Compare_ops);
        if (ops.n != 1 || (ops.v[0] != OP_EQ && ops.v[0] != OP_NOTEQ)) continue;
        NodeId left = py_node(m->tree, n, Compare_left),
               right = py_list(m->tree, n, Compare_comparators).v[0];
        bool first = str_eq(py_text(m->tree, left), name), second = str_eq(py_text(m->tree, right), name);
        NodeId def = mend_function(m, n), other = first ? right : left;
        if (first == second || py_kind(m->tree, other) == PY_Constant ||
            (def && (mend_binds(m, def, name) || mend_parameter(m, def, name))))
            continue;
        if (!digests_of(m, c, n, other, name)) return false;
    }
    return true;
}

// def connect(password="…"): read when it is called, by whoever gives none.
static bool default_to_environment(const Mend *m, NodeId literal, Fix *out)
{
    NodeId param = parameter_of(m, literal), def = param ? mend_parent(m, mend_parent(m, literal)) : 0;
    if (!def || !mend_is_def(py_kind(m->tree, def)) || !mend_string(m, literal).len) return false;     // a lambda
    Str name = py_name(m->tree, py_sym(m->tree, param, arg_arg));
    Str variable = variable_for(m, literal), env = mend_name(m, &out->change, def, S("os"), S("environ"));
    NodeId first = unasked_first(m, def);
    Str unit = edit_indent_unit(m->tree);
    if (!variable.len || !env.len || !first) return false;
    mend_replace(m, &out->change, literal, S("None"));
    return mend_before(m, &out->change, first,
                       str_fmt(m->keep, "if %.*s is None:\n%.*s%.*s = %.*s[%.*s]", STR_ARG(name), STR_ARG(unit),
                               STR_ARG(name), STR_ARG(env),
                               STR_ARG(edit_literal(variable, edit_quote(m->tree), m->keep)))) &&
           mend_done(out, TRUST_REVIEW, from_environment);
}

bool mend_fix_credential(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId fallback = fallback_in(m, at->node), up = mend_parent(m, at->node);
    if (!fallback && py_kind(m->tree, at->node) == PY_Constant && up) fallback = fallback_in(m, up);
    if (fallback) return no_fallback(m, fallback, out);
    if (py_kind(m->tree, at->node) == PY_Compare && back_door(m, at->node, out)) return true;
    NodeId literal = literal_in(m, at->node);
    if (!literal && py_kind(m->tree, at->node) == PY_Compare) literal = constant_compared(m, at->node);
    if (literal && parameter_of(m, literal)) return default_to_environment(m, literal, out);
    Str name = literal ? variable_for(m, literal) : (Str){0};
    if (!name.len || !compare_in_constant_time(m, &out->change, literal)) return false;
    Str env = mend_name(m, &out->change, literal, S("os"), S("environ"));
    if (!env.len) return false;
    Str key = edit_literal(name, edit_quote(m->tree), m->keep);
    Str value = str_fmt(m->keep, "%.*s[%.*s]", STR_ARG(env), STR_ARG(key));
    NodeId around = mend_parent(m, literal);
    SymList ops = around && py_kind(m->tree, around) == PY_Compare
                      ? py_syms(m->tree, around, Compare_ops)
                      : (SymList){0};
    if (ops.n == 1 && (ops.v[0] == OP_EQ || ops.v[0] == OP_NOTEQ)) {
        NodeId left = py_node(m->tree, around, Compare_left),
               right = py_list(m->tree, around, Compare_comparators).v[0];
        if (!digests_of(m, &out->change, around, left == literal ? right : left, value)) return false;
    } else mend_replace(m, &out->change, literal, value);
    return mend_done(out, TRUST_REVIEW, from_environment);
}

// ---- cookies, modes, switches

bool mend_fix_switch_here(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId value = at->node;
    if (py_kind(m->tree, value) == PY_Assign) value = py_node(m->tree, value, Assign_value);
    else if (py_kind(m->tree, value) == PY_keyword) value = py_node(m->tree, value, keyword_value);
    const PyConst *c = py_kind(m->tree, value) == PY_Constant ? py_const(m->tree, value) : NULL;
    if (!c || (c->kind != CONST_TRUE && c->kind != CONST_FALSE)) return false;
    mend_replace(m, &out->change, value, c->kind == CONST_TRUE ? S("False") : S("True"));
    return mend_done(out, TRUST_REVIEW,
                     "The setting has its protective value. Decide that nothing needs what it "
                     "allowed.");
}

// app.listen(port), and nothing of TLS in the file
static bool listens_plainly(const Mend *m)
{
    Str src = m->tree->src;
    return (str_find(src, S(".listen(")) >= 0 || str_find(src, S("HTTPServer(")) >= 0) &&
           str_find(src, S("ssl")) < 0;
}

// The program serves plain HTTP too: it asks which it is, or names the cookie for it; another cookie
// beside this one is for HTTPS; and tests of Starlette's client speak plain HTTP.
static bool is_for_plain_http(const Mend *m, NodeId call)
{
    static const char *const words[] = {"unsecure", "insecure", NULL};
    static const char *const asks[] = {"https", "scheme", "is_secure", "secure=true", NULL};
    NodeId def = mend_function(m, call);
    return mend_has_one(mend_lower(m, py_text(m->tree, call)), words) ||
           (def && mend_has_one(mend_lower(m, py_text(m->tree, def)), asks)) || listens_plainly(m) ||
           str_find(m->tree->src, S("fastapi")) >= 0 || str_find(m->tree->src, S("starlette")) >= 0;
}

static bool is_ticket(const Mend *m, NodeId call) { return str_starts(mend_called(m, call), S("AuthTkt")); }

// What the library calls HttpOnly.
static Str hidden_keyword(const Mend *m, NodeId call)
{
    bool ticket = is_ticket(m, call);
    bool falcon = str_find(m->tree->src, S("falcon")) >= 0;
    return ticket || falcon || mend_keyword(m, call, S("http_only")) ? S("http_only") : S("httponly");
}

bool mend_fix_cookie(const Mend *m, const MendSite *at, Fix *out)
{
    if (py_kind(m->tree, at->node) == PY_Assign && mend_parent(m, at->node) == m->tree->root &&
        mend_in_heirs(m, &out->change,
                      py_text(m->tree, py_list(m->tree, at->node, Assign_targets).v[0]), S("True")))
        return mend_done(
            out, TRUST_REVIEW,
            "The setting has its protective value in the settings that take these over "
            "for production. Decide that those are the ones that are deployed.");
    if (py_kind(m->tree, at->node) != PY_Call) return mend_fix_switch_here(m, at, out);
    if (str_ends(py_text(m->tree, py_node(m->tree, at->node, Call_func)), S("Middleware")) ||
        str_ends(py_text(m->tree, py_node(m->tree, at->node, Call_func)), S("add_middleware")))
        return mend_set(m, &out->change, at->node, -1, S("https_only"), S("True")) &&
               mend_done(out, TRUST_SAFE, "The cookie travels over HTTPS only.");
    // scripts read what they send back as a token, and what was switched off was so for a reason
    static const char *const read_by_scripts[] = {"csrf", "xsrf", NULL};
    // what stands in its place (set_cookie's seventh, a session's sixth, a ticket's fourth) can't be named, too
    if (py_list(m->tree, at->node, Call_args).n > (is_ticket(m, at->node) ? 3 : 5)) return false;
    Str hidden = hidden_keyword(m, at->node);
    bool off = mend_keyword(m, at->node, S("secure")) || mend_keyword(m, at->node, hidden) ||
               mend_has_one(mend_lower(m, py_text(m->tree, at->node)), read_by_scripts) ||
               is_for_plain_http(m, at->node);
    return mend_set(m, &out->change, at->node, -1, S("secure"), S("True")) &&
           mend_set(m, &out->change, at->node, -1, hidden, S("True")) &&
           mend_done(
               out, off ? TRUST_REVIEW : TRUST_SAFE,
               off ? "The cookie travels over HTTPS only, and scripts of the page cannot read "
                     "it. Decide that no page is served over plain HTTP, nor tested so, and no "
                     "script reads it."
                   : "The cookie travels over HTTPS only, which a page served over plain HTTP "
                     "would miss, and scripts of the page cannot read it.");
}

// What is written there is its owner's alone, by the words of the function and what it says of itself.
static bool is_private(const Mend *m, NodeId node)
{
    static const char *const words[] = {"secret",        "private", "password", "credential",
                                        "token",         "_key",    "key_",     "alone",
                                        "only the user", " key",    "ssh",      NULL};
    NodeId def = mend_function(m, node), cls = def ? mend_class(m, def) : 0;
    if (!def) return false;
    return mend_has_one(mend_lower(m, py_text(m->tree, def)), words) ||
           (cls && mend_has_one(mend_lower(m, mend_docstring(m, cls)), words));
}

// FILE_MODE = 0o666: where the module says it, once.
static NodeId mode_constant(const Mend *m, NodeId name)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    NodeId found = 0;
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_Assign ||
            !str_eq(py_text(m->tree, py_list(m->tree, body.v[i], Assign_targets).v[0]),
                    py_text(m->tree, name)))
            continue;
        if (found) return 0;
        found = py_node(m->tree, body.v[i], Assign_value);
    }
    return found;
}

bool mend_fix_mode(const Mend *m, const MendSite *at, Fix *out)
{
    if (py_kind(m->tree, at->node) != PY_Call) return false;
    NodeList args = py_list(m->tree, at->node, Call_args);
    NodeId mode = mend_arg(m, at->node, (int)args.n - 1, S("mode"));
    if (mode && py_kind(m->tree, mode) == PY_Name) mode = mode_constant(m, mode);
    const PyConst *c =
        mode && py_kind(m->tree, mode) == PY_Constant ? py_const(m->tree, mode) : NULL;
    if (!c || c->kind != CONST_INT || c->big) return false;
    if (str_ends(at->callee, S("umask"))) { // it takes rights away
        mend_replace(m, &out->change, mode, is_private(m, at->node) ? S("0o077") : S("0o022"));
        return mend_done(out, TRUST_REVIEW,
                         "New files are not for everybody to write. Decide who must.");
    }
    bool own = is_private(m, at->node);
    mend_replace(m, &out->change, mode,
                 str_fmt(m->keep, "0o%o", (unsigned)(c->i & (own ? 0700 : 0750))));
    return own ? mend_done(out, TRUST_REVIEW,
                           "Only its owner can read and write it. Decide who must.")
               : mend_done(out, TRUST_REVIEW,
                           "Other users can neither read nor write it, and the group cannot write. "
                           "Decide who must.");
}
