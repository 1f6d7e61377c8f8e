// mend/fix_call: fixes that change a call's own words: a switch, a name, a version, a limit.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

static bool is_call(const Mend *m, NodeId n) { return n && py_kind(m->tree, n) == PY_Call; }

// Does the dotted name end in this last part?
static bool named(Str dotted, const char *last)
{
    Size dot = str_rfind(dotted, '.');
    return str_eq(str_sub(dotted, dot + 1, -1), str_of(last));
}

static Str last_part(const Mend *m, NodeId call)
{
    NodeId f = py_node(m->tree, call, Call_func);
    if (py_kind(m->tree, f) == PY_Attribute)
        return py_name(m->tree, py_sym(m->tree, f, Attribute_attr));
    return py_kind(m->tree, f) == PY_Name ? py_name(m->tree, py_sym(m->tree, f, Name_id))
                                          : (Str){0};
}

// ---- switches

static NodeId assigned_value(const Mend *m, NodeId n)
{
    NodeId stmt = mend_statement(m, n);
    return stmt && py_kind(m->tree, stmt) == PY_Assign ? py_node(m->tree, stmt, Assign_value) : 0;
}

static Str opposite(Str value)
{
    return str_eq(value, S("True")) ? S("False") : str_eq(value, S("False")) ? S("True") : (Str){0};
}

// context.verify_mode = ssl.CERT_NONE
static bool require_certificate(const Mend *m, NodeId value, Fix *out)
{
    if (!value || !str_ends(py_text(m->tree, value), S("CERT_NONE"))) return false;
    Str text = mend_name(m, &out->change, value, S("ssl"), S("CERT_REQUIRED"));
    if (!text.len) return false;
    mend_replace(m, &out->change, value, text);
    return mend_done(out, TRUST_SAFE, "The other side must show a certificate that checks out.");
}

// context.check_hostname = False beside it: a certificate of anybody's would check out.
static void name_beside(const Mend *m, NodeId stmt, Fix *out)
{
    NodeId to = stmt && py_kind(m->tree, stmt) == PY_Assign ? py_list(m->tree, stmt, Assign_targets).v[0] : 0;
    if (!to || py_kind(m->tree, to) != PY_Attribute || !str_ends(py_text(m->tree, to), S(".verify_mode"))) return;
    Str name = str_fmt(m->keep, "%.*s.check_hostname",
                       STR_ARG(py_text(m->tree, py_node(m->tree, to, Attribute_value))));
    NodeId def = mend_function(m, stmt), last = 0;
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, def ? def : m->tree->root, n));)
        if (str_eq(py_text(m->tree, py_list(m->tree, n, Assign_targets).v[0]), name)) last = n;
    NodeId value = last ? py_node(m->tree, last, Assign_value) : 0;
    if (value && str_eq(py_text(m->tree, value), S("False"))) mend_replace(m, &out->change, value, S("True"));
}

// context.check_hostname = True is an error while the context asks for no certificate: both go.
static bool name_and_certificate(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId stmt = py_kind(m->tree, at->node) == PY_Call ? 0 : mend_statement(m, at->node);
    NodeId to = stmt && py_kind(m->tree, stmt) == PY_Assign
                    ? py_list(m->tree, stmt, Assign_targets).v[0]
                    : 0;
    if (!to || py_kind(m->tree, to) != PY_Attribute ||
        !str_ends(py_text(m->tree, to), S(".check_hostname")))
        return true;
    Str mode = str_fmt(m->keep, "%.*s.verify_mode",
                       STR_ARG(py_text(m->tree, py_node(m->tree, to, Attribute_value))));
    NodeId def = mend_function(m, stmt);
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, def ? def : m->tree->root, n));) {
        NodeId value = py_node(m->tree, n, Assign_value);
        if (!str_eq(py_text(m->tree, py_list(m->tree, n, Assign_targets).v[0]), mode)) continue;
        if (str_ends(py_text(m->tree, value), S("CERT_REQUIRED"))) continue;
        if (!require_certificate(m, value, out)) return false;   // what it is depends
    }
    return true;
}

bool mend_fix_flip(const Mend *m, const MendSite *at, Fix *out)
{
    bool any = false;
    if (mend_fix_wrap_socket(m, at, out)) return true;
    out->change = (Change){0};
    if (mend_fix_openssl_context(m, at, out)) return true;
    out->change = (Change){0};
    if (mend_fix_unverified_context(m, at, out)) return true;
    out->change = (Change){0};
    if (mend_fix_unchecked_mail(m, at, out)) return true;
    out->change = (Change){0};
    if (require_certificate(m,
                            is_call(m, at->node) ? mend_arg(m, at->node, -1, S("cert_reqs"))
                                                 : assigned_value(m, at->node),
                            out)) {
        name_beside(m, is_call(m, at->node) ? 0 : mend_statement(m, at->node), out);
        return true;
    }
    for (Size i = 0; at->line && i < at->line->nconds; i++) {
        const ModelCond *c = &at->line->conds[i];
        Str safe = c->kind == COND_IS ? opposite(c->value) : (Str){0};
        if (!safe.len) continue;
        NodeId given = is_call(m, at->node) ? mend_arg(m, at->node, c->arg, c->keyword)
                                            : assigned_value(m, at->node);
        const PyConst *k = given ? py_const(m->tree, given) : NULL;
        if (!k || (k->kind != CONST_TRUE && k->kind != CONST_FALSE)) return false;
        mend_replace(m, &out->change, given, safe);
        any = true;
    }
    if (any && !name_and_certificate(m, at, out)) return false;
    // pages and answers are the same without a debugger, and with a certificate that is right; a switch
    // that somebody set for what it allows is theirs
    bool same =
        any && (str_starts(at->line->name, S("tls")) || str_starts(at->line->name, S("debug")));
    return any &&
           mend_done(out, same ? TRUST_SAFE : TRUST_REVIEW,
                     same ? "The switch that turns the protection off is set to its safe value."
                         : "The switch that turns the protection off is set to its safe value. "
                           "Decide that nothing needs what it allowed.");
}

