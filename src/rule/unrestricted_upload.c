// rule unrestricted-upload: an uploaded file is stored with the type that the visitor chose.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str dangerous[] = {L("html"), L("htm"),   L("svg"), L("xml"), L("xhtml"), L("shtml"),
                                L("php"),  L("phtml"), L("jsp"), L("asp"), L("aspx"),  L("py"),
                                L("js"),   L("exe"),   L("sh"),  L("swf"), L("hta"),   {0}};

static bool in_words(Str text, const Str *words)
{
    if (str_starts(text, S("."))) text = str_sub(text, 1, -1);
    for (; words->len; words++)
        if (str_eq(text, *words)) return true;
    return false;
}

static Str dangerous_in(const Query *q, NodeId list)
{
    const Tree *t = q->tree;
    Str text;
    list = query_peel(q, list);
    int k = list ? py_kind(t, list) : PY_NONE;
    if (k != PY_List && k != PY_Tuple && k != PY_Set) return S("");
    NodeList items = py_list(t, list, 0);
    for (uint32_t i = 0; i < items.n; i++)
        if (query_str(q, items.v[i], &text) && in_words(text, dangerous)) return text;
    return S("");
}

// Lists of what may be uploaded that let through what a browser or a server runs.
static void look_at_lists(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (!str_eq(query_method(q, n), S("FileExtensionValidator"))) continue;
        NodeId list = query_arg(q, n, 0, S("allowed_extensions"));
        Str bad = list ? dangerous_in(q, list) : S("");
        NodeId place = query_statement(q, n);
        if (bad.len)
            rule_report(run, q->inside[n], place, CONF_MEDIUM, "uploads of type %.*s are allowed",
                        STR_ARG(bad));
    }
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        Str name = query_called(q, py_list(t, n, Assign_targets).v[0]);
        bool is_list = (str_find(name, S("ALLOWED")) >= 0 || str_find(name, S("allowed")) >= 0) &&
                       (str_find(name, S("EXT")) >= 0 || str_find(name, S("ext")) >= 0);
        Str bad = is_list ? dangerous_in(q, py_node(t, n, Assign_value)) : S("");
        if (bad.len)
            rule_report(run, q->inside[n], n, CONF_MEDIUM, "uploads of type %.*s are allowed",
                        STR_ARG(bad));
    }
}

static bool from_upload(const Query *q, NodeId object)
{
    static const Str files[] = {L("files"), L("FILES"), L("upload"), L("cleaned_data"), {0}};
    NodeId value = query_peel(q, object);
    if (py_kind(q->tree, value) == PY_Await) value = py_node(q->tree, value, Await_value);
    NodeId func = py_kind(q->tree, value) == PY_Call ? py_node(q->tree, value, Call_func) : 0;
    if (func && py_kind(q->tree, func) == PY_Attribute && str_eq(query_method(q, value), S("read")))
        object = value = py_node(q->tree, func, Attribute_value);       // data = await file.read()
    Str type = query_type(q, object);
    if (query_mentions(q, query_def(q, q->inside[object]),
                       (const Str[]){L("read_chunk"), L("multipart"), {0}}))
        return true;                                            // gathered from the parts of a body
    return str_find(type, S("FileStorage")) >= 0 || str_find(type, S("UploadFile")) >= 0 ||
           str_find(type, S("UploadedFile")) >= 0 || query_mentions(q, value, files);
}

// name.split(".")[1] in ALLOWED: of x.png.html that is png.
static bool tests_wrong_part(const Query *q, NodeId def)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        NodeId left = py_node(t, n, Compare_left);
        int64_t at;
        if (!query_within(q, n, def) || py_kind(t, left) != PY_Subscript ||
            !query_int(q, py_node(t, left, Subscript_slice), &at) || at != 1)
            continue;
        NodeId made = query_peel(q, py_node(t, left, Subscript_value));
        Str sep;
        if (py_kind(t, made) == PY_Call && str_eq(query_method(q, made), S("split")) &&
            query_str(q, query_arg(q, made, 0, S("sep")), &sep) && str_eq(sep, S(".")) &&
            !query_arg(q, made, 1, S("maxsplit")))
            return true;
    }
    return false;
}

