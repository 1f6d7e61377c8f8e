// scan/cache: the file of an earlier scan, read and written whole.
// SPDX-License-Identifier: MIT
#include "scan/cache.h"

#define CACHE_MOST ((Size)4 << 30)
#define SCOPES_BYTES ((Size)1 << 30)     // of all files together, before the oldest go
enum { SCOPES_MOST = 400, HEAD = 24, SLACK_NS = 2000000000 };
static const Str MAGIC = L("suture 1");

Str cache_folder(Arena *keep)
{
    Str cache = os_env("XDG_CACHE_HOME"), home = os_env("HOME");
    if (cache.len && *cache.s == '/') return str_fmt(keep, "%.*s/suture", STR_ARG(cache));
    if (home.len) return str_fmt(keep, "%.*s/.cache/suture", STR_ARG(home));
    return (Str){0};
}

// ---- the form

static void pack_stat(Pack *p, OsStat *s)
{
    pack(p, s->size);
    pack(p, s->mtime_ns);
    pack_uint(p, &s->inode);
    pack_uint(p, &s->device);
    pack(p, s->mode);
}

static void pack_row(Pack *p, CacheRow *r)
{
    pack_str(p, &r->path);
    pack_stat(p, &r->stat);
    pack(p, r->look.verdict);
    pack(p, r->look.bytes);
    pack(p, r->look.lines);
    pack_str(p, &r->look.why);
    pack_hash(p, &r->look.text);
    r->look.read = true;
    pack(p, r->number);
    if (r->number < 0) return;
    pack_str(p, &r->id.name);
    pack(p, r->id.is_package);
    pack(p, r->id.is_test);
    pack(p, r->id.of_many);
    pack(p, r->id.of_project);
    pack(p, r->id.is_sole);
    pack_str(p, &r->found);
}

static void pack_head(Pack *p, Cache *c)
{
    pack_hash(p, &c->key);
    pack_hash(p, &c->seed);
    pack(p, c->began);
    pack(p, c->analysed);
    pack_str(p, &c->flow);
}

static void pack_beside(Pack *p, Cache *c)
{
    pack_array(p, c->beside.v, c->beside.n);
    for (Size i = 0; i < c->beside.n && !p->bad; i++) {
        CacheBeside *b = &c->beside.v[i];
        pack_str(p, &b->from);
        pack_str(p, &b->name);
        pack_str(p, &b->folder);
        pack_hash(p, &b->print);
    }
}

static Hash checksum(Str body) { return hash_text(body, (Hash){0x73757475, 0x7265}); }

// False: these bytes are no cache of ours, or a broken one.
static bool understand(Cache *c, Str bytes, Arena *keep)
{
    Hash sum, key = c->key;
    if (bytes.len < HEAD || !str_starts(bytes, MAGIC)) return false;
    memcpy(&sum, bytes.s + MAGIC.len, sizeof sum);
    Str body = str_sub(bytes, HEAD, -1);
    if (!hash_eq(sum, checksum(body))) return false;
    Pack p = pack_reader(body, keep);
    pack_head(&p, c);
    bool ours = hash_eq(key, c->key);
    c->key = key;
    if (!ours) return false;
    pack_array(&p, c->rows.v, c->rows.n);
    for (Size i = 0; i < c->rows.n && !p.bad; i++) {
        CacheRow *r = &c->rows.v[i];
        pack_row(&p, r);
        r->id.path = r->path;
        bool sorted = !i || str_cmp(c->rows.v[i - 1].path, r->path) < 0;
        if (!sorted || r->number >= c->analysed) return false;
    }
    pack_beside(&p, c);
    return pack_done(&p);
}

// ---- reading

Hash cache_program(Arena scratch)
{
    Str id = os_build_id(&scratch);
    return hash_text(id, (Hash){1, 2});
}

static void forget(Cache *c)
{
    c->rows.n = c->beside.n = 0;
    c->analysed = c->began = 0;
    c->flow = (Str){0};
    c->seed = (Hash){os_random(), os_random()};
}

static bool same_stat(const OsStat *a, const OsStat *b)
{
    return a->kind == b->kind && a->size == b->size && a->mtime_ns == b->mtime_ns &&
           a->inode == b->inode && a->device == b->device;
}

// The bytes, unless what is held is what lies there still (or nothing can lie there).
static Str bytes_of(Cache *c)
{
    if (c->apart) return c->bytes;
    OsStat now = c->file.len ? os_stat(c->file, true, c->pool.arena) : (OsStat){0};
    if (c->bytes.len && same_stat(&now, &c->stat)) return c->bytes;
    pool_reset(&c->pool);
    c->bytes = (Str){0};
    c->stat = now;
    if (now.kind != OS_FILE || now.size > CACHE_MOST / 4) return c->bytes;
    if (os_read(c->file, CACHE_MOST / 4, &c->pool.arena, &c->bytes).kind) c->bytes = (Str){0};
    return c->bytes;
}

void cache_open(Cache *c, const Str *paths, Size n, Hash settings, Arena *keep)
{
    Str folder = cache_folder(keep);
    Pack p = pack_writer(keep);
    Str cwd = os_cwd(keep);
    pack_hash(&p, &settings);
    pack_str(&p, &cwd);
    for (Size i = 0; i < n; i++) {
        Str path = path_plain(paths[i], keep);
        pack_str(&p, &path);
    }
    Hash key = hash_text(buf_str(&p.out), (Hash){1, 2});
    bool other = !hash_eq(key, c->key);
    c->on = c->pool.block || pool_open(&c->pool, CACHE_MOST);
    if (!c->on) return;
    if (other) c->bytes = (Str){0};
    c->key = key;
    c->file = folder.len ? str_fmt(keep, "%.*s/%016llx%016llx.cache", STR_ARG(folder),
                                   (unsigned long long)key.a, (unsigned long long)key.b)
                         : folder;
    c->rows.v = NULL;
    c->rows.n = c->rows.cap = 0;
    if (!understand(c, bytes_of(c), keep)) forget(c);
}

