// rule path-traversal: outside text names a file.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// Is the path put together here, of a folder and what came from outside? (self.root / name, a join)
static bool is_joined(const Tree *t, const Func *f, Val v)
{
    for (int most = 8; v && v < f->code.n && most; most--) {
        const Instr *in = &f->code.v[v];
        if (in->op == IR_BINARY || in->op == IR_FSTRING) return true;
        if (in->op != IR_CALL || !in->nargs) return false;
        if (in->nargs > 1) return true;
        const Instr *callee = in->a < f->code.n ? &f->code.v[in->a] : NULL;
        if (callee && callee->op == IR_ATTR && str_eq(py_name(t, callee->sym), S("joinpath"))) return true;
        v = f->args.v[in->args];                      // Path(x), str(x), fspath(x)
    }
    return false;
}

// The dangerous operand; of a method, what it is called on.
static Val operand(const Func *f, const FlowHit *hit)
{
    if (hit->value || hit->call >= f->code.n) return hit->value;
    Val callee = f->code.v[hit->call].a;
    return callee < f->code.n && f->code.v[callee].op == IR_ATTR ? f->code.v[callee].a : 0;
}

static bool uses(const Func *f, const Instr *in, Val v)
{
    if (ir_uses[in->op] & 1 && in->a == v) return true;
    if (ir_uses[in->op] & 2 && in->b == v) return true;
    if (ir_uses[in->op] & 4 && in->c == v) return true;
    for (uint32_t i = 0; i < in->nargs; i++)
        if (f->args.v[in->args + i] == v) return true;
    return false;
}

// Is the path asked about and used for nothing else here? Then the answer itself goes to whoever asked; else
// the use after it is what matters, and has its own finding.
static bool only_asked(const Func *f, const FlowHit *hit)
{
    Val path = operand(f, hit), attr = 0;
    if (!path || hit->call >= f->code.n) return false;
    if (!hit->value) attr = f->code.v[hit->call].a;            // path.exists
    for (Val v = 1; v < f->code.n; v++)
        if (v != hit->call && v != attr && uses(f, &f->code.v[v], path)) return false;
    return true;
}

// ZipFile(BytesIO(data)), ZipFile(upload.file): an open file is no name of one.
static bool is_open_file(RuleRun *run, const FlowHit *hit)
{
    static const Str files[] = {L("file"), L("fileobj"), L("stream"), L("fp"), {0}};
    const Query *q = run->query;
    static const Str opened[] = {
        L("io.BytesIO"), L("io.StringIO"), L("tempfile.SpooledTemporaryFile"), {0}};
    // mmap(f.fileno(), 0): a number
    for (Size i = 0; hit->npaths && i < hit->paths[0].n; i++)
        if (str_find(hit->paths[0].v[i].text, S(".fileno()")) >= 0) return true;
    for (const Str *o = opened; o->len; o++)
        if (flow_is_a(run->file, hit->func, hit->value, *o)) return true;
    if (py_kind(run->tree, hit->node) != PY_Call) return false;
    NodeId given = query_arg(q, hit->node, 0, S("file")), made = query_peel(q, given);
    if (!made) return false;
    if (py_kind(run->tree, made) == PY_Call)
        return str_eq(query_method(q, made), S("BytesIO")) ||
               str_eq(query_method(q, made), S("StringIO"));
    if (!str_ends(hit->callee, S("zipfile.ZipFile")) || py_kind(run->tree, made) != PY_Attribute)
        return false;
    if (str_in(query_called(q, made), files)) return true;
    return false;
}

// What a folder holds, where the program lies, what its environment, settings and command line say:
// names that nobody brings but the user whose files they are.
static bool is_own_name(const FlowPath *p)
{
    static const Str own[] = {L("os gives"),      L("os.walk gives"),   L("os.listdir gives"),
                              L("os.scandir gives"), L("os.DirEntry gives"), L("glob.glob gives"),
                              L("glob.iglob gives"), L("os.getcwd gives"), L("os.fwalk gives"),
                              L("os.getenv gives"), L("os._Environ"),
                              L("ctypes.util.find_library gives"), L("tempfile."),
                              L("argparse."), L("optparse."), L("getopt."), L("click."),
                              L("sys gives"), L("questionary."), L("configparser."), {0}};
    for (const Str *o = own; p->n && o->len; o++)
        if (str_starts(p->v[0].what, *o)) return true;
    return false;
}

static bool only_own_names(RuleRun *run, const FlowHit *hit)
{
    if (!rule_in_package(run) || hit->reach & KIND(REMOTE) || !hit->npaths) return false;
    for (Size i = 0; i < hit->npaths; i++)
        if (!is_own_name(&hit->paths[i])) return false;
    return true;
}

