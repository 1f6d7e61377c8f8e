// rule csv-injection: outside text becomes a cell that a spreadsheet may read as a formula.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// if text[:1] in ("=", "+", "-", "@"): …, in the sink's function or in a small one beside it: the
// beginnings of a formula are looked for, in a form that the walk may not follow.
static bool asks_for_beginnings(const RuleRun *run, NodeId around)
{
    static const char marks[] = "=+-@";
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        PyOp op = (PyOp)py_syms(t, n, Compare_ops).v[0];
        NodeId left = py_node(t, n, Compare_left);
        if ((op != OP_IN && op != OP_NOTIN) || py_kind(t, left) != PY_Subscript) continue;
        uint32_t in_func = q->inside[n];
        if (around && !query_within(q, n, around) &&
            !query_uses(q, around, py_name(t, q->module->funcs.v[in_func].name)))
            continue;
        Str in = py_text(t, query_peel(q, py_list(t, n, Compare_comparators).v[0]));
        int found = 0;
        for (int i = 0; i < 4; i++) found += str_find(in, (Str){&marks[i], 1}) >= 0;
        if (found == 4) return true;
    }
    return false;
}

// xlsxwriter.Workbook(…, {"strings_to_formulas": False})
static bool writes_texts(const Query *q)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (!str_eq(query_method(q, n), S("Workbook"))) continue;
        NodeId options = query_peel(q, query_arg(q, n, 1, S("options")));
        bool dict = options && py_kind(t, options) == PY_Dict;
        NodeId item = dict ? query_item(q, options, S("strings_to_formulas")) : 0;
        if (item && query_is_false(q, item)) return true;
    }
    return false;
}

// [row.pk, cell(row.text)]: of the items that outside data is in, all are keys of the database.
static bool only_keys(const RuleRun *run, const FlowHit *hit)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId row =
        py_kind(t, hit->node) == PY_Call ? query_peel(q, query_arg(q, hit->node, 0, S(""))) : 0;
    int k = row ? py_kind(t, row) : PY_NONE;
    if (k != PY_List && k != PY_Tuple) return false;
    NodeList items = py_list(t, row, 0);
    bool keys = false;
    for (uint32_t i = 0; i < items.n; i++) {
        if (!(query_taint(q, items.v[i]) & KIND(CSV))) continue;
        Str name = query_called(q, items.v[i]);
        if (!str_eq(name, S("pk")) && !str_eq(name, S("id")) && !str_ends(name, S("_id")))
            return false;
        keys = true;
    }
    return keys;
}

// A module that imports this one answers requests.
static bool serves_others(const RuleRun *run)
{
    static const Str answers[] = {L("HttpResponse"), L("FileResponse"), L("StreamingHttpResponse"),
                                  L("send_file"), L("make_response"), L("StreamingResponse"), L("Response"), {0}};
    for (const Str *a = answers; a->len; a++)
        if (flow_used_outside(run->file, *a)) return true;
    return false;
}

// What users stored and a view hands out as a table was written by strangers, whatever the database
// says; in a package, where one function does both.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    (void)message;
    if (only_keys(run, hit) || writes_texts(run->query)) return CONF_NONE;
    if (asks_for_beginnings(run, query_def(run->query, hit->func))) return CONF_LOW;
    bool stored = hit->npaths && hit->paths[0].source & KIND(STORED), view = false;
    for (uint32_t i = 1; stored && !view && (Size)i < run->module->funcs.n; i++)
        view = (flow_entry(run->file, i, NULL) & KIND(REMOTE)) != 0;
    view |= stored && !rule_in_package(run) && serves_others(run);
    bool seen = !rule_in_package(run) || rule_is_direct(run, hit);
    return c == CONF_LOW && stored && view && seen ? CONF_MEDIUM : c;
}

const Rule rule_csv_injection = {
    .id       = L("csv-injection"),
    .cwe      = 1236, .severity = SEV_MEDIUM,
    .title    = L("outside text becomes a cell that a spreadsheet may read as a formula"),
    .why      = L("A cell that begins with = + - or @ is a formula: opened in a spreadsheet "
                  "program it can send the sheet's data away or start programs."),
    .instead  = L("Put an apostrophe before such a cell, or write it as text where the format "
                  "can say so."),
    .bad      = L("import csv\n"
                  "from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "@app.post(\"/add\")\n"
                  "def add():\n"
                  "    with open(\"out.csv\", \"a\") as f:\n"
                  "        csv.writer(f).writerow([request.form[\"name\"]])\n"
                  "    return \"ok\"\n"),
    .good     = L("import csv\n"
                  "from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "@app.post(\"/add\")\n"
                  "def add():\n"
                  "    with open(\"out.csv\", \"a\") as f:\n"
                  "        csv.writer(f).writerow([int(request.form[\"amount\"])])\n"
                  "    return \"ok\"\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/1236.html"),
                     L("https://owasp.org/www-community/attacks/CSV_Injection")),
    .into     = KIND(CSV),
    .surer_of = KIND(STORED),
    .class_b  = true,
    .judge_hit = judge,
    .fix = mend_fix_csv,
};