void cache_close(Cache *c)
{
    if (c->pool.block) pool_close(&c->pool);
    *c = (Cache){0};
}

const CacheRow *cache_row(const Cache *c, Str path)
{
    Size lo = 0, hi = c->rows.n;
    while (lo < hi) {
        Size mid = lo + (hi - lo) / 2;
        if (str_cmp(c->rows.v[mid].path, path) < 0) lo = mid + 1;
        else hi = mid;
    }
    bool there = lo < c->rows.n && str_eq(c->rows.v[lo].path, path);
    return there ? &c->rows.v[lo] : NULL;
}

// A file that changed within the clock's step of the scan that read it may have changed after it.
bool cache_trusts(const Cache *c, const CacheRow *row, const OsStat *now)
{
    return now->kind == OS_FILE && row->stat.size == now->size &&
           row->stat.mtime_ns == now->mtime_ns && row->stat.inode == now->inode &&
           row->stat.device == now->device && row->stat.mode == now->mode &&
           now->mtime_ns < c->began - SLACK_NS;
}

// ---- writing

static Err put(Cache *c, Str bytes, Arena *keep)
{
    Str folder = cache_folder(keep);
    if (!c->file.len)
        return err_new(keep, ERR_IO, "neither XDG_CACHE_HOME nor HOME is set");
    Err e = os_make_dirs(folder, 0700, keep);
    if (!e.kind) e = os_write_quick(c->file, bytes, keep);
    if (!e.kind) (void)cache_clean(SCOPES_MOST, SCOPES_BYTES, *keep);
    return e;
}

Err cache_write(Cache *c, CacheRow *rows, Size n, Str flow, int64_t began, Arena *keep)
{
    Arena scratch = *keep;
    Pack p = pack_writer(&scratch);
    buf_add(&p.out, MAGIC);
    buf_add(&p.out, (Str){(const char *)&(Hash){0}, (Size)sizeof(Hash)});
    c->began = began;
    c->flow = flow;
    c->analysed = 0;
    for (Size i = 0; i < n; i++)
        rows[i].number = rows[i].look.verdict <= LOOK_EMPTY ? c->analysed++ : -1;
    pack_head(&p, c);
    pack_count(&p, n);
    for (Size i = 0; i < n; i++) pack_row(&p, &rows[i]);
    pack_beside(&p, c);
    Str bytes = buf_str(&p.out);
    Hash sum = checksum(str_sub(bytes, HEAD, -1));
    memcpy(p.out.v + MAGIC.len, &sum, sizeof sum);
    Err e = bytes.len > CACHE_MOST / 4 ? err_new(&scratch, ERR_LIMIT, "it would be too large")
               : c->apart                  ? (Err){0}
                                           : put(c, bytes, &scratch);
    // The next scan of this session finds them here, whatever became of the file.
    pool_reset(&c->pool);
    c->bytes = bytes.len > CACHE_MOST / 4 ? (Str){0} : str_keep(&c->pool.arena, bytes);
    c->stat = c->file.len ? os_stat(c->file, true, scratch) : (OsStat){0};
    if (e.kind) e.what = str_keep(keep, e.what);
    return e;
}

// ---- the folder

typedef struct { Str path; OsStat stat; } Scope;
typedef struct { Scope *v; Size n, cap; } Scopes;

static int newest_first(const void *x, const void *y)
{
    const Scope *a = x, *b = y;
    return (a->stat.mtime_ns < b->stat.mtime_ns) - (a->stat.mtime_ns > b->stat.mtime_ns);
}

static Scopes scopes(Arena *keep)
{
    Strs names = {0};
    Scopes all = {0};
    Str folder = cache_folder(keep);
    if (!folder.len || os_list(folder, keep, &names).kind) return all;
    for (Size i = 0; i < names.n; i++) {
        if (str_find(names.v[i], S(".cache")) < 0) continue;
        Str path = str_fmt(keep, "%.*s/%.*s", STR_ARG(folder), STR_ARG(names.v[i]));
        OsStat s = os_stat(path, false, *keep);
        if (s.kind == OS_FILE) *push(keep, &all) = (Scope){path, s};
    }
    sort_items(all.v, all.n, (Size)sizeof *all.v, newest_first, *keep);
    return all;
}

CacheSize cache_size(Arena scratch)
{
    CacheSize r = {0};
    Scopes all = scopes(&scratch);
    for (Size i = 0; i < all.n; i++) r.files++, r.bytes += all.v[i].stat.size;
    return r;
}

CacheSize cache_clean(Size most_files, Size most_bytes, Arena scratch)
{
    CacheSize kept = {0}, gone = {0};
    Scopes all = scopes(&scratch);
    for (Size i = 0; i < all.n; i++) {
        Size bytes = all.v[i].stat.size;
        if (kept.files < most_files && kept.bytes + bytes <= most_bytes) {
            kept.files++, kept.bytes += bytes;
        } else if (os_remove(all.v[i].path, scratch)) {
            gone.files++, gone.bytes += bytes;
        }
    }
    return gone;
}
