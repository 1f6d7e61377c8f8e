// mend/fix_guard: fixes that put a check before the dangerous use, and say no the way the function
// says no.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

// ---- paths below a base

// open: the base itself is not constant (a parameter)
typedef struct {
    Str path, base;
    NodeId assign;
    bool pathlib, open;
} Below;

// A base that a caller inside the program chose is a base; one from outside is not.
static bool is_clean(const Mend *m, NodeId n, Below *out)
{
    Kinds k = mend_taint(m, n);
    // ROOT = os.environ.get(…): where the program's own setting leads is where it is meant to go
    if (py_kind(m->tree, n) == PY_Name && mend_function(m, n) &&
        mend_binds(m, m->tree->root, py_text(m->tree, n)) &&
        !mend_binds(m, mend_function(m, n), py_text(m->tree, n)))
        return true;
    out->open = (k & KIND(PATH)) != 0;
    return !out->open || !(k & (KIND(REMOTE) | KIND(LOCAL)));
}

static bool is_folder_name(Str s)
{
    return s.len && s.s[0] != '/' && str_find(s, S("..")) < 0;
}

// BASE = "/": all lies below it, and nothing below "//"
static bool is_root(const Mend *m, NodeId n)
{
    NodeId top = py_kind(m->tree, n) == PY_Name ? mend_top(m, py_text(m->tree, n)) : 0;
    if (!top || py_kind(m->tree, top) != PY_Assign) return false;
    return str_eq(mend_string(m, py_node(m->tree, top, Assign_value)), S("/"));
}

static bool has_effects(const Mend *m, NodeId n) // evaluating it twice could matter
{
    int kind = py_kind(m->tree, n);
    if (kind == PY_Await || kind == PY_NamedExpr || kind == PY_Yield) return true;
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(m->tree, n, &it));)
        if (has_effects(m, c)) return true;
    return false;
}

// join(APP, "i18n", lang + ".json"): the folder that is named, not the one it lies in. "a/" + name
// names one in its beginning; "user-" + name does not.
static bool join_base(const Mend *m, NodeId join, NodeList args, Below *out)
{
    Str base = py_text(m->tree, args.v[0]), said = mend_string(m, args.v[0]);
    uint32_t n = 1;
    while (n < args.n && is_folder_name(mend_string(m, args.v[n]))) n++;
    if (n == args.n) n--;                        // the file itself
    out->base = base;
    if (n < 2) return !str_eq(said, S("/")) && !is_root(m, args.v[0]);
    Buf b = {.keep = m->keep};
    buf_fmt(&b, "%.*s(%.*s", STR_ARG(py_text(m->tree, py_node(m->tree, join, Call_func))),
            STR_ARG(base));
    for (uint32_t i = 1; i < n; i++) buf_fmt(&b, ", %.*s", STR_ARG(py_text(m->tree, args.v[i])));
    buf_char(&b, ')');
    out->base = buf_str(&b);
    return true;
}

// What is joined can lead out only when somebody chooses it: no literal does, nor a NAME of constants.
static bool is_chosen(const Mend *m, NodeList parts, uint32_t from)
{
    for (uint32_t i = from; i < parts.n; i++) {
        Str name = py_kind(m->tree, parts.v[i]) == PY_Name ? py_text(m->tree, parts.v[i]) : (Str){0};
        bool small = false;
        for (Size k = 0; k < name.len; k++) small |= name.s[k] >= 'a' && name.s[k] <= 'z';
        NodeId def = mend_function(m, parts.v[i]);
        bool constant = name.len > 1 && !small && !(def && mend_binds(m, def, name));
        if (!mend_string(m, parts.v[i]).len && !constant) return true;
    }
    return false;
}

