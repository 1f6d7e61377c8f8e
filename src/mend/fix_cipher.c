// mend/fix_cipher: a mode that shows patterns, or an initial value that is always the same, gives
// way to AES-GCM with a fresh nonce, which travels before the text and the tag after it. Also a
// salt of its own for each hash.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

static Str method_of(const Mend *m, NodeId call)
{
    NodeId f = py_kind(m->tree, call) == PY_Call ? py_node(m->tree, call, Call_func) : 0;
    return f && py_kind(m->tree, f) == PY_Attribute
               ? py_name(m->tree, py_sym(m->tree, f, Attribute_attr))
               : (Str){0};
}

// The only call of a method by this name in a function; 0: none or several.
static NodeId only_call(const Mend *m, NodeId def, Str name)
{
    NodeId found = 0;
    for (Size i = 1; i < m->tree->nodes.n; i++) {
        if (m->tree->nodes.v[i].kind != PY_Call || !mend_within(m, (NodeId)i, def) ||
            !str_eq(method_of(m, (NodeId)i), name))
            continue;
        if (found) return 0;
        found = (NodeId)i;
    }
    return found;
}

// The object of x.method(…), as it is written.
static Str object_of(const Mend *m, NodeId call)
{
    return py_text(m->tree, py_node(m->tree, py_node(m->tree, call, Call_func), Attribute_value));
}

// update(…) + finalize() of one object: the sum. 0: another shape.
static NodeId sum_of(const Mend *m, NodeId update, NodeId last)
{
    NodeId sum = mend_parent(m, update);
    return sum && sum == mend_parent(m, last) && py_kind(m->tree, sum) == PY_BinOp &&
                   py_node(m->tree, sum, BinOp_left) == update &&
                   str_eq(object_of(m, update), object_of(m, last))
               ? sum
               : 0;
}

// update(…) + finalize() … of the object of the decryptor or encryptor, not of a padder's.
static NodeId update_of(const Mend *m, NodeId def, Str object)
{
    NodeId found = 0;
    for (Size i = 1; i < m->tree->nodes.n; i++) {
        if (m->tree->nodes.v[i].kind != PY_Call || !mend_within(m, (NodeId)i, def) ||
            !str_eq(method_of(m, (NodeId)i), S("update")) ||
            !str_eq(object_of(m, (NodeId)i), object))
            continue;
        if (found) return 0;
        found = (NodeId)i;
    }
    return found;
}

static NodeId finalize_of(const Mend *m, NodeId def, Str object)
{
    for (Size i = 1; i < m->tree->nodes.n; i++)
        if (m->tree->nodes.v[i].kind == PY_Call && mend_within(m, (NodeId)i, def) &&
            str_eq(method_of(m, (NodeId)i), S("finalize")) &&
            str_eq(object_of(m, (NodeId)i), object))
            return (NodeId)i;
    return 0;
}

// x = Cipher(…).encryptor(), x = cipher.encryptor(): "x"
static Str made_object(const Mend *m, NodeId call)
{
    NodeId stmt = call ? mend_parent(m, call) : 0;
    if (!stmt || py_kind(m->tree, stmt) != PY_Assign) return (Str){0};
    NodeId target = py_list(m->tree, stmt, Assign_targets).v[0];
    return py_kind(m->tree, target) == PY_Name ? py_text(m->tree, target) : (Str){0};
}

static NodeId mode_in(const Mend *m, NodeId def)
{
    NodeId found = 0;
    for (Size i = 1; i < m->tree->nodes.n; i++) {
        if (m->tree->nodes.v[i].kind != PY_Call || !mend_within(m, (NodeId)i, def)) continue;
        Str f = py_text(m->tree, py_node(m->tree, (NodeId)i, Call_func));
        if (!str_ends(f, S("modes.ECB")) && !str_ends(f, S("modes.CBC")) &&
            !str_ends(f, S("modes.CTR")) && !str_ends(f, S("modes.CFB")) &&
            !str_ends(f, S("modes.OFB")))
            continue;
        if (found) return 0;
        found = (NodeId)i;
    }
    return found;
}