bool mend_fix_load_switch(const Mend *m, const MendSite *at, Fix *out)
{
    static const struct {
        const char *name, *keyword, *value;
        Str root;
    } known[] = {{"load", "weights_only", "True", L("torch")},
                 {"load", "allow_pickle", "False", L("numpy")}};
    for (Size i = 0; is_call(m, at->node) && i < countof(known); i++) {
        if (!named(at->callee, known[i].name) || !str_starts(at->callee, known[i].root)) continue;
        bool given = mend_keyword(m, at->node, str_of(known[i].keyword));
        return mend_set(m, &out->change, at->node, -1, str_of(known[i].keyword),
                        str_of(known[i].value)) &&
               mend_done(out, given ? TRUST_REVIEW : TRUST_SAFE,
                         given ? "Only plain data is loaded now: a file can no longer name code to "
                                 "run. Decide that no file holds objects."
                               : "Only plain data is loaded now: a file can no longer name code to "
                                 "run.");
    }
    return false;
}

// ---- libraries

// class Tagged(yaml.FullLoader): the class of this module that a document is read with.
static NodeId own_loader(const Mend *m, NodeId loader)
{
    NodeId stmt = py_kind(m->tree, loader) == PY_Name ? mend_top(m, py_text(m->tree, loader)) : 0;
    if (!stmt || py_kind(m->tree, stmt) != PY_ClassDef) return 0;
    NodeList bases = py_list(m->tree, stmt, ClassDef_bases);
    return bases.n && str_ends(py_text(m->tree, bases.v[0]), S("Loader")) ? stmt : 0;
}

// yaml.add_constructor("!env", …), class Point(yaml.YAMLObject), a loader of somebody else's: tags that
// the safe loader was not given. Those of the own class stay with it.
static bool has_own_tags(const Mend *m, NodeId own)
{
    static const char *const adders[] = {"add_constructor", "add_multi_constructor",
                                         "add_implicit_resolver", "add_path_resolver", NULL};
    if (str_find(m->tree->src, S("YAMLObject")) >= 0) return true;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));) {
        if (!mend_is_one(mend_called(m, n), adders)) continue;
        Str to = mend_object(m, n);
        NodeId made = to.len ? mend_top(m, to) : 0;      // a class here: its own, and kept with it
        if (made && py_kind(m->tree, made) == PY_ClassDef) continue;
        NodeId loader = mend_keyword(m, n, S("Loader"));
        bool safe = str_ends(to, S("SafeLoader")) ||
                    (loader && str_ends(py_text(m->tree, loader), S("SafeLoader")));
        if (!safe && !(own && str_eq(to, S("cls")))) return true;
    }
    return false;
}

// Loader=Tagged, which another module makes: what it was given is not seen here.
static bool is_foreign_loader(const Mend *m, NodeId loader)
{
    static const char *const known[] = {"Loader",  "FullLoader",  "UnsafeLoader", "BaseLoader",
                                        "CLoader", "CFullLoader", "CUnsafeLoader", NULL};
    Str name = py_text(m->tree, loader);
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n && py_kind(m->tree, loader) == PY_Name; i++) {
        NodeList names = py_kind(m->tree, body.v[i]) == PY_ImportFrom
                             ? py_list(m->tree, body.v[i], ImportFrom_names)
                             : (NodeList){0};
        for (uint32_t k = 0; k < names.n; k++)
            if (str_eq(py_name(m->tree, py_sym(m->tree, names.v[k], alias_asname)), name))
                name = py_name(m->tree, py_sym(m->tree, names.v[k], alias_name));
    }
    return !mend_is_one(str_sub(name, str_rfind(name, '.') + 1, -1), known);
}

bool mend_fix_yaml(const Mend *m, const MendSite *at, Fix *out)
{
    if (!is_call(m, at->node) || !str_starts(at->callee, S("yaml."))) return false;
    Str name = str_sub(at->callee, str_rfind(at->callee, '.') + 1, -1);   // `load as yload`, too
    NodeId loader = mend_arg(m, at->node, 1, S("Loader"));
    bool all = str_find(name, S("_all")) >= 0,
         plain = str_eq(name, S("load")) || str_eq(name, S("load_all"));
    NodeId own = loader && plain ? own_loader(m, loader) : 0;
    bool tags = has_own_tags(m, own) || (loader && plain && !own && is_foreign_loader(m, loader));
    if (loader && plain) {
        NodeId base = own ? py_list(m->tree, own, ClassDef_bases).v[0] : loader;
        Str safe = mend_name(m, &out->change, base, S("yaml"), S("SafeLoader"));
        if (!safe.len || (own && py_list(m->tree, own, ClassDef_bases).n != 1)) return false;
        mend_replace(m, &out->change, base, safe);
        if (py_kind(m->tree, base) == PY_Name)
            *push(m->keep, &out->change.drop_if_unused) =
                (Import){S("yaml"), py_text(m->tree, base), {0}};
    } else if (!mend_callee(m, &out->change, at->node, S("yaml"),
                            all ? S("safe_load_all") : S("safe_load")))
        return false;
    return mend_done(
        out, tags ? TRUST_REVIEW : TRUST_SAFE,
        tags ? "The safe loader builds plain data only: a document can no longer construct objects. "
               "Decide which of the tags that were added to the other loader it needs."
        : own ? "The program's own loader begins with the safe one, so a document has plain data and "
                "the program's own tags, and can no longer construct objects."
              : "The safe loader builds plain data only: a document can no longer construct objects.");
}

