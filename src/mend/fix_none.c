// mend/fix_none: a result that may be None is looked at before it is used.
// SPDX-License-Identifier: MIT
#include "mend/mend_int.h"

// parts = parse(data) … len(parts): the function says no as it does, where it failed before.
bool mend_fix_none(const Mend *m, const MendSite *at, Fix *out)
{
    NodeId stmt = 0,
           arg = py_kind(m->tree, at->node) == PY_Call ? mend_arg(m, at->node, 0, (Str){0}) : 0;
    if (!arg || py_kind(m->tree, arg) != PY_Name || !mend_assigned(m, arg, &stmt)) return false;
    Str test = str_fmt(m->keep, "%.*s is None", STR_ARG(py_text(m->tree, arg)));
    return mend_after(m, &out->change, stmt,
                      mend_guard(m, &out->change, stmt, test, S("there is nothing to use"))) &&
           mend_done(out, TRUST_SAFE,
                     "None is refused where it comes from; before, its use failed a line later.");
}
