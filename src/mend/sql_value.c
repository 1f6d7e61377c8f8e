// mend/sql_value: what the hole of a query holds, by all that its function gives it: a text, a number,
// what a text took only as str() says it, or SQL of the program's own already.
// SPDX-License-Identifier: MIT
#include "mend/sql_int.h"

typedef struct {
    const Mend *m;
    SqlHolds *out;
    Sym seen[12];
    Size nseen;
    int looks;                           // left
} Look;

enum { MOST_STEPS = 16, MOST_LOOKS = 300 };

static void look(Look *k, NodeId e, int steps);

// ---- of texts and constants

static bool is_numeral(Str s)
{
    Size digits = 0;
    for (Size i = 0; i < s.len; i++) {
        digits += s.s[i] >= '0' && s.s[i] <= '9';
        if (!strchr("0123456789.-+ ", s.s[i])) return false;
    }
    return digits > 0;
}

static void look_at_constant(Look *k, NodeId e)
{
    const PyConst *c = py_const(k->m->tree, e);
    switch (c->kind) {
    case CONST_STR:
        k->out->text = true;
        k->out->sql |= str_trim(c->text).len && !is_numeral(c->text);
        return;
    case CONST_INT: case CONST_FLOAT: k->out->number = true; return;
    case CONST_TRUE: case CONST_FALSE: k->out->boolean = true; return;
    case CONST_NONE: return;
    default: k->out->unknown = true;
    }
}

// A built text: its constant parts are SQL of the program's where a hole has no quotes round it.
static void look_at_built(Look *k, NodeId e, int steps)
{
    Pieces p;
    SqlHolds *out = k->out, parts = {0};
    bool text = py_kind(k->m->tree, e) == PY_JoinedStr;
    if (!mend_pieces(k->m, e, &p)) {
        out->unknown = true;
        return;
    }
    for (Size i = 0; i < p.n; i++) {
        text |= p.v[i].kind == PIECE_TEXT || p.v[i].formatted;
        out->sql |=
            p.v[i].kind == PIECE_TEXT && str_trim(p.v[i].text).len && !is_numeral(p.v[i].text);
        if (p.v[i].kind == PIECE_TEXT || p.v[i].node == e) continue;
        k->out = &parts;
        look(k, p.v[i].node, steps);
        k->out = out;
    }
    out->sql |= parts.sql;
    out->doubled |= parts.doubled;
    out->joined |= parts.joined;
    if (text || parts.text) out->text = true;
    else if (parts.unknown || parts.list || parts.boolean || !parts.number) out->unknown = true;
    else out->number = true, out->decimal |= parts.decimal;
}

// ---- of what outside gives

// request.args, self.headers, os.environ: all their items are texts.
static bool holds_texts(const Mend *m, NodeId e)
{
    static const char *const words[] = {
        "args",    "form",    "cookies", "headers",      "values",      "GET",      "POST",
        "COOKIES", "META",    "query",   "query_params", "path_params", "environ",  "match_info",
        "argv",    "groups",  "view_args", "forms",      "params",      "matchdict", NULL};
    NodeId stmt;
    if (py_kind(m->tree, e) == PY_Name) e = mend_assigned(m, e, &stmt);
    if (e && py_kind(m->tree, e) == PY_Await) e = py_node(m->tree, e, Await_value);
    int kind = e ? py_kind(m->tree, e) : PY_NONE;
    if (kind == PY_Attribute)
        return mend_is_one(py_name(m->tree, py_sym(m->tree, e, Attribute_attr)), words);
    return kind == PY_Call && (str_eq(mend_called(m, e), S("groups")) || str_eq(mend_called(m, e), S("split")));
}

static NodeId base_of(const Mend *m, NodeId call)
{
    NodeId f = py_node(m->tree, call, Call_func);
    return py_kind(m->tree, f) == PY_Attribute ? py_node(m->tree, f, Attribute_value) : 0;
}

