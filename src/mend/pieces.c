// mend/pieces: a built text taken apart: constant pieces and holes, in order, whichever way it was
// built.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"
#include "fact/format.h"

typedef struct { const Mend *m; Pieces *out; int depth; } Taker;
enum { MOST_DEPTH = 40, MOST_PIECES = 200 };

static bool take(Taker *k, NodeId e, bool formatted);

static void add_text(Taker *k, Str text, NodeId node)
{
    Piece *last = k->out->n ? &k->out->v[k->out->n - 1] : NULL;
    if (!text.len) return;
    if (last && last->kind == PIECE_TEXT && last->node == node)      // "%%%s%%": one text, whatever is in it
        last->text = str_join(k->m->keep, last->text, S(""), text);
    else *push(k->m->keep, k->out) = (Piece){.kind = PIECE_TEXT, .text = text, .node = node};
}

static void add_hole(Taker *k, NodeId e, char conversion, bool formatted, bool spec, char type)
{
    *push(k->m->keep, k->out) = (Piece){.kind = PIECE_HOLE,
                                        .text = py_text(k->m->tree, e),
                                        .node = e,
                                        .conversion = conversion,
                                        .formatted = formatted,
                                        .spec = spec,
                                        .type = type};
}

static bool const_text(const Tree *t, NodeId e, Str *out)
{
    const PyConst *c = py_kind(t, e) == PY_Constant ? py_const(t, e) : NULL;
    if (!c || c->kind != CONST_STR) return false;
    *out = c->text;
    return true;
}

// A class below this one may give the name another value: one of this file, or one out of sight.
static bool may_be_anothers(const Mend *m, NodeId outer, Sym name)
{
    const Tree *t = m->tree;
    Str own = py_name(t, py_sym(t, outer, ClassDef_name));
    if (!str_starts(own, S("_")) && !m->file->module->is_sole) return true;
    for (NodeId n = 0; (n = mend_next(m, PY_ClassDef, t->root, n));) {
        if (n == outer) continue;
        NodeList bases = py_list(t, n, ClassDef_bases), body = py_list(t, n, ClassDef_body);
        for (uint32_t i = 0; i < bases.n; i++)
            if (mend_says_word(py_text(t, bases.v[i]), own)) return true;
        for (uint32_t i = 0; i < body.n; i++) {
            if (mend_is_def(py_kind(t, body.v[i]))) {
                if (str_eq(mend_def_name(m, body.v[i]), py_name(t, name))) return true;
                continue;
            }
            for (NodeId k = 0; (k = mend_next(m, PY_Name, body.v[i], k));)
                if (py_sym(t, k, Name_id) == name && py_at(t, k)->op != CTX_LOAD) return true;
        }
    }
    return false;
}

// self.QUERY, cls.QUERY: what the class around gives the name, if nothing else does. 0: not told.
static NodeId of_class(const Mend *m, NodeId e)
{
    const Tree *t = m->tree;
    NodeId def = mend_function(m, e), outer = def ? mend_class(m, def) : 0, found = 0;
    Str object = py_text(t, py_node(t, e, Attribute_value));
    Sym name = py_sym(t, e, Attribute_attr);
    if (!outer || (!str_eq(object, S("self")) && !str_eq(object, S("cls")))) return 0;
    if (may_be_anothers(m, outer, name)) return 0;
    for (NodeId n = 0; (n = mend_next(m, PY_Attribute, t->root, n));)
        if (py_sym(t, n, Attribute_attr) == name && py_at(t, n)->op != CTX_LOAD) return 0;
    NodeList body = py_list(t, outer, ClassDef_body);
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(t, body.v[i]) != PY_Assign) continue;
        NodeList to = py_list(t, body.v[i], Assign_targets);
        if (to.n != 1 || py_kind(t, to.v[0]) != PY_Name || py_sym(t, to.v[0], Name_id) != name)
            continue;
        if (found) return 0;
        found = py_node(t, body.v[i], Assign_value);
    }
    return found;
}

