// op/model: which models an operation asks, and within which limits, from the settings.
// SPDX-License-Identifier: MIT
#include "op/model.h"

enum { MOST_ROUNDS = 10, MOST_CANDIDATES = 20 };
typedef struct {
    LlmSetting *v;
    Size n, cap;
} Settings;

static Str entry_text(const Conf *c, Str table, const char *key)
{
    const ConfValue *v = conf_entry(c, table, str_of(key));
    return v ? v->text : (Str){"", 0};
}

static double number_of(Str text)
{
    double n = 0, scale = 1;
    bool point = false;
    for (Size i = 0; i < text.len; i++) {
        if (text.s[i] == '.') point = true;
        else if (text.s[i] >= '0' && text.s[i] <= '9')
            n = n * 10 + (text.s[i] - '0'), scale *= point ? 10 : 1;
    }
    return n / scale;
}

static int64_t entry_int(const Conf *c, Str table, const char *key)
{
    int64_t n = 0;
    return str_int(entry_text(c, table, key), &n) && n > 0 ? n : 0;
}

static void settings_of(const OpCall *c, Str table, Settings *out)
{
    Str own = str_fmt(c->keep, "%.*s.settings", STR_ARG(table));
    for (Size i = 0; i < c->conf->entries.n; i++) {
        const ConfEntry *e = &c->conf->entries.v[i];
        if (str_eq(e->table, own)) *push(c->keep, out) = (LlmSetting){e->key, e->value.text};
    }
    const ConfValue *given = conf_value(c->conf, "setting");
    for (Size i = 0; i < given->n; i++) {
        Str value = given->v[i], name;
        (void)str_cut(&value, S("="), &name);
        *push(c->keep, out) = (LlmSetting){name, value};
    }
}

static Str either(Str a, Str b) { return a.len ? a : b; }

enum { WORDS = 4 };                      // the first keys are words, the others numbers
static const Str LLM_KEYS[] = {
    L("model"),
    L("url"),
    L("key-variable"),
    L("key-command"),
    L("context"),
    L("price-in"),
    L("price-out"),
    L("requests-per-minute"),
    L("tokens-per-minute"),
    L("max-tokens"),
    L("connect-time"),
    L("silence-time"),
    L("answer-time"),
};

static bool is_number(Str text)
{
    Size points = 0, digits = 0;
    for (Size i = 0; i < text.len; i++) {
        bool digit = text.s[i] >= '0' && text.s[i] <= '9';
        if (!digit && text.s[i] != '.') return false;
        points += !digit;
        digits += digit;
    }
    return digits > 0 && points <= 1;
}

static Err check_number(const OpCall *c, const ConfEntry *e)
{
    for (Size k = WORDS; k < countof(LLM_KEYS); k++)
        if (str_eq(e->key, LLM_KEYS[k]) && !is_number(e->value.text))
            return err_new(c->keep, ERR_CONFIG, "%.*s: %.*s of [%.*s] is a number, not '%.*s'",
                           STR_ARG(e->value.origin), STR_ARG(e->key), STR_ARG(e->table),
                           STR_ARG(e->value.text));
    return (Err){0};
}

// A mistyped key must not pass for a setting: a price that is not read is no price.
static Err check_entries(const OpCall *c)
{
    for (Size i = 0; i < c->conf->entries.n; i++) {
        const ConfEntry *e = &c->conf->entries.v[i];
        bool known = !str_starts(e->table, S("llm.")) || str_ends(e->table, S(".settings"));
        for (Size k = 0; k < countof(LLM_KEYS); k++) known = known || str_eq(e->key, LLM_KEYS[k]);
        bool model = str_starts(e->table, S("llm.")) && !str_ends(e->table, S(".settings"));
        if (str_eq(e->table, S("llm"))) known = false;
        if (known) {
            Err err = model ? check_number(c, e) : (Err){0};
            if (err.kind) return err;
            continue;
        }
        Str near = conf_nearest(e->key, LLM_KEYS, countof(LLM_KEYS), *c->keep);
        return err_new(c->keep, ERR_CONFIG, "%.*s: [%.*s] has no key '%.*s'%s%.*s%s",
                       STR_ARG(e->value.origin), STR_ARG(e->table), STR_ARG(e->key),
                       near.len ? "; did you mean '" : "", STR_ARG(near), near.len ? "'?" : "");
    }
    return (Err){0};
}

