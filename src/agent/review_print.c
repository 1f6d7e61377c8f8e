// agent/review_print: a review for people (each piece with both verdicts, then the counts by CWE)
// and as JSON, with what differs between equal runs in the one object "volatile".
// SPDX-License-Identifier: MIT
#include "agent/review.h"
#include "peer/peer.h"
#include <jansson.h>
#include <stdlib.h>

static const struct {
    const char *name, *sentence;
} AGREEMENTS[] = {
    [BOTH_SAFE] = {"both clean", "both find nothing"},
    [BOTH_VULNERABLE] = {"both vulnerable", "both find something"},
    [MODEL_ONLY] = {"model only", "only the model finds something"},
    [ENGINE_ONLY] = {"engine only", "only suture finds something"},
    [NO_VERDICT] = {"no verdict", "the model gave no verdict"},
};

Str agreement_name(Agreement a) { return str_of(AGREEMENTS[a].name); }

static Size count_of(const Reviewed *r, Agreement a)
{
    Size n = 0;
    for (Size i = 0; i < r->pieces.n; i++) n += r->pieces.v[i].agreement == a;
    return n;
}

// ---- by CWE: pieces in which both, only the model, only the engine name that weakness

typedef struct {
    int cwe;
    Size both, model, engine;
} Row;
typedef struct {
    Row *v;
    Size n, cap;
} Rows;

static Row *row_of(Rows *rows, int cwe, Arena *keep)
{
    for (Size i = 0; i < rows->n; i++)
        if (rows->v[i].cwe == cwe) return &rows->v[i];
    Row *row = push(keep, rows);
    *row = (Row){.cwe = cwe};
    return row;
}

static bool engine_names(const ReviewPiece *p, int cwe)
{
    for (Size i = 0; i < p->nengine; i++)
        if (cwe_same_family(p->engine[i]->cwe, cwe)) return true;
    return false;
}

static bool model_names(const ReviewPiece *p, int cwe)
{
    for (Size i = 0; i < p->claims.n; i++)
        if (cwe_same_family(p->claims.v[i].cwe, cwe)) return true;
    return false;
}

static void count_piece(const ReviewPiece *p, Rows *rows, Arena *keep)
{
    for (Size i = 0; i < p->nengine; i++) {
        int cwe = p->engine[i]->cwe;
        bool again = false;
        for (Size k = 0; k < i; k++) again = again || p->engine[k]->cwe == cwe;
        if (again || !cwe) continue;
        Row *row = row_of(rows, cwe, keep);
        if (model_names(p, cwe)) row->both++;
        else row->engine++;
    }
    for (Size i = 0; i < p->claims.n; i++) {
        int cwe = p->claims.v[i].cwe;
        bool again = engine_names(p, cwe);
        for (Size k = 0; k < i; k++) again = again || p->claims.v[k].cwe == cwe;
        if (!again) row_of(rows, cwe, keep)->model++;
    }
}

static int by_cwe(const void *a, const void *b)
{
    const Row *x = a, *y = b;
    return x->cwe < y->cwe ? -1 : x->cwe > y->cwe;
}

static Rows rows_of(const Reviewed *r, Arena *keep)
{
    Rows rows = {0};
    for (Size i = 0; i < r->pieces.n; i++)
        if (r->pieces.v[i].says) count_piece(&r->pieces.v[i], &rows, keep);
    sort_items(rows.v, rows.n, sizeof *rows.v, by_cwe, *keep);
    return rows;
}

// ---- for people

static void add_claims(Buf *b, const ReviewPiece *p)
{
    for (Size i = 0; i < p->claims.n; i++) {
        const Finding *f = &p->claims.v[i];
        buf_fmt(b, "    model   line %d  ", f->line);
        if (f->cwe) buf_fmt(b, "CWE-%d  ", f->cwe);
        buf_fmt(b, "%.*s\n", STR_ARG(f->message));
        Str note = f->nnotes ? f->notes[0] : S("nothing confirms it");
        buf_fmt(b, "            %.*s confidence: %.*s\n", STR_ARG(confidence_name(f->confidence)),
                STR_ARG(note));
    }
}

static void add_piece(Buf *b, const ReviewPiece *p)
{
    Str name = p->function.len ? p->function : p->what;
    buf_fmt(b, "%.*s:%d  %.*s: %s", STR_ARG(p->path), p->line, STR_ARG(name),
            AGREEMENTS[p->agreement].sentence);
    if (!p->says && p->why.len) buf_fmt(b, " (%.*s)", STR_ARG(p->why));
    buf_char(b, '\n');
    add_claims(b, p);
    for (Size i = 0; i < p->nengine; i++)
        buf_fmt(b, "    suture  line %d  CWE-%d  %.*s: %.*s\n", p->engine[i]->line,
                p->engine[i]->cwe, STR_ARG(p->engine[i]->rule), STR_ARG(p->engine[i]->message));
}

