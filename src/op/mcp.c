// op/mcp: the Model Context Protocol on standard input and output, a JSON-RPC message a line. Its
// tools and their parameters are printed from the tables of operations and options. They read: none
// writes a file, runs a program, or asks a model.
// https://modelcontextprotocol.io/specification/2025-06-18
// SPDX-License-Identifier: MIT
#include "op/offer.h"
#include <stdio.h>

enum {
    MOST_LINE = 16 << 20,
    BAD_JSON = -32700,
    BAD_REQUEST = -32600,
    NO_METHOD = -32601,
    BAD_PARAMS = -32602
};

static const Str tools[] = {L("scan"), L("fix"), L("explain"), L("rules")};
static const Str versions[] = {L("2025-06-18"), L("2025-03-26"), L("2024-11-05")};

typedef struct {
    OpOut out;
    Buf data, said;
} Captured;

static bool among(Str word, const Str *list, Size n)
{
    for (Size i = 0; i < n; i++)
        if (str_eq(list[i], word)) return true;
    return false;
}

// ---- tools/list

static json_t *text_json(Str s) { return json_stringn(s.len ? s.s : "", (size_t)s.len); }

static json_t *choices(Str meta)
{
    json_t *all = json_array();
    for (Str one; str_cut(&meta, S("|"), &one);) json_array_append_new(all, text_json(one));
    return all;
}

static json_t *option_schema(const Option *o)
{
    static const char *const kinds[] = {
        [OPT_FLAG] = "boolean",  [OPT_TEXT] = "string",   [OPT_INT] = "integer",
        [OPT_NUMBER] = "number", [OPT_CHOICE] = "string", [OPT_LIST] = "array",
        [OPT_VERSION] = "string"};
    json_t *s = json_pack("{s:s}", "type", kinds[o->type]);
    json_object_set_new(s, "description", text_json(o->help));
    if (o->type == OPT_CHOICE) json_object_set_new(s, "enum", choices(o->meta));
    if (o->type == OPT_LIST) json_object_set_new(s, "items", json_pack("{s:s}", "type", "string"));
    return s;
}

// Without the lines that show how to type it.
static Str told(const Op *op, Arena *keep)
{
    Buf b = {.keep = keep};
    buf_fmt(&b, "%.*s.", STR_ARG(op->help));
    for (Str line, rest = op->more; str_cut(&rest, S("\n"), &line);)
        if (!str_starts(line, S("  "))) buf_fmt(&b, "\n%.*s", STR_ARG(line));
    return buf_str(&b);
}

static json_t *tool_json(const Op *op, Arena *keep)
{
    Arena scratch = *keep;
    json_t *properties = json_object(), *tool = json_object();
    json_t *words = json_pack("{s:s, s:{s:s}}", "type", "array", "items", "type", "string");
    json_object_set_new(words, "description",
                        text_json(str_fmt(keep, "what would stand behind `suture %.*s`: %.*s",
                                          STR_ARG(op->name), STR_ARG(op->words))));
    json_object_set_new(properties, "words", words);
    for (Size i = 0; i < all_options_n; i++)
        if (offer_takes(op, &all_options[i]))
            json_object_set_new(properties, str_z(&scratch, all_options[i].name),
                                option_schema(&all_options[i]));
    json_object_set_new(tool, "name", text_json(op->name));
    json_object_set_new(tool, "description", text_json(told(op, keep)));
    json_object_set_new(tool, "inputSchema",
                        json_pack("{s:s, s:o, s:b}", "type", "object", "properties", properties,
                                  "additionalProperties", 0));
    json_object_set_new(tool, "annotations",
                        json_pack("{s:b, s:b}", "readOnlyHint", 1, "openWorldHint", 0));
    return tool;
}

static json_t *list_tools(Arena *keep)
{
    json_t *all = json_array();
    for (Size i = 0; i < countof(tools); i++)
        json_array_append_new(all, tool_json(op_find(tools[i]), keep));
    return json_pack("{s:o}", "tools", all);
}

// ---- tools/call

typedef struct {
    Str *v;
    Size n, cap;
} Words;

static Err read_arguments(json_t *given, const Op *op, Conf *conf, Words *words, Arena *keep)
{
    const char *name;
    json_t *v, *one;
    size_t i;
    Err e = {0};
    json_object_foreach(given, name, v)
    {
        if (e.kind) return e;
        if (strcmp(name, "words") != 0) e = offer_set(conf, op, str_of(name), v, keep);
        else if (json_is_string(v)) *push(keep, words) = offer_text(v, keep);    // a model forgot the list around it
        else if (!json_is_array(v)) e = err_new(keep, ERR_CONFIG, "'words' is a list of texts");
        else json_array_foreach(v, i, one) * push(keep, words) = offer_text(one, keep);
    }
    for (Size k = 0; k < words->n && !e.kind; k++)
        if (!words->v[k].len || str_eq(words->v[k], S("-")))
            e = err_new(keep, ERR_CONFIG, "standard input is taken: name files");
    if (!e.kind && (words->n < op->least || (op->most >= 0 && words->n > op->most)))
        e = err_new(keep, ERR_CONFIG, "`%.*s` takes %.*s", STR_ARG(op->name), STR_ARG(op->words));
    if (!e.kind) e = conf_load_env(conf);
    return e.kind ? e : conf_load_files(conf, words->v, words->n);
}

