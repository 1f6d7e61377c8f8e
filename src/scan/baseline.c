// scan/baseline: read, apply, write.
// SPDX-License-Identifier: MIT
#include "scan/baseline.h"
#include <jansson.h>

static Str text_of(json_t *o, const char *key, Arena *keep)
{
    json_t *v = json_object_get(o, key);
    return json_is_string(v)
               ? str_keep(keep, (Str){json_string_value(v), (Size)json_string_length(v)})
               : (Str){"", 0};
}

static bool read_id(Str hex, uint64_t *id)
{
    *id = 0;
    if (hex.len != 16) return false;
    for (Size i = 0; i < 16; i++) {
        char c = hex.s[i];
        int d = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (d < 0) return false;
        *id = *id << 4 | (uint64_t)d;
    }
    return true;
}

Err baseline_read(Str text, Arena *keep, Baseline *out)
{
    json_t *doc = json_loadb(text.s, (size_t)text.len, JSON_REJECT_DUPLICATES, NULL), *o;
    bool good = str_eq(text_of(doc, "schema", keep), S("suture-baseline-1"));
    size_t i;
    json_array_foreach(json_object_get(doc, "findings"), i, o) {
        Known k = {.rule = text_of(o, "rule", keep), .path = text_of(o, "path", keep)};
        good = good && read_id(text_of(o, "id", keep), &k.id);
        *push(keep, out) = k;
    }
    json_decref(doc);
    return good ? (Err){0} : (Err){ERR_CONFIG, S("is not a baseline that suture wrote")};
}

// Each known finding hides one: two alike need two entries.
static Known *take(Baseline *b, const Finding *f)
{
    Known *other = NULL;
    for (Size i = 0; i < b->n; i++) {
        Known *k = &b->v[i];
        if (k->seen || k->id != f->fingerprint || !str_eq(k->rule, f->rule)) continue;
        if (str_eq(k->path, f->path)) return k;
        if (!other) other = k;
    }
    return other;
}

Size baseline_apply(Baseline *b, Str file, bool show, ScanResult *r, Arena *keep)
{
    Size n = 0, gone = 0;
    Str reason = str_fmt(keep, "known in %.*s", STR_ARG(file));
    for (Size i = 0; i < r->findings.n; i++) {
        Finding *f = &r->findings.v[i];
        Known *k = f->hidden ? NULL : take(b, f);
        if (k) {
            k->seen = f->hidden = f->baselined = true;
            f->suppressed = reason;
            r->hidden++;
        }
        if (!k || show) r->findings.v[n++] = *f;
    }
    r->findings.n = n;
    for (Size i = 0; i < b->n; i++) gone += !b->v[i].seen;
    return gone;
}

// What has just been written is known from now on.
static void hide_new(ScanResult *r, Str file, bool show, Arena *keep)
{
    Size n = 0;
    Str reason = str_fmt(keep, "known in %.*s", STR_ARG(file));
    for (Size i = 0; i < r->findings.n; i++) {
        Finding *f = &r->findings.v[i];
        if (!f->hidden) r->hidden++, f->suppressed = reason, f->baselined = true;
        f->hidden = true;
        if (show) r->findings.v[n++] = *f;
    }
    r->findings.n = n;
}

static bool was_missed(const ScanResult *r, Str path)
{
    for (Size i = 0; i < r->missing.n; i++)
        if (!r->missing.v[i].path.len || str_eq(r->missing.v[i].path, path)) return true;
    return false;
}

static int known_order(const void *a, const void *b)
{
    const Known *x = a, *y = b;
    int c = str_cmp(x->path, y->path);
    if (!c) c = str_cmp(x->rule, y->rule);
    return c ? c : (x->id > y->id) - (x->id < y->id);
}

static void add_json(Buf *out, Str s)
{
    buf_char(out, '"');
    for (Size i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c == '"' || c == '\\') buf_fmt(out, "\\%c", c);
        else if (c < ' ') buf_fmt(out, "\\u%04x", c);
        else buf_char(out, (char)c);
    }
    buf_char(out, '"');
}

Str baseline_text(const Baseline *b, Str file, bool grow, bool show, ScanResult *r, Arena *keep)
{
    Baseline next = {0};
    Buf out = {.keep = keep};
    for (Size i = 0; i < b->n; i++)
        if (b->v[i].seen || r->stopped || was_missed(r, b->v[i].path)) *push(keep, &next) = b->v[i];
    for (Size i = 0; i < r->findings.n && grow; i++) {
        const Finding *f = &r->findings.v[i];
        if (!f->hidden) *push(keep, &next) = (Known){f->fingerprint, f->rule, f->path, true};
    }
    sort_items(next.v, next.n, sizeof *next.v, known_order, *keep);
    buf_add(&out, S("{\"schema\": \"suture-baseline-1\", \"findings\": ["));
    for (Size i = 0; i < next.n; i++) {
        buf_fmt(&out, "%s\n{\"id\": \"%016llx\", \"rule\": ", i ? "," : "",
                (unsigned long long)next.v[i].id);
        add_json(&out, next.v[i].rule);
        buf_add(&out, S(", \"path\": "));
        add_json(&out, next.v[i].path);
        buf_char(&out, '}');
    }
    buf_add(&out, S("\n]}\n"));
    if (grow) hide_new(r, file, show, keep);
    return buf_str(&out);
}
