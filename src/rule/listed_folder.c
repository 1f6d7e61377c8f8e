// rule listed-folder: a web server shows the list of a folder's files.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    if (run->file->is_test) return CONF_NONE;
    if (models_has_tag(mark->mark, S("links")))
        *message = S("links in the folder lead to files outside of it, and they are served");
    return rule_is_development(run) ? CONF_LOW : c;
}

const Rule rule_listed_folder = {
    .id = L("listed-folder"),
    .cwe = 548,
    .severity = SEV_LOW,
    .title = L("a web server shows what lies in a folder"),
    .why = L("A listing shows every file that was left there: a backup, a draft, an upload of somebody else. None of "
             "them had to be guessed."),
    .instead = L("Serve files by their names only, and leave listings and links off."),
    .bad = L("from aiohttp import web\n"
             "app = web.Application()\n"
             "app.router.add_static(\"/files\", \"/srv/files\", show_index=True)\n"),
    .good = L("from aiohttp import web\n"
              "app = web.Application()\n"
              "app.router.add_static(\"/files\", \"/srv/files\")\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/548.html"),
                    L("https://docs.aiohttp.org/en/stable/web_reference.html#aiohttp.web.UrlDispatcher.add_static")),
    .mark = L("listed-folder"),
    .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge,
};
