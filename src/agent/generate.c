// agent/generate: prompts become files. Each answer is taken through the same loop as any file
// before it is written.
// SPDX-License-Identifier: MIT
#include "agent/repair.h"
#include "agent/batch.h"
#include "base/os.h"
#include "fix/verify.h"
#include <jansson.h>

enum { MOST_PROMPT = 1 << 20, MOST_LIST = 256 << 20, MOST_NAME = 120, SCRATCH = 1 << 30 };

// ---- prompts

// A file name of our own making: nothing of a prompt's name leads out of the folder.
static Str safe_name(Str name, Arena *keep)
{
    Buf b = {.keep = keep};
    name = path_last(name);
    for (Size i = 0; i < name.len && b.n < MOST_NAME; i++) {
        char c = name.s[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '_' || c == '-';
        buf_char(&b, plain || (c == '.' && b.n) ? c : '_');
    }
    Str made = buf_str(&b);
    return str_ends(made, S(".py"))
               ? made
               : str_fmt(keep, "%.*s.py", STR_ARG(made.len ? made : S("generated")));
}

static Str stem(Str name)
{
    Size dot = str_rfind(name, '.');
    return dot > 0 ? str_sub(name, 0, dot) : name;
}

static void add_prompt(AgentPrompts *out, Str name, Str text, Arena *keep)
{
    Str safe = safe_name(name, keep), unique = safe;
    for (Size i = 0, n = 2; i < out->n; i++)
        if (str_eq(out->v[i].name, unique)) {
            unique = str_fmt(keep, "%.*s_%td.py", STR_ARG(stem(safe)), n++);
            i = -1;
        }
    *push(keep, out) = (AgentPrompt){unique, text};
}

static Str member(const json_t *o, const char *const *names, Arena *keep)
{
    for (; *names; names++) {
        const json_t *v = json_object_get(o, *names);
        if (json_is_string(v))
            return str_keep(keep, (Str){json_string_value(v), (Size)json_string_length(v)});
    }
    return (Str){0};
}

static Err prompts_jsonl(Str path, Str text, Arena *keep, AgentPrompts *out)
{
    static const char *const IDS[] = {"ID", "id", "task_id", "name", NULL};
    static const char *const TEXTS[] = {"Prompt", "prompt", "instruction", NULL};
    int line = 0;
    for (Str row; str_cut(&text, S("\n"), &row);) {
        line++;
        if (!str_trim(row).len) continue;
        json_t *o = json_loadb(row.s, (size_t)row.len, 0, NULL);
        Str prompt = member(o, TEXTS, keep), id = member(o, IDS, keep);
        json_decref(o);
        if (!prompt.len)
            return err_new(keep, ERR_CONFIG,
                           "%.*s, line %d: not an object with \"ID\" and \"Prompt\"", STR_ARG(path),
                           line);
        add_prompt(out, id.len ? id : str_fmt(keep, "prompt_%d", line), prompt, keep);
    }
    return (Err){0};
}

static Err prompts_folder(Str folder, Arena *keep, AgentPrompts *out)
{
    Strs names = {0};
    Err err = os_list(folder, keep, &names);
    for (Size i = 0; i < names.n && !err.kind; i++) {
        Str text, path = str_fmt(keep, "%.*s/%.*s", STR_ARG(folder), STR_ARG(names.v[i]));
        bool ours =
            str_ends(path, S(".txt")) || str_ends(path, S(".md")) || str_ends(path, S(".py"));
        if (!ours || os_stat(path, true, *keep).kind != OS_FILE) continue;
        err = os_read(path, MOST_PROMPT, keep, &text);
        if (!err.kind) add_prompt(out, stem(names.v[i]), text, keep);
    }
    return err;
}

Err agent_prompts(Str path, Arena *keep, AgentPrompts *out)
{
    Str text;
    Err err = {0};
    *out = (AgentPrompts){0};
    if (os_stat(path, true, *keep).kind == OS_FOLDER) {
        err = prompts_folder(path, keep, out);
    } else {
        bool list = str_ends(path, S(".jsonl"));
        err = str_eq(path, S("-")) ? os_read_fd(0, MOST_LIST, keep, &text)
                                   : os_read(path, list ? MOST_LIST : MOST_PROMPT, keep, &text);
        if (!err.kind && list) err = prompts_jsonl(path, text, keep, out);
        else if (!err.kind)
            add_prompt(out, str_eq(path, S("-")) ? S("generated") : stem(safe_name(path, keep)),
                       text, keep);
    }
    if (!err.kind && !out->n)
        return err_new(keep, ERR_CONFIG, "%.*s holds no prompt", STR_ARG(path));
    return err;
}

// ---- asking

typedef struct {
    const AgentOptions *opt;
    Asker *asker;
    AgentGenerated *out;
    const AgentPrompts *prompts;
    Arena *keep;
    Question *questions; Str *paths;
} Making;

// The prompt once more, with what the answer before changed of its definitions.
static Str without_interface(const Making *m, Size i, Str prompt)
{
    const AgentMade *made = &m->out->v[i];
    Str gate = str_fmt(m->keep, "- interface kept: %.*s\n", STR_ARG(made->interface));
    Filling fill[] = {{S("gates"), gate}, {S("answer"), made->code}};
    return str_fmt(m->keep, "%.*s\n%.*s", STR_ARG(prompt),
                   STR_ARG(prompt_fill(S("again"), fill, countof(fill), m->keep)));
}

// Plain: the prompt as it is, without words or advice of ours, as the study asked.
void agent_generate_words(Str asked, bool plain, Arena *keep, Str *system, Str *prompt)
{
    Filling fill[] = {{S("prompt"), str_trim(asked)}};
    *system = plain ? (Str){0} : prompt_fill(S("generate_system"), NULL, 0, keep);
    *prompt = plain ? str_trim(asked)
                    : str_fmt(keep, "%.*s%.*s", STR_ARG(prompt_fill(S("generate"), fill, 1, keep)),
                              STR_ARG(predicted_advice(str_trim(asked), keep)));
}

static Question question_of(const Making *m, Size i, int again)
{
    Str system, prompt;
    agent_generate_words(m->prompts->v[i].text, m->opt->plain, m->keep, &system, &prompt);
    if (again && !m->out->v[i].interface.len)
        prompt = str_fmt(m->keep, "%.*s%.*s", STR_ARG(prompt),
                         STR_ARG(prompt_fill(S("no_code"), NULL, 0, m->keep)));
    Question q = {.model = m->asker->writer,
                  .q = {.system = system, .prompt = prompt, .sample = again}};
    if (again && m->out->v[i].interface.len) q.q.prompt = without_interface(m, i, prompt);
    if (again && m->questions[i].reply.outcome == LLM_TRUNCATED) {
        q.q.prompt = m->questions[i].q.prompt;
        q.q.max_tokens = asker_doubled(&q);
    }
    return q;
}

static bool defines_all(const Tree *asked, const Tree *made, Arena scratch)
{
    Defs a = {0}, b = {0};
    outline(asked, &scratch, &a);
    outline(made, &scratch, &b);
    for (Size i = 1; i < a.n; i++)
        if (!a.v[i].nested && !def_find(&b, a.v[i].qual, a.v[i].is_class)) return false;
    return true;
}

// A stub that the answer only continues: both together are the file.
static Str joined(Str prompt, Str code, Arena *keep, Arena scratch)
{
    Tree *asked = py_parse(prompt, (PyOptions){0}, &scratch),
         *made = py_parse(code, (PyOptions){0}, &scratch);
    if (!asked->parses || (made->parses && defines_all(asked, made, scratch))) return code;
    Str both = str_fmt(keep, "%.*s\n%.*s", STR_ARG(str_trim(prompt)), STR_ARG(code));
    return py_parse(both, (PyOptions){0}, &scratch)->parses ? both : code;
}

// Code that is none by itself, such as the body of the stub: after the prompt it may be.
static Str continued(Str prompt, Str answer, Arena *keep, Arena scratch)
{
    LlmFences fences = {0};
    llm_fences(answer, keep, &fences);
    if (!py_parse(prompt, (PyOptions){0}, &scratch)->parses) return (Str){0};
    for (Size i = 0; i <= fences.n; i++) {
        Str text = i < fences.n ? fences.v[i].text : llm_plain(answer, keep);
        Str both = str_fmt(keep, "%.*s\n%.*s", STR_ARG(str_trim(prompt)), STR_ARG(text));
        if (str_trim(text).len && py_parse(both, (PyOptions){0}, &scratch)->parses) return both;
    }
    return (Str){0};
}

static Size full_lines(Str text)
{
    Size n = 0;
    for (Str line; str_cut(&text, S("\n"), &line);) n += str_trim(line).len > 0;
    return n;
}

// Not a part of a block that as a whole is no Python.
static bool is_whole(Str answer, Str code, Arena *keep)
{
    LlmFences fences = {0};
    llm_fences(answer, keep, &fences);
    for (Size i = 0; i < fences.n; i++)
        if (full_lines(fences.v[i].text) == full_lines(code)) return true;
    return !fences.n;
}

Str agent_code(Str prompt, Str answer, bool whole, Arena *keep, Arena scratch)
{
    Str code = str_keep(keep, code_of_answer(answer, S(""), keep, scratch));
    if (code.len && whole && !is_whole(answer, code, keep)) code = (Str){0};
    if (!code.len) code = continued(prompt, answer, keep, scratch);
    if (code.len) code = joined(prompt, code, keep, scratch);
    if (!code.len || str_ends(code, S("\n"))) return code;
    return str_fmt(keep, "%.*s\n", STR_ARG(code));
}

// A prompt that is the beginning of a program: its names and signatures must be in the answer.
static Str interface_of(const Making *m, Size i, Arena scratch)
{
    Verdict v;
    GateCase c = {.before = m->prompts->v[i].text, .after = m->out->v[i].code};
    if (!py_parse(c.before, (PyOptions){0}, &scratch)->parses) return (Str){0};
    gates_text(&c, m->keep, scratch, &v);
    return v.gate[GATE_INTERFACE].state == GATE_FAILED ? v.gate[GATE_INTERFACE].evidence : (Str){0};
}

static void take_code(Making *m, Size i, Arena scratch)
{
    AgentMade *made = &m->out->v[i];
    const Question *q = &m->questions[i];
    made->code = (Str){0};
    if (!q->err.kind && q->reply.outcome == LLM_ANSWERED)
        made->code = agent_code(m->prompts->v[i].text, q->reply.text, false, m->keep, scratch);
    made->why = made->code.len ? (Str){0} : no_code_why(q, m->keep);
    made->interface = made->code.len ? interface_of(m, i, scratch) : (Str){0};
}

static bool wants_again(const Question *q, const AgentMade *made)
{
    bool lacks = !made->code.len || made->interface.len;
    return lacks && !made->trouble.len && !q->err.kind && q->reply.outcome != LLM_REFUSED;
}

static void ask_prompts(Making *m, Arena scratch)
{
    struct { Question *v; Size n, cap; } batch = {0};
    struct { Size *v; Size n, cap; } of = {0};
    m->questions = new(m->keep, Question, m->prompts->n);
    for (int again = 0; again < 2; again++) {
        batch.n = of.n = 0;
        for (Size i = 0; i < m->prompts->n; i++) {
            if (again ? !wants_again(&m->questions[i], &m->out->v[i])
                      : m->out->v[i].trouble.len > 0)
                continue;
            *push(m->keep, &batch) = question_of(m, i, again);
            *push(m->keep, &of) = i;
            m->out->result.no_code += again;
        }
        asker_ask(m->asker, batch.v, batch.n);
        for (Size k = 0; k < of.n; k++) {
            AgentMade was = m->out->v[of.v[k]];
            m->questions[of.v[k]] = batch.v[k];
            take_code(m, of.v[k], scratch);
            // a second answer that is none takes nothing from the first
            if (was.code.len && !m->out->v[of.v[k]].code.len) m->out->v[of.v[k]] = was;
        }
    }
}

// ---- code that must work

static Err run_tests(Making *m, const FixOptions *fix, bool *passed, Str *said)
{
    Verify *v;
    Size n = 0;
    Overlay *over = new(m->keep, Overlay, m->out->n + 1);
    for (Size i = 0; i < m->out->n; i++)
        if (m->out->v[i].code.len) over[n++] = (Overlay){m->out->v[i].name, m->out->v[i].code};
    *passed = true;
    if (!n) return (Err){0};
    Err err = verify_open(fix->verify, fix->no_sandbox, over, n, m->keep, &v);
    bool ran = true;
    if (!err.kind) *passed = verify_first(v, &ran, said);
    if (ran) return err;
    return err_new(m->keep, ERR_CONFIG, "the tests can't be run: %.*s", STR_ARG(*said));
}

static void ask_for_working(Making *m, Str said, int round, Arena scratch)
{
    Question q = question_of(m, 0, 0);
    Filling fill[] = {{S("said"), said}, {S("answer"), m->out->v[0].code}};
    AgentMade was = m->out->v[0];
    q.q.prompt = str_fmt(m->keep, "%.*s\n%.*s", STR_ARG(q.q.prompt),
                         STR_ARG(prompt_fill(S("tests"), fill, countof(fill), m->keep)));
    q.q.sample = 10 * round;
    asker_ask(m->asker, &q, 1);
    m->questions[0] = q;
    take_code(m, 0, scratch);
    if (!m->out->v[0].code.len) m->out->v[0] = was;
}

// Code that fails the tests is asked for again, with what they said. Of several prompts nobody
// knows whose code failed: that is only told.
static Err until_it_works(Making *m, const FixOptions *fix, Arena scratch)
{
    int rounds = m->opt->rounds > 0 ? m->opt->rounds : 3;
    for (int round = 1;; round++) {
        bool passed;
        Str said;
        Err err = run_tests(m, fix, &passed, &said);
        m->out->tests = err.kind || passed ? (Str){0} : said;
        if (err.kind || passed || m->out->n != 1 || round > rounds || m->asker->stopped_by.len)
            return err;
        asker_say(m->asker, "round %d: the tests fail; asking again", round);
        ask_for_working(m, said, round, scratch);
    }
}

// ---- where it goes

static Str path_of(Str out, Str name, bool one, Arena *keep)
{
    if (!out.len) return name;
    if (one && str_ends(out, S(".py"))) return out;
    return str_fmt(keep, "%.*s%s%.*s", STR_ARG(out), str_ends(out, S("/")) ? "" : "/",
                   STR_ARG(name));
}

static void choose_paths(Making *m, Str out, bool overwrite)
{
    m->paths = new(m->keep, Str, m->prompts->n);
    for (Size i = 0; i < m->prompts->n; i++) {
        AgentMade *made = &m->out->v[i];
        m->paths[i] = path_of(out, m->prompts->v[i].name, m->prompts->n == 1, m->keep);
        made->name = m->paths[i];
        bool there = out.len && os_stat(made->name, false, *m->keep).kind != OS_NONE;
        if (there && !overwrite)
            made->trouble = S("exists already, so nothing was asked; --overwrite replaces it");
    }
}

static void write_one(AgentMade *made, Arena *keep)
{
    Str text = made->file ? made->file->now : made->code;
    Size slash = str_rfind(made->name, '/');
    Err err = slash > 0 ? os_make_dirs(str_sub(made->name, 0, slash), 0777, keep) : (Err){0};
    if (!err.kind) err = os_write_atomic(made->name, text, keep);
    if (err.kind) made->trouble = err.what;
    else made->written = true;
}

static void match_files(AgentGenerated *g)
{
    for (Size i = 0; i < g->n; i++)
        for (Size k = 0; k < g->job.n; k++)
            if (str_eq(g->v[i].name, g->job.files[k].path)) g->v[i].file = &g->job.files[k];
}

// The made texts as files that are not there yet, judged and repaired like any.
static Err repair_made(Making *m, const FixOptions *fix)
{
    FixOptions f = *fix;
    Overlay *over = new(m->keep, Overlay, m->out->n + 1);
    Str *paths = new(m->keep, Str, m->out->n + 1);
    for (Size i = 0; i < m->out->n; i++) {
        if (!m->out->v[i].code.len) continue;
        paths[f.nover] = m->out->v[i].name;
        over[f.nover++] = (Overlay){m->out->v[i].name, m->out->v[i].code};
    }
    f.paths = paths;
    f.npaths = f.nover;
    f.over = over;
    if (!f.nover) return (Err){0};
    Err err = fix_open(&f, m->keep, &m->out->job);
    if (err.kind) return err;
    Loop l = {.opt = m->opt,
              .job = &m->out->job,
              .asker = m->asker,
              .out = &m->out->result,
              .keep = m->keep};
    fix_builtin(&m->out->job);
    loop_begin(&l);
    if (m->asker->nmodels) loop_run(&l);
    fix_finish(&m->out->job);
    loop_end(&l);
    match_files(m->out);
    return err;
}

static void show_prompts(Making *m)
{
    m->out->result.estimated = !m->opt->show_prompt;
    for (Size i = 0; i < m->prompts->n; i++) {
        Question q = question_of(m, i, 0);
        m->out->result.asked++;
        m->out->result.tokens_in += llm_estimate(q.q.system) + llm_estimate(q.q.prompt);
        if (m->opt->show_prompt)
            *push(m->keep, &m->out->result.shown) =
                str_fmt(m->keep, "%.*s\n%.*s", STR_ARG(q.q.system), STR_ARG(q.q.prompt));
    }
}

static Err make_all(Making *m, const FixOptions *fix, Str out_folder)
{
    Pool scratch = {0};
    Str host = llm_host(m->asker->writer), name = llm_name(m->asker->writer);
    if (!pool_open(&scratch, SCRATCH)) return err_new(m->keep, ERR_IO, "no memory");
    Size asked = 0;
    for (Size i = 0; i < m->prompts->n; i++) asked += !m->out->v[i].trouble.len;
    if (asked)
        asker_say(m->asker, "sending %td prompt%s to %.*s%s%.*s", asked, asked == 1 ? "" : "s",
                  STR_ARG(name), host.len ? " at " : "", STR_ARG(host));
    ask_prompts(m, scratch.arena);
    Err err = fix->verify.len ? until_it_works(m, fix, scratch.arena) : (Err){0};
    pool_close(&scratch);
    if (!err.kind) err = repair_made(m, fix);
    for (Size i = 0; i < m->out->n && out_folder.len && !err.kind; i++)
        if (m->out->v[i].code.len && !m->out->v[i].trouble.len) write_one(&m->out->v[i], m->keep);
    return err;
}

Err agent_generate(const AgentOptions *opt, const FixOptions *fix, const AgentPrompts *prompts,
                   Str out_folder, bool overwrite, Arena *keep, AgentGenerated *out)
{
    Asker asker;
    *out = (AgentGenerated){.v = new(keep, AgentMade, prompts->n), .n = prompts->n};
    Err err = asker_open(&asker, opt, S("generate"), keep, &out->result);
    if (err.kind) return err;
    Making m = {.opt = opt, .asker = &asker, .out = out, .prompts = prompts, .keep = keep};
    choose_paths(&m, out_folder, overwrite);
    bool asks = !opt->show_prompt && !opt->estimate;
    if (asks) err = make_all(&m, fix, out_folder);
    else show_prompts(&m);
    for (Size i = 0; asks && i < out->n; i++)
        out->result.left_out += !out->v[i].written && out_folder.len ? 1 : !out->v[i].code.len;
    out->result.stopped_by = asker.stopped_by;
    out->job.model_json = agent_json(&out->result, keep);
    int code = err.kind ? 2 : agent_exit(&out->job, &out->result, SEV_LOW);
    asker_close(&asker, out->result.stopped_by.len ? S("stopped") : S("done"), code);
    return err;
}
