// flow/hosts: tests of where an address leads: the host that a URL names, that it names none, that it is
// this server's own.
// SPDX-License-Identifier: MIT
#include "flow/guard.h"

// The netloc or hostname that v is, but for a change of case and `or ""`; 0: it is none.
Val host_part(Frame *fr, Val v)
{
    static const char *const host[] = {"netloc", "hostname", "host"};
    static const char *const same[] = {"lower", "casefold", "rstrip", "strip"};
    for (int i = 0; i < 4 && v; i++) {
        const Instr *in = def(fr, v);
        if (in->op == IR_ATTR)
            return is_one_of(unit_str(fr->w, unit_sym(fr, in->sym)), host, countof(host)) ? v : 0;
        if (in->op == IR_CALL && is_one_of(last_part(callee_name(fr, in)), same, countof(same)))
            v = receiver(fr, in);
        else v = or_empty(fr, in);
    }
    return 0;
}

// urlparse(request.host_url).netloc: the name that the client asked this server by
static bool is_own_host(Frame *fr, Val v)
{
    static const char *const own[] = {"host_url", "url_root", "base_url", "get_host",
                                      "build_absolute_uri"};
    for (int i = 0; i < 6 && v; i++) {
        const Instr *in = def(fr, v);
        if (in->op == IR_ATTR &&
            is_one_of(unit_str(fr->w, unit_sym(fr, in->sym)), own, countof(own)))
            return true;
        if (in->op == IR_ATTR) v = in->a;
        else if (in->op == IR_CALL && is_one_of(last_part(callee_name(fr, in)), own, countof(own)))
            return true;
        else if (in->op == IR_CALL && !str_ends(callee_name(fr, in), S("urljoin")))
            v = call_arg(fr, in, 0);
        else return false;
    }
    return false;
}

// ["", request.host]
bool holds_own_host(Frame *fr, Val box)
{
    const Instr *l = def(fr, box);
    bool own = false;
    if (l->op != IR_LIST && l->op != IR_TUPLE && l->op != IR_SET) return false;
    for (uint32_t i = 0; i < l->nargs; i++) {
        Val v = fr->f->args.v[l->args + i];
        const Instr *in = def(fr, v);
        bool host =
            is_own_host(fr, v) ||
            (in->op == IR_ATTR && str_eq(unit_str(fr->w, unit_sym(fr, in->sym)), S("host")));
        if (!host && !(fr->val[v] && av_all_const(fr->val[v]))) return false;
        own |= host;
    }
    return own;
}

// Does a call of this name take an address apart?
bool parses_address(Str name)
{
    static const Str parts[] = {L("urlparse"), L("urlsplit"), L("url_parse"), L("url_split"), {0}};
    static const Str ends[] = {L("furl"), L("parse_url"), L("URL"), L("URL.from_text"),
                               L("hyperlink.parse"), L("uri_reference"), {0}};
    return str_closes(name, ends) || str_has(name, parts);
}

// x of urlparse(x).netloc; 0: it is no part of an address that was taken apart here
static Val address_parted(Frame *fr, Val part)
{
    const Instr *in = def(fr, part), *call = in->op == IR_ATTR ? def(fr, in->a) : NULL;
    if (!call || call->op != IR_CALL || !parses_address(callee_name(fr, call))) return 0;
    return call_arg(fr, call, 0);
}

static bool lacks_backslash(Frame *fr, State *st, Val url)
{
    const Taint *t = url ? use_in(fr, st, url)->taint : NULL;
    bool lacks = t != NULL;
    for (; t; t = t->next) lacks &= (t->lacks & LACKS_BACKSLASH) != 0;
    return lacks;
}

// An empty host alone settles nothing: "///evil.example" and "https:evil.example" name none, and browsers go
// to evil.example. With what else was asked of the address it may (kinds_of_bits).
bool no_part(Frame *fr, State *st, Val v)
{
    Val host = host_part(fr, v), url = address_parted(fr, host ? host : v);
    bool scheme =
        url && !host && str_eq(unit_str(fr->w, unit_sym(fr, def(fr, v)->sym)), S("scheme"));
    if (!url || (!host && !scheme)) return false;
    uint32_t bits = (scheme ? FACT_NO_SCHEME : FACT_NO_HOST) |
                    (lacks_backslash(fr, st, url) ? FACT_NO_BACKSLASH : 0);
    fact_clear(fr, st, url, scheme ? KIND(SCRIPT) : KIND(URL), NULL, bits,
               scheme ? S("it has no scheme") : S("it names no host"));
    return true;
}

