// mend/fix_net: fixes of sockets: TLS that checks nobody, and answers to datagrams.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

// ---- ssl.wrap_socket: removed in Python 3.12, checked nothing before

// What the socket is connected to in this function: connect((host, port)), connect(address).
static Str connected_host(const Mend *m, NodeId def)
{
    static const char *const names[] = {"host", "hostname", "server", "server_host", NULL};
    for (NodeId n = 0; def && (n = mend_next(m, PY_Call, def, n));) {
        Str method = mend_called(m, n);
        if (!str_eq(method, S("connect")) && !str_eq(method, S("create_connection"))) continue;
        NodeId to = mend_arg(m, n, 0, S("address"));
        if (to && py_kind(m->tree, to) == PY_Tuple && py_list(m->tree, to, Tuple_elts).n == 2)
            return py_text(m->tree, py_list(m->tree, to, Tuple_elts).v[0]);
        if (to && py_kind(m->tree, to) == PY_Name)
            return str_fmt(m->keep, "%.*s[0]", STR_ARG(py_text(m->tree, to)));
    }
    for (const char *const *w = names; def && *w; w++)
        if (mend_parameter(m, def, str_of(*w))) return str_of(*w);
    return (Str){0};
}

// A client's: what a server gives is left to a person.
static bool only_client_words(const Mend *m, NodeId call, NodeId *authorities)
{
    NodeList kw = py_list(m->tree, call, Call_keywords);
    *authorities = mend_arg(m, call, -1, S("ca_certs"));
    for (uint32_t i = 0; i < kw.n; i++) {
        static const char *const known[] = {"cert_reqs", "ssl_version", "ca_certs", NULL};
        if (!mend_is_one(py_name(m->tree, py_sym(m->tree, kw.v[i], keyword_arg)), known))
            return false;
    }
    return py_list(m->tree, call, Call_args).n == 1;
}

bool mend_fix_wrap_socket(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId authorities;
    if (py_kind(m->tree, at->node) != PY_Call || !str_eq(at->callee, S("ssl.wrap_socket")) ||
        !only_client_words(m, at->node, &authorities))
        return false;
    Str host = connected_host(m, mend_function(m, at->node));
    Str make = mend_name(m, &out->change, at->node, S("ssl"), S("create_default_context"));
    if (!host.len || !make.len) return false;
    Str given = {0};
    if (authorities)
        given = str_fmt(m->keep, "cafile=%.*s", STR_ARG(py_text(m->tree, authorities)));
    Str sock = py_text(m->tree, py_list(m->tree, at->node, Call_args).v[0]);
    mend_replace(m, &out->change, at->node,
                 str_fmt(m->keep, "%.*s(%.*s).wrap_socket(%.*s, server_hostname=%.*s)",
                         STR_ARG(make), STR_ARG(given), STR_ARG(sock), STR_ARG(host)));
    return mend_done(out, TRUST_SAFE,
                     "A default context speaks current versions of TLS and checks the server's "
                     "certificate and its name.");
}

// context = SSL.Context(…): pyOpenSSL checks nothing until it is told to.
bool mend_fix_openssl_context(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId stmt = mend_statement(m, at->node);
    if (py_kind(m->tree, at->node) != PY_Call || !str_eq(at->callee, S("OpenSSL.SSL.Context")) ||
        py_kind(m->tree, stmt) != PY_Assign || py_node(m->tree, stmt, Assign_value) != at->node ||
        py_list(m->tree, stmt, Assign_targets).n != 1)
        return false;
    NodeId target = py_list(m->tree, stmt, Assign_targets).v[0];
    int kind = py_kind(m->tree, target);
    Str peer = mend_name(m, &out->change, at->node, S("OpenSSL.SSL"), S("VERIFY_PEER"));
    if (!peer.len || (kind != PY_Name && kind != PY_Attribute)) return false;
    Str name = py_text(m->tree, target);
    Str lines = str_fmt(m->keep,
                        "%.*s.set_default_verify_paths()\n"
                        "%.*s.set_verify(%.*s, lambda conn, cert, error, depth, ok: bool(ok))",
                        STR_ARG(name), STR_ARG(name), STR_ARG(peer));
    return mend_after(m, &out->change, stmt, lines) &&
           mend_done(out, TRUST_SAFE,
                     "The other side's certificate is checked against the system's authorities.");
}

