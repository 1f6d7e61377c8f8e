// fact/secret: names that announce a secret, and texts that look like one.
// SPDX-License-Identifier: MIT
#include "fact/secret.h"
#include <math.h>

// ---- names

enum { MOST_WORDS = 16 };
typedef struct { Str v[MOST_WORDS]; int n; } Words;

static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_alnum(char c) { return is_upper(c) || is_lower(c) || is_digit(c); }

// snake_case, kebab-case, camelCase and HTTPWord into words.
static Words split(Str name)
{
    Words w = {0};
    Size beg = 0;
    for (Size i = 0; i <= name.len; i++) {
        bool end = i == name.len || !is_alnum(name.s[i]);
        bool hump = !end && i > beg && is_upper(name.s[i]) &&
                    (is_lower(name.s[i - 1]) || (i + 1 < name.len && is_lower(name.s[i + 1])));
        if (!end && !hump) continue;
        if (i > beg && w.n < MOST_WORDS) w.v[w.n++] = str_sub(name, beg, i);
        beg = end ? i + 1 : i;
    }
    return w;
}

static bool same_word(Str a, Str b)                         // b in lower case
{
    if (a.len != b.len) return false;
    for (Size i = 0; i < a.len; i++)
        if (ascii_lower(a.s[i]) != b.s[i]) return false;
    return true;
}

static bool one_of(Str word, const Str *list)
{
    for (; list->len; list++)
        if (same_word(word, *list)) return true;
    return false;
}

bool name_has_word(Str name, const Str *words)
{
    Words w = split(name);
    for (int i = 0; i < w.n; i++)
        if (one_of(w.v[i], words)) return true;
    return false;
}

static const Str passwords[] = {L("password"), L("passwd"),     L("passwort"),
                                L("pwd"),      L("passphrase"), L("passcode"),
                                L("pass"),     L("pw"),         {0}};
static const Str secrets[] = {L("secret"),
                              L("apikey"),
                              L("secretkey"),
                              L("accesskey"),
                              L("privatekey"),
                              L("credential"),
                              L("credentials"),
                              L("authtoken"),
                              L("accesstoken"),
                              L("apitoken"),
                              L("bearer"),
                              L("authkey"),
                              {0}};
static const Str before_key[] = {
    L("api"),        L("secret"),  L("private"), L("access"),    L("auth"),   L("signing"),
    L("encryption"), L("master"),  L("account"), L("service"),   L("hmac"),   L("aes"),
    L("jwt"),        L("session"), L("ssh"),     L("crypto"),    L("cipher"), L("license"),
    L("app"),        L("fernet"),  L("shared"),  L("signature"), {0}};
static const Str before_token[] = {
    L("api"),     L("access"),  L("auth"),     L("bearer"),   L("refresh"), L("secret"),
    L("github"),  L("gitlab"),  L("slack"),    L("bot"),      L("hf"),      L("jwt"),
    L("session"), L("service"), L("reset"),    L("security"), L("id"),      L("user"),
    L("admin"),   L("deploy"),  L("telegram"), L("discord"),  L("login"),   {0}};
static const Str not_token[] = {
    L("next"), L("page"), L("continuation"), L("start"),     L("end"),     L("pad"),     L("eos"),
    L("bos"),  L("unk"),  L("sep"),          L("mask"),      L("cls"),     L("special"), L("first"),
    L("last"), L("prev"), L("current"),      L("stop"),      L("csrf"),    L("xsrf"),    L("sync"),
    L("max"),  L("min"),  L("num"),          L("lookahead"), L("comment"), L("string"),  {0}};