// Uses of a temporary file's name for which a file that is there already, and empty, is no other than
// one that is not there yet.
static bool is_a_file(const Mend *m, NodeId call, NodeId def)
{
    static const char *const takers[] = {
        "open",   "remove",  "unlink",    "chmod",  "copyfile", "copy",    "copy2",
        "move",   "rename",  "replace",   "print",  "join",     "write",   "info",
        "debug",  "str",     "Path",      "fspath", "dump",     "savetxt", "save",
        "to_csv", "savefig", "read_text", "append", "len",      NULL};
    NodeId stmt = mend_parent(m, call);
    if (py_kind(m->tree, stmt) != PY_Assign) return true;
    NodeId to = py_list(m->tree, stmt, Assign_targets).v[0];
    if (py_kind(m->tree, to) != PY_Name) return true;
    for (NodeId n = 0; (n = mend_next(m, PY_Name, def, n));) {
        if (!str_eq(py_text(m->tree, n), py_text(m->tree, to))) continue;
        NodeId up = mend_parent(m, n);
        if (py_kind(m->tree, up) == PY_keyword) up = mend_parent(m, up);
        if (py_kind(m->tree, up) == PY_Call && !mend_is_one(mend_called(m, up), takers))
            return false;
        if (py_kind(m->tree, up) == PY_List || py_kind(m->tree, up) == PY_FormattedValue)
            return false;
    }
    return true;
}

// path = mktemp() -> descriptor, path = mkstemp(); os.close(descriptor)
static bool closed_at_once(const Mend *m, NodeId call, Change *c)
{
    NodeId stmt = mend_parent(m, call), scope = mend_function(m, call);
    if (py_kind(m->tree, stmt) != PY_Assign || py_list(m->tree, stmt, Assign_targets).n != 1)
        return false;
    NodeId to = py_list(m->tree, stmt, Assign_targets).v[0];
    Str name = S("descriptor"), os;
    if (py_kind(m->tree, to) != PY_Name || mend_binds(m, scope ? scope : m->tree->root, name) ||
        !(os = mend_name(m, c, call, S("os"), S("close"))).len)
        return false;
    mend_insert(m, c, py_at(m->tree, to)->beg, S("descriptor, "));
    return mend_after(m, c, stmt, str_fmt(m->keep, "%.*s(descriptor)", STR_ARG(os)));
}

bool mend_fix_temp_name(const Mend *m, const MendSite *at, Fix *out)
{
    if (!is_call(m, at->node) || !named(at->callee, "mktemp")) return false;
    // a name for what is no file: one that exists would be in its way
    static const char *const others[] = {"mkdir", "makedirs", "symlink", "mkfifo", "copytree",
                                         ".bind(", "os.link(", "Listener(", ", \"x", ", 'x",
                                         "exists(", "UNIX", "unix", "socket", NULL};
    NodeId def = mend_function(m, at->node), scope = def ? def : m->tree->root;
    if (mend_has_one(py_text(m->tree, scope), others)) return false;
    bool file = is_a_file(m, at->node, scope);
    if (!mend_callee(m, &out->change, at->node, S("tempfile"), S("mkstemp"))) return false;
    if (!closed_at_once(m, at->node, &out->change)) {
        out->change = (Change){0};
        mend_callee(m, &out->change, at->node, S("tempfile"), S("mkstemp"));
        mend_insert(m, &out->change, py_at(m->tree, at->node)->end, S("[1]"));
    }
    return mend_done(
        out, file ? TRUST_SAFE : TRUST_REVIEW,
        file ? "mkstemp makes the file itself, readable by its owner alone, so nobody can put one "
               "there first; the name is used as before."
             : "mkstemp makes the file itself, readable by its owner alone, so nobody can put one "
               "there first. Decide that what is given the name takes a file that is there "
               "already.");
}

// join(folder, md5(key).hexdigest()), folder / …: the name of a file, which is looked for under it again.
static bool is_file_name(const Mend *m, NodeId call)
{
    for (NodeId up = mend_parent(m, call); up && !py_is_statement(py_kind(m->tree, up)); up = mend_parent(m, up)) {
        if (py_kind(m->tree, up) == PY_BinOp && py_at(m->tree, up)->op == OP_DIV) return true;
        if (py_kind(m->tree, up) != PY_Call) continue;
        Str f = py_text(m->tree, py_node(m->tree, up, Call_func));
        if (str_ends(f, S("path.join")) || str_ends(f, S(".joinpath"))) return true;
    }
    return false;
}

// Is the digest only compared or shown as a short mark (a cache key, an ETag), not kept as a
// secret's guard?
static bool is_checksum(const Mend *m, NodeId call)
{
    static const Str words[] = {L("etag"),  L("cache"),  L("checksum"), L("fingerprint"),
                                L("dedup"), L("bucket"), L("shard")};
    NodeId f = mend_function(m, call), stmt = mend_statement(m, call);
    Str near = f ? py_name(m->tree, py_sym(m->tree, f, FunctionDef_name)) : (Str){0},
        line = py_text(m->tree, stmt);
    for (Size i = 0; i < countof(words); i++)
        if (str_find(near, words[i]) >= 0 || str_find(line, words[i]) >= 0) return true;
    return is_file_name(m, call);
}

// {"md5": …}, md5=…, def md5(x): …: who reads it expects that digest and no other.
static bool is_named_by_it(const Mend *m, NodeId node)
{
    static const char *const digests[] = {"md5", "sha1", NULL};
    NodeId def = mend_function(m, node);
    Str name = def ? mend_def_name(m, def) : (Str){0};
    for (NodeId n = node, up; (up = mend_parent(m, n)) && up != def; n = up) {
        int kind = py_kind(m->tree, up);
        if (kind == PY_keyword && py_sym(m->tree, up, keyword_arg))
            name = py_name(m->tree, py_sym(m->tree, up, keyword_arg));
        NodeList values = kind == PY_Dict ? py_list(m->tree, up, Dict_values) : (NodeList){0};
        for (uint32_t i = 0; i < values.n; i++)
            if (values.v[i] == n) name = mend_string(m, py_list(m->tree, up, Dict_keys).v[i]);
        if (kind == PY_Assign) name = py_text(m->tree, py_list(m->tree, up, Assign_targets).v[0]);
        if (mend_has_one(mend_lower(m, name), digests)) return true;
    }
    return mend_has_one(mend_lower(m, name), digests);
}

// "https://host/avatar/" + md5(…): the server there reckons it the same way.
static bool is_asked_elsewhere(const Mend *m, NodeId node)
{
    return str_find(py_text(m->tree, mend_statement(m, node)), S("://")) >= 0;
}

