// flow/condition: does the condition of a model's line hold of a call's arguments: the value of one,
// what it is called, what its text reads as, what it holds under a key.
// SPDX-License-Identifier: MIT
#include "flow/condition.h"
#include "fact/secret.h"
#include "flow/handed.h"
#include "flow/runs.h"
#include <ctype.h>

static bool has_word(Str text, const char *const *words, int n)
{
    while (text.len && !isalpha((unsigned char)*text.s)) text.s++, text.len--;
    for (int i = 0; i < n; i++) {
        Str word = str_of(words[i]);
        if (!str_alike(str_sub(text, 0, word.len), word)) continue;
        if (text.len == word.len || !isalnum((unsigned char)text.s[word.len])) return true;
    }
    return false;
}

static bool is_identifier(Str s)
{
    Size n = 0;
    while (n < s.len && (isalnum((unsigned char)s.s[n]) || s.s[n] == '_')) n++;
    return n > 0 && n == s.len;
}

// PAYMENT_TOKEN, as variables of the environment are named; TOKEN alone is also a word of parsers.
static bool is_constant(Str s)
{
    for (Size i = 0; i < s.len; i++)
        if (s.s[i] >= 'a' && s.s[i] <= 'z') return false;
    return str_find(s, S("_")) > 0;
}

// "sh -c 'ls …", "bash -lc \"…": what follows is a line for a shell, whoever splits the words.
static bool begins_shell(Str s)
{
    static const Str shells[] = {L("sh -c "),   L("bash -c "), L("bash -lc "), L("/bin/sh -c "), L("/bin/bash -c "),
                                 L("zsh -c "), L("cmd /c "),  L("cmd.exe /c "), L("powershell -Command "), {0}};
    return str_begins(s, shells);
}

// "/srv/files/", "./out/", "C:\\data": a folder of the machine, not the path of a page.
static bool begins_path(Str s)
{
    static const Str folders[] = {L("/srv/"), L("/var/"),  L("/tmp/"), L("/home/"), L("/opt/"), L("/usr/"),
                                  L("/etc/"), L("/mnt/"),  L("/data/"), L("/root/"), L("/run/"), L("/proc/"),
                                  L("./"),    L("../"),    L("~/"),    L("C:\\"), L("D:\\"), {0}};
    return str_begins(s, folders);
}

// What constant text reads as: enough to tell a statement from a sentence.
Str text_reads(Str s)
{
    if (begins_shell(s)) return S("shell-list");
    static const char *const sql[] = {
        "select",  "insert", "update",   "delete", "create",   "drop", "alter",  "replace",
        "merge",   "with",   "truncate", "grant",  "call",     "exec", "pragma", "attach",
        "explain", "union",  "where",    "from",   "order by", "and",  "set",
        "notify",  "listen", "unlisten", "vacuum", "reindex",  "declare", "copy",
        "savepoint", "release savepoint", "rollback to", "set transaction", "lock table"};
    if (has_word(s, sql, countof(sql)) && memchr(s.s, ' ', (size_t)s.len)) return S("sql");
    if (str_find(s, S("://")) > 0 && str_find(s, S("://")) < 12) return S("url");
    if (s.len && *s.s == '(' && str_find(s, S("=")) > 0) return S("ldap");
    NameKind named = s.len < 60 && is_identifier(s) ? secret_name(s) : NAME_PLAIN;
    if (named >= NAME_SECRET || (named == NAME_TOKEN && is_constant(s))) return S("secret-name");
    if (str_find(s, S("<")) >= 0 && (str_find(s, S(">")) > 0 || str_find(s, S("</")) >= 0))
        return S("html");
    if (begins_path(s)) return S("path");
    return (Str){0};
}

