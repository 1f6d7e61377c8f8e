// mend/fix_check: fixes of a check: one that fails open, one that is made before its time, one that
// a neighbour makes and this function does not; and cells, keys and values that need one.
// SPDX-License-Identifier: MIT
#include "mend/sql_int.h"

// ---- a failing check

static bool is_bool(const Mend *m, NodeId stmt, int kind)
{
    NodeId v = py_kind(m->tree, stmt) == PY_Return ? py_node(m->tree, stmt, Return_value) : 0;
    const PyConst *c = v && py_kind(m->tree, v) == PY_Constant ? py_const(m->tree, v) : NULL;
    return c && (int)c->kind == kind;
}

// try: if not ask(…): return False except …: log(…), in a function whose last word is `return True`:
// the handler says no, as the try does.
static bool refuse_at_end(const Mend *m, NodeId handler, Fix *out)
{
    NodeList body = py_list(m->tree, handler, ExceptHandler_body);
    NodeId def = mend_function(m, handler), stmt = mend_parent(m, handler);
    NodeList all = def ? py_list(m->tree, def, FunctionDef_body) : (NodeList){0};
    bool says_no = false;
    if (!all.n || !is_bool(m, py_last(all), CONST_TRUE)) return false;
    for (NodeId r = 0; (r = mend_next(m, PY_Return, stmt, r));)
        says_no |= is_bool(m, r, CONST_FALSE);
    if (!says_no) return false;
    if (!body.n) return false;
    NodeId last = py_last(body);
    int kind = py_kind(m->tree, last);
    if (kind == PY_Pass || kind == PY_Continue) {
        mend_replace(m, &out->change, last, S("return False"));
        return true;
    }
    return kind == PY_Expr && mend_after(m, &out->change, last, S("return False"));
}

bool mend_fix_fail_open(const Mend *m, const MendSite *at, Fix *out)
{
    if (py_kind(m->tree, at->node) != PY_ExceptHandler) return false;
    NodeList body = py_list(m->tree, at->node, ExceptHandler_body);
    bool any = false;
    for (uint32_t i = 0; i < body.n; i++) {
        NodeId v = py_kind(m->tree, body.v[i]) == PY_Return
                       ? py_node(m->tree, body.v[i], Return_value)
                       : 0;
        const PyConst *c = v && py_kind(m->tree, v) == PY_Constant ? py_const(m->tree, v) : NULL;
        if (!c || c->kind != CONST_TRUE) continue;
        mend_replace(m, &out->change, v, S("False"));
        any = true;
    }
    if (!any) any = refuse_at_end(m, at->node, out);
    // what is not there yet may be what the function says yes to
    NodeId type = py_node(m->tree, at->node, ExceptHandler_type);
    if (any && type && str_eq(py_text(m->tree, type), S("FileNotFoundError")))
        return mend_done(out, TRUST_REVIEW,
                         "When the check itself fails, the answer is no. Decide that a file that is "
                         "not there is a check that failed.");
    return any && mend_done(out, TRUST_SAFE, "When the check itself fails, the answer is no.");
}

// ---- looked at, then opened

