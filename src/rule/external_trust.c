// rule external-trust: a request sets what the whole program trusts.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "fact/secret.h"

static const Str trust[] = {L("admin"),      L("access"), L("auth"),      L("logged"), L("role"),
                            L("permission"), L("user"),   L("privilege"), {0}};

static bool names_trust(Str name)
{
    for (const Str *w = trust; w->len; w++)
        for (Size i = 0; i + w->len <= name.len; i++) {
            Size k = 0;
            while (k < w->len && (name.s[i + k] | 32) == w->s[k]) k++;
            if (k == w->len) return true;
        }
    return false;
}

static bool takes_request(const Query *q, uint32_t func)
{
    const Func *f = &q->module->funcs.v[func];
    for (Size i = 0; i < f->params.n; i++)
        if (str_eq(py_name(q->tree, f->params.v[i].name), S("request"))) return true;
    return query_is_handler(q, func);
}

// os.environ["PATH"] = …, app.config["TRUSTED"] = …: what the request says, for everybody.
static bool is_shared(Str of)
{
    return str_eq(of, S("os.environ")) || str_ends(of, S("app.config")) ||
           str_ends(of, S("current_app.config"));
}

// os.putenv(key, value), os.environ.update(form), app.config.update(body)
static void look_at_calls(RuleRun *run)
{
    static const Str puts[] = {L("update"), L("setdefault"), L("from_mapping"), {0}},
                     putenv[] = {L("os.putenv"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_AugAssign, n));) // os.environ |= form
        if (is_shared(query_dotted(q, py_node(t, n, AugAssign_target))) &&
            query_taint(q, py_node(t, n, AugAssign_value)) & KIND(REMOTE))
            rule_report(run, q->inside[n], n, rule_hint(run),
                        "one client sets this for the whole process");
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func);
        Str method = query_method(q, n);
        if (!str_in(method, puts) && !str_eq(method, S("putenv"))) continue;
        bool own = query_calls(q, n, putenv);
        if (!own && (py_kind(t, func) != PY_Attribute || !str_in(query_method(q, n), puts) ||
                     !is_shared(query_dotted(q, py_node(t, func, Attribute_value)))))
            continue;
        NodeList args = py_list(t, n, Call_args), keys = py_list(t, n, Call_keywords);
        Kinds is = 0;
        for (uint32_t i = 0; i < args.n; i++) is |= query_taint(q, args.v[i]);
        for (uint32_t i = 0; i < keys.n; i++)
            is |= query_taint(q, py_node(t, keys.v[i], keyword_value));
        if (is & KIND(REMOTE))
            rule_report(run, q->inside[n], n, rule_hint(run),
                        "one client sets this for the whole process");
    }
}

// One handler that sets several is one weakness: said once, of the first.
static void look_at_settings(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    uint32_t said = 0;
    Confidence sure = CONF_NONE;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        if (py_kind(t, to) != PY_Subscript) continue;
        Str of = query_dotted(q, py_node(t, to, Subscript_value));
        Kinds is = query_taint(q, py_node(t, n, Assign_value));
        bool shared = is_shared(of);
        // environ[PREFIX + drawn] = …: a name that nobody else reads
        NodeId key = py_node(t, to, Subscript_slice);
        Str name;
        bool made = rule_in_package(run) && !query_str(q, key, &name);
        if (!shared || !(is & KIND(REMOTE)) || !(is & KIND(IMPORT))) continue;
        Confidence c = made ? CONF_LOW : CONF_MEDIUM;
        if (said && said == q->inside[n] && c <= sure) continue;
        said = q->inside[n], sure = c;
        rule_report(run, said, n, c, "one client sets this for the whole process");
    }
}

// subprocess.run([…], env={"PATH": request.args["path"]}): which programs and libraries the child takes
static void look_at_children(RuleRun *run)
{
    static const Str names[] = {L("PATH"),
                                L("LD_PRELOAD"),
                                L("LD_LIBRARY_PATH"),
                                L("PYTHONPATH"),
                                L("IFS"),
                                L("BASH_ENV"),
                                L("ENV"),
                                L("NODE_OPTIONS"),
                                L("PERL5LIB"),
                                L("RUBYOPT"),
                                L("GIT_SSH"),
                                L("GIT_SSH_COMMAND"),
                                L("PAGER"),
                                L("EDITOR"),
                                L("PYTHONSTARTUP"),
                                L("DYLD_INSERT_LIBRARIES"),
                                {0}};
    const Query *q = run->query;
    if (!query_names(q, S("env")) || !query_names(q, S("subprocess"))) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId env = query_calls(q, n, query_subprocess) ? query_arg(q, n, -1, S("env")) : 0,
               dict = env ? query_peel(q, env) : 0;
        bool set = false;
        if (!dict || py_kind(q->tree, dict) != PY_Dict) continue;
        for (const Str *k = names; k->len; k++) {
            NodeId value = query_item(q, dict, *k);
            set |= value && query_taint(q, value) & KIND(REMOTE);
        }
        if (set)
            rule_report(run, q->inside[n], n, rule_hint(run),
                        "the client says which programs or libraries the child takes");
    }
}

// What is set is the request's, or plainly that somebody is let in; what is only kept for later is not.
static bool of_request(const Query *q, NodeId assign)
{
    NodeId value = py_node(q->tree, assign, Assign_value);
    return query_taint(q, value) & KIND(REMOTE) || query_is_true(q, value);
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    look_at_settings(run);
    look_at_calls(run);
    look_at_children(run);
    for (NodeId g = 0; (g = query_next(q, PY_Global, g));) {
        SymList names = py_syms(t, g, Global_names);
        if (!takes_request(q, q->inside[g]) || rule_is_admins(run, q->inside[g])) continue;
        for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
            NodeId to = py_list(t, n, Assign_targets).v[0];
            if (q->inside[n] != q->inside[g] || py_kind(t, to) != PY_Name) continue;
            for (uint32_t i = 0; i < names.n; i++)
                if (names.v[i] == py_sym(t, to, Name_id) && names_trust(py_name(t, names.v[i])))
                    rule_report(run, q->inside[n], n,
                                of_request(q, n) ? CONF_MEDIUM : rule_hint(run),
                                "one request sets `%.*s` for all", STR_ARG(py_name(t, names.v[i])));
        }
    }
}

const Rule rule_external_trust = {
    .id = L("external-trust"),
    .cwe = 454,
    .also = {15},
    .severity = SEV_MEDIUM,
    .title = L("a request sets what the whole program trusts"),
    .why = L("A variable of the module, the environment and the application's settings are "
             "shared by all requests. Once one client has set them, the next ones are "
             "treated so, too: an attacker's request, or an administrator's, changes what "
             "everybody may do."),
    .instead = L("Keep who somebody is in their session, checked for each request."),
    .bad = L("IS_ADMIN = False\n"
             "def login(request):\n"
             "    global IS_ADMIN\n"
             "    if request.POST[\"name\"] == \"root\":\n"
             "        IS_ADMIN = True\n"),
    .good = L("def login(request):\n"
              "    request.session[\"name\"] = \"guest\"\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/454.html"),
                    L("https://cwe.mitre.org/data/definitions/488.html")),
    .at_file = look,
    .words = LIST(L("request"), L("environ"), L("config"), L("putenv"), L("subprocess")),
};
