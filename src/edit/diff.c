// edit/diff: two texts -> a unified diff that `git apply` and `patch` take.
// Lines are compared by Myers' greedy algorithm ("An O(ND) Difference Algorithm", 1986).
// SPDX-License-Identifier: MIT
#include "base/os.h"
#include "edit/edit.h"

typedef struct { Str *v; Size n, cap; } Lines;
typedef struct { Size a, b, na, nb; } Hunk;               // a..a+na of the old became b..b+nb of
                                                          // the new
typedef struct { Hunk *v; Size n, cap; } Hunks;

enum { MOST_EDITS = 2000 };                               // past this the middle is replaced as a
                                                          // whole

// Each line keeps its "\n"; the last may lack it.
static Lines split(Str text, Arena *keep)
{
    Lines out = {0};
    while (text.len) {
        const char *nl = memchr(text.s, '\n', (size_t)text.len);
        Size n = nl ? nl - text.s + 1 : text.len;
        *push(keep, &out) = (Str){text.s, n};
        text = (Str){text.s + n, text.len - n};
    }
    return out;
}

// Frontier of step d for diagonals -d..d, kept so that the way can be walked back.
static Size **forward(const Str *a, Size n, const Str *b, Size m, Size *steps, Arena *keep)
{
    Size most = n + m < MOST_EDITS ? n + m : MOST_EDITS;
    Size **trace = new(keep, Size *, most + 1);
    Size *v = new(keep, Size, 2 * most + 3), mid = most + 1;
    for (Size d = 0; d <= most; d++) {
        for (Size k = -d; k <= d; k += 2) {
            bool down = k == -d || (k != d && v[mid + k - 1] < v[mid + k + 1]);
            Size x = down ? v[mid + k + 1] : v[mid + k - 1] + 1, y = x - k;
            while (x < n && y < m && str_eq(a[x], b[y])) x++, y++;
            v[mid + k] = x;
            if (x >= n && y >= m) {
                *steps = d;
                return trace;
            }
        }
        trace[d] = new(keep, Size, 2 * d + 1);
        memcpy(trace[d], v + mid - d, (size_t)(2 * d + 1) * sizeof(Size));
    }
    return NULL;
}

// Walk back from the end; single edits come out last first.
static Hunks backward(Size **trace, Size d, Size n, Size m, Size base, Arena *keep)
{
    Hunks out = {0};
    Size x = n, y = m;
    for (; d > 0; d--) {
        const Size *v = trace[d - 1] + (d - 1);
        Size k = x - y;
        bool down = k == -d || (k != d && (k - 1 < -(d - 1) ? -1 : v[k - 1]) <
                                              (k + 1 > d - 1 ? -1 : v[k + 1]));
        Size pk = down ? k + 1 : k - 1, px = v[pk], py = px - pk;
        *push(keep, &out) = (Hunk){base + px, base + py, !down, down};
        x = px;
        y = py;
    }
    for (Size i = 0; i < out.n / 2; i++) {
        Hunk swap = out.v[i];
        out.v[i] = out.v[out.n - 1 - i];
        out.v[out.n - 1 - i] = swap;
    }
    return out;
}

// Changed ranges in order, neighbours joined when at most `gap` equal lines lie between them.
static Hunks compare(Lines a, Lines b, Size gap, Arena *keep)
{
    Size head = 0, tail = 0, least = a.n < b.n ? a.n : b.n;
    while (head < least && str_eq(a.v[head], b.v[head])) head++;
    while (tail < least - head && str_eq(a.v[a.n - 1 - tail], b.v[b.n - 1 - tail])) tail++;
    Size n = a.n - head - tail, m = b.n - head - tail, steps = 0;
    Hunks all = {0}, out = {0};
    Size **trace = forward(a.v + head, n, b.v + head, m, &steps, keep);
    if (trace) all = backward(trace, steps, n, m, head, keep);
    else *push(keep, &all) = (Hunk){head, head, n, m};
    for (Size i = 0; i < all.n; i++) {
        Hunk h = all.v[i], *last = out.n ? &out.v[out.n - 1] : NULL;
        if (last && h.a - (last->a + last->na) <= gap) {
            last->na = h.a + h.na - last->a;
            last->nb = h.b + h.nb - last->b;
        } else *push(keep, &out) = h;
    }
    return out;
}

// A name as git prints it: quoted in the style of C when it holds a control, quote, backslash or
// high byte.
static void add_path(Buf *out, const char *side, Str path)
{
    bool plain = true;
    for (Size i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.s[i];
        if (c < 32 || c >= 127 || c == '"' || c == '\\') plain = false;
    }
    if (!plain) buf_char(out, '"');
    buf_fmt(out, "%s", side);
    for (Size i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.s[i];
        if (c == '"' || c == '\\') buf_fmt(out, "\\%c", c);
        else if (c == '\n') buf_add(out, S("\\n"));
        else if (c == '\t') buf_add(out, S("\\t"));
        else if (c < 32 || c >= 127) buf_fmt(out, "\\%03o", c);
        else buf_char(out, (char)c);
    }
    if (!plain) buf_char(out, '"');
    else if (str_find(path, S(" ")) >= 0) buf_char(out, '\t');   // git ends a name with blanks so
    buf_char(out, '\n');
}