// .get("n", "5"), .get("n", type=int), os.getenv("N", "5")
static void look_at_get(Look *k, NodeId call, bool texts, int steps)
{
    const Mend *m = k->m;
    Str type = py_text(m->tree, mend_arg(m, call, -1, S("type")));
    NodeId other = mend_arg(m, call, 1, S("default"));
    if (str_eq(type, S("int")) || str_eq(type, S("float"))) k->out->number = true;
    else if (texts && (!type.len || str_eq(type, S("str")))) k->out->text = true;
    else k->out->unknown = true;
    if (other) look(k, other, steps);
}

static bool doubles_quotes(const Mend *m, NodeId call)
{
    Str to = mend_string(m, mend_arg(m, call, 1, (Str){0}));
    return str_eq(to, S("''")) || str_eq(to, S("\\'")) || str_eq(to, S("\"\""));
}

static void look_at_method(Look *k, NodeId call, NodeId base, int steps)
{
    static const char *const same[] = {"strip",  "lstrip",  "rstrip",  "lower",        "upper",
                                       "title",  "replace", "casefold", "capitalize",  "zfill",
                                       "swapcase", "removeprefix", "removesuffix", "ljust", "rjust",
                                       "translate", NULL};
    static const char *const texts[] = {"isoformat",    "strftime",  "hexdigest",   "decode",
                                        "get_argument", "getfirst",  "get_cookie",  "get_query_argument",
                                        "getvalue",     "as_posix",  "get_body_argument",
                                        "group",        "format",    "getenv",      NULL};
    static const char *const numbers[] = {"count", "find", "total_seconds", "timestamp", "randint",
                                          "toordinal", "bit_length", NULL};
    const Mend *m = k->m;
    Str name = mend_called(m, call);
    SqlHolds *out = k->out;
    if (mend_is_one(name, same)) {
        SqlHolds under = {0};
        k->out = &under;
        look(k, base, steps);
        k->out = out;
        out->sql |= under.sql;
        out->joined |= under.joined;
        out->text = true;
        out->doubled |= under.doubled || (str_eq(name, S("replace")) && doubles_quotes(m, call));
    } else if (str_eq(name, S("join"))) out->text = out->joined = true;
    else if (str_eq(name, S("get")) || str_eq(name, S("pop")))
        look_at_get(k, call, holds_texts(m, base), steps);
    else if (mend_is_one(name, texts)) look_at_get(k, call, true, steps);
    else if (mend_is_one(name, numbers)) out->number = true;
    else if (str_eq(name, S("getlist")) || str_eq(name, S("split"))) out->list = true;
    else if (str_eq(name, S("Decimal"))) out->number = out->decimal = true;
    else out->unknown = true;
}

static void look_at_call(Look *k, NodeId call, int steps)
{
    static const char *const texts[] = {"str", "repr", "input", "chr", "hex", "ascii", "format",
                                        "getenv", NULL};
    static const char *const numbers[] = {"int", "float", "len", "round", "ord", NULL};
    static const char *const lists[] = {"list", "dict", "set", "tuple", "sorted", NULL};
    const Mend *m = k->m;
    NodeId base = base_of(m, call), first = mend_arg(m, call, 0, (Str){0});
    if (base && str_eq(mend_called(m, call), S("format")) && mend_string(m, base).len) {
        look_at_built(k, call, steps);
        return;
    }
    if (base) {
        look_at_method(k, call, base, steps);
        return;
    }
    Str name = mend_called(m, call);
    if (str_eq(name, S("repr")) || str_eq(name, S("ascii"))) k->out->sql = true;      // it brings its quotes
    if (str_eq(name, S("str")) && first) {                // str(n), str(quoted)
        SqlHolds *out = k->out, under = {0};
        k->out = &under;
        look(k, first, steps);
        k->out = out;
        out->sql |= under.sql;
        out->doubled |= under.doubled;
        out->joined |= under.joined;
    }
    if (str_eq(name, S("getenv"))) look_at_get(k, call, true, steps);
    else if (mend_is_one(name, texts)) k->out->text = true;
    else if (mend_is_one(name, numbers)) k->out->number = true;
    else if (mend_is_one(name, lists)) k->out->list = true;
    else if (str_eq(name, S("bool"))) k->out->boolean = true;
    else if (str_eq(name, S("Decimal"))) k->out->number = k->out->decimal = true;
    else k->out->unknown = true;
}

