// rule archive-traversal: an archive is unpacked without a check of its members' names.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// archive.extraction_filter = tarfile.data_filter in this function, TarFile.extraction_filter =
// staticmethod(tar_filter) anywhere: for every call that names no filter of its own
static bool sets_filter(const Query *q, uint32_t func)
{
    static const Str filters[] = {L("data_filter"), L("tar_filter"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        if (py_kind(t, to) != PY_Attribute) continue;
        bool of_class = str_eq(query_called(q, py_node(t, to, Attribute_value)), S("TarFile"));
        if ((of_class || q->inside[n] == func) &&
            str_eq(py_last_name(t, to), S("extraction_filter")) &&
            query_mentions(q, py_node(t, n, Assign_value), filters))
            return true;
    }
    return false;
}

// What a server that is asked by name sends is local by the engine's table: of an archive it decides
// every name.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    static const Str fetched[] = {L("response"), L("urlopen"), L("urlretrieve"), {0}};
    (void)message;
    if (py_kind(run->tree, hit->node) == PY_Call && !query_arg(run->query, hit->node, -1, S("filter")) &&
        models_has_tag(hit->sink, S("tar")) && sets_filter(run->query, run->query->inside[hit->node]))
        return CONF_NONE;
    if (c > CONF_LOW && rule_is_asked(run, hit, ASKED_PATH)) return CONF_LOW;
    if (c != CONF_LOW || rule_in_package(run) || !hit->npaths || !hit->paths[0].n) return c;
    return query_named(hit->paths[0].v[0].what, fetched) ? CONF_MEDIUM : c;
}

// What another computer answers is an open file, or lies in the file that is opened, before `by` in its function.
static const Str replies[] = {L("http.client.HTTPResponse"), L("urllib3.response.HTTPResponse"),
                              L("urllib3.HTTPResponse"), {0}};

static bool is_answer(const Query *q, NodeId file)
{
    NodeId from = query_peel(q, file);
    return str_in(query_type(q, file), replies) ||
           (py_kind(q->tree, from) == PY_Call && str_eq(query_method(q, from), S("urlopen")));
}

static bool is_same(const Query *q, NodeId a, NodeId b)
{
    return a && b && str_eq(py_text(q->tree, a), py_text(q->tree, b));
}

// f.write(reply.content), copyfileobj(reply.raw, f), path.write_bytes(reply.content)
static bool writes_outside(const Query *q, NodeId call)
{
    static const Str writes[] = {L("write"), L("copyfileobj"), L("write_bytes"), {0}};
    NodeId what = str_in(query_method(q, call), writes) ? query_arg(q, call, 0, S("")) : 0;
    return what && (query_taint(q, what) || is_answer(q, what));
}

// open(name, "wb"), name.open("wb"): 0 when it is neither
static NodeId file_of(const Query *q, NodeId call)
{
    NodeId func = py_node(q->tree, call, Call_func);
    bool member = py_kind(q->tree, func) == PY_Attribute;
    Str mode;
    if (!str_eq(query_method(q, call), S("open")) ||
        !query_str(q, query_arg(q, call, member ? 0 : 1, S("mode")), &mode) ||
        str_find(mode, S("w")) < 0)
        return 0;
    return member ? py_node(q->tree, func, Attribute_value) : query_arg(q, call, 0, S("file"));
}

// urlretrieve(url, name), download(url, name), unless the address is written here: then it is the program's own
static bool retrieves(const Query *q, NodeId call, NodeId name)
{
    static const Str gets[] = {L("urlretrieve"), L("download"), L("fetch"), L("wget"), {0}};
    NodeList args = py_list(q->tree, call, Call_args), words = py_list(q->tree, call, Call_keywords);
    bool into = false;
    Str url;
    if (!query_named(query_method(q, call), gets) || args.n + words.n < 2) return false;
    for (uint32_t i = 0; i < args.n; i++) into |= is_same(q, args.v[i], name);
    for (uint32_t i = 0; i < words.n; i++)
        into |= is_same(q, py_node(q->tree, words.v[i], keyword_value), name);
    return into && !query_str(q, query_arg(q, call, 0, S("url")), &url);
}

