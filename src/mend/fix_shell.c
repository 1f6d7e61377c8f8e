// mend/fix_shell: outside text in a command of the shell becomes one word of it.
// SPDX-License-Identifier: MIT
#include "fact/shell.h"
#include "mend/mend_int.h"

// Quotes that the author put round a hole would end shlex.quote's own: they must go.
static char quote_before(const Pieces *p, Size hole)
{
    char open = 0;
    for (Size i = 0; i < hole; i++)
        for (Size j = 0; p->v[i].kind == PIECE_TEXT && j < p->v[i].text.len; j++) {
            char c = p->v[i].text.s[j];
            if (c == '\\' && open != '\'') j++;
            else if (!open && (c == '\'' || c == '"')) open = c;
            else if (c == open) open = 0;
        }
    return open;
}

// Only quotes right beside the hole of an f-string can be cut from the source.
static bool unquote(const Mend *m, Change *c, const Piece *hole, char quote)
{
    Str src = m->tree->src;
    uint32_t beg = py_at(m->tree, hole->node)->beg, end = py_at(m->tree, hole->node)->end;
    if (beg < 3 || src.s[beg - 1] != '{' || src.s[end] != '}' || src.s[beg - 2] != quote ||
        src.s[end + 1] != quote)
        return false;
    if (src.s[beg - 3] == '\\' || src.s[beg - 3] == '{') return false;
    *push(m->keep, &c->edits) = (Edit){{beg - 2, beg - 1}, S("")};
    *push(m->keep, &c->edits) = (Edit){{end + 1, end + 2}, S("")};
    return true;
}

// How a quote of the shell is written in the one f-string around; false: there are several, or a raw one.
static bool quote_as(const Mend *m, NodeId fstring, char quote, Str *out)
{
    Str t = py_text(m->tree, fstring);
    Size at = 0, ends = 0;
    while (at < t.len && t.s[at] != '"' && t.s[at] != '\'') {
        if ((t.s[at++] | 32) == 'r') return false;
    }
    char own = at < t.len ? t.s[at] : 0;
    bool triple = at + 5 < t.len && t.s[at + 1] == own && t.s[at + 2] == own;
    for (Size i = at; i < t.len; i++) {
        if (t.s[i] == '\\') i++;
        else ends += t.s[i] == own;
    }
    if (ends != (triple ? 6 : 2)) return false;
    *out = str_fmt(m->keep, "%s%c", quote == own && !triple ? "\\" : "", quote);
    return !triple || quote != own;
}

// echo "to {x} now": the quotes end before the hole and begin again behind it, which is one word still.
static bool split_quotes(const Mend *m, Change *c, const Piece *hole, char quote)
{
    Str src = m->tree->src, text;
    NodeId value = mend_parent(m, hole->node), fstring = value ? mend_parent(m, value) : 0;
    uint32_t beg = py_at(m->tree, hole->node)->beg, end = py_at(m->tree, hole->node)->end;
    if (!fstring || py_kind(m->tree, fstring) != PY_JoinedStr || src.s[beg - 1] != '{' ||
        src.s[end] != '}' || !quote_as(m, fstring, quote, &text))
        return false;
    if (src.s[beg - 2] == '}' || src.s[end + 1] == '{') return false;      // several in a row
    bool first = str_ends(str_sub(src, 0, beg - 1), text), last = str_starts(str_sub(src, end + 1, -1), text);
    uint32_t n = (uint32_t)text.len;
    *push(m->keep, &c->edits) = (Edit){{first ? beg - 1 - n : beg - 1, beg - 1}, first ? S("") : text};
    *push(m->keep, &c->edits) = (Edit){{end + 1, last ? end + 1 + n : end + 1}, last ? S("") : text};
    return true;
}

static bool plain_end(const Mend *m, NodeId text, bool first, char quote)
{
    const PyNode *p = py_at(m->tree, text);
    Str src = py_text(m->tree, text);
    if (p->kind != PY_Constant || src.len < 3 || (src.s[0] != '"' && src.s[0] != '\''))
        return false;
    if (str_starts(src, S("\"\"\"")) || str_starts(src, S("\'\'\'"))) return false;
    Size at = first ? 1 : src.len - 2;
    return src.s[at] == quote && (first || src.len < 4 || src.s[at - 1] != '\\');
}