// ssl._create_unverified_context(), and the same in place of the one that every https address is opened with.
bool mend_fix_unverified_context(const Mend *m, const MendSite *at, Fix *out)
{
    bool call = py_kind(m->tree, at->node) == PY_Call;
    NodeId stmt = mend_statement(m, at->node), made = 0;
    if (call && !py_list(m->tree, at->node, Call_args).n &&
        !py_list(m->tree, at->node, Call_keywords).n)
        made = py_node(m->tree, at->node, Call_func);
    if (!call && py_kind(m->tree, stmt) == PY_Assign) made = py_node(m->tree, stmt, Assign_value);
    if (!made || !str_ends(py_text(m->tree, made), S("_create_unverified_context"))) return false;
    Str name = mend_name(m, &out->change, at->node, S("ssl"), S("create_default_context"));
    if (!name.len) return false;
    mend_replace(m, &out->change, made, name);
    return mend_done(
        out, TRUST_REVIEW,
        "The server's certificate and name are checked. Decide that every server spoken to has one "
        "that is known here.");
}

// SMTP_SSL(host), starttls(), FTP_TLS(host): without a context the standard library checks nothing.
bool mend_fix_unchecked_mail(const Mend *m, const MendSite *at, Fix *out)
{
    static const char *const clients[] = {"smtplib", "imaplib", "poplib", "ftplib", NULL};
    Str module = str_sub(at->callee, 0, str_find(at->callee, S(".")));
    if (py_kind(m->tree, at->node) != PY_Call || !mend_is_one(module, clients)) return false;
    Str make = mend_name(m, &out->change, at->node, S("ssl"), S("create_default_context"));
    Str word = str_eq(module, S("imaplib")) ? S("ssl_context") : S("context");
    return make.len &&
           mend_set(m, &out->change, at->node, -1, word,
                    str_fmt(m->keep, "%.*s()", STR_ARG(make))) &&
           mend_done(out, TRUST_REVIEW,
                     "The server's certificate and name are checked. Decide that every server "
                     "spoken to has one that is known here.");
}

// self.box = imaplib.IMAP4(host): self.box. server.login(user, password): server. Empty: not told.
static Str connection(const Mend *m, NodeId call, NodeId stmt, bool made)
{
    if (!made) {
        Str object = py_kind(m->tree, call) == PY_Call ? mend_object(m, call) : (Str){0};
        return str_find(object, S("(")) < 0 ? object : (Str){0};
    }
    NodeList to = py_kind(m->tree, stmt) == PY_Assign && py_node(m->tree, stmt, Assign_value) == call
                      ? py_list(m->tree, stmt, Assign_targets)
                      : (NodeList){0};
    return to.n == 1 ? py_text(m->tree, to.v[0]) : (Str){0};
}

// The connection is encrypted on the line after it is made, or before anything is said on it.
bool mend_fix_upgrade(const Mend *m, const MendSite *at, Fix *out)
{
    static const struct { Str made, says, call, word; } ways[] = {
        {{0}, L("smtplib.SMTP.login"), L("starttls"), L("context")},
        {L("imaplib.IMAP4"), L("imaplib.IMAP4.login"), L("starttls"), L("ssl_context")},
        {L("poplib.POP3"), L("poplib.POP3.user"), L("stls"), L("context")}};
    NodeId stmt = mend_statement(m, at->node);
    for (Size i = 0; i < countof(ways); i++) {
        bool made = ways[i].made.len && str_eq(at->callee, ways[i].made);
        if (!made && !str_eq(at->callee, ways[i].says)) continue;
        Str to = connection(m, at->node, stmt, made);
        Str make = to.len ? mend_name(m, &out->change, at->node, S("ssl"), S("create_default_context")) : (Str){0};
        if (!make.len) return false;
        Str line = str_fmt(m->keep, "%.*s.%.*s(%.*s=%.*s())", STR_ARG(to), STR_ARG(ways[i].call),
                           STR_ARG(ways[i].word), STR_ARG(make));
        return (made ? mend_after : mend_before)(m, &out->change, stmt, line) &&
               mend_done(out, TRUST_REVIEW,
                         "The connection is encrypted, and the server's certificate checked, before the password "
                         "is sent. Decide that the server offers it.");
    }
    return false;
}

