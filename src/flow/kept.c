// flow/kept: what an earlier run left: indexes of files that are the same need no reading, and a
// walk still holds when each module that it read is the same and each question that it asked of the
// project has the same answer. Bytes that do not fit are taken for nothing kept.
// SPDX-License-Identifier: MIT
#include "flow/engine.h"

static uint32_t *asked_at(const Questions *q, const Asked *a)
{
    uint64_t key = (str_hash(a->text) ^ (uint64_t)a->from * 0x9e3779b97f4a7c15u) +
                   (uint64_t)a->kind * 0xd6e8feb86659fd93u + (uint64_t)a->level;
    Size i = (Size)((key ^ key >> 32) & (uint64_t)(q->nslot - 1));
    for (; q->slot[i]; i = (i + 1) & (q->nslot - 1)) {
        const Asked *old = &q->list.v[q->slot[i] - 1];
        bool same = old->kind == a->kind && old->from == a->from && old->level == a->level;
        if (same && str_eq(old->text, a->text)) break;
    }
    return &q->slot[i];
}

// There are hundreds of thousands in a large project.
void note_asked(Questions *q, Asked a, Arena *keep)
{
    if (2 * (q->list.n + 1) > q->nslot) {
        q->nslot = q->nslot ? q->nslot * 2 : 256;
        q->slot = new(keep, uint32_t, q->nslot);
        for (Size i = 0; i < q->list.n; i++) *asked_at(q, &q->list.v[i]) = (uint32_t)i + 1;
    }
    uint32_t *slot = asked_at(q, &a);
    if (*slot) return;
    a.text = str_keep(keep, a.text);
    *push(keep, &q->list) = a;
    *slot = (uint32_t)q->list.n;
}

// ---- the form: names, then each file's index, the questions, each file's walk

// words: where the list of them is made.
void pack_index(Pack *p, ModuleIndex *ix, const Sym *number, Arena *words)
{
#define SYM(s) \
    do { \
        Sym n_ = p->reading ? 0 : number[s]; \
        pack(p, n_); \
        if (p->reading) (s) = n_; \
    } while (0)
    SYM(ix->name);
    pack(p, ix->is_package), pack(p, ix->is_test), pack(p, ix->has_all);
    pack_array(p, ix->binds, ix->nbinds);
    for (Size i = 0; i < ix->nbinds; i++) {
        Binding *b = &ix->binds[i];
        pack(p, b->kind), pack(p, b->index);
        SYM(b->name);
        SYM(b->target);
        SYM(b->member);
    }
    if (p->reading) ix->by_name = new(p->keep, uint32_t, ix->nbinds);
    for (Size i = 0; i < ix->nbinds; i++) pack(p, ix->by_name[i]);
    pack_array(p, ix->all, ix->nall);
    for (Size i = 0; i < ix->nall; i++) SYM(ix->all[i]);
    pack_array(p, ix->touches, ix->ntouches);
    for (Size i = 0; i < ix->ntouches; i++) {
        pack(p, ix->touches[i].set), pack(p, ix->touches[i].top);
        SYM(ix->touches[i].root);
        SYM(ix->touches[i].first);
        SYM(ix->touches[i].last);
    }
    ix->nwords = pack_count(p, ix->nwords);
    if (p->reading) ix->words = arena_raw(words, 4, 4, ix->nwords);
    Sym last = 0;
    for (Size i = 0; i < ix->nwords; i++) {                     // rising: the steps are short
        Sym step = p->reading ? 0 : number[ix->words[i]] - last;
        pack(p, step);
        last += step;
        if (p->reading) ix->words[i] = last;
    }
#undef SYM
}