// The base of a built path: join(BASE, …), BASE / …, f"{BASE}/…", BASE + "/" + …, "folder/" + ….
static bool base_of(const Mend *m, NodeId e, Below *out)
{
    Pieces p;
    int kind = py_kind(m->tree, e);
    if (kind == PY_BinOp && py_at(m->tree, e)->op == OP_DIV) {
        NodeId left = e;
        while (py_kind(m->tree, left) == PY_BinOp && py_at(m->tree, left)->op == OP_DIV)
            left = py_node(m->tree, left, BinOp_left);
        NodeId folder = left, up;
        while ((up = mend_parent(m, folder)) && up != e && py_kind(m->tree, up) == PY_BinOp &&
               is_folder_name(mend_string(m, py_node(m->tree, up, BinOp_right))))
            folder = up;
        out->base = py_text(m->tree, folder);
        out->pathlib = true;
        if (mend_string(m, py_node(m->tree, e, BinOp_right)).len &&
            py_node(m->tree, e, BinOp_left) == left)
            return false;
        return is_clean(m, left, out);
    }
    if (kind == PY_Call &&
        str_ends(py_text(m->tree, py_node(m->tree, e, Call_func)), S("path.join"))) {
        NodeList args = py_list(m->tree, e, Call_args);
        if (args.n < 2 || py_kind(m->tree, args.v[0]) == PY_Starred || !is_chosen(m, args, 1))
            return false;
        return is_clean(m, args.v[0], out) && join_base(m, e, args, out);
    }
    if (kind == PY_Call && str_eq(mend_called(m, e), S("joinpath")) && mend_object(m, e).len) {
        if (!is_chosen(m, py_list(m->tree, e, Call_args), 0)) return false;
        out->base = mend_object(m, e);
        out->pathlib = true;
        return is_clean(m, py_node(m->tree, py_node(m->tree, e, Call_func), Attribute_value), out);
    }
    if (kind == PY_Call || !mend_pieces(m, e, &p) || p.n < 2) return false;
    if (p.v[0].kind == PIECE_HOLE) {
        Str rest = p.v[1].text;
        out->base = p.v[0].text;
        if (!is_clean(m, p.v[0].node, out)) return false;
        // ROOT + self.path: the path of an address begins with a slash
        if (p.v[1].kind != PIECE_TEXT)
            return str_find(rest, S(".path")) >= 0 || str_find(rest, S("PATH_INFO")) >= 0;
        Size last = str_rfind(rest, '/');
        if (last < 0 || !str_starts(rest, S("/"))) return false;
        if (!last) return !is_root(m, p.v[0].node);
        Str folders = edit_literal(str_sub(rest, 0, last), edit_quote(m->tree), m->keep);
        // in an f-string the root may be a Path, to which no text can be added
        bool text = !p.v[0].formatted || mend_string(m, mend_constant(m, p.v[0].node)).len;
        const char *form = text ? "%.*s + %.*s" : "str(%.*s) + %.*s";
        out->base = str_fmt(m->keep, form, STR_ARG(p.v[0].text), STR_ARG(folders));
        return str_find(rest, S("..")) < 0;
    }
    Size slash = str_rfind(p.v[0].text, '/');
    if (slash < 0) return false;
    out->base =
        edit_literal(str_sub(p.v[0].text, 0, slash ? slash : 1), edit_quote(m->tree), m->keep);
    return true;
}

// os.path.dirname(path), path.parent of a name: below a folder when the path is.
static NodeId folder_of(const Mend *m, NodeId arg)
{
    NodeId inner = 0;
    if (py_kind(m->tree, arg) == PY_Call &&
        str_ends(py_text(m->tree, py_node(m->tree, arg, Call_func)), S("path.dirname")))
        inner = mend_arg(m, arg, 0, S("p"));
    if (py_kind(m->tree, arg) == PY_Attribute && str_ends(py_text(m->tree, arg), S(".parent")))
        inner = py_node(m->tree, arg, Attribute_value);
    return inner && py_kind(m->tree, inner) == PY_Name ? inner : 0;
}

// os.path.abspath(path), str(path), Path(path): the same place, spelled otherwise.
static NodeId spelled(const Mend *m, NodeId arg)
{
    static const char *const ways[] = {"abspath", "realpath", "normpath", "fspath", "str", "Path", NULL};
    static const char *const own[] = {"resolve", "absolute", "as_posix", NULL};
    while (py_kind(m->tree, arg) == PY_Call) {
        NodeList args = py_list(m->tree, arg, Call_args);
        NodeId f = py_node(m->tree, arg, Call_func);
        if (py_kind(m->tree, f) == PY_Attribute && !args.n && mend_is_one(mend_called(m, arg), own)) {
            arg = py_node(m->tree, f, Attribute_value);
            continue;
        }
        if (!mend_is_one(mend_called(m, arg), ways)) break;
        if (args.n != 1 || py_list(m->tree, arg, Call_keywords).n ||
            py_kind(m->tree, args.v[0]) == PY_Starred)
            break;
        arg = args.v[0];
    }
    return arg;
}