// parser.setFeature(feature_external_ges, True) in its function, of self.parser in its class: off
// there, not on again.
static bool switched_off_there(const Mend *m, NodeId made, Str parser, Change *c)
{
    NodeId def = mend_function(m, made), around = def ? def : m->tree->root;
    if (def && str_starts(parser, S("self.")) && mend_class(m, def)) around = mend_class(m, def);
    bool done = false;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, around, n));) {
        NodeId which = mend_arg(m, n, 0, S("name")), on = mend_arg(m, n, 1, S("state"));
        if (!str_eq(mend_called(m, n), S("setFeature")) || !str_eq(mend_object(m, n), parser) ||
            !which || !on || str_find(py_text(m->tree, which), S("external")) < 0)
            continue;
        mend_replace(m, c, on, S("False"));
        done |= str_ends(py_text(m->tree, which), S("external_ges"));
    }
    return done;
}

// parser = xml.sax.make_parser(): what Python 3.7.1 and later do by themselves, for earlier ones.
bool mend_fix_sax(const Mend *m, const MendSite *at, Fix *out)
{
    static const char says[] =
        "External entities are not read: a document can neither read files nor call hosts.";
    NodeId stmt = mend_statement(m, at->node);
    if (str_eq(mend_called(m, at->node), S("parse")) && mend_object(m, at->node).len)
        return switched_off_there(m, at->node, mend_object(m, at->node), &out->change) &&
               mend_done(out, TRUST_SAFE, says);
    if (!str_eq(mend_called(m, at->node), S("make_parser")) ||
        py_kind(m->tree, stmt) != PY_Assign || py_node(m->tree, stmt, Assign_value) != at->node ||
        py_list(m->tree, stmt, Assign_targets).n != 1)
        return false;
    Str name = py_text(m->tree, py_list(m->tree, stmt, Assign_targets).v[0]);
    if (switched_off_there(m, at->node, name, &out->change))
        return mend_done(out, TRUST_SAFE, says);
    Str module = mend_name(m, &out->change, at->node, S("xml.sax.handler"), (Str){0});
    if (!module.len) return false;
    Str lines = str_fmt(m->keep,
                        "%.*s.setFeature(%.*s.feature_external_ges, False)\n"
                        "%.*s.setFeature(%.*s.feature_external_pes, False)",
                        STR_ARG(name), STR_ARG(module), STR_ARG(name), STR_ARG(module));
    return mend_after(m, &out->change, stmt, lines) && mend_done(out, TRUST_SAFE, says);
}

// ---- datagrams

// data, addr = sock.recvfrom(…) above a use in the same loop: who is answered is on a list.
bool mend_fix_datagram(const Mend *m, const MendSite *at, Fix *out)
{
    static const Str words[] = {L("client"),  L("peer"),   L("address"),
                                L("network"), L("sender"), {0}};
    NodeId def = mend_function(m, at->node), got = 0, loop = at->node;
    for (NodeId n = 0; def && (n = mend_next(m, PY_Assign, def, n));)
        if (str_eq(mend_called(m, py_node(m->tree, n, Assign_value)), S("recvfrom"))) got = n;
    NodeId to = got ? py_list(m->tree, got, Assign_targets).v[0] : 0;
    if (!to || py_kind(m->tree, to) != PY_Tuple || py_list(m->tree, to, Tuple_elts).n != 2)
        return false;
    NodeId address = py_list(m->tree, to, Tuple_elts).v[1];
    while (loop && loop != def && py_kind(m->tree, loop) != PY_While) loop = mend_parent(m, loop);
    if (py_kind(m->tree, address) != PY_Name || !loop || py_kind(m->tree, loop) != PY_While ||
        !mend_within(m, got, loop))
        return false;
    MendList list;
    if (!mend_list(m, at->node, words, &list)) {
        list.name = S("ALLOWED_CLIENTS");
        if (!mend_declare(m, &out->change, list.name,
                          "{\"127.0.0.1\"}  # decide: the hosts that are answered"))
            return false;
    }
    Str lines = str_fmt(m->keep, "if %.*s[0] not in %.*s:\n%.*scontinue",
                        STR_ARG(py_text(m->tree, address)), STR_ARG(list.name),
                        STR_ARG(edit_indent_unit(m->tree)));
    return mend_after(m, &out->change, got, lines) &&
           mend_done(out, TRUST_REVIEW,
                     "Only listed hosts are answered, so a forged sender gets nothing sent to "
                     "somebody else. Decide which hosts those are.");
}