// A name that ends so tells about the secret, and is none: password_field, SECRET_NAME, token_url.
static const Str about[] = {L("url"),
                            L("uri"),
                            L("path"),
                            L("file"),
                            L("filename"),
                            L("name"),
                            L("names"),
                            L("field"),
                            L("fields"),
                            L("label"),
                            L("type"),
                            L("id"),
                            L("length"),
                            L("len"),
                            L("min"),
                            L("max"),
                            L("size"),
                            L("regex"),
                            L("re"),
                            L("pattern"),
                            L("hash"),
                            L("hashed"),
                            L("digest"),
                            L("hint"),
                            L("prompt"),
                            L("message"),
                            L("msg"),
                            L("error"),
                            L("errors"),
                            L("help"),
                            L("header"),
                            L("headers"),
                            L("param"),
                            L("parameter"),
                            L("form"),
                            L("input"),
                            L("reset"),
                            L("changed"),
                            L("change"),
                            L("expire"),
                            L("expires"),
                            L("expiry"),
                            L("ttl"),
                            L("age"),
                            L("count"),
                            L("policy"),
                            L("validators"),
                            L("validator"),
                            L("hashers"),
                            L("hasher"),
                            L("required"),
                            L("enabled"),
                            L("algorithm"),
                            L("endpoint"),
                            L("limit"),
                            L("store"),
                            L("manager"),
                            L("class"),
                            L("var"),
                            L("variable"),
                            L("env"),
                            L("template"),
                            L("prefix"),
                            L("suffix"),
                            L("format"),
                            L("index"),
                            L("position"),
                            L("column"),
                            L("col"),
                            L("table"),
                            L("key_name"),
                            L("text"),
                            L("title"),
                            L("view"),
                            L("model"),
                            L("lifetime"),
                            L("timeout"),
                            L("seconds"),
                            L("minutes"),
                            L("hours"),
                            L("days"),
                            L("location"),
                            L("dir"),
                            L("folder"),
                            L("provider"),
                            L("backend"),
                            L("service"),
                            L("scheme"),
                            L("tag"),
                            L("option"),
                            L("arg"),
                            L("flag"),
                            L("attr"),
                            L("attribute"),
                            L("widget"),
                            L("css"),
                            L("selector"),
                            L("xpath"),
                            L("locator"),
                            L("button"),
                            L("link"),
                            L("status"),
                            L("state"),
                            L("strategy"),
                            L("mode"),
                            L("kind"),
                            L("source"),
                            L("test"),
                            L("usage"),
                            L("info"),
                            L("desc"),
                            L("description"),
                            L("placeholder"),
                            L("context"),
                            L("metadata"),
                            L("scope"),
                            L("scopes"),
                            L("issuer"),
                            L("audience"),
                            L("parser"),
                            L("mechanism"),
                            L("method"),
                            L("protected"),
                            L("expired"),
                            L("authentication"),
                            L("disabled"),
                            {0}};

// update_password, need_token, header_api_key: what is done about a secret, or where it stands.
static const Str doing[] = {L("update"), L("need"),  L("needs"),   L("has"),     L("have"),
                            L("is"),     L("use"),   L("ask"),     L("show"),    L("no"),
                            L("require"), L("requires"), L("allow"), L("force"), L("forget"),
                            L("remember"), L("reset"), L("generate"), L("header"), L("must"), L("should"),
                            {0}};

static bool tells_about(const Words *w)
{
    return w->n && (one_of(w->v[w->n - 1], about) || (w->n > 1 && one_of(w->v[0], doing)));
}

static NameKind announces(const Words *w)
{
    NameKind kind = NAME_PLAIN;
    for (int i = 0; i < w->n; i++) {
        bool last = i == w->n - 1;
        Str word = w->v[i], before = i ? w->v[i - 1] : S("");
        if (one_of(word, passwords)) {
            // pass, pw: only at the end
            bool shorts = word.len <= 4 && !same_word(word, S("pwd"));
            if (!shorts || (last && (i || !same_word(word, S("pass"))))) return NAME_PASSWORD;
        }
        if (one_of(word, secrets)) kind = NAME_SECRET;
        if (same_word(word, S("key")) && one_of(before, before_key)) kind = NAME_SECRET;
        if (!same_word(word, S("token")) || !last) continue;
        if (one_of(before, not_token)) return NAME_PLAIN;
        if (kind == NAME_PLAIN) kind = one_of(before, before_token) ? NAME_SECRET : NAME_TOKEN;
    }
    return kind;
}

// A stem, and the two letters that it begins with.
#define STEMS(ROW) \
    ROW("pas", 'p', 'a') ROW("pw", 'p', 'w') ROW("sec", 's', 'e') ROW("ke", 'k', 'e') ROW("cred", 'c', 'r') \
    ROW("bear", 'b', 'e')
#define STEM(text, first, second) L(text),
const Str secret_stems[] = {STEMS(STEM) {0}};

static bool begins_stem(Str rest)
{
    for (const Str *p = secret_stems; p->len; p++)
        if (p->len <= rest.len && same_word(str_sub(rest, 0, p->len), *p)) return true;
    return false;
}

