// rule predictable-secret: a token, password or key is made with a predictable generator.
// SPDX-License-Identifier: MIT
#include "rule/secrets.h"
#include "fact/secret.h"
#include <ctype.h>

static const Str sensitive[] = {
    L("token"),      L("otp"),        L("nonce"),     L("salt"),         L("session"),
    L("captcha"),    L("voucher"),    L("invite"),    L("coupon"),       L("apikey"),
    L("api_key"),    L("secret"),     L("password"),  L("passwd"),       L("passphrase"),
    L("pincode"),    L("csrf"),       L("auth_code"), L("reset_code"),   L("verification"),
    L("reset_link"), L("magic_link"), L("reset_url"), L("confirmation"), L("signing"),
    L("crypto"),     L("encrypt"),    L("sessid"),    L("auth_cookie"),  {0}};
// Words that are about something else: parsers' tokens, tests, games.
static const Str other[] = {
    L("sampling"), L("country_code"), L("lang_code"), L("language_code"), L("status_code"),
    L("tokeniz"), L("next_token"), L("num_token"), L("max_token"), L("salty"),
    L("jitter"), L("backoff"), L("delay"), {0}};
static const Str coders[] = {L("encode"), L("decode"), L("coder"), L("tokenizer"), L("codec"), {0}};
static const Str weak_calls[] = {L("random."), L("numpy.random."), L("np.random."), {0}};
static const Str strong_calls[] = {
    L("random.SystemRandom"), L("random.seed"), L("random.shuffle"), {0}};
static const Str codes[] = {L("code"), L("pin"), L("key"), L("iv"), L("sid"), {0}};

static bool holds(Str text, const Str *parts)
{
    for (; parts->len; parts++)
        for (Size i = 0; i + parts->len <= text.len; i++) {
            Size k = 0;
            while (k < parts->len && (text.s[i + k] | 32) == (parts->s[k] | 32)) k++;
            if (k == parts->len) return true;
        }
    return false;
}

// n_tokens counts them; session_token and login_token are what they say.
static bool is_other(Str name)
{
    Size at = str_find(name, S("n_token"));
    bool counts = at >= 0 && (!at || !isalpha((unsigned char)name.s[at - 1]));
    return counts || holds(name, other);
}

static bool starts_with_one(Str name, const Str *list)
{
    for (; list->len; list++)
        if (str_starts(name, *list)) return true;
    return false;
}

static bool made_by(const Query *q, NodeId call);
static int purpose(const Query *q, NodeId call, Str *best);

static bool is_generator(Str name)
{
    return str_eq(name, S("random.Random")) || str_eq(name, S("numpy.random.default_rng")) ||
           str_eq(name, S("numpy.random.RandomState")) || str_eq(name, S("np.random.default_rng"));
}

// The time and the machine; a digest of two texts that others know.
static bool is_weak_uuid(Str name)
{
    static const Str uuids[] = {L("uuid.uuid1"), L("uuid.uuid3"), L("uuid.uuid5"), {0}};
    return str_in(name, uuids);
}

// uuid5(NAMESPACE_URL, url) is there to be the same each time: only where it lets somebody in is that wrong, so that a
// cache_key, a tenant_key and an idempotency_key may be made so.
static bool is_name_made(const Query *q, NodeId call, Str name)
{
    static const Str lets_in[] = {L("token"),  L("session"), L("secret"), L("passw"), L("reset"),
                                  L("invite"), L("otp"),     L("csrf"),   L("api_key"), L("apikey"), {0}};
    Str best = {0};
    return !str_ends(name, S("1")) && purpose(q, call, &best) && !query_named(best, lets_in);
}

static bool is_weak_call(const Query *q, NodeId call)
{
    Str name = query_callee(q, call);
    NodeId func = py_node(q->tree, call, Call_func);
    // its uses are what counts
    if (starts_with_one(name, strong_calls) || is_generator(name)) return false;
    // from tool.internal import mock_random as random
    if (query_named(query_dotted(q, func), (const Str[]){L("mock_"), L("fake_"), {0}}))
        return false;
    if (is_weak_uuid(name) && !is_name_made(q, call, name)) return true;
    if (str_starts(name, S("random.Random.")) || starts_with_one(name, weak_calls)) return true;
    if (py_kind(q->tree, func) != PY_Attribute) return false;
    return made_by(q, py_node(q->tree, func, Attribute_value));
}