// upload.save(name): what somebody has sent, kept under the name that is opened then
static bool is_upload_saved(const Query *q, NodeId call, NodeId name)
{
    static const Str types[] = {L("werkzeug.datastructures.FileStorage"),
                                L("werkzeug.datastructures.file_storage.FileStorage"),
                                L("flask.Request.files"), {0}};
    static const Str words[] = {L("upload"), L("request.files"), {0}};
    NodeId func = py_node(q->tree, call, Call_func);
    if (!str_eq(query_method(q, call), S("save")) || py_kind(q->tree, func) != PY_Attribute ||
        !is_same(q, query_arg(q, call, 0, S("dst")), name))
        return false;
    NodeId of = py_node(q->tree, func, Attribute_value), made = query_peel(q, of);
    return str_in(query_type(q, of), types) || query_taint(q, of) & KIND(REMOTE) ||
           query_named(py_text(q->tree, of), words) || query_named(py_text(q->tree, made), words);
}

// Before the place, in its function, something from outside was put under that name.
static bool is_put_before(const Query *q, NodeId name, NodeId place)
{
    bool made = false, wrote = false;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (q->inside[n] != q->inside[place] || py_at(q->tree, n)->end > py_at(q->tree, place)->beg)
            continue;
        if (retrieves(q, n, name) || is_upload_saved(q, n, name)) return true;
        made |= is_same(q, file_of(q, n), name);
        wrote |= writes_outside(q, n);
    }
    return made && wrote;
}

enum { CALLERS_MOST = 32 };                                            // each is looked through

// def unpack(path, target): a function of this file that is handed such a name.
static bool is_put_by_callers(const Query *q, NodeId name)
{
    NodeId def = query_def(q, q->inside[name]);
    if (!def || py_kind(q->tree, name) != PY_Name || !query_is_parameter(q, name) ||
        py_kind(q->tree, q->parent[def]) != PY_Module)
        return false;
    NodeList params = py_list(q->tree, py_node(q->tree, def, FunctionDef_args), arguments_args);
    Str word = py_text(q->tree, name),
        called = py_name(q->tree, py_sym(q->tree, def, FunctionDef_name));
    int at = -1, left = CALLERS_MOST;
    for (uint32_t i = 0; i < params.n; i++)
        if (str_eq(py_name(q->tree, py_sym(q->tree, params.v[i], arg_arg)), word)) at = (int)i;
    for (NodeId n = 0; at >= 0 && left && (n = query_next(q, PY_Call, n));) {
        NodeId given = str_eq(py_text(q->tree, py_node(q->tree, n, Call_func)), called)
            ? query_arg(q, n, at, word) : 0;
        if (given && (left--, is_put_before(q, given, n))) return true;
    }
    return false;
}

static bool is_fetched(const Query *q, NodeId opening)
{
    NodeId name = query_arg(q, opening, 0, S("name")),
        file = query_arg(q, opening, 2, S("fileobj"));
    if (file) return is_answer(q, file);
    return name && (is_put_before(q, name, opening) || is_put_by_callers(q, name));
}

// filter=strip_first: a function of this file that lets all of them through, wherever they lead
static bool lets_all_through(const Query *q, NodeId filter)
{
    static const Str asks[] = {L("_filter"), L("common"),      L("abspath"), L("realpath"), L("resolve"), L("isabs"),
                               L("is_rel"),  L("startswith"), L("isfile"),  L("isreg"),    L("issym"),   L("normpath"),
                               L("basename"), L("Error"), {0}};
    static const Str up[] = {L(".."), {0}};
    NodeId def = py_kind(q->tree, filter) == PY_Lambda ? filter : query_own_function(q, filter);
    return def && !query_mentions(q, def, asks) && !query_mentions_text(q, def, up) &&
           !query_holds(q, def, PY_Raise);
}

