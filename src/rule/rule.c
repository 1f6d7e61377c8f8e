// rule: asks every rule about one walked file. Knows how sure a flow is by reach and class of sink
// (DESIGN.md's table), asks for flows, marks and files.
// The rules are the other .c files of this folder; the list of them is made from the folder.
// SPDX-License-Identifier: MIT
#include "rule/rule_int.h"
#include "base/os.h"
#include "rule/secrets.h"

#define RULE(name) extern const Rule rule_##name;
#include "rules.inc"
#undef RULE

#define RULE(name) &rule_##name,
const Rule *const all_rules[] = {
#include "rules.inc"
};
#undef RULE
const Size all_rules_n = countof(all_rules);
_Static_assert(countof(all_rules) <= 8 * sizeof(RuleBits), "each rule has a bit of its own");

const Rule *rule_find(Str id)
{
    for (Size i = 0; i < all_rules_n; i++)
        if (str_eq(all_rules[i]->id, id)) return all_rules[i];
    return NULL;
}

// ---- words for the two scales

static const Str severities[] = {L("none"), L("low"), L("medium"), L("high"), L("critical")};
static const Str confidences[] = {L("none"), L("low"), L("medium"), L("high")};

Str severity_name(Severity s) { return severities[s]; }
Str confidence_name(Confidence c) { return confidences[c]; }

const char *severity_score(Severity s)
{
    static const char *const score[] = {"0.0", "3.0", "5.5", "8.0", "9.5"};
    return score[s];
}

bool severity_named(Str word, Severity *out)
{
    for (int i = SEV_LOW; i <= SEV_CRITICAL; i++)
        if (str_eq(word, severities[i])) return *out = (Severity)i, true;
    return false;
}

bool confidence_named(Str word, Confidence *out)
{
    for (int i = CONF_LOW; i <= CONF_HIGH; i++)
        if (str_eq(word, confidences[i])) return *out = (Confidence)i, true;
    return false;
}

// ---- how sure: the table of DESIGN.md, reach by class of sink

static Confidence by_reach(Kinds reach, bool class_b, Kinds into)
{
    if (reach & KIND(REMOTE)) return CONF_HIGH;
    if (reach & (KIND(LOCAL) | KIND(PARAMETER))) return class_b ? CONF_LOW : CONF_MEDIUM;
    if (!(reach & KIND(UNKNOWN)) || class_b) return CONF_NONE;
    return into & (KIND(SQL) | KIND(SHELL)) ? CONF_MEDIUM : CONF_LOW;
}

bool rule_in_package(const RuleRun *run)
{
    return run->packaged;
}

// In a project that nobody published the way from a request to its sink is in view, and so is who
// fills a parameter; but of ways as long as this four of five were wrong: some step of many asked,
// looked up or cut.
static bool needs_evidence(const RuleRun *run, const FlowHit *hit)
{
    enum { LONG = 8 };
    const Rule *r = run->rule;
    if (run->module->of_many || !run->module->of_project) return run->module->of_many;
    if (hit->npaths && hit->paths[0].n >= LONG) return true;
    // of class B what no outsider sends is low, but for pages that are built by hand and handed back
    bool own = !(hit->reach & KIND(REMOTE)) && !r->class_b && !(r->from & ~KINDS_REACH);
    return r->proven_in_project || own;
}

static bool needs_evidence_of_place(const RuleRun *run)
{
    return run->module->of_many || (run->module->of_project && run->rule->proven_in_project);
}

Confidence rule_odd_one(const RuleRun *run, Size asking, Size silent)
{
    enum { TO_ONE = 3 };
    return rule_in_package(run) && asking < silent * TO_ONE ? CONF_LOW : CONF_MEDIUM;
}

// flags = CERT_NONE; if self.verify: flags = CERT_REQUIRED
static bool is_assigned_by_choice(const Query *q, NodeId name, const Str *words)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0], up = q->parent[n];
        if (q->inside[n] != q->inside[name] || py_kind(t, to) != PY_Name ||
            py_kind(t, up) != PY_If || py_sym(t, to, Name_id) != py_sym(t, name, Name_id))
            continue;
        if (query_mentions(q, py_node(t, up, If_test), words)) return true;
    }
    return false;
}