// Does one begin with these two letters, whatever their case?
#define PAIR(text, first, second) [(first) & 31][(second) & 31] = true,
static const bool stem_begins[32][32] = {STEMS(PAIR)};

// Sixteen letters at once, and those behind them: may one of a long text begin a stem?
static bool may_begin(Str text)
{
    typedef uint8_t Bytes __attribute__((vector_size(16)));
    uint64_t any[2];
    for (Size i = 0; i + (Size)sizeof(Bytes) < text.len; i += (Size)sizeof(Bytes)) {
        Bytes a, b;
        memcpy(&a, text.s + i, sizeof a);
        memcpy(&b, text.s + i + 1, sizeof b);
        a |= 0x20, b |= 0x20;
#define MET(text, first, second) | (Bytes)((a == (first)) & (b == (second)))
        Bytes found = (Bytes){0} STEMS(MET);
        memcpy(any, &found, sizeof any);
        if (any[0] | any[1]) return true;
    }
    return false;
}

// Asked of every name of a file and of most texts.
static bool has_stem(Str name)
{
    enum { LONG = 17 };                                         // what is left behind the pieces is looked at by letter
    Size from = name.len >= LONG && !may_begin(name) ? (name.len - 1) / 16 * 16 : 0;
    for (Size i = from; i + 1 < name.len; i++)
        if (stem_begins[name.s[i] & 31][name.s[i + 1] & 31] &&
            begins_stem(str_sub(name, i, -1)))
            return true;
    return false;
}

NameKind secret_name(Str name)
{
    if (!has_stem(name)) return NAME_PLAIN;
    if (str_eq(name, S("PWD")) || str_eq(name, S("OLDPWD"))) return NAME_PLAIN;  // a shell's folder
    Words w = split(name);
    NameKind kind = announces(&w);
    return kind == NAME_PLAIN || tells_about(&w) ? NAME_PLAIN : kind;
}

// ---- values

typedef struct { Str issuer, prefix; Size min, max; } Format;    // max 0: open
static const Format formats[] = {
    {L("AWS"), L("AKIA"), 20, 20},          {L("AWS"), L("ASIA"), 20, 20},
    {L("GitHub"), L("ghp_"), 36, 0},        {L("GitHub"), L("gho_"), 36, 0},
    {L("GitHub"), L("ghs_"), 36, 0},        {L("GitHub"), L("ghr_"), 36, 0},
    {L("GitHub"), L("github_pat_"), 40, 0}, {L("GitLab"), L("glpat-"), 20, 0},
    {L("Slack"), L("xoxb-"), 24, 0},        {L("Slack"), L("xoxp-"), 24, 0},
    {L("Slack"), L("xoxa-"), 24, 0},        {L("Slack"), L("xapp-"), 24, 0},
    {L("Stripe"), L("sk_live_"), 20, 0},    {L("Stripe"), L("rk_live_"), 20, 0},
    {L("Google"), L("AIza"), 39, 39},       {L("Google"), L("ya29."), 30, 0},
    {L("SendGrid"), L("SG."), 50, 0},       {L("npm"), L("npm_"), 36, 0},
    {L("PyPI"), L("pypi-AgE"), 50, 0},      {L("Hugging Face"), L("hf_"), 34, 0},
    {L("OpenAI"), L("sk-proj-"), 40, 0},    {L("OpenAI"), L("sk-"), 40, 0},
    {L("Anthropic"), L("sk-ant-"), 40, 0},  {L("DigitalOcean"), L("dop_v1_"), 64, 0},
    {L("Shopify"), L("shpat_"), 32, 0},     {L("Square"), L("sq0csp-"), 40, 0},
    {L("Mailgun"), L("key-"), 36, 36},      {L("Databricks"), L("dapi"), 36, 38},
    {L("Vault"), L("hvs."), 24, 0},
};

static bool token_chars(Str s)
{
    for (Size i = 0; i < s.len; i++)
        if (!is_alnum(s.s[i]) && !memchr("_-.=/+", s.s[i], 6)) return false;
    return true;
}

double secret_entropy(Str text)
{
    Size count[256] = {0};
    double bits = 0;
    for (Size i = 0; i < text.len; i++) count[(unsigned char)text.s[i]]++;
    for (int c = 0; c < 256; c++) {
        double p = text.len ? (double)count[c] / (double)text.len : 0;
        if (p > 0) bits -= p * log2(p);
    }
    return bits;
}

