// flow/query: an index of one file's tree, and questions on it that rules share.
// SPDX-License-Identifier: MIT
#include "flow/query.h"

NodeId query_statement(const Query *q, NodeId node)
{
    while (node && py_kind(q->tree, node) > PY_Error) node = q->parent[node];
    return node;
}

NodeList query_block(const Query *q, NodeId n)
{
    static const struct { int kind, list; } blocks[] = {
        {PY_FunctionDef, FunctionDef_body}, {PY_AsyncFunctionDef, AsyncFunctionDef_body},
        {PY_If, If_body}, {PY_If, If_orelse}, {PY_With, With_body}, {PY_AsyncWith, AsyncWith_body},
        {PY_Try, Try_body}, {PY_Try, Try_orelse}, {PY_Try, Try_finalbody},
        {PY_ExceptHandler, ExceptHandler_body}, {PY_For, For_body}, {PY_AsyncFor, AsyncFor_body},
        {PY_While, While_body}, {PY_match_case, match_case_body}};
    NodeId up = q->parent[n];
    for (Size i = 0; i < countof(blocks); i++) {
        if (py_kind(q->tree, up) != blocks[i].kind) continue;
        NodeList l = py_list(q->tree, up, blocks[i].list);
        if (l.n && l.v[0] <= n && n <= l.v[l.n - 1]) return l;          // nodes stand in the order of the text
    }
    return (NodeList){0};
}

bool query_leaves(const Query *q, NodeId st)
{
    const Tree *t = q->tree;
    int k = py_kind(t, st);
    if (k == PY_Return || k == PY_Raise) return true;
    NodeId call = k == PY_Expr ? py_node(t, st, Expr_value) : 0;
    return call && py_kind(t, call) == PY_Call && str_eq(query_method(q, call), S("abort"));
}

// ---- names

static Str imported(const Query *q, Sym name)
{
    uint32_t as = q->import_of[name];
    return as ? q->imports[as - 1].dotted : py_name(q->tree, name);
}

static Str dotted_of(const Query *q, NodeId expr)
{
    const Tree *t = q->tree;
    if (py_kind(t, expr) == PY_Name) return imported(q, py_sym(t, expr, Name_id));
    if (py_kind(t, expr) != PY_Attribute) return S("");
    Str base = query_dotted(q, py_node(t, expr, Attribute_value));
    if (!base.len) return base;
    return str_join(q->keep, base, S("."), py_name(t, py_sym(t, expr, Attribute_attr)));
}

// An answer that was given before; 0 in its place: not asked yet.
static Str again(const Query *q, uint32_t *place, Str (*ask)(const Query *, NodeId), NodeId n)
{
    if (*place) return q->answers->v[*place - 1];
    Str text = ask(q, n);
    *push(q->keep, q->answers) = text;
    *place = (uint32_t)q->answers->n;
    return text;
}

Str query_dotted(const Query *q, NodeId expr)
{
    return expr ? again(q, &q->dotted[expr], dotted_of, expr) : S("");
}

static bool walked(const Query *q, NodeId node)
{
    return node && q->val && q->val[node];
}

static Val argument(const Query *q, NodeId call, NodeId expr, NodeId keyword)
{
    const Tree *t = q->tree;
    if (keyword)
        return flow_arg(q->file, q->func[call], q->val[call], -1,
                        py_name(t, py_sym(t, keyword, keyword_arg)));
    NodeList args = py_list(t, call, Call_args);
    for (uint32_t i = 0; i < args.n; i++)
        if (args.v[i] == expr) return flow_arg(q->file, q->func[call], q->val[call], (int)i, S(""));
    return 0;
}