// Each name in it means outside of its function what it means in it: one of the module's, or self.
static bool means_everywhere(const Mend *m, Str text, NodeId here, NodeId there)
{
    PyToks toks = {0};
    py_tokens(text, m->keep, &toks);
    for (Size i = 0; i < toks.n; i++) {
        Str word = str_sub(text, toks.v[i].beg, toks.v[i].end);
        bool of_another = i && str_eq(str_sub(text, toks.v[i - 1].beg, toks.v[i - 1].end), S("."));
        if (toks.v[i].kind == TOK_FSTRING) return false;        // names stand in it, too
        if (toks.v[i].kind != TOK_NAME || of_another || str_eq(word, S("self"))) continue;
        if ((here && (mend_binds(m, here, word) || mend_parameter(m, here, word))) ||
            mend_binds(m, there, word) || mend_parameter(m, there, word))
            return false;
    }
    return true;
}

// The folder that a built path begins with; 0: none.
static NodeId begins_with(const Mend *m, NodeId e)
{
    if (py_kind(m->tree, e) == PY_Call) {
        NodeId f = py_node(m->tree, e, Call_func);
        if (str_ends(py_text(m->tree, f), S("path.join"))) return mend_arg(m, e, 0, (Str){0});
        return str_eq(mend_called(m, e), S("joinpath")) && py_kind(m->tree, f) == PY_Attribute
                   ? py_node(m->tree, f, Attribute_value) : 0;
    }
    if (py_kind(m->tree, e) != PY_BinOp || py_at(m->tree, e)->op != OP_DIV) return 0;
    while (py_kind(m->tree, e) == PY_BinOp) e = py_node(m->tree, e, BinOp_left);
    return e;
}

// folder = ROOT / user; return folder / name: below ROOT, by a local of the helper.
static bool base_in(const Mend *m, NodeId e, int steps, Below *out)
{
    NodeId stmt, first;
    e = spelled(m, e);
    if (py_kind(m->tree, e) == PY_Name) e = mend_assigned(m, e, &stmt);
    if (!e || !steps) return false;
    e = spelled(m, e);
    first = begins_with(m, e);
    NodeId value = first && py_kind(m->tree, first) == PY_Name && mend_function(m, first)
                       ? mend_assigned(m, first, &stmt) : 0;
    return value ? base_in(m, value, steps - 1, out) : base_of(m, e, out);
}

enum { MOST_FOLDERS = 4 };

// path = self._path(user, name), and that gives back join(self.root, user, name)
static bool base_of_helper(const Mend *m, NodeId call, Below *out)
{
    NodeId given = mend_given_back(m, call);
    if (!given) return false;
    Mend there = mend_in(m, given);
    return base_in(&there, given, MOST_FOLDERS, out) &&
           means_everywhere(m, out->base, mend_function(m, call), mend_function(m, given));
}

// The one value that a function at the top of its module gives back; 0: not told.
static NodeId given_by(const Mend *m, NodeId def)
{
    NodeId found = 0;
    for (NodeId r = 0; (r = mend_next(m, PY_Return, def, r));) {
        if (found || !py_node(m->tree, r, Return_value)) return 0;
        found = py_node(m->tree, r, Return_value);
    }
    return found;
}

// storage.path_of(name), of another module of the project, which joins it to its own ROOT: storage.ROOT
static bool base_elsewhere(const Mend *m, Change *c, NodeId call, Below *out)
{
    MendFar far;
    NodeId f = py_node(m->tree, call, Call_func), given;
    if (!mend_far(m, f, &far) || far.m == m || !mend_is_def(py_kind(far.m->tree, far.stmt)) ||
        !(given = given_by(far.m, far.stmt)))
        return false;
    Mend there = mend_in(far.m, given);
    if (!base_in(&there, given, MOST_FOLDERS, out)) return false;
    NodeId top = mend_top(far.m, out->base);              // one name of that module, and no expression
    if (!top || py_kind(far.m->tree, top) != PY_Assign) return false;
    if (py_kind(m->tree, f) == PY_Attribute) {
        out->base = str_fmt(m->keep, "%.*s.%.*s", STR_ARG(py_text(m->tree, py_node(m->tree, f, Attribute_value))),
                            STR_ARG(out->base));
        return true;
    }
    Str name = mend_name(m, c, call, far.m->file->module->name, out->base);
    out->base = name;
    return name.len > 0;
}

// A path that a function of the project makes lies where that puts it: no folder is made up for it.
static bool is_made_by_helper(const Mend *m, NodeId arg)
{
    MendFar far;
    NodeId stmt, e = spelled(m, arg);
    if (py_kind(m->tree, e) == PY_Attribute) e = py_node(m->tree, e, Attribute_value);
    if (py_kind(m->tree, e) == PY_Name) e = mend_assigned(m, e, &stmt);
    if (!e || py_kind(m->tree, e) != PY_Call) return false;
    return mend_given_back(m, e) || mend_far(m, py_node(m->tree, e, Call_func), &far);
}