// x[-1], x.rsplit(".", 1)[1]: the last part of a name. x.split(".")[1] is none.
static bool is_last_part(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    int64_t i;
    if (py_kind(t, n) == PY_Call && py_kind(t, py_node(t, n, Call_func)) == PY_Attribute)
        n = py_node(t, py_node(t, n, Call_func), Attribute_value);      // parts[-1].lower()
    return py_kind(t, n) == PY_Subscript && query_int(q, py_node(t, n, Subscript_slice), &i) &&
           i == -1;
}

// x.split(".")[1]: what stands behind the first dot, and more may follow
static bool is_first_part(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    int64_t i;
    if (py_kind(t, n) == PY_Call && py_kind(t, py_node(t, n, Call_func)) == PY_Attribute)
        n = py_node(t, py_node(t, n, Call_func), Attribute_value);
    if (py_kind(t, n) != PY_Subscript || !query_int(q, py_node(t, n, Subscript_slice), &i) || i < 0)
        return false;
    NodeId parts = query_peel(q, py_node(t, n, Subscript_value));
    return py_kind(t, parts) == PY_Call && str_eq(query_method(q, parts), S("split"));
}

static NodeId function_named(const Query *q, Str name)
{
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++)
        if (q->module->funcs.v[i].kind == FUNC_DEF &&
            str_eq(py_name(q->tree, q->module->funcs.v[i].name), name))
            return query_def(q, i);
    return 0;
}

static bool tests_within(const Query *q, NodeId def, int depth);

// accepted = suffix in SUFFIXES, and no condition of the function asks for `accepted`.
static bool is_idle(const Query *q, NodeId def, NodeId test)
{
    static const struct { int kind, field;
    } asks[] = {{PY_If, If_test},         {PY_IfExp, IfExp_test},    {PY_While, While_test},
                {PY_Assert, Assert_test}, {PY_Return, Return_value}, {PY_Call, Call_func}};
    const Tree *t = q->tree;
    NodeId st = query_statement(q, test);
    if (py_kind(t, st) != PY_Assign || py_kind(t, py_list(t, st, Assign_targets).v[0]) != PY_Name)
        return false;
    for (NodeId up = q->parent[test]; up != st; up = q->parent[up])
        if (py_kind(t, up) != PY_UnaryOp && py_kind(t, up) != PY_BoolOp) return false;
    Str name = query_called(q, py_list(t, st, Assign_targets).v[0]);
    for (Size i = 0; i < countof(asks); i++)
        for (NodeId n = 0; (n = query_next_in(q, asks[i].kind, def, n));) {
            bool call = asks[i].kind == PY_Call;            // require(accepted)
            NodeId in = call ? query_arg(q, n, 0, S("")) : py_node(t, n, asks[i].field);
            bool answers = asks[i].kind != PY_Return ||
                           (in && py_kind(t, in) != PY_Dict && py_kind(t, in) != PY_Call);
            if (in && answers && query_uses(q, in, name)) return false;
        }
    return true;
}

// Does the function test what the name ends with, or look the extension up?
static bool tests_type(const Query *q, NodeId def) { return tests_within(q, def, 0); }

static bool tests_within(const Query *q, NodeId def, int depth)
{
    static const Str helpers[] = {
        L("allowed"),  L("is_image"), L("imghdr"),           L("magic"), L("filetype"), L("verify"),
        L("validate"), L("Image"),    L("content_settings"), {0}};
    static const Str ext_words[] = {L("ext"),      L("suffix"), L("filename"),   L("endswith"),
                                    L("splitext"), L("rsplit"), L("rpartition"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        PyOp op = (PyOp)py_syms(t, n, Compare_ops).v[0];
        NodeId left = py_node(t, n, Compare_left);
        if (!query_within(q, n, def)) continue;
        Str text;
        // any(ext in name for ext in ALLOWED): anywhere in the name
        if (is_first_part(q, left) || py_kind(t, q->parent[n]) == PY_GeneratorExp) continue;
        bool of_ext = query_mentions(q, left, ext_words) || is_last_part(q, left) ||
                      query_mentions(q, query_peel(q, left), ext_words);
        if (tests_wrong_part(q, n) || is_idle(q, def, n)) continue;
        if (of_ext && (op == OP_IN || op == OP_NOTIN || ((op == OP_EQ || op == OP_NOTEQ) &&
            query_str(q, py_list(t, n, Compare_comparators).v[0], &text) && text.len))) return true;
    }
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, def, n));) {
        Str m = query_method(q, n);
        if (str_eq(m, S("endswith"))) return true;
        NodeId helper =
            py_kind(t, py_node(t, n, Call_func)) == PY_Name && depth < 2 ? function_named(q, m) : 0;
        int above = py_kind(t, q->parent[n]);                   // asked, not taken for a name
        bool asked = above == PY_If || above == PY_UnaryOp || above == PY_BoolOp ||
                     above == PY_Expr || above == PY_Return || above == PY_Assert;
        if (helper && !asked) continue;
        if (helper && helper != def && tests_within(q, helper, depth + 1)) return true;
        if (helper) continue;                                   // what it is called says less
        bool whole = str_eq(m, S("issuperset")) || str_eq(m, S("__contains__"));
        if (whole && query_mentions(q, n, ext_words)) return true;
        NodeId own = query_own_function(q, py_node(q->tree, n, Call_func));
        if (own && tests_wrong_part(q, own)) continue;
        if (str_has(m, helpers)) return true;
    }
    return false;
}

