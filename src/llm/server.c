// llm/server: where a model is asked and with which key. The key goes into one header and nowhere
// else: no message, journal or error ever holds it.
// SPDX-License-Identifier: MIT
#include "llm/llm_int.h"
#include "base/os.h"

enum { KEY_SECONDS = 60, MOST_KEY = 1 << 16 };

// ---- address

static bool is_number_host(Str host)
{
    Str rest = host, part;
    int parts = 0;
    for (int64_t n; str_cut(&rest, S("."), &part); parts++)
        if (part.len > 3 || !str_int(part, &n) || n < 0 || n > 255) return false;
    return parts == 4;
}

static bool is_loopback(Str host)
{
    return str_eq(host, S("localhost")) || str_eq(host, S("[::1]")) || str_eq(host, S("0.0.0.0")) ||
           (str_starts(host, S("127.")) && is_number_host(host));
}

static bool is_plain(Str url)
{
    for (Size i = 0; i < url.len; i++)
        if ((unsigned char)url.s[i] <= ' ' || url.s[i] == 0x7f) return false;
    return url.len > 0 && !memchr(url.s, '#', (size_t)url.len);
}

// scheme://host[:port][/path][?query], no user name in it.
static bool url_host(Str url, Str *host)
{
    Size at = str_find(url, S("://"));
    if (at < 0 || !is_plain(url)) return false;
    Str scheme = str_sub(url, 0, at), rest = str_sub(url, at + 3, -1);
    if (!str_eq(scheme, S("http")) && !str_eq(scheme, S("https"))) return false;
    Size end = 0;
    while (end < rest.len && !strchr("/?", rest.s[end])) end++;
    Str place = str_sub(rest, 0, end);
    if (memchr(place.s, '@', (size_t)place.len)) return false;
    Size close = str_find(place, S("]")), colon = str_rfind(place, ':');
    *host = colon > close ? str_sub(place, 0, colon) : place;
    return host->len > 0;
}

// base + path, before a query (Azure's "?api-version=…"); a version named in both is written once.
static Str url_join(Str base, Str path, Arena *keep)
{
    Size query = str_find(base, S("?"));
    Str tail = query < 0 ? (Str){0} : str_sub(base, query, -1);
    if (query >= 0) base = str_sub(base, 0, query);
    while (base.len && base.s[base.len - 1] == '/') base.len--;
    if (str_ends(base, path)) path = (Str){0};
    if (str_starts(path, S("/v1/")) && str_ends(base, S("/v1"))) path = str_sub(path, 3, -1);
    return str_fmt(keep, "%.*s%.*s%.*s", STR_ARG(base), STR_ARG(path), STR_ARG(tail));
}

// A query and a user's name may hold a key: neither is for a screen or the record.
Str url_shown(Str url, Arena *keep)
{
    Size query = str_find(url, S("?")), host = str_find(url, S("://")) + 3;
    if (query >= 0) url = str_sub(url, 0, query);
    if (host < 3) return url;
    Size slash = str_find(str_sub(url, host, -1), S("/"));
    Str place = str_sub(url, host, slash < 0 ? -1 : host + slash);
    Size at = str_rfind(place, '@');
    if (at < 0) return url;
    return str_fmt(keep, "%.*s…%.*s", STR_ARG(str_sub(url, 0, host)), STR_ARG(str_sub(url, host + at, -1)));
}

Err find_address(Llm *m, Arena *keep)
{
    const Wire *w = m->how->wire;
    Str base = m->opt.base_url.len ? m->opt.base_url : os_env(w->url_var);
    if (!base.len) base = w->base;
    if (str_find(base, S("://")) < 0) base = str_fmt(keep, "http://%.*s", STR_ARG(base));
    m->url = url_join(base, w->path, keep);
    if (!url_host(m->url, &m->host))
        return err_new(
            keep, ERR_CONFIG,
            "\"%.*s\" is not an address that a model can be asked at: write http://HOST… or "
            "https://HOST…, without a user name",
            STR_ARG(url_shown(base, keep)));
    m->loopback = is_loopback(m->host);
    m->direct = m->loopback;
    return (Err){0};
}

// ---- key

static bool key_is_plain(Str key)
{
    for (Size i = 0; i < key.len; i++)
        if (key.s[i] <= ' ' || key.s[i] == 0x7f) return false;
    return key.len > 0;
}

// The first line that a program prints, such as a password manager. Nothing of what it says is
// ever shown: it may be the key.
static Err key_of_command(const Llm *m, Arena *keep, Str *key)
{
    Words words = {0};
    OsDone done = {0};
    *key = (Str){0};
    if (!split_words(m->opt.key_command, keep, &words))
        return err_new(keep, ERR_CONFIG, "key-command of %.*s names no program",
                       STR_ARG(m->opt.spec));
    OsRun run = {.argv = words.v, .argc = words.n, .timeout = KEY_SECONDS, .most = MOST_KEY};
    Err err = os_run(&run, keep, &done);
    if (err.kind) return (Err){ERR_CONFIG, err.what};
    if (done.timed_out || done.signal || done.code)
        return err_new(keep, ERR_CONFIG, "key-command of %.*s (%.*s) failed: exit code %d",
                       STR_ARG(m->opt.spec), STR_ARG(words.v[0]), done.code);
    (void)str_cut(&done.out, S("\n"), key);
    *key = str_trim(*key);
    if (key->len) return (Err){0};
    return err_new(keep, ERR_CONFIG, "key-command of %.*s (%.*s) printed no key",
                   STR_ARG(m->opt.spec), STR_ARG(words.v[0]));
}

Err find_key(Llm *m, Net *net, Arena *keep)
{
    const Wire *w = m->how->wire;
    bool command = m->opt.key_command.len > 0 && !m->opt.dry;
    net->key_var = command              ? S("key-command")
                   : m->opt.key_var.len ? m->opt.key_var
                                        : str_of(w->key_var);
    Str key = command ? (Str){0} : str_trim(os_env(str_z(keep, net->key_var)));
    bool own = str_starts(m->url, w->base) && !m->loopback;
    Err err = command ? key_of_command(m, keep, &key) : (Err){0};
    if (err.kind) return err;
    if (!key.len && !m->opt.dry && (own || m->opt.key_var.len))
        return err_new(keep, ERR_CONFIG,
                       "no key for %.*s: put it into the environment variable %.*s",
                       STR_ARG(m->host), STR_ARG(net->key_var));
    if (!key.len) return (Err){0};
    if (!key_is_plain(key))
        return err_new(keep, ERR_CONFIG,
                       "the key in %.*s holds a blank or a character that no key has",
                       STR_ARG(net->key_var));
    if (str_starts(m->url, S("http://")) && !m->loopback)
        return err_new(keep, ERR_CONFIG,
                       "%.*s is reached over plain http, where anyone on the way reads the key: "
                       "use https, or unset %.*s for a server that needs none",
                       STR_ARG(m->host), STR_ARG(net->key_var));
    bool azure = str_ends(m->host, S(".azure.com")) || str_ends(m->host, S(".azure.us"));
    const char *name = w->key == KEY_X_API ? "x-api-key: "
                       : azure             ? "api-key: "
                                           : "Authorization: Bearer ";
    net->headers[net->nheaders++] = str_z(keep, str_fmt(keep, "%s%.*s", name, STR_ARG(key)));
    net->has_key = true;
    return (Err){0};
}

Str find_ca(const Llm *m)
{
    if (m->opt.ca_file.len) return m->opt.ca_file;
    Str file = os_env("SSL_CERT_FILE");
    return file.len ? file : os_env("CURL_CA_BUNDLE");
}