const Av *line_arg(World *w, int arg, Str keyword, const Args *args, const Av *self,
                          Val *from)
{
    *from = 0;
    if (arg == MODEL_RECEIVER) return self;
    if (!args) return NULL;
    uint32_t k = keyword.len ? name_find(&w->names, keyword) : 0;
    for (Size i = 0; k && i < args->nnamed; i++)
        if (args->names[i] == k)
            return *from = args->named_val ? args->named_val[i] : 0, args->named[i];
    if (arg >= 0 && arg < args->npos)
        return *from = args->pos_val ? args->pos_val[arg] : 0, args->pos[arg];
    if (arg >= args->npos && args->star) return args->star;
    return args->dstar && keyword.len ? args->dstar : NULL;
}

static Str const_words(World *w, const PyConst *c)
{
    switch (c->kind) {
    case CONST_NONE: return S("None");
    case CONST_TRUE: return S("True");
    case CONST_FALSE: return S("False");
    case CONST_INT: return c->big ? c->text : str_fmt(&w->a, "%lld", (long long)c->i);
    case CONST_STR: case CONST_BYTES: return c->text;
    case CONST_FLOAT: return str_fmt(&w->a, "%g", c->d);
    default: return (Str){0};
    }
}

static Str value_name(Frame *fr, const Av *v)
{
    World *w = fr->w;
    for (int i = 0; i < v->n; i++) {
        const Atom *a = &v->atom[i];
        if (a->kind == AT_NAME || a->kind == AT_INST || (a->kind == AT_METHOD && !a->shy))
            return unit_str(w, a->idx);
        // a class of the project: by what it comes from
        if (a->kind == AT_CLASS) {
            Mro m;
            class_mro(w, &fr->st, a->obj, &m);
            if (m.next) return unit_str(w, m.ext_name[0]);
        }
        if (a->kind == AT_OBJ) {
            static const char *const name[] = {
                [OB_LIST] = "list", [OB_TUPLE] = "tuple", [OB_SET] = "set", [OB_DICT] = "dict"};
            const Obj *o = obj_at(w, &fr->st, a->obj);
            if (o && o->kind <= OB_DICT) return str_of(name[o->kind]);
        }
    }
    return v->flags & AV_TEXT ? S("str") : (Str){0};
}

// ["h", "trim"]: the item that is this text; NULL: there is none.
static const Av *held_in(const Obj *o, Str text)
{
    Str s;
    for (uint32_t i = 0; i < o->n; i++) {
        if (!av_only_str(o->cell[i].v, &s)) return &av_unknown;
        if (str_eq(s, text)) return o->cell[i].v;
    }
    return o->exact && !o->rest ? NULL : &av_unknown;
}

// {"Content-Type": "text/html"}: what it holds under a key, however that is written; NULL: nothing.
static const Av *held_under(Frame *fr, const Av *v, Str key)
{
    uint32_t id;
    const Obj *o = only_obj(fr, v, &id);
    if (o && (o->kind == OB_LIST || o->kind == OB_TUPLE)) return held_in(o, key);
    if (!o || o->kind != OB_DICT) return &av_unknown;
    for (uint32_t i = 0; i < o->n; i++) {
        Str s = key_text(fr->w, o->cell[i].key);
        if (s.s && str_alike(s, key)) return o->cell[i].v;
    }
    return o->exact && !o->rest ? NULL : &av_unknown;
}

static bool holds_of(Frame *fr, const ModelCond *c, const Av *v)
{
    World *w = fr->w;
    const PyConst *k = av_only_const(v);
    CondFact f = {.present = true};
    if (c->kind == COND_TAINTED || c->kind == COND_NOT_TAINTED) f.tainted = is_deep_tainted(fr, v);
    f.constant =
        k != NULL || (av_all_const(v) && (c->kind == COND_CONST || c->kind == COND_NOT_CONST));
    if (k) f.text = const_words(w, k);
    TextShape s = av_shape(w, v);
    f.prefix = s.prefix;
    if (!k) f.name = value_name(fr, v);
    if (c->kind == COND_READS || c->kind == COND_READS_NOT) {
        uint32_t item;
        Run run = runs_item(fr, v, &item);
        f.reads = run == RUN_SHELL  ? S("shell-list")
                  : run == RUN_CODE ? S("code-list")
                                    : text_reads(s.prefix);
    }
    return models_cond(c, &f);
}

