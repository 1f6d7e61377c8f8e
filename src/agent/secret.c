// agent/secret: constant texts that look like secrets, hidden before anything leaves the machine
// and put back after.
// SPDX-License-Identifier: MIT
#include "agent/agent_int.h"

enum { SHORTEST = 4, SHORTEST_ANYWHERE = 6 };

static const int CREDENTIAL_CWES[] = {798, 259, 321, 256, 260, 522, 547};

static const Str NAMES[] = {
    L("password"),   L("passwd"),     L("pwd"),           L("secret"),         L("token"),
    L("api_key"),    L("apikey"),     L("private_key"),   L("access_key"),     L("auth_key"),
    L("credential"), L("passphrase"), L("client_secret"), L("encryption_key"), L("signing_key"),
};

// How keys of well-known services begin (their own documentation), and private keys (RFC 7468).
static const Str SHAPES[] = {
    L("AKIA"),        L("ASIA"),       L("ghp_"),     L("gho_"),    L("ghs_"),  L("github_pat_"),
    L("sk-"),         L("sk_live_"),   L("rk_live_"), L("xoxb-"),   L("xoxp-"), L("xoxa-"),
    L("AIza"),        L("ya29."),      L("glpat-"),   L("npm_"),    L("pypi-"), L("SG."),
    L("-----BEGIN "), L("eyJhbGciOi"), L("hf_"),      L("dop_v1_"),
};

static bool holds_word(Str text, Str word)
{
    for (Size i = 0; i + word.len <= text.len; i++) {
        Size k = 0;
        while (k < word.len && ascii_lower(text.s[i + k]) == word.s[k]) k++;
        if (k == word.len) return true;
    }
    return false;
}

// What such a name says about a secret is not the secret: its place, its kind, its field.
static const Str ABOUT[] = {
    L("url"),     L("uri"),   L("field"),  L("_name"),    L("path"),   L("header"),    L("type"),
    L("file"),    L("_env"),  L("length"), L("hint"),     L("_var"),   L("algorithm"), L("prompt"),
    L("message"), L("label"), L("hasher"), L("endpoint"), L("issuer"),
};

static bool names_a_secret(Str name)
{
    for (Size i = 0; i < countof(ABOUT); i++)
        if (name.len >= ABOUT[i].len &&
            holds_word(str_sub(name, name.len - ABOUT[i].len, -1), ABOUT[i]))
            return false;
    for (Size i = 0; i < countof(NAMES); i++)
        if (holds_word(name, NAMES[i])) return true;
    return false;
}

static bool looks_secret(Str text)
{
    for (Size i = 0; i < countof(SHAPES); i++)
        if (str_starts(text, SHAPES[i]) && text.len >= SHAPES[i].len + 8) return true;
    return false;
}

static bool is_credential(const Finding *f)
{
    for (Size k = 0; k < countof(CREDENTIAL_CWES); k++)
        if (f->cwe == CREDENTIAL_CWES[k]) return true;
    return false;
}

static bool in_credential_finding(const Findings *found, const PyNode *n)
{
    for (Size i = 0; i < found->n; i++) {
        const Finding *f = &found->v[i];
        if (is_credential(f) && n->beg < f->at.end && f->at.beg < n->end) return true;
    }
    return false;
}

static Str target_name(const Tree *t, NodeId n)
{
    if (py_kind(t, n) == PY_Name) return py_name(t, py_sym(t, n, Name_id));
    if (py_kind(t, n) == PY_Attribute) return py_name(t, py_sym(t, n, Attribute_attr));
    if (py_kind(t, n) == PY_Subscript) return py_text(t, py_node(t, n, Subscript_slice));
    return (Str){0};
}

typedef struct {
    const Tree *t; const Findings *found; Arena *keep; Masks *out;
    struct { Str *v; Size n, cap; } names;   // that stand where a credential was found
} Hunt;

// The inside of a plain literal as it is written; a text with escapes or a prefix of its own stays
// a whole.
static Str written(const Tree *t, NodeId n)
{
    Str s = py_text(t, n);
    Size from = 0;
    while (from < s.len && s.s[from] != '\'' && s.s[from] != '"') from++;
    Size quote =
        from + 2 < s.len && s.s[from + 1] == s.s[from] && s.s[from + 2] == s.s[from] ? 3 : 1;
    return s.len >= from + 2 * quote ? str_sub(s, from + quote, s.len - quote) : (Str){0};
}