// "grep '" + x + "' f": the quotes at the ends of the texts beside the hole.
static bool unquote_sum(const Mend *m, Change *c, const Pieces *p, Size i, char quote)
{
    if (!i || i + 1 >= p->n || p->v[i - 1].kind != PIECE_TEXT || p->v[i + 1].kind != PIECE_TEXT)
        return false;
    NodeId before = p->v[i - 1].node, after = p->v[i + 1].node;
    if (before == after || !plain_end(m, before, false, quote) || !plain_end(m, after, true, quote))
        return false;
    uint32_t end = py_at(m->tree, before)->end, beg = py_at(m->tree, after)->beg;
    *push(m->keep, &c->edits) = (Edit){{end - 2, end - 1}, S("")};
    *push(m->keep, &c->edits) = (Edit){{beg + 1, beg + 2}, S("")};
    return true;
}

// "grep '%s' f" % x, "grep '{}' f".format(x): the quotes round the hole's place in the format.
static bool unquote_format(const Mend *m, Change *c, const Pieces *p, Size hole, char quote)
{
    int kind = py_kind(m->tree, p->whole);
    bool percent = kind == PY_BinOp;
    NodeId f = kind == PY_Call ? py_node(m->tree, p->whole, Call_func) : 0;
    NodeId text = percent                                    ? py_node(m->tree, p->whole, BinOp_left)
                  : f && py_kind(m->tree, f) == PY_Attribute ? py_node(m->tree, f, Attribute_value) : 0;
    if ((percent && py_at(m->tree, p->whole)->op != OP_MOD) || !text ||
        py_kind(m->tree, text) != PY_Constant)
        return false;
    Str src = py_text(m->tree, text);
    Size nth = 0, open = percent ? '%' : '{';
    for (Size i = 0; i < hole; i++) nth += p->v[i].kind == PIECE_HOLE;
    if (str_find(src, S("\\")) >= 0) return false;
    for (Size i = 1; i + 3 < src.len; i++) {
        if (src.s[i] != open) continue;
        if (src.s[i + 1] == open) { i++; continue; }
        if (nth--) continue;
        bool plain =
            src.s[i + 1] == (percent ? 's' : '}') && src.s[i - 1] == quote && src.s[i + 2] == quote;
        uint32_t at = py_at(m->tree, text)->beg + (uint32_t)i;
        // not the quotes that the text itself stands in
        if (!plain || i < 2 || (src.s[0] == quote && str_find(str_sub(src, 0, 3), S("'''")) < 0 &&
                                str_find(str_sub(src, 0, 3), S("\"\"\"")) < 0))
            return false;
        *push(m->keep, &c->edits) = (Edit){{at - 1, at}, S("")};
        *push(m->keep, &c->edits) = (Edit){{at + 2, at + 3}, S("")};
        return true;
    }
    return false;
}

// Every text that a local is given first begins with the command's own name.
static bool begins_with_command(const Mend *m, NodeId name)
{
    NodeId def = mend_function(m, name);
    Size begun = 0;
    Pieces p;
    for (NodeId n = 0; def && (n = mend_next(m, PY_Assign, def, n));) {
        NodeId to = py_list(m->tree, n, Assign_targets).v[0], v = py_node(m->tree, n, Assign_value);
        if (!str_eq(py_text(m->tree, to), py_text(m->tree, name))) continue;
        if (!mend_pieces(m, v, &p) || !p.n) return false;
        if (p.v[0].kind == PIECE_HOLE && str_eq(p.v[0].text, py_text(m->tree, name))) continue;
        if (p.v[0].kind != PIECE_TEXT || str_find(str_trim(p.v[0].text), S(" ")) < 0) {
            bool word = p.v[0].kind == PIECE_TEXT && str_trim(p.v[0].text).len &&
                        (p.n == 1 || str_ends(p.v[0].text, S(" ")));
            if (!word) return false;
        }
        begun++;
    }
    return begun > 0;
}