static bool find_base(const Mend *m, Change *c, NodeId arg, Below *out)
{
    NodeId e = arg, inner = folder_of(m, arg);
    if (inner) arg = e = inner;
    *out = (Below){.path = py_text(m->tree, arg)};
    if (py_kind(m->tree, arg) == PY_Name) e = mend_assigned(m, arg, &out->assign);
    if (inner && !out->assign) return false;
    if (!e || (!out->assign && has_effects(m, arg))) return false;
    if (base_of(m, e, out)) return true;
    return py_kind(m->tree, e) == PY_Call && (base_of_helper(m, e, out) || base_elsewhere(m, c, e, out));
}

// A name for the path that nothing around uses yet.
static Str fresh_name(const Mend *m, NodeId node)
{
    static const Str names[] = {L("path"), L("full_path"), L("checked_path")};
    NodeId scope = mend_function(m, node);
    for (Size i = 0; i < countof(names); i++)
        if (!mend_binds(m, scope ? scope : m->tree->root, names[i]) &&
            !name_find(&m->tree->names, names[i]))
            return names[i];
    return (Str){0};
}

// An expression that a method can be called on as it stands.
static Str atom(const Mend *m, Str text)
{
    for (Size i = 0; i < text.len; i++) {
        char c = text.s[i];
        if (c == ' ' || c == '+' || c == '/') return str_fmt(m->keep, "(%.*s)", STR_ARG(text));
    }
    return text;
}

// for info in archive.infolist(): a member's name has its folders, which belong to it.
static bool is_member(const Mend *m, NodeId object)
{
    static const char *const makers[] = {"infolist", "getinfo", "getmembers", "namelist", NULL};
    NodeId def = mend_function(m, object);
    for (NodeId n = 0, in = def ? def : m->tree->root; (n = mend_next(m, PY_Call, in, n));)
        if (mend_is_one(mend_called(m, n), makers)) return true;
    return false;
}

static NodeId find_filename(const Mend *m, NodeId n)
{
    if (py_kind(m->tree, n) == PY_Attribute &&
        str_eq(py_name(m->tree, py_sym(m->tree, n, Attribute_attr)), S("filename")) &&
        (mend_taint(m, n) & KIND(PATH) ||
         py_kind(m->tree, py_node(m->tree, n, Attribute_value)) == PY_Name) &&
        !is_member(m, n))
        return n;
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(m->tree, n, &it));) {
        NodeId found = find_filename(m, c);
        if (found) return found;
    }
    return 0;
}

// An upload's own name: Werkzeug has the helper for it.
static bool upload_name(const Mend *m, NodeId arg, Fix *out)
{
    bool flask =
        str_find(m->tree->src, S("flask")) >= 0 || str_find(m->tree->src, S("werkzeug")) >= 0;
    NodeId stmt = 0, e = py_kind(m->tree, arg) == PY_Name ? mend_assigned(m, arg, &stmt) : arg;
    NodeId name = flask && e ? find_filename(m, e) : 0;
    if (!name) return false;
    return mend_wrap(m, &out->change, name, KIND(PATH), S("werkzeug.utils"), S("secure_filename"),
                     TEXT_ANY) &&
           mend_done(
               out, TRUST_SAFE,
               "secure_filename keeps the name and drops every folder, so the file stays in its "
               "place.");
}

// ROOT + name, "data/" + name, ROOT / name: it begins with a folder of the program's own, which one of
// another name would hide.
enum { MOST_BEGINNINGS = 4 };

static bool begins_own(const Mend *m, NodeId arg, int steps)
{
    Pieces p;
    NodeId stmt, e = py_kind(m->tree, arg) == PY_Name ? mend_assigned(m, arg, &stmt) : arg;
    if (!e || !steps) return false;
    if (py_kind(m->tree, e) == PY_BinOp && py_at(m->tree, e)->op == OP_DIV)
        return !(mend_taint(m, py_node(m->tree, e, BinOp_left)) & KIND(PATH));
    // join(folder, name), where `folder` is what a `with` or a helper of the program gives
    NodeId first = py_kind(m->tree, e) == PY_Call ? begins_with(m, e) : 0;
    if (first && py_kind(m->tree, first) == PY_Name && mend_function(m, first)) {
        NodeId given = mend_assigned(m, first, &stmt), def = mend_function(m, first);
        return mend_binds(m, def, py_text(m->tree, first)) && (!given || is_made_by_helper(m, first));
    }
    if (py_kind(m->tree, e) == PY_Call || !mend_pieces(m, e, &p) || p.n < 2) return false;
    if (p.v[0].kind == PIECE_TEXT || !(mend_taint(m, p.v[0].node) & KIND(PATH))) return true;
    return py_kind(m->tree, p.v[0].node) == PY_Name && begins_own(m, p.v[0].node, steps - 1);
}