NodeId mend_constant(const Mend *m, NodeId e)
{
    NodeId stmt, value = 0;
    int kind = py_kind(m->tree, e);
    if (kind == PY_Attribute) value = of_class(m, e);
    if (kind != PY_Name) return value;
    NodeId def = mend_function(m, e);
    Str name = py_text(m->tree, e);
    if (def && mend_parameter(m, def, name)) return 0;
    if (def && mend_binds(m, def, name)) return mend_assigned(m, e, &stmt);
    NodeId top = mend_top(m, name);
    return top && py_kind(m->tree, top) == PY_Assign ? py_node(m->tree, top, Assign_value) : 0;
}

// The text that is filled in: of a literal, or of the one that a name stands for.
static bool format_text(Taker *k, NodeId e, Str *out)
{
    const Mend *m = k->m;
    if (const_text(m->tree, e, out)) return true;
    NodeId value = k->depth == 1 ? mend_constant(m, e) : 0;
    if (!value || !const_text(m->tree, value, out)) return false;
    k->out->named = e;
    k->out->constant = value;
    return true;
}

static char spec_type(const Tree *t, NodeId spec)
{
    Str text;
    NodeList parts = spec ? py_list(t, spec, JoinedStr_values) : (NodeList){0};
    return parts.n && const_text(t, py_last(parts), &text) ? format_type(text) : 0;
}

static bool take_fstring(Taker *k, NodeId e)
{
    const Tree *t = k->m->tree;
    NodeList values = py_list(t, e, JoinedStr_values);
    for (uint32_t i = 0; i < values.n; i++) {
        Str text;
        if (const_text(t, values.v[i], &text)) add_text(k, text, values.v[i]);
        else if (py_kind(t, values.v[i]) == PY_FormattedValue)
            add_hole(k, py_node(t, values.v[i], FormattedValue_value),
                     (char)py_at(t, values.v[i])->op, true,
                     py_node(t, values.v[i], FormattedValue_format_spec) != 0,
                     spec_type(t, py_node(t, values.v[i], FormattedValue_format_spec)));
        else return false;
    }
    return true;
}

// %(name)s: the value of that key, which is worked out wherever it stands; 0: none, or one that is not.
static NodeId percent_value(const Tree *t, NodeId dict, Str name)
{
    NodeList keys = py_list(t, dict, Dict_keys), values = py_list(t, dict, Dict_values);
    NodeId found = 0;
    for (uint32_t i = 0; i < keys.n; i++) {
        Str key;
        int kind = py_kind(t, values.v[i]);
        bool plain =
            kind == PY_Name || kind == PY_Attribute || kind == PY_Subscript || kind == PY_Constant;
        if (!keys.v[i] || !const_text(t, keys.v[i], &key) || !plain) return 0;
        if (str_eq(key, name)) found = values.v[i];
    }
    return found;
}

// "… %s …" % (a, b) | % a | % {"k": v}
static bool take_percent(Taker *k, NodeId e)
{
    const Tree *t = k->m->tree;
    NodeId right = py_node(t, e, BinOp_right);
    Str text;
    if (!format_text(k, py_node(t, e, BinOp_left), &text)) return false;
    bool tuple = py_kind(t, right) == PY_Tuple, dict = py_kind(t, right) == PY_Dict;
    NodeList items = tuple ? py_list(t, right, Tuple_elts) : (NodeList){&right, 1};
    uint32_t next = 0;
    Size beg = 0;
    FormatField f;
    for (; format_percent(text, beg, &f); beg = f.end) {
        add_text(k, str_sub(text, beg, f.beg), e);
        NodeId value = f.name.len && dict ? percent_value(t, right, f.name) : 0;
        if (f.broken || (f.name.len && !value)) return false;
        if (f.doubled) {
            add_text(k, S("%"), e);
            continue;
        }
        if (!memchr("sdirafgexXou", f.type, 12) || dict != (value != 0)) return false;
        if (str_find(f.spec, S("*")) >= 0) return false;
        if (!value && (next >= items.n || py_kind(t, items.v[next]) == PY_Starred)) return false;
        if (!value) value = items.v[next++];
        bool number = f.type != 's' && f.type != 'r' && f.type != 'a';
        char conversion = f.type == 'r' ? 'r' : f.type == 'd' && !f.has_spec ? 'd' : 0;
        add_hole(k, value, conversion, true, number || f.has_spec, f.type);
    }
    add_text(k, str_sub(text, beg, -1), e);
    return dict || next == items.n;
}