// The visitor's own file name, or its ending, in the path: through names assigned in this function.
// A look-up in a table gives what the table holds, not what the visitor wrote.
static bool is_lookup(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    if (py_kind(t, n) != PY_Subscript) return false;
    NodeId table = query_peel(q, py_node(t, n, Subscript_value));
    return py_kind(t, table) == PY_Dict;
}

static bool keeps_name(const Query *q, NodeId path, int depth);

// Does a function of this module test the type of what it makes?
static bool tested_there(const Query *q, NodeId call)
{
    NodeId own = query_own_function(q, py_node(q->tree, call, Call_func));
    return own && tests_type(q, own);
}

// target_for(upload), a function of this module: what it returns
static bool made_with_name(const Query *q, NodeId call, int depth)
{
    const Tree *t = q->tree;
    NodeId func = py_node(t, call, Call_func);
    if (py_kind(t, func) != PY_Name) return false;
    for (NodeId n = 0; (n = query_next(q, PY_Return, n));) {
        const Func *f = &q->module->funcs.v[q->inside[n]];
        NodeId value = py_node(t, n, Return_value);
        if (value && f->kind == FUNC_DEF && f->name == py_sym(t, func, Name_id) &&
            !tests_type(q, query_def(q, q->inside[n])) && keeps_name(q, value, depth + 1))
            return true;
    }
    return false;
}

// stem, ext = os.path.splitext(upload.filename): what the name was taken from; 0: none.
static NodeId unpacked_from(const Query *q, NodeId name)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        if (q->inside[n] != q->inside[name] || py_kind(t, to) != PY_Tuple) continue;
        NodeList items = py_list(t, to, Tuple_elts);
        for (uint32_t i = 0; i < items.n; i++)
            if (py_kind(t, items.v[i]) == PY_Name &&
                py_sym(t, items.v[i], Name_id) == py_sym(t, name, Name_id))
                return py_node(t, n, Assign_value);
    }
    return 0;
}

static bool keeps_name(const Query *q, NodeId path, int depth)
{
    static const Str name_words[] = {L("filename"), {0}};
    const Tree *t = q->tree;
    if (!path || depth > 12 || is_lookup(q, path)) return false;
    if (py_kind(t, path) == PY_Attribute && (str_eq(query_called(q, path), S("filename")) ||
                                             (depth && str_eq(query_called(q, path), S("name")))))
        return true;
    if (py_kind(t, path) == PY_Name) {
        NodeId value = query_assigned(q, path);
        if (!value) value = unpacked_from(q, path);
        return value ? keeps_name(q, value, depth + 1) : false;
    }
    if (py_kind(t, path) == PY_Call && tested_there(q, path)) return false;
    if (py_kind(t, path) == PY_Call && made_with_name(q, path, depth)) return true;
    NodeId child;
    for (uint32_t it = 0; (child = py_next_child(t, path, &it));)
        if (keeps_name(q, child, depth + 1)) return true;
    (void)name_words;
    return false;
}

static bool made_by_test(const Query *q, NodeId path)
{
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, path, n));)
        if (tested_there(q, n)) return true;
    return false;
}

// default_storage.save(f.name, f): a storage of Django's is handed the upload and the name that it goes by.
static bool is_stored(const Query *q, NodeId call)
{
    NodeId func = py_node(q->tree, call, Call_func), content = query_arg(q, call, 1, S("content"));
    return content &&
           str_find(query_type(q, py_node(q->tree, func, Attribute_value)), S(".storage.")) >= 0 &&
           from_upload(q, content);
}