// A name that is only read has no instruction of its own: the value is an operand of what it is
// part of.
static Val operand(const Query *q, NodeId up, NodeId expr)
{
    const Tree *t = q->tree;
    const Instr *i = &q->module->funcs.v[q->func[up]].code.v[q->val[up]];
    switch (py_kind(t, up)) {
    case PY_Call:
        return i->op == IR_CALL && py_node(t, up, Call_func) != expr ? argument(q, up, expr, 0)
                                                                     : i->a;
    case PY_BinOp: return py_node(t, up, BinOp_left) == expr ? i->a : i->b;
    case PY_Compare: return py_node(t, up, Compare_left) == expr ? i->a : i->b;
    case PY_Subscript: return py_node(t, up, Subscript_value) == expr ? i->a : i->b;
    case PY_Attribute: case PY_FormattedValue: case PY_UnaryOp: case PY_Await: return i->a;
    case PY_List: case PY_Tuple: case PY_Set: {
        NodeList items = py_list(t, up, 0);
        bool display = i->op == IR_LIST || i->op == IR_TUPLE || i->op == IR_SET;
        for (uint32_t k = 0; display && k < items.n && i->nargs == items.n; k++)
            if (items.v[k] == expr) return q->module->funcs.v[q->func[up]].args.v[i->args + k];
        return 0;
    }
    default: return 0;
    }
}

// The function and value of an expression, where flow has walked. False: it knows nothing of it.
static bool spot(const Query *q, NodeId expr, uint32_t *func, Val *val)
{
    if (walked(q, expr)) return *func = q->func[expr], *val = q->val[expr], true;
    NodeId up = expr ? q->parent[expr] : 0, keyword = 0;
    if (up && py_kind(q->tree, up) == PY_keyword) keyword = up, up = q->parent[up];
    if (!walked(q, up)) return false;
    *func = q->func[up];
    *val = keyword ? argument(q, up, expr, keyword) : operand(q, up, expr);
    return *val != 0;
}

// Also asked of what is no call, where other things than nodes may lie in its place.
static NodeId called_of(const Query *q, NodeId call)
{
    return py_kind(q->tree, call) == PY_Call ? py_of(q->tree, call, Call, func) : 0;
}

static Str callee_of(const Query *q, NodeId call)
{
    if (walked(q, call)) {
        const Func *f = &q->module->funcs.v[q->func[call]];
        const Instr *i = &f->code.v[q->val[call]];
        Str name = i->op == IR_CALL ? flow_name(q->file, q->func[call], i->a) : S("");
        if (name.len) return name;
    }
    return query_dotted(q, called_of(q, call));
}

Str query_callee(const Query *q, NodeId call)
{
    return again(q, &q->callee[call], callee_of, call);
}

Str query_method(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    NodeId f = called_of(q, call);
    if (py_kind(t, f) == PY_Attribute) return py_name(t, py_of(t, f, Attribute, attr));
    return py_kind(t, f) == PY_Name ? py_name(t, py_of(t, f, Name, id)) : S("");
}

const Str query_subprocess[] = {L("subprocess.run"),        L("subprocess.call"),
                                L("subprocess.check_call"), L("subprocess.check_output"),
                                L("subprocess.Popen"),      {0}};

static bool may_end(const Str *names, Str last)
{
    for (; last.len && names->len; names++)
        if (names->s[names->len - 1] == last.s[last.len - 1] && str_ends(*names, last)) return true;
    return false;
}

// What was not walked is called what is written: a name is told at once, and of most methods the last word says that
// it is none of these.
bool query_calls(const Query *q, NodeId call, const Str *names)
{
    const Tree *t = q->tree;
    NodeId f = called_of(q, call);
    int k = py_kind(t, f);
    if (!walked(q, call)) {
        if (k == PY_Name) return str_in(imported(q, py_of(t, f, Name, id)), names);
        if (k != PY_Attribute || !may_end(names, py_name(t, py_of(t, f, Attribute, attr))))
            return false;
    }
    Str is = query_callee(q, call), written = query_dotted(q, f);
    for (; names->len; names++)
        if (str_eq(is, *names) || (written.s != is.s && str_eq(written, *names))) return true;
    return false;
}

