// op/init: writes what a project or an agent needs to call suture, after showing it. Replaces no
// file.
// SPDX-License-Identifier: MIT
#include "op/op.h"

typedef struct { Str what, path, text, help; } Template;

static const Template templates[] = {
    {L("config"), L("suture.toml"),
     L("# suture's settings for this project. `suture config` prints each with its origin.\n"
       "# profile = \"default\"          # strict: high confidence only; audit: all\n"
       "# fail-on = \"low\"              # exit 1 at this severity or above\n"
       "# exclude = [\"tests/data\"]\n"
       "# target-version = \"3.11\"\n"
       "\n"
       "# [per-file-ignores]\n"
       "# \"tests/*\" = [\"hard-coded-credential\"]\n"),
     L("settings")},
    {L("pre-commit"), L(".pre-commit-config.yaml"),
     L("repos:\n"
       "  - repo: local\n"
       "    hooks:\n"
       "      - id: suture\n"
       "        name: suture\n"
       "        entry: suture scan --staged\n"
       "        language: system\n"
       "        types: [python]\n"
       "        pass_filenames: false\n"
       "        require_serial: true\n"),
     L("a pre-commit hook; suture must be in PATH (doc/guide/ci.md: without that)")},
    {L("github"), L(".github/workflows/suture.yml"),
     L("name: suture\n"
       "on: [push, pull_request]\n"
       "permissions:\n"
       "  contents: read\n"
       "  security-events: write\n"
       "jobs:\n"
       "  suture:\n"
       "    runs-on: ubuntu-latest\n"
       "    steps:\n"
       "      - uses: actions/checkout@v4\n"
       "      # suture must be in the runner's PATH: an image that holds it, or `make install` of its sources before\n"
       "      # this line. Its own repository is an action as well, which builds it: see its README.\n"
       "      - run: suture scan --format sarif=suture.sarif --format github .\n"
       "      - uses: github/codeql-action/upload-sarif@v3\n"
       "        if: always()\n"
       "        with:\n"
       "          sarif_file: suture.sarif\n"),
     L("a GitHub Actions workflow; suture must be in the runner's PATH")},
    {L("gitlab"), L(".gitlab-ci.yml"),
     L("suture:\n"
       "  script:\n"
       "    - suture scan --format gitlab=gl-code-quality-report.json --format text .\n"
       "  artifacts:\n"
       "    when: always\n"
       "    reports:\n"
       "      codequality: gl-code-quality-report.json\n"),
     L("a GitLab job; suture must be in the job's image")},
    {L("claude"), L(".claude/settings.json"),
     L("{\n"
       "  \"hooks\": {\n"
       "    \"PostToolUse\": [\n"
       "      {\n"
       "        \"matcher\": \"Edit|MultiEdit|Write|NotebookEdit\",\n"
       "        \"hooks\": [{\"type\": \"command\", \"command\": \"suture hook claude\"}]\n"
       "      }\n"
       "    ]\n"
       "  }\n"
       "}\n"),
     L("--agent claude: Claude Code hears of findings in what it wrote")},
    {L("codex"), L(".codex/hooks.json"),
     L("{\n"
       "  \"hooks\": {\n"
       "    \"PostToolUse\": [\n"
       "      {\n"
       "        \"matcher\": \"apply_patch|Edit|Write\",\n"
       "        \"hooks\": [{\"type\": \"command\", \"command\": \"suture hook codex\"}]\n"
       "      }\n"
       "    ]\n"
       "  }\n"
       "}\n"),
     L("--agent codex: the same of Codex, once its project and hook are trusted")},
    {L("cursor"), L(".cursor/hooks.json"),
     L("{\n"
       "  \"version\": 1,\n"
       "  \"hooks\": {\n"
       "    \"stop\": [{\"command\": \"suture hook cursor\"}]\n"
       "  }\n"
       "}\n"),
     L("--agent cursor: at the end of a turn, of all that changed since the last commit")},
};

static const Template *template_of(Str what)
{
    for (Size i = 0; i < countof(templates); i++)
        if (str_eq(templates[i].what, what)) return &templates[i];
    return NULL;
}

static int list(const OpCall *c)
{
    Buf b = {.keep = c->keep};
    for (Size i = 0; i < countof(templates); i++)
        buf_fmt(&b, "%-11.*s %-30.*s %.*s\n", STR_ARG(templates[i].what),
                STR_ARG(templates[i].path), STR_ARG(templates[i].help));
    op_data(c, buf_str(&b));
    op_say(c, "`suture init NAME` shows one; with --write it is written, unless the file exists.");
    return EXIT_CLEAN;
}

static int write_one(const OpCall *c, const Template *t)
{
    if (os_stat(t->path, false, *c->keep).kind != OS_NONE) {
        op_say(c, "suture: %.*s exists and is left as it is; put the lines above into it",
               STR_ARG(t->path));
        return EXIT_USAGE;
    }
    Size slash = str_rfind(t->path, '/');
    Err e = slash > 0 ? os_make_dirs(str_sub(t->path, 0, slash), 0755, c->keep) : (Err){0};
    if (!e.kind) e = os_write_atomic(t->path, t->text, c->keep);
    if (e.kind) return op_fail(c, e);
    op_say(c, "wrote %.*s", STR_ARG(t->path));
    return EXIT_CLEAN;
}

int op_init(const OpCall *c)
{
    static const Str names[] = {L("config"), L("pre-commit"), L("github"), L("gitlab"),
                                L("claude"), L("codex"),      L("cursor")};
    Str what = conf_text(c->conf, "agent");
    if (what.len && c->nwords)
        return op_fail(c,
                       err_new(c->keep, ERR_CONFIG, "--agent and '%.*s' are two things to set up",
                               STR_ARG(c->words[0])));
    if (c->nwords) what = c->words[0];
    if (!what.len) return list(c);
    const Template *t = template_of(what);
    if (!t) {
        Str near = conf_nearest(what, names, countof(names), *c->keep);
        op_say(c, "suture: there is nothing called '%.*s' to set up; %s%.*s%s", STR_ARG(what),
               near.len ? "did you mean '" : "see `suture init`", STR_ARG(near),
               near.len ? "'?" : "");
        return EXIT_USAGE;
    }
    op_data(c, str_fmt(c->keep, "# %.*s\n%.*s", STR_ARG(t->path), STR_ARG(t->text)));
    return conf_flag(c->conf, "write") ? write_one(c, t) : EXIT_CLEAN;
}