// if os.path.exists(p): open(p) … else: …  becomes  try: … except FileNotFoundError: …
static bool try_instead(const Mend *m, NodeId open, Fix *out)
{
    NodeId n = open, path = mend_arg(m, open, 0, S("file"));
    Str src = m->tree->src;
    while (n && py_kind(m->tree, n) != PY_If) n = mend_parent(m, n);
    NodeList orelse = n ? py_list(m->tree, n, If_orelse) : (NodeList){0};
    if (!n || !orelse.n || !path || py_kind(m->tree, orelse.v[0]) == PY_If) return false;
    Str test = py_text(m->tree, py_node(m->tree, n, If_test)), arg = py_text(m->tree, path);
    if (!str_eq(test, str_fmt(m->keep, "os.path.exists(%.*s)", STR_ARG(arg))) &&
        !str_eq(test, str_fmt(m->keep, "os.path.isfile(%.*s)", STR_ARG(arg))))
        return false;
    NodeList body = py_list(m->tree, n, If_body);
    if (!body.n) return false;
    uint32_t beg = py_at(m->tree, n)->beg,
             colon = py_at(m->tree, py_node(m->tree, n, If_test))->end;
    uint32_t last = py_at(m->tree, py_last(body))->end, to = py_at(m->tree, orelse.v[0])->beg;
    Size word = str_find(str_sub(src, last, to), S("else:"));
    if (word < 0 || src.s[colon] != ':' || !str_eq(str_sub(src, beg, beg + 3), S("if ")))
        return false;
    uint32_t els = last + (uint32_t)word;
    *push(m->keep, &out->change.edits) = (Edit){{beg, colon}, S("try")};
    *push(m->keep, &out->change.edits) = (Edit){{els, els + 4}, S("except FileNotFoundError")};
    *push(m->keep, &out->change.drop_if_unused) = (Import){L("os"), {0}, {0}};
    return mend_done(out, TRUST_SAFE,
                     "The file is opened, and its absence handled, in one step: nobody can change "
                     "it between the look and the opening.");
}

// if os.path.exists(p): <no>  …  open(p, "w"): the mode "x" makes the file or fails, in one step.
bool mend_fix_exclusive(const Mend *m, const MendSite *at, Fix *out)
{
    if (py_kind(m->tree, at->node) != PY_Call) return false;
    if (try_instead(m, at->node, out)) return true;
    out->change = (Change){0};
    NodeId f = py_node(m->tree, at->node, Call_func), mode = mend_arg(m, at->node, 1, S("mode")),
           path = mend_arg(m, at->node, 0, S("file")), def = mend_function(m, at->node);
    const PyConst *c =
        mode && py_kind(m->tree, mode) == PY_Constant ? py_const(m->tree, mode) : NULL;
    if (!str_eq(py_text(m->tree, f), S("open")) || !c || c->kind != CONST_STR || !path || !def ||
        !c->text.len || c->text.s[0] != 'w')
        return false;
    NodeList body = py_list(m->tree, def, FunctionDef_body);
    Str test = str_fmt(m->keep, "exists(%.*s)", STR_ARG(py_text(m->tree, path)));
    bool refused = false;
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(m->tree, body.v[i]) != PY_If) continue;
        Str text = py_text(m->tree, py_node(m->tree, body.v[i], If_test));
        NodeList then = py_list(m->tree, body.v[i], If_body);
        int last = py_kind(m->tree, py_last(then));
        refused |= str_ends(text, test) && !str_starts(text, S("not ")) &&
                   (last == PY_Return || last == PY_Raise);
    }
    if (!refused) return false;
    mend_replace(m, &out->change, mode,
                 edit_literal(str_fmt(m->keep, "x%.*s", STR_ARG(str_sub(c->text, 1, -1))),
                              edit_quote(m->tree), m->keep));
    return mend_done(out, TRUST_SAFE,
                     "The file is made by the call that opens it, which fails when one is there: "
                     "nobody can put one between the look and the opening.");
}

// ---- cells of a table

static const char cell_text[] =
    "def cell_text(value):\n"
    "    \"\"\"A cell that no spreadsheet reads as a formula.\"\"\"\n"
    "    if value is None or isinstance(value, (int, float)):\n"
    "        return value\n"
    "    text = str(value)\n"
    "    if text.startswith((\"=\", \"+\", \"-\", \"@\", \"\\t\", \"\\r\")):\n"
    "        return \"'\" + text\n"
    "    return text\n"
    "\n"
    "\n";