static void hide(Hunt *h, NodeId n)
{
    const PyConst *c = py_kind(h->t, n) == PY_Constant ? py_const(h->t, n) : NULL;
    if (!c || (c->kind != CONST_STR && c->kind != CONST_BYTES)) return;
    Str text = written(h->t, n);
    if (text.len < SHORTEST) return;
    for (Size i = 0; i < h->out->n; i++)
        if (str_eq(h->out->v[i].secret, text)) return;
    Str sign = str_fmt(h->keep, "SUTURE_SECRET_%td", h->out->n + 1);
    *push(h->keep, h->out) = (Mask){text, sign};
}

// ---- a constant whose name stands where a credential was found: the value is elsewhere

static bool on_lines(const Tree *t, const Finding *f, NodeId n)
{
    int line = py_pos(t, py_at(t, n)->beg).line;
    if (line == f->line) return true;
    for (Size i = 0; f->npaths && i < f->paths[0].n; i++) {
        const FlowStep *s = &f->paths[0].v[i];
        if (s->line == line && (!s->path.len || str_eq(s->path, f->path))) return true;
    }
    return py_at(t, n)->beg >= f->at.beg && py_at(t, n)->beg < f->at.end;
}

static void find_names(Hunt *h)
{
    for (Size i = 0; i < h->found->n; i++) {
        const Finding *f = &h->found->v[i];
        if (!is_credential(f)) continue;
        for (NodeId n = 1; n < (NodeId)h->t->nodes.n; n++) {
            int kind = py_kind(h->t, n);
            if (kind != PY_Name && kind != PY_Attribute) continue;
            if (on_lines(h->t, f, n)) *push(h->keep, &h->names) = target_name(h->t, n);
        }
    }
}

static bool was_found(const Hunt *h, Str name)
{
    for (Size i = 0; i < h->names.n; i++)
        if (name.len && str_eq(h->names.v[i], name)) return true;
    return false;
}

// KEY, aes_key: bytes, or a text of letters and digits that nobody would choose as a field's name.
static bool is_key(const Hunt *h, Str name, NodeId value)
{
    enum { KEY_BYTES = 8, KEY_TEXT = 16 };
    const PyConst *c = py_kind(h->t, value) == PY_Constant ? py_const(h->t, value) : NULL;
    bool letter = false, digit = false;
    Str end = str_sub(name, name.len > 4 ? name.len - 4 : 0, -1);
    if (!c || !(holds_word(end, S("_key")) || (name.len == 3 && holds_word(name, S("key")))))
        return false;
    if (c->kind == CONST_BYTES) return c->text.len >= KEY_BYTES;
    for (Size i = 0; i < c->text.len && c->kind == CONST_STR; i++) {
        char ch = ascii_lower(c->text.s[i]);
        if (ch == ' ' || ch == '.' || ch == '/' || ch == ':') return false;
        letter = letter || (ch >= 'a' && ch <= 'z');
        digit = digit || (ch >= '0' && ch <= '9');
    }
    return letter && digit && c->text.len >= KEY_TEXT;
}

// An address beside a credential is none.
static bool is_address(const Tree *t, NodeId value)
{
    const PyConst *c = py_kind(t, value) == PY_Constant ? py_const(t, value) : NULL;
    bool text = c && (c->kind == CONST_STR || c->kind == CONST_BYTES);
    return text && (str_find(c->text, S("://")) >= 0 || str_find(c->text, S(" ")) >= 0);
}

static void look_bound(Hunt *h, NodeId target, NodeId value)
{
    Str name = target_name(h->t, target);
    bool found = was_found(h, name) && !is_address(h->t, value);
    if (found || names_a_secret(name) || is_key(h, name, value)) hide(h, value);
}