static void look_at_saves(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func), def = query_def(q, q->inside[n]);
        bool saves = str_eq(query_method(q, n), S("save")) && py_kind(t, func) == PY_Attribute;
        bool opens = str_eq(query_method(q, n), S("open")) && query_arg(q, n, 1, S("mode"));
        Str mode = {0};
        if (opens)
            opens =
                query_str(q, query_arg(q, n, 1, S("mode")), &mode) && str_find(mode, S("w")) >= 0;
        NodeId path = saves || opens ? query_arg(q, n, 0, S("")) : 0;
        NodeId data = query_arg(q, n, 0, S("data"));
        if (str_eq(query_method(q, n), S("write_bytes")) && py_kind(t, func) == PY_Attribute &&
            data &&
            from_upload(q, py_kind(t, data) == PY_Attribute ? py_node(t, data, Attribute_value)
                                                            : data))
            path = query_peel(q, py_node(t, func, Attribute_value));
        if (!def || !path || tests_type(q, def)) continue;
        bool stored = saves && is_stored(q, n);
        if (saves && !stored && !from_upload(q, py_node(t, func, Attribute_value))) continue;
        if (opens &&
            !query_mentions(q, def, (const Str[]){L("UploadFile"), L("uploadfile"), {0}}) &&
            !query_mentions(q, def, (const Str[]){L("files"), {0}}))
            continue;
        bool kept = keeps_name(q, path, stored);
        if (!kept && made_by_test(q, path)) continue;
        // a name of our own, and at least the type that the browser says
        if (!kept && query_mentions(q, def, (const Str[]){L("mimetype"), L("content_type"), {0}}))
            continue;
        rule_report(run, q->inside[n], n, kept ? CONF_MEDIUM : CONF_LOW, kept ?
                    "an upload is stored under the extension that the visitor chose" :
                    "an upload is stored without a look at what it is");
    }
}

static void look(RuleRun *run)
{
    if (run->file->is_test) return;
    look_at_lists(run);
    look_at_saves(run);
}

static void look_all(RuleRun *run)
{
    look(run);
    static const int kinds[] = {PY_Subscript, PY_Attribute};
    for (Size i = 0; !rule_in_package(run) && i < countof(kinds); i++)
        rule_by_shape(run, kinds[i], mend_fix_extension, CONF_LOW,
                      "the stored name ends as the visitor's does, whatever was looked at");
}

static bool fix(const Mend *m, const MendSite *at, Fix *out)
{
    static MendFix *const all[] = {mend_fix_upload, mend_fix_extension, NULL};
    return mend_any(m, at, out, all);
}

const Rule rule_unrestricted_upload = {
    .id = L("unrestricted-upload"),
    .cwe = 434,
    .severity = SEV_HIGH,
    .title = L("an uploaded file is stored with the type that the visitor chose"),
    .why = L("An .html or .svg in a folder that is served runs script on this site; a "
             ".php, .py or .sh may run on the server. The content type that the browser "
             "sends says nothing."),
    .instead = L("Choose the extension from a list of what may be uploaded, check the content, "
                 "and store outside of what is served."),
    .bad = L("import os\n"
             "from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.post(\"/photo\")\n"
             "def photo():\n"
             "    f = request.files[\"photo\"]\n"
             "    f.save(os.path.join(\"static\", f.filename))\n"
             "    return \"ok\"\n"),
    .good = L("import os\n"
              "import uuid\n"
              "from flask import Flask, abort, request\n"
              "app = Flask(__name__)\n"
              "ALLOWED = {\".png\", \".jpg\"}\n"
              "@app.post(\"/photo\")\n"
              "def photo():\n"
              "    f = request.files[\"photo\"]\n"
              "    ext = os.path.splitext(f.filename)[1].lower()\n"
              "    if ext not in ALLOWED:\n"
              "        abort(415)\n"
              "    f.save(os.path.join(\"static\", uuid.uuid4().hex + ext))\n"
              "    return \"ok\"\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/434.html"),
             L("https://cheatsheetseries.owasp.org/cheatsheets/File_Upload_Cheat_Sheet.html")),
    .at_file = look_all,
    .words =
        LIST(L("files"), L("FILES"), L("UploadFile"), L("FileExtensionValidator"),
             L("ALLOWED_EXTENSIONS"), L("file_field"), L("FileField"), L("save"), L("upload_file"),
             L("splitext"), L("suffix")),
    .fix = fix,
    .weak_in_package = true,
};