// p.read_text(), Path(x).glob("*"): a path of pathlib, by what is asked of it.
static bool is_pathlib(const Mend *m, NodeId arg)
{
    NodeId up = mend_parent(m, arg);
    return up && py_kind(m->tree, up) == PY_Attribute &&
           py_node(m->tree, up, Attribute_value) == arg;
}

// The whole path comes from outside: which folder it may name is a decision, put into a constant.
static bool below_a_named_folder(const Mend *m, const MendSite *at, Fix *out)
{
    bool pathlib = is_pathlib(m, at->arg);
    Str path = fresh_name(m, at->node), base = pathlib ? S("BASE_PATH") : S("BASE_FOLDER"), made, test, value;
    // a parameter of a function is its caller's choice: a made-up folder would refuse them all
    if (!at->hit || !(at->hit->reach & KIND(REMOTE)) || !path.len || !mend_function(m, at->node) ||
        mend_is_task(m, at->node))
        return false;
    if (mend_says_word(py_text(m->tree, at->arg), S("url"))) return false; // no name of a file
    if (begins_own(m, at->arg, MOST_BEGINNINGS) || is_made_by_helper(m, at->arg)) return false;
    Str lib = pathlib ? mend_name(m, &out->change, at->node, S("pathlib"), S("Path"))
                      : mend_name(m, &out->change, at->node, S("os"), (Str){0});
    Str arg = py_text(m->tree, at->arg);
    if (!lib.len) return false;
    static const char decide[] = "  # decide: the folder whose files may be named from outside";
    if (pathlib) {
        value = str_fmt(m->keep, "%.*s(\"files\").resolve()%s%c", STR_ARG(lib), decide, 0);
        made = str_fmt(m->keep, "BASE_PATH.joinpath(%.*s).resolve()", STR_ARG(arg));
        test = str_fmt(m->keep, "BASE_PATH not in %.*s.parents", STR_ARG(path));
    } else {
        value = str_fmt(m->keep, "%.*s.path.realpath(\"files\")%s%c", STR_ARG(lib), decide, 0);
        made = str_fmt(m->keep, "%.*s.path.realpath(%.*s.path.join(BASE_FOLDER, %.*s))",
                       STR_ARG(lib), STR_ARG(lib), STR_ARG(arg));
        test = str_fmt(m->keep, "not %.*s.startswith(BASE_FOLDER + %.*s.sep)", STR_ARG(path),
                       STR_ARG(lib));
    }
    if (!mend_declare(m, &out->change, base, value.s)) return false;
    Str lines = str_fmt(
        m->keep, "%.*s = %.*s\n%.*s", STR_ARG(path), STR_ARG(made),
        STR_ARG(mend_guard(m, &out->change, at->node, test, S("path outside the base folder"))));
    if (!mend_before(m, &out->change, at->node, lines)) return false;
    mend_replace(m, &out->change, at->arg, path);
    return mend_done(
        out, TRUST_REVIEW,
        "Only files below one folder can be named, whatever the name holds. Decide which "
        "folder that is.");
}

// The base itself is a folder that may be listed, or is answered by a question for a file.
static bool lists_folder(const Mend *m, NodeId node)
{
    static const char *const words[] = {"listdir(", "scandir(", "walk(", "isdir(", "glob(", "is_dir(",
                                        "iterdir(", NULL};
    static const char *const asks[] = {"isfile(", "is_file(", "exists(", NULL};
    static const char *const drops[] = {"rmtree(", "rmdir(", "rename(", "replace(", "move(", NULL};
    NodeId def = mend_function(m, node);
    Str text = py_text(m->tree, def ? def : m->tree->root);
    return mend_has_one(text, words) || (mend_has_one(text, asks) && !mend_has_one(text, drops));
}