// ---- of names

static bool says_type(Look *k, NodeId annotation)
{
    Str text = py_text(k->m->tree, annotation);
    bool text_ = mend_says_word(text, S("str")), number = mend_says_word(text, S("int")) ||
                                                         mend_says_word(text, S("float"));
    bool list = str_find(text, S("ist[")) >= 0 || str_find(text, S("ict[")) >= 0;
    if (list) k->out->list = true;
    else if (text_ || number) k->out->text |= text_, k->out->number |= number;
    else if (mend_says_word(text, S("bool"))) k->out->boolean = true;
    else if (mend_says_word(text, S("Decimal"))) k->out->number = k->out->decimal = true;
    else return false;
    return true;
}

// @app.route("/x/<int:n>"): empty: the route says nothing of it
static Str converter(const Mend *m, NodeId def, Str name)
{
    NodeList d = py_list(m->tree, def, FunctionDef_decorator_list);
    Str end = str_fmt(m->keep, ":%.*s>", STR_ARG(name));
    for (uint32_t i = 0; i < d.n; i++) {
        Str text = py_text(m->tree, d.v[i]);
        Size at = str_find(text, end), from = at < 0 ? -1 : str_rfind(str_sub(text, 0, at), '<');
        if (from >= 0) return str_sub(text, from + 1, at);
    }
    return (Str){0};
}

// One without a type is what its callers take for a text, unless its default or the route says more.
static void look_at_parameter(Look *k, NodeId def, NodeId param, Str name, int steps)
{
    const Mend *m = k->m;
    NodeId annotation = py_node(m->tree, param, arg_annotation), other = mend_default(m, def, param);
    Str route = converter(m, def, name);
    const PyConst *c =
        other && py_kind(m->tree, other) == PY_Constant ? py_const(m->tree, other) : NULL;
    if (annotation && !says_type(k, annotation)) k->out->unknown = true;
    else if (!annotation && (str_eq(route, S("int")) || str_eq(route, S("float"))))
        k->out->number = true;
    else if (!annotation && route.len && !str_eq(route, S("path")) &&
             !str_starts(route, S("string")))
        k->out->unknown = true;
    else if (!annotation && (!c || c->kind == CONST_NONE)) k->out->text = true;
    if (c) look(k, other, steps);
}

static NodeId item_of(const Tree *t, NodeId box, uint32_t i)
{
    int kind = py_kind(t, box);
    NodeList items = kind == PY_Tuple || kind == PY_List ? py_list(t, box, 0) : (NodeList){0};
    return i < items.n && py_kind(t, items.v[i]) != PY_Starred ? items.v[i] : 0;
}

// for name in request.form.getlist("name"), in text.split(): texts
static void look_at_items(Look *k, NodeId box, int steps)
{
    const Mend *m = k->m;
    NodeId stmt;
    if (py_kind(m->tree, box) == PY_Name) box = mend_assigned(m, box, &stmt);
    Str name = box ? mend_called(m, box) : (Str){0};
    int kind = box ? py_kind(m->tree, box) : 0;
    if (str_eq(name, S("getlist")) || str_eq(name, S("split")) || str_eq(name, S("splitlines")))
        k->out->text = true;
    else if (str_eq(name, S("range"))) k->out->number = true;
    else if (kind == PY_List || kind == PY_Tuple || kind == PY_Set) {
        NodeList items = py_list(m->tree, box, 0);
        for (uint32_t i = 0; i < items.n; i++) look(k, items.v[i], steps);
    } else k->out->unknown = true;
}

