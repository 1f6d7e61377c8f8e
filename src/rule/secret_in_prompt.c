// rule secret-in-prompt: a secret is part of what a model is told.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "fact/secret.h"

static const Str asks[] = {L("create"), L("generate"), L("generate_content"), L("invoke"),
                           L("chat"),   L("complete"), L("completion"),       L("SystemMessage"),
                           L("parse"),  L("run"),      L("stream"),           L("Agent"),
                           {0}};
static const Str fields[] = {L("messages"),           L("system"), L("prompt"),   L("instructions"),
                             L("system_instruction"), L("input"),  L("contents"), L("content"),
                             L("system_prompt"),      {0}};

// STOCK_KEY = os.environ["STOCK_KEY"]: a name that ends in KEY, read from the environment, is one
// too.
static bool is_secret(const Query *q, NodeId n)
{
    Str name = query_called(q, n);
    if (secret_name(name) >= NAME_SECRET) return true;
    if (!str_ends(name, S("KEY")) && !str_ends(name, S("TOKEN")) && !str_ends(name, S("_key")))
        return false;
    NodeId value = query_assigned(q, n);
    return value && query_mentions(q, value, (const Str[]){L("environ"), L("getenv"), {0}});
}

// A secret spliced into text, here or in what a name of this function was given or extended by.
static NodeId spliced(const Query *q, NodeId n, int depth)
{
    const Tree *t = q->tree;
    NodeId child, found = 0;
    int k = py_kind(t, n);
    if (k == PY_FormattedValue)
        return is_secret(q, py_node(t, n, FormattedValue_value)) ? q->parent[n] : 0;
    if (k == PY_BinOp &&
        (is_secret(q, py_node(t, n, BinOp_right)) || is_secret(q, py_node(t, n, BinOp_left))))
        return n;
    if (k == PY_Name && depth < 3) {
        Sym name = py_sym(t, n, Name_id);
        for (uint32_t i = q->last_of[name]; i && !found; i = q->assigned.v[i - 1].next)
            if (q->assigned.v[i - 1].value &&
                (q->assigned.v[i - 1].func == q->inside[n] || !q->assigned.v[i - 1].func))
                found = spliced(q, q->assigned.v[i - 1].value, depth + 1);
        return found;
    }
    for (uint32_t it = 0; !found && (child = py_next_child(t, n, &it));)
        found = spliced(q, child, depth);
    return found;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeList keys = py_list(t, n, Call_keywords);
        if (!str_in(query_method(q, n), asks) || query_calls(q, n, query_subprocess)) continue;
        for (uint32_t i = 0; i < keys.n; i++) {
            if (!str_in(py_name(t, py_sym(t, keys.v[i], keyword_arg)), fields)) continue;
            NodeId at = spliced(q, py_node(t, keys.v[i], keyword_value), 0);
            if (at)
                rule_report(run, q->inside[n], q->inside[at] ? query_statement(q, at) : n,
                            CONF_MEDIUM, "a secret is told to the model");
        }
    }
}

const Rule rule_secret_in_prompt = {
    .id = L("secret-in-prompt"),
    .cwe = 200,
    .also = {522},
    .severity = SEV_MEDIUM,
    .title = L("a secret is part of what a model is told"),
    .why = L("Whatever stands in a prompt can be asked out of the model by whoever talks "
             "to it, and is kept by whoever runs it."),
    .instead = L("Keep keys in the program that calls the service; tell the model only that "
                 "the service exists."),
    .bad = L("import os\n"
             "from openai import OpenAI\n"
             "llm = OpenAI()\n"
             "STOCK_KEY = os.environ[\"STOCK_KEY\"]\n"
             "def chat(question):\n"
             "    return llm.chat.completions.create(model=\"m\", messages=[\n"
             "        {\"role\": \"system\", \"content\": f\"The key is {STOCK_KEY}.\"}, "
             "{\"role\": \"user\", \"content\": question}])\n"),
    .good = L("from openai import OpenAI\n"
              "llm = OpenAI()\n"
              "def chat(question):\n"
              "    return llm.chat.completions.create(model=\"m\", messages=[\n"
              "        {\"role\": \"system\", \"content\": \"You answer questions.\"}, {\"role\": "
              "\"user\", \"content\": question}])\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/200.html"),
                    L("https://genai.owasp.org/llmrisk/llm07-system-prompt-leakage/")),
    .at_file = look,
    .words = LIST(L("messages"), L("system"), L("prompt"), L("instructions"),
                  L("system_instruction"), L("SystemMessage")),
};
