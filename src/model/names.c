// model/names: the tree of dotted names and the lookups in it. Grows while texts are read.
// SPDX-License-Identifier: MIT
#include "model/model_int.h"

enum { ALIAS_HOPS = 8 };                     // longest chain of aliases that a lookup follows

static uint64_t with_letter(uint64_t key, char c) { return key * 31 + (uint8_t)c; }

static uint64_t key_of(Str part)
{
    uint64_t key = 0;
    for (Size i = 0; i < part.len; i++) key = with_letter(key, part.s[i]);
    return key;
}

// The next part of a dotted name, and its key, by the way.
static inline bool next_part(Str *rest, Str *part, uint64_t *key)
{
    if (!rest->len) return false;
    const char *s = rest->s, *end = s + rest->len, *at = s;
    uint64_t k = 0;
    for (; at < end && *at != '.' && *at != '['; at++) k = with_letter(k, *at);
    for (int depth = 0; at < end && (depth > 0 || *at != '.'); at++) {
        depth += *at == '[' ? 1 : *at == ']' ? -1 : 0;
        k = with_letter(k, *at);
    }
    *key = k;
    *part = (Str){s, at - s};
    *rest = at < end ? (Str){at + 1, end - at - 1} : (Str){0};
    return true;
}

bool names_part(Str *rest, Str *part)
{
    uint64_t key;
    return next_part(rest, part, &key);
}

static inline Size slot_of(const Models *m, ModelId parent, Str part, uint64_t key)
{
    uint64_t hash = (key ^ (uint64_t)parent << 32) * 0x9e3779b97f4a7c15u;
    Size i = (Size)((hash >> 40) & (uint64_t)(m->nslot - 1));
    for (; m->slot[i]; i = (i + 1) & (m->nslot - 1)) {
        const NameNode *n = &m->nodes.v[m->slot[i]];
        if (n->parent == parent && str_eq(n->part, part)) break;
    }
    return i;
}

static inline ModelId child(const Models *m, ModelId parent, Str part, uint64_t key)
{
    return part.len && m->nodes.v[parent].has_children ? m->slot[slot_of(m, parent, part, key)] : 0;
}

static inline ModelId followed(const Models *m, ModelId at)
{
    for (int hops = 0; hops < ALIAS_HOPS && m->nodes.v[at].alias; hops++) at = m->nodes.v[at].alias;
    return at;
}

static void grow(Models *m)
{
    m->nslot = m->nslot ? m->nslot * 2 : 1 << 15;            // what comes with the program fits
    m->slot = new(m->keep, uint32_t, m->nslot);
    for (Size i = 1; i < m->nodes.n; i++) {
        const NameNode *n = &m->nodes.v[i];
        m->slot[slot_of(m, n->parent, n->part, key_of(n->part))] = (uint32_t)i;
    }
}

static Str joined(Models *m, ModelId parent, Str part)
{
    Buf b = {.keep = m->keep};
    buf_add(&b, m->nodes.v[parent].full);
    if (parent) buf_char(&b, '.');
    buf_add(&b, part);
    return buf_str(&b);
}

// `full`: the dotted name up to here, when the text at hand says it; else it is put together.
static ModelId child_added(Models *m, ModelId parent, Str part, Str full)
{
    Size i = slot_of(m, parent, part, key_of(part));
    if (m->slot[i]) return m->slot[i];
    check(m->nodes.n < UINT32_MAX / 2);
    ModelId id = (ModelId)m->nodes.n;
    if (!full.len) full = joined(m, parent, part);
    *push(m->keep, &m->nodes) = (NameNode){.part = part, .full = full, .parent = parent};
    m->slot[i] = id;
    m->nodes.v[parent].has_children = true;
    if (m->nodes.n * 2 >= m->nslot) grow(m);
    return id;
}

Models *models_new(Arena *keep)
{
    Models *m = new(keep, Models, 1);
    m->keep = keep;
    *push(keep, &m->nodes) = (NameNode){0};
    grow(m);
    m->builtins = child_added(m, 0, S("builtins"), S("builtins"));
    return m;
}