// def page(request, template="shop/page.html"): which page it is stands in the route or here.
static bool is_default_template(const FlowHit *hit)
{
    static const Str names[] = {L(".html'"), L(".html\""), L(".txt'"), L(".txt\""), {0}};
    const FlowStep *s = hit->npaths ? &hit->paths[0].v[0] : NULL;
    if (!s || !str_starts(s->what, S("called from outside"))) return false;
    for (const Str *n = names; n->len; n++)
        if (str_find(s->text, *n) >= 0) return str_find(hit->callee, S("render")) >= 0;
    return false;
}

// What a framework looks for in its own folders (a template, a file of a given folder) it refuses to leave them for.
static bool keeps_to_folder(Str callee)
{
    static const Str keepers[] = {L("render_template"),  L("render"),
                                  L("TemplateResponse"), L("get_template"),
                                  L("select_template"),  L("send_from_directory"),
                                  L("safe_join"),        {0}};
    Size dot = str_rfind(callee, '.');
    return str_in(dot < 0 ? callee : str_sub(callee, dot + 1, -1), keepers);
}

// request.values[name + ".path"]: a field that the program names itself is what its own server put there.
static bool is_made_field(Str text)
{
    Size at = str_find(text, S("["));
    if (str_find(text, S("request")) < 0 || at < 0 || at + 1 >= text.len) return false;
    char c = text.s[at + 1];
    return c != '"' && c != '\'' && c != 'b' && c != 'f' && (c < '0' || c > '9');
}

// What a pattern cut out of a text is as narrow as the pattern.
static bool is_cut_out(const FlowPath *p)
{
    static const Str cuts[] = {L(".group("), L(".groups("), L(".groupdict("), {0}};
    for (Size i = 0; i < p->n; i++)
        if (str_has(p->v[i].text, cuts) || str_starts(p->v[i].what, S("passes through re.")))
            return true;
    return false;
}

// In a package: the request's own text, or the name of a member of an archive, that is opened in the same function.
static bool is_evident(const RuleRun *run, const FlowHit *hit)
{
    static const Str handles[] = {L(".file"), L(".stream"), L(".fp"), {0}};
    const Query *q = run->query;
    if (hit->guess != CONF_HIGH || !rule_is_evident(run, hit)) return false;
    bool call = py_kind(run->tree, hit->node) == PY_Call;
    if (keeps_to_folder(hit->callee) || (call && keeps_to_folder(query_method(q, hit->node))))
        return false;
    const FlowPath *p = &hit->paths[0];
    if (is_made_field(p->v[0].text) || is_cut_out(p)) return false;
    NodeId given = call ? query_arg(q, hit->node, 0, S("file")) : 0;
    for (const Str *h = handles; given && h->len; h++)
        if (py_kind(run->tree, given) == PY_Attribute && str_ends(py_text(run->tree, given), *h))
            return false;
    return true;
}

// Whether a file exists is less than what it holds.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    (void)run, (void)message;
    // the storage keeps to its own folder, but any file of it may be meant
    if (models_has_tag(hit->sink, S("storage"))) return CONF_LOW;
    // os.utime(path, …): when a file was changed, and nothing of what it holds
    if (models_has_tag(hit->sink, S("times"))) return CONF_LOW;
    if (is_open_file(run, hit) || only_own_names(run, hit)) return CONF_NONE;
    if (is_default_template(hit) || rule_model_may_anyway(run, hit)) return CONF_LOW;
    // upload.file.name: where the framework put it
    if (rule_in_package(run) && hit->npaths && hit->paths[0].n &&
        str_find(hit->paths[0].v[0].text, S(".file.name")) >= 0)
        return CONF_LOW;
    // a method that is given a whole path opens what its caller means; a part of one may climb out
    const Func *f = &run->module->funcs.v[hit->func];
    bool whole = !hit->shape.prefix.len && !hit->shape.suffix.len && !is_joined(run->tree, f, operand(f, hit));
    if (!(hit->reach & (KIND(REMOTE) | KIND(LOCAL))) && whole && f->owner) return CONF_NONE;
    // a whole path on another machine leaves no folder: what may be opened there its account says
    if (whole && str_find(hit->callee, S(".SFTPClient.")) >= 0) return CONF_LOW;
    if (c > CONF_LOW && rule_is_asked(run, hit, ASKED_PATH)) return CONF_LOW;
    if (c > CONF_LOW && rule_in_package(run) && !is_evident(run, hit)) return CONF_LOW;
    if (!models_has_tag(hit->sink, S("probe"))) return c;
    if (!(hit->reach & KIND(REMOTE))) return CONF_NONE;
    if (rule_in_package(run)) return CONF_LOW;
    return only_asked(f, hit) && c > CONF_LOW ? CONF_MEDIUM : CONF_LOW;
}

