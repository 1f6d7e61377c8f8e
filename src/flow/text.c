// flow/text: texts built from pieces: constant start and end, and what the place of a hole means
// for what is in it.
// SPDX-License-Identifier: MIT
#include "fact/format.h"
#include "fact/shell.h"
#include "flow/walk.h"
#include <ctype.h>

enum { CONTEXT_MOST = 4000, PIECES_MOST = 200 };

// ---- one piece as text

static const Av *instance_text(Frame *fr, const Av *self, Val at, int how)
{
    const Args none = {.call = at, .node = fr->f->code.v[at].node};
    const Av *spec = av_str(fr->w, S(""));
    const Args one = {.pos = &spec, .npos = 1, .call = at, .node = none.node};
    const Av *r = NULL;
    if (how == 'f') r = call_method(fr, self, "__format__", &one);
    if (!r && how != 'r') r = call_method(fr, self, "__str__", &none);
    if (!r) r = call_method(fr, self, "__repr__", &none);
    return r;
}

static const Av *const_text(World *w, const PyConst *c)
{
    switch (c->kind) {
    case CONST_STR: case CONST_BYTES: return av_const(w, c);
    case CONST_INT: return av_str(w, c->big ? c->text : str_fmt(&w->a, "%lld", (long long)c->i));
    case CONST_TRUE: return av_str(w, S("True"));
    case CONST_FALSE: return av_str(w, S("False"));
    case CONST_NONE: return av_str(w, S("None"));
    default: return &av_someconst;
    }
}

// field(repr=False), attr.ib(repr=False): left out of what is printed; so does an annotation of
// pydantic's SecretStr, which prints stars.
static bool is_unprinted(const Tree *t, NodeId value, NodeId annotation)
{
    const PyConst *shown = node_option(t, value, S("repr"));
    return node_says(t, annotation, S("Secret"), 0) || (shown && shown->kind == CONST_FALSE);
}

static bool is_printed(World *w, State *st, const Mro *m, Key key)
{
    Str name = key >> 56 == 1 ? name_str(&w->names, (Sym)key) : (Str){0};
    for (int i = 0; name.len && i < m->n; i++) {
        const Tree *t;
        const ClassInfo *c = class_info(w, st, m->obj[i], &t);
        for (Size j = 0; c && j < c->nattrs; j++)
            if (str_eq(py_name(t, c->attrs[j].name), name))
                return !is_unprinted(t, c->attrs[j].value, c->attrs[j].annotation);
    }
    return true;
}

// A class of nobody's making but the project's, undecorated: <pkg.Job object at 0x…>.
static bool prints_address(World *w, State *st, const Mro *m)
{
    if (m->unknown || m->next) return false;
    for (int i = 0; i < m->n; i++) {
        const Tree *t;
        const ClassInfo *c = class_info(w, st, m->obj[i], &t);
        if (!c || c->decorators.n) return false;
    }
    return m->n > 0;
}

static const Taint *instance_taint(Frame *fr, const Av *one, const Obj *o, Val at)
{
    Mro m;
    World *w = fr->w;
    const Taint *t = one->taint;
    const Av *text = instance_text(fr, one, at, 's');
    if (text) return taint_join(w, t, deep_taint(fr, text));
    class_mro(w, &fr->st, o->up, &m);
    if (prints_address(w, &fr->st, &m)) return t;
    if (o->rest) t = taint_join(w, t, deep_taint(fr, o->rest));
    for (uint32_t k = 0; k < o->n; k++)
        if (is_printed(w, &fr->st, &m, o->cell[k].key))
            t = taint_join(w, t, deep_taint(fr, o->cell[k].v));
    return t;
}

static bool of_instances(Frame *fr, const Av *v)
{
    for (int i = 0; i < v->n; i++) {
        const Obj *o = v->atom[i].kind == AT_OBJ ? obj_at(fr->w, &fr->st, v->atom[i].obj) : NULL;
        if (!o || o->kind != OB_INST || !o->up) return false;
    }
    return v->n > 0;
}