NodeId query_arg(const Query *q, NodeId call, int position, Str keyword)
{
    const Tree *t = q->tree;
    bool is = py_kind(t, call) == PY_Call;
    NodeList args = is ? py_list_of(t, call, Call, args) : py_list(t, call, Call_args),
             keys = is ? py_list_of(t, call, Call, keywords) : py_list(t, call, Call_keywords);
    for (uint32_t i = 0; i < keys.n && keyword.len; i++)
        if (str_eq(py_name(t, py_of(t, keys.v[i], keyword, arg)), keyword))
            return py_of(t, keys.v[i], keyword, value);
    if (position < 0 || (uint32_t)position >= args.n) return 0;
    for (int i = 0; i <= position; i++)
        if (py_kind(t, args.v[i]) == PY_Starred) return 0;
    return args.v[position];
}

NodeId query_item(const Query *q, NodeId dict, Str key)
{
    const Tree *t = q->tree;
    if (!dict || py_kind(t, dict) != PY_Dict) return 0;
    NodeList keys = py_list(t, dict, Dict_keys), values = py_list(t, dict, Dict_values);
    Str text;
    for (uint32_t i = 0; i < keys.n; i++)
        if (keys.v[i] && query_str(q, keys.v[i], &text) && str_eq(text, key)) return values.v[i];
    return 0;
}

// ---- constants and taint

// In a function that was not walked also of a name that one literal is assigned to.
static const PyConst *literal(const Query *q, NodeId expr)
{
    if (expr && py_kind(q->tree, expr) == PY_Name && !flow_walked(q->file, q->inside[expr]))
        expr = query_peel(q, expr);
    return expr && py_kind(q->tree, expr) == PY_Constant ? py_const(q->tree, expr) : NULL;
}

bool query_str(const Query *q, NodeId expr, Str *out)
{
    uint32_t func;
    Val val;
    const PyConst *c = literal(q, expr);
    if (c && (c->kind == CONST_STR || c->kind == CONST_BYTES)) return *out = c->text, true;
    return spot(q, expr, &func, &val) && flow_const_str(q->file, func, val, out);
}

bool query_holds_str(const Query *q, NodeId expr, Str text)
{
    uint32_t func;
    Val val;
    Str s;
    if (query_str(q, expr, &s)) return str_eq(s, text);
    int k = expr ? py_kind(q->tree, expr) : PY_NONE;
    if (k == PY_List || k == PY_Tuple || k == PY_Set) {
        NodeList items = py_list(q->tree, expr, 0);
        for (uint32_t i = 0; i < items.n; i++)
            if (query_str(q, items.v[i], &s) && str_eq(s, text)) return true;
        return false;
    }
    return spot(q, expr, &func, &val) && flow_holds_str(q->file, func, val, text);
}

FlowItem query_says(const Query *q, NodeId dict, Str key)
{
    uint32_t func;
    Val val;
    return spot(q, dict, &func, &val) ? flow_item(q->file, func, val, key) : ITEM_UNKNOWN;
}

bool query_int(const Query *q, NodeId expr, int64_t *out)
{
    uint32_t func;
    Val val;
    const PyConst *c = literal(q, expr);
    if (c && c->kind == CONST_INT && !c->big) return *out = c->i, true;
    return spot(q, expr, &func, &val) && flow_const_int(q->file, func, val, out);
}

static bool is_bool(const Query *q, NodeId expr, bool value)
{
    bool is;
    uint32_t func;
    Val val;
    const PyConst *c = literal(q, expr);
    if (c) return c->kind == (value ? CONST_TRUE : CONST_FALSE);
    return spot(q, expr, &func, &val) && flow_const_bool(q->file, func, val, &is) && is == value;
}

bool query_is_true(const Query *q, NodeId expr) { return is_bool(q, expr, true); }
bool query_is_false(const Query *q, NodeId expr) { return is_bool(q, expr, false); }