// rng = random.Random(…); rng.choice(…)
static bool made_by(const Query *q, NodeId object)
{
    NodeId value = query_peel(q, object);
    return value && py_kind(q->tree, value) == PY_Call && is_generator(query_callee(q, value));
}

// How much the name promises: 2 a secret, 1 perhaps, 0 nothing.
static int promises(Str name)
{
    if (!name.len || is_other(name)) return 0;
    if (secret_name(name) >= NAME_SECRET || holds(name, sensitive)) return 2;
    if (secret_name(name) == NAME_TOKEN) return 2;
    for (const Str *w = codes; w->len; w++) {
        bool tail =
            str_ends(name, *w) && (name.len == w->len || name.s[name.len - w->len - 1] == '_');
        if (tail) return 1;
    }
    return 0;
}

// {"secret": random_text()}: the key that a value is stored under
static Str key_over(const Query *q, NodeId value)
{
    const Tree *t = q->tree;
    NodeId dict = q->parent[value];
    if (!dict || py_kind(t, dict) != PY_Dict) return (Str){0};
    NodeList keys = py_list(t, dict, Dict_keys), values = py_list(t, dict, Dict_values);
    Str text;
    for (uint32_t i = 0; i < values.n && i < keys.n; i++)
        if (values.v[i] == value && keys.v[i] && query_str(q, keys.v[i], &text)) return text;
    return (Str){0};
}

// "https://…/reset?token=" + made, f"code={made}": the name that the text before it gives.
static Str named_before(const Query *q, NodeId n)
{
    Str text = query_prefix(q, n);
    if (!str_ends(text, S("="))) return (Str){0};
    Size end = text.len - 1, beg = end;
    while (beg && (isalnum((unsigned char)text.s[beg - 1]) || text.s[beg - 1] == '_')) beg--;
    return str_sub(text, beg, end);
}

// random.choice(API_KEYS): one of those that are there, not made
static bool picks_one(const Query *q, NodeId call)
{
    static const Str several[] = {L("keys"), L("codes"), L("tokens"), L("secrets"), {0}};
    NodeId from = str_ends(query_callee(q, call), S(".choice")) ? query_arg(q, call, 0, S("seq")) : 0;
    Str name = from ? query_called(q, from) : S("");
    for (const Str *s = several; s->len; s++)
        if (str_ends_alike(name, *s)) return true;
    return false;
}

// sleep(random.randint(1, 9)), clock.sleep(Duration(seconds=random.random())): only how long something takes. A
// queue's send.delay(to, otp=…) hands over what it is given.
static bool is_a_wait(const Query *q, NodeId call)
{
    static const Str waits[] = {L("sleep"), L("wait"), L("delay"), L("timedelta"), L("Duration"), L("jitter"), {0}};
    for (NodeId n = q->parent[call]; n && py_kind(q->tree, n) > PY_Error; n = q->parent[n]) {
        int k = py_kind(q->tree, n);
        if (k == PY_keyword && promises(py_name(q->tree, py_sym(q->tree, n, keyword_arg))) == 2) return false;
        if (k != PY_Call || !str_in(query_method(q, n), waits)) continue;
        bool of_a_queue = str_eq(query_method(q, n), S("delay")) &&
                          py_kind(q->tree, py_node(q->tree, n, Call_func)) == PY_Attribute;
        if (!of_a_queue) return true;
    }
    return false;
}

// user_id = …, record._id = …: a number that tells one from another, in whatever function it is drawn. A random_id
// or a number says nothing of what it is for.
static bool is_a_number_of(Str name)
{
    static const Str ends[] = {L("_id"), L("_no"), L("_number"), {0}};
    static const Str drawn[] = {L("rand"), L("unique"), L("secure"), L("generated"), L("new_"), {0}};
    if (promises(name) || query_named(name, drawn)) return false;
    return str_closes(name, ends) || str_eq(name, S("id")) || str_eq(name, S("pk"));
}