// A list, a mapping: what is in it is written as repr writes it.
static bool is_container(Frame *fr, const Av *v)
{
    static const char *const classes[] = {"dict", "list", "tuple", "set"};
    World *w = fr->w;
    bool any = false;
    for (int i = 0; i < v->n; i++) {
        const Atom *a = &v->atom[i];
        // request.args: what is read, or what it is called
        if (a->kind == AT_METHOD || a->kind == AT_NAME) continue;
        const Obj *o = a->kind == AT_OBJ ? obj_at(w, &fr->st, a->obj) : NULL;
        bool known = o && (o->kind <= OB_DICT || a->idx);
        for (Size k = 0; k < countof(classes) && a->kind == AT_INST && !known; k++)
            known = models_is_a(w->models, a->id, models_id(w->models, str_of(classes[k])));
        if (!known) return false;
        any = true;
    }
    return any && (!v->flags || v->atom[0].kind == AT_INST);
}

const Taint *printed_taint(Frame *fr, const Av *v, Val at)
{
    World *w = fr->w;
    const Taint *t = v->taint;
    for (int i = 0; i < v->n; i++) {
        const Av *one = av_with(w, av_atom(w, v->atom[i]), v->taint);
        const Obj *o = v->atom[i].kind == AT_OBJ ? obj_at(w, &fr->st, v->atom[i].obj) : NULL;
        bool instance = o && o->kind == OB_INST && o->up;
        t = taint_join(w, t, instance ? instance_taint(fr, one, o, at) : deep_taint(fr, one));
    }
    if (t && is_container(fr, v)) t = taint_one_line(w, t);
    return t;
}

// how: 's' str(), 'f' format(), 'r' repr()
const Av *text_of(Frame *fr, const Av *v, Val at, int how)
{
    World *w = fr->w;
    const PyConst *c = av_only_const(v);
    if (c) return const_text(w, c);
    if (v->flags & AV_TEXT || av_all_const(v)) return v;
    const Av *r = &av_bottom;
    bool any = false;
    for (int i = 0; i < v->n; i++) {
        const Av *one = av_with(w, av_atom(w, v->atom[i]), v->taint);
        const Av *x = v->atom[i].kind == AT_OBJ ? instance_text(fr, one, at, how) : NULL;
        if (x) any = true;
        r = av_join(w, r, x ? x : one);
    }
    if (!any && of_instances(fr, v)) return av_with(w, &av_unknown, printed_taint(fr, v, at));
    const Taint *t = any ? NULL : deep_taint(fr, v);
    if (t && is_container(fr, v)) return av_with(w, av_inst(w, S("str")), taint_one_line(w, t));
    if (!any) return av_add_taint(w, v, t);
    return v->flags ? av_add_taint(w, av_join(w, r, av_rest(w, v)), v->taint) : r;
}

// ---- where a hole stands

typedef struct {
    char buf[CONTEXT_MOST]; Size n;      // the constant text since the beginning; a hole is \1
    bool holes;
} Context;

static void context_add(Context *c, Str s)
{
    Size room = CONTEXT_MOST - c->n;
    if (s.len > room) {                                         // keep the end: it decides
        Size keep = s.len > CONTEXT_MOST / 2 ? CONTEXT_MOST / 2 : s.len;
        Size old = c->n < 1000 ? c->n : 1000;
        c->n = old;
        s = str_sub(s, s.len - keep, -1);
    }
    if (s.len) memcpy(c->buf + c->n, s.s, (size_t)s.len);
    c->n += s.len;
}

// Is the host of a URL already fixed by what stands before?
static bool host_fixed(const Context *c)
{
    Str left = {c->buf, c->n};
    Size scheme = str_find(left, S("://"));
    Str rest = scheme >= 0 ? str_sub(left, scheme + 3, -1) : left;
    if (scheme < 0 && rest.len && (rest.s[0] == '/' || rest.s[0] == '?' || rest.s[0] == '#'))
        return false;
    for (Size i = 0; i < rest.len; i++)
        if (rest.s[i] == '/' || rest.s[i] == '?' || rest.s[i] == '#') return i > 0;
    return false;
}

// "/x": no other site for a redirect
static bool local_path_fixed(const Context *c)
{
    return c->n >= 2 && c->buf[0] == '/' && c->buf[1] != '/' && c->buf[1] != '\\' && c->buf[1] != 1;
}

static bool query_begun(const Context *c)
{
    return memchr(c->buf, '?', (size_t)c->n) || memchr(c->buf, '#', (size_t)c->n);
}