static void take_data(OpOut *o, Str bytes) { buf_add(&((Captured *)o)->data, bytes); }
static void take_line(OpOut *o, Str line)
{
    buf_fmt(&((Captured *)o)->said, "%.*s\n", STR_ARG(line));
}
static void take_progress(OpOut *o, Str line) { (void)o, (void)line; }

static void set_quietly(Conf *conf, const Op *op, const char *name, Str value)
{
    const Option *o = option_find(str_of(name));
    if (o && (o->ops & op->bit) && !conf_value(conf, name)->set)
        (void)!conf_set(conf, o, FROM_DEFAULT, S("mcp"), value).kind;
}

static json_t *result_of(Str text, bool failed)
{
    return json_pack("{s:[{s:s, s:o}], s:b}", "content", "type", "text", "text", text_json(text),
                     "isError", failed);
}

// said: of another arena than keep, in whose unused end operations put together what they say.
static json_t *call_tool(json_t *params, Arena *said, Arena *keep)
{
    Words words = {0};
    Conf *conf = conf_new(keep);
    Str name = offer_text(json_object_get(params, "name"), keep);
    const Op *op = among(name, tools, countof(tools)) ? op_find(name) : NULL;
    if (!op) return NULL;
    Err e = read_arguments(json_object_get(params, "arguments"), op, conf, &words, keep);
    if (e.kind) return result_of(e.what, true);
    offer_still(conf);
    set_quietly(conf, op, "format", S("json"));
    set_quietly(conf, op, "brief", S("true"));
    Captured c = {.out = {take_data, take_line, take_progress, false, false, 100, 0, false, false,
                          false},
                  .data = {.keep = said},
                  .said = {.keep = said}};
    OpCall call = {op, conf, words.v, words.n, &c.out, keep};
    int code = op->run(&call);
    return result_of(buf_str(c.data.n ? &c.data : &c.said), code == EXIT_USAGE);
}

// ---- messages

static json_t *hello(json_t *params, Arena *keep)
{
    Str asked = offer_text(json_object_get(params, "protocolVersion"), keep);
    Str version = among(asked, versions, countof(versions)) ? asked : versions[0];
    return json_pack("{s:o, s:{s:{}}, s:{s:s, s:s}}", "protocolVersion", text_json(version),
                     "capabilities", "tools", "serverInfo", "name", "suture", "version",
                     SUTURE_VERSION);
}

static void reply(const OpCall *c, json_t *id, const char *member, json_t *value, Arena *keep)
{
    json_t *doc = json_pack("{s:s, s:O, s:o}", "jsonrpc", "2.0", "id", id, member, value);
    char *line = json_dumps(doc, JSON_COMPACT);
    check(line);
    op_data(c, str_fmt(keep, "%s\n", line));
    json_free_t freeing;
    json_get_alloc_funcs(NULL, &freeing);
    freeing(line);
    json_decref(doc);
}

static void fault(const OpCall *c, json_t *id, int code, const char *what, Arena *keep)
{
    reply(c, id, "error", json_pack("{s:i, s:s}", "code", code, "message", what), keep);
}

static void answer(const OpCall *c, json_t *message, Arena *said, Arena *keep)
{
    json_t *id = json_object_get(message, "id"), *params = json_object_get(message, "params");
    json_t *none = json_null();
    Str method = offer_text(json_object_get(message, "method"), keep);
    if (!json_is_object(message) || !method.len) {
        fault(c, id ? id : none, BAD_REQUEST, "not a request", keep);
    } else if (!id) {
        return; // a notification
    } else if (str_eq(method, S("initialize"))) {
        reply(c, id, "result", hello(params, keep), keep);
    } else if (str_eq(method, S("ping"))) {
        reply(c, id, "result", json_object(), keep);
    } else if (str_eq(method, S("tools/list"))) {
        reply(c, id, "result", list_tools(keep), keep);
    } else if (str_eq(method, S("tools/call"))) {
        json_t *result = call_tool(params, said, keep);
        if (result) reply(c, id, "result", result, keep);
        else fault(c, id, BAD_PARAMS, "no such tool", keep);
    } else {
        fault(c, id, NO_METHOD, "no such method", keep);
    }
}

static void one_line(const OpCall *c, Str line, Arena *said, Arena *keep)
{
    OpCall call = *c;
    call.keep = keep;
    if (!str_trim(line).len) return;
    json_t *message = json_loadb(line.s, (size_t)line.len, 0, NULL);
    if (message) answer(&call, message, said, keep);
    else fault(&call, json_null(), BAD_JSON, "not JSON", keep);
    json_decref(message);
}

int op_mcp(const OpCall *c)
{
    Pool pool, said;
    char piece[65536];
    if (!pool_open(&pool, (Size)16 << 30) || !pool_open(&said, (Size)4 << 30))
        return op_fail(c, err_new(c->keep, ERR_LIMIT,
                                  "the system gives no address space (does `ulimit -v` limit it?)"));
    Buf line = {.keep = &pool.arena};
    while (!c->out->failed && fgets(piece, sizeof piece, stdin)) {
        buf_add(&line, str_of(piece));
        bool whole = line.n && line.v[line.n - 1] == '\n';
        if (!whole && line.n < MOST_LINE && !feof(stdin)) continue;
        one_line(c, buf_str(&line), &said.arena, &pool.arena);
        pool_reset(&pool);
        pool_reset(&said);
        line = (Buf){.keep = &pool.arena};
    }
    pool_close(&said);
    pool_close(&pool);
    return EXIT_CLEAN;
}