bool query_is_yes_or_no(const Query *q, NodeId expr)
{
    uint32_t func;
    Val val;
    return spot(q, expr, &func, &val) && flow_is_yes_or_no(q->file, func, val);
}

bool query_is_none(const Query *q, NodeId expr)
{
    uint32_t func;
    Val val;
    const PyConst *c = literal(q, expr);
    if (c) return c->kind == CONST_NONE;
    return spot(q, expr, &func, &val) && flow_is_none(q->file, func, val);
}

Kinds query_taint(const Query *q, NodeId expr)
{
    uint32_t func;
    Val val;
    return spot(q, expr, &func, &val) ? flow_taint(q->file, func, val) : 0;
}

Str query_type(const Query *q, NodeId expr)
{
    uint32_t func;
    Val val;
    return spot(q, expr, &func, &val) ? flow_type(q->file, func, val, 0) : S("");
}

static Str prefix_of(const Query *q, NodeId expr, int depth)
{
    static const Str joins[] = {L("os.path.join"), L("posixpath.join"),   L("urllib.parse.urljoin"),
                                L("pathlib.Path"), L("pathlib.PurePath"), {0}};
    const Tree *t = q->tree;
    Str text;
    if (!expr || depth > 8) return S("");
    if (query_str(q, expr, &text)) return text;
    switch (py_kind(t, expr)) {
    case PY_JoinedStr: {
        NodeList parts = py_list(t, expr, JoinedStr_values);
        return parts.n ? prefix_of(q, parts.v[0], depth + 1) : S("");
    }
    case PY_FormattedValue: return prefix_of(q, py_node(t, expr, FormattedValue_value), depth + 1);
    case PY_BinOp: {
        text = prefix_of(q, py_node(t, expr, BinOp_left), depth + 1);
        Size percent = py_at(t, expr)->op == OP_MOD ? str_find(text, S("%")) : -1;
        return percent < 0 ? text : str_sub(text, 0, percent);
    }
    case PY_Call: {
        NodeId func = py_node(t, expr, Call_func);
        if (query_calls(q, expr, joins))
            return prefix_of(q, query_arg(q, expr, 0, S("")), depth + 1);
        if (!str_eq(query_method(q, expr), S("format")) || py_kind(t, func) != PY_Attribute)
            return S("");
        text = prefix_of(q, py_node(t, func, Attribute_value), depth + 1);
        return str_sub(text, 0, str_find(text, S("{")));
    }
    case PY_Name: return prefix_of(q, query_assigned(q, expr), depth + 1);
    default: return S("");
    }
}

Str query_prefix(const Query *q, NodeId expr) { return prefix_of(q, expr, 0); }

// ---- words

Str query_called(const Query *q, NodeId expr)
{
    const Tree *t = q->tree;
    Str text;
    switch (expr ? py_kind(t, expr) : PY_NONE) {
    case PY_Name: return py_name(t, py_of(t, expr, Name, id));
    case PY_Attribute: return py_name(t, py_of(t, expr, Attribute, attr));
    case PY_Subscript: {
        const PyConst *c = literal(q, py_of(t, expr, Subscript, slice));
        return c && c->kind == CONST_STR ? c->text : S("");
    }
    case PY_Call: {
        NodeId first = query_arg(q, expr, 0, S(""));
        bool getter = str_eq(query_method(q, expr), S("get"));
        return getter && first && query_str(q, first, &text) ? text : S("");
    }
    case PY_arg: return py_name(t, py_sym(t, expr, arg_arg));
    default: return S("");
    }
}

// How often, up to twice: more is not asked, and a name may be assigned ten thousand times.
static int assigned_in(const Query *q, Sym name, uint32_t func, NodeId *value)
{
    int n = 0;
    for (uint32_t i = q->last_of[name]; i && n < 2; i = q->assigned.v[i - 1].next)
        if (q->assigned.v[i - 1].func == func) *value = q->assigned.v[i - 1].value, n++;
    return n;
}

