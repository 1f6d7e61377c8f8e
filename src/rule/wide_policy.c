// rule wide-policy: a policy allows everything, or allows it to everybody.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

enum { NEST = 4 };

// A statement as it is written: PolicyStatement(actions=[…]) or {"Effect": "Allow", "Action": …}; 0: not said.
typedef struct {
    NodeId at, effect, action, resource, principal, condition;
    bool call, all;                      // all: of every resource, by add_all_resources()
} Statement;

static bool is_list(int k) { return k == PY_List || k == PY_Tuple || k == PY_Set; }

// One of these texts, alone or in a list.
static bool says(const Query *q, NodeId n, const Str *texts)
{
    Str text;
    n = n ? query_peel(q, n) : 0;
    if (!n) return false;
    NodeList items = is_list(py_kind(q->tree, n)) ? py_list(q->tree, n, 0) : (NodeList){&n, 1};
    for (uint32_t i = 0; i < items.n; i++)
        if (query_str(q, items.v[i], &text) && str_in(text, texts)) return true;
    return false;
}

static bool is_star(const Query *q, NodeId n)
{
    return says(q, n, (const Str[]){L("*"), L("*:*"), {0}});
}

static bool is_allowed(const Query *q, const Statement *s)
{
    Str text;
    if (!s->effect) return s->call;
    if (query_str(q, s->effect, &text)) return str_eq(text, S("Allow"));
    return str_eq(query_called(q, s->effect), S("ALLOW"));
}

// "*", {"AWS": "*"}, iam.AnyPrincipal(), iam.StarPrincipal(), iam.ArnPrincipal("*")
static bool is_anybody(const Query *q, NodeId n, int depth)
{
    static const Str any[] = {L("AnyPrincipal"), L("StarPrincipal"), L("Anyone"), {0}};
    const Tree *t = q->tree;
    n = n ? query_peel(q, n) : 0;
    int k = n && depth < NEST ? py_kind(t, n) : PY_NONE;
    if (k == PY_NONE) return false;
    if (is_list(k)) {
        NodeList items = py_list(t, n, 0);
        for (uint32_t i = 0; i < items.n; i++)
            if (is_anybody(q, items.v[i], depth + 1)) return true;
        return false;
    }
    if (k == PY_Dict) return is_anybody(q, query_item(q, n, S("AWS")), depth + 1);
    if (k != PY_Call) return is_star(q, n);
    Str m = query_method(q, n);
    return str_in(m, any) ||
           (str_eq(m, S("ArnPrincipal")) && is_star(q, query_arg(q, n, 0, S("arn"))));
}

// Who may do one of these to everything gets every right there is
// (https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/).
static const Str raises[] = {L("iam:*"),
                             L("iam:CreatePolicyVersion"),
                             L("iam:SetDefaultPolicyVersion"),
                             L("iam:CreateAccessKey"),
                             L("iam:CreateLoginProfile"),
                             L("iam:UpdateLoginProfile"),
                             L("iam:AttachUserPolicy"),
                             L("iam:AttachGroupPolicy"),
                             L("iam:AttachRolePolicy"),
                             L("iam:PutUserPolicy"),
                             L("iam:PutGroupPolicy"),
                             L("iam:PutRolePolicy"),
                             L("iam:AddUserToGroup"),
                             L("iam:UpdateAssumeRolePolicy"),
                             {0}};
static const Str runs_as[] = {L("ec2:RunInstances"),
                              L("lambda:CreateFunction"),
                              L("glue:CreateDevEndpoint"),
                              L("cloudformation:CreateStack"),
                              L("ecs:RunTask"),
                              L("datapipeline:CreatePipeline"),
                              {0}};
// what a website or a list of images gives to its readers
static const Str reads[] = {L("s3:GetObject"), {0}};

static bool is_only(const Query *q, NodeId action, const Str *texts)
{
    Str text;
    action = action ? query_peel(q, action) : 0;
    NodeList items = action && is_list(py_kind(q->tree, action)) ? py_list(q->tree, action, 0)
                                                                 : (NodeList){&action, 1};
    for (uint32_t i = 0; action && i < items.n; i++)
        if (!query_str(q, items.v[i], &text) || !str_in(text, texts)) return false;
    return action && items.n;
}

