// rule ungated-model-output: a model's answer is executed.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// create_pandas_dataframe_agent(…, allow_dangerous_code=True)
static Confidence judge_mark(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    (void)run, (void)mark;
    *message = S("the agent runs code that a model writes, with this program's rights");
    return c;
}

const Rule rule_ungated_model_output = {
    .id = L("ungated-model-output"),
    .cwe = 94,
    .also = {1426},
    .severity = SEV_HIGH,
    .title = L("a model's answer is executed"),
    .why = L("Whoever can write into what the model reads (a page, a mail, a review) can "
             "make it answer with code, and this line runs it with the program's rights. A "
             "test of the first word does not hold against \"ls; curl …\"."),
    .instead = L("Let the model choose from a table of fixed actions with checked arguments; "
                 "run code, if at all, in a sandbox without network and secrets."),
    .bad = L("import subprocess\n"
             "from openai import OpenAI\n"
             "llm = OpenAI()\n"
             "r = llm.chat.completions.create(model=\"m\", messages=[{\"role\": \"user\", "
             "\"content\": \"a command, please\"}])\n"
             "subprocess.run(r.choices[0].message.content, shell=True)\n"),
    .good = L("import subprocess\n"
              "from openai import OpenAI\n"
              "llm = OpenAI()\n"
              "ACTIONS = {\"disk\": [\"df\", \"-h\"], \"load\": [\"uptime\"]}\n"
              "r = llm.chat.completions.create(model=\"m\", messages=[{\"role\": \"user\", "
              "\"content\": \"disk or load?\"}])\n"
              "subprocess.run(ACTIONS[r.choices[0].message.content])\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/1426.html"),
                    L("https://genai.owasp.org/llmrisk/llm05-improper-output-handling/")),
    .mark = L("ungated-model-output"),
    .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge_mark,
    .into = KIND(CODE) | KIND(SHELL) | KIND(OBJECT),
    .from = KIND(ANSWER),
};
