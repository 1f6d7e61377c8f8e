// rule unsafe-file-name: the client names a file that is written, and any name will do.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static bool writes(const Query *q, NodeId call, NodeId *path)
{
    static const Str openers[] = {L("open"), L("io.open"), L("builtins.open"), L("aiofiles.open"),
                                  L("codecs.open"), {0}};
    Str mode;
    NodeId m = query_arg(q, call, 1, S("mode"));
    *path = query_arg(q, call, 0, S("file"));
    if (!*path || !query_calls(q, call, openers) || !m || !query_str(q, m, &mode)) return false;
    return str_find(mode, S("w")) >= 0 || str_find(mode, S("a")) >= 0 ||
           str_find(mode, S("x")) >= 0;
}

// The name is cut down to its last part somewhere on its way: the folder is out of reach.
static bool keeps_last_part(const Query *q, NodeId path, int depth)
{
    const Tree *t = q->tree;
    NodeId child;
    if (!path || depth > 6) return false;
    if (py_kind(t, path) == PY_Call && str_eq(query_method(q, path), S("basename"))) return true;
    if (py_kind(t, path) == PY_Attribute && str_eq(query_called(q, path), S("name"))) {
        NodeId of = query_peel(q, py_node(t, path, Attribute_value));
        if (py_kind(t, of) == PY_Call && query_named(query_method(q, of),
                                                     (const Str[]){L("path"), {0}}))
            return true;
    }
    if (py_kind(t, path) == PY_Name)
        return keeps_last_part(q, query_assigned(q, path), depth + 1);
    for (uint32_t it = 0; (child = py_next_child(t, path, &it));)
        if (keeps_last_part(q, child, depth + 1)) return true;
    return false;
}

// Does the function restrict the name: an extension, a pattern, a list, a generated part?
static bool restricts(const Query *q, NodeId def)
{
    static const Str checks[] = {L("endswith"), L("splitext"), L("suffix"),  L("secure_filename"),
                                 L("allowed"),  L("fullmatch"), L("isalnum"), L("startswith"),
                                 L("valid"),    L("uuid"),      L("slugify"), L("match"),
                                 L("hexdigest"), {0}};
    return query_mentions(q, def, checks);
}

// A member of an archive, cut down to its last part: that is what unpacking one safely means.
static bool unpacks(const Query *q, NodeId def)
{
    static const Str archives[] = {
        L("namelist"), L("infolist"), L("getmembers"), L("getnames"), {0}};
    return query_mentions(q, def, archives);
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId path, def = query_def(q, q->inside[n]);
        if (!def || !writes(q, n, &path) || !(query_taint(q, path) & KIND(REMOTE))) continue;
        if (keeps_last_part(q, path, 0) && !restricts(q, def) && !unpacks(q, def))
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "the folder is fixed, but any name in it will do");
    }
}

const Rule rule_unsafe_file_name = {
    .id       = L("unsafe-file-name"),
    .cwe      = 641, .also = {99}, .severity = SEV_MEDIUM,
    .title    = L("the client names a file that is written, and any name will do"),
    .why      = L("basename() keeps the client in the folder, not to harmless names there: "
                  "`.htaccess`, `__init__.py`, `authorized_keys`, another user's file, or a name "
                  "of 300 bytes or with a line break that a later script stumbles over."),
    .instead  = L("Make the name yourself (uuid4().hex) and keep the client's beside it as text, "
                  "or let through only [A-Za-z0-9_-]+ and one of a few extensions."),
    .bad      = L("import os\n"
                  "from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "@app.post(\"/note\")\n"
                  "def note():\n"
                  "    name = os.path.basename(request.form[\"name\"])\n"
                  "    with open(os.path.join(\"/srv/notes\", name), \"w\") as f:\n"
                  "        f.write(request.form[\"text\"])\n"
                  "    return \"ok\"\n"),
    .good     = L("import os\n"
                  "import uuid\n"
                  "from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "@app.post(\"/note\")\n"
                  "def note():\n"
                  "    name = uuid.uuid4().hex + \".txt\"\n"
                  "    with open(os.path.join(\"/srv/notes\", name), \"w\") as f:\n"
                  "        f.write(request.form[\"text\"])\n"
                  "    return \"ok\"\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/641.html"),
                     L("https://cheatsheetseries.owasp.org/cheatsheets/"
                       "File_Upload_Cheat_Sheet.html#filename-safety")),
    .at_file  = look,
    .words    = LIST(L("basename"), L("Path"), L("PurePath"), L("PurePosixPath")),
};