// "Subject: …\r\n\r\n": what follows is the body of a message.
static bool headers_ended(const Context *c)
{
    Str left = {c->buf, c->n};
    Size colon = str_find(left, S(":")), end = str_find(left, S("\n\r\n"));
    if (end < 0) end = str_find(left, S("\n\n"));
    return colon > 0 && end > colon;
}

static bool inside_quotes(const Context *c, char quote)
{
    bool in = false;
    for (Size i = 0; i < c->n; i++)
        if (c->buf[i] == '\\') i++;
        else if (c->buf[i] == quote) in = !in;
    return in;
}

static bool inside_script(const Context *c)
{
    Str left = {c->buf, c->n};
    Size open = -1, close = -1;
    for (Size at = 0, i; (i = str_find(str_sub(left, at, -1), S("<script"))) >= 0; at += i + 1)
        open = at + i;
    for (Size at = 0, i; (i = str_find(str_sub(left, at, -1), S("</script"))) >= 0; at += i + 1)
        close = at + i;
    if (open > close) return true;
    // an attribute without quotes
    return c->n && c->buf[c->n - 1] == '=' && memchr(c->buf, '<', (size_t)c->n) &&
           !inside_quotes(c, '"') && !inside_quotes(c, '\'');
}

// The attribute of a tag that a hole stands in: its name, and the quote around its value; 0: in none.
typedef struct { Str name; char quote; } Attribute;

static Attribute open_attribute(const Context *c)
{
    Attribute a = {0};
    for (Size i = str_rfind((Str){c->buf, c->n}, '<'); i > -1 && i < c->n; i++) {
        char ch = c->buf[i];
        if (a.quote) { if (ch == a.quote) a.quote = 0; continue; }
        if (ch == '>') return a;
        if ((ch != '"' && ch != '\'') || !i || c->buf[i - 1] != '=') continue;
        Size from = i - 1;
        while (from && isalpha((unsigned char)c->buf[from - 1])) from--;
        a = (Attribute){{c->buf + from, i - 1 - from}, ch};
    }
    return a;
}

// onclick="show('…')": what is an entity there is a sign again where the script is read.
static bool is_handler(const Attribute *a)
{
    return a->quote && a->name.len > 4 && (a->name.s[0] | 32) == 'o' && (a->name.s[1] | 32) == 'n';
}

// <a href=": what comes is an address from its first letter on, and "javascript:…" is one.
static bool begins_address(const Context *c)
{
    static const char *const names[] = {"href", "src", "action", "formaction"};
    Str left = {c->buf, c->n};
    while (left.len && (left.s[left.len - 1] == '"' || left.s[left.len - 1] == '\'')) left.len--;
    if (left.len + 1 < c->n || !str_ends(left, S("=")) || str_rfind(left, '<') < 0) return false;
    left.len--;
    for (Size i = 0; i < countof(names); i++)
        if (str_ends(left, str_of(names[i]))) return true;
    return false;
}

// The quote that the text before opened and did not close; 0: none.
static char open_sign(const Context *c, const char *more)
{
    char q = 0;
    for (Size i = 0; i < c->n; i++) {
        char ch = c->buf[i];
        if (q ? ch == q : ch == '\'' || ch == '"' || ch == *more) q = q ? 0 : ch;
    }
    return q;
}

static char open_quote(const Context *c) { return open_sign(c, "'"); }

