// study/record: what came of a plan, as JSON lines: what the plan was, its tasks, and one line for
// each answer, verdict and round. From this file alone all tables can be made again.
// SPDX-License-Identifier: MIT
#include "study/plan.h"
#include <jansson.h>
#include <stdlib.h>

enum { MOST_RECORD = 1 << 30 };

static const char *const STAGES[] = {"code", "verdict", "repair", "round", "engine", "gate"};

static json_t *text_of(Str s)
{
    json_t *t = json_stringn(s.s ? s.s : "", (size_t)s.len);
    return t ? t : json_string("(not UTF-8)");
}

static json_t *list_of(const Strs *v)
{
    json_t *list = json_array();
    for (Size i = 0; i < v->n; i++) json_array_append_new(list, text_of(v->v[i]));
    return list;
}

static void set_text(json_t *o, const char *key, Str s)
{
    if (s.len) json_object_set_new(o, key, text_of(s));
}

static void set_int(json_t *o, const char *key, int64_t n)
{
    if (n) json_object_set_new(o, key, json_integer(n));
}

static void add_line(Buf *out, json_t *o)
{
    char *z = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
    buf_add(out, str_of(z));
    buf_char(out, '\n');
    free(z);
    json_decref(o);
}

static json_t *head_of(const StudyRecord *r)
{
    json_t *o = json_object(), *judges = json_array();
    json_object_set_new(o, "type", json_string("study"));
    set_text(o, "name", r->name);
    set_text(o, "date", r->date);
    set_text(o, "suture", r->suture);
    set_text(o, "plan", r->plan_hash);
    for (Size i = 0; i < r->judges.n; i++) {
        json_t *j = json_object();
        set_text(j, "name", r->judges.v[i].name);
        set_text(j, "version", r->judges.v[i].version);
        json_object_set_new(j, "in_loop", json_boolean(r->judges.v[i].in_loop));
        json_array_append_new(judges, j);
    }
    json_object_set_new(o, "judges", judges);
    json_object_set_new(o, "generators", list_of(&r->generators));
    json_object_set_new(o, "detectors", list_of(&r->detectors));
    json_object_set_new(o, "fixers", list_of(&r->fixers));
    json_object_set_new(o, "loops", list_of(&r->loops));
    json_object_set_new(o, "arms", list_of(&r->arms));
    json_object_set_new(o, "engines", list_of(&r->engines));
    json_object_set_new(o, "notes", list_of(&r->notes));
    set_int(o, "rounds", r->rounds);
    set_int(o, "repeats", r->repeats);
    set_int(o, "seed", (int64_t)r->seed);
    json_object_set_new(o, "margin", json_real(r->margin));
    json_object_set_new(o, "any_finding", json_boolean(r->any_finding));
    json_object_set_new(o, "has_price", json_boolean(r->has_price));
    set_text(o, "stopped_by", r->stopped_by);
    return o;
}

static json_t *task_of(const StudyTask *t)
{
    json_t *o = json_object();
    json_object_set_new(o, "type", json_string("task"));
    set_text(o, "id", t->id);
    set_int(o, "cwe", t->cwe);
    set_text(o, "author", t->author);
    set_text(o, "invalid", t->invalid);
    json_object_set_new(o, "tests", json_boolean(study_has_tests(t)));
    return o;
}

static json_t *said_of(const UnitSaid *s)
{
    json_t *o = json_object();
    json_object_set_new(o, "judged", json_boolean(s->judged));
    json_object_set_new(o, "any", json_boolean(s->any));
    json_object_set_new(o, "scenario", json_boolean(s->scenario));
    if (s->works >= 0) json_object_set_new(o, "works", json_boolean(s->works));
    set_text(o, "why", s->why);
    return o;
}