// s == {"Effect": "Allow", …}: what is looked for, given to nobody
static bool is_compared(const Query *q, NodeId n)
{
    NodeId up = q->parent[n];
    while (up && is_list(py_kind(q->tree, up))) up = q->parent[up];
    return up && py_kind(q->tree, up) == PY_Compare;
}

// The names that a line of their own gives a condition, found once: statement["Condition"] = …,
// statement.add_condition(…).
typedef struct { NodeId *v; Size n, cap; } Narrowed;

static Narrowed find_narrowed(RuleRun *run)
{
    static const Str adds[] = {L("add_condition"), L("add_conditions"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    Narrowed r = {0};
    Str key;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        if (py_kind(t, to) == PY_Subscript && query_str(q, py_node(t, to, Subscript_slice), &key) &&
            str_eq(key, S("Condition")))
            *push(run->keep, &r) = py_node(t, to, Subscript_value);
    }
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func);
        if (py_kind(t, func) == PY_Attribute && str_in(query_method(q, n), adds))
            *push(run->keep, &r) = py_node(t, func, Attribute_value);
    }
    return r;
}

static bool has_condition(const Query *q, const Statement *s, const Narrowed *narrowed)
{
    NodeId up = q->parent[s->at];
    if (s->condition || !up || py_kind(q->tree, up) != PY_Assign) return s->condition;
    Str name = query_called(q, py_list(q->tree, up, Assign_targets).v[0]);
    for (Size i = 0; name.len && i < narrowed->n; i++)
        if (q->inside[narrowed->v[i]] == q->inside[s->at] &&
            str_eq(query_called(q, narrowed->v[i]), name))
            return true;
    return false;
}

static void judge(RuleRun *run, const Statement *s, const Narrowed *narrowed)
{
    const Query *q = run->query;
    uint32_t func = q->inside[s->at];
    if (!s->action || !is_allowed(q, s) || is_compared(q, s->at)) return;
    bool all = s->all || is_star(q, s->resource);
    if (is_anybody(q, s->principal, 0) && !has_condition(q, s, narrowed)) {
        rule_report(run, func, s->at, is_only(q, s->action, reads) ? CONF_LOW : CONF_MEDIUM,
                    "every account, also of strangers, may do this");
        return;
    }
    if (!all) {                                             // every action on users and roles
        if (is_star(q, s->action) && s->resource &&
            query_mentions_text(q, s->resource, (const Str[]){L("arn:aws:iam:"), {0}}))
            rule_report(run, func, s->at, CONF_MEDIUM,
                        "who has this gives themselves every other right");
        return;
    }
    if (is_star(q, s->action))
        rule_report(run, func, s->at, CONF_MEDIUM, "this allows every action on everything");
    else if (says(q, s->action, raises) ||
             (says(q, s->action, (const Str[]){L("iam:PassRole"), {0}}) &&
              says(q, s->action, runs_as)))
        rule_report(run, func, s->at, CONF_MEDIUM,
                    "who has this gives themselves every other right");
    else if (says(q, s->action, (const Str[]){L("iam:PassRole"), {0}}))
        rule_report(run, func, s->at, CONF_LOW, "any role may be handed to a service, also one with more rights");
}

// {"Effect": "Allow", "Action": "*", "Resource": "*"}
static void look_at_tables(RuleRun *run, const Narrowed *narrowed)
{
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Dict, n));) {
        Statement s = {n,
                       query_item(q, n, S("Effect")),
                       query_item(q, n, S("Action")),
                       query_item(q, n, S("Resource")),
                       query_item(q, n, S("Principal")),
                       query_item(q, n, S("Condition")),
                       false, false};
        if (s.effect) judge(run, &s, narrowed);
    }
}

typedef struct { Statement *v; Size n, cap; } Statements;

// The statement that a name stands for. They stand in the order of the file.
static Statement *statement_of(const Statements *all, NodeId at)
{
    Size from = 0, to = all->n;
    while (from < to) {
        Size mid = from + (to - from) / 2;
        if (all->v[mid].at < at) from = mid + 1;
        else to = mid;
    }
    return from < all->n && all->v[from].at == at ? &all->v[from] : NULL;
}