static NodeId format_arg(const Taker *k, NodeId call, Str field, uint32_t *next)
{
    int64_t i;
    if (!field.len) return mend_arg(k->m, call, (int)(*next)++, (Str){0});
    if (str_int(field, &i)) return i < 100 ? mend_arg(k->m, call, (int)i, (Str){0}) : 0;
    return mend_arg(k->m, call, -1, field);
}

// "… {} {name} {0} …".format(…)
static bool take_format(Taker *k, NodeId call, Str text)
{
    uint32_t next = 0;
    Size beg = 0;
    FormatField f;
    for (; format_braces(text, beg, &f); beg = f.end) {
        add_text(k, str_sub(text, beg, f.beg), call);
        if (f.doubled) {
            add_text(k, str_sub(text, f.beg, f.beg + 1), call);
            continue;
        }
        if (f.broken || str_find(f.name, S(".")) >= 0 || str_find(f.name, S("[")) >= 0 ||
            str_find(f.spec, S("{")) >= 0)
            return false;
        NodeId arg = format_arg(k, call, f.name, &next);
        if (!arg) return false;
        add_hole(k, arg, f.how, true, f.has_spec, f.type);
    }
    add_text(k, str_sub(text, beg, -1), call);
    return true;
}

static bool take_call(Taker *k, NodeId e, bool formatted)
{
    const Tree *t = k->m->tree;
    NodeId f = py_node(t, e, Call_func);
    Str text;
    if (py_kind(t, f) == PY_Attribute &&
        str_eq(py_name(t, py_sym(t, f, Attribute_attr)), S("format")) &&
        format_text(k, py_node(t, f, Attribute_value), &text))
        return take_format(k, e, text);
    add_hole(k, e, 0, formatted, false, 0);
    return true;
}

static bool take(Taker *k, NodeId e, bool formatted)
{
    const Tree *t = k->m->tree;
    Str text;
    if (++k->depth > MOST_DEPTH || k->out->n > MOST_PIECES) return false;
    if (const_text(t, e, &text)) return add_text(k, text, e), true;
    int kind = py_kind(t, e), op = py_at(t, e)->op;
    if (kind == PY_JoinedStr) return take_fstring(k, e);
    if (kind == PY_BinOp && op == OP_MOD) return take_percent(k, e);
    if (kind == PY_BinOp && op == OP_ADD)
        return take(k, py_node(t, e, BinOp_left), false) &&
               take(k, py_node(t, e, BinOp_right), false);
    if (kind == PY_Call) return take_call(k, e, formatted);
    add_hole(k, e, 0, formatted, false, 0);
    return true;
}

// ---- a variable that only carries the text to its use

typedef struct { NodeId assign; int stores; } Uses;

static void count_uses(const Tree *t, NodeId n, Sym name, Uses *u)
{
    int kind = py_kind(t, n);
    if (kind == PY_Name && py_sym(t, n, Name_id) == name) {
        u->stores += py_at(t, n)->op != CTX_LOAD;
    }
    if (kind == PY_Assign) {
        NodeList targets = py_list(t, n, Assign_targets);
        if (targets.n == 1 && py_kind(t, targets.v[0]) == PY_Name &&
            py_sym(t, targets.v[0], Name_id) == name)
            u->assign = n;
    }
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(t, n, &it));) count_uses(t, c, name, u);
}