static bool is_parameter(const Query *q, uint32_t func, Sym name)
{
    const Func *f = &q->module->funcs.v[func];
    for (Size i = 0; i < f->params.n; i++)
        if (f->params.v[i].name == name) return true;
    return false;
}

// with open(a) as f: …; with open(b) as f: …: in each block the name is what that block opened.
// 0: none is around it, or something else is bound to the name in there, too.
static NodeId opened_around(const Query *q, NodeId name, Sym sym)
{
    const Tree *t = q->tree;
    NodeId def = query_def(q, q->inside[name]);
    for (NodeId up = q->parent[name]; up && !query_within(q, def, up); up = q->parent[up]) {
        int k = py_kind(t, up);
        if (k != PY_With && k != PY_AsyncWith) continue;
        NodeId value = 0;
        int n = 0;
        for (uint32_t i = q->last_of[sym]; i && n < 2; i = q->assigned.v[i - 1].next) {
            NodeId now = q->assigned.v[i - 1].value;
            if (query_within(q, now, up)) value = now, n++;
        }
        if (n) return n == 1 && py_kind(t, q->parent[value]) == PY_withitem ? value : 0;
    }
    return 0;
}

NodeId query_assigned(const Query *q, NodeId name)
{
    if (!name || py_kind(q->tree, name) != PY_Name) return 0;
    Sym sym = py_sym(q->tree, name, Name_id);
    NodeId value = 0;
    uint32_t func = q->inside[name];
    int n = *q->follows > 0 ? assigned_in(q, sym, func, &value) : 2;
    if (n > 1 && *q->follows > 0 && (value = opened_around(q, name, sym))) n = 1;
    if (!n && func && !is_parameter(q, func, sym)) n = assigned_in(q, sym, 0, &value);
    if (n != 1 || query_within(q, name, value)) return 0;       // query = {"$and": [query, more]}
    --*q->follows;
    return value;
}

NodeId query_args(const Query *q, NodeId def)
{
    int k = py_kind(q->tree, def);
    return k == PY_FunctionDef        ? py_node(q->tree, def, FunctionDef_args)
           : k == PY_AsyncFunctionDef ? py_node(q->tree, def, AsyncFunctionDef_args)
                                      : 0;
}

bool query_is_parameter(const Query *q, NodeId name)
{
    return py_kind(q->tree, name) == PY_Name &&
           is_parameter(q, q->inside[name], py_sym(q->tree, name, Name_id));
}

NodeId query_fallback(const Query *q, NodeId name)
{
    if (py_kind(q->tree, name) != PY_Name) return 0;
    const Func *f = &q->module->funcs.v[q->inside[name]];
    for (Size i = 0; i < f->params.n; i++)
        if (f->params.v[i].name == py_sym(q->tree, name, Name_id)) return f->params.v[i].fallback;
    return 0;
}

NodeId query_own_function(const Query *q, NodeId name)
{
    if (py_kind(q->tree, name) != PY_Name) return 0;
    for (Size i = 1; i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        if (f->kind == FUNC_DEF && f->name == py_sym(q->tree, name, Name_id)) return f->node;
    }
    return 0;
}

bool query_holds(const Query *q, NodeId in, int kind)
{
    return query_next_in(q, kind, in, 0) != 0;
}

// if f(): not f(): f() and g():
static bool is_condition(const Query *q, NodeId n)
{
    for (NodeId up = q->parent[n]; up; n = up, up = q->parent[up]) {
        int k = py_kind(q->tree, up);
        if (k == PY_If) return py_node(q->tree, up, If_test) == n;
        if (k == PY_While) return py_node(q->tree, up, While_test) == n;
        if (k == PY_IfExp) return py_node(q->tree, up, IfExp_test) == n;
        if (k == PY_Assert) return py_node(q->tree, up, Assert_test) == n;
        if (k != PY_BoolOp && k != PY_UnaryOp) return false;
    }
    return false;
}

