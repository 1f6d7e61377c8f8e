// op/offer: JSON's values into settings, by the table of options.
// SPDX-License-Identifier: MIT
#include "op/offer.h"

// Options of the command line alone are not offered, beside these; trusted ones never are.
static const Str also[] = {L("diff"), L("staged"), L("json"), {0}};
static const Str never[] = {L("color"),   L("quiet"),    L("show-suppressed"),
                            L("threads"), L("baseline"), {0}};

bool offer_takes(const Op *op, const Option *o)
{
    if (!(o->ops & op->bit) || str_in(o->name, never) || option_has(o, 't')) return false;
    return !option_has(o, 'c') || str_in(o->name, also);
}

Str offer_text(json_t *v, Arena *keep)
{
    if (json_is_boolean(v)) return json_is_true(v) ? S("true") : S("false");
    if (json_is_integer(v)) return str_fmt(keep, "%lld", (long long)json_integer_value(v));
    if (json_is_real(v)) return str_fmt(keep, "%g", json_real_value(v));
    if (!json_is_string(v)) return (Str){0};
    return str_keep(keep, (Str){json_string_value(v), (Size)json_string_length(v)});
}

static Err set_value(Conf *conf, const Option *o, Str text, Arena *keep)
{
    if (str_eq(o->name, S("format")) && str_find(text, S("=")) >= 0)
        return err_new(keep, ERR_CONFIG, "a report is the answer here: `format` names no file");
    return conf_set(conf, o, FROM_COMMAND, o->name, text);
}

Err offer_set(Conf *conf, const Op *op, Str name, json_t *v, Arena *keep)
{
    const Option *o = option_find(name);
    if (!o || !offer_takes(op, o))
        return err_new(keep, ERR_CONFIG, "`%.*s` takes no '%.*s' here%s%.*s%s", STR_ARG(op->name),
                       STR_ARG(name), op->words.len ? "; its " : "", STR_ARG(op->words),
                       op->words.len ? " goes into 'words'" : "");
    Err e = {0};
    size_t i;
    json_t *one;
    if (!json_is_array(v)) return set_value(conf, o, offer_text(v, keep), keep);
    json_array_foreach(v, i, one) if (!e.kind) e = set_value(conf, o, offer_text(one, keep), keep);
    return e;
}

static void forget(Conf *conf, const char *name)
{
    const Option *o = option_find(str_of(name));
    if (o)
        conf->values[o - all_options] =
            (ConfValue){.origin = S("not taken here"), .text = o->fallback};
}

void offer_still(Conf *conf)
{
    static const char *const names[] = {"model",      "fixer",  "generator",
                                        "verify-cmd", "verify", "engine"};
    for (Size i = 0; i < countof(names); i++) forget(conf, names[i]);
    if (conf_value(conf, "format")->rank != FROM_COMMAND) forget(conf, "format");
}