// urlparse(x).path begins with a slash
void path_begins(Frame *fr, State *st, Val v)
{
    Val url = address_parted(fr, v);
    if (url && str_eq(unit_str(fr->w, unit_sym(fr, def(fr, v)->sym)), S("path")))
        fact_clear(fr, st, url, 0, NULL, FACT_PATH_SLASH, S("its path begins with a slash"));
}

// ("", "shop.example")
bool holds_empty(Frame *fr, State *st, const Av *box)
{
    bool ok;
    Str s;
    if (av_only_str(box, &s)) return false;
    const Av *e = own_elements(fr, st, box, &ok);
    for (int i = 0; ok && i < e->n; i++) {
        const PyConst *c = e->atom[i].kind == AT_CONST ? e->atom[i].p : NULL;
        if (c && c->kind == CONST_STR && !c->text.len) return true;
    }
    return false;
}

// No host, or this server's: a backslash in the URL makes a host that urlparse does not see.
void same_or_none(Frame *fr, State *st, Val host, Str why)
{
    if (lacks_backslash(fr, st, address_parted(fr, host)))
        fact_clear(fr, st, host, KINDS_TEXT, NULL, 0, why);
    else no_part(fr, st, host);
}

// request.host_url, request.url_root of Werkzeug: this site, with the slash that ends its name (WebOb's has none)
bool is_own_site(Frame *fr, Val v)
{
    const Instr *in = def(fr, v);
    if (in->op != IR_ATTR) return false;
    Str attr = unit_str(fr->w, unit_sym(fr, in->sym));
    const Av *of = fr->val[in->a];
    const Atom *a = of ? av_find(of, AT_INST) : NULL;
    Str cls = a ? str_first(unit_str(fr->w, a->idx), S(".")) : S("");
    static const Str werkzeug[] = {L("flask"), L("werkzeug"), L("quart"), {0}};
    return (str_eq(attr, S("host_url")) || str_eq(attr, S("url_root"))) &&
           (str_in(cls, werkzeug) || !a);
}

// request.host_url + "x", request.build_absolute_uri("/"): what is added comes after the slash.
bool begins_own_site(Frame *fr, Val v)
{
    enum { PARTS_MOST = 8 };
    for (int i = 0; i < PARTS_MOST && v; i++) {
        const Instr *in = def(fr, v);
        if (is_own_site(fr, v)) return true;
        if (in->op == IR_FORMAT || (in->op == IR_BINARY && in->aux == OP_ADD)) v = in->a;
        else if (in->op == IR_FSTRING) v = in->nargs ? fr->f->args.v[in->args] : 0;
        else if (in->op == IR_CALL && str_eq(last_part(callee_name(fr, in)), S("build_absolute_uri"))) {
            Val path = call_arg(fr, in, 0);
            return !in->nargs || (path && fr->val[path] && av_only_const(fr->val[path]));
        } else return false;
    }
    return false;
}

// request.host: the name that the request was sent to
static bool is_host_of_request(Frame *fr, Val v)
{
    const Instr *in = def(fr, v);
    if (in->op != IR_ATTR || !str_eq(unit_str(fr->w, unit_sym(fr, in->sym)), S("host"))) return false;
    const Atom *a = fr->val[in->a] ? av_find(fr->val[in->a], AT_INST) : NULL;
    return a && str_ends(unit_str(fr->w, a->idx), S("Request"));
}

void same_host(Frame *fr, State *st, Val v, Val other, Str why)
{
    Val host = host_part(fr, v);
    bool own = is_own_host(fr, other) || is_host_of_request(fr, other);
    if (host && own && !is_own_host(fr, v))
        fact_clear(fr, st, host, KINDS_TEXT, NULL, 0, why);
}