// RFC 7468: base64 in lines of 64. A text that shows what the form looks like ("...") holds none of it.
bool secret_is_key_block(Str s)
{
    enum { LINE = 32 };
    Size beg = s.len > 100 ? str_find(s, S("-----BEGIN ")) : -1, run = 0;
    if (beg < 0 || str_find(s, S("PRIVATE KEY")) < 0) return false;
    for (Size i = beg; i < s.len && run < LINE; i++)
        run = is_alnum(s.s[i]) || s.s[i] == '+' || s.s[i] == '/' ? run + 1 : 0;
    return run == LINE;
}

Str secret_issuer(Str text)
{
    enum { SHORTEST = 20 };
    if (text.len < SHORTEST) return S("");
    if (secret_is_key_block(text)) return S("a private key block");
    for (Size i = 0; i < countof(formats); i++) {
        const Format *f = &formats[i];
        if (text.s[0] != f->prefix.s[0] || !str_starts(text, f->prefix) || text.len < f->min ||
            (f->max && text.len > f->max))
            continue;
        return token_chars(text) && secret_entropy(text) >= 2.8 ? f->issuer : S("");
    }
    return S("");
}

static bool contains(Str text, Str part)
{
    for (Size i = 0; i + part.len <= text.len; i++) {
        Size k = 0;
        while (k < part.len && ascii_lower(text.s[i + k]) == part.s[k]) k++;
        if (k == part.len) return true;
    }
    return false;
}

static const Str placeholder_parts[] = {
    L("your"),  L("change"), L("replace"), L("example"),  L("placeholder"), L("xxxx"),
    L("****"),  L("...."),   L("dummy"),   L("insert"),   L("${"),
    L("{{"),    L("%("),     L("todo"),    L("redacted"), L("sample"),      L("fill"),
    L("_here"), L("-here"),  L(" here"),   L("not-set"),  L("notset"),      L("unset"),
    L("enter"), L("goes"),   {0}};
static const Str placeholder_words[] = {
    L("none"),    L("null"),     L("nil"),    L("test"),      L("testing"), L("foo"),
    L("bar"),     L("baz"),      L("abc"),    L("string"),    L("str"),     L("undefined"),
    L("default"), L("value"),    L("true"),   L("false"),     L("fake"),    L("mock"),
    L("key"),     L("basic"),    L("bearer"), L("env"),       L("empty"),   L("unknown"),
    L("hidden"),  L("username"), L("text"),   L("anonymous"), L("guest"),   {0}};

static bool is_placeholder(Str s)
{
    bool one_char = true;
    for (Size i = 1; i < s.len; i++) one_char &= s.s[i] == s.s[0];
    Size angle = str_find(s, S("<"));
    if (one_char || one_of(s, placeholder_words) || (angle >= 0 && str_rfind(s, '>') > angle)) return true;
    for (const Str *p = placeholder_parts; p->len; p++)
        if (contains(s, *p)) return true;
    return false;
}

// $NAME, ${NAME:-other}, $(command), $6$salt$hash, $['path']: not the $ that a drawn text may begin with.
static bool is_variable(Str s)
{
    if (!str_starts(s, S("$"))) return false;
    if (str_ends(s, S(")")) || str_ends(s, S("}"))) return true;
    if (str_find(str_sub(s, 1, -1), S("$")) > 0 || str_starts(s, S("$["))) return true;
    for (Size i = 1; i < s.len; i++)
        if (!is_alnum(s.s[i]) && s.s[i] != '_' && s.s[i] != '.' && s.s[i] != '-') return false;
    return true;
}

// Texts that stand where a secret could and are none: sentences, addresses, paths, names of
// variables.
static bool is_no_secret(Str s)
{
    Size blanks = 0;
    bool shout = true, dotted = str_find(s, S(".")) > 0;
    for (Size i = 0; i < s.len; i++) {
        blanks += s.s[i] == ' ' || s.s[i] == '\n' || s.s[i] == '\t';
        shout &= is_upper(s.s[i]) || s.s[i] == '_';
        dotted &= is_lower(s.s[i]) || s.s[i] == '.' || s.s[i] == '_';
        if ((unsigned char)s.s[i] < ' ' && s.s[i] != '\n') return false;
    }
    if (blanks > 2 || (blanks && str_ends(s, S(":"))) || str_ends(s, S(": "))) return true;
    if (shout && str_find(s, S("_")) > 0) return true;
    if (str_starts(s, S("/")) || str_starts(s, S("./")) || str_starts(s, S("~/")) ||
        str_starts(s, S("http"))) return true;
    return dotted || is_variable(s) || (str_starts(s, S("{")) && str_ends(s, S("}")));
}