// What a text without some characters cannot do where it stands: end the literal around it, leave
// the folder before it.
static Kinds place_clears(const Context *c, unsigned lacks)
{
    char q = lacks & (LACKS_SINGLE | LACKS_DOUBLE | REOPENS_SINGLE) ? open_quote(c) : 0;
    unsigned sign = q == '\'' ? LACKS_SINGLE : q == '"' ? LACKS_DOUBLE : 0;
    Kinds k = 0;
    // neither the sign that ends the literal nor what takes that sign's meaning
    if (sign && lacks & sign && lacks & LACKS_BACKSLASH) k |= KIND(SQL) | KIND(SQL_NAME);
    if (lacks & DOUBLES_DOUBLE && open_sign(c, "\"") == '"') k |= KIND(SQL) | KIND(SQL_NAME);
    if (lacks & DOUBLES_TICK && open_sign(c, "`") == '`') k |= KIND(SQL) | KIND(SQL_NAME);
    if (q == '\'' && lacks & LACKS_SINGLE) k |= KIND(XPATH) | KIND(SHELL);
    if (q == '\'' && lacks & REOPENS_SINGLE) k |= KIND(SHELL);
    if (q == '"' && lacks & LACKS_DOUBLE) k |= KIND(XPATH);
    // below a folder; "/" alone is the root, where everything is
    if (lacks & LACKS_UP && c->n > 1 && c->buf[c->n - 1] == '/') k |= KIND(PATH);
    if (lacks & LACKS_FIRST && c->n == 1 && *c->buf == '/') k |= KIND(REDIRECT) | KIND(URL);
    // f"{BACKEND}{request.path}": the slash ends the host; behind "https:" or "https:/" it begins one
    if (lacks & BEGINS_SLASH && c->n && !memchr(":/\\", c->buf[c->n - 1], 3)) k |= KIND(URL);
    return k;
}

static const Taint *place_lacks(World *w, const Context *c, const Taint *t)
{
    const Taint *r = NULL;
    for (; t; t = t->next) {
        const Taint *one = taint_alone(w, t);
        r = taint_join(w, r, t->lacks ? taint_mask(w, one, place_clears(c, t->lacks), false) : one);
    }
    return r;
}

static bool was_quoted(const Taint *t, Kinds kinds)
{
    for (; t; t = t->next)
        if (t->quoted & kinds) return true;
    return false;
}

static const Taint *place_taint(Frame *fr, const Context *c, const Taint *t)
{
    World *w = fr->w;
    if (!t) return NULL;
    for (const Taint *x = t; x; x = x->next)
        if (x->lacks) { t = place_lacks(w, c, t); break; }
    Kinds clear = 0, back = 0;
    if (host_fixed(c)) clear |= KIND(URL) | KIND(REDIRECT);
    if (local_path_fixed(c)) clear |= KIND(REDIRECT) | KIND(URL);
    if (query_begun(c)) clear |= KIND(URL) | KIND(REDIRECT);
    if (headers_ended(c)) clear |= KIND(MAIL) | KIND(HEADER);
    bool quotes = inside_quotes(c, '\'') || inside_quotes(c, '"');
    if (quotes || (was_quoted(t, KIND(SHELL)) && shell_reads_again((Str){c->buf, c->n})))
        back |= KIND(SHELL);
    Attribute in = open_attribute(c);
    if (inside_script(c) || is_handler(&in)) back |= KIND(HTML);
    if (clear) t = taint_mask(w, t, clear, false);
    Kinds address = begins_address(c) ? KIND(HTML) : 0;
    bool any = false;
    for (const Taint *x = t; x; x = x->next)
        any |= (x->quoted & (back | address | QUOTES_ONLY | BETWEEN_TAGS)) != 0;
    if (!any) return t;
    const Taint *r = NULL;
    for (; t; t = t->next) {
        Taint *x = taint_alone(w, t);
        // what was written for a script is one's text there
        x->kinds |= x->quoted & (x->kinds & KIND(SCRIPT) ? back : back & ~KIND(HTML));
        if (x->quoted & BETWEEN_TAGS && in.quote &&
            !(x->lacks & (in.quote == '"' ? LACKS_DOUBLE : LACKS_SINGLE)))
            x->kinds |= x->quoted & KIND(HTML);
        if (x->kinds & KIND(SCRIPT) && x->kinds & KIND(REDIRECT)) x->kinds |= x->quoted & address;
        // a doubled quote ends no literal, and outside of one it stops nobody
        bool other = x->lacks & DOUBLES_SINGLE && !(x->lacks & (LACKS_DOUBLE | DOUBLES_DOUBLE)) &&
                     open_quote(c) == '"';
        if (x->quoted & QUOTES_ONLY && (!quotes || other) && c->n) x->kinds |= KIND(SQL);
        if (x->quoted & QUOTES_ONLY && quotes && !other) x->quoted &= ~(QUOTES_ONLY | KIND(SQL));
        r = taint_join(w, r, x);
    }
    return r;
}

// ---- the whole