// statement.add_actions("*"), statement.add_all_resources(): what is said in lines of their own
static void add_later(const Query *q, const Statements *all)
{
    static const Str adds[] = {L("add_actions"), L("add_resources"), L("add_all_resources"), {0}};
    for (NodeId n = 0; all->n && (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(q->tree, n, Call_func), first;
        Str m = query_method(q, n);
        if (!str_in(m, adds) || py_kind(q->tree, func) != PY_Attribute) continue;
        Statement *s = statement_of(all, query_assigned(q, py_node(q->tree, func, Attribute_value)));
        if (!s) continue;
        first = query_arg(q, n, 0, S(""));
        if (str_eq(m, adds[0]) && (!s->action || is_star(q, first))) s->action = first;
        else if (str_eq(m, adds[1]) && (!s->resource || is_star(q, first))) s->resource = first;
        else if (str_eq(m, adds[2])) s->all = true;
    }
}

// from_aws_managed_policy_name("AdministratorAccess"), attach_role_policy(PolicyArn="arn:aws:iam::aws:policy/…")
static void look_at_managed(RuleRun *run)
{
    static const Str attaches[] = {L("attach_role_policy"), L("attach_user_policy"),
                                   L("attach_group_policy"), {0}};
    const Query *q = run->query;
    Str text;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str m = query_method(q, n);
        bool named = str_eq(m, S("from_aws_managed_policy_name"));
        NodeId policy = named               ? query_arg(q, n, 0, S("managed_policy_name"))
                        : str_in(m, attaches) ? query_arg(q, n, -1, S("PolicyArn"))
                                              : 0;
        if (policy && query_str(q, policy, &text) &&
            (str_eq(text, S("AdministratorAccess")) || str_ends(text, S(":policy/AdministratorAccess"))))
            rule_report(run, q->inside[n], n, CONF_MEDIUM, "this allows every action on everything");
    }
}

// iam.PolicyStatement(actions=["*"], resources=["*"])
static void look_at_statements(RuleRun *run, const Narrowed *narrowed)
{
    const Query *q = run->query;
    Statements all = {0};
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str name = query_dotted(q, py_node(q->tree, n, Call_func));   // by whatever name it was imported
        if (!str_eq(query_method(q, n), S("PolicyStatement")) && !str_ends(name, S(".PolicyStatement"))) continue;
        Statement s = {n,
                       query_arg(q, n, -1, S("effect")),
                       query_arg(q, n, -1, S("actions")),
                       query_arg(q, n, -1, S("resources")),
                       query_arg(q, n, -1, S("principals")),
                       query_arg(q, n, -1, S("conditions")),
                       true, false};
        *push(run->keep, &all) = s;
    }
    add_later(q, &all);
    for (Size i = 0; i < all.n; i++) judge(run, &all.v[i], narrowed);
}

// A policy as JSON: what is between two braces, without blanks.
static Str without_blanks(Str text, Arena *scratch)
{
    char *out = arena_raw(scratch, 1, 1, text.len + 1);
    Size n = 0;
    for (Size i = 0; i < text.len; i++)
        if ((uint8_t)text.s[i] > ' ') out[n++] = text.s[i];
    return (Str){out, n};
}

// The innermost braces round a place, of what stands behind least.
static Str block_at(Str text, Size least, Size at)
{
    Size beg = at, end = at;
    for (int open = 0; beg > least && (text.s[beg] != '{' || open--); beg--) open += text.s[beg] == '}';
    for (int open = 0; end < text.len && (text.s[end] != '}' || open--); end++) open += text.s[end] == '{';
    return str_sub(text, beg, end);
}