// What is decrypted, by a name: its own, or a new one of a line before the place. Empty: it has
// none.
static Str text_named(const Mend *m, NodeId text, NodeId place, Change *c)
{
    if (py_kind(m->tree, text) == PY_Name) return py_text(m->tree, text);
    Str name = S("sealed"),
        line = str_fmt(m->keep, "sealed = %.*s", STR_ARG(py_text(m->tree, text)));
    uint32_t beg = py_at(m->tree, mend_statement(m, place))->beg, end = py_at(m->tree, text)->beg;
    for (NodeId n = 0; (n = mend_next(m, PY_Name, mend_function(m, place), n));) {
        // what it is made of may not be had there yet
        const PyNode *set = py_at(m->tree, n);
        if (set->op != CTX_LOAD && set->beg >= beg && set->beg < end &&
            mend_says_word(py_text(m->tree, text), py_text(m->tree, n)))
            return (Str){0};
    }
    return !name_find(&m->tree->names, name) && mend_before(m, c, place, line) ? name : (Str){0};
}

// The module cryptography: modes.X(…) of the function around.
static bool with_cryptography(const Mend *m, NodeId def, Fix *out)
{
    NodeId mode = mode_in(m, def), enc = only_call(m, def, S("encryptor")),
           dec = only_call(m, def, S("decryptor"));
    Str object = made_object(m, enc ? enc : dec);
    if (!mode || !enc == !dec || !object.len || mend_binds(m, def, S("nonce"))) return false;
    NodeId update = update_of(m, def, object), last = finalize_of(m, def, object);
    NodeId sum = update && last ? sum_of(m, update, last) : 0;
    Str gcm = py_text(m->tree, py_node(m->tree, mode, Call_func));
    gcm = str_fmt(m->keep, "%.*sGCM", (int)(gcm.len - 3), gcm.s);
    if (!sum) return false;
    if (dec) {
        NodeId blob = mend_arg(m, update, 0, (Str){0});
        Str name = blob ? text_named(m, blob, mode, &out->change) : (Str){0};
        if (!name.len) return false;
        mend_replace(m, &out->change, mode,
                     str_fmt(m->keep, "%.*s(%.*s[:12], %.*s[-16:])", STR_ARG(gcm), STR_ARG(name),
                             STR_ARG(name)));
        mend_replace(m, &out->change, blob, str_fmt(m->keep, "%.*s[12:-16]", STR_ARG(name)));
        return true;
    }
    Str os = mend_name(m, &out->change, mode, S("os"), S("urandom"));
    if (!os.len ||
        !mend_before(m, &out->change, mode, str_fmt(m->keep, "nonce = %.*s(12)", STR_ARG(os))))
        return false;
    mend_replace(m, &out->change, mode, str_fmt(m->keep, "%.*s(nonce)", STR_ARG(gcm)));
    uint32_t beg = py_at(m->tree, sum)->beg, end = py_at(m->tree, sum)->end;
    *push(m->keep, &out->change.edits) = (Edit){{beg, beg}, S("nonce + ")};
    *push(m->keep, &out->change.edits) =
        (Edit){{end, end}, str_fmt(m->keep, " + %.*s.tag", STR_ARG(object))};
    return true;
}