// What a name was last given before it stands here, or the expression itself.
static NodeId value_before(const Query *q, NodeId n)
{
    NodeId last = 0;
    if (!n || py_kind(q->tree, n) != PY_Name) return n;
    for (uint32_t i = q->last_of[py_sym(q->tree, n, Name_id)]; i; i = q->assigned.v[i - 1].next) {
        NodeId value = q->assigned.v[i - 1].value;
        bool before = q->assigned.v[i - 1].func == q->inside[n] &&
                      py_at(q->tree, value)->end <= py_at(q->tree, n)->beg;
        if (before && (!last || py_at(q->tree, value)->beg > py_at(q->tree, last)->beg))
            last = value;
    }
    return last ? last : query_peel(q, n);
}

// os.path.abspath(os.path.join(root, name)), Path(root, name).resolve(), also within str(…)
static bool is_made_absolute(const Query *q, NodeId n, int depth)
{
    static const Str makers[] = {L("abspath"), L("realpath"), L("normpath"), L("resolve"), {0}};
    NodeId value = n ? value_before(q, n) : 0;
    if (!value || py_kind(q->tree, value) != PY_Call || depth > 2) return false;
    Str m = query_method(q, value);
    if (str_in(m, makers)) return true;
    bool same = str_eq(m, S("str")) || str_eq(m, S("fspath")) || str_eq(m, S("dirname"));
    return same && is_made_absolute(q, query_arg(q, value, 0, S("")), depth + 1);
}

// What self.root was set to anywhere in the file: 1 only folders without a separator at the end, 0 nothing
// is seen, -1 something else.
static int set_without_end(const Query *q, NodeId attribute)
{
    const Tree *t = q->tree;
    int made = 0;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        if (py_kind(t, to) != PY_Attribute ||
            !str_eq(query_called(q, to), query_called(q, attribute)))
            continue;
        if (!is_made_absolute(q, py_node(t, n, Assign_value), 0)) return -1;
        made = 1;
    }
    return made;
}

// The folder that the path was joined with, by its text, here or in the line before: path = normpath(path).
static bool joins(const Query *q, NodeId path, Str folder, int depth)
{
    enum { LINES_MOST = 3 };
    NodeId of = path && py_kind(q->tree, path) == PY_Call ? query_arg(q, path, 0, S("path")) : 0;
    NodeId before = of && py_kind(q->tree, of) == PY_Name ? value_before(q, of) : 0;
    if (before && depth < LINES_MOST && py_at(q->tree, before)->end <= py_at(q->tree, path)->beg &&
        joins(q, before, folder, depth + 1))
        return true;
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, path, n));) {
        if (!str_eq(query_method(q, n), S("join"))) continue;
        NodeId first = query_arg(q, n, 0, S(""));
        if (first && str_eq(py_text(q->tree, first), folder)) return true;
    }
    return false;
}

static bool ends_way(const Query *q, NodeList body)
{
    static const Str refusals[] = {L("abort"), L("exit"), L("fail"), L("error"), {0}};
    int k = py_kind(q->tree, py_last(body));
    if (k == PY_Raise || k == PY_Return || k == PY_Continue || k == PY_Break) return true;
    return k == PY_Expr && query_mentions(q, py_last(body), refusals);
}

// if full.startswith(root): return open(full)
static bool opens_it(const Query *q, NodeList body, NodeId object)
{
    static const Str opens[] = {L("open"), L("read_text"), L("read_bytes"), L("write_text"), L("write_bytes"),
                                L("send_file"), L("FileResponse"), L("unlink"), L("remove"), L("rmtree"), L("copyfile"), L("copy"), {0}};
    Str name = query_called(q, object);
    for (NodeId n = 0; name.len && (n = query_next(q, PY_Call, n));)
        for (uint32_t i = 0; i < body.n; i++)
            if (query_within(q, n, body.v[i]) && str_in(query_method(q, n), opens) &&
                query_uses(q, n, name))
                return true;
    return false;
}