static json_t *unit_of(const StudyRecord *r, const StudyUnit *u)
{
    json_t *o = json_object();
    json_object_set_new(o, "type", json_string(STAGES[u->stage]));
    set_text(o, "model", u->model);
    set_text(o, "source", u->source);
    set_text(o, "arm", u->arm);
    set_text(o, "loop", u->loop);
    set_int(o, "repeat", u->repeat);
    set_int(o, "round", u->round);
    set_int(o, "task", u->task);
    set_text(o, "outcome", u->outcome);
    set_text(o, "why", u->why);
    set_text(o, "code", u->code);
    if (u->yes) json_object_set_new(o, "yes", json_true());
    if (u->flagged) json_object_set_new(o, "flagged", json_true());
    set_int(o, "count", u->count);
    set_int(o, "tokens", u->tokens);
    set_text(o, "served_by", u->served_by);
    if (u->cost > 0) json_object_set_new(o, "cost", json_real(u->cost));
    if (u->seconds > 0) json_object_set_new(o, "seconds", json_real(u->seconds));
    json_t *said = u->said ? json_array() : NULL;
    for (Size i = 0; u->said && i < r->judges.n; i++)
        json_array_append_new(said, said_of(&u->said[i]));
    if (said) json_object_set_new(o, "said", said);
    return o;
}

Err study_record_write(Str path, const StudyRecord *r, Arena *keep)
{
    Buf out = {.keep = keep};
    add_line(&out, head_of(r));
    for (Size i = 0; i < r->tasks.n; i++) add_line(&out, task_of(&r->tasks.v[i]));
    for (Size i = 0; i < r->units.n; i++) add_line(&out, unit_of(r, &r->units.v[i]));
    return os_write_atomic(path, buf_str(&out), keep);
}

// ---- back

static Str get_text(const json_t *o, const char *key, Arena *keep)
{
    const json_t *v = json_object_get(o, key);
    return json_is_string(v)
               ? str_keep(keep, (Str){json_string_value(v), (Size)json_string_length(v)})
               : (Str){"", 0};
}

static int64_t get_int(const json_t *o, const char *key)
{
    return json_integer_value(json_object_get(o, key));
}

static bool get_flag(const json_t *o, const char *key)
{
    return json_is_true(json_object_get(o, key));
}

static Strs get_list(const json_t *o, const char *key, Arena *keep)
{
    Strs out = {0};
    const json_t *list = json_object_get(o, key);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *v = json_array_get(list, i);
        if (json_is_string(v)) *push(keep, &out) = str_keep(keep, str_of(json_string_value(v)));
    }
    return out;
}

static void read_head(StudyRecord *r, const json_t *o, Arena *keep)
{
    const json_t *judges = json_object_get(o, "judges");
    r->name = get_text(o, "name", keep);
    r->date = get_text(o, "date", keep);
    r->suture = get_text(o, "suture", keep);
    r->plan_hash = get_text(o, "plan", keep);
    for (size_t i = 0; i < json_array_size(judges); i++) {
        const json_t *j = json_array_get(judges, i);
        *push(keep, &r->judges) = (StudyJudge){
            get_text(j, "name", keep), get_text(j, "version", keep), get_flag(j, "in_loop")};
    }
    r->generators = get_list(o, "generators", keep);
    r->detectors = get_list(o, "detectors", keep);
    r->fixers = get_list(o, "fixers", keep);
    r->loops = get_list(o, "loops", keep);
    r->arms = get_list(o, "arms", keep);
    r->engines = get_list(o, "engines", keep);
    r->notes = get_list(o, "notes", keep);
    int64_t rounds = get_int(o, "rounds"), repeats = get_int(o, "repeats");
    r->rounds = rounds < 0 || rounds > STUDY_MOST_ROUNDS ? STUDY_MOST_ROUNDS : (int)rounds;
    r->repeats = repeats < 1 || repeats > 1000000 ? 1 : (int)repeats;
    r->seed = (uint64_t)get_int(o, "seed");
    r->margin = json_number_value(json_object_get(o, "margin"));
    r->any_finding = get_flag(o, "any_finding");
    r->has_price = get_flag(o, "has_price");
    r->stopped_by = get_text(o, "stopped_by", keep);
    r->stopped = r->stopped_by.len > 0;
}