// CERT_NONE if not verify else CERT_REQUIRED, also by a name
static bool is_either(const Query *q, NodeId value, const Str *words)
{
    NodeId is = value ? query_peel(q, value) : 0;
    int kind = is ? py_kind(q->tree, is) : PY_NONE;
    if (kind == PY_IfExp) return query_mentions(q, py_node(q->tree, is, IfExp_test), words);
    return kind == PY_Name && is_assigned_by_choice(q, is, words);
}

// The same of what is assigned, or of an argument: get(url, verify=False if insecure else CA)
static bool gives_either(const Query *q, NodeId n, const Str *words)
{
    const Tree *t = q->tree;
    if (py_kind(t, n) == PY_Assign) return is_either(q, py_node(t, n, Assign_value), words);
    if (py_kind(t, n) != PY_Call) return false;
    NodeList args = py_list(t, n, Call_args), keys = py_list(t, n, Call_keywords);
    bool either = false;
    for (uint32_t i = 0; i < args.n; i++) either |= is_either(q, args.v[i], words);
    for (uint32_t i = 0; i < keys.n; i++)
        either |= is_either(q, py_node(t, keys.v[i], keyword_value), words);
    return either;
}

// if not insecure, if host != "localhost", if self.local is False: what is named in it does not hold in its branch.
static bool is_denied(const Query *q, NodeId test)
{
    Str text = py_text(q->tree, test);
    static const Str against[] = {L("!="), L(" not in "), L(" is not "), L(" is False"), L("== False"), {0}};
    return str_starts(text, S("not ")) || str_starts(text, S("not(")) ||
           (py_kind(q->tree, test) == PY_Compare && str_has(text, against));
}

// if insecure: self.connect(False) — each caller of this module that switches it off does so in such a branch.
static bool is_called_by_choice(const RuleRun *run, const FlowMark *mark)
{
    static const Str asks[] = {L("insecure"), L("no_verify"), L("noverify"), L("skip_verify"), L("unverified"),
                               L("loopback"), L("localhost"), {0}};
    const Query *q = run->query;
    NodeId def = query_def(q, mark->func);                      // a branch in here asks what the caller said
    Size from = def ? py_at(q->tree, def)->beg : 0, to = def ? py_at(q->tree, def)->end : 0;
    for (Size i = 0; i < mark->nways; i++) {
        bool asked = false;
        for (Size k = 0; !asked && k < mark->ways[i].n; k++) {
            const FlowStep *s = &mark->ways[i].v[k];
            if (!str_eq(s->path, run->module->path) || (s->at.beg >= from && s->at.end <= to)) continue;
            for (NodeId n = 0; !asked && (n = query_next(q, PY_If, n));) {
                NodeList body = py_list(q->tree, n, If_body);
                asked = body.n && py_at(q->tree, body.v[0])->beg <= s->at.beg &&
                        py_at(q->tree, py_last(body))->end >= s->at.end &&
                        query_mentions(q, py_node(q->tree, n, If_test), asks) &&
                        !is_denied(q, py_node(q->tree, n, If_test));
            }
        }
        if (!asked) return false;
    }
    return true;
}

// if config.verify_peer: return checked() — what stands below it is what somebody chose instead.
static bool is_left_before(const Query *q, NodeId statement)
{
    // user.is_verified asks something else
    static const Str on[] = {L("verify"), {0}}, off[] = {L("insecure"), L("self_signed"), {0}};
    const Tree *t = q->tree;
    NodeId up = q->parent[statement];
    if (!up || (py_kind(t, up) != PY_FunctionDef && py_kind(t, up) != PY_AsyncFunctionDef)) return false;
    for (NodeId n = 0; (n = query_next_in(q, PY_If, up, n));) {
        NodeId test = py_node(t, n, If_test);
        NodeList body = py_list(t, n, If_body);
        if (q->parent[n] == up && py_at(t, n)->end < py_at(t, statement)->beg && body.n &&
            py_kind(t, py_last(body)) == PY_Return && !query_holds(q, test, PY_Call) &&
            query_mentions(q, test, is_denied(q, test) ? off : on))
            return true;
    }
    return false;
}

