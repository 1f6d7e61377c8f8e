// rule small-seed: a generator that makes a secret starts from one of few values.
// SPDX-License-Identifier: MIT
#include "rule/secrets.h"
#include "fact/secret.h"

static const Str seeders[] = {L("random.seed"),         L("random.Random"),
                              L("numpy.random.seed"),   L("numpy.random.RandomState"),
                              L("numpy.random.default_rng"), L("torch.manual_seed"), {0}};
static const Str purposes[] = {L("token"),  L("secret"), L("password"), L("passwd"), L("otp"),
                               L("nonce"),  L("salt"),   L("session"),  L("csrf"),   L("crypt"),
                               L("apikey"), L("api_key"), L("captcha"), L("voucher"), {0}};
static const Str clocks[] = {L("time.time"),        L("time.time_ns"),       L("os.getpid"),
                             L("time.monotonic"),   L("time.perf_counter"),  L("datetime.now"),
                             L("datetime.datetime.now"), L("datetime.datetime.utcnow"),
                             L("datetime.utcnow"),  L("time.localtime"),     L("os.getppid"),
                             L("uuid.getnode"),     L("id"),                 {0}};
enum { ENOUGH_BYTES = 16 };                                // NIST SP 800-90A: 112 bits at least

static bool ends_in_key(Str name)                          // key, crypto_key, makeKey; no keyboard
{
    return str_eq(name, S("key")) || str_ends(name, S("_key")) || str_ends(name, S("Key")) ||
           str_ends(name, S("_KEY"));
}

static bool is_secret_name(Str name)
{
    return query_named(name, purposes) || ends_in_key(name);
}

// Does the function around (or the class, or the module's own body) make a secret, by its names?
static bool makes_secret(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    uint32_t func = q->inside[call];
    if (is_secret_name(py_name(t, q->module->funcs.v[func].name))) return true;
    NodeId up = query_statement(q, call);
    if (py_kind(t, up) == PY_Assign &&
        is_secret_name(query_called(q, py_list(t, up, Assign_targets).v[0])))
        return true;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));)
        if (q->inside[n] == func &&
            is_secret_name(query_called(q, py_list(t, n, Assign_targets).v[0])))
            return true;
    for (Size i = 1; !func && i < q->module->funcs.n; i++)
        if (is_secret_name(py_name(t, q->module->funcs.v[i].name)) &&
            query_uses(q, q->module->funcs.v[i].node, S("random")))
            return true;
    return false;
}

// How few values the seed can have; "" when it may be large enough.
static const char *how_few(const Query *q, NodeId seed, int depth)
{
    const Tree *t = q->tree;
    int64_t n;
    Str text;
    NodeId child;
    static const Str bytes[] = {L("os.urandom"), L("secrets.token_bytes"), L("secrets.token_hex"),
                                L("random.randbytes"), {0}};
    static const Str limits[] = {L("random.randint"), L("random.randrange"), L("secrets.randbelow"),
                                 {0}};
    seed = query_peel(q, seed);
    if (query_int(q, seed, &n) || query_str(q, seed, &text)) return "is a constant";
    if (py_kind(t, seed) == PY_Call) {
        NodeId size = query_arg(q, seed, 0, S(""));
        if (query_calls(q, seed, bytes))
            return size && query_int(q, size, &n) && n < ENOUGH_BYTES ? "has few bytes" : "";
        if (query_calls(q, seed, limits)) return "is a small number";
        if (query_calls(q, seed, clocks)) return "can be guessed: it is a time or a process number";
    }
    const char *found = "";
    for (uint32_t it = 0; depth < 6 && !*found && (child = py_next_child(t, seed, &it));)
        if (py_kind(t, child) != PY_Constant) found = how_few(q, child, depth + 1);
    return found;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId seed = query_arg(q, n, 0, S("seed"));
        if (!seed) seed = query_arg(q, n, 0, S("a"));
        if (!seed) seed = query_arg(q, n, 0, S("x"));
        if (!seed || !query_calls(q, n, seeders)) continue;
        const char *few = how_few(q, seed, 0);
        // in a package: the function (or what is assigned) must name what lets somebody in
        Str func = py_name(q->tree, q->module->funcs.v[q->inside[n]].name);
        NodeId st = query_statement(q, n);
        bool named = secrets_admit(func) ||
                     (py_kind(q->tree, st) == PY_Assign &&
                      secrets_admit(query_called(q, py_list(q->tree, st, Assign_targets).v[0])));
        if (*few && makes_secret(q, n))
            rule_report(run, q->inside[n], n,
                        rule_in_package(run) && !named ? CONF_LOW : CONF_MEDIUM,
                        "what comes out is a secret, and the seed %s", few);
    }
}

const Rule rule_small_seed = {
    .id       = L("small-seed"),
    .cwe      = 339, .also = {335, 337}, .severity = SEV_HIGH,
    .title    = L("a generator that makes a secret starts from one of few values"),
    .why      = L("All that such a generator will ever give follows from its seed. Two bytes of "
                  "seed are 65,536 keys, a second of the clock is one of a day's 86,400: an "
                  "attacker makes them all and looks which one fits."),
    .instead  = L("Do not seed: secrets.token_bytes(32), or os.urandom(32), is the key."),
    .bad      = L("import os\n"
                  "import random\n"
                  "def make_key():\n"
                  "    random.seed(os.urandom(2))\n"
                  "    return random.getrandbits(128)\n"),
    .good     = L("import os\n"
                  "def make_key():\n"
                  "    return os.urandom(16)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/339.html"),
                     L("https://cwe.mitre.org/data/definitions/337.html"),
                     L("https://docs.python.org/3/library/random.html#random.seed")),
    .at_file  = look,
    .words    = LIST(L("seed"), L("Random"), L("RandomState"), L("default_rng"), L("manual_seed")),
};