static bool index_fits(const ModuleIndex *ix, Size nnames)
{
    bool fits = (Size)ix->name < nnames;
    for (Size i = 0; i < ix->nbinds; i++) {
        const Binding *b = &ix->binds[i];
        fits &= (Size)b->name < nnames && (Size)b->target < nnames && (Size)b->member < nnames &&
                (Size)ix->by_name[i] < ix->nbinds;
    }
    for (Size i = 0; i < ix->nall; i++) fits &= (Size)ix->all[i] < nnames;
    for (Size i = 0; i < ix->nwords; i++) fits &= (Size)ix->words[i] < nnames;
    for (Size i = 0; i < ix->ntouches; i++) {
        const Touch *t = &ix->touches[i];
        fits &= (Size)t->root < nnames && (Size)t->first < nnames && (Size)t->last < nnames;
    }
    return fits;
}

Hash kept_hash(const Engine *e, const struct Unit *u, Arena scratch)
{
    if (!u->nlate) return (Hash){0};
    Pack p = pack_writer(&scratch);
    for (Size i = 0; i < u->nlate; i++) {
        FlowHit h = hit_read(e, u->late[i], &scratch);
        hit_pack(&p, e, &h);
    }
    return hash_text(buf_str(&p.out), (Hash){1, 2});
}

// ---- opening

static bool read_names(Engine *e, Pack *p)
{
    Names *names = project_names(e->project);
    Size n = pack_count(p, 0);
    for (Size i = 1; i <= n; i++) {
        Str s = {0};
        pack_str(p, &s);
        if (p->bad || !s.len || (Size)name_add(names, s) != i) return false;
    }
    return true;
}

static Size now_of(const Engine *e, Size then)
{
    return then >= 0 && then < e->nthen ? e->now[then] : -1;
}

static void read_asked(Engine *e, Pack *p)
{
    Size n = pack_count(p, 0);
    for (Size i = 0; i < n && !p->bad; i++) {
        Asked a = {0};
        pack(p, a.kind), pack(p, a.from), pack(p, a.level), pack(p, a.answer);
        pack_str(p, &a.text);
        a.from = now_of(e, a.from);
        if (a.from < 0 || !e->unit[a.from].indexed) continue;
        if (a.kind == ASK_FIND && a.answer >= 0) {
            a.answer = now_of(e, a.answer);
            if (a.answer < 0) a.answer = -2;                     // it is gone: no answer is the same
        }
        note_asked(&e->asked, a, e->keep);
    }
}

static void read_out(Engine *e, Pack *p, Outgoing *out)
{
    Arena scratch = e->worker[0].unit.arena;
    Pack brief = *p;
    FlowHit h = {0};
    brief.keep = &scratch;
    pack(&brief, out->to);
    hit_pack(&brief, e, &h);
    p->in = brief.in, p->bad = brief.bad;
    if (!p->bad) out->hit = hit_bytes(e, &h, &e->texts, &scratch, e->keep);
}

static void read_unit(Engine *e, Pack *p, Size now)
{
    struct Unit was = {.texts = &e->texts}, *u = &was;
    pack(p, u->keepable);
    pack_array(p, u->touched, u->ntouched);
    for (Size i = 0; i < u->ntouched; i++) pack(p, u->touched[i]);
    pack_hash(p, &u->came);
    pack_array(p, u->out, u->nout);
    for (Size i = 0; i < u->nout && !p->bad; i++) read_out(e, p, &u->out[i]);
    if (p->bad || now < 0 || !e->unit[now].indexed) return;
    bool valid = u->keepable;
    for (Size i = 0; i < u->ntouched; i++) {
        u->touched[i] = now_of(e, u->touched[i]);
        valid &= u->touched[i] >= 0 && e->unit[u->touched[i]].indexed;
    }
    for (Size i = 0; i < u->nout; i++) {
        u->out[i].to = now_of(e, u->out[i].to);
        valid &= u->out[i].to >= 0;
    }
    if (!valid) return;
    e->unit[now] = *u;
    e->unit[now].indexed = e->unit[now].valid = true;
}