bool rule_tls_is_chosen(const RuleRun *run, const FlowMark *mark)
{
    const Query *q = run->query;
    if (mark->nways && is_called_by_choice(run, mark)) return true;
    if (mark->nways && !rule_in_package(run)) return false;     // and a caller did choose it
    static const Str words[] = {L("verif"),    L("cert"),  L("secur"), L("ssl"), L("tls"),
                                L("hostname"), L("valid"), L("check"), L("self_signed"),
                                L("selfsigned"), {0}};
    static const Str near[] = {L("loopback"), L("localhost"), {0}};
    // INSECURE_CONTEXT.verify_mode = …: the one that somebody must ask for by this name
    static const Str named[] = {L("insecure"), L("unverified"), L("no_verify"), L("noverify"), {0}};
    // if name == "nosslcheck", if os.environ["VERIFY"] == "0": in a package, an option with a name
    static const Str options[] = {L("verif"), L("VERIF"), L("ssl"), L("SSL"), L("tls"), L("TLS"),
                                  L("insecure"), L("INSECURE"), L("cert"), L("CERT"), {0}};
    if (gives_either(q, mark->node, words) || gives_either(q, q->parent[mark->node], words))
        return true;
    bool left = false;     // the function: what stands around its class is whether there is one, and no choice
    for (NodeId n = mark->node; n; n = q->parent[n]) {
        int k = py_kind(q->tree, n);
        if (k == PY_Assign && query_mentions(q, py_list(q->tree, n, Assign_targets).v[0], named))
            return true;
        bool many = q->module->of_many;
        NodeId test = left            ? 0
                      : k == PY_If    ? py_node(q->tree, n, If_test)
                      : k == PY_IfExp ? py_node(q->tree, n, IfExp_test)
                                      : 0;
        if (test && query_mentions(q, test, words)) return true;
        if (test && !is_denied(q, test) && query_mentions(q, test, near)) return true;
        if (test && many && query_mentions_text(q, test, options)) return true;
        if (!left && is_left_before(q, n)) return true;
        // class InsecureContextFactory: whoever uses it has read its name
        if (k == PY_ClassDef && query_named(py_name(q->tree, py_sym(q->tree, n, ClassDef_name)),
                                            (const Str[]){L("Insecure"), L("Unverified"), L("NoVerify"), {0}}))
            return true;
        bool def = k == PY_FunctionDef || k == PY_AsyncFunctionDef;
        if (def && py_kind(q->tree, q->parent[n]) != PY_ClassDef) return false;
        left |= def;
    }
    return false;
}

// context.wrap_socket(s).close(), each of them: whether anybody answers, and not a word over it
static bool closes_at_once(const Query *q, NodeId def)
{
    const Tree *t = q->tree;
    bool any = false;
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, def, n));) {
        if (!str_eq(query_method(q, n), S("wrap_socket"))) continue;
        NodeId up = q->parent[n];
        if (py_kind(t, up) != PY_Attribute || !str_eq(query_called(q, up), S("close")))
            return false;
        any = true;
    }
    return any;
}

bool rule_tls_is_shown(const Query *q, uint32_t func)
{
    static const Str looks[] = {L("getpeercert"), L("get_peer_certificate"), {0}};
    static const Str talks[] = {L("send"), L("recv"), L("request"), L("write"), L("read"),
                                L("login"), L("urlopen"), {0}};
    NodeId def = query_def(q, func);
    if (def && q->module->of_many && closes_at_once(q, def)) return true;
    return def && query_mentions(q, def, looks) && !query_mentions(q, def, talks);
}

bool rule_is_client(const RuleRun *run)
{
    static const Str schemes[] = {L("http://"), L("https://"), L("wss://"), {0}};
    return rule_in_package(run) && query_mentions_text(run->query, run->tree->root, schemes);
}

// "RFC 3961", "rfc4493", "[MS-NLMP]" in a comment or a text
static bool cites_standard(Str src)
{
    for (Size i = 0; i + 8 < src.len; i++) {
        if (src.s[i] == '[' && str_starts(str_sub(src, i, -1), S("[MS-"))) return true;
        if ((src.s[i] | 32) != 'r' || (src.s[i + 1] | 32) != 'f' || (src.s[i + 2] | 32) != 'c')
            continue;
        Size k = i + 3;
        while (k < src.len && (src.s[k] == ' ' || src.s[k] == '-')) k++;
        if (k + 2 < src.len && src.s[k] >= '1' && src.s[k] <= '9' && src.s[k + 1] >= '0' &&
            src.s[k + 1] <= '9')
            return true;
    }
    return false;
}