// '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
static const char *complaint_of(Str text)
{
    static const Str all[] = {L("\"Action\":\"*\""), L("\"Action\":[\"*\"]"), L("\"Action\":\"*:*\"")};
    static const Str any[] = {L("\"Principal\":\"*\""), L("\"Principal\":{\"AWS\":\"*\"}"),
                              L("\"Principal\":{\"AWS\":[\"*\"]}")};
    Str allow = S("\"Effect\":\"Allow\"");
    for (Size from = 0, at; (at = str_find(str_sub(text, from, -1), allow)) >= 0;) {
        Str one = block_at(text, from, from + at);
        from = one.s + one.len - text.s;                    // each byte is in one block
        bool everything = str_find(one, S("\"Resource\":\"*\"")) >= 0 ||
                          str_find(one, S("\"Resource\":[\"*\"]")) >= 0;
        for (Size i = 0; i < countof(any); i++)
            if (str_find(one, any[i]) >= 0 && str_find(one, S("\"Condition\"")) < 0)
                return "every account, also of strangers, may do this";
        for (Size i = 0; everything && i < countof(all); i++)
            if (str_find(one, all[i]) >= 0) return "this allows every action on everything";
    }
    return NULL;
}

// create_policy(PolicyDocument="{…}"), add_permission(Principal="*")
static void look_at_texts(RuleRun *run)
{
    static const Str places[] = {L("PolicyDocument"), L("Policy"), L("AssumeRolePolicyDocument"), {0}};
    static const Str narrows[] = {L("SourceArn"), L("SourceAccount"), L("PrincipalOrgID"), L("EventSourceToken"), {0}};
    const Query *q = run->query;
    Arena scratch = *run->scratch;
    Str text;
    for (NodeId n = 0; (n = query_next(q, PY_keyword, n));) {
        Str name = py_name(q->tree, py_sym(q->tree, n, keyword_arg));
        NodeId value = py_node(q->tree, n, keyword_value), call = q->parent[n];
        if (str_in(name, places) && query_str(q, value, &text)) {
            const char *what = complaint_of(without_blanks(text, &scratch));
            if (what) rule_report(run, q->inside[n], call, CONF_MEDIUM, "%s", what);
        }
        bool who = str_eq(name, S("Principal")) || str_eq(name, S("AWSAccountId")) ||
                   str_eq(name, S("AWSAccountIds"));
        if (!who || py_kind(q->tree, call) != PY_Call || !is_star(q, value) ||
            !str_eq(query_method(q, call), S("add_permission")))
            continue;
        bool narrowed = false;
        for (const Str *s = narrows; s->len; s++) narrowed |= query_arg(q, call, -1, *s) != 0;
        if (!narrowed)
            rule_report(run, q->inside[n], call, CONF_MEDIUM, "every account, also of strangers, may do this");
    }
}

static void look(RuleRun *run)
{
    if (run->file->is_test) return;
    look_at_texts(run);
    Narrowed narrowed = find_narrowed(run);
    look_at_tables(run, &narrowed);
    look_at_statements(run, &narrowed);
    look_at_managed(run);
}

const Rule rule_wide_policy = {
    .id = L("wide-policy"),
    .cwe = 732,
    .also = {269},
    .severity = SEV_HIGH,
    .title = L("a policy allows everything, or allows it to everybody"),
    .why = L("Whoever gets hold of what this policy is given to (a function with a hole, a leaked "
             "key) may do all that it allows. One that allows everything, or to change policies, "
             "is the whole account; one that names everybody needs not even that."),
    .instead = L("Name the actions and the resources that are needed, and the accounts or services "
                 "that may; where everybody must be named, add a condition."),
    .bad = L("from aws_cdk import aws_iam as iam\n"
             "statement = iam.PolicyStatement(actions=[\"*\"], resources=[\"*\"])\n"),
    .good = L("from aws_cdk import aws_iam as iam\n"
              "statement = iam.PolicyStatement(actions=[\"s3:GetObject\"], "
              "resources=[\"arn:aws:s3:::docs/*\"])\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/732.html"),
                    L("https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html")),
    .peers = LIST(L("sonar:S6270"), L("sonar:S6302"), L("sonar:S6304"), L("sonar:S6317")),
    .at_file = look,
    .words = LIST(L("PolicyStatement"), L("PolicyDocument"), L("boto3"), L("aiobotocore"),
                  L("botocore"), L("aws_cdk"), L("iam"), L("put_bucket_policy"), L("pulumi_aws"),
                  L("troposphere"), L("dumps")),
    .weak_in_package = true,
};