static NodeId carried(const Mend *m, NodeId name, NodeId *assign)
{
    Uses u = {0};
    NodeId scope = mend_function(m, name);
    count_uses(m->tree, scope ? scope : m->tree->root, py_sym(m->tree, name, Name_id), &u);
    if (u.stores != 1 || !u.assign || py_at(m->tree, u.assign)->beg > py_at(m->tree, name)->beg)
        return 0;
    NodeId value = py_node(m->tree, u.assign, Assign_value);
    int kind = py_kind(m->tree, value);
    bool built = kind == PY_JoinedStr || kind == PY_BinOp || kind == PY_Constant ||
                 (kind == PY_Call &&
                  str_ends(py_text(m->tree, py_node(m->tree, value, Call_func)), S(".format")));
    if (!built) return 0;                                   // its other users mean the value as it
                                                            // is
    *assign = u.assign;
    return value;
}

bool mend_pieces(const Mend *m, NodeId expr, Pieces *out)
{
    *out = (Pieces){.whole = expr};
    if (py_kind(m->tree, expr) == PY_Name) {
        NodeId value = carried(m, expr, &out->via);
        if (!value) return false;
        out->whole = value;
    }
    int kind = py_kind(m->tree, out->whole);
    if (kind != PY_JoinedStr && kind != PY_BinOp && kind != PY_Call && kind != PY_Constant)
        return false;
    Taker k = {m, out, 0};
    return take(&k, out->whole, false);
}

// nodes that are looked at: of a function, of a module
enum { STORED_LOOKS = 4000, STORED_LOOKS_MODULE = 50000 };
typedef struct { NodeId assign; int stores, looks; } Stored;

static void count_stores(const Mend *m, NodeId n, Sym name, Stored *out)
{
    const PyNode *p = py_at(m->tree, n);
    // a second one says enough; thousands of questions on one huge function must end
    if (out->stores > 1 || --out->looks < 0) return;
    if (p->kind == PY_Name && p->op != CTX_LOAD && py_sym(m->tree, n, Name_id) == name)
        out->stores++;
    if (p->kind == PY_Assign) {
        NodeList targets = py_list(m->tree, n, Assign_targets);
        if (targets.n == 1 && py_kind(m->tree, targets.v[0]) == PY_Name &&
            py_sym(m->tree, targets.v[0], Name_id) == name)
            out->assign = n;
    }
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(m->tree, n, &it));) count_stores(m, c, name, out);
}

static const NodeId *name_links(const Mend *m)
{
    const Tree *t = m->tree;
    Size n = t->nodes.n;
    if (m->names->links) return m->names->links;
    NodeId *links = m->names->links = new(m->names->keep, NodeId, n + t->names.n), *first = links + n;
    for (NodeId i = (NodeId)n; i-- > 1;) {
        if (py_kind(t, i) != PY_Name) continue;
        Sym name = py_sym(t, i, Name_id);
        links[i] = first[name];
        first[name] = i;
    }
    return links;
}

static void count_linked(const Mend *m, NodeId scope, Sym name, Stored *out)
{
    const Tree *t = m->tree;
    const NodeId *links = name_links(m);
    for (NodeId n = links[t->nodes.n + name]; n; n = links[n]) {
        if (py_at(t, n)->op == CTX_LOAD || !m->parent[n] || !mend_within(m, n, scope)) continue;
        out->stores++;
        NodeId up = m->parent[n];
        if (py_kind(t, up) == PY_Assign && py_list(t, up, Assign_targets).n == 1) out->assign = up;
    }
}

NodeId mend_assigned(const Mend *m, NodeId name, NodeId *stmt)
{
    NodeId scope = mend_function(m, name);
    Stored s = {.looks = scope ? STORED_LOOKS : STORED_LOOKS_MODULE};
    *stmt = 0;
    (m->names && m->parent ? count_linked : count_stores)(
        m, scope ? scope : m->tree->root, py_sym(m->tree, name, Name_id), &s);
    if (s.stores != 1 || !s.assign || s.looks < 0 ||
        py_at(m->tree, s.assign)->beg > py_at(m->tree, name)->beg)
        return 0;
    *stmt = s.assign;
    return py_node(m->tree, s.assign, Assign_value);
}