bool rule_is_prescribed(const RuleRun *run)
{
    static const Str protocols[] = {L("ntlm"),   L("kerberos"), L("krb5"), L("smb"),   L("dcerpc"),
                                    L("dpapi"),  L("wpa"),      L("radius"), L("snmp"), L("mschap"),
                                    L("eapol"),  L("netlogon"), L("samr"),   L("ldap"), L("tacacs"),
                                    L("rfb"),    L("vnc"),      L("mssql"),  L("tds"),  L("socks"),
                                    {0}};
    if (!rule_in_package(run)) return false;
    if (rule_is_client(run)) return true;
    if (str_has(run->module->within, protocols)) return true;
    return cites_standard(run->tree->src);
}

const Str rule_stand_ins[] = {L("mask"), L("placeholder"), L("redacted"), L("unchanged"), {0}};

// fromstring(without_entities(text)), where a function of this module refuses their declarations
bool rule_looks_for_entities(const Query *q, NodeId text)
{
    text = query_peel(q, text);
    if (!text || py_kind(q->tree, text) != PY_Call) return false;
    Str name = query_method(q, text);
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++)
        if (str_eq(py_name(q->tree, q->module->funcs.v[i].name), name) && query_def(q, i) &&
            query_uses(q, query_def(q, i), S("EntityDeclHandler")))
            return true;
    return false;
}

// Of a package, its own folders tell: bench/packages/shop/views.py is the shop's.
bool rule_is_development(const RuleRun *run)
{
    const Module *m = run->module;
    Str within = m->within, name = m->name;
    if (m->of_project && !m->of_many) {                         // wherever it lies, and however it is named
        Str inside = str_sub(m->path, (Size)m->of_project - 1, -1);    // a rule that reports holds scratch
        return mend_is_development(str_join(run->keep, S(""), S("/"), inside));
    }
    if (!rule_in_package(run)) return mend_is_development(within);
    if (mend_is_of_tools(within)) return true;
    Size dot = str_find(name, S("."));
    Str top = str_fmt(run->keep, "/%.*s/", STR_ARG(str_sub(name, 0, dot)));
    Size at = str_find(within, top);
    return mend_is_development(at > 0 ? str_sub(within, at, -1) : within);
}

Mend rule_mend(const RuleRun *run, uint32_t func)
{
    const Query *q = run->query;
    return (Mend){run->file, run->tree, func, run->keep, q->parent, q->links, run->names, NULL,
                  NULL};
}

bool rule_is_overridden(const RuleRun *run, Str setting)
{
    Mend m = rule_mend(run, 0);
    return mend_overridden(&m, setting);
}

bool rule_is_defaults(const RuleRun *run)
{
    static const Str names[] = {L("/global_settings.py"), L("/default_settings.py"),
                                L("/defaults.py"), L("/settings_defaults.py"), {0}};
    return rule_in_package(run) && str_closes(run->module->path, names);
}

// What outside data loses in a package on a way of so many steps from file to file, unknown calls
// counted.
static int lost_on(int far, bool direct)
{
    enum { FAR = 2, VERY_FAR = 4 };
    return (far >= FAR) + (far >= VERY_FAR) + !direct;
}

// The table of DESIGN.md and what lowers it: doubts(), weak_in_package, at_most, test code.
Confidence rule_at_best(const Rule *r, Kinds nature, bool in_package, bool in_test, bool apart)
{
    if (!r->into || (r->from && !(r->from & nature))) return CONF_NONE;
    bool surer =
        (apart ? r->surer_apart : r->surer_of) & nature || (r->surer_in_program && !in_package);
    Confidence c = r->from || surer ? CONF_HIGH : by_reach(nature, r->class_b, r->into);
    int less = nature & KIND(REMOTE) ? lost_on(0, !apart) + (apart && r->class_b && !r->handed)
                                     : 1 + apart;
    if (in_package && !surer) c = rule_lower(c, less);
    if (in_package && r->weak_in_package) c = rule_lower(c, CONF_HIGH);
    if (r->at_most && !surer && c > r->at_most) c = r->at_most;
    return in_test ? rule_lower(c, rule_less_in_test(r)) : c;
}

// What a test makes up, switches off or sends to a server that it starts for itself is its own affair;
// but for what others could make it run.
int rule_less_in_test(const Rule *r) { return r->into && !r->class_b ? 1 : 2; }

Confidence rule_lower(Confidence c, int by)
{
    if (c == CONF_NONE) return c;
    int now = (int)c - by;
    return now < CONF_LOW ? CONF_LOW : (Confidence)now;
}