// def make_pin(): pin_number = …; return str(pin_number) — then it is what the function makes.
static bool is_handed_back(const Query *q, NodeId to)
{
    const Tree *t = q->tree;
    for (NodeId r = 0; (r = query_next(q, PY_Return, r));) {
        NodeId v = q->inside[r] == q->inside[to] ? py_node(t, r, Return_value) : 0;
        for (int depth = 0; v && depth < 4; depth++) {
            int k = py_kind(t, v);
            if (str_eq(py_text(t, v), py_text(t, to))) return true;
            NodeList in = k == PY_Call        ? py_list(t, v, Call_args)
                          : k == PY_JoinedStr ? py_list(t, v, JoinedStr_values)
                                              : (NodeList){0};
            NodeId func = k == PY_Call ? py_node(t, v, Call_func) : 0;
            bool method = func && py_kind(t, func) == PY_Attribute && !str_eq(query_method(q, v), S("format"));
            v = method                   ? py_node(t, func, Attribute_value)
                : in.n == 1              ? in.v[0]
                : k == PY_FormattedValue ? py_node(t, v, FormattedValue_value)
                : k == PY_BinOp          ? py_node(t, v, BinOp_right)
                                         : 0;
        }
    }
    return false;
}

// The best name that the made value goes by: what it is assigned to, the keyword, the function
// around it.
static int purpose(const Query *q, NodeId call, Str *best)
{
    const Tree *t = q->tree;
    int most = 0;
    bool number = false;
    for (NodeId n = call; n; n = q->parent[n]) {
        NodeId to = 0;
        int k = py_kind(t, n);
        Str key = key_over(q, n);                                // {"reset_token": random.random()}
        if (promises(key) == 2) most = 2, *best = key;
        if (k == PY_Assign) to = py_list(t, n, Assign_targets).v[0];
        if (k == PY_AnnAssign) to = py_node(t, n, AnnAssign_target);
        Str name = k == PY_keyword ? py_name(t, py_sym(t, n, keyword_arg)) : query_called(q, to);
        if ((k == PY_BinOp || k == PY_JoinedStr) && !picks_one(q, call)) name = named_before(q, n), to = n;
        if (to && promises(name) > most) most = promises(name), *best = name;
        number |= to && k != PY_BinOp && k != PY_JoinedStr && is_a_number_of(name) && !is_handed_back(q, to);
        if (k == PY_keyword && promises(name) == 2) most = 2, *best = name;
        if (n != call && k <= PY_Error) break;
    }
    if (number) return most;
    Str func = q->module->funcs.v[q->inside[call]].qualname;
    Size dot = str_rfind(func, '.');
    Str last = str_sub(func, dot + 1, -1);
    if (promises(last) > most) most = promises(last), *best = last;
    // class CodeFactory, class TokenMaker: what its methods make
    static const Str makers[] = {L("code"), L("token"), L("password"), L("secret"), {0}};
    Str owner = dot > 0 ? str_sub(func, 0, dot) : (Str){0};
    if (!most && owner.len && holds(owner, makers) && !is_other(owner) && !holds(owner, coders))
        most = 1, *best = owner;
    return most;
}

// random_text(), a function of this module that makes some text: what those who call it make of it.
static int purpose_of_callers(const Query *q, NodeId call, Str *best)
{
    const Tree *t = q->tree;
    NodeId def = query_def(q, q->inside[call]);
    if (!def || py_kind(t, def) == PY_Lambda || !query_holds(q, def, PY_Return)) return 0;
    Str name = py_name(t, py_sym(t, def, FunctionDef_name));
    int most = 0;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (query_within(q, n, def) || !str_eq(query_called(q, py_node(t, n, Call_func)), name))
            continue;
        Str goes = key_over(q, n), found = {0};
        int p = goes.len ? promises(goes) : 0;
        if (p == 2) found = goes;
        else p = purpose(q, n, &found);
        if (p > most) most = p, *best = found;
    }
    return most;
}