static bool of_unknown_origin(World *w, const Av *v)
{
    if (!(v->flags & AV_OTHER) || v->flags & (AV_QUIET | AV_TEXT) || v->taint) return false;
    int typed = 0, constants = 0;
    for (int i = 0; i < v->n; i++)
        typed += v->atom[i].kind == AT_INST, constants += v->atom[i].kind == AT_CONST;
    return (!typed || typed + constants < v->n) && !is_number(w, v);
}

static const Taint *unknown_taint(Frame *fr, Val at)
{
    NodeId node = fr->f->code.v[at].node;
    const Step *s = step_add(fr, NULL, node, S("a value of unknown origin becomes part of a text"));
    return taint_new(fr->w,
                     KIND(UNKNOWN) | KIND(SQL) | KIND(SQL_NAME) | KIND(SHELL) | KIND(CODE) |
                         KIND(OBJECT) | KIND(TEMPLATE) | KIND(LDAP) | KIND(XPATH),
                     s, false);
}

static const Av *all_const(Frame *fr, const Av **piece, Size n)
{
    World *w = fr->w;
    Size len = 0;
    Str s;
    for (Size i = 0; i < n; i++) {
        if (!av_only_str(piece[i], &s)) return NULL;
        len += s.len;
    }
    if (len > 1 << 16) return &av_someconst;
    char *buf = new(&w->a, char, len + 1);
    len = 0;
    for (Size i = 0; i < n; i++)
        if (av_only_str(piece[i], &s) && s.len) memcpy(buf + len, s.s, (size_t)s.len), len += s.len;
    return av_str(w, (Str){buf, len});
}

static Str join_str(World *w, Str a, Str b)
{
    if (!a.len || a.len + b.len > CONTEXT_MOST) return a.len ? a : b;
    if (!b.len) return a;
    char *s = new(&w->a, char, a.len + b.len);
    memcpy(s, a.s, (size_t)a.len);
    memcpy(s + a.len, b.s, (size_t)b.len);
    return (Str){s, a.len + b.len};
}

static void ends_of(World *w, const Av **piece, Size n, Av *r)
{
    Size i = 0;
    for (; i < n; i++) {
        TextShape s = av_shape(w, piece[i]);
        r->prefix = join_str(w, r->prefix, s.prefix);
        if (!s.whole) break;
    }
    for (i = n; i-- > 0;) {
        TextShape s = av_shape(w, piece[i]);
        r->suffix = join_str(w, s.suffix, r->suffix);
        if (!s.whole) break;
    }
}

// path + ".html" names another file than path, path + "/x" one beneath it.
static const Taint *named_on(World *w, const Taint *t, const Av *next)
{
    Str s = av_shape(w, next).prefix;
    return s.len && *s.s != '/' && *s.s != '\\' ? taint_mask(w, t, KIND(CONTENT), false) : t;
}

const Av *text_concat(Frame *fr, const Av **piece, Size n, Val at)
{
    World *w = fr->w;
    NodeId node = fr->f->code.v[at].node;
    const Av *whole = all_const(fr, piece, n);
    if (whole) return whole;
    Context room, *c = &room;
    room.n = 0, room.holes = false;
    const Taint *t = NULL;
    bool unknown = false, text = false, constant = true;
    for (Size i = 0; i < n; i++) {
        TextShape s = av_shape(w, piece[i]);
        if (av_is_bottom(piece[i])) return &av_bottom;
        if (s.prefix.len || s.whole) text = true;
        if (s.whole) { context_add(c, s.prefix); continue; }
        if (!av_all_const(piece[i])) constant = false;
        context_add(c, s.prefix);
        const Taint *here = place_taint(fr, c, deep_taint(fr, piece[i]));
        t = taint_join(w, t, i + 1 < n ? named_on(w, here, piece[i + 1]) : here);
        unknown |= of_unknown_origin(w, piece[i]);
        context_add(c, S("\1"));
        context_add(c, s.suffix);
    }
    if (constant) return &av_someconst;
    if (t) t = taint_step(fr, t, node, S("becomes part of a text"));
    if (t)
        t = taint_lacks(w, t, 0,
                        ~(LACKS_END | LACKS_FIRST | SHELL_QUOTED | BEGINS_SLASH |
                          (memchr(c->buf, '\'', (size_t)c->n) ? LACKS_SINGLE : 0u) |
                          (memchr(c->buf, '"', (size_t)c->n) ? LACKS_DOUBLE : 0u) |
                          (memchr(c->buf, '\\', (size_t)c->n) ? LACKS_BACKSLASH : 0u) |
                          (memchr(c->buf, '.', (size_t)c->n) ? LACKS_UP : 0u)));
    else if (unknown && text) t = unknown_taint(fr, at);
    Av *r = new(&w->a, Av, 1);
    *r = *av_inst(w, S("str"));
    r->flags = AV_TEXT;
    Kinds never = KIND(NOSQL);                                  // a text is no query document
    Str head = n ? av_shape(w, piece[0]).prefix : (Str){0};
    if (head.len && !memchr("=+-@\t\r\n", *head.s, 7)) never |= KIND(CSV);   // nor a formula
    r->taint = taint_mask(w, t, never, false);
    ends_of(w, piece, n, r);
    return r;
}