static bool cond_holds(Frame *fr, const ModelCond *c, const Args *args, const Av *self)
{
    Val from;
    const Av *v = line_arg(fr->w, c->arg, c->keyword, args, self, &from);
    if (v && c->item.len) v = held_under(fr, v, c->item);
    if (v) return holds_of(fr, c, v);
    bool open = args && (args->star || args->dstar);
    const CondFact f = {.present = open && (c->kind == COND_ABSENT || c->kind == COND_IS_NOT)};
    return models_cond(c, &f);
}

// verify=False if insecure else CA, or the same in branches before: it may be what one of them makes it.
static bool arm_holds(Frame *fr, const ModelCond *c, const Args *args, const Av *self)
{
    enum {
        OF_VALUE = 1 << COND_IS | 1 << COND_IS_NOT | 1 << COND_MATCHES | 1 << COND_MATCHES_NOT | 1 << COND_BITS
    };
    Val from;
    const Av *v = line_arg(fr->w, c->arg, c->keyword, args, self, &from);
    const Instr *in = v && from ? &fr->f->code.v[from] : NULL;
    if (!in || in->op != IR_PHI || c->item.len || !(OF_VALUE >> c->kind & 1) ||
        (v->n < 2 && !v->flags) ||
        (in->node && py_kind(fr->m->m->tree, in->node) == PY_BoolOp))
        return false;
    for (int i = 0; i < v->n; i++)
        if (holds_of(fr, c, av_atom(fr->w, v->atom[i]))) return true;
    return false;
}

// RSA.generate(SIZES[kind]): one of a few constants; if one is too small, it may be that.
static bool number_may_hold(Frame *fr, const ModelCond *c, const Args *args, const Av *self)
{
    World *w = fr->w;
    Val from;
    const Av *v = line_arg(w, c->arg, c->keyword, args, self, &from);
    if (!v || v->n < 2 || v->flags || !av_all_const(v)) return false;
    for (int i = 0; i < v->n; i++) {
        const PyConst *k = v->atom[i].p;
        CondFact f = {.present = true, .constant = true, .text = const_words(w, k)};
        if (k->kind == CONST_INT && k->i > 0 && models_cond(c, &f)) return true;
    }
    return false;
}

// hashlib.new(name or "md5"): it is that where nobody names another.
static bool holds_unsaid(Frame *fr, const ModelCond *c, const Args *args, const Av *self)
{
    Val from;
    const Av *v = line_arg(fr->w, c->arg, c->keyword, args, self, &from);
    bool open = v && from && !c->item.len && !av_all_const(v);
    const PyConst *k = open ? fallback_of(fr, from) : NULL;
    const CondFact f = {
        .present = true, .constant = true, .text = k ? const_words(fr->w, k) : (Str){0}};
    bool empty = k && k->kind >= CONST_STR && !k->text.len;     // os.getenv("KEY", ""): asked about later
    return k && k->kind != CONST_NONE && !empty && models_cond(c, &f);
}

// A mark is also what a call may be, or is until somebody asks for something else.
static bool may_hold(Frame *fr, const ModelCond *c, const Args *args, const Av *self)
{
    if (c->kind == COND_LESS) return number_may_hold(fr, c, args, self);
    return (c->kind == COND_IS || c->kind == COND_CONST) && holds_unsaid(fr, c, args, self);
}

bool line_holds(Frame *fr, const ModelLine *l, const Args *args, const Av *self)
{
    for (Size i = 0; i < l->nconds; i++)
        if (!cond_holds(fr, &l->conds[i], args, self) &&
            !(l->kind == M_MARK && may_hold(fr, &l->conds[i], args, self)) &&
            !((l->kind == M_MARK || l->kind == M_SINK) && arm_holds(fr, &l->conds[i], args, self)))
            return false;
    return models_in_versions(l, fr->w->run->requires);
}