// generate_token, make_salt: the function that makes the secret; in another, a weak number may be
// anything.
static bool makes(const Query *q, NodeId call, Str name)
{
    static const Str verbs[] = {L("gen"), L("make"), L("create"), L("new"), L("random"), L("build"),
                                L("issue"), L("mint"), {0}};
    NodeId st = query_statement(q, call);
    Str func = q->module->funcs.v[q->inside[call]].qualname;
    if (!str_ends(func, name)) return true;
    return query_named(name, verbs) || (st && py_kind(q->tree, st) == PY_Return);
}

// random.random() < rate: whether to do a thing this time, no value
static bool decides(const Query *q, NodeId call)
{
    return py_kind(q->tree, q->parent[call]) == PY_Compare;
}

// random.choice(GREETINGS), once: of a few constant words anybody guesses the one, however it was
// drawn, so it is there for its looks. Several of them in a row may be a pass phrase.
static bool picks_a_word(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    if (!str_ends(query_callee(q, call), S(".choice"))) return false;
    NodeId from = query_arg(q, call, 0, S("seq"));
    from = from ? query_peel(q, from) : 0;
    int k = from ? py_kind(t, from) : PY_NONE;
    if (k != PY_List && k != PY_Tuple) return false;
    NodeList words = py_list(t, from, k == PY_List ? List_elts : Tuple_elts);
    Str word;
    for (uint32_t i = 0; i < words.n; i++)
        if (!query_str(q, words.v[i], &word) || word.len < 2) return false;
    for (NodeId n = call; n && py_kind(t, n) > PY_Error; n = q->parent[n])
        if (py_kind(t, n) == PY_GeneratorExp || py_kind(t, n) == PY_ListComp) return false;
    return words.n > 0;
}

static bool seen_elsewhere(const Query *q, NodeId call)
{
    static const Str words[] = {
        L("cryptograph"), L("secrets"), L("otp"),     L("hmac"),  L("password"), L("login"),
        L("phone"),       L("signing"), L("tenant"),  L("reset"), L("recover"),  L("redeem"),
        L("invit"),       L("voucher"), L("coupon"),  L("gift"),  L("promo"),    L("verif"),
        L("activat"),     L("confirm"), L("session"), {0}};
    Size slash = str_rfind(q->module->path, '/');               // its file's name, and its folder's
    Size above = slash < 0 ? 0 : str_rfind(str_sub(q->module->path, 0, slash), '/');
    if (query_named(str_sub(q->module->path, above < 0 ? 0 : above, -1), words)) return true;
    const Names *names = &q->tree->names;
    for (Size i = 0; call && i < names->n; i++)
        if (query_named(names->v[i], words)) return true;
    return false;
}

// random.seed(crc(name)): the same name is to give the same value each time, which is no secret then.
static bool is_repeatable(const Query *q, NodeId def)
{
    static const Str seeds[] = {L("random.seed"), L("numpy.random.seed"), {0}};
    static const Str drawn[] = {L("time"), L("now"), L("getpid"), L("urandom"), {0}};
    for (NodeId n = 0; def && (n = query_next(q, PY_Call, n));)
        if (query_within(q, n, def) && query_calls(q, n, seeds) &&
            py_list(q->tree, n, Call_args).n &&
            py_kind(q->tree, py_list(q->tree, n, Call_args).v[0]) == PY_Call &&
            !query_mentions(q, n, drawn))
            return true;
    return false;
}

static Str documentation(const Tree *t, NodeId n)
{
    int kind = py_kind(t, n);
    NodeList body = kind == PY_Module     ? py_list(t, n, Module_body)
                    : kind == PY_ClassDef ? py_list(t, n, ClassDef_body)
                                          : py_list(t, n, FunctionDef_body);
    NodeId e = body.n && py_kind(t, body.v[0]) == PY_Expr ? py_node(t, body.v[0], Expr_value) : 0;
    const PyConst *c = e && py_kind(t, e) == PY_Constant ? py_const(t, e) : NULL;
    return c && c->kind == CONST_STR ? c->text : (Str){0};
}

enum { LONG_DOC = 2000 };               // a manual in a class speaks of everything