// The test that a path lies below its base, as the project's Python has it. Empty: no name for os here.
static Str below_test(const Mend *m, Change *c, NodeId node, const Below *b)
{
    if (b->pathlib && mend_has_python(m, S("3.9"))) // is_relative_to came with it
        return str_fmt(m->keep, "not %.*s.resolve().is_relative_to(%.*s.resolve())",
                       STR_ARG(b->path), STR_ARG(atom(m, b->base)));
    if (b->pathlib && !b->open)
        return str_fmt(m->keep, "%.*s.resolve() not in %.*s.resolve().parents",
                       STR_ARG(atom(m, b->base)), STR_ARG(b->path));
    Str os = mend_name(m, c, node, S("os"), (Str){0});
    if (!os.len) return os;
    return b->open
               ? str_fmt(m->keep,
                         "%.*s.path.commonpath([%.*s.path.realpath(%.*s), "
                         "%.*s.path.realpath(%.*s)]) != %.*s.path.realpath(%.*s)",
                         STR_ARG(os), STR_ARG(os), STR_ARG(b->base), STR_ARG(os), STR_ARG(b->path),
                         STR_ARG(os), STR_ARG(b->base))
               : str_fmt(m->keep,
                         "not %.*s.path.realpath(%.*s).startswith(%.*s.path.realpath(%.*s) + "
                         "%.*s.sep)",
                         STR_ARG(os), STR_ARG(b->path), STR_ARG(os), STR_ARG(b->base), STR_ARG(os));
}