static Val value_at(const Func *f, NodeId node)
{
    for (Size i = f->code.n; i-- > 1;)
        if (f->code.v[i].node == node && f->code.v[i].op != IR_NOP) return (Val)i;
    return 0;
}

// The lowering gives names no instruction of their own: ask what the name holds through any user of
// it.
static Val operand_at(const Tree *t, const Func *f, NodeId node);

// A parameter that the way of the hit goes through: its callers are known, and what they hand it is
// not its own.
static Kinds handed_kinds(const Mend *m, NodeId expr)
{
    NodeId def = m->hit && py_kind(m->tree, expr) == PY_Name ? mend_function(m, expr) : 0;
    NodeId param = def ? mend_parameter(m, def, py_text(m->tree, expr)) : 0;
    for (Size i = 0; param && i < m->hit->npaths; i++)
        for (Size k = 0; k < m->hit->paths[i].n; k++) {
            const FlowStep *s = &m->hit->paths[i].v[k];
            if (s->module == m->file->index && s->at.beg == py_at(m->tree, param)->beg)
                return m->hit->kinds;
        }
    return 0;
}

Kinds mend_taint(const Mend *m, NodeId expr)
{
    const Func *f = &m->file->module->funcs.v[m->func];
    Val v = value_at(f, expr);
    if (!v) v = operand_at(m->tree, f, expr);
    Kinds k = v ? flow_taint(m->file, m->func, v) : 0;
    return k ? k : handed_kinds(m, expr);
}

bool mend_may_be(const Mend *m, NodeId expr, Str type)
{
    const Func *f = &m->file->module->funcs.v[m->func];
    Val v = value_at(f, expr);
    if (!v) v = operand_at(m->tree, f, expr);
    Str one;
    for (int i = 0; v && (one = flow_type(m->file, m->func, v, i)).len; i++)
        if (str_eq(one, type)) return true;
    return false;
}

// A hole's IR_FORMAT, a BinOp, a call's argument: the instruction made for the node around `node`
// holds it as the operand in the same place.
static Val operand_at(const Tree *t, const Func *f, NodeId node)
{
    for (Size i = 1; i < f->code.n; i++) {
        const Instr *in = &f->code.v[i];
        if (!in->node) continue;
        if (in->op == IR_FORMAT && py_kind(t, in->node) == PY_FormattedValue &&
            py_node(t, in->node, FormattedValue_value) == node)
            return in->a;
        if (in->op == IR_BINARY && py_kind(t, in->node) == PY_BinOp) {
            if (py_node(t, in->node, BinOp_left) == node) return in->a;
            if (py_node(t, in->node, BinOp_right) == node) return in->b;
        }
        if (in->op == IR_BINARY && py_kind(t, in->node) == PY_AugAssign &&
            py_node(t, in->node, AugAssign_value) == node)
            return in->b;
        if (in->op == IR_CALL && py_kind(t, in->node) == PY_Call) {
            NodeList args = py_list(t, in->node, Call_args);
            for (uint32_t j = 0; j < args.n && j < in->nargs; j++)
                if (args.v[j] == node) return f->args.v[in->args + j];
            NodeList kw = py_list(t, in->node, Call_keywords);
            for (uint32_t j = 0; j < kw.n && args.n + j < in->nargs; j++)
                if (py_node(t, kw.v[j], keyword_value) == node)
                    return f->args.v[in->args + args.n + j];
        }
        if ((in->op == IR_TUPLE && py_kind(t, in->node) == PY_Tuple) ||
            (in->op == IR_LIST && py_kind(t, in->node) == PY_List)) {
            NodeList items = py_list(t, in->node, 0);
            for (uint32_t j = 0; j < items.n && j < in->nargs; j++)
                if (items.v[j] == node) return f->args.v[in->args + j];
        }
    }
    return 0;
}
