// fix/unfinished: files that belong together are replaced one after another. What each was and will
// be is recorded before the first and forgotten after the last, so that the next run can put back a
// set that a crash cut in two. A file that is neither as it was nor as it was to be is somebody's:
// then nothing is touched.
// SPDX-License-Identifier: MIT
#include "fix/job.h"
#include "base/os.h"
#include "base/pack.h"

enum { FORM = 1, MOST_RECORD = 1 << 30, MOST_FILES = 4096 };

typedef struct { Str path, before, now; } Part;
typedef struct { Str cwd; Part *v; Size n; } Record;
struct Unfinished { Str file, lockfile; int lock; };

static void pack_record(Pack *p, Record *r)
{
    int form = FORM;
    pack(p, form);
    if (form != FORM) p->bad = true;
    pack_str(p, &r->cwd);
    pack_array(p, r->v, r->n);
    for (Size i = 0; i < r->n && !p->bad; i++) {
        pack_str(p, &r->v[i].path);
        pack_str(p, &r->v[i].before);
        pack_str(p, &r->v[i].now);
    }
}

static Str folder_of(Arena *keep)
{
    Str state = os_state_folder(keep);
    return state.len ? str_fmt(keep, "%.*s/unfinished", STR_ARG(state)) : (Str){0};
}

Unfinished *unfinished_begin(FixFile *const *files, Size n, Arena *keep)
{
    Str folder = folder_of(keep);
    Unfinished *u = new(keep, Unfinished, 1);
    Record r = {os_real(os_cwd(keep), keep), new(keep, Part, n), n};
    if (!folder.len || os_make_dirs(folder, 0700, keep).kind) return NULL;
    u->file = str_fmt(keep, "%.*s/%016llx", STR_ARG(folder), (unsigned long long)os_random());
    u->lockfile = str_fmt(keep, "%.*s.lock", STR_ARG(u->file));
    u->lock = os_lock(u->lockfile, *keep);
    if (u->lock < 0) return NULL;
    for (Size i = 0; i < n; i++)
        r.v[i] = (Part){os_real(files[i]->path, keep), with_mark(files[i], files[i]->before, keep),
                        with_mark(files[i], files[i]->now, keep)};
    Pack p = pack_writer(keep);
    pack_record(&p, &r);
    if (!os_write_atomic(u->file, buf_str(&p.out), keep).kind) return u;
    unfinished_end(u, *keep);
    return NULL;
}

void unfinished_end(Unfinished *u, Arena scratch)
{
    if (!u) return;
    (void)os_remove(u->file, scratch);
    (void)os_remove(u->lockfile, scratch);
    os_unlock(u->lock);
}

// ---- the next run

typedef enum { PART_BEFORE, PART_NOW, PART_OTHER } PartState;

static PartState state_of(const Part *part, Arena scratch)
{
    Str bytes;
    if (os_read(part->path, MOST_RECORD, &scratch, &bytes).kind) return PART_OTHER;
    return str_eq(bytes, part->before) ? PART_BEFORE
           : str_eq(bytes, part->now)  ? PART_NOW
                                       : PART_OTHER;
}

typedef struct {
    bool look;
    Arena *keep;
    void (*say)(void *self, Str what); void *self;
} Recovery;

static void tell(const Recovery *r, const Record *rec, const char *what)
{
    Buf b = {.keep = r->keep};
    for (Size i = 0; i < rec->n; i++)
        buf_fmt(&b, "%s%.*s", i ? ", " : "", STR_ARG(rec->v[i].path));
    r->say(r->self, str_fmt(r->keep, "an earlier change of %td files was cut short while it was "
                                     "written; %s: %.*s",
                            rec->n, what, STR_ARG(buf_str(&b))));
}

// True: nothing is left to be done for this record.
static bool recover(const Recovery *r, const Record *rec)
{
    Size now = 0, other = 0;
    bool failed = false;
    for (Size i = 0; i < rec->n; i++) {
        PartState s = state_of(&rec->v[i], *r->keep);
        now += s == PART_NOW;
        other += s == PART_OTHER;
    }
    if (!other && (now == 0 || now == rec->n)) return true;      // as it was, or all done
    if (other) {
        tell(r, rec, "some of them were changed since, so none is touched; look at them");
        return !r->look;
    }
    if (r->look) {
        tell(r, rec, "`suture fix --write` puts them back as they were");
        return false;
    }
    for (Size i = 0; i < rec->n; i++)
        if (state_of(&rec->v[i], *r->keep) == PART_NOW)
            failed |= os_write_atomic(rec->v[i].path, rec->v[i].before, r->keep).kind != ERR_NONE;
    tell(r, rec, failed ? "they could not be put back as they were" : "put back as they were");
    return !failed;
}

void fix_recover(bool look, Arena *keep, void (*say)(void *self, Str what), void *self)
{
    Recovery r = {look, keep, say, self};
    Strs names = {0};
    Str folder = folder_of(keep), cwd = os_real(os_cwd(keep), keep);
    if (!folder.len || os_list(folder, keep, &names).kind) return;
    for (Size i = 0; i < names.n && i < MOST_FILES; i++) {
        Record rec = {0};
        Str file = str_fmt(keep, "%.*s/%.*s", STR_ARG(folder), STR_ARG(names.v[i])), bytes;
        if (str_find(names.v[i], S(".")) >= 0) continue;         // a lock, or a scrap
        if (os_read(file, MOST_RECORD, keep, &bytes).kind) continue;
        Pack p = pack_reader(bytes, keep);
        pack_record(&p, &rec);
        bool ours = pack_done(&p) && str_eq(rec.cwd, cwd);
        Unfinished u = {file, str_fmt(keep, "%.*s.lock", STR_ARG(file)), -1};
        if (ours) u.lock = os_lock(u.lockfile, *keep);
        if (u.lock < 0) continue;                                // another's, who is at work
        if (recover(&r, &rec)) unfinished_end(&u, *keep);
        else os_unlock(u.lock);
    }
}