// "A gift card: a number and a PIN that the buyer passes on": what the function, its class or the
// module say that they make.
static bool documented(const Query *q, NodeId call)
{
    static const Str made[] = {L(" pin"),        L("gift card"),    L("gift code"),
                               L("voucher"),     L("coupon"),       L("one-time"),
                               L("password"),    L("passcode"),     L("licence key"),
                               L("license key"), L("invitation"),   L("access code"),
                               L("reset code"),  L("session id"),   L("api key"),
                               L("access key"),  L("pairing code"), L("recovery"),
                               L("secret"),      L(" token"),       {0}};
    for (NodeId n = call; n; n = q->parent[n]) {
        int k = py_kind(q->tree, n);
        if (k != PY_FunctionDef && k != PY_ClassDef && k != PY_Module) continue;
        Str said = documentation(q->tree, n);
        if (k != PY_FunctionDef && said.len > LONG_DOC) continue;
        if (holds(said, made)) return true;
    }
    Str said = documentation(q->tree, q->tree->root);
    return said.len <= LONG_DOC && holds(said, made);
}

static const Str text_makers[] = {
    L("ascii_letters"), L("digits"), L("ascii_uppercase"), L("ascii_lowercase"), {0}};

// what makes a text of many choices
static const Str word_makers[] = {L("join"), L("hexlify"), L("ascii_letters"), L("randbytes"),
                                  L("getrandbits"), L("choices"), {0}};

// In a package a name must say that whoever knows the value is let in: tokens of locks and pages,
// numbers used once and salts (but a password's) only have to be unlike each other; so has what a
// client invents for another's site.
static bool lets_in(const RuleRun *run, Str name, bool of_people)
{
    static const Str guests[] = {L("captcha"), L("voucher"), L("coupon"), {0}};
    static const Str unlike[] = {L("salt"), L("nonce"), {0}}, locks[] = {L("lock"), {0}};
    static const Str decoys[] = {L("honeypot"), L("mock"), L("fake"), {0}};
    if (query_named(run->module->within, decoys) || holds(name, locks)) return false;
    if (holds(name, unlike)) return of_people;
    return secrets_admit(name) && !(holds(name, guests) && rule_is_client(run));
}

static bool fix(const Mend *m, const MendSite *at, Fix *out)
{
    if (py_kind(m->tree, at->node) == PY_Call) return mend_fix_random(m, at, out);
    return mend_fix_timed_token(m, at, out);
}

static void look_at_timed(RuleRun *run)
{
    const Query *q = run->query;
    // a large package's module that speaks with others signs as they prescribe
    // and what is drawn from the system as well cannot be computed
    static const Str strong[] = {L("urandom"), L("token_bytes"), L("token_hex"), L("uuid4"), {0}};
    bool drawn = rule_in_package(run) && query_mentions(q, run->tree->root, strong);
    Confidence timed = rule_is_client(run) || drawn ? CONF_LOW : CONF_MEDIUM;
    rule_by_shape(run, PY_Assign, mend_fix_timed_token, timed,
                  "a digest of the time and of known values can be computed by others");
    rule_by_shape(run, PY_Return, mend_fix_timed_token, timed,
                  "a digest of the time and of known values can be computed by others");
}