NodeId query_dropped_coroutine(const Query *q, NodeId call)
{
    NodeId func = py_node(q->tree, call, Call_func);
    bool self = py_kind(q->tree, func) == PY_Attribute &&
                str_eq(query_called(q, py_node(q->tree, func, Attribute_value)), S("self"));
    if ((!self && py_kind(q->tree, func) != PY_Name) || !is_condition(q, call)) return 0;
    Str name = query_called(q, func);
    for (Size i = 1; i < q->module->funcs.n; i++) {
        const Func *f = &q->module->funcs.v[i];
        if (f->kind == FUNC_DEF && f->is_async && !f->is_generator && !f->decorators.n &&
            (f->owner != 0) == self && str_eq(py_name(q->tree, f->name), name))
            return f->node;
    }
    return 0;
}

NodeId query_peel(const Query *q, NodeId expr)
{
    NodeId value = query_assigned(q, expr);
    return value ? value : expr;
}

NodeId query_set_later(const Query *q, NodeId name, Str key)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; py_kind(t, name) == PY_Name && (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        Str at;
        if (q->inside[n] == q->inside[name] && py_kind(t, to) == PY_Subscript &&
            str_eq(query_called(q, py_node(t, to, Subscript_value)), query_called(q, name)) &&
            query_str(q, py_node(t, to, Subscript_slice), &at) && str_eq(at, key))
            return py_node(t, n, Assign_value);
    }
    return 0;
}

bool query_imports(const Query *q, Str from)
{
    for (Size i = 0; i < q->nimports; i++)
        if (str_starts(q->imports[i].dotted, from)) return true;
    return false;
}

bool query_imports_any(const Query *q, const Str *from)
{
    while (from->len && !query_imports(q, *from)) from++;
    return from->len > 0;
}

static const Str route_words[] = {
    L("route"),  L("get"),       L("post"),     L("put"),          L("patch"),
    L("delete"), L("websocket"), L("api_view"), L("require_POST"), L("require_http_methods"),
    {0}};

static bool is_route(const Query *q, NodeId decorator)
{
    const Tree *t = q->tree;
    if (py_kind(t, decorator) == PY_Call) decorator = py_node(t, decorator, Call_func);
    Str name = query_called(q, decorator);
    bool member = py_kind(t, decorator) == PY_Attribute;
    for (const Str *w = route_words; w->len; w++)
        if (str_eq(name, *w) && (member || w - route_words > 6)) return true;
    return false;
}

bool query_is_handler(const Query *q, uint32_t func)
{
    Str how;
    const Func *f = &q->module->funcs.v[func];
    if (flow_entry(q->file, func, &how) & KIND(REMOTE)) return true;
    for (Size i = 0; i < f->decorators.n; i++)
        if (is_route(q, f->decorators.v[i])) return true;
    return false;
}

NodeId query_def(const Query *q, uint32_t func)
{
    const Func *f = &q->module->funcs.v[func];
    return f->kind == FUNC_DEF || f->kind == FUNC_LAMBDA ? f->node : 0;
}

bool query_decorated(const Query *q, NodeId def, const Str *parts)
{
    const Tree *t = q->tree;
    int kind = def ? py_kind(t, def) : PY_NONE;
    NodeList list = {0};
    if (kind == PY_FunctionDef) list = py_list(t, def, FunctionDef_decorator_list);
    if (kind == PY_AsyncFunctionDef) list = py_list(t, def, AsyncFunctionDef_decorator_list);
    if (kind == PY_ClassDef) list = py_list(t, def, ClassDef_decorator_list);
    for (uint32_t i = 0; i < list.n; i++)
        if (query_mentions(q, list.v[i], parts)) return true;
    return false;
}