// "ls " + pattern: by its name it is one that the shell matches with files. grep's is its own.
static bool is_glob(const Mend *m, NodeId arg)
{
    static const char *const globs[] = {"glob", "wildcard", NULL}, *const maybe[] = {"pattern",
                                                                                     "mask", NULL};
    static const char *const own[] = {"grep", "find", "sed", "awk", "rg ", "ag ", "-name", NULL};
    Pieces p;
    if (!mend_pieces(m, arg, &p)) return false;
    bool takes = !mend_has_one(py_text(m->tree, p.whole), own);
    for (Size i = 0; i < p.n; i++) {
        Str low = p.v[i].kind == PIECE_HOLE ? mend_lower(m, p.v[i].text) : (Str){0};
        if (mend_has_one(low, globs) || (takes && mend_has_one(low, maybe))) return true;
    }
    return false;
}

// shlex.join() where a value is several words by itself
static bool done_quoted(const Mend *m, NodeId arg, Fix *out)
{
    bool words = false;
    if (is_glob(m, arg))
        return mend_done(
            out, TRUST_REVIEW,
            "shlex.quote makes each outside value one word for the shell, which matches no files "
            "with it any more. Decide whether users were meant to write patterns.");
    for (Size i = 0; i < out->change.edits.n; i++)
        words |= str_find(out->change.edits.v[i].with, S("split(")) >= 0;
    return mend_done(
        out, TRUST_SAFE,
        words ? "shlex quotes each word of an outside value, so the shell reads words in it "
                "and nothing else."
              : "shlex.quote makes each outside value one word for the shell, whatever is in it.");
}

// cmd = "git log"; if author: cmd += " --author=" + author
static bool quote_grown(const Mend *m, const MendSite *at, Fix *out)
{
    MendLeaves leaves;
    if (py_kind(m->tree, at->arg) != PY_Name || !begins_with_command(m, at->arg) ||
        !mend_leaves(m, at->arg, KIND(SHELL), &leaves) || !leaves.own ||
        !mend_wrap(m, &out->change, at->arg, KIND(SHELL), S("shlex"), S("quote"), TEXT_FORMATTED)) {
        out->change = (Change){0};
        return false;
    }
    return done_quoted(m, at->arg, out);
}

// One quoting is not enough there: the word is read again, as commands or as another program's code.
static bool is_read_again(const Mend *m, const Pieces *p, Size hole, char quote)
{
    Buf b = {.keep = m->keep};
    for (Size i = 0; i < hole; i++)
        buf_add(&b, p->v[i].kind == PIECE_TEXT ? p->v[i].text : S("\1"));
    Str before = buf_str(&b);
    if (quote && before.len) before.len--;
    return shell_reads_again(before);
}

// executable="cmd.exe", or one that nobody knows: its quotes are not those of a POSIX shell.
static bool is_other_shell(const Mend *m, NodeId call)
{
    NodeId have = mend_keyword(m, call, S("executable"));
    return have && !str_ends(mend_string(m, py_node(m->tree, have, keyword_value)), S("sh"));
}

// cd x && {command}: the command itself, or several; echo ${name}: a part of what the shell reads as a name.
static bool is_no_word(const Pieces *p, Size hole)
{
    Str before = hole && p->v[hole - 1].kind == PIECE_TEXT ? p->v[hole - 1].text : (Str){0};
    if (str_ends(before, S("$")) || str_ends(before, S("${"))) return true;
    Size end = before.len;
    while (end && strchr(" \t\n", before.s[end - 1])) {
        if (before.s[end - 1] == '\n' && (end < 2 || before.s[end - 2] != '\\')) return true;
        end--;
    }
    return end && strchr("&|;(`", before.s[end - 1]);
}