// tool --query "select …": a program's user is asked for a whole statement or command, and means
// it. Put into a text, it is a value.
static bool is_users_own(const RuleRun *run, const FlowHit *hit, const FlowPath *best)
{
    static const Str lines[] = {L("argparse."), L("click."), L("optparse."), L("getopt."),
                                L("typer."), L("docopt"), {0}};
    if (!best || !best->n || run->rule->class_b || hit->reach & KIND(REMOTE) ||
        str_find(run->module->name, S(".")) < 0 || hit->shape.prefix.len || hit->shape.suffix.len)
        return false;
    for (Size i = 0; i < best->n; i++)
        if (str_eq(best->v[i].what, S("becomes part of a text"))) return false;
    for (const Str *l = lines; l->len; l++)
        if (str_starts(best->v[0].what, *l)) return true;
    return false;
}

// environ.get("app.folder"): a key that a server or a middleware sets; what a client sends has none with a dot in it.
static bool is_of_server(const FlowHit *hit, const FlowPath *best)
{
    static const Str reads[] = {L("environ.get("), L("environ["), L("environ.pop("), {0}};
    if (!best || !best->n || !str_starts(best->v[0].what, S("wsgi.Environ")) || hit->npaths != 1) return false;
    for (const Str *r = reads; r->len; r++) {
        Size at = str_find(best->v[0].text, *r);
        Str key = at < 0 ? (Str){0} : str_sub(best->v[0].text, at + r->len, -1);
        if (key.len < 2 || (key.s[0] != '\'' && key.s[0] != '"')) continue;
        Size end = str_find(str_sub(key, 1, -1), str_sub(key, 0, 1));
        key = str_sub(key, 1, end < 0 ? 0 : 1 + end);
        static const Str clients[] = {L("wsgi.input"), L("HTTP_"), L("routing_args"), L("urlvars"), L("formvars"), {0}};
        return str_find(key, S(".")) > 0 && !str_has(key, clients);
    }
    return false;
}

int rule_far(bool in_package)
{
    int far = 1;
    while (in_package && rule_lower(CONF_HIGH, lost_on(far, false)) > CONF_LOW) far++;
    return in_package ? far : 0;
}

// In a package of many modules a parameter that no module fills from outside is its callers' affair,
// as are its own settings, files and command line; and a long way holds more than one guess.
static int doubts(const RuleRun *run, const FlowHit *hit, const FlowPath *best)
{
    enum { UNSEEN = 2 };
    if (is_users_own(run, hit, best) || is_of_server(hit, best)) return CONF_HIGH;
    if (!rule_in_package(run)) return 0;
    bool direct = rule_is_direct(run, hit);
    if (!(hit->reach & KIND(REMOTE))) return 1 + !direct;
    int far = best ? rule_distance(best) : 0;
    if (!direct && run->rule->handed && rule_is_handed(run, hit, run->rule->handed))
        return lost_on(0, direct);
    if (best && (rule_jumps(run, hit, best) || rule_is_of_row(run, hit))) far += UNSEEN;
    if (far && run->rule->class_b) far += UNSEEN;
    // a path, an address, a page: asked about in another function as often as not
    return lost_on(far, direct) + (run->rule->class_b && !direct);
}

// What stands first in a built text.
static NodeId leading(const Query *q, NodeId n, int depth)
{
    const Tree *t = q->tree;
    int k = n ? py_kind(t, n) : PY_NONE;
    if (depth > 6 || !n) return n;
    if (k == PY_Name) {
        NodeId value = query_peel(q, n);
        return value == n ? n : leading(q, value, depth + 1);
    }
    if (k == PY_Assign) return leading(q, py_node(t, n, Assign_value), depth + 1);
    if (k == PY_BinOp && py_at(t, n)->op == OP_ADD)
        return leading(q, py_node(t, n, BinOp_left), depth + 1);
    if (k == PY_JoinedStr && py_list(t, n, JoinedStr_values).n) {
        NodeId first = py_list(t, n, JoinedStr_values).v[0];
        return py_kind(t, first) == PY_FormattedValue
                   ? leading(q, py_node(t, first, FormattedValue_value), depth + 1)
                   : first;
    }
    NodeId parts = k == PY_Call && str_eq(query_method(q, n), S("join"))
                       ? query_arg(q, n, 0, S("")) : 0;
    if (parts && py_kind(t, parts) == PY_List && py_list(t, parts, List_elts).n)
        return leading(q, py_list(t, parts, List_elts).v[0], depth + 1);
    return n;
}

