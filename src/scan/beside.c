// scan/beside: where a template of a name lies: in a folder of templates beside the Python file or
// beside a folder above it, the nearest first, as far up as the folder that was given.
// SPDX-License-Identifier: MIT
#include "scan/beside.h"

enum { BYTES_MOST = 1 << 20, ALL_MOST = 256 << 20, LEVELS = 16, NAME_MOST = 200 };

void beside_open(Beside *b, const Sources *sources, Hash seed, Arena *keep)
{
    *b =
        (Beside){.sources = sources, .seed = seed, .keep = keep, .lock = PTHREAD_MUTEX_INITIALIZER};
}

// No way out of a folder, and nothing that other systems read otherwise.
static bool is_plain(Str name)
{
    for (Str rest = name, part; str_cut(&rest, S("/"), &part);)
        if (!part.len || str_eq(part, S(".")) || str_eq(part, S(".."))) return false;
    return name.len && name.len <= NAME_MOST && !memchr(name.s, 0, (size_t)name.len) &&
           !memchr(name.s, '\\', (size_t)name.len);
}

// ---- as far up as the project goes

static Str root_of(const Source *s) { return str_eq(s->root, S(".")) ? S("") : s->root; }

static bool is_package(Str folder, Arena scratch)
{
    return os_stat(path_joined(folder, S("__init__.py"), &scratch), true, scratch).kind == OS_FILE;
}

// The folder that was given; of a file given alone what holds its topmost package, and where
// folders above it were given, or files in them, the topmost of those.
static Str top_of(Beside *b, const Source *s)
{
    Str top = root_of(s);
    if (!b->roots.items.n)
        for (Size i = 0; i < b->sources->n; i++)
            *map_at(b->keep, &b->roots, root_of(&b->sources->v[i])) = b;
    if (str_eq(top, path_folder(s->path)))
        while (top.len > 1 && is_package(top, *b->keep)) top = path_folder(top);
    int level = 0;
    for (Str up = top; up.len > 1 && level < LEVELS; level++) {
        up = path_folder(up);
        if (map_get(&b->roots, up)) top = up;
    }
    return top;
}

// ---- looking

static bool is_inside(Str path, Str top, Arena scratch)
{
    Str real = os_real(path, &scratch), root = os_real(top.len ? top : S("."), &scratch);
    return path_below(real, root).s || (str_eq(root, S("/")) && str_starts(real, root));
}

static FlowTemplate read_file(Beside *b, Str path, Str top)
{
    FlowTemplate **known = (FlowTemplate **)map_at(b->keep, &b->files, path);
    if (*known) return **known;
    *known = new(b->keep, FlowTemplate, 1);
    OsStat stat = os_stat(path, true, *b->keep);
    if (stat.kind != OS_FILE && stat.kind != OS_OTHER) return **known;
    **known = (FlowTemplate){.path = path};
    if (!is_inside(path, top, *b->keep))
        (*known)->why = S("is a link that leads out of the project; not followed");
    else if (stat.size > BYTES_MOST) (*known)->why = S("is too large; not followed");
    else if (b->bytes > ALL_MOST) (*known)->why = S("is one of too many; not followed");
    else if (os_read(path, BYTES_MOST, b->keep, &(*known)->text).kind)
        (*known)->why = S("can't be read");
    b->bytes += (*known)->text.len;
    if (!(*known)->why.len && (*known)->text.len) (*known)->why = admit_bytes((*known)->text);
    if ((*known)->why.len) (*known)->text = (Str){0};
    return **known;
}

// views: where Bottle looks; a name's first part: an app of Django that has templates of its own;
// and last the folder itself.
static FlowTemplate look_in(Beside *b, Str folder, Str name, Str said, Str top)
{
    Str first = str_first(name, S("/"));
    Str in[5] = {said, S("templates"), S("views"), {0}, {0}};
    if (first.len < name.len) in[3] = path_joined(first, S("templates"), b->keep);
    for (int i = 0; i < 5; i++) {
        if (!in[i].len && i < 4) continue;
        Str at = in[i].len ? path_joined(folder, in[i], b->keep) : folder;
        FlowTemplate t = read_file(b, path_joined(at, name, b->keep), top);
        if (t.path.len) return t;
    }
    return (FlowTemplate){0};
}

static FlowTemplate find(Beside *b, const Source *s, Str name, Str said)
{
    FlowTemplate t = {0};
    if (str_eq(s->path, S("-")) || py_is_document(s->path) || !is_plain(name)) return t;
    Str top = top_of(b, s), folder = path_folder(s->path);
    if (!is_plain(said)) said = S("");
    for (int level = 0; level < LEVELS; level++) {
        t = look_in(b, folder, name, said, top);
        if (t.path.len || folder.len <= top.len || !str_starts(folder, top)) break;
        folder = path_folder(folder);
    }
    return t;
}

static Hash print_of(const Beside *b, const FlowTemplate *t)
{
    Arena scratch = *b->keep;
    if (!t->path.len) return (Hash){0};
    Pack p = pack_writer(&scratch);
    Str path = t->path, text = t->text, why = t->why;
    pack_str(&p, &path);
    pack_str(&p, &why);
    pack_str(&p, &text);
    return hash_text(buf_str(&p.out), b->seed);
}

BesideAsked beside_ask(Beside *b, Size i, Str name, Str folder)
{
    pthread_mutex_lock(&b->lock);
    Str key = str_fmt(b->keep, "%td %.*s %.*s", i, STR_ARG(name), STR_ARG(folder));
    Size *number = (Size *)map_at(b->keep, &b->known, key);
    if (!*number) {
        FlowTemplate is = find(b, &b->sources->v[i], name, folder);
        *push(b->keep, &b->asked) = (BesideAsked){i, str_keep(b->keep, name),
                                                  str_keep(b->keep, folder), is, print_of(b, &is)};
        *number = b->asked.n;
    }
    BesideAsked r = b->asked.v[*number - 1];
    pthread_mutex_unlock(&b->lock);
    return r;
}