static void read_said(StudyRecord *r, StudyUnit *u, const json_t *list, Arena *keep)
{
    if (!json_is_array(list)) return;
    u->said = new (keep, UnitSaid, r->judges.n + 1);
    for (Size i = 0; i < r->judges.n; i++) {
        const json_t *o = json_array_get(list, (size_t)i), *works = json_object_get(o, "works");
        u->said[i] = (UnitSaid){get_flag(o, "judged"), get_flag(o, "any"), get_flag(o, "scenario"),
                                works ? json_is_true(works) : -1, get_text(o, "why", keep)};
    }
}

static bool read_unit(StudyRecord *r, const json_t *o, Str type, Arena *keep)
{
    StudyUnit u = {.model = get_text(o, "model", keep),
                   .source = get_text(o, "source", keep),
                   .arm = get_text(o, "arm", keep),
                   .loop = get_text(o, "loop", keep),
                   .outcome = get_text(o, "outcome", keep),
                   .why = get_text(o, "why", keep),
                   .code = get_text(o, "code", keep),
                   .yes = get_flag(o, "yes"),
                   .flagged = get_flag(o, "flagged"),
                   .count = (Size)get_int(o, "count"),
                   .tokens = get_int(o, "tokens"),
                   .served_by = get_text(o, "served_by", keep)};
    int64_t repeat = get_int(o, "repeat"), round = get_int(o, "round"), task = get_int(o, "task");
    Size stage = 0;
    while (stage < countof(STAGES) && !str_eq(type, str_of(STAGES[stage]))) stage++;
    if (stage == countof(STAGES) || repeat < 0 || repeat > 1000000 || round < 0 ||
        round > STUDY_MOST_ROUNDS || task < 0 || task >= r->tasks.n)
        return false;
    u.stage = (UnitStage)stage;
    u.repeat = (int)repeat, u.round = (int)round, u.task = (Size)task;
    u.cost = json_number_value(json_object_get(o, "cost"));
    u.seconds = json_number_value(json_object_get(o, "seconds"));
    read_said(r, &u, json_object_get(o, "said"), keep);
    *push(keep, &r->units) = u;
    return true;
}

static bool read_line(StudyRecord *r, const json_t *o, Arena *keep)
{
    Str type = get_text(o, "type", keep);
    if (str_eq(type, S("study"))) return read_head(r, o, keep), r->judges.n > 0;
    if (!str_eq(type, S("task"))) return read_unit(r, o, type, keep);
    StudyTask t = {.id = get_text(o, "id", keep),
                   .author = get_text(o, "author", keep),
                   .invalid = get_text(o, "invalid", keep),
                   .cwe = (int)get_int(o, "cwe")};
    if (get_flag(o, "tests")) t.works = t.secure = S("recorded");
    *push(keep, &r->tasks) = t;
    return true;
}

Err study_record_read(Str path, Arena *keep, StudyRecord *out)
{
    Str text;
    int line = 0;
    *out = (StudyRecord){0};
    Err err = os_read(path, MOST_RECORD, keep, &text);
    if (err.kind) return (Err){ERR_CONFIG, err.what};
    for (Str row; str_cut(&text, S("\n"), &row);) {
        line++;
        if (!str_trim(row).len) continue;
        json_t *o = json_loadb(row.s, (size_t)row.len, 0, NULL);
        bool good = json_is_object(o) && read_line(out, o, keep);
        json_decref(o);
        if (!good)
            return err_new(keep, ERR_CONFIG, "%.*s:%d: no line of a study's record", STR_ARG(path),
                           line);
    }
    if (!out->judges.n)
        return err_new(keep, ERR_CONFIG, "%.*s:1: no study's record", STR_ARG(path));
    return (Err){0};
}
