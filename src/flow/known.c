// flow/known: what is known of a value by what was found with it: a key by the table that holds it, a path
// by the folder that it was joined to, an address by a test of its host.
// SPDX-License-Identifier: MIT
#include "flow/guard.h"

// FIELDS.get(name), of a table that the program wrote down: something is there, so name is one of its keys.
void found_key(Frame *fr, State *st, Val found)
{
    const Instr *in = found ? def(fr, found) : NULL;
    if (!in || in->op != IR_CALL || !in->nargs || in->nargs > 2) return;
    Val box = receiver(fr, in), key = call_arg(fr, in, 0);
    if (!box || !str_eq(last_part(callee_name(fr, in)), S("get"))) return;
    const Av *b = fr->val[box], *k = fr->val[key];
    if (!b || !k || !k->taint || b->n != 1 || b->atom[0].kind != AT_OBJ) return;
    const Obj *o = obj_at(fr->w, st, b->atom[0].obj);
    if (!o || o->kind != OB_DICT || !o->n || o->keys || o->rest) return;
    Str why = S("a table of the program's own holds it");
    bool ok;
    const Av *e = own_elements(fr, st, b, &ok);
    if (!ok || !av_all_const(e)) return;
    fact_clear(fr, st, key, KINDS_TEXT, e->flags ? NULL : e, 0, why);
}

// base, of base + os.sep, str(base), os.path.realpath(base)
static Val folder_of(Frame *fr, Val v)
{
    static const char *const same[] = {"realpath", "abspath", "normpath",
                                       "str",      "resolve", "fspath"};
    for (int i = 0; i < 4 && v; i++) {
        const Instr *in = def(fr, v);
        if (in->op == IR_BINARY && in->aux == OP_ADD) v = in->a;
        else if (in->op != IR_CALL ||
                 !is_one_of(last_part(callee_name(fr, in)), same, countof(same)))
            break;
        else if (receiver(fr, in) && !in->nargs) v = receiver(fr, in);
        else if (in->nargs) v = call_arg(fr, in, 0);
        else break;
    }
    return v;
}

// os.path.realpath(os.path.join(folder, name)), in a helper that is given both: where it lies below
// folder, name leads nowhere else. Whose folder that is, is the caller's affair.
bool joined_below(Frame *fr, Val path, Val folder)
{
    static const char *const made[] = {"realpath", "abspath", "normpath", "resolve", "str"};
    Val base = folder_of(fr, folder);
    if (!fr->depth || !base || def(fr, base)->op != IR_PARAM) return false;
    for (int i = 0; i < 4 && path; i++) {
        const Instr *in = def(fr, path);
        if (in->op == IR_BINARY && in->aux == OP_DIV) return folder_of(fr, in->a) == base;
        if (in->op != IR_CALL || !in->nargs) {
            if (in->op != IR_CALL) return false;
            path = receiver(fr, in);
            continue;
        }
        Str m = last_part(callee_name(fr, in));
        if (str_eq(m, S("join")) && in->nargs > 1)
            return folder_of(fr, call_arg(fr, in, 0)) == base;
        if (!is_one_of(m, made, countof(made))) return false;
        path = call_arg(fr, in, 0);
    }
    return false;
}

// parts.hostname, target.host: an attribute of an address that was taken apart elsewhere
bool is_address(Frame *fr, Val v)
{
    static const char *const types[] = {
        "urllib.parse.ParseResult",     "yarl.URL",       "httpx.URL",
        "starlette.datastructures.URL", "furl.furl",      "pydantic.HttpUrl",
        "pydantic.AnyHttpUrl",          "pydantic.AnyUrl"};
    const Av *x = v ? fr->val[v] : NULL;
    const Atom *a = x ? av_find(x, AT_INST) : NULL;
    return a && is_one_of(unit_str(fr->w, a->idx), types, countof(types));
}