// self.binary, which only those set who make the object
static bool is_own_field(const Mend *m, NodeId hole)
{
    Kinds k = mend_taint(m, hole);
    return py_kind(m->tree, hole) == PY_Attribute && str_starts(py_text(m->tree, hole), S("self.")) &&
           py_kind(m->tree, py_node(m->tree, hole, Attribute_value)) == PY_Name &&
           !(k & (KIND(REMOTE) | KIND(LOCAL)));
}

// The shell hands it on as it stands.
static bool is_plain_text(Str text)
{
    for (Size i = 0; i < text.len; i++)
        if (strchr(" \t\n;&|<>()$`*?~\"'\\#{}[]!", text.s[i])) return false;
    return true;
}

// to = "> out.txt", files = " ".join(names), x = quote(x): several words, or what the shell is to read.
static bool is_given_words(const Mend *m, NodeId value)
{
    static const char *const makers[] = {"join", "quote", "list2cmdline", "format", NULL};
    if (mend_is_built(m, value) || !is_plain_text(mend_string(m, value))) return true;
    if (py_kind(m->tree, value) == PY_Call && mend_is_one(mend_called(m, value), makers)) return true;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, value, n));)
        if (mend_is_one(mend_called(m, n), makers)) return true;
    for (NodeId n = 0; (n = mend_next(m, PY_Constant, value, n));)
        if (!is_plain_text(mend_string(m, n))) return true;
    return false;
}

static bool is_ever_words(const Mend *m, NodeId name)
{
    NodeId def = mend_function(m, name), scope = def ? def : m->tree->root;
    Str text = py_text(m->tree, name);
    for (NodeId n = 0; (n = mend_next(m, PY_AugAssign, scope, n));)
        if (str_eq(py_text(m->tree, py_node(m->tree, n, AugAssign_target)), text)) return true;
    if (def && !mend_binds(m, def, text)) scope = m->tree->root;
    for (NodeId n = 0; (n = mend_next(m, PY_Assign, scope, n));) {
        NodeId to = py_list(m->tree, n, Assign_targets).v[0];
        if (str_eq(py_text(m->tree, to), text) && is_given_words(m, py_node(m->tree, n, Assign_value)))
            return true;
    }
    return false;
}

// A word that the shell hands on as it stands, of the program's own; or a value that is to be one.
static bool is_one_word(const Mend *m, NodeId item)
{
    static const char *const several[] = {"flags", "options", "opts",  "args",    "switches", "extra",
                                          "files", "paths",   "names", "folders", "redirect", NULL};
    int kind = py_kind(m->tree, item);
    Str text = mend_string(m, item), name = py_last_name(m->tree, item);
    if (!is_plain_text(text)) return false;
    if (kind == PY_Constant) return text.len > 0;
    if (kind == PY_Subscript) name = mend_string(m, py_node(m->tree, item, Subscript_slice));
    bool call = kind == PY_Call && !str_eq(mend_called(m, item), S("str"));
    return kind != PY_Starred && kind != PY_IfExp && kind != PY_BoolOp && !call && !mend_is_built(m, item) &&
           !(kind == PY_Name && is_ever_words(m, item)) && !mend_has_one(mend_lower(m, name), several);
}

// ["bash", "-c", command], ["ssh", host, command]: what is quoted once is read as commands all the same.
static bool reads_again(const Mend *m, Buf *before, NodeId word)
{
    bool value = py_kind(m->tree, word) != PY_Constant;
    if (value && shell_reads_again(buf_str(before))) return true;
    buf_add(before, value ? S("\1") : mend_string(m, word));
    buf_char(before, ' ');
    return false;
}

// add(argv), other = argv: who else has the list may put into it what is no word.
static bool is_shared(const Mend *m, NodeId def, Str name)
{
    static const char *const readers[] = {"join",    "print", "len", "str", "repr", "debug", "info",
                                          "warning", "error", "run", "Popen", NULL};
    for (NodeId n = 0; (n = mend_next(m, PY_Name, def, n));) {
        if (py_at(m->tree, n)->op != CTX_LOAD || !str_eq(py_text(m->tree, n), name)) continue;
        NodeId up = mend_parent(m, n);
        int kind = py_kind(m->tree, up);
        if (kind == PY_Assign || kind == PY_keyword || kind == PY_Lambda) return true;
        if (kind == PY_Call && !mend_is_one(mend_called(m, up), readers)) return true;
    }
    return false;
}