static Str cells(const Mend *m, NodeId row, bool rows)
{
    int kind = py_kind(m->tree, row);
    Str text = py_text(m->tree, row);
    if (rows)
        return str_fmt(m->keep, "[[cell_text(cell) for cell in row] for row in %.*s]",
                       STR_ARG(text));
    if (kind == PY_Dict || str_find(m->tree->src, S("DictWriter")) >= 0)
        return str_fmt(m->keep, "{key: cell_text(cell) for key, cell in %.*s.items()}",
                       STR_ARG(text));
    return str_fmt(m->keep, "[cell_text(cell) for cell in %.*s]", STR_ARG(text));
}

bool mend_fix_csv(const Mend *m, const MendSite *at, Fix *out)
{
    if (!at->arg || py_kind(m->tree, at->node) != PY_Call) return false;
    NodeId f = py_node(m->tree, at->node, Call_func);
    Str name = py_kind(m->tree, f) == PY_Attribute
                   ? py_name(m->tree, py_sym(m->tree, f, Attribute_attr))
                   : (Str){0};
    bool rows = str_eq(name, S("writerows"));
    if (!rows && !str_eq(name, S("writerow"))) return false;
    if (rows && str_find(m->tree->src, S("DictWriter")) >= 0) return false;
    if (!mend_helper(m, &out->change, S("cell_text"), cell_text)) return false;
    mend_replace(m, &out->change, at->arg, cells(m, at->arg, rows));
    return mend_done(out, TRUST_REVIEW,
                     "A cell that begins like a formula gets an apostrophe, so it is shown and not "
                     "worked out. Decide whether such cells are meant.");
}

// ---- values of a query that must be texts

// "this.owner == '" + owner + "'": the field, and the hole that it is compared with. False: another script.
static bool compares_field(const Mend *m, NodeId script, Str *field, Str *with)
{
    Pieces p;
    if (!mend_pieces(m, script, &p) || p.n != 3 || p.v[0].kind != PIECE_TEXT || p.v[1].kind != PIECE_HOLE ||
        p.v[1].spec || p.v[2].kind != PIECE_TEXT)
        return false;
    Str text = str_trim(p.v[0].text), end = str_trim(p.v[2].text), this = S("this.");
    char quote = text.len ? text.s[text.len - 1] : 0;
    if (!str_starts(text, this) || (quote != '\'' && quote != '"') || !end.len || end.s[0] != quote) return false;
    Str rest = str_trim(str_sub(end, 1, -1));
    Size stop = this.len;
    while (stop < text.len && (sql_word_char(text.s[stop]) || text.s[stop] == '.')) stop++;
    Str op = str_trim(str_sub(text, stop, text.len - 1));
    *field = str_sub(text, this.len, stop);
    *with = p.v[1].text;
    return field->len && (!rest.len || str_eq(rest, S(";"))) && (str_eq(op, S("==")) || str_eq(op, S("===")));
}

// {"$where": "this.owner == '" + owner + "'"}: a comparison that the query can make without a script.
static bool without_script(const Mend *m, NodeId dict, Fix *out)
{
    NodeList keys = py_list(m->tree, dict, Dict_keys), values = py_list(m->tree, dict, Dict_values);
    uint32_t at = 0;
    while (at < keys.n && !str_eq(mend_string(m, keys.v[at]), S("$where"))) at++;
    Str field, with;
    if (at == keys.n || !compares_field(m, values.v[at], &field, &with)) return false;
    for (uint32_t i = 0; i < keys.n; i++)                 // {"owner": …, "$where": "this.owner == …"}: one would go
        if (!keys.v[i] || str_eq(mend_string(m, keys.v[i]), field)) return false;
    mend_replace(m, &out->change, keys.v[at], edit_literal(field, mend_quote(m, keys.v[at]), m->keep));
    mend_replace(m, &out->change, values.v[at], str_fmt(m->keep, "str(%.*s)", STR_ARG(with)));
    return mend_done(out, TRUST_REVIEW,
                     "The query compares the field itself, and runs no script. Decide that it is a text.");
}