// The module Crypto (PyCryptodome): AES.new(key, AES.MODE_X, …) and one encrypt or decrypt.
static bool with_pycryptodome(const Mend *m, NodeId def, Fix *out)
{
    NodeId made = only_call(m, def, S("new")), enc = only_call(m, def, S("encrypt")),
           dec = only_call(m, def, S("decrypt"));
    Str object = made_object(m, made);
    NodeId call = enc ? enc : dec, mode = made ? mend_arg(m, made, 1, S("mode")) : 0;
    if (!mode || !enc == !dec || !object.len || !str_eq(object_of(m, call), object)) return false;
    Str key = py_text(m->tree, py_list(m->tree, made, Call_args).v[0]), aes = object_of(m, made);
    if (!str_ends(aes, S("AES")) || !py_list(m->tree, made, Call_args).n) return false;
    NodeId data = mend_arg(m, call, 0, (Str){0});
    if (!data) return false;
    Str text = py_text(m->tree, data);
    if (enc) {
        mend_replace(m, &out->change, made,
                     str_fmt(m->keep, "%.*s.new(%.*s, %.*s.MODE_GCM)", STR_ARG(aes), STR_ARG(key),
                             STR_ARG(aes)));
        mend_replace(m, &out->change, call,
                     str_fmt(m->keep, "%.*s.nonce + b\"\".join(%.*s.encrypt_and_digest(%.*s))",
                             STR_ARG(object), STR_ARG(object), STR_ARG(text)));
        return true;
    }
    text = text_named(m, data, made, &out->change);
    if (!text.len) return false;
    mend_replace(m, &out->change, made,
                 str_fmt(m->keep, "%.*s.new(%.*s, %.*s.MODE_GCM, nonce=%.*s[:16])", STR_ARG(aes),
                         STR_ARG(key), STR_ARG(aes), STR_ARG(text)));
    mend_replace(m, &out->change, call,
                 str_fmt(m->keep, "%.*s.decrypt_and_verify(%.*s[16:-16], %.*s[-16:])",
                         STR_ARG(object), STR_ARG(text), STR_ARG(text)));
    return true;
}

static bool changed_over(const Mend *m, NodeId def, Fix *out)
{
    Change before = out->change;
    if (with_cryptography(m, def, out)) return true;
    out->change = before;
    if (with_pycryptodome(m, def, out)) return true;
    out->change = before;
    return false;
}

// "modes.ECB", "AES.MODE_CBC": how the function's one cipher works, as it is written.
static Str mode_of(const Mend *m, NodeId def)
{
    NodeId mode = mode_in(m, def), made = mode ? 0 : only_call(m, def, S("new"));
    if (mode) return py_text(m->tree, py_node(m->tree, mode, Call_func));
    mode = made ? mend_arg(m, made, 1, S("mode")) : 0;
    return mode ? py_text(m->tree, mode) : (Str){0};
}

// What one side writes the other reads: all functions beside this one that work in that way, or
// none.
static bool both_sides(const Mend *m, NodeId def, Fix *out)
{
    Str mode = mode_of(m, def);
    NodeId around = mend_parent(m, def);
    if (!changed_over(m, def, out)) return false;
    for (NodeId n = 0; mode.len && (n = mend_next(m, PY_FunctionDef, around, n));)
        if (n != def && mend_parent(m, n) == around && str_eq(mode_of(m, n), mode) &&
            !changed_over(m, n, out))
            return false;
    return true;
}

bool mend_fix_cipher(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = mend_function(m, at->node);
    return def && both_sides(m, def, out) &&
           mend_done(out, TRUST_REVIEW,
                     "AES-GCM with a fresh nonce hides patterns and notices changes. The nonce "
                     "stands before the text and the tag after it: decide how texts encrypted "
                     "before are read.");
}

// ---- a salt of its own

// salt = b"…"; return pbkdf2_hmac(…): a fresh salt, which is given back before the hash.
bool mend_fix_salt(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = mend_function(m, at->node);
    if (!def || py_kind(m->tree, at->node) != PY_Call || mend_binds(m, def, S("fresh_salt")))
        return false;
    // a key must come out the same each time
    Str called = py_name(m->tree, py_sym(m->tree, def, FunctionDef_name));
    if (str_find(called, S("ash")) < 0) return false;
    NodeId salt = mend_arg(m, at->node, 2, S("salt")), ret = mend_parent(m, at->node), stmt = 0;
    if (!str_ends(at->callee, S("pbkdf2_hmac")) || !salt || py_kind(m->tree, ret) != PY_Return)
        return false;
    if (str_find(m->tree->src, S("==")) >= 0 || str_find(m->tree->src, S("compare_digest")) >= 0)
        return false; // somebody computes it again
    NodeId value = py_kind(m->tree, salt) == PY_Name ? mend_assigned(m, salt, &stmt) : salt;
    const PyConst *c =
        value && py_kind(m->tree, value) == PY_Constant ? py_const(m->tree, value) : NULL;
    if (!c || c->kind != CONST_BYTES) return false;
    Str name = stmt ? py_text(m->tree, salt) : S("fresh_salt");
    Str os = mend_name(m, &out->change, at->node, S("os"), S("urandom"));
    if (!os.len) return false;
    if (stmt) mend_replace(m, &out->change, value, str_fmt(m->keep, "%.*s(16)", STR_ARG(os)));
    else {
        if (!mend_before(m, &out->change, at->node,
                         str_fmt(m->keep, "fresh_salt = %.*s(16)", STR_ARG(os))))
            return false;
        mend_replace(m, &out->change, salt, name);
    }
    uint32_t beg = py_at(m->tree, at->node)->beg;
    *push(m->keep, &out->change.edits) =
        (Edit){{beg, beg}, str_fmt(m->keep, "%.*s + ", STR_ARG(name))};
    return mend_done(out, TRUST_REVIEW,
                     "Each hash has a salt of its own, given back before it. Decide how the salt "
                     "is taken off again, and how hashes stored before are read.");
}