// argv.append("-v") of the list by that name, and nothing else that changes it
static bool only_grows_by_words(const Mend *m, NodeId def, Str name, Buf *before)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Call, def, n));) {
        if (!str_eq(mend_object(m, n), name)) continue;
        NodeList args = py_list(m->tree, n, Call_args);
        if (!str_eq(mend_called(m, n), S("append")) || args.n != 1 || !is_one_word(m, args.v[0]) ||
            reads_again(m, before, args.v[0]))
            return false;
    }
    if (is_shared(m, def, name)) return false;
    for (NodeId n = 0; (n = mend_next(m, PY_AugAssign, def, n));)
        if (str_eq(py_text(m->tree, py_node(m->tree, n, AugAssign_target)), name)) return false;
    for (NodeId n = 0; (n = mend_next(m, PY_Subscript, def, n));)
        if (py_at(m->tree, n)->op != CTX_LOAD &&
            str_eq(py_text(m->tree, py_node(m->tree, n, Subscript_value)), name))
            return false;
    return true;
}

// " ".join(["wc", "-l", name]): words of a list, each of which stays one.
static bool quote_words(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId stmt, call = at->arg, list;
    Str oldest = flow_python(m->file);
    if (py_kind(m->tree, call) != PY_Call || !str_eq(mend_called(m, call), S("join"))) return false;
    NodeId f = py_node(m->tree, call, Call_func), items = mend_arg(m, call, 0, (Str){0});
    if (!items || !str_eq(mend_string(m, py_node(m->tree, f, Attribute_value)), S(" "))) return false;
    list = py_kind(m->tree, items) == PY_Name ? mend_assigned(m, items, &stmt) : items;
    int kind = list ? py_kind(m->tree, list) : 0;
    NodeId def = mend_function(m, call);
    if ((kind != PY_List && kind != PY_Tuple) || !def || (oldest.len && models_earlier(oldest, S("3.8"))))
        return false;
    NodeList words = py_list(m->tree, list, 0);
    if (!words.n || py_kind(m->tree, words.v[0]) != PY_Constant) return false;
    Buf before = {.keep = m->keep};
    for (uint32_t i = 0; i < words.n; i++)
        if (!is_one_word(m, words.v[i]) || reads_again(m, &before, words.v[i])) return false;
    if (list != items && !only_grows_by_words(m, def, py_text(m->tree, items), &before)) return false;
    Str join = mend_name(m, &out->change, call, S("shlex"), S("join"));
    if (!join.len) return false;
    mend_replace(m, &out->change, call,
                 str_fmt(m->keep, "%.*s(%.*s)", STR_ARG(join), STR_ARG(py_text(m->tree, items))));
    return mend_done(out, TRUST_SAFE,
                     "shlex.join quotes each word of the list, so that the shell reads it as one.");
}

// os.system(f"ls {x}"): each outside value becomes one word.
static bool quote_built(const Mend *m, const MendSite *at, Fix *out)
{
    Pieces p;
    if (!mend_pieces(m, at->arg, &p) || !p.n) return false;
    const Piece *first = &p.v[0];
    // the command itself: by a field of the program's own it is the name of one
    bool chosen = first->kind == PIECE_HOLE && (mend_taint(m, first->node) & KIND(SHELL));
    bool field = chosen && p.n > 1 && str_starts(p.v[1].text, S(" ")) && is_own_field(m, first->node);
    if (chosen && !field) return p.n == 1 && mend_allow_command(m, at, out);
    for (Size i = 0; i < p.n; i++) {
        bool hole = p.v[i].kind == PIECE_HOLE;
        char quote = hole ? quote_before(&p, i) : 0;
        if (hole && is_read_again(m, &p, i, quote)) return false;
        if (hole && !quote && is_no_word(&p, i) && mend_taint(m, p.v[i].node) & KIND(SHELL)) return false;
        if (quote && !unquote(m, &out->change, &p.v[i], quote) &&
            !unquote_sum(m, &out->change, &p, i, quote) &&
            !unquote_format(m, &out->change, &p, i, quote) &&
            !split_quotes(m, &out->change, &p.v[i], quote))
            return false;
    }
    if (!mend_wrap(m, &out->change, at->arg, KIND(SHELL), S("shlex"), S("quote"), TEXT_FORMATTED))
        return false;
    if (field)
        return mend_done(out, TRUST_REVIEW,
                         "shlex.quote makes each outside value one word for the shell, and the command's "
                         "name too. Decide that nobody gives it together with options.");
    return done_quoted(m, at->arg, out);
}