bool mend_fix_hash(const Mend *m, const MendSite *at, Fix *out)
{
    if (mend_is_one_scheme(m, at->node)) return false; // old records are read by it
    if (!is_call(m, at->node)) return false;
    Str name = last_part(m, at->node);
    bool direct = str_eq(name, S("md5")) || str_eq(name, S("sha1"));
    if (is_checksum(m, at->node) && direct && str_starts(at->callee, S("hashlib."))) {
        bool has = mend_has_python(m, S("3.9")); // the keyword came with it
        if (!has && flow_python(m->file).len) return false;
        return mend_set(m, &out->change, at->node, -1, S("usedforsecurity"), S("False")) &&
               mend_done(out, has ? TRUST_SAFE : TRUST_REVIEW,
                         has ? "Marked as a checksum, which is all that it is used for here."
                             : "Marked as a checksum, which is all that it is used for here. Decide "
                               "that it runs on Python 3.9 and newer alone.");
    }
    if (is_named_by_it(m, at->node) || is_asked_elsewhere(m, at->node)) return false;
    if (direct && str_starts(at->callee, S("hashlib."))) {
        if (!mend_callee(m, &out->change, at->node, S("hashlib"), S("sha256"))) return false;
    } else if (named(at->callee, "new") && str_starts(at->callee, S("hashlib."))) {
        NodeId which = mend_arg(m, at->node, 0, S("name"));
        if (!which || py_kind(m->tree, which) != PY_Constant) return false;
        mend_replace(m, &out->change, which,
                     edit_literal(S("sha256"), mend_quote(m, which), m->keep));
    } else if (named(at->callee, "MD5") || named(at->callee, "SHA1")) {
        NodeId f = py_node(m->tree, at->node, Call_func);
        Str text = mend_name(m, &out->change, at->node, S("cryptography.hazmat.primitives.hashes"),
                             S("SHA256"));
        if (py_kind(m->tree, f) == PY_Attribute)
            text = str_fmt(m->keep, "%.*s.SHA256",
                           STR_ARG(py_text(m->tree, py_node(m->tree, f, Attribute_value))));
        if (!text.len) return false;
        if (py_kind(m->tree, f) == PY_Attribute) out->change.add.n = 0;
        mend_replace(m, &out->change, f, text);
    } else return false;
    return mend_done(
        out, TRUST_REVIEW,
        "SHA-256 has no known collisions. Digests stored before change: decide how old "
        "ones are read.");
}

// def server_context(): ssl.SSLContext(…), self.listen_context = ssl.SSLContext(…)
static bool is_for_server(const Mend *m, NodeId node)
{
    static const char *const words[] = {"server", "listen", "accept", NULL};
    NodeId def = mend_function(m, node), stmt = mend_statement(m, node);
    if (def && mend_has_one(mend_lower(m, mend_def_name(m, def)), words)) return true;
    return stmt && py_kind(m->tree, stmt) == PY_Assign &&
           mend_has_one(
               mend_lower(m, py_text(m->tree, py_list(m->tree, stmt, Assign_targets).v[0])), words);
}

bool mend_fix_tls_version(const Mend *m, const MendSite *at, Fix *out)
{
    if (mend_fix_wrap_socket(m, at, out)) return true;
    out->change = (Change){0};
    for (Size i = 0; at->line && i < at->line->nconds; i++) {
        const ModelCond *c = &at->line->conds[i];
        NodeId given = is_call(m, at->node) ? mend_arg(m, at->node, c->arg, c->keyword)
                                            : assigned_value(m, at->node);
        if (c->kind != COND_IS || !given || str_find(c->value, S("ssl.")) < 0) continue;
        bool floor = str_find(c->value, S("TLSVersion")) >= 0;
        bool server = str_find(m->tree->src, S("server_side=True")) >= 0 ||
                      str_find(m->tree->src, S("load_cert_chain")) >= 0 ||
                      is_for_server(m, at->node);
        Str name = floor    ? S("TLSVersion.TLSv1_2")
                   : server ? S("PROTOCOL_TLS_SERVER")
                            : S("PROTOCOL_TLS_CLIENT");
        Str text = mend_name(m, &out->change, at->node, S("ssl"), name);
        if (!text.len) return false;
        mend_replace(m, &out->change, given, text);
        return mend_done(
            out, floor || server ? TRUST_SAFE : TRUST_REVIEW,
            "Only TLS 1.2 and newer are spoken; a client context also checks certificate "
            "and host name.");
    }
    return false;
}

bool mend_fix_timeout(const Mend *m, const MendSite *at, Fix *out)
{
    if (!is_call(m, at->node) || !mend_set(m, &out->change, at->node, -1, S("timeout"), S("30")))
        return false;
    return mend_done(out, TRUST_SAFE,
                     "A server that never answers can hold this caller for 30 seconds at most.");
}

bool mend_fix_host_key(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId arg = is_call(m, at->node) ? mend_arg(m, at->node, 0, S("policy")) : 0;
    if (!arg || !named(at->callee, "set_missing_host_key_policy")) return false;
    Str text = mend_name(m, &out->change, at->node, S("paramiko"), S("RejectPolicy"));
    if (!text.len) return false;
    bool call = py_kind(m->tree, arg) == PY_Call;
    mend_replace(m, &out->change, arg, str_fmt(m->keep, "%.*s%s", STR_ARG(text), call ? "()" : ""));
    return mend_done(
        out, TRUST_REVIEW,
        "A server whose key is not known is refused. Decide where its key is recorded: "
        "load_system_host_keys() or load_host_keys(file).");
}

