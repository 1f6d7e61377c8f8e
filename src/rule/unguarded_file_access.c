// rule unguarded-file-access: a user's file is served to whoever names the user.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str whose[] = {L("username"),   L("user_id"),  L("userid"), L("user"), L("account"),
                            L("account_id"), L("customer"), L("email"),  {0}};
static const Str asks[] = {L("login_required"), L("auth"),     L("session"), L("permission"),
                           L("current_user"),   L("is_staff"), L("token"),   L("owner"),
                           L("check_"),         L("verify"), L("get_username"),   {0}};
static const Str servers[] = {L("open"),
                              L("send_file"),
                              L("FileResponse"),
                              L("send_from_directory"),
                              L("read_text"),
                              L("read_bytes"),
                              {0}};

static bool is_server(Str name)
{
    if (str_in(name, servers)) return true;
    return false;
}

static bool names_user(const Query *q, NodeId path)
{
    static const Str drawn[] = {L("uuid4"), L("token_hex"), L("token_urlsafe"), L("mkstemp"), {0}};
    path = query_peel(q, path);
    if (query_mentions(q, path, drawn)) return false;      // nobody can ask for a name that is drawn here
    for (const Str *w = whose; w->len; w++)
        if (query_uses(q, path, *w)) return true;
    for (NodeId n = 0; (n = query_next(q, PY_Name, n));) {     // name = request.GET["username"]
        Str from = query_within(q, n, path) ? query_called(q, query_assigned(q, n)) : S("");
        for (const Str *w = whose; from.len && w->len; w++)
            if (str_eq(from, *w)) return true;
    }
    return false;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        uint32_t func = q->inside[n];
        NodeId def = query_def(q, func),
               path = is_server(query_method(q, n)) ? query_arg(q, n, 0, S("")) : 0;
        NodeId rest = str_eq(query_method(q, n), S("send_from_directory"))
                          ? query_arg(q, n, 1, S("path")) : 0;
        if (!def || !path || (!names_user(q, path) && !(rest && names_user(q, rest)))) continue;
        const Func *f = &q->module->funcs.v[func];
        bool request = f->params.n && str_eq(py_name(q->tree, f->params.v[0].name), S("request"));
        if ((!request && !query_is_handler(q, func)) || query_mentions(q, def, asks)) continue;
        rule_report(run, func, n, CONF_MEDIUM, "the request alone decides whose file is served");
    }
}

const Rule rule_unguarded_file_access = {
    .id       = L("unguarded-file-access"),
    .cwe      = 425, .also = {862}, .severity = SEV_MEDIUM,
    .title    = L("a user's file is served to whoever names the user"),
    .why      = L("The name in the address decides whose file is sent, and no line asks who is "
                  "calling. An attacker changes the name, or counts up the number, and downloads "
                  "the files of all users."),
    .instead  = L("Take the user from the session, or check that the caller may see that user's "
                  "files."),
    .bad      = L("from django.http import HttpResponse\n"
                  "def report(request):\n"
                  "    name = request.GET[\"username\"]\n"
                  "    with open(\"/srv/reports/\" + name + \"/report.txt\") as f:\n"
                  "        return HttpResponse(f.read())\n"),
    .good     = L("from django.contrib.auth.decorators import login_required\n"
                  "from django.http import HttpResponse\n"
                  "@login_required\n"
                  "def report(request):\n"
                  "    with open(\"/srv/reports/%d/report.txt\" % request.user.id) as f:\n"
                  "        return HttpResponse(f.read())\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/425.html"),
                     L("https://owasp.org/Top10/2021/A01_2021-Broken_Access_Control/")),
    .at_file  = look,
    .fix = mend_fix_whose_file,
    .words    = LIST(L("request"), L("send_from_directory"), L("send_file"), L("FileResponse")),
};