static void look(Hunt *h, NodeId n)
{
    const Tree *t = h->t;
    int kind = py_kind(t, n);
    if (kind == PY_Assign) {
        NodeList to = py_list(t, n, Assign_targets);
        for (uint32_t i = 0; i < to.n; i++) look_bound(h, to.v[i], py_node(t, n, Assign_value));
    } else if (kind == PY_AnnAssign && py_node(t, n, AnnAssign_value)) {
        look_bound(h, py_node(t, n, AnnAssign_target), py_node(t, n, AnnAssign_value));
    } else if (kind == PY_keyword) {
        if (names_a_secret(py_name(t, py_sym(t, n, keyword_arg))))
            hide(h, py_node(t, n, keyword_value));
    } else if (kind == PY_Dict) {
        NodeList keys = py_list(t, n, Dict_keys), values = py_list(t, n, Dict_values);
        for (uint32_t i = 0; i < keys.n && i < values.n; i++)
            if (keys.v[i] && names_a_secret(py_text(t, keys.v[i]))) hide(h, values.v[i]);
    } else if (kind == PY_Constant) {
        const PyConst *c = py_const(t, n);
        bool text = c && (c->kind == CONST_STR || c->kind == CONST_BYTES);
        if (text && (looks_secret(c->text) || in_credential_finding(h->found, py_at(t, n))))
            hide(h, n);
    }
}

void secrets_find(const Tree *t, const Findings *found, Arena *keep, Masks *out)
{
    Hunt h = {.t = t, .found = found, .keep = keep, .out = out};
    find_names(&h);
    for (NodeId n = 1; n < (NodeId)t->nodes.n; n++) look(&h, n);
}

static const Str BLOT = L("SUTURE_HIDDEN");

void secrets_blot(Masks *m)
{
    for (Size i = 0; i < m->n; i++) m->v[i].sign = BLOT;
}

static bool stands_quoted(Str text, Size at, Size len)
{
    char before = at > 0 ? text.s[at - 1] : 0, after = at + len < text.len ? text.s[at + len] : 0;
    return (before == '\'' || before == '"') && (after == '\'' || after == '"');
}

static const Mask *mask_at(const Masks *m, Str text, Size at)
{
    for (Size i = 0; i < m->n; i++) {
        Str s = m->v[i].secret;
        if (!str_starts(str_sub(text, at, -1), s)) continue;
        if (s.len >= SHORTEST_ANYWHERE || stands_quoted(text, at, s.len)) return &m->v[i];
    }
    return NULL;
}

Str secrets_hide(const Masks *m, Str text, Arena *keep, Size *hidden)
{
    Buf b = {.keep = keep};
    if (!m->n) return text;
    for (Size i = 0; i < text.len;) {
        const Mask *found = mask_at(m, text, i);
        if (found) {
            buf_add(&b, found->sign);
            (*hidden)++;
        } else {
            buf_char(&b, text.s[i]);
        }
        i += found ? found->secret.len : 1;
    }
    return buf_str(&b);
}

static Size count(Str text, Str part)
{
    Size n = 0;
    for (Str head; str_cut(&text, part, &head) && text.s;) n++;
    return n;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The sign that starts here, all of its digits; NULL: none of ours.
static const Mask *sign_at(const Masks *m, Str text, Size at)
{
    Size end = at + S("SUTURE_SECRET_").len;
    while (end < text.len && is_digit(text.s[end])) end++;
    for (Size i = 0; i < m->n; i++)
        if (str_eq(m->v[i].sign, str_sub(text, at, end))) return &m->v[i];
    return NULL;
}

bool secrets_back(const Masks *m, Str sent, Str text, Arena *keep, Str *out)
{
    Buf b = {.keep = keep};
    *out = text;
    if (count(text, BLOT) > count(sent, BLOT)) return false;
    for (Size i = 0; i < m->n; i++)
        if (count(text, m->v[i].sign) > count(sent, m->v[i].sign)) return false;
    for (Size i = 0; i < text.len;) {
        if (!str_starts(str_sub(text, i, -1), S("SUTURE_SECRET_"))) {
            buf_char(&b, text.s[i++]);
            continue;
        }
        const Mask *found = sign_at(m, text, i);
        if (!found) return false;
        buf_add(&b, found->secret);
        i += found->sign.len;
    }
    *out = buf_str(&b);
    return true;
}