// render(footer=FOOTER) with markup of this module's own: it is said to be markup. sure: nothing else
// that a template is given is made of markup here.
static bool markup_stays(const Mend *m, Change *c, bool *sure)
{
    for (NodeId n = 0; (n = mend_next(m, PY_keyword, m->tree->root, n));) {
        NodeId call = mend_parent(m, n), v = py_node(m->tree, n, keyword_value);
        if (py_kind(m->tree, call) != PY_Call || !str_eq(mend_called(m, call), S("render")))
            continue;
        if (py_kind(m->tree, v) == PY_Call) {
            for (NodeId d = 1; (Size)d < m->tree->nodes.n; d++)
                if (mend_is_def(m->tree->nodes.v[d].kind) &&
                    str_eq(mend_def_name(m, d), mend_called(m, v)) &&
                    str_find(py_text(m->tree, d), S("</")) >= 0)
                    *sure = false;
            continue;
        }
        NodeId stmt = py_kind(m->tree, v) == PY_Name ? mend_top(m, py_text(m->tree, v)) : 0;
        NodeId text =
            stmt && py_kind(m->tree, stmt) == PY_Assign ? py_node(m->tree, stmt, Assign_value) : 0;
        bool fixed = text && str_find(mend_string(m, text), S("</")) >= 0;
        // body=body: by its name it is markup, or it is built here of tags
        static const char *const tagged[] = {"html",   "body", "content", "inner", "header",
                                             "footer", "menu", "markup",  "nav",   "table",
                                             "rows",   "form", NULL};
        MendLeaves leaves;
        Str key = mend_lower(m, py_name(m->tree, py_sym(m->tree, n, keyword_arg)));
        if (!fixed && py_kind(m->tree, v) != PY_Constant &&
            (mend_has_one(key, tagged) || !mend_leaves(m, v, KIND(HTML), &leaves) || leaves.own))
            *sure = false;
        if (!fixed) continue;
        Str markup = mend_name(m, c, v, S("markupsafe"), S("Markup"));
        if (!markup.len) return false;
        mend_replace(m, c, v,
                     str_fmt(m->keep, "%.*s(%.*s)", STR_ARG(markup), STR_ARG(py_text(m->tree, v))));
    }
    return true;
}

// get_template("x.html"), from_string("<p>…"): what the environment at a node makes, by the
// templates that it is asked for in the function around, or in the file.
typedef enum { MAKES_UNSAID, MAKES_PAGES, MAKES_TEXTS } Makes;

// {"report": "<h1>…"} in this file: the text of the template by that name.
static Str kept_template(const Mend *m, Str name)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Dict, m->tree->root, n));) {
        NodeList keys = py_list(m->tree, n, Dict_keys), values = py_list(m->tree, n, Dict_values);
        for (uint32_t i = 0; i < keys.n && i < values.n; i++)
            if (keys.v[i] && str_eq(mend_string(m, keys.v[i]), name))
                return mend_string(m, values.v[i]);
    }
    return (Str){0};
}

static Makes one_template(const Mend *m, NodeId arg, bool name)
{
    static const char *const pages[] = {".htm", ".xml", ".xhtml", ".svg", NULL};
    NodeId stmt, value = py_kind(m->tree, arg) == PY_Name ? mend_assigned(m, arg, &stmt) : 0;
    NodeId top = value || py_kind(m->tree, arg) != PY_Name ? 0 : mend_top(m, py_text(m->tree, arg));
    if (top && py_kind(m->tree, top) == PY_Assign) value = py_node(m->tree, top, Assign_value);
    Str text = mend_string(m, value ? value : arg), low = mend_lower(m, py_text(m->tree, arg));
    if (str_find(low, S("html")) >= 0 || str_find(low, S("page")) >= 0) return MAKES_PAGES;
    if (!text.len) return name ? MAKES_UNSAID : MAKES_TEXTS;
    if (name && mend_has_one(text, pages)) return MAKES_PAGES;
    if (name) text = kept_template(m, text);
    return str_find(text, S("</")) >= 0 || str_find(text, S("<p")) >= 0 ? MAKES_PAGES : MAKES_TEXTS;
}

static Makes makes_in(const Mend *m, NodeId scope)
{
    Makes made = MAKES_UNSAID;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, scope, n));) {
        Str called = mend_called(m, n);
        bool name = str_eq(called, S("get_template")) || str_eq(called, S("select_template"));
        NodeId arg = name || str_eq(called, S("from_string")) ? mend_arg(m, n, 0, (Str){0}) : 0;
        Makes one = arg ? one_template(m, arg, name) : MAKES_UNSAID;
        if (one == MAKES_TEXTS) return one;
        if (one) made = one;
    }
    return made;
}

// Mails, settings, prompts and code are made by such an environment as well: escaped, they show it.
static bool speaks_of_texts(const Mend *m, NodeId def)
{
    static const char *const words[] = {"mail",   "notif",  "config", "prompt", "markdown",
                                        "docker", "script", "sql",    "yaml",   "codegen",
                                        "latex",  "readme", NULL};
    Str path = m->file->module->path;
    return mend_has_one(mend_lower(m, str_sub(path, str_rfind(path, '/') + 1, -1)), words) ||
           (def && mend_has_one(mend_lower(m, mend_def_name(m, def)), words));
}

static bool makes_pages(const Mend *m, NodeId call, Str low)
{
    NodeId def = mend_function(m, call);
    Makes made = def ? makes_in(m, def) : MAKES_UNSAID;
    if (!made) made = makes_in(m, m->tree->root);
    if (made) return made == MAKES_PAGES;
    bool page = str_find(low, S("html")) >= 0 || str_find(low, S("</")) >= 0;
    return page && !speaks_of_texts(m, def);
}

bool mend_fix_autoescape(const Mend *m, const MendSite *at, Fix *out)
{
    if (is_call(m, at->node) && str_eq(last_part(m, at->node), S("get_template")))
        return mend_fix_escaped_end(m, at, out);
    if (!is_call(m, at->node) || str_find(at->callee, S("jinja2")) < 0) return false;
    static const char *const texts[] = {"mail", "letter", "sms", "plain text", "text of", NULL};
    Str low = mend_lower(m, m->tree->src);
    bool pages = makes_pages(m, at->node, low), kept = pages;
    if (!pages && mend_has_one(low, texts)) return false; // no page: escaping would show in it
    if (!markup_stays(m, &out->change, &kept)) return false;
    pages &= kept;
    return mend_set(m, &out->change, at->node, -1, S("autoescape"), S("True")) &&
           mend_done(out, pages ? TRUST_SAFE : TRUST_REVIEW,
                     pages
                         ? "Values are escaped when a template prints them, unless the template "
                           "says otherwise."
                         : "Values are escaped when a template prints them, unless the template "
                           "says otherwise. Decide that the templates are pages, not plain text.");
}