static void look_at_store(Look *k, NodeId name, int steps)
{
    const Mend *m = k->m;
    NodeId up = mend_parent(m, name);
    switch (up ? py_kind(m->tree, up) : 0) {
    case PY_Assign: look(k, py_node(m->tree, up, Assign_value), steps); return;
    case PY_AugAssign: look(k, py_node(m->tree, up, AugAssign_value), steps); return;
    case PY_NamedExpr: look(k, py_node(m->tree, up, NamedExpr_value), steps); return;
    case PY_For: case PY_AsyncFor: look_at_items(k, py_node(m->tree, up, For_iter), steps); return;
    case PY_comprehension:
        look_at_items(k, py_node(m->tree, up, comprehension_iter), steps);
        return;
    case PY_AnnAssign:
        if (!says_type(k, py_node(m->tree, up, AnnAssign_annotation))) k->out->unknown = true;
        if (py_node(m->tree, up, AnnAssign_value))
            look(k, py_node(m->tree, up, AnnAssign_value), steps);
        return;
    case PY_Tuple: {                                      // a, b = x, y; a, b = text.split(":")
        NodeId assign = mend_parent(m, up), value = 0;
        if (assign && py_kind(m->tree, assign) == PY_Assign)
            value = py_node(m->tree, assign, Assign_value);
        NodeList names = py_list(m->tree, up, Tuple_elts);
        for (uint32_t i = 0; value && i < names.n; i++) {
            if (names.v[i] != name) continue;
            NodeId item = item_of(m->tree, value, i);
            if (item) look(k, item, steps);
            else if (holds_texts(m, value)) k->out->text = true;
            else k->out->unknown = true;
            return;
        }
        break;
    }
    default: break;
    }
    k->out->unknown = true;
}

static void look_at_name(Look *k, NodeId e, int steps)
{
    const Mend *m = k->m;
    Sym sym = py_sym(m->tree, e, Name_id);
    for (Size i = 0; i < k->nseen; i++)
        if (k->seen[i] == sym) return;
    if (k->nseen == countof(k->seen)) {
        k->out->unknown = true;
        return;
    }
    k->seen[k->nseen++] = sym;
    Str name = py_name(m->tree, sym);
    NodeId def = mend_function(m, e), param = def ? mend_parameter(m, def, name) : 0;
    if (param) look_at_parameter(k, def, param, name, steps);
    bool any = param != 0;
    for (NodeId n = 0; (n = mend_next(m, PY_Name, def ? def : m->tree->root, n));) {
        if (py_sym(m->tree, n, Name_id) != sym || py_at(m->tree, n)->op == CTX_LOAD) continue;
        if (mend_function(m, n) != def) continue;
        any = true;
        look_at_store(k, n, steps);
    }
    if (any) return;
    NodeId top = mend_top(m, name);
    if (top && py_kind(m->tree, top) == PY_Assign)
        look(k, py_node(m->tree, top, Assign_value), steps);
    else k->out->unknown = true;
}

// args.name, where parser.add_argument("--name") converts it to nothing else
static bool is_argument(const Mend *m, NodeId e, Str name)
{
    NodeId stmt, from = py_node(m->tree, e, Attribute_value);
    NodeId call = py_kind(m->tree, from) == PY_Name ? mend_assigned(m, from, &stmt) : 0;
    if (!call || !str_eq(mend_called(m, call), S("parse_args"))) return false;
    bool any = false;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));) {
        if (!str_eq(mend_called(m, n), S("add_argument"))) continue;
        NodeList args = py_list(m->tree, n, Call_args);
        bool named = str_eq(mend_string(m, mend_arg(m, n, -1, S("dest"))), name);
        for (uint32_t i = 0; i < args.n && !named; i++) {
            Str word = mend_string(m, args.v[i]);
            while (str_starts(word, S("-"))) word = str_sub(word, 1, -1);
            named = str_eq(word, name);
        }
        if (!named) continue;
        if (mend_keyword(m, n, S("type")) || mend_keyword(m, n, S("action")) ||
            mend_keyword(m, n, S("nargs")))
            return false;
        any = true;
    }
    return any;
}

