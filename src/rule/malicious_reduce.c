// rule malicious-reduce: a class that runs a command when it is unpickled.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str runners[] = {L("exec"),
                              L("eval"),
                              L("os.system"),
                              L("os.popen"),
                              L("subprocess.Popen"),
                              L("subprocess.call"),
                              L("subprocess.run"),
                              L("subprocess.check_output"),
                              L("builtins.exec"),
                              L("builtins.eval"),
                              {0}};

static bool is_runner(Str name)
{
    if (str_in(name, runners)) return true;
    return false;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Return, n));) {
        Str func = py_name(t, q->module->funcs.v[q->inside[n]].name);
        NodeId value = py_node(t, n, Return_value);
        if (!str_starts(func, S("__reduce")) || !value || py_kind(t, value) != PY_Tuple) continue;
        NodeList items = py_list(t, value, Tuple_elts);
        if (items.n && is_runner(query_dotted(q, items.v[0])))
            rule_report(run, q->inside[n], n, CONF_HIGH, "unpickling this object calls %.*s",
                        STR_ARG(query_dotted(q, items.v[0])));
    }
}

const Rule rule_malicious_reduce = {
    .id       = L("malicious-reduce"),
    .cwe      = 502, .severity = SEV_HIGH,
    .title    = L("a class that runs a command when it is unpickled"),
    .why      = L("What __reduce__ returns is called while the pickle is loaded. A class that "
                  "returns exec or os.system there is a payload: who loads its pickle runs it."),
    .instead  = L("Remove it; exchange data as JSON."),
    .bad      = L("import os\n"
                  "class Job:\n"
                  "    def __reduce__(self):\n"
                  "        return os.system, (\"id\",)\n"),
    .good     = L("class Job:\n"
                  "    def __reduce__(self):\n"
                  "        return Job, ()\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/502.html"),
                     L("https://docs.python.org/3/library/pickle.html#object.__reduce__")),
    .at_file  = look,
    .surest   = {.most = CONF_HIGH},
    .words    = LIST(L("__reduce__"), L("__reduce_ex__")),
};