// ---- locks and transports

// A call may want the lock that it found free, where it stood behind release().
static bool calls_nothing(const Mend *m, NodeId stmt)
{
    NodeId value = py_kind(m->tree, stmt) == PY_Raise ? py_node(m->tree, stmt, Raise_exc) : 0;
    for (NodeId n = 0; (n = mend_next(m, PY_Call, stmt, n));)
        if (n != value) return false; // the exception itself is made by one
    return !mend_next(m, PY_Await, stmt, 0) && !mend_next(m, PY_Yield, stmt, 0);
}

// `x.release()` right before the way out of the function: `with` does it there. The statement that
// goes; 0: it stands otherwise, and the block between holds the lock no longer.
static NodeId at_the_way_out(const Mend *m, NodeId call)
{
    NodeId stmt = mend_parent(m, call), block = stmt ? mend_parent(m, stmt) : 0, next = 0;
    if (!block || py_kind(m->tree, stmt) != PY_Expr) return 0;
    for (uint32_t it = 0; (next = py_next_child(m->tree, block, &it));)
        if (next == stmt) {
            next = py_next_child(m->tree, block, &it);
            break;
        }
    int kind = next ? py_kind(m->tree, next) : 0;
    if ((kind != PY_Return && kind != PY_Raise) || !calls_nothing(m, next)) return 0;
    int line = py_pos(m->tree, py_at(m->tree, stmt)->beg).line;
    Span s = py_line(m->tree, line);
    bool alone = str_eq(str_trim(str_sub(m->tree->src, s.beg, s.end)), py_text(m->tree, stmt));
    // else: what comes next in the block is another way
    Str between = str_sub(m->tree->src, py_at(m->tree, stmt)->end, py_at(m->tree, next)->beg);
    if (str_trim(between).len) return 0;
    return alone && py_pos(m->tree, py_at(m->tree, next)->beg).line > line ? stmt : 0;
}

typedef struct { uint32_t v[16]; Size n; } Lines;

// The lines between that give the lock back on their own and need not any more. False: the lock is
// taken or given back there in another way.
static bool spare_releases(const Mend *m, NodeId block, Span between, Str lock, Lines *out)
{
    for (NodeId n = 0; (n = mend_next(m, PY_Call, block, n));) {
        const PyNode *p = py_at(m->tree, n);
        Str method = method_of(m, n);
        bool takes = str_eq(method, S("acquire")), gives = str_eq(method, S("release"));
        if (p->beg < between.beg || p->end > between.end || (!takes && !gives)) continue;
        if (!str_eq(object_of(m, n), lock)) continue;
        NodeId stmt = gives ? at_the_way_out(m, n) : 0;
        if (!stmt || out->n == countof(out->v)) return false;
        out->v[out->n++] = (uint32_t)py_pos(m->tree, py_at(m->tree, stmt)->beg).line;
    }
    return true;
}

