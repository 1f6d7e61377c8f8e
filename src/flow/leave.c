// flow/leave: what a run leaves for the next, in the form that flow/kept reads.
// SPDX-License-Identifier: MIT
#include "flow/engine.h"

static void mark(bool *used, const ModuleIndex *ix)
{
    used[ix->name] = true;
    for (Size i = 0; i < ix->nbinds; i++)
        used[ix->binds[i].name] = used[ix->binds[i].target] = used[ix->binds[i].member] = true;
    for (Size i = 0; i < ix->nall; i++) used[ix->all[i]] = true;
    for (Size i = 0; i < ix->nwords; i++) used[ix->words[i]] = true;
    for (Size i = 0; i < ix->ntouches; i++)
        used[ix->touches[i].root] = used[ix->touches[i].first] = used[ix->touches[i].last] = true;
}

// The names that are still used, numbered anew in their order: rows that were sorted stay so.
static Sym *leave_names(const Engine *e, Pack *p)
{
    const Names *names = project_names(e->project);
    bool *used = new(e->keep, bool, names->n + 1);
    Sym *number = new(e->keep, Sym, names->n + 1), n = 0;
    for (Size i = 0; i < e->files.n; i++) mark(used, project_module(e->project, i));
    for (Size s = 1; s < names->n; s++)
        if (used[s]) number[s] = ++n;
    pack_count(p, n);
    for (Size s = 1; s < names->n; s++) {
        Str text = name_str(names, (Sym)s);
        if (used[s]) pack_str(p, &text);
    }
    return number;
}

// Questions in the order of files, so that each one's importers are found once.
static int asked_order(const void *x, const void *y)
{
    const Asked *a = x, *b = y;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    if (a->level != b->level) return a->level < b->level ? -1 : 1;
    return str_cmp(a->text, b->text);
}

static void leave_asked(Engine *e, Pack *p)
{
    for (int i = 0; i < e->nworkers; i++) {
        const Questions *q = &e->worker[i].asked;
        for (Size k = 0; k < q->list.n; k++) note_asked(&e->asked, q->list.v[k], e->keep);
    }
    sort_items(e->asked.list.v, e->asked.list.n, (Size)sizeof *e->asked.list.v, asked_order,
               *e->keep);
    pack_count(p, e->asked.list.n);
    for (Size i = 0; i < e->asked.list.n; i++) {
        Asked *a = &e->asked.list.v[i];
        pack(p, a->kind), pack(p, a->from), pack(p, a->level), pack(p, a->answer);
        pack_str(p, &a->text);
    }
}

static void leave_out(const Engine *e, Pack *p, const struct Unit *u, Size i)
{
    Arena scratch = e->worker[0].unit.arena;
    FlowHit h = hit_read(e, (Late){u->out[i].hit, u->texts}, &scratch);
    Size to = u->out[i].to;
    pack(p, to);
    hit_pack(p, e, &h);
}

static void leave_unit(const Engine *e, Pack *p, struct Unit *u)
{
    pack(p, u->keepable);
    pack_array(p, u->touched, u->ntouched);
    for (Size i = 0; i < u->ntouched; i++) pack(p, u->touched[i]);
    pack_hash(p, &u->came);
    pack_array(p, u->out, u->nout);
    for (Size i = 0; i < u->nout; i++) leave_out(e, p, u, i);
}

void kept_leave(Engine *e)
{
    for (int i = 0; i < e->nworkers; i++) {                     // nothing is walked any more
        e->worker[i].code.warm = 0;
        pool_reset(&e->worker[i].code);
    }
    words_again(e);
    Pack p = pack_writer(&e->worker[0].code.arena);
    bool alone = e->files.n == 1;
    pack(&p, alone);
    const Sym *number = leave_names(e, &p);
    for (Size i = 0; i < e->files.n; i++) {
        bool has = e->unit[i].indexed;
        pack(&p, has);
        if (has) pack_index(&p, e->index[i], number, NULL);
    }
    leave_asked(e, &p);
    for (Size i = 0; i < e->files.n; i++) leave_unit(e, &p, &e->unit[i]);
    e->run->kept->left = str_keep(e->keep, buf_str(&p.out));
}
