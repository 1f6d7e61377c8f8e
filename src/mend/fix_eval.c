// mend/fix_eval: eval gives way to a table of functions, to arithmetic that runs nothing, or to
// literals: whichever the function means.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

static const char arithmetic[] =
    "def evaluate_arithmetic(text, names=None):\n"
    "    \"\"\"The value of numbers, the given names, calls of them and operators between them.\n"
    "\n"
    "    Raises ValueError for anything else.\n"
    "    \"\"\"\n"
    "    names = names or {}\n"
    "    operators = {\n"
    "        ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,\n"
    "        ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,\n"
    "        ast.Pow: operator.pow, ast.USub: operator.neg, ast.UAdd: operator.pos,\n"
    "        ast.Not: operator.not_, ast.Eq: operator.eq, ast.NotEq: operator.ne,\n"
    "        ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: "
    "operator.ge,\n"
    "    }\n"
    "\n"
    "    def value(node):\n"
    "        kind = type(getattr(node, \"op\", None))\n"
    "        if isinstance(node, ast.Expression):\n"
    "            return value(node.body)\n"
    "        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float, complex)):\n"
    "            return node.value\n"
    "        if isinstance(node, ast.Name) and node.id in names:\n"
    "            return names[node.id]\n"
    "        if isinstance(node, ast.UnaryOp) and kind in operators:\n"
    "            return operators[kind](value(node.operand))\n"
    "        if isinstance(node, ast.BinOp) and kind in operators:\n"
    "            left, right = value(node.left), value(node.right)\n"
    "            if kind is ast.Pow and (abs(left) > 10**6 or abs(right) > 100):\n"
    "                raise ValueError(\"the power is too large\")\n"
    "            return operators[kind](left, right)\n"
    "        if isinstance(node, ast.BoolOp):\n"
    "            parts = [value(part) for part in node.values]\n"
    "            return all(parts) if isinstance(node.op, ast.And) else any(parts)\n"
    "        if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in "
    "operators:\n"
    "            return operators[type(node.ops[0])](value(node.left), "
    "value(node.comparators[0]))\n"
    "        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not "
    "node.keywords:\n"
    "            if callable(names.get(node.func.id)):\n"
    "                return names[node.func.id](*[value(part) for part in node.args])\n"
    "        raise ValueError(\"not an arithmetic expression\")\n"
    "\n"
    "    try:\n"
    "        return value(ast.parse(text.strip(), mode=\"eval\"))\n"
    "    except (SyntaxError, RecursionError) as error:\n"
    "        raise ValueError(\"not an arithmetic expression\") from error\n"
    "\n"
    "\n";

// Do the function's name, its documentation or the evaluated name speak of sums?
static bool means_arithmetic(const Mend *m, NodeId def, NodeId arg)
{
    static const char *const words[] = {"expr",  "formula",  "calc",   "math",
                                        "arith", "equation", "comput", "numeric"};
    Str texts[2] = {py_text(m->tree, arg), {0}};
    if (def) {
        Str whole = py_text(m->tree, def);
        NodeList body = py_list(m->tree, def, FunctionDef_body);
        Size head = body.n ? (Size)(py_at(m->tree, body.v[0])->end - py_at(m->tree, def)->beg) : 0;
        texts[1] = str_sub(whole, 0, head);
    }
    for (Size i = 0; i < 2; i++)
        for (Size k = 0; k < countof(words); k++) {
            Str w = str_of(words[k]);
            for (Size at = 0; at + w.len <= texts[i].len; at++) {
                Size j = 0;
                while (j < w.len && (texts[i].s[at + j] | 32) == w.s[j]) j++;
                if (j == w.len) return true;
            }
        }
    return false;
}

// eval(x, globals, locals): the names that it may use. False: given in a way that can't be told.
static bool names_of(const Mend *m, NodeId call, Str *out)
{
    NodeList args = py_list(m->tree, call, Call_args);
    *out = (Str){0};
    if (py_list(m->tree, call, Call_keywords).n || args.n > 3) return false;
    for (uint32_t i = 1; i < args.n; i++) {
        bool dict = py_kind(m->tree, args.v[i]) == PY_Dict;
        NodeList keys = dict ? py_list(m->tree, args.v[i], Dict_keys) : (NodeList){0};
        Str text = py_text(m->tree, args.v[i]);
        if ((dict && keys.n <= 1) || str_eq(text, S("None"))) continue; // {"__builtins__": …}
        *out = out->len ? str_fmt(m->keep, "{**%.*s, **%.*s}", STR_ARG(*out), STR_ARG(text)) : text;
    }
    return !str_eq(*out, S("globals()")) && !str_eq(*out, S("locals()"));
}

static bool by_arithmetic(const Mend *m, const MendSite *at, NodeId arg, Fix *out)
{
    Str names;
    Import imports[] = {{L("ast"), {0}, {0}}, {L("operator"), {0}, {0}}};
    if (!names_of(m, at->node, &names) ||
        !mend_helper(m, &out->change, S("evaluate_arithmetic"), arithmetic))
        return false;
    for (Size i = 0; i < countof(imports); i++) *push(m->keep, &out->change.add) = imports[i];
    mend_replace(m, &out->change, at->node,
                 str_fmt(m->keep, "evaluate_arithmetic(%.*s%s%.*s)", STR_ARG(py_text(m->tree, arg)),
                         names.len ? ", " : "", STR_ARG(names)));
    return mend_done(out, TRUST_REVIEW,
                     "Numbers, operators and the given names are worked out by a small reader of "
                     "the syntax tree; nothing else runs. Decide which names and functions users "
                     "need.");
}