// Every other call of what builds the command stands in one that gives it to a shell.
static bool all_run(const Mend *m, NodeId call)
{
    static const char *const sinks[] = {"system", "popen", "getoutput", "getstatusoutput",
                                        "create_subprocess_shell", NULL};
    for (NodeId n = 0; (n = mend_next(m, PY_Call, m->tree->root, n));) {
        NodeId up = mend_parent(m, n);
        if (n == call || !str_eq(mend_called(m, n), mend_called(m, call))) continue;
        if (!up || py_kind(m->tree, up) != PY_Call || mend_arg(m, up, 0, (Str){0}) != n)
            return false;
        NodeId shell = mend_keyword(m, up, S("shell"));
        bool runs = shell && str_eq(py_text(m->tree, py_node(m->tree, shell, keyword_value)),
                                    S("True"));
        if (!runs && !mend_is_one(mend_called(m, up), sinks)) return false;
    }
    return true;
}

// cmd = self.command(…): quoted where the function of this file builds what it gives back.
static bool quote_in_builder(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId stmt, call = py_kind(m->tree, at->arg) == PY_Name ? mend_assigned(m, at->arg, &stmt) : at->arg;
    NodeId back = call ? mend_given_back(m, call) : 0;
    if (!back) return false;
    Mend there = mend_in(m, back);
    MendSite site = *at;
    Pieces p;
    site.arg = back;
    bool done = mend_pieces(&there, back, &p) && p.n > 1 && p.v[0].kind == PIECE_TEXT
                    ? quote_built(&there, &site, out)
                    : quote_grown(&there, &site, out);
    if (!done) out->change = (Change){0};
    if (done && !all_run(m, call))
        return mend_done(out, TRUST_REVIEW,
                         "shlex.quote makes each outside value one word for the shell. Decide that "
                         "others who ask for this command run it by a shell, too.");
    return done;
}

// ["sh", "-c", command]: the command. 0: another list
static NodeId given_to_shell(const Mend *m, NodeId list)
{
    int kind = py_kind(m->tree, list);
    NodeList items = kind == PY_List || kind == PY_Tuple ? py_list(m->tree, list, 0) : (NodeList){0};
    bool shell = items.n >= 3 && str_ends(mend_string(m, items.v[0]), S("sh"));
    Str option = shell ? mend_string(m, items.v[1]) : (Str){0};
    return str_starts(option, S("-")) && str_ends(option, S("c")) ? items.v[2] : 0;
}

bool mend_fix_command(const Mend *m, const MendSite *site, Fix *out)
{
    Pieces p;
    MendSite copy = *site, *at = &copy;
    if (!at->arg || is_other_shell(m, at->node)) return false;
    NodeId inner = given_to_shell(m, at->arg);
    if (inner) at->arg = inner;
    if (quote_words(m, at, out)) return true;
    *out = (Fix){0};
    if (!mend_pieces(m, at->arg, &p) || !p.n || (p.n == 1 && mend_given_back(m, at->arg)))
        return quote_grown(m, at, out) || quote_in_builder(m, at, out) ||
               mend_at_callers(m, at, KIND(SHELL), quote_built, out) ||
               mend_allow_command(m, at, out);
    return quote_built(m, at, out);
}
