// scan/look: a first look at each file's bytes, on all cores: what can't be analysed never reaches the
// engine.
// SPDX-License-Identifier: MIT
#include "scan/session.h"

typedef struct {
    const Session *s;
    const Sources *sources;
    Pool *pools;
    int threads;
} Looking;

static Size count_lines(Str text)
{
    return str_count(text, '\n') + (text.len && text.s[text.len - 1] != '\n');
}

Err source_text(const Session *s, const Source *src, Arena *keep, Str *text)
{
    if (!src->has_text) return os_read(src->path, s->opt.most_bytes, keep, text);
    *text = src->text;
    if (text->len <= s->opt.most_bytes) return (Err){0};
    return err_new(keep, ERR_LIMIT, "is larger than %td bytes", s->opt.most_bytes);
}

static void look_at(void *self, Size i, int thread)
{
    Looking *l = self;
    const Session *s = l->s;
    Source *src = &l->sources->v[i];
    Look *look = &src->look;
    Arena scratch = l->pools[thread].arena;
    Arena *why = &l->pools[thread].arena;
    Str text;
    if (os_stopped()) return;
    src->was = s->cache.on ? cache_row(&s->cache, src->path) : NULL;
    src->unread = src->was && !src->has_text && cache_trusts(&s->cache, src->was, &src->stat);
    src->same = src->unread;
    if (src->unread) {
        *look = src->was->look;
        return;
    }
    Err e = source_text(s, src, &scratch, &text);
    if (e.kind) {
        *look = (Look){.verdict = LOOK_BAD, .why = e.what};
        *why = scratch;                                       // the sentence stays
        return;
    }
    *look = (Look){
        .why = admit_bytes(text), .bytes = text.len, .lines = count_lines(text), .read = true};
    if (s->cache.on) look->text = hash_text(text, s->cache.seed);
    src->same = src->was && hash_eq(look->text, src->was->look.text);
    if (py_is_document(src->path) && !look->why.len) {
        PyPieces map;
        look->why = outer_python(src->path, text, &scratch, &text, &map);
    }
    if (look->why.len) look->verdict = LOOK_BAD;
    else if (!str_trim(text).len) look->verdict = LOOK_EMPTY;
    else if (!s->opt.all_files && !src->has_text && looks_generated(src->path, text))
        look->verdict = LOOK_GENERATED;
}

Str why_unread(Str why, Str path, Arena *keep)
{
    Size at = path.len ? str_find(why, path) : -1;
    Str rest = at < 0 ? S("") : str_trim(str_sub(why, at + path.len, -1));
    if (str_starts(rest, S(":")))
        return str_fmt(keep, "can't be read: %.*s", STR_ARG(str_trim(str_sub(rest, 1, -1))));
    return str_keep(keep, rest.len ? rest : why);
}

static void sort_out(Discovery *d)
{
    Sources good = {new (d->keep, Source, d->sources.n), 0, d->sources.n};
    for (Size i = 0; i < d->sources.n; i++) {
        const Source *s = &d->sources.v[i];
        const Look *l = &s->look;
        if (l->verdict == LOOK_BAD) {
            missing_add(d->out, d->keep, s->path, 0, S("suture"), why_unread(l->why, s->path, d->keep));
            continue;
        }
        if (l->verdict == LOOK_GENERATED) {
            d->skipped.generated++;
            continue;
        }
        if (l->verdict == LOOK_EMPTY) *(py_is_document(s->path) ? &d->skipped.bare : &d->skipped.empty) += 1;
        d->out->bytes += l->bytes;
        d->out->lines += l->lines;
        *push(d->keep, &good) = *s;
    }
    d->sources = good;
}

void look_at_all(Session *s, Discovery *d)
{
    int threads = s->opt.threads > 0 ? s->opt.threads : os_cores();
    Looking l = {s, &d->sources, new (d->keep, Pool, threads), threads};
    int n = 0;
    while (n < threads && pool_open(&l.pools[n], POOL_MOST)) n++;
    if (n) os_parallel(n, d->sources.n, look_at, &l);
    for (Size i = 0; i < d->sources.n && !n; i++)
        d->sources.v[i].look = (Look){.verdict = LOOK_BAD, .why = S("the system gives no memory to read it")};
    sort_out(d);
    for (int i = 0; i < n; i++) pool_close(&l.pools[i]);
}
