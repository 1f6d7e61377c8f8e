// conf/conf: the values of the options and where each came from.
// SPDX-License-Identifier: MIT
#include "conf/conf.h"
#include <stdlib.h>

Conf *conf_new(Arena *keep)
{
    Conf *c = new(keep, Conf, 1);
    *c = (Conf){.values = new(keep, ConfValue, all_options_n), .keep = keep};
    for (Size i = 0; i < all_options_n; i++) {
        ConfValue *v = &c->values[i];
        *v = (ConfValue){.origin = S("default"), .text = all_options[i].fallback};
        if (all_options[i].type == OPT_LIST && v->text.len) *push(keep, v) = v->text;
    }
    return c;
}

static bool in_choices(Str choices, Str word)
{
    for (Str one; str_cut(&choices, S("|"), &one);)
        if (str_eq(one, word)) return true;
    return false;
}

static bool version_fits(Str text)
{
    int64_t minor;
    return str_starts(text, S("3.")) && str_int(str_sub(text, 2, -1), &minor) && minor >= 8 &&
           minor <= 14;
}

static bool number_fits(Str text)
{
    char z[64], *end;
    if (!text.len || text.len >= (Size)sizeof z) return false;
    memcpy(z, text.s, (size_t)text.len);
    z[text.len] = 0;
    double d = strtod(z, &end);
    return !*end && d >= 0 && d < 1e15;
}

static const char *misfit(const Option *o, Str text)
{
    int64_t n;
    switch (o->type) {
    case OPT_FLAG: return in_choices(S("true|false"), text) ? NULL : "takes true or false";
    case OPT_INT: return str_int(text, &n) && n >= 0 ? NULL : "takes a whole number, 0 or more";
    case OPT_NUMBER: return number_fits(text) ? NULL : "takes a number, 0 or more";
    case OPT_VERSION: return version_fits(text) ? NULL : "takes a Python version from 3.8 to 3.14";
    case OPT_CHOICE: return in_choices(o->meta, text) ? NULL : "";
    case OPT_TEXT: case OPT_LIST: return text.len ? NULL : "can't be empty";
    }
    return NULL;
}

static Str choices_text(Str choices, Arena *keep)
{
    Buf b = {.keep = keep};
    for (Str one; str_cut(&choices, S("|"), &one);)
        buf_fmt(&b, "%s%.*s", b.n ? ", " : "", STR_ARG(one));
    return buf_str(&b);
}

static void add_items(Conf *c, ConfValue *v, const Option *o, Str text)
{
    if (option_has(o, 'w')) {
        *push(c->keep, v) = text;
        return;
    }
    for (Str one; str_cut(&text, S(","), &one);)
        if ((one = str_trim(one)).len) *push(c->keep, v) = one;
}

Err conf_set(Conf *c, const Option *o, ConfRank rank, Str origin, Str text)
{
    ConfValue *v = &c->values[o - all_options];
    const char *wrong = misfit(o, text);
    if (wrong && *wrong)
        return err_new(c->keep, ERR_CONFIG, "%.*s: '%.*s' is no value for %.*s, which %s",
                       STR_ARG(origin), STR_ARG(text), STR_ARG(o->name), wrong);
    if (wrong)
        return err_new(c->keep, ERR_CONFIG, "%.*s: '%.*s' is no value for %.*s; it is one of %.*s",
                       STR_ARG(origin), STR_ARG(text), STR_ARG(o->name),
                       STR_ARG(choices_text(o->meta, c->keep)));
    if (v->set && v->rank > rank) return (Err){0};
    bool adds = v->set && v->rank == rank && o->type == OPT_LIST;
    if (!adds) *v = (ConfValue){.rank = rank, .origin = origin, .set = true};
    v->text = text;
    if (o->type == OPT_LIST) add_items(c, v, o, text);
    return (Err){0};
}

const ConfValue *conf_value(const Conf *c, const char *name)
{
    const Option *o = option_find(str_of(name));
    check(o);
    return &c->values[o - all_options];
}

Str conf_text(const Conf *c, const char *name) { return conf_value(c, name)->text; }

bool conf_flag(const Conf *c, const char *name)
{
    return str_eq(conf_value(c, name)->text, S("true"));
}

int64_t conf_int(const Conf *c, const char *name)
{
    int64_t n = 0;
    return str_int(conf_value(c, name)->text, &n) ? n : 0;
}

double conf_number(const Conf *c, const char *name)
{
    Str text = conf_value(c, name)->text;
    char z[64] = {0};
    if (!number_fits(text)) return 0;
    memcpy(z, text.s, (size_t)text.len);
    return strtod(z, NULL);
}

uint16_t conf_version(const Conf *c, const char *name)
{
    Str text = conf_value(c, name)->text;
    int64_t minor;
    if (!str_starts(text, S("3.")) || !str_int(str_sub(text, 2, -1), &minor)) return 0;
    return (uint16_t)(300 + minor);
}

const ConfValue *conf_entry(const Conf *c, Str table, Str key)
{
    const ConfValue *best = NULL;
    for (Size i = 0; i < c->entries.n; i++) {
        const ConfEntry *e = &c->entries.v[i];
        bool same = str_eq(e->table, table) && str_eq(e->key, key);
        if (same && (!best || e->value.rank > best->rank)) best = &e->value;
    }
    return best;
}