// "Database password", "Private Key Body": what a form or a page of help calls the thing.
static bool is_label(Str s)
{
    static const Str words[] = {L("password"), L("passwd"), L("key"), L("token"), L("secret"),
                                L("credential"), L("passphrase"), {0}};
    bool blank = false, named = false;
    if (!s.len || !is_upper(s.s[0])) return false;
    for (Size i = 0; i < s.len; i++) {
        blank |= s.s[i] == ' ';
        if (!is_alnum(s.s[i]) && s.s[i] != ' ' && s.s[i] != '-') return false;
    }
    for (const Str *w = words; w->len; w++) named |= contains(s, *w);
    return blank && named;
}

// package.module.Name
static bool is_dotted_name(Str s)
{
    Str rest = s, part;
    int n = 0;
    while (str_cut(&rest, S("."), &part)) {
        if (!part.len || part.len > 32) return false;
        for (Size i = 0; i < part.len; i++)
            if (!is_upper(part.s[i]) && !is_lower(part.s[i]) && part.s[i] != '_') return false;
        n++;
    }
    return n > 2;
}

// An anonymous visitor's "password": user@example.org.
static bool is_mail_address(Str s)
{
    Size at = str_find(s, S("@"));
    if (at < 1 || str_rfind(s, '@') != at) return false;
    for (Size i = 0; i < s.len; i++)
        if (!is_lower(s.s[i]) && s.s[i] != '.' && s.s[i] != '@' && s.s[i] != '-') return false;
    return str_ends(s, S(".com")) || str_ends(s, S(".org")) || str_ends(s, S(".net"));
}

static int classes(Str s)
{
    bool up = false, low = false, num = false, other = false;
    for (Size i = 0; i < s.len; i++) {
        up |= is_upper(s.s[i]), low |= is_lower(s.s[i]), num |= is_digit(s.s[i]);
        other |= !is_alnum(s.s[i]);
    }
    return up + low + num + other;
}

// The signs of some code, in an order of its own: none comes twice. Of as many drawn ones nearly all hold a pair.
static bool is_alphabet(Str s)
{
    enum { FEW = 40 };
    bool seen[256] = {false};
    for (Size i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (seen[c]) return false;
        seen[c] = true;
    }
    return s.len >= FEW;
}

ValueKind secret_value(Str s)
{
    if (secret_issuer(s).len)
        return is_placeholder(s) && !secret_is_key_block(s) ? VALUE_PLACEHOLDER : VALUE_KNOWN;
    if (s.len < 3 || is_no_secret(s) || is_label(s) || is_dotted_name(s) || is_mail_address(s) ||
        is_alphabet(s))
        return VALUE_NOT;
    if (is_placeholder(s)) return VALUE_PLACEHOLDER;
    if (s.len >= 12 && classes(s) >= 2 && secret_entropy(s) > 3.0) return VALUE_LIKELY;
    if (s.len >= 8 && classes(s) >= 3) return VALUE_LIKELY;
    return VALUE_WEAK;
}

bool secret_in_url(Str url, Str *password)
{
    enum { SHORTEST = 9 };                                      // ab://c:d@
    Size scheme = url.len < SHORTEST ? -1 : str_find(url, S("://"));
    if (scheme < 2 || scheme > 24) return false;
    Str rest = str_sub(url, scheme + 3, -1);
    Size slash = str_find(rest, S("/"));
    Str host = slash < 0 ? rest : str_sub(rest, 0, slash);
    Size at = str_rfind(host, '@');
    Size colon = at > 0 ? str_find(str_sub(host, 0, at), S(":")) : -1;
    if (colon < 0 || colon + 1 >= at) return false;
    *password = str_sub(host, colon + 1, at);
    ValueKind k = secret_value(*password);
    bool named = same_word(*password, S("password")) || same_word(*password, S("pass")) ||
                 same_word(*password, S("pwd")) || same_word(*password, str_sub(host, 0, colon));
    return k >= VALUE_WEAK && !named && str_find(*password, S("%s")) < 0 &&
           str_find(*password, S("{")) < 0;
}