// ---- "…" % …

typedef struct { Frame *fr; Val at; const Av *piece[PIECES_MOST]; Size n; bool full; } Pieces;

static void piece_add(Pieces *p, const Av *v)
{
    if (p->n < PIECES_MOST) p->piece[p->n++] = v;
    else p->full = true;
}

// What repr writes of a text is one literal of Python, on one line.
static const Av *as_literal(World *w, const Av *of, const Av *r)
{
    bool text = of->n > 0;
    for (int i = 0; i < of->n; i++)
        text &= of->atom[i].kind == AT_CONST ||
                (of->atom[i].kind == AT_INST && str_eq(unit_str(w, of->atom[i].idx), S("str")));
    const Taint *t = taint_one_line(w, r->taint);
    return av_with(w, r, text ? taint_mask(w, t, KIND(CODE), false) : t);
}

static const Av *spec_value(Frame *fr, const Av *v, char type, Val at)
{
    bool number = type && strchr("diouxXeEfFgGcbn%", type);
    if (number && type != 'c' && !av_find(v, AT_OBJ))
        return is_number(fr->w, v) && av_only_const(v) ? text_of(fr, v, at, 's')
                                                       : av_inst(fr->w, S("int"));
    const Av *r = text_of(fr, v, at, type == 'r' ? 'r' : 'f');
    return (type == 'r' || type == 'a') && r->taint ? as_literal(fr->w, v, r) : r;
}

static const Av *whole_taint(Frame *fr, const Av *format, const Taint *t, Val at)
{
    World *w = fr->w;
    Av *r = new(&w->a, Av, 1);
    *r = *av_inst(w, S("str"));
    r->flags = AV_TEXT;
    TextShape s = av_shape(w, format);
    Size hole = 0;
    while (hole < s.prefix.len && s.prefix.s[hole] != '%' && s.prefix.s[hole] != '{') hole++;
    r->prefix = str_sub(s.prefix, 0, hole);
    t = taint_join(w, format->taint, t);
    r->taint = t ? taint_step(fr, t, fr->f->code.v[at].node, S("becomes part of a text")) : NULL;
    return r;
}

const Av *text_percent(Frame *fr, const Av *format, const Av *args, Val at)
{
    World *w = fr->w;
    Str f;
    FormatField field;
    uint32_t id;
    const Obj *o = only_obj(fr, args, &id);
    if (!av_only_str(format, &f)) {
        if (format->n > 1 && av_all_const(format) && !format->flags) {
            const Av *r = &av_bottom;
            for (int i = 0; i < format->n; i++)
                r = av_join(w, r, text_percent(fr, av_atom(w, format->atom[i]), args, at));
            return r;
        }
        return whole_taint(fr, format, deep_taint(fr, args), at);
    }
    Pieces *p = new(&w->a, Pieces, 1);
    uint32_t next = 0;
    Size from = 0;
    for (Size i = 0; format_percent(f, i, &field); i = field.end) {
        if (field.doubled) continue;
        piece_add(p, av_str(w, str_sub(f, from, field.beg)));
        from = field.end;
        if (field.broken) break;
        const Av *v;
        if (field.name.len) v = read_index(fr, args, av_str(w, field.name), at);
        else if (o && o->kind == OB_TUPLE)
            v = next < o->n ? o->cell[next].v : o->rest ? o->rest : &av_unknown, next++;
        else v = args;
        piece_add(p, spec_value(fr, v, field.type, at));
    }
    if (from < f.len) piece_add(p, av_str(w, str_sub(f, from, -1)));
    return text_concat(fr, p->piece, p->n, at);
}