// open (x): what stands before a parenthesis is called with it, if it is no word of Python's own.
static bool is_called(Str before)
{
    static const char *const words[] = {"return", "in",   "and", "or",     "not",    "if",
                                        "else",   "elif", "is",  "await",  "yield",  "with",
                                        "while",  "from", "for", "assert", "lambda", NULL};
    Size end = before.len, beg;
    while (end && (before.s[end - 1] == ' ' || before.s[end - 1] == '\t')) end--;
    for (beg = end; beg; beg--) {
        char c = before.s[beg - 1], low = (char)(c | 32);
        bool letter = (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') || c == '_' || c & 0x80;
        if (!letter) break;
    }
    if (beg < end) return !mend_is_one(str_sub(before, beg, end), words);
    return end && (before.s[end - 1] == ')' || before.s[end - 1] == ']');
}

// (root / name).read_text(): a name needs no parentheses.
static void replace_whole(const Mend *m, Change *c, NodeId node, Str name)
{
    Str src = m->tree->src;
    uint32_t beg = py_at(m->tree, node)->beg, end = py_at(m->tree, node)->end;
    bool own = beg > 1 && src.s[beg - 1] == '(' && end + 1 < (uint32_t)src.len && src.s[end] == ')' &&
               src.s[end + 1] == '.' && strchr(" \t\n(=[,", src.s[beg - 2]) &&
               !is_called(str_sub(src, 0, beg - 1));
    *push(m->keep, &c->edits) = (Edit){{own ? beg - 1 : beg, own ? end + 1 : end}, name};
}

// A guard of one argument, where its path is made; one that is made in the call gets a name before it,
// by lines of `before`.
static bool guard_path(const Mend *m, Change *c, NodeId node, NodeId arg, Str name, Buf *before)
{
    Below b;
    if (!find_base(m, c, arg, &b) || (!b.assign && !name.len)) return false;
    if (!b.assign) b.path = name;
    b.open |= lists_folder(m, node);
    Str test = below_test(m, c, node, &b);
    if (!test.len) return false;
    // the same for all the places that the path comes to
    Str lines =
        mend_guard(m, c, b.assign ? b.assign : node, test, S("path outside the base folder"));
    if (b.assign) return mend_after(m, c, b.assign, lines);
    buf_fmt(before, "%s%.*s = %.*s\n%.*s", before->n ? "\n" : "", STR_ARG(b.path),
            STR_ARG(py_text(m->tree, arg)), STR_ARG(lines));
    replace_whole(m, c, arg, b.path);
    return true;
}

// copy(join(A, source), join(B, target)): another argument with outside text in it. 0: none
static NodeId other_path(const Mend *m, const MendSite *at)
{
    NodeList args = py_kind(m->tree, at->node) == PY_Call ? py_list(m->tree, at->node, Call_args)
                                                          : (NodeList){0};
    static const char *const two[] = {"copy",    "copy2", "copyfile", "copytree", "move", "rename",
                                      "replace", "link",  "symlink",  "renames",  NULL};
    if (!mend_is_one(mend_called(m, at->node), two)) return 0;
    for (uint32_t i = 0; i < args.n && i < 2; i++)
        if (!mend_within(m, at->arg, args.v[i]) && mend_taint(m, args.v[i]) & KIND(PATH))
            return spelled(m, args.v[i]);
    return 0;
}

bool mend_fix_path(const Mend *m, const MendSite *at, Fix *out)
{
    Below b;
    Buf before = {.keep = m->keep};
    if (at->arg && upload_name(m, at->arg, out)) return true;
    if (!at->arg || mend_is_stream(m, at->arg)) return false;
    Change needs = {0};
    MendSite inner = *at;
    inner.arg = spelled(m, at->arg);
    if (!find_base(m, &needs, inner.arg, &b)) return below_a_named_folder(m, at, out);
    NodeId other = other_path(m, &inner);
    bool second = other && py_at(m->tree, other)->beg < py_at(m->tree, inner.arg)->beg;
    NodeId first = second ? other : inner.arg, last = second ? inner.arg : other;
    Str name = other ? S("source_path") : fresh_name(m, at->node);
    if (other && (name_find(&m->tree->names, name) || name_find(&m->tree->names, S("target_path"))))
        return false;
    if (!guard_path(m, &out->change, at->node, first, name, &before)) return false;
    if (last && !guard_path(m, &out->change, at->node, last, S("target_path"), &before)) return false;
    if (before.n && !mend_before(m, &out->change, at->node, buf_str(&before))) return false;
    return mend_done(
        out, TRUST_SAFE,
        "The resolved path must lie below its base folder; anything else is refused before "
        "it is used.");
}

// ---- uploads

// The visitor's name of the file, or its ending, is in the path, perhaps by a local.
static bool keeps_filename(const Mend *m, NodeId path, int steps)
{
    enum { MOST = 8 };
    NodeId stmt;
    if (find_filename(m, path)) return true;
    for (NodeId n = 0; (n = mend_next(m, PY_Name, path, n));) {
        NodeId value = mend_assigned(m, n, &stmt);
        if (value && find_filename(m, value)) return true;
    }
    NodeId value = py_kind(m->tree, path) == PY_Name ? mend_assigned(m, path, &stmt) : 0;
    return value && steps < MOST && keeps_filename(m, value, steps + 1);
}

// return …split(".")[1] in LIST, …endswith(LIST): true for what is on it.
static bool answers_in(const Mend *m, NodeId back, Str list)
{
    NodeId e = py_node(m->tree, back, Return_value);
    while (e && py_kind(m->tree, e) == PY_BoolOp && py_at(m->tree, e)->op == OP_AND)
        e = py_last(py_list(m->tree, e, BoolOp_values));
    if (!e) return false;
    if (py_kind(m->tree, e) == PY_Call)
        return str_eq(mend_called(m, e), S("endswith")) && str_eq(py_text(m->tree, mend_arg(m, e, 0, (Str){0})), list);
    return py_kind(m->tree, e) == PY_Compare && py_syms(m->tree, e, Compare_ops).n == 1 &&
           py_syms(m->tree, e, Compare_ops).v[0] == OP_IN &&
           str_eq(py_text(m->tree, py_list(m->tree, e, Compare_comparators).v[0]), list);
}

// def allowed_file(filename): return "." in filename and filename.rsplit(".", 1)[1] in ALLOWED_EXTENSIONS
static Str kind_asked(const Mend *m, Str list)
{
    NodeList body = py_list(m->tree, m->tree->root, Module_body);
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_FunctionDef) continue;
        NodeList params = py_list(m->tree, py_node(m->tree, body.v[i], FunctionDef_args), arguments_args);
        NodeList own = py_list(m->tree, body.v[i], FunctionDef_body);
        NodeId last = own.n ? py_last(own) : 0;
        if (params.n != 1 || !last || py_kind(m->tree, last) != PY_Return || mend_next(m, PY_Raise, body.v[i], 0))
            continue;
        Str text = py_text(m->tree, last);
        if (mend_says_word(text, S("not")) || !answers_in(m, last, list)) continue;
        bool ends = str_find(text, S("split(")) >= 0 || str_find(text, S("splitext(")) >= 0 ||
                    str_find(text, S("endswith(")) >= 0;
        Str param = py_name(m->tree, py_sym(m->tree, params.v[0], arg_arg));
        bool path = str_find(text, str_fmt(m->keep, "%.*s.name", STR_ARG(param))) >= 0;      // of a Path
        if (ends && !path && mend_says_word(text, param))
            return mend_def_name(m, body.v[i]);
    }
    return (Str){0};
}