// The value of `key=` where it begins a word of such a text; empty: it has none.
static Str setting(Str text, Str key, char end)
{
    const char *last = text.s + text.len;
    for (const char *sign = text.s; (sign = memchr(sign, '=', (size_t)(last - sign))); sign++) {
        Size at = sign - text.s, beg = at - key.len;
        bool begins = beg >= 0 && (!beg || text.s[beg - 1] == end || text.s[beg - 1] == ' ' ||
                                   text.s[beg - 1] == ';');
        if (!begins || !str_alike(str_sub(text, beg, at), key)) continue;
        Str rest = str_sub(text, at + 1, -1);
        Size n = 0;
        while (n < rest.len && rest.s[n] != end && rest.s[n] != '\'' && rest.s[n] != '\n') n++;
        return str_sub(rest, 0, n);
    }
    return (Str){0};
}

// CREATE USER app IDENTIFIED BY '…', ALTER ROLE app WITH PASSWORD '…'
static Str sql_password(Str text)
{
    static const Str before[] = {L("identified by '"), L("with password '"), L(" password '"), {0}};
    Size beg = 0;
    while (beg < text.len && (uint8_t)text.s[beg] <= ' ') beg++;
    bool grants = str_alike(str_sub(text, beg, beg + 6), S("grant "));
    for (Size i = beg; i < text.len; i++)
        for (const Str *b = before; b->len && (b == before || !grants); b++) {
            if (!str_alike(str_sub(text, i, i + b->len), *b)) continue;
            Str rest = str_sub(text, i + b->len, -1);
            Size end = str_find(rest, S("'"));
            return end > 0 ? str_sub(rest, 0, end) : (Str){0};
        }
    return (Str){0};
}

// A statement that makes an account, with its password in it.
static bool makes_account(Str text)
{
    static const Str verbs[] = {L("create user"), L("create role"), L("alter user"), L("alter role"),
                                L("create login"), L("grant "), {0}};
    Size beg = 0;
    while (beg < text.len && (uint8_t)text.s[beg] <= ' ') beg++;
    text = str_sub(text, beg, -1);
    if (!text.len || !strchr("cag", ascii_lower(text.s[0]))) return false;     // as most begin
    for (const Str *v = verbs; v->len; v++)
        if (text.len > v->len && str_alike(str_sub(text, 0, v->len), *v)) return true;
    return false;
}

bool secret_in_settings(Str text, Str *password)
{
    if (makes_account(text)) {
        *password = sql_password(text);
        return secret_value(*password) >= VALUE_WEAK && str_find(*password, S("%")) < 0 &&
               str_find(*password, S("{")) < 0 && !str_starts(*password, S(":"));
    }
    static const Str places[] = {L("host"),        L("server"),   L("dbname"), L("driver"),
                                 L("data source"), L("database"), {0}};
    if (text.len > 1000 || str_find(text, S("=")) < 0) return false;
    char end = str_find(text, S(";")) >= 0 ? ';' : ' ';
    bool connects = false;
    bool azure = str_find(text, S("AccountKey=")) >= 0 || str_find(text, S("SharedAccessKey=")) >= 0;
    if (!azure && str_find(text, S("://")) >= 0) return false;
    if (str_find(text, S("AccountName=devstoreaccount1;")) >= 0) return false;   // the emulator's, which everybody has
    for (const Str *p = places; p->len; p++) connects |= setting(text, *p, end).len > 0;
    // of Azure: "AccountName=…;AccountKey=…", "Endpoint=sb://…;SharedAccessKey=…"
    *password = setting(text, S("AccountKey"), end);
    if (!password->len) *password = setting(text, S("SharedAccessKey"), end);
    if (password->len) return secret_value(*password) >= VALUE_LIKELY;
    *password = setting(text, S("password"), end);
    if (!password->len) *password = setting(text, S("pwd"), end);
    if (!connects || !password->len) return false;
    return secret_value(*password) >= VALUE_WEAK && str_find(*password, S("%")) < 0 &&
           str_find(*password, S("{")) < 0 && !same_word(*password, S("password")) &&
           !same_word(*password, S("pass")) && !same_word(*password, S("pwd"));
}