// item.title of a class of this file that says `title: str`
static void look_at_attribute(Look *k, NodeId e)
{
    static const char *const texts[] = {"filename", "remote_addr", "path", "method", NULL};
    const Mend *m = k->m;
    Str name = py_name(m->tree, py_sym(m->tree, e, Attribute_attr));
    bool any = false;
    for (NodeId n = 0; (n = mend_next(m, PY_AnnAssign, m->tree->root, n));) {
        NodeId to = py_node(m->tree, n, AnnAssign_target);
        if (py_kind(m->tree, to) != PY_Name || !str_eq(py_text(m->tree, to), name)) continue;
        if (py_kind(m->tree, mend_parent(m, n)) != PY_ClassDef) continue;
        any = true;
        if (!says_type(k, py_node(m->tree, n, AnnAssign_annotation))) k->out->unknown = true;
    }
    bool request = str_ends(py_text(m->tree, py_node(m->tree, e, Attribute_value)), S("request"));
    if (!any && ((request && mend_is_one(name, texts)) || is_argument(m, e, name)))
        k->out->text = any = true;
    k->out->unknown |= !any;
}

static void look_at_operation(Look *k, NodeId e, int steps)
{
    const Tree *t = k->m->tree;
    int op = py_at(t, e)->op;
    if (op == OP_ADD || op == OP_MOD) {
        look_at_built(k, e, steps);
        return;
    }
    SqlHolds *out = k->out, parts = {0};
    k->out = &parts;
    look(k, py_node(t, e, BinOp_left), steps);
    look(k, py_node(t, e, BinOp_right), steps);
    k->out = out;
    if (sql_is_number(&parts)) out->number = true, out->decimal |= parts.decimal;
    else if (op == OP_MULT && parts.text) out->text = true, out->sql |= parts.sql;
    else out->unknown = true;
}

static void look(Look *k, NodeId e, int steps)
{
    const Tree *t = k->m->tree;
    if (!e || --steps < 0 || --k->looks < 0) {
        k->out->unknown = true;
        return;
    }
    switch (py_kind(t, e)) {
    case PY_Constant: look_at_constant(k, e); return;
    case PY_JoinedStr: look_at_built(k, e, steps); return;
    case PY_BinOp: look_at_operation(k, e, steps); return;
    case PY_Call: look_at_call(k, e, steps); return;
    case PY_Name: look_at_name(k, e, steps); return;
    case PY_Attribute: look_at_attribute(k, e); return;
    case PY_Await: look(k, py_node(t, e, Await_value), steps); return;
    case PY_NamedExpr: look(k, py_node(t, e, NamedExpr_value), steps); return;
    case PY_Compare: k->out->boolean = true; return;
    case PY_List: case PY_Tuple: case PY_Dict: case PY_Set: case PY_ListComp: case PY_DictComp:
    case PY_SetComp: case PY_GeneratorExp: k->out->list = true; return;
    case PY_IfExp:
        look(k, py_node(t, e, IfExp_body), steps);
        look(k, py_node(t, e, IfExp_orelse), steps);
        return;
    case PY_BoolOp: {
        NodeList parts = py_list(t, e, BoolOp_values);
        for (uint32_t i = 0; i < parts.n; i++) look(k, parts.v[i], steps);
        return;
    }
    case PY_UnaryOp:
        if (py_at(t, e)->op == OP_NOT) k->out->boolean = true;
        else look(k, py_node(t, e, UnaryOp_operand), steps);
        return;
    case PY_Subscript:
        if (py_kind(t, py_node(t, e, Subscript_slice)) == PY_Slice)
            look(k, py_node(t, e, Subscript_value), steps);
        else if (holds_texts(k->m, py_node(t, e, Subscript_value))) k->out->text = true;
        else k->out->unknown = true;
        return;
    default: k->out->unknown = true;
    }
}

SqlHolds sql_holds(const Mend *m, NodeId hole)
{
    SqlHolds out = {0};
    look(&(Look){.m = m, .out = &out, .looks = MOST_LOOKS}, hole, MOST_STEPS);
    return out;
}

bool sql_is_number(const SqlHolds *h)
{
    return h->number && !h->text && !h->boolean && !h->list && !h->unknown;
}

bool sql_is_text(const SqlHolds *h)
{
    return h->text && !h->number && !h->boolean && !h->list && !h->unknown;
}
