// op/config: the effective settings, each with its origin.
// SPDX-License-Identifier: MIT
#include "op/op.h"

static Str value_text(const ConfValue *v, const Option *o, Arena *keep)
{
    if (o->type != OPT_LIST) return v->text;
    Buf b = {.keep = keep};
    for (Size i = 0; i < v->n; i++) buf_fmt(&b, "%s%.*s", i ? ", " : "", STR_ARG(v->v[i]));
    return buf_str(&b);
}

static void add_line(Buf *b, Str name, Str value, Str origin)
{
    buf_fmt(b, "%-18.*s %-24.*s %.*s\n", STR_ARG(name), STR_ARG(value.len ? value : S("-")),
            STR_ARG(origin));
}

static void add_json(Buf *b, bool first, Str name, Str value, Str origin)
{
    buf_add(b, first ? S("\n{\"name\": ") : S(",\n{\"name\": "));
    op_json_text(b, name);
    buf_add(b, S(", \"value\": "));
    op_json_text(b, value);
    buf_add(b, S(", \"origin\": "));
    op_json_text(b, origin);
    buf_char(b, '}');
}

int op_config(const OpCall *c)
{
    Buf b = {.keep = c->keep};
    bool json = conf_flag(c->conf, "json"), first = true;
    if (json) buf_char(&b, '[');
    for (Size i = 0; i < all_options_n; i++) {
        const Option *o = &all_options[i];
        const ConfValue *v = &c->conf->values[i];
        // of one command line only: no setting
        if (option_has(o, 'c')) continue;
        Str value = value_text(v, o, c->keep);
        if (json) add_json(&b, first, o->name, value, v->origin);
        else add_line(&b, o->name, value, v->origin);
        first = false;
    }
    for (Size i = 0; i < c->conf->entries.n; i++) {
        const ConfEntry *e = &c->conf->entries.v[i];
        Str name = str_fmt(c->keep, "%.*s.%.*s", STR_ARG(e->table), STR_ARG(e->key));
        Str value = value_text(&e->value, &(Option){.type = OPT_LIST}, c->keep);
        if (json) add_json(&b, first, name, value, e->value.origin);
        else add_line(&b, name, value, e->value.origin);
        first = false;
    }
    if (json) buf_add(&b, S("\n]\n"));
    op_data(c, buf_str(&b));
    return EXIT_CLEAN;
}