static void add_line(Buf *out, char sign, Str line)
{
    buf_char(out, sign);
    buf_add(out, line);
    if (!str_ends(line, S("\n"))) buf_add(out, S("\n\\ No newline at end of file\n"));
}

static void add_range(Buf *out, char sign, Size from, Size n)
{
    buf_fmt(out, "%c%td", sign, n ? from + 1 : from);
    if (n != 1) buf_fmt(out, ",%td", n);
}

// Hunks hi of [lo, hi) lie near enough to share their context.
static void add_hunk(Buf *out, Lines a, Lines b, const Hunk *h, Size nh, Size context)
{
    Size from = h[0].a > context ? h[0].a - context : 0, lead = h[0].a - from;
    const Hunk *last = &h[nh - 1];
    Size end = last->a + last->na + context < a.n ? last->a + last->na + context : a.n;
    Size tail = end - (last->a + last->na);
    buf_add(out, S("@@ "));
    add_range(out, '-', from, end - from);
    buf_char(out, ' ');
    add_range(out, '+', h[0].b - lead, last->b + last->nb + tail - (h[0].b - lead));
    buf_add(out, S(" @@\n"));
    Size at = from;
    for (Size i = 0; i < nh; i++) {
        for (; at < h[i].a; at++) add_line(out, ' ', a.v[at]);
        for (Size j = 0; j < h[i].na; j++) add_line(out, '-', a.v[at++]);
        for (Size j = 0; j < h[i].nb; j++) add_line(out, '+', b.v[h[i].b + j]);
    }
    for (; at < end; at++) add_line(out, ' ', a.v[at]);
}

static bool goes_up(Str path)
{
    return str_starts(path, S("../")) || str_find(path, S("/../")) >= 0;
}

// Below `base`, as patch and git apply take it; as it is where it cannot lead out of there.
static Str label(Str path, Str base, Arena *keep)
{
    bool inner = !str_starts(path, S("/")) && !goes_up(path);
    if (inner && str_eq(base, os_real(S("."), keep))) return path;
    Str real = os_real(path, keep);
    if (!str_starts(real, S("/"))) return path;
    Str inside = str_eq(base, S("/")) ? str_sub(real, 1, -1) : path_below(real, base);
    return inside.s ? inside : path;
}

Str edit_base(const Str *paths, Size n, Arena *keep)
{
    Str base = os_real(S("."), keep), cwd = base;
    for (Size i = 0; i < n; i++) {
        if (!str_starts(paths[i], S("/")) && !goes_up(paths[i])) continue;
        Str real = os_real(paths[i], keep);
        while (str_starts(real, S("/")) && base.len && !path_below(real, base).s)
            base = path_folder(base);
    }
    if (str_eq(base, cwd)) return cwd;
    for (Str at = base; at.len; at = path_folder(at))
        if (os_stat(str_fmt(keep, "%.*s/.git", STR_ARG(at)), true, *keep).kind != OS_NONE) return at;
    return base.len ? base : S("/");
}

Str edit_diff(Str path, Str base, Str before, Str after, int context, Arena *keep, Arena scratch)
{
    Buf out = {.keep = keep};
    if (str_eq(before, after)) return buf_str(&out);
    path = label(path, base, &scratch);
    Lines a = split(before, &scratch), b = split(after, &scratch);
    Hunks hunks = compare(a, b, 0, &scratch);
    buf_add(&out, S("--- "));
    add_path(&out, "a/", path);
    buf_add(&out, S("+++ "));
    add_path(&out, "b/", path);
    for (Size i = 0, j; i < hunks.n; i = j) {
        for (j = i + 1;
             j < hunks.n && hunks.v[j].a - (hunks.v[j - 1].a + hunks.v[j - 1].na) <= 2 * context;)
            j++;
        add_hunk(&out, a, b, hunks.v + i, j - i, context);
    }
    return buf_str(&out);
}

static Size bytes_of(Lines l, Size n)
{
    return n < l.n ? l.v[n].s - l.v[0].s : l.n ? l.v[l.n - 1].s + l.v[l.n - 1].len - l.v[0].s : 0;
}

Edits edit_lines(Str before, Str after, Arena *keep, Arena scratch)
{
    Edits out = {0};
    if (str_eq(before, after)) return out;
    Lines a = split(before, &scratch), b = split(after, &scratch);
    Hunks hunks = compare(a, b, 0, &scratch);
    for (Size i = 0; i < hunks.n; i++) {
        const Hunk *h = &hunks.v[i];
        Span where = {(uint32_t)bytes_of(a, h->a), (uint32_t)bytes_of(a, h->a + h->na)};
        Str with = str_sub(after, bytes_of(b, h->b), bytes_of(b, h->b + h->nb));
        *push(keep, &out) = (Edit){where, with};
    }
    return out;
}