// The library that a call belongs to, by its resolved name or, where that is not known, by the
// file's imports.
bool mend_of_library(const Mend *m, const MendSite *at, const char *root)
{
    if (at->callee.len) return str_starts(at->callee, str_of(root));
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        int kind = py_kind(m->tree, body.v[i]);
        if ((kind == PY_Import || kind == PY_ImportFrom) &&
            str_find(py_text(m->tree, body.v[i]), str_of(root)) >= 0)
            return true;
    }
    return false;
}

// What the one assignment of the module gives the name; 0: several, or none.
static NodeId given_by_module(const Mend *m, NodeId name)
{
    NodeId found = 0, body = m->tree->root;
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, body, n));) {
        NodeId to = py_list(m->tree, n, Assign_targets).v[0];
        if (mend_function(m, n) || !str_eq(py_text(m->tree, to), py_text(m->tree, name))) continue;
        if (found) return 0;
        found = py_node(m->tree, n, Assign_value);
    }
    return found;
}

// XMLParser(…) itself, or the one that the call is given, by a name or in place; 0: none in view.
static NodeId parser_made(const Mend *m, NodeId call)
{
    NodeId stmt, given = mend_arg(m, call, 1, S("parser"));
    if (str_ends(last_part(m, call), S("XMLParser"))) return call;
    if (given && py_kind(m->tree, given) == PY_Name) {
        NodeId here = mend_assigned(m, given, &stmt);
        given = here ? here : given_by_module(m, given);
    }
    return given && is_call(m, given) && str_ends(last_part(m, given), S("XMLParser")) ? given : 0;
}

// The parser's own switches, where a parser is made or one can be given.
static bool lxml_switches(const Mend *m, const MendSite *at, Fix *out)
{
    static const struct {
        const char *keyword, *value;
        bool only_if_given;
    } safe[] = {{"resolve_entities", "False", false},
                {"no_network", "True", false},
                {"load_dtd", "False", true},
                {"dtd_validation", "False", true}};    // huge_tree is there for large documents
    Str name = last_part(m, at->node);
    NodeId made = parser_made(m, at->node);
    if (made) {
        for (Size i = 0; i < countof(safe); i++) {
            if (safe[i].only_if_given && !mend_keyword(m, made, str_of(safe[i].keyword))) continue;
            if (!mend_set(m, &out->change, made, -1, str_of(safe[i].keyword),
                          str_of(safe[i].value)))
                return false;
        }
        return true;
    }
    NodeId f = py_node(m->tree, at->node, Call_func), doc = mend_arg(m, at->node, 0, S("source"));
    if (py_kind(m->tree, f) != PY_Attribute || mend_arg(m, at->node, 1, S("parser"))) return false;
    // a file of the program's own
    if (str_eq(name, S("parse")) && mend_string(m, doc).len) return false;
    Str parser = str_fmt(m->keep, "%.*s.XMLParser(resolve_entities=False, no_network=True)",
                         STR_ARG(py_text(m->tree, py_node(m->tree, f, Attribute_value))));
    return mend_set(m, &out->change, at->node, -1, S("parser"), parser);
}

static const char without_entities[] =
    "def without_entities(document):\n"
    "    \"\"\"The document as it is; ValueError when it declares an entity.\"\"\"\n"
    "\n"
    "    def refuse(*declaration):\n"
    "        raise ValueError(\"entities are not accepted\")\n"
    "\n"
    "    look = expat.ParserCreate()\n"
    "    look.EntityDeclHandler = refuse\n"
    "    try:\n"
    "        look.Parse(document, True)\n"
    "    except expat.ExpatError:\n"
    "        pass  # the parser itself will say what is wrong\n"
    "    return document\n"
    "\n"
    "\n";

// A text in memory is looked at before the standard library's parser is.
static bool no_entities(const Mend *m, const MendSite *at, Fix *out)
{
    static const Str names[] = {L("fromstring"), L("XML"), L("parseString")};
    Str name = last_part(m, at->node);
    NodeId arg = mend_arg(m, at->node, 0, S("text"));
    bool text = false;
    for (Size i = 0; i < countof(names); i++) text |= str_eq(name, names[i]);
    Str expat = mend_name(m, &out->change, at->node, S("xml.parsers"), S("expat"));
    if (!text || !arg || str_find(m->tree->src, S("defusedxml")) >= 0 ||
        !str_eq(expat, S("expat")) ||
        !mend_helper(m, &out->change, S("without_entities"), without_entities))
        return false;
    mend_replace(m, &out->change, arg,
                 str_fmt(m->keep, "without_entities(%.*s)", STR_ARG(py_text(m->tree, arg))));
    return mend_done(out, TRUST_SAFE,
                     "A document that declares entities is refused before it is parsed: none can "
                     "name a file or multiply.");
}

// parser.setFeature(feature_external_ges, True)
static bool feature_off(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId which = mend_arg(m, at->node, 0, (Str){0}), value = mend_arg(m, at->node, 1, (Str){0});
    if (!str_eq(last_part(m, at->node), S("setFeature")) || !which || !value ||
        str_find(py_text(m->tree, which), S("external")) < 0)
        return false;
    mend_replace(m, &out->change, value, S("False"));
    return mend_done(out, TRUST_SAFE,
                     "External entities are not read: a document can no longer "
                     "read files or call hosts.");
}