static Span whole_line(const Mend *m, uint32_t line)
{
    Span s = py_line(m->tree, (int)line);
    if (s.end < (uint32_t)m->tree->src.len && m->tree->src.s[s.end] == '\n') s.end++;
    return s;
}

// x.acquire() … x.release() in one block: with x: …
bool mend_fix_lock(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId first = mend_statement(m, at->node), block = first ? mend_parent(m, first) : 0;
    if (!first || py_kind(m->tree, at->node) != PY_Call ||
        !str_eq(method_of(m, at->node), S("acquire")) || py_list(m->tree, at->node, Call_args).n ||
        py_kind(m->tree, first) != PY_Expr)
        return false;
    Str lock = object_of(m, at->node), release = str_fmt(m->keep, "%.*s.release()", STR_ARG(lock));
    Str src = m->tree->src;
    NodeId last = 0;
    for (uint32_t it = 0, seen = 0; !last;) {
        NodeId c = py_next_child(m->tree, block, &it);
        if (!c) return false;
        if (c == first) seen = 1;
        if (seen && str_eq(py_text(m->tree, c), release)) last = c;
    }
    uint32_t line = (uint32_t)py_pos(m->tree, py_at(m->tree, first)->beg).line + 1,
             end = (uint32_t)py_pos(m->tree, py_at(m->tree, last)->beg).line;
    if (line >= end) return false;
    Str body = str_sub(src, py_line(m->tree, (int)line).beg, py_line(m->tree, (int)end).beg);
    if (str_find(body, S("\"\"\"")) >= 0 || str_find(body, S("'''")) >= 0) return false;
    Lines spare = {0};
    Span between = {py_at(m->tree, first)->end, py_at(m->tree, last)->beg};
    if (!spare_releases(m, block, between, lock, &spare)) return false;
    mend_replace(m, &out->change, first, str_fmt(m->keep, "with %.*s:", STR_ARG(lock)));
    for (uint32_t i = line; i < end; i++) {
        Span s = py_line(m->tree, (int)i);
        bool goes = false;
        for (Size k = 0; k < spare.n; k++) goes |= spare.v[k] == i;
        if (goes) *push(m->keep, &out->change.edits) = (Edit){whole_line(m, i), S("")};
        if (goes || !str_trim(str_sub(src, s.beg, s.end)).len) continue;
        *push(m->keep, &out->change.edits) = (Edit){{s.beg, s.beg}, edit_indent_unit(m->tree)};
    }
    *push(m->keep, &out->change.edits) = (Edit){whole_line(m, end), S("")};
    return mend_done(out, TRUST_SAFE,
                     "The lock is given back when the block is left, by an exception too.");
}

bool mend_fix_ftp(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId def = mend_function(m, at->node), made = 0;
    Sym name = 0;
    for (Size i = 1; def && i < m->tree->nodes.n; i++) {
        if (m->tree->nodes.v[i].kind != PY_Call || !mend_within(m, (NodeId)i, def)) continue;
        Str f = py_text(m->tree, py_node(m->tree, (NodeId)i, Call_func));
        if (str_eq(f, S("ftplib.FTP")) || str_eq(f, S("FTP"))) made = (NodeId)i;
    }
    NodeId login = def ? only_call(m, def, S("login")) : 0;
    NodeId stmt = login ? mend_statement(m, login) : 0;
    (void)name;
    if (!made || !login || py_kind(m->tree, stmt) != PY_Expr ||
        py_kind(m->tree, mend_parent(m, login)) != PY_Expr)
        return false;
    Str make = mend_name(m, &out->change, made, S("ssl"), S("create_default_context"));
    return make.len && mend_callee(m, &out->change, made, S("ftplib"), S("FTP_TLS")) &&
           mend_set(m, &out->change, made, -1, S("context"),
                    str_fmt(m->keep, "%.*s()", STR_ARG(make))) &&
           mend_after(m, &out->change, stmt,
                      str_fmt(m->keep, "%.*s.prot_p()", STR_ARG(object_of(m, login)))) &&
           mend_done(out, TRUST_REVIEW,
                     "The login and the files travel over TLS. Decide that the server speaks it, and has a "
                     "certificate that is known here.");
}