// find(query), where query = {"$where": …} if owner else {}: the dictionary that holds the script.
static NodeId scripted(const Mend *m, NodeId e)
{
    NodeId stmt;
    if (e && py_kind(m->tree, e) == PY_Name) e = mend_assigned(m, e, &stmt);
    if (e && py_kind(m->tree, e) == PY_IfExp) e = py_node(m->tree, e, IfExp_body);
    return e && py_kind(m->tree, e) == PY_Dict ? e : 0;
}

// {"$set": changes}, {"$or": filters}: what such an operator takes is a document or a list, and no text.
static bool takes_document(const Mend *m, NodeId dict)
{
    static const char *const of_values[] = {"$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$regex", "$options",
                                            "$search", "$where", NULL};
    NodeList keys = py_list(m->tree, dict, Dict_keys), values = py_list(m->tree, dict, Dict_values);
    for (uint32_t i = 0; i < values.n; i++) {
        Str key = keys.v[i] ? mend_string(m, keys.v[i]) : (Str){0};
        int kind = py_kind(m->tree, values.v[i]);
        if (kind == PY_Dict && takes_document(m, values.v[i])) return true;
        bool value = kind == PY_Dict || kind == PY_List || kind == PY_Constant ||
                     mend_is_one(key, of_values);
        if (str_starts(key, S("$")) && !value) return true;
    }
    return false;
}

bool mend_fix_nosql(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId query = scripted(m, at->arg);
    if (query && without_script(m, query, out)) return true;
    out->change = (Change){0};
    if (at->arg && py_kind(m->tree, at->arg) == PY_Dict && takes_document(m, at->arg)) return false;
    return at->arg && py_kind(m->tree, at->arg) == PY_Dict &&
           mend_around(m, &out->change, at->arg, KIND(NOSQL), S("str("), S(")"), TEXT_ANY) &&
           mend_done(out, TRUST_REVIEW,
                     "The value is a text, so it can hold no operator. Decide which fields are "
                     "numbers.");
}

bool mend_fix_mail(const Mend *m, const MendSite *at, Fix *out)
{
    if (!at->arg) return false;
    Pieces p;
    bool message = py_kind(m->tree, at->node) == PY_Call &&
                   at->arg == mend_arg(m, at->node, 2, S("msg")) &&
                   (!mend_pieces(m, at->arg, &p) || p.n < 2);
    if (message) return false; // the message itself: its line breaks are meant
    NodeId to =
        py_kind(m->tree, at->node) == PY_Call && str_eq(mend_called(m, at->node), S("sendmail"))
            ? mend_arg(m, at->node, 1, S("to_addrs"))
            : 0;
    if (to && to == at->arg) return false; // often a list of addresses, which is no text
    // imap.fetch(number, …): what search() answers is bytes, and only what a visitor said is a text
    if (str_starts(at->callee, S("imaplib.")) && !mend_is_built(m, at->arg) &&
        !(mend_taint(m, at->arg) & KIND(REMOTE)))
        return false;
    return mend_around(m, &out->change, at->arg, KIND(MAIL), mend_empty_join(m, at->arg),
                       S(".splitlines())"),
                       TEXT_ALWAYS) &&
           mend_done(out, TRUST_SAFE,
                     "Line breaks are removed, so the value cannot end the header and start "
                     "another.");
}

// ---- sizes of keys, rounds of work