ModelId names_add(Models *m, Str dotted)
{
    ModelId at = 0;
    const char *beg = dotted.s;
    bool plain = true;                      // no alias on the way: the text itself is the full name
    for (Str part; names_part(&dotted, &part);) {
        ModelId parent = at == m->builtins ? 0 : followed(m, at);
        plain = plain && parent == at;
        Str full = {beg, part.s + part.len - beg};
        at = child_added(m, parent, part, plain ? full : (Str){0});
    }
    return followed(m, at);
}

void names_put(Models *m, ModelId at, ModelLine *line)
{
    NameNode *n = &m->nodes.v[at];
    if (n->last) n->last->next = line;
    else n->first = line;
    n->last = line;
}

const ModelLine *models_line(const Models *m, uint32_t serial)
{
    return serial < m->lines.n ? m->lines.v[serial] : NULL;
}

static inline ModelId step(const Models *m, ModelId at, Str part, uint64_t key)
{
    return followed(m, child(m, at == m->builtins ? 0 : at, part, key));
}

ModelId models_step(const Models *m, ModelId at, Str part) { return step(m, at, part, key_of(part)); }

ModelId models_id(const Models *m, Str dotted)
{
    ModelId at = 0;
    bool first = true;
    uint64_t key;
    for (Str part; next_part(&dotted, &part, &key); first = false) {
        if (!first && !at) return 0;
        at = step(m, at, part, key);
    }
    return at;
}

Str models_name(const Models *m, ModelId id)
{
    return id < (ModelId)m->nodes.n ? m->nodes.v[id].full : (Str){0};
}

const ModelLine *models_lines(const Models *m, ModelId id)
{
    return id < (ModelId)m->nodes.n ? m->nodes.v[id].first : NULL;
}

bool models_is_class(const Models *m, ModelId id)
{
    return id < (ModelId)m->nodes.n && m->nodes.v[id].is_class;
}

ModelId models_target(const Models *m, const ModelLine *line) { return followed(m, line->target); }

static ModelId member_in(const Models *m, ModelId cls, Str member, int *visits)
{
    ModelId own = models_step(m, cls, member);
    if (own && m->nodes.v[own].first) return own;
    for (const ModelLine *l = m->nodes.v[cls].first; l; l = l->next) {
        if (l->kind != M_BASE || --*visits < 0) continue;
        ModelId found = member_in(m, models_target(m, l), member, visits);
        if (found) return found;
    }
    return 0;
}

ModelId models_member_id(const Models *m, ModelId cls, Str member)
{
    int visits = BASE_VISITS;
    return cls && cls < (ModelId)m->nodes.n ? member_in(m, cls, member, &visits) : 0;
}

static bool is_a(const Models *m, ModelId cls, ModelId base, int *visits)
{
    if (cls == base) return true;
    for (const ModelLine *l = m->nodes.v[cls].first; l; l = l->next)
        if (l->kind == M_BASE && --*visits >= 0 && is_a(m, models_target(m, l), base, visits))
            return true;
    return false;
}

bool models_is_a(const Models *m, ModelId cls, ModelId base)
{
    int visits = BASE_VISITS;
    return cls && base && cls < (ModelId)m->nodes.n && is_a(m, cls, base, &visits);
}

const ModelLine *models_find(const Models *m, Str dotted)
{
    return models_lines(m, models_id(m, dotted));
}

const ModelLine *models_member(const Models *m, Str type, Str member)
{
    return models_lines(m, models_member_id(m, models_id(m, type), member));
}

bool models_knows_root(const Models *m, Str root) { return child(m, 0, root, key_of(root)) != 0; }

bool models_has_tag(const ModelLine *line, Str word)
{
    if (!line->tags.len) return false;
    const char *s = line->tags.s, *end = s + line->tags.len;
    while (s < end) {                                           // asked of each member of each class
        const char *space = memchr(s, ' ', (size_t)(end - s));
        Size n = (space ? space : end) - s;
        bool begins = n && s[n - 1] == '*';
        n -= begins;
        if ((begins ? word.len >= n : word.len == n) && !memcmp(word.s, s, (size_t)n)) return true;
        s += n + begins + 1;
    }
    return false;
}