// parser.ExternalEntityRefHandler = external: who fetches what a document names.
static bool no_fetcher(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = mend_function(m, at->node);
    for (NodeId n = 0; def && (n = mend_next(m, PY_Assign, def, n));) {
        NodeId to = py_list(m->tree, n, Assign_targets).v[0], v = py_node(m->tree, n, Assign_value);
        if (!str_ends(py_text(m->tree, to), S(".ExternalEntityRefHandler")) ||
            py_kind(m->tree, v) == PY_Constant)
            continue;
        mend_replace(m, &out->change, v, S("None"));
        return mend_done(out, TRUST_SAFE,
                         "Nobody fetches what a document names as an external entity: it is passed "
                         "over.");
    }
    return false;
}

// xml.sax.parse, xml.etree.ElementTree.parse; reader.parse(…) is a method, which no function stands
// in for.
static bool is_of_module_itself(Str callee, Str package)
{
    Size most = str_eq(package, S("xml.etree")) ? 2 : 1;
    return !callee.len || str_count(str_sub(callee, package.len, -1), '.') <= most;
}

bool mend_fix_xml(const Mend *m, const MendSite *at, Fix *out)
{
    if (!is_call(m, at->node)) return false;
    if (no_fetcher(m, at, out)) return true;
    if (feature_off(m, at, out)) return true;
    if (mend_of_library(m, at, "lxml"))
        return lxml_switches(m, at, out) &&
               mend_done(out, TRUST_SAFE,
                         "Entities are left as they are and nothing is "
                         "fetched: a document can no longer read files.");
    static const struct {
        const char *from;
        Str to;
        Str names[5];
    } defused[] = {
        {"xml.etree",
         L("defusedxml.ElementTree"),
         {L("parse"), L("fromstring"), L("iterparse"), L("XML"), {0}}},
        {"xml.dom.minidom", L("defusedxml.minidom"), {L("parse"), L("parseString"), {0}}},
        {"xml.sax", L("defusedxml.sax"), {L("parse"), L("parseString"), L("make_parser"), {0}}},
        {"xml.dom.pulldom", L("defusedxml.pulldom"), {L("parse"), L("parseString"), {0}}}};
    if (no_entities(m, at, out)) return true;
    out->change = (Change){0};
    if (mend_fix_sax(m, at, out)) return true;
    out->change = (Change){0};
    // what nobody declared is imported only where the danger is plain
    if (!at->hit || !(at->hit->reach & KIND(REMOTE))) return false;
    Str name = last_part(m, at->node);
    for (Size i = 0; i < countof(defused); i++)
        for (Size k = 0; mend_of_library(m, at, defused[i].from) && defused[i].names[k].len; k++)
            if (str_eq(name, defused[i].names[k]) &&
                is_of_module_itself(at->callee, str_of(defused[i].from))) {
                out->change.needs = S("defusedxml");
                return mend_callee(m, &out->change, at->node, defused[i].to, name) &&
                       mend_done(out, TRUST_REVIEW,
                                 "defusedxml refuses entities and external references. Decide to "
                                 "depend on it: it is added to the project's list of dependencies, "
                                 "where there is one.");
            }
    return false;
}

static bool is_empty_text(const Mend *m, NodeId n)
{
    const PyConst *c = n && py_kind(m->tree, n) == PY_Constant ? py_const(m->tree, n) : NULL;
    return c && (c->kind == CONST_NONE || (!c->text.len && c->kind != CONST_INT));
}

static bool is_jwt_call(const Mend *m, NodeId call)
{
    Str callee = py_text(m->tree, py_node(m->tree, call, Call_func)), last = last_part(m, call);
    return (str_eq(last, S("encode")) || str_eq(last, S("decode"))) &&
           str_find(callee, S("jwt")) >= 0;
}

static bool is_of_module(const Mend *m, Str name)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_Assign) continue;
        NodeList to = py_list(m->tree, body.v[i], Assign_targets);
        if (to.n == 1 && str_eq(py_text(m->tree, to.v[0]), name)) return true;
    }
    return false;
}

// The key that another call of this file signs or checks with, where every function can name it.
static Str key_of_neighbour(const Mend *m)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));) {
        NodeId key = is_jwt_call(m, n) ? mend_arg(m, n, 1, S("key")) : 0;
        int kind = key ? py_kind(m->tree, key) : PY_NONE;
        Str text = key ? py_text(m->tree, key) : (Str){0};
        bool item = kind == PY_Subscript && (str_find(text, S("config[")) >= 0 ||
                                             str_find(text, S("environ[")) >= 0);
        bool field = kind == PY_Attribute && str_starts(text, S("settings."));
        if (item || field || (kind == PY_Name && is_of_module(m, text))) return text;
    }
    return (Str){0};
}

// Without a key a check of the signature is none: PyJWT takes what the empty key signed.
static bool give_key(const Mend *m, Change *c, NodeId call)
{
    NodeId have = mend_arg(m, call, 1, S("key"));
    if (have && !is_empty_text(m, have)) return true;
    Str key = key_of_neighbour(m);
    if (!key.len) {
        Str environ = mend_name(m, c, call, S("os"), S("environ"));
        if (!environ.len) return false;
        char q = edit_quote(m->tree);
        key = str_fmt(m->keep, "%.*s[%cJWT_KEY%c]", STR_ARG(environ), q, q);
    }
    if (!have) return mend_set(m, c, call, -1, S("key"), key);
    mend_replace(m, c, have, key);
    return true;
}

// A look at the claims of a token that others sign, with a key of theirs that is found by them, or that is
// checked further on.
static bool is_peek(const Mend *m, NodeId call)
{
    static const char *const others[] = {"RS256", "ES256",       "RS512", "jwks",
                                         "JWKS",  "PyJWKClient", NULL};
    NodeId token = mend_arg(m, call, 0, S("jwt")), def = mend_function(m, call);
    Str text = token ? py_text(m->tree, token) : (Str){0};
    if (mend_has_one(text, (const char *const[]){"id_token", "idToken", NULL})) return true;
    if (mend_has_one(m->tree->src, others)) return true;
    for (NodeId n = 0; def && (n = mend_next(m, PY_Call, def, n));) {
        NodeId same =
            n != call && str_eq(mend_called(m, n), S("decode")) ? mend_arg(m, n, 0, S("jwt")) : 0;
        if (same && str_eq(py_text(m->tree, same), text) && mend_arg(m, n, 1, S("key")))
            return true;
    }
    return false;
}