// for m in tar: if ".." in m.name or m.name.startswith("/"): continue — each member on its own,
// after a look at it
static bool looks_at_names(const Query *q, NodeId around)
{
    static const Str asks[] = {L("startswith"), L("isabs"), L("is_absolute"), L("basename"),
                               L("abspath"), L("resolve"), L("normpath"), {0}};
    static const Str up[] = {L(".."), {0}};
    return query_mentions(q, around, asks) || query_mentions_text(q, around, up);
}

// An archive that was downloaded where it is unpacked is its server's, though no value says so.
static Confidence judge_mark(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    static const Str looks[] = {L("members"), L("common"),    L("is_within"), L("is_rel"), L("safe"),
                                L("realpath"), L("data_filter"), L("extraction_filter"), {0}};
    static const Str sums[] = {L("sha1"), L("sha256"), L("sha512"), L("md5"), L("hash"), L("checksum"), L("digest"),
                               L("signature"), {0}};
    const Query *q = run->query;
    NodeId func = py_node(run->tree, mark->node, Call_func), def = query_def(q, mark->func);
    NodeId filter = query_arg(q, mark->node, -1, S("filter"));
    if (py_kind(run->tree, func) != PY_Attribute) return CONF_NONE;
    NodeId tar = py_node(run->tree, func, Attribute_value), opening = query_peel(q, tar);
    bool given = models_has_tag(mark->mark, S("filtered"));
    if (given && !lets_all_through(q, filter)) return CONF_NONE;
    bool outside = given && query_taint(q, tar) & KIND(ARCHIVE);
    if (!outside && (py_kind(run->tree, opening) != PY_Call || !is_fetched(q, opening))) return CONF_NONE;
    // getmembers() is how it comes by them
    bool member = models_has_tag(mark->mark, S("member"));
    NodeId around = def ? def : run->tree->root;
    if (query_mentions(q, around, member ? looks + 1 : looks) ||
        (member && looks_at_names(q, around)))
        return CONF_NONE;
    *message = given ? S("the filter lets every member through") : S("a downloaded archive is unpacked as it came");
    return rule_in_package(run) || query_mentions(q, around, sums) ? CONF_LOW : c;
}

const Rule rule_archive_traversal = {
    .id = L("archive-traversal"),
    .cwe = 22,
    .also = {23},
    .severity = SEV_HIGH,
    .title = L("an archive is unpacked without a check of its members' names"),
    .why = L("A member called ../../home/app/.ssh/authorized_keys, an absolute name, or a "
             "link followed by a file below it is written outside the folder."),
    .instead = L("tarfile: extractall(path, filter=\"data\"). Otherwise resolve each member's "
                 "target and require that it lies under the folder."),
    .bad = L("import tarfile\n"
             "from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.post(\"/up\")\n"
             "def up():\n"
             "    tarfile.open(fileobj=request.files[\"f\"].stream).extractall(\"data\")\n"
             "    return \"ok\"\n"),
    .good = L("import tarfile\n"
              "from flask import Flask, request\n"
              "app = Flask(__name__)\n"
              "@app.post(\"/up\")\n"
              "def up():\n"
              "    tarfile.open(fileobj=request.files[\"f\"].stream).extractall(\"data\", "
              "filter=\"data\")\n"
              "    return \"ok\"\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/22.html"),
                    L("https://docs.python.org/3/library/tarfile.html#extraction-filters"),
                    L("https://nvd.nist.gov/vuln/detail/CVE-2007-4559")),
    .peers = LIST(L("bandit:B202"), L("ruff:S202"), L("codeql:py/tarslip"), L("codeql:py/zipslip")),
    .into = KIND(ARCHIVE),
    .surer_in_program = true,
    .judge_hit = judge,
    .mark = L("untar"),
    .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge_mark,
    .fix = mend_fix_tar,
};