static bool read_all(Engine *e, Pack *p)
{
    const FlowKept *k = e->run->kept;
    bool alone = false;
    pack(p, alone);
    if (!read_names(e, p)) return false;
    Size nnames = project_names(e->project)->n;
    for (Size i = 0; i < e->nthen && !p->bad; i++) {
        ModuleIndex *ix = new(e->keep, ModuleIndex, 1);
        bool has = false;
        pack(p, has);
        if (!has) continue;
        pack_index(p, ix, NULL, &e->worker[0].words.arena);
        Size now = e->now[i];
        if (p->bad || !index_fits(ix, nnames)) return false;
        if (now < 0 || !k->same[now]) continue;
        ix->path = e->files.v[now].path;
        e->index[now] = ix;
        e->unit[now].indexed = true;
    }
    read_asked(e, p);
    for (Size i = 0; i < e->nthen && !p->bad; i++) read_unit(e, p, e->now[i]);
    if (alone != (e->files.n == 1) || project_size(k->nfiles) != project_size(e->files.n))
        for (Size i = 0; i < e->files.n; i++) e->unit[i].valid = false;
    return pack_done(p);
}

void kept_open(Engine *e)
{
    const FlowKept *k = e->run->kept;
    if (!k || !k->bytes.len) return;
    Pack p = pack_reader(k->bytes, e->keep);
    e->nthen = k->nfiles;
    e->now = new(e->keep, Size, k->nfiles);
    for (Size i = 0; i < k->nfiles; i++) e->now[i] = -1;
    for (Size i = 0; i < e->files.n; i++)
        if (k->was[i] >= 0 && k->was[i] < k->nfiles) e->now[k->was[i]] = i;
    if (read_all(e, &p)) {
        e->large = true;                                        // each worker reads what it needs
        return;
    }
    memset(e->unit, 0, (size_t)e->files.n * sizeof *e->unit);
    memset(e->index, 0, (size_t)e->files.n * sizeof *e->index);
    e->asked = (Questions){0};
    e->texts = (Names){.keep = e->keep};
    e->project = project_new(e->keep);
}

// ---- whose walk holds

void kept_check(Engine *e)
{
    bool *moved = new(e->keep, bool, e->files.n);
    for (Size i = 0; e->run->kept && e->run->kept->moved && i < e->files.n; i++)
        moved[i] = e->run->kept->moved[i];
    Size last = -1, n = 0, *importers = NULL;
    uint8_t *bits = NULL;
    Arena scratch = *e->keep;
    for (Size i = 0; i < e->asked.list.n; i++) {
        Asked *a = &e->asked.list.v[i];
        Size answer;
        if (a->kind == ASK_FIND) {
            answer = project_find(e->project, a->from, a->text, a->level);
            moved[a->from] |= answer != a->answer;
        } else if (a->kind == ASK_TOUCHED) {
            answer = touched_print(e, a->from);
            moved[a->from] |= answer != a->answer;
        } else if (a->kind == ASK_CARRIED) {
            answer = carried_print(e, a->text);
            e->unit[a->from].valid &= answer == a->answer;
        } else if (a->kind == ASK_USERS) {
            Arena brief = *e->keep;
            Size nuse, *use = users_of(e, a->text, &brief, &nuse);
            answer = importers_print(e, use, nuse);
            e->unit[a->from].valid &= answer == a->answer;
        } else {
            if (a->from != last) {
                scratch = *e->keep;
                bits = new(&scratch, uint8_t, (e->files.n >> 3) + 1);
                importers = importers_of(e, last = a->from, &scratch, bits, &n);
            }
            Importers by = {importers, n, bits};
            Size nsay = 0, *say = a->kind == ASK_SAYERS
                                      ? sayers_among(e, a->text, by, &scratch, &nsay)
                                      : NULL;
            answer = a->kind == ASK_USED ? used_by_importers(e, a->text, by)
                     : say               ? importers_print(e, say, nsay)
                                         : importers_print(e, importers, n);
            e->unit[a->from].valid &= answer == a->answer;
        }
        a->answer = answer;
    }
    if (e->run->kept && e->run->kept->again >= 0) e->unit[e->run->kept->again].valid = false;
    for (Size i = 0; i < e->files.n; i++)
        for (Size k = 0; k < e->unit[i].ntouched; k++)
            e->unit[i].valid &= !moved[e->unit[i].touched[k]];
}