// [llm.NAME] may say all about a model; what the command line says wins.
LlmOptions model_named(const OpCall *c, Str name)
{
    const Conf *conf = c->conf;
    Str table = str_fmt(c->keep, "llm.%.*s", STR_ARG(name));
    Settings settings = {0};
    settings_of(c, table, &settings);
    Str in = entry_text(conf, table, "price-in"), out = entry_text(conf, table, "price-out");
    const ConfValue *time = conf_value(conf, "answer-time");
    Str own_time = time->rank >= FROM_ENV ? (Str){0} : entry_text(conf, table, "answer-time");
    return (LlmOptions){
        .spec = either(entry_text(conf, table, "model"), name),
        .base_url = either(conf_text(conf, "base-url"), entry_text(conf, table, "url")),
        .key_var = entry_text(conf, table, "key-variable"),
        .key_command = entry_text(conf, table, "key-command"),
        .ca_file = conf_text(conf, "ca-file"),
        .settings = settings.v,
        .nsettings = settings.n,
        .adapt = conf_flag(conf, "adapt"),
        .jobs = (int)conf_int(conf, "jobs"),
        .connect = number_of(entry_text(conf, table, "connect-time")),
        .stall = number_of(entry_text(conf, table, "silence-time")),
        .whole = own_time.len ? number_of(own_time) : conf_number(conf, "answer-time"),
        .price_in = number_of(in),
        .price_out = number_of(out),
        .has_price = in.len && out.len,
        .per_minute = number_of(entry_text(conf, table, "requests-per-minute")),
        .tokens_per_minute = number_of(entry_text(conf, table, "tokens-per-minute")),
        .context = conf_int(conf, "context") > 0 ? conf_int(conf, "context")
                                                 : entry_int(conf, table, "context"),
        .max_tokens = entry_int(conf, table, "max-tokens"),
    };
}

void model_say_faults(const OpCall *c, const AgentResult *r)
{
    for (Size i = 0; i < r->faults.n; i++) op_say(c, "suture: %.*s", STR_ARG(r->faults.v[i]));
}

static void say(void *self, Str line)
{
    const OpCall *c = self;
    if (!conf_flag(c->conf, "quiet")) c->out->say(c->out, line);
}

Err model_options(const OpCall *c, AgentOptions *o)
{
    const Conf *conf = c->conf;
    bool judges = str_eq(c->op->name, S("review"));
    const ConfValue *fixers = conf_value(conf, judges ? "judge" : "fixer");
    Str model = conf_text(conf, "model"), generator = either(conf_text(conf, "generator"), model);
    Size n = fixers->n ? fixers->n : model.len > 0;
    LlmOptions *list = new (c->keep, LlmOptions, n + 1);
    for (Size i = 0; i < n; i++) list[i] = model_named(c, fixers->n ? fixers->v[i] : model);
    list[n] = model_named(c, generator);
    *o = (AgentOptions){
        .fixers = list,
        .nfixers = n,
        .generator = generator.len ? &list[n] : NULL,
        .rounds = (int)conf_int(conf, "rounds"),
        .patience = (int)conf_int(conf, "patience"),
        .candidates = (int)conf_int(conf, "candidates"),
        .best_of = str_eq(conf_text(conf, "policy"), S("best-of")),
        .has_step = conf_text(conf, "step").len > 0,
        .temperature_step = conf_number(conf, "step"),
        .limits = {conf_int(conf, "max-calls"), conf_int(conf, "max-tokens"),
                   conf_number(conf, "max-cost"), conf_number(conf, "max-time")},
        .plain = conf_flag(conf, "plain"),
        .fresh = conf_flag(conf, "fresh"),
        .resend_unknown = str_eq(conf_text(conf, "on-unknown"), S("resend")),
        .estimate = conf_flag(conf, "estimate"),
        .show_prompt = conf_flag(conf, "show-prompt"),
        .command = c->op->name,
        .version = S(SUTURE_VERSION),
        .say = say,
        .progress = op_progress,
        .self = (void *)(intptr_t)c,
    };
    if (o->rounds < 1 || o->rounds > MOST_ROUNDS || o->candidates < 1 ||
        o->candidates > MOST_CANDIDATES)
        return err_new(c->keep, ERR_CONFIG, "--rounds is 1 to %d, --candidates 1 to %d",
                       MOST_ROUNDS, MOST_CANDIDATES);
    return check_entries(c);
}