// {"upper": str.upper, …}: the text is a key of the table, not code.
static bool by_table(const Mend *m, const MendSite *at, NodeId arg, Fix *out)
{
    static const Str words[] = {
        L("function"), L("operation"), L("func"),     L("handler"), L("action"),
        L("command"),  L("dispatch"),  L("operator"), L("name"),    {0}};
    MendList list;
    NodeList args = py_list(m->tree, at->node, Call_args);
    if (args.n != 1 || py_kind(m->tree, arg) != PY_Name || !mend_list(m, at->node, words, &list) ||
        !list.mapping)
        return false;
    int value = py_kind(m->tree, py_list(m->tree, list.value, Dict_values).v[0]);
    if (value != PY_Name && value != PY_Attribute && value != PY_Lambda) return false;
    Str name = py_text(m->tree, arg);
    Str test = str_fmt(m->keep, "%.*s not in %.*s", STR_ARG(name), STR_ARG(list.name));
    if (!mend_before(m, &out->change, at->node,
                     mend_guard(m, &out->change, at->node, test, S("this name is not allowed"))))
        return false;
    mend_replace(m, &out->change, at->node,
                 str_fmt(m->keep, "%.*s[%.*s]", STR_ARG(list.name), STR_ARG(name)));
    return mend_done(out, TRUST_SAFE, "The text chooses an entry of the module's own table.");
}

bool mend_kept_code(const Mend *m, NodeId call)
{
    NodeId f = py_node(m->tree, call, Call_func), arg = mend_arg(m, call, 0, (Str){0});
    return str_eq(py_text(m->tree, f), S("eval")) && arg && mend_is_given(m, arg);
}

static bool is_letter(char c) { return c == '_' || ((c | 32) >= 'a' && (c | 32) <= 'z'); }

// "task_" + name, "%s.%s" % (module, name), "f(" + x: the program's own part of the text is a name, an
// attribute, a call: no literal is made of it, and no sum where `sum` is asked.
static bool is_written_as_code(const Mend *m, NodeId arg, bool sum)
{
    Pieces p;
    if (!mend_pieces(m, arg, &p)) return false;
    for (Size i = 0; i < p.n; i++) {
        Str t = p.v[i].kind == PIECE_TEXT ? p.v[i].text : (Str){0};
        char last = t.len ? t.s[t.len - 1] : 0;
        if (i + 1 < p.n && (is_letter(last) || last == '.')) return true;
        if (i && t.len && (t.s[0] == '.' || is_letter(t.s[0]))) return true;
        for (Size k = 0; k < t.len && t.s[k] != '\'' && t.s[k] != '"'; k++)
            if (!sum && is_letter(t.s[k])) return true;
    }
    return false;
}

// eval(x)(…), f = eval(x); f(…): what comes of it is called, and no literal can be.
static bool is_called(const Mend *m, NodeId call)
{
    NodeId up = mend_parent(m, call), def = mend_function(m, call);
    if (up && py_kind(m->tree, up) == PY_Call) return py_node(m->tree, up, Call_func) == call;
    if (!up || !def || py_kind(m->tree, up) != PY_Assign) return false;
    Str name = py_text(m->tree, py_list(m->tree, up, Assign_targets).v[0]);
    for (NodeId n = 0; (n = mend_next(m, PY_Call, def, n));)
        if (str_eq(py_text(m->tree, py_node(m->tree, n, Call_func)), name)) return true;
    return false;
}

bool mend_fix_eval(const Mend *m, const MendSite *at, Fix *out)
{
    if (py_kind(m->tree, at->node) != PY_Call) return false;
    NodeId f = py_node(m->tree, at->node, Call_func), arg = mend_arg(m, at->node, 0, (Str){0});
    NodeList args = py_list(m->tree, at->node, Call_args),
             kw = py_list(m->tree, at->node, Call_keywords);
    if (!str_eq(py_text(m->tree, f), S("eval")) || !arg) return false;
    if (by_table(m, at, arg, out)) return true;
    Str given;
    bool with_names = names_of(m, at->node, &given) && given.len;
    bool sum = with_names || means_arithmetic(m, mend_function(m, at->node), arg);
    if (is_called(m, at->node) || is_written_as_code(m, arg, sum)) return false;
    if (sum) return by_arithmetic(m, at, arg, out);
    if (kw.n || args.n > 2) return false;
    Str name = mend_name(m, &out->change, at->node, S("ast"), S("literal_eval"));
    if (!name.len) return false;
    mend_replace(m, &out->change, at->node,
                 str_fmt(m->keep, "%.*s(%.*s)", STR_ARG(name), STR_ARG(py_text(m->tree, arg))));
    return mend_done(
        out, TRUST_REVIEW,
        "literal_eval reads Python data and runs nothing. Decide whether arithmetic or "
        "names were meant to work.");
}