// req_body["nonce"] = getrandbits(31): 32 bits can be tried, whoever draws them; a message's number, which must
// only be unlike the last one's.
static bool is_message_number(const Query *q, NodeId call, Str name)
{
    static const Str once[] = {L("nonce"), {0}};
    enum { NUMBER_BITS = 32 };
    int64_t bits;
    NodeId given = query_arg(q, call, 0, S("k"));
    return str_eq(query_method(q, call), S("getrandbits")) && holds(name, once) && given &&
           query_int(q, given, &bits) && bits <= NUMBER_BITS;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    if (query_names(q, S("hexdigest"))) look_at_timed(run);
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str name = {0};
        if (!is_weak_call(q, n) || picks_a_word(q, n) || is_a_wait(q, n)) continue;
        int p = purpose(q, n, &name);
        Confidence c = p == 2   ? CONF_HIGH
                       : p == 1 ? (seen_elsewhere(q, n) ? CONF_MEDIUM : CONF_LOW)
                                : CONF_NONE;
        NodeId def = query_def(q, q->inside[n]);
        // a text of letters and digits, or a word that the callers call a secret
        if (c < CONF_MEDIUM && query_mentions(q, def ? def : q->tree->root, word_makers) &&
            purpose_of_callers(q, n, &name) == 2)
            p = 2, c = CONF_MEDIUM;
        if (c == CONF_NONE && query_mentions(q, def ? def : query_statement(q, n), text_makers))
            c = CONF_LOW;
        if (c == CONF_NONE && def && !rule_in_package(run) && documented(q, n)) c = CONF_LOW;
        static const Str people[] = {L("passw"), L("hmac"), L("login"), L("cookie"), {0}};
        static const Str visits[] = {L("session"), {0}};
        bool visit = secret_name(name) == NAME_PLAIN && holds(name, visits);
        bool vague = (visit || secret_name(name) == NAME_TOKEN) &&
                     !query_mentions(q, def ? def : q->tree->root, people);
        // a salt or a number used once, of no password: what makes a request unlike another
        static const Str once[] = {L("salt"), L("nonce"), {0}};
        vague |= holds(name, once) && rule_is_client(run) &&
                 !query_mentions(q, def ? def : q->tree->root, people);
        vague |= is_repeatable(q, def) || (holds(name, once + 1) && !query_mentions(
                                              q, def ? def : q->tree->root, people));
        bool of_people = query_mentions(q, def ? def : q->tree->root, people);
        if (c > CONF_LOW && rule_in_package(run) &&
            (vague || p == 1 || !makes(q, n, name) || !lets_in(run, name, of_people)))
            c = CONF_LOW;
        // it may be made of something that only the program knows
        if (c > CONF_MEDIUM && is_weak_uuid(query_callee(q, n)) &&
            !str_ends(query_callee(q, n), S("1")))
            c = CONF_MEDIUM;
        if (c > CONF_LOW && (rule_is_development(run) || is_message_number(q, n, name))) c = CONF_LOW;
        if (c == CONF_NONE || decides(q, n)) continue;
        rule_report(run, q->inside[n], n, c, "%.*s can be foretold%s%.*s%s",
                    STR_ARG(query_callee(q, n)), name.len ? ", and `" : "", STR_ARG(name),
                    name.len ? "` must not be" : "");
    }
}

// Where nothing was walked a generator is only what an import says.
static bool speaks(const RuleRun *run)
{
    return run->walked || rule_says(run, S("random")) || rule_says(run, S("numpy.random")) ||
           rule_says(run, S("uuid1")) || rule_says(run, S("hexdigest"));
}

const Rule rule_predictable_secret = {
    .id       = L("predictable-secret"),
    .cwe      = 338, .also = {330, 337}, .severity = SEV_HIGH,
    .title    = L("a token, password or key is made with a predictable generator"),
    .why      = L("random and numpy.random can be continued from some of their output, or from "
                  "the seed: whoever sees a few values, or knows the time, knows the next "
                  "token."),
    .instead  = L("secrets.token_urlsafe, secrets.choice, secrets.randbelow, os.urandom, or "
                  "random.SystemRandom."),
    .bad      = L("import random\n"
                  "import string\n"
                  "def reset_token():\n"
                  "    return \"\".join(random.choices(string.ascii_letters, k=32))\n"),
    .good     = L("import secrets\n"
                  "def reset_token():\n"
                  "    return secrets.token_urlsafe(24)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/338.html"),
                     L("https://docs.python.org/3/library/random.html"),
                     L("https://docs.python.org/3/library/secrets.html")),
    .peers    = LIST(L("bandit:B311"), L("ruff:S311")),
    .at_file  = look,
    .surest   = {.most = CONF_HIGH},
    .words    = LIST(L("random"), L("Random"), L("randint"), L("randrange"), L("choice"),
                     L("choices"), L("getrandbits"), L("default_rng"), L("RandomState"), L("uuid1"),
                     L("mt_rand"), L("hexdigest")),
    .speaks   = speaks,
    .fix      = fix,
};