// "png", ".jpeg": all of them in small letters, as they are asked for, and no names of files
static bool are_extensions(const Mend *m, NodeId list)
{
    if (list && py_kind(m->tree, list) == PY_Call) list = mend_arg(m, list, 0, (Str){0});
    int kind = list ? py_kind(m->tree, list) : 0;
    if (kind != PY_Set && kind != PY_List && kind != PY_Tuple) return false;
    NodeList items = py_list(m->tree, list, 0);
    for (uint32_t i = 0; i < items.n; i++) {
        enum { LONGEST = 5 };
        Str text = mend_string(m, items.v[i]);
        bool dotted = str_starts(text, S("."));
        if (dotted != str_starts(mend_string(m, items.v[0]), S("."))) return false;
        if (dotted) text = str_sub(text, 1, -1);
        if (!text.len || text.len > LONGEST) return false;
        for (Size k = 0; k < text.len; k++)
            if (!(text.s[k] >= 'a' && text.s[k] <= 'z') && !(text.s[k] >= '0' && text.s[k] <= '9')) return false;
    }
    return items.n > 0;
}

// Another place asks for these kinds of file already: it may be the only one that they are meant for.
static bool is_asked_elsewhere(const Mend *m, Str list, Str asked)
{
    NodeId question = asked.len ? mend_top(m, asked) : 0;
    for (NodeId n = 0; (n = mend_next(m, PY_Name, m->tree->root, n));)
        if (py_at(m->tree, n)->op == CTX_LOAD &&
            (str_eq(py_text(m->tree, n), list) || (asked.len && str_eq(py_text(m->tree, n), asked))) &&
            !(question && mend_within(m, n, question)))
            return true;
    return false;
}

// The test that refuses a kind of file: by the module's own question or list; else by one that a person fills in.
static bool test_of_kind(const Mend *m, Change *c, NodeId node, Str file, Str *test, bool *own)
{
    static const Str words[] = {L("extension"), L("ext"), L("suffix"), L("file"), {0}};
    static const char *const ends[] = {"extension", "_ext", "exts", "suffix", NULL};
    MendList list;
    bool kinds = mend_list(m, node, words, &list) && are_extensions(m, list.value);
    bool said = kinds && mend_has_one(mend_lower(m, list.bare), ends);
    if (kinds && ((list.sure && said) || str_starts(list.first, S(".")))) {
        Str asked = kind_asked(m, list.bare);
        *own = list.sure && !is_asked_elsewhere(m, list.bare, asked);
        if (asked.len) {
            *test = str_fmt(m->keep, "not %.*s(%.*s.filename)", STR_ARG(asked), STR_ARG(file));
            return true;
        }
        Str os = mend_name(m, c, node, S("os"), (Str){0});
        *test = str_fmt(m->keep, "%.*s.path.splitext(%.*s.filename)[1].lower()%s not in %.*s", STR_ARG(os),
                        STR_ARG(file), str_starts(list.first, S(".")) ? "" : ".lstrip(\".\")",
                        STR_ARG(list.name));
        return os.len > 0;
    }
    *test = str_fmt(m->keep, "not %.*s.filename.lower().endswith(ALLOWED_EXTENSIONS)", STR_ARG(file));
    return mend_declare(m, c, S("ALLOWED_EXTENSIONS"),
                        "(\".png\", \".jpg\", \".pdf\")  # decide: the kinds of file that are taken");
}

bool mend_fix_upload(const Mend *m, const MendSite *at, Fix *out)
{
    if (py_kind(m->tree, at->node) != PY_Call) return false;
    NodeId f = py_node(m->tree, at->node, Call_func);
    if (py_kind(m->tree, f) != PY_Attribute ||
        !str_eq(py_name(m->tree, py_sym(m->tree, f, Attribute_attr)), S("save")))
        return false;
    NodeId file = py_node(m->tree, f, Attribute_value);
    NodeList args = py_list(m->tree, at->node, Call_args);
    if (py_kind(m->tree, file) != PY_Name || !args.n || !keeps_filename(m, args.v[0], 0))
        return false;
    Str test;
    bool own = false;
    if (!test_of_kind(m, &out->change, at->node, py_text(m->tree, file), &test, &own)) return false;
    if (!mend_before(
            m, &out->change, at->node,
            mend_guard(m, &out->change, at->node, test, S("this kind of file is not taken"))))
        return false;
    NodeId name = find_filename(m, args.v[0]);
    if (name)
        mend_wrap(m, &out->change, name, KIND(PATH), S("werkzeug.utils"), S("secure_filename"),
                  TEXT_ANY);
    if (own)
        return mend_done(out, TRUST_SAFE,
                         "Only the kinds of file that the module itself lists are taken.");
    return mend_done(
        out, TRUST_REVIEW,
        "Only listed kinds of file are taken, under a name without folders. Decide which "
        "kinds those are.");
}
