// rule prompt-injection: outside text becomes part of a model's instructions.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// With tools in the model's hands, instructions from outside act; without, they only talk.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    (void)message;
    // what a library is handed for the model is what its caller wrote
    if (rule_in_package(run) && !(hit->reach & KIND(REMOTE))) return CONF_LOW;
    // what the model said before, in the same conversation: an agent's memory is made of it. In another's instructions
    // it is what somebody may have told the first. Shortened, with a mark at its end, it is still its own.
    bool own = hit->npaths > 0 && !hit->shape.prefix.len;
    for (Size i = 0; i < hit->npaths; i++)
        own &= hit->paths[i].n && str_starts(hit->paths[i].v[0].what, hit->callee);
    if (own) return CONF_LOW;
    bool tools = py_kind(run->tree, hit->node) == PY_Call &&
                 (query_arg(run->query, hit->node, -1, S("tools")) ||
                  query_arg(run->query, hit->node, -1, S("functions")));
    if (!tools && c > CONF_MEDIUM) return CONF_MEDIUM;
    return tools && c == CONF_LOW ? CONF_MEDIUM : c;
}

const Rule rule_prompt_injection = {
    .id = L("prompt-injection"),
    .cwe = 1427,
    .severity = SEV_HIGH,
    .title = L("outside text becomes part of a model's instructions"),
    .why = L("The model cannot tell the author's instructions from the visitor's: text in "
             "the system prompt gives orders, and the tools that the model may use carry "
             "them out."),
    .instead = L("Keep the system prompt constant, pass outside text as a user message marked "
                 "as data, and let the program, not the model, check what a tool may do."),
    .bad = L("from flask import Flask, request\n"
             "from openai import OpenAI\n"
             "app = Flask(__name__)\n"
             "llm = OpenAI()\n"
             "@app.post(\"/ask\")\n"
             "def ask():\n"
             "    rules = \"You help customer \" + request.form[\"name\"]\n"
             "    r = llm.chat.completions.create(model=\"m\", messages=[{\"role\": \"system\", "
             "\"content\": rules}],\n"
             "                                    tools=[{\"type\": \"function\"}])\n"
             "    return {\"text\": r.choices[0].message.content}\n"),
    .good = L("from flask import Flask, request\n"
              "from openai import OpenAI\n"
              "app = Flask(__name__)\n"
              "llm = OpenAI()\n"
              "@app.post(\"/ask\")\n"
              "def ask():\n"
              "    text = request.form[\"question\"]\n"
              "    r = llm.chat.completions.create(model=\"m\", messages=[\n"
              "        {\"role\": \"system\", \"content\": \"You help customers.\"}, {\"role\": "
              "\"user\", \"content\": text}])\n"
              "    return {\"text\": r.choices[0].message.content}\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/1427.html"),
                    L("https://genai.owasp.org/llmrisk/llm01-prompt-injection/")),
    .into = KIND(PROMPT),
    .class_b = true,
    .surer_of = KIND(REMOTE),
    .surer_apart = KIND(REMOTE),
    .surer_in_program = true,
    .judge_hit = judge,
};