static bool raise_number(const Mend *m, const MendSite *at, int64_t least, int64_t most,
                         const char *value, Fix *out)
{
    static const char *const never[] = {"public_exponent", "dklen", "length", "e", "n", "r", "p"};
    NodeList args = py_list(m->tree, at->node, Call_args),
             kw = py_list(m->tree, at->node, Call_keywords);
    for (uint32_t i = 0; i < args.n + kw.n; i++) {
        NodeId v = i < args.n ? args.v[i] : py_node(m->tree, kw.v[i - args.n], keyword_value);
        Str name = i < args.n ? (Str){0}
                              : py_name(m->tree, py_sym(m->tree, kw.v[i - args.n], keyword_arg));
        const PyConst *c = py_kind(m->tree, v) == PY_Constant ? py_const(m->tree, v) : NULL;
        bool skip = false;
        for (Size k = 0; k < countof(never); k++) skip |= str_eq(name, str_of(never[k]));
        if (skip || !c || c->kind != CONST_INT || c->big || c->i < least || c->i >= most) continue;
        mend_replace(m, &out->change, v, str_of(value));
        return true;
    }
    return false;
}

bool mend_fix_short_key(const Mend *m, const MendSite *at, Fix *out)
{
    return py_kind(m->tree, at->node) == PY_Call && raise_number(m, at, 512, 2048, "3072", out) &&
           mend_done(out, TRUST_SAFE, "New keys have 3072 bits, which nobody can factor.");
}

// pbkdf2_hmac(…, ROUNDS), or a parameter that callers of this file give such a constant: the one
// constant of the module or class.
static NodeId named_rounds(const Mend *m, NodeId rounds, int depth)
{
    Str name = rounds ? py_text(m->tree, rounds) : (Str){0};
    NodeId def = rounds ? mend_function(m, rounds) : 0;
    int kind = rounds ? py_kind(m->tree, rounds) : 0;
    if ((kind != PY_Name && kind != PY_Attribute) || depth > 2) return 0;
    if (kind == PY_Name && def && mend_parameter(m, def, name)) {
        NodeList list = py_list(m->tree, py_node(m->tree, def, FunctionDef_args), arguments_args);
        int at = 0;
        for (uint32_t i = 0; i < list.n; i++) {
            Str p = py_name(m->tree, py_sym(m->tree, list.v[i], arg_arg));
            if (str_eq(p, name)) break;
            at += !str_eq(p, S("self"));
        }
        for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));) {
            if (!str_eq(mend_called(m, n), mend_def_name(m, def))) continue;
            NodeId found = named_rounds(m, mend_arg(m, n, at, name), depth + 1);
            if (found) return found;
        }
        return 0;
    }
    name = str_sub(name, str_rfind(name, '.') + 1, -1);
    NodeId found = 0;
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, m->tree->root, n));) {
        NodeId v = py_node(m->tree, n, Assign_value);
        const PyConst *c = py_kind(m->tree, v) == PY_Constant ? py_const(m->tree, v) : NULL;
        if (!str_eq(py_text(m->tree, py_list(m->tree, n, Assign_targets).v[0]), name)) continue;
        if (found || !c || c->kind != CONST_INT || c->big || c->i >= 600000) return 0;
        found = v;
    }
    return found;
}

static bool raise_named(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId rounds = mend_arg(m, at->node, 3, S("iterations")),
           def = rounds ? mend_function(m, rounds) : 0;
    NodeId value = named_rounds(m, rounds, 0);
    // not given by the record: what is stored and compared here was made with the constant as it is
    bool given = def && mend_parameter(m, def, py_text(m->tree, rounds));
    if (!value || (!given && str_find(m->tree->src, S("compare_digest")) >= 0)) return false;
    mend_replace(m, &out->change, value, S("600_000"));
    return true;
}

bool mend_fix_rounds(const Mend *m, const MendSite *at, Fix *out)
{
    if (py_kind(m->tree, at->node) != PY_Call) return false;
    bool salt = str_ends(at->callee, S("gensalt"));
    if (!(salt ? raise_number(m, at, 1, 12, "12", out)
               : raise_number(m, at, 65, 600000, "600_000", out) || raise_named(m, at, out)))
        return false;
    return mend_done(out, TRUST_REVIEW,
                     "Each guess costs as much work as is recommended today. Hashes stored before "
                     "have fewer rounds: decide how they are read.");
}