Str review_text(const Reviewed *r, Arena *keep)
{
    Buf b = {.keep = keep};
    Rows rows = rows_of(r, keep);
    for (Size i = 0; i < r->pieces.n; i++)
        if (r->pieces.v[i].agreement != BOTH_SAFE) add_piece(&b, &r->pieces.v[i]);
    if (rows.n)
        buf_fmt(&b, "\n%-10s %6s %11s %12s\n", "weakness", "both", "model only", "suture only");
    for (Size i = 0; i < rows.n; i++) {
        Str name = rows.v[i].cwe ? str_fmt(keep, "CWE-%d", rows.v[i].cwe) : S("unnamed");
        buf_fmt(&b, "%-10.*s %6td %11td %12td\n", STR_ARG(name), rows.v[i].both, rows.v[i].model,
                rows.v[i].engine);
    }
    Size same = count_of(r, BOTH_SAFE) + count_of(r, BOTH_VULNERABLE);
    buf_fmt(&b,
            "%td piece%s of code: %td agree (%td with something, %td with nothing), %td only "
            "%.*s, %td only suture, %td without a verdict\n",
            r->pieces.n, r->pieces.n == 1 ? "" : "s", same, count_of(r, BOTH_VULNERABLE),
            count_of(r, BOTH_SAFE), count_of(r, MODEL_ONLY), STR_ARG(r->judge),
            count_of(r, ENGINE_ONLY), count_of(r, NO_VERDICT));
    return buf_str(&b);
}

// ---- for programs

static json_t *text(Str s)
{
    json_t *v = json_stringn(s.len ? s.s : "", (size_t)s.len);
    return v ? v : json_string("(not UTF-8)");
}

static json_t *claim_json(const Finding *f)
{
    json_t *o = json_object(), *notes = json_array();
    json_object_set_new(o, "cwe", f->cwe ? json_integer(f->cwe) : json_null());
    json_object_set_new(o, "line", json_integer(f->line));
    json_object_set_new(o, "rule", text(f->rule));
    json_object_set_new(o, "message", text(f->message));
    json_object_set_new(o, "confidence", text(confidence_name(f->confidence)));
    for (Size i = 0; i < f->nnotes; i++) json_array_append_new(notes, text(f->notes[i]));
    json_object_set_new(o, "confirmed_by", notes);
    return o;
}

static json_t *piece_json(const ReviewPiece *p)
{
    json_t *o = json_object(), *model = json_object(), *claims = json_array(),
           *engine = json_array();
    json_object_set_new(o, "path", text(p->path));
    json_object_set_new(o, "function", text(p->function));
    json_object_set_new(o, "line", json_integer(p->line));
    json_object_set_new(o, "end_line", json_integer(p->end_line));
    json_object_set_new(model, "vulnerable",
                        p->says ? json_boolean(p->says == SAYS_VULNERABLE) : json_null());
    json_object_set_new(model, "read_from", json_string(p->from_text ? "text" : "form"));
    json_object_set_new(model, "why_not", text(p->why));
    for (Size i = 0; i < p->claims.n; i++)
        json_array_append_new(claims, claim_json(&p->claims.v[i]));
    json_object_set_new(model, "weaknesses", claims);
    json_object_set_new(o, "model", model);
    for (Size i = 0; i < p->nengine; i++) json_array_append_new(engine, claim_json(p->engine[i]));
    json_object_set_new(o, "engine", engine);
    json_object_set_new(o, "agreement", text(agreement_name(p->agreement)));
    return o;
}

static json_t *summary_json(const Reviewed *r, Arena *keep)
{
    json_t *o = json_object(), *rows = json_array();
    Rows by = rows_of(r, keep);
    for (int a = 0; a < (int)countof(AGREEMENTS); a++)
        json_object_set_new(o, AGREEMENTS[a].name, json_integer(count_of(r, (Agreement)a)));
    for (Size i = 0; i < by.n; i++)
        json_array_append_new(rows, json_pack("{s:i, s:I, s:I, s:I}", "cwe", by.v[i].cwe, "both",
                                              (json_int_t)by.v[i].both, "model only",
                                              (json_int_t)by.v[i].model, "engine only",
                                              (json_int_t)by.v[i].engine));
    json_object_set_new(o, "by_cwe", rows);
    json_object_set_new(o, "questions", json_integer(r->questions));
    json_object_set_new(o, "second_questions", json_integer(r->second));
    return o;
}

static json_t *missing_json(const ScanResult *s)
{
    json_t *list = json_array();
    for (Size i = 0; i < s->missing.n; i++) {
        const NotAnalysed *m = &s->missing.v[i];
        json_t *o = json_object();
        json_object_set_new(o, "path", text(m->path));
        json_object_set_new(o, "line", json_integer(m->line));
        json_object_set_new(o, "engine", text(m->engine));
        json_object_set_new(o, "why", text(m->why));
        json_array_append_new(list, o);
    }
    return list;
}

Str review_json(const Reviewed *r, Arena *keep)
{
    json_t *o = json_object(), *pieces = json_array();
    Str model = agent_json(&r->result, keep);
    json_object_set_new(o, "schema", json_string("suture-review-1"));
    json_object_set_new(o, "judge", text(r->judge));
    json_object_set_new(o, "complete", json_boolean(scan_complete(&r->scan)));
    for (Size i = 0; i < r->pieces.n; i++)
        json_array_append_new(pieces, piece_json(&r->pieces.v[i]));
    json_object_set_new(o, "pieces", pieces);
    json_object_set_new(o, "summary", summary_json(r, keep));
    json_object_set_new(o, "not_analysed", missing_json(&r->scan));
    json_object_set_new(o, "model", json_loadb(model.s, (size_t)model.len, 0, NULL));
    char *dumped = json_dumps(o, JSON_INDENT(2));
    check(dumped);
    Str out = str_fmt(keep, "%s\n", dumped);
    free(dumped);
    json_decref(o);
    return out;
}