bool mend_fix_jwt(const Mend *m, const MendSite *at, Fix *out)
{
    bool decodes = at->callee.len ? named(at->callee, "decode")
                                  : str_eq(last_part(m, at->node), S("decode"));
    if (!is_call(m, at->node) || !decodes) return false;
    NodeId verify = mend_keyword(m, at->node, S("verify")),
           options = mend_keyword(m, at->node, S("options"));
    if (verify) mend_drop(m, &out->change, at->node, S("verify"));
    if (options) {
        NodeId dict = py_node(m->tree, options, keyword_value);
        if (py_kind(m->tree, dict) != PY_Dict) return false;
        NodeList keys = py_list(m->tree, dict, Dict_keys),
                 values = py_list(m->tree, dict, Dict_values);
        uint32_t checks = 0;
        for (uint32_t i = 0; i < keys.n; i++)
            checks += str_starts(mend_string(m, keys.v[i]), S("verify_"));
        if (checks && checks == keys.n) mend_drop(m, &out->change, at->node, S("options"));
        for (uint32_t i = 0; i < keys.n && checks < keys.n; i++)
            if (str_starts(mend_string(m, keys.v[i]), S("verify_")))
                mend_replace(m, &out->change, values.v[i], S("True"));
    }
    bool key = mend_arg(m, at->node, 1, S("key")) != 0;
    if ((!key && is_peek(m, at->node)) || !give_key(m, &out->change, at->node)) return false;
    if (!mend_arg(m, at->node, 2, S("algorithms"))) {
        Str algorithm = edit_literal(S("HS256"), mend_quote(m, at->node), m->keep);
        if (!mend_set(m, &out->change, at->node, -1, S("algorithms"),
                      str_fmt(m->keep, "[%.*s]", STR_ARG(algorithm))))
            return false;
    }
    return mend_done(
        out, TRUST_REVIEW,
        "The signature is checked, with a fixed list of algorithms. Decide which one, and which "
        "key, your tokens are signed with.");
}

// ---- randomness: the call where the weak value came from

static NodeId call_at(const Tree *t, NodeId n, Span at)
{
    const PyNode *p = py_at(t, n);
    if (p->kind == PY_Call && p->beg == at.beg) return n;
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(t, n, &it));)
        if (py_at(t, c)->beg <= at.beg && at.beg < py_at(t, c)->end) {
            NodeId found = call_at(t, c, at);
            if (found) return found;
        }
    return 0;
}

static const char drawn_anew[] =
    "Drawn from the system's generator, which has no seed. Decide that nobody needs the same values again.";

// random.seed(seed) of a parameter, in the function around: who calls it wants the same again.
static bool is_drawn_again(const Mend *m, NodeId call)
{
    NodeId def = mend_function(m, call);
    for (NodeId n = 0; def && (n = mend_next(m, PY_Call, def, n));) {
        NodeId seed = mend_arg(m, n, 0, (Str){0});
        bool seeds = str_eq(last_part(m, n), S("seed")) || str_eq(last_part(m, n), S("Random"));
        if (seeds && seed && py_kind(m->tree, seed) == PY_Name &&
            mend_parameter(m, def, py_text(m->tree, seed)))
            return true;
    }
    return false;
}

bool mend_fix_random(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId call = at->node;
    if (at->hit && at->hit->npaths && at->hit->paths[0].n) {
        const FlowStep *s = &at->hit->paths[0].v[0];
        if (!str_eq(s->path, m->file->module->path)) return false;
        call = call_at(m->tree, m->tree->root, s->at);
    }
    if (!is_call(m, call)) return false;
    NodeId f = py_node(m->tree, call, Call_func);
    bool attribute = py_kind(m->tree, f) == PY_Attribute;
    NodeId of = attribute ? py_node(m->tree, f, Attribute_value) : 0, stmt;
    if (of && py_kind(m->tree, of) == PY_Name && !str_eq(py_text(m->tree, of), S("random"))) {
        call = mend_assigned(m, of, &stmt); // source = random.Random(seed); source.choice(…)
        if (!call || !is_call(m, call) || !str_eq(last_part(m, call), S("Random"))) return false;
        f = py_node(m->tree, call, Call_func);
        attribute = py_kind(m->tree, f) == PY_Attribute;
    }
    if (attribute && !str_eq(py_text(m->tree, py_node(m->tree, f, Attribute_value)), S("random")))
        return false;
    Str system = mend_name(m, &out->change, call, S("secrets"), S("SystemRandom"));
    Str name = last_part(m, call);
    if (!system.len || str_eq(name, S("seed"))) return false;
    bool again = is_drawn_again(m, call);
    if (str_eq(name, S("Random")) || str_eq(name, S("SystemRandom"))) { // a generator of its own
        mend_replace(m, &out->change, call, str_fmt(m->keep, "%.*s()", STR_ARG(system)));
        *push(m->keep, &out->change.drop_if_unused) =
            (Import){S("random"), attribute ? (Str){0} : name, {0}};
        return str_eq(name, S("Random")) &&
               mend_done(out, again ? TRUST_REVIEW : TRUST_SAFE,
                         again ? drawn_anew
                               : "Drawn from the system's generator, which has no seed that could "
                                 "be guessed.");
    }
    if (str_eq(name, S("choice")) && str_ends(system, S(".SystemRandom")))
        mend_replace(m, &out->change, f,
                     str_fmt(m->keep, "%.*schoice", (int)(system.len - 12), system.s));
    else
        mend_replace(m, &out->change, f,
                     str_fmt(m->keep, "%.*s().%.*s", STR_ARG(system), STR_ARG(name)));
    *push(m->keep, &out->change.drop_if_unused) =
        (Import){S("random"), attribute ? (Str){0} : name, {0}};
    return mend_done(out, again ? TRUST_REVIEW : TRUST_SAFE,
                     again ? drawn_anew
                           : "Drawn from the system's generator, whose next value cannot be "
                             "computed from earlier ones.");
}