// Does a refusal hang on the answer? To shorten a name for a list, or to leave an event out, is no guard.
static bool guards(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    bool not_so = false;
    NodeId n = call, func = py_node(t, call, Call_func);
    for (NodeId up = q->parent[n]; up; n = up, up = q->parent[up]) {
        int k = py_kind(t, up);
        if (k == PY_Return) return true;
        if (k == PY_If && py_node(t, up, If_test) == n)
            return not_so ? ends_way(q, py_list(t, up, If_body))
                          : ends_way(q, py_list(t, up, If_orelse)) ||
                                opens_it(q, py_list(t, up, If_body),
                                         py_node(t, func, Attribute_value));
        if (k == PY_UnaryOp) not_so = !not_so;
        else if (k != PY_BoolOp) return false;
    }
    return false;
}

// path.startswith(self.root), path.startswith(root), where nothing ends the folder's name
static void look_at_prefix(RuleRun *run, NodeId n)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId func = py_node(t, n, Call_func), base = query_arg(q, n, 0, S(""));
    if (!base || py_kind(t, func) != PY_Attribute || !str_eq(query_method(q, n), S("startswith")))
        return;
    NodeId object = py_node(t, func, Attribute_value);
    int k = py_kind(t, base);
    Str text;
    if ((k != PY_Name && k != PY_Attribute) || query_str(q, base, &text) ||
        !is_made_absolute(q, object, 0))
        return;
    bool lacks = k == PY_Attribute ? set_without_end(q, base) == 1 : is_made_absolute(q, base, 0);
    bool given = k == PY_Name && query_is_parameter(q, base) && !query_assigned(q, base);
    if (!lacks && !(given && joins(q, value_before(q, object), py_text(t, base), 0))) return;
    rule_report(run, q->inside[n], n,
                rule_in_package(run) && !guards(q, n) ? CONF_LOW : CONF_MEDIUM,
                "a folder beside the one that is meant begins with the same name");
}

// In a package the same by its shape, where nothing hangs on it: said first, as low.
static void look_at_answers(RuleRun *run)
{
    const Query *q = run->query;
    for (NodeId n = 0; rule_in_package(run) && (n = query_next(q, PY_Call, n));) {
        Mend m = rule_mend(run, q->inside[n]);
        Fix fix = {0};
        if (str_eq(query_method(q, n), S("startswith")) && q->inside[n] && !guards(q, n) &&
            mend_fix_prefix(&m, &(MendSite){.node = n}, &fix))
            rule_report(run, q->inside[n], n, CONF_LOW,
                        "a folder beside the one that is meant begins with the same name");
    }
}

// full.startswith(base): "/srv/files-private" begins with "/srv/files"
static void look(RuleRun *run)
{
    for (NodeId n = 0; !run->file->is_test && (n = query_next(run->query, PY_Call, n));)
        look_at_prefix(run, n);
    if (!run->file->is_test) look_at_answers(run);
    rule_by_call(run, LIST(L("startswith")), mend_fix_prefix, CONF_MEDIUM,
                  "a folder beside the one that is meant begins with the same name");
}

static bool fix(const Mend *m, const MendSite *at, Fix *out)
{
    if (at->hit) return mend_fix_path(m, at, out);
    return mend_fix_prefix(m, at, out);
}

const Rule rule_path_traversal = {
    .id = L("path-traversal"),
    .cwe = 22,
    .also = {73},
    .severity = SEV_HIGH,
    .title = L("outside text names a file"),
    .why = L("\"../\" or an absolute name leads out of the folder that was meant, so that "
             "any file this process may open can be read, overwritten or served."),
    .instead = L("Take the last part only (secure_filename, Path(name).name), or resolve the "
                 "joined path and require that it lies under the base (Path.is_relative_to, "
                 "os.path.commonpath). send_from_directory and safe_join do both."),
    .bad = L("from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/doc\")\n"
             "def doc():\n"
             "    with open(\"docs/\" + request.args[\"name\"]) as f:\n"
             "        return {\"text\": f.read()}\n"),
    .good =
        L("import os\n"
          "from flask import Flask, request\n"
          "from werkzeug.utils import secure_filename\n"
          "app = Flask(__name__)\n"
          "@app.get(\"/doc\")\n"
          "def doc():\n"
          "    with open(os.path.join(\"docs\", secure_filename(request.args[\"name\"]))) as f:\n"
          "        return {\"text\": f.read()}\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/22.html"),
             L("https://owasp.org/www-community/attacks/Path_Traversal"),
             L("https://docs.python.org/3/library/pathlib.html#pathlib.PurePath.is_relative_to")),
    .peers = LIST(L("codeql:py/path-injection")),
    .into = KIND(PATH),
    .class_b = true,
    .judge_hit = judge,
    .fix = fix,
    .at_file = look,
    .words = LIST(L("startswith")),
};