// ---- "…".format(…)

static const Av *field_value(Frame *fr, Str field, const Args *args, Size *automatic, Val at)
{
    World *w = fr->w;
    Size end = 0;
    while (end < field.len && field.s[end] != '.' && field.s[end] != '[') end++;
    Str name = str_sub(field, 0, end);
    int64_t i;
    const Av *v = NULL;
    if (!name.len) i = (*automatic)++, v = arg_at(args, (int)i, w, (Str){0});
    else if (str_int(name, &i) && i < 1000) v = arg_at(args, (int)i, w, (Str){0});
    else v = arg_at(args, -1, w, name);
    if (!v) v = args->dstar ? args->dstar : args->star ? args->star : &av_unknown;
    while (end < field.len) {
        Size beg = end + 1;
        bool dot = field.s[end] == '.';
        for (end = beg; end < field.len && field.s[end] != '.' && field.s[end] != '['; end++) { }
        Str part = str_sub(field, beg, end);
        if (!dot && str_ends(part, S("]"))) part.len--;
        v = dot ? read_attr(fr, v, name_add(&w->names, part), at)
                : read_index(fr, v, str_int(part, &i) ? av_int(w, i) : av_str(w, part), at);
    }
    return v;
}

const Av *text_format(Frame *fr, const Av *format, const Args *args, Val at)
{
    World *w = fr->w;
    Str f;
    if (!av_only_str(format, &f)) {
        if (format->n > 1 && av_all_const(format) && !format->flags) {
            const Av *r = &av_bottom;
            for (int i = 0; i < format->n; i++)
                r = av_join(w, r, text_format(fr, av_atom(w, format->atom[i]), args, at));
            return r;
        }
        const Taint *t = NULL;
        for (Size i = 0; i < args->npos; i++) t = taint_join(w, t, deep_taint(fr, args->pos[i]));
        for (Size i = 0; i < args->nnamed; i++)
            t = taint_join(w, t, deep_taint(fr, args->named[i]));
        if (args->star) t = taint_join(w, t, deep_taint(fr, args->star));
        if (args->dstar) t = taint_join(w, t, deep_taint(fr, args->dstar));
        return whole_taint(fr, format, t, at);
    }
    Pieces *p = new(&w->a, Pieces, 1);
    Size from = 0, automatic = 0;
    FormatField field;
    for (Size i = 0; format_braces(f, i, &field); i = field.end) {
        if (field.doubled) continue;
        piece_add(p, av_str(w, str_sub(f, from, field.beg)));
        from = field.end;
        if (field.broken) break;
        const Av *v = field_value(fr, field.name, args, &automatic, at);
        piece_add(p, spec_value(fr, v, field.how ? field.how : field.type, at));
    }
    if (from < f.len) piece_add(p, av_str(w, str_sub(f, from, -1)));
    return text_concat(fr, p->piece, p->n, at);
}

const Av *format_value(Frame *fr, const Instr *in, Val at)
{
    World *w = fr->w;
    const Av *v = use(fr, in->a);
    Str spec;
    char type = (char)in->aux;
    const Av *s = in->b ? use(fr, in->b) : NULL;
    if (s && av_only_str(s, &spec) && spec.len) type = spec.s[spec.len - 1];
    if (type == 's' || type == 'a') type = in->aux == 's' ? 0 : type;
    const Av *r = in->aux == 's' && !(s && av_only_str(s, &spec) && spec.len)
                      ? text_of(fr, v, at, 's')
                      : spec_value(fr, v, type, at);
    bool bytes =
        v->n == 1 && v->atom[0].kind == AT_INST && str_eq(unit_str(w, v->atom[0].idx), S("bytes"));
    if ((in->aux == 'r' || in->aux == 'a' || bytes) && r->taint)      // bytes are written so, too
        r = as_literal(w, v, r);
    return s && s->taint ? av_add_taint(w, r, s->taint) : r;
}