bool rule_begins_own(const RuleRun *run, const FlowHit *hit, NodeId target, Kinds kind)
{
    static const int texts[] = {PY_JoinedStr, PY_BinOp, PY_Call};
    const Query *q = run->query;
    NodeId first = target ? leading(q, target, 0) : 0;
    if (first && first != target && !(query_taint(q, first) & kind)) return true;
    for (Size i = 0; hit->npaths && i < hit->paths[0].n; i++) {
        const FlowStep *s = &hit->paths[0].v[i];
        if (!str_eq(s->path, run->module->path) || !str_eq(s->what, S("becomes part of a text")))
            continue;
        for (Size k = 0; k < countof(texts); k++)
            for (NodeId n = 0; (n = query_next(q, texts[k], n));) {
                if (py_at(run->tree, n)->beg != s->at.beg) continue;
                NodeId beg = leading(q, n, 0);
                if (beg && beg != n && !(query_taint(q, beg) & kind)) return true;
            }
    }
    return false;
}

// self.cleaned_data["query"], where this module has a clean_query that looks it up among what is stored, or puts it
// there itself: what comes out is what that made of it.
static bool is_cleaned_by_hand(const RuleRun *run, const FlowPath *p)
{
    static const Str checks[] = {L("objects"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    Str key;
    if (!p->n || str_find(p->v[0].text, S("cleaned_data")) < 0 ||
        !str_eq(p->v[0].path, run->module->path))
        return false;
    for (NodeId n = 0; (n = query_next(q, PY_Subscript, n));) {
        if (!str_eq(query_called(q, py_node(t, n, Subscript_value)), S("cleaned_data")) ||
            !query_str(q, py_node(t, n, Subscript_slice), &key) || !key.len ||
            str_find(p->v[0].text, key) < 0)
            continue;
        NodeId st = q->parent[n];
        if (py_kind(t, st) == PY_Assign && py_list(t, st, Assign_targets).v[0] == n) return true;
        for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
            Str name = py_name(t, q->module->funcs.v[i].name);
            NodeId def = query_def(q, i);
            if (def && str_starts(name, S("clean_")) && str_eq(str_sub(name, 6, -1), key) &&
                query_mentions(q, def, checks))
                return true;
        }
    }
    return false;
}

// In a file that stands alone, what a method gets that may override one of an outside class is no less known than
// any other value of unknown origin: put into a statement or a command line it says what it does.
static bool is_spliced_alone(const RuleRun *run, const FlowHit *hit, const FlowPath *best)
{
    bool program = hit->kinds & (KIND(SQL) | KIND(SHELL));
    if (!run->module->is_sole || !program || hit->reach & KIND(REMOTE)) return false;
    for (Size i = 0; i < best->n; i++)
        if (str_eq(best->v[i].what, S("becomes part of a text"))) return true;
    return false;
}

// What a source is beside its reach decides for a rule that asks for that: a secret in a log.
static Confidence how_sure(const RuleRun *run, const FlowHit *hit)
{
    const Rule *r = run->rule;
    const FlowPath *best = hit->npaths ? &hit->paths[0] : NULL;
    Kinds reach = best ? best->source | hit->reach : hit->reach;
    Confidence c = by_reach(hit->reach, r->class_b, r->into & hit->kinds);
    if (r->from & ~KINDS_REACH && r->from & reach) c = CONF_HIGH;
    int less = CONF_HIGH - (int)hit->guess;
    if (best && best->shaped) less = is_spliced_alone(run, hit, best) ? less - (less > 0) : less < 1 ? 1 : less;
    // in a large package a ceiling hides no guess
    if (rule_in_package(run) && r->at_most && c > r->at_most) c = r->at_most;
    c = rule_lower(c, less);
    if (r->at_most && c > r->at_most) c = r->at_most;
    if (best && is_cleaned_by_hand(run, best)) c = rule_lower(c, CONF_HIGH);
    return rule_lower(c, doubts(run, hit, best));
}

static bool from_fits(const Rule *r, const FlowHit *hit)
{
    Kinds is = hit->reach;
    for (Size i = 0; i < hit->npaths; i++) is |= hit->paths[i].source;
    if (r->unless & is) return false;
    return !r->from || (r->from & is);
}

// ---- the three ways to ask a rule

// A rule that asks what a source is (a secret) begins with the path that comes from such a one.
static FlowHit fitting_first(const Rule *r, const FlowHit *hit)
{
    FlowHit h = *hit;
    Kinds wanted = r->from & ~KINDS_REACH;
    for (Size i = 1; wanted && i < h.npaths && !(h.paths[0].source & wanted); i++) {
        if (!(h.paths[i].source & wanted)) continue;
        h.paths[0] = hit->paths[i];
        h.paths[i] = hit->paths[0];
    }
    return h;
}

static void ask_hit(RuleRun *run, const FlowHit *given)
{
    const Rule *r = run->rule;
    Str message = {0};
    if (!(r->into & given->kinds) || !from_fits(r, given)) return;
    FlowHit *hit = new(run->query->keep, FlowHit, 1);           // its fix is asked for later
    *hit = fitting_first(r, given);
    run->packaged = needs_evidence(run, hit);
    Confidence c = how_sure(run, hit);
    if (r->judge_hit) c = r->judge_hit(run, hit, c, &message);
    if (c == CONF_NONE) return;
    // what an exception or a secret is no check makes harmless
    if (c > CONF_LOW && !(r->from & ~KINDS_REACH) && rule_is_checked_unseen(run, hit)) c = CONF_LOW;
    if (!message.len) message = finding_flow_message(run, hit);
    Finding *f = finding_add(run, hit->func, hit->node, c, message);
    finding_evidence(run, f, hit);
    finding_fix(run, f, (Place){hit->func, hit->node, hit->callee, hit->sink, hit});
}

static void ask_mark(RuleRun *run, const FlowMark *mark)
{
    const Rule *r = run->rule;
    Str message = {0};
    if (!r->mark.len || !str_eq(r->mark, mark->mark->name)) return;
    Confidence c = rule_lower(r->mark_confidence, CONF_HIGH - (int)mark->guess);
    if (r->judge_mark) c = r->judge_mark(run, mark, c, &message);
    if (c == CONF_NONE) return;
    if (!message.len) {
        Str name = mark->callee;
        message = name.len ? str_fmt(run->keep, "%.*s: %.*s", STR_ARG(name), STR_ARG(r->title))
                           : r->title;
    }
    Finding *f = finding_add(run, mark->func, mark->node, c, message);
    finding_ways(run, f, mark->ways, mark->nways);
    finding_fix(run, f, (Place){mark->func, mark->node, mark->callee, mark->mark, NULL});
}

bool rule_says(const RuleRun *run, Str name) { return name_find(&run->tree->names, name) != 0; }

bool rule_has_word(const RuleRun *run, const Str *common, bool texts)
{
    for (const Str *w = run->rule->words; w->len; w++)
        if (!str_in(*w, common) && (rule_says(run, *w) || (texts && py_has_text(run->tree, *w)))) return true;
    return false;
}

// What finding_add makes of whatever it says here.
static bool is_never_shown(const RuleRun *run)
{
    return run->rule->weak_in_package && rule_in_package(run) && run->least > CONF_LOW;
}

static bool wants_hits(const RuleRun *run)
{
    const Rule *r = run->rule;
    for (Size i = 0; r->into && i < run->file->hits.n; i++)
        if (r->into & run->file->hits.v[i].kinds) return true;
    for (Size i = 0; r->mark.len && i < run->file->marks.n; i++)
        if (str_eq(r->mark, run->file->marks.v[i].mark->name)) return true;
    return false;
}

static Confidence least_of(Confidence a, Confidence b) { return b != CONF_NONE && b < a ? b : a; }

// The ceiling of what at_file says of this file.
static Confidence surest(const RuleRun *run)
{
    const Rule *r = run->rule;
    Confidence c = r->surest.most ? r->surest.most : CONF_MEDIUM;
    if (rule_in_package(run)) c = least_of(c, r->surest.in_package);
    return run->walked ? c : least_of(c, r->surest.unwalked);
}

// Of most rules a file has no word.
static bool may_want_file(const RuleRun *run, Size number)
{
    const Rule *r = run->rule;
    return r->at_file && (!r->words || bits_have(run->says, number));
}

static bool wants_file(const RuleRun *run, Confidence most)
{
    const Rule *r = run->rule;
    return rule_lower(most, run->file->is_test) >= run->least && (!r->speaks || r->speaks(run));
}

static void ask(RuleRun *run, Confidence most)
{
    const Rule *r = run->rule;
    run->most = CONF_HIGH;
    for (Size i = 0; r->into && i < run->file->hits.n; i++) ask_hit(run, &run->file->hits.v[i]);
    run->packaged = needs_evidence_of_place(run);
    for (Size i = 0; r->mark.len && i < run->file->marks.n; i++)
        ask_mark(run, &run->file->marks.v[i]);
    if (!most) return;
    run->most = most;
    r->at_file(run);
}

static bool is_reported(const RuleRun *run, NodeId n)
{
    const PyNode *p = py_at(run->tree, n);
    for (Size i = run->first; i < run->out->n; i++) {
        const Finding *f = &run->out->v[i];
        if (str_eq(f->rule, run->rule->id) && f->at.beg <= p->end && p->beg <= f->at.end)
            return true;
    }
    return false;
}

static void try_shape(RuleRun *run, NodeId n, MendFix *fits, Confidence c, const char *message)
{
    uint32_t func = run->query->inside[n];
    if (!func || os_stopped()) return;
    Mend m = rule_mend(run, func);
    Fix fix = {0};
    if (fits(&m, &(MendSite){.node = n}, &fix) && !is_reported(run, n))
        rule_report(run, func, n, c, "%s", message);
}

void rule_by_shape(RuleRun *run, int kind, MendFix *fits, Confidence c, const char *message)
{
    const Query *q = run->query;
    if (run->file->is_test || c < run->least) return;
    for (NodeId n = 0; (n = query_next(q, kind, n));) try_shape(run, n, fits, c, message);
}

void rule_by_call(RuleRun *run, const Str *methods, MendFix *fits, Confidence c,
                  const char *message)
{
    const Query *q = run->query;
    bool any = false;
    for (const Str *m = methods; c >= run->least && m->len && !any; m++) any = query_names(q, *m);
    for (NodeId n = 0; any && !run->file->is_test && (n = query_next(q, PY_Call, n));)
        if (str_in(query_method(q, n), methods)) try_shape(run, n, fits, c, message);
}

static bool was_walked(const FlowFile *file)
{
    for (Size i = 0; i < file->module->funcs.n; i++)
        if (flow_walked(file, (uint32_t)i)) return true;
    return false;
}

// Of each rule that has something to say here: how sure at_file may be; NONE: it is not asked. False: no rule has.
typedef struct { bool asked; Confidence most; } Asking;

static bool choose(RuleRun *run, Asking *of)
{
    bool any = false, hit = run->file->hits.n || run->file->marks.n;
    run->walked = was_walked(run->file);
    for (Size i = 0; i < all_rules_n; i++) {
        run->rule = all_rules[i];
        bool may = may_want_file(run, i);
        if (!may && !hit) continue;
        run->packaged = needs_evidence_of_place(run);
        if (is_never_shown(run)) continue;
        Confidence most = may ? surest(run) : CONF_NONE;
        bool file = may && wants_file(run, most);
        of[i] = (Asking){file || wants_hits(run), file ? most : CONF_NONE};
        any |= of[i].asked;
    }
    return any;
}

void rules_run(const FlowFile *file, const Models *models, bool want_fixes, Confidence least,
               const RuleWords *words, Arena *keep, Arena *scratch, Findings *out, RuleLimits *limits)
{
    RulePlaces places = {0};
    // The query keeps its answers in the upper half, so that a rule's copy of the lower one is its
    // own.
    Arena low = *scratch, high = *scratch;
    low.end = high.beg = low.beg + (low.end - low.beg) / 2;
    const RuleBits says = rule_words_said(words, file->module->tree);
    MendNames names = {.keep = &high};
    RuleTold told = {0};
    RuleRun run = {
        .places = &places,
        .file = file, .tree = file->module->tree, .module = file->module, .models = models,
        .keep = keep, .scratch = &low, .out = out, .want_fixes = want_fixes, .least = least,
        .first = out->n,
        .limits = limits, .words = words, .says = &says, .names = &names, .told = &told,
    };
    Asking *of = new(&high, Asking, all_rules_n);
    run.links = run.tree->links ? run.tree->links : py_kind_links(run.tree, &high);
    if (!choose(&run, of)) return;
    const QueryNames said = query_names_of(run.tree);
    run.query = query_new(file, &said, run.links, &high);
    for (Size i = 0; i < all_rules_n && !os_stopped(); i++) {
        run.rule = all_rules[i];
        if (of[i].asked) ask(&run, of[i].most);
    }
    findings_fix(&run);
    findings_settle(out, run.first, run.tree->src, *scratch);
}
