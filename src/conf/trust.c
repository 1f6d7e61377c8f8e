// conf/trust: project files that the user has trusted, kept whole in the user's own configuration
// folder. A file that differs by one byte is another file.
// SPDX-License-Identifier: MIT
#include "conf/conf.h"
#include "base/os.h"

enum { MOST_BYTES = 1 << 20 };

// trusted/<hash of the path>, beside the user's own file; empty when there is no home.
static Str record_of(Str path, Arena *keep)
{
    Str own = conf_user_file(keep);
    Size slash = str_rfind(own, '/');
    if (slash < 0) return (Str){0};
    return str_fmt(keep, "%.*s/trusted/%016llx", STR_ARG(str_sub(own, 0, slash)),
                   (unsigned long long)str_hash(path));
}

static Str record_text(Str path, Str text, Arena *keep)
{
    return str_fmt(keep, "%.*s\n%.*s", STR_ARG(path), STR_ARG(text));
}

bool conf_trusts(Str path, Str text, Arena scratch)
{
    Str record = record_of(path, &scratch), had;
    if (!record.len || os_read(record, 2 * MOST_BYTES, &scratch, &had).kind) return false;
    return str_eq(had, record_text(path, text, &scratch));
}

Err conf_trust(Str path, Str text, bool revoke, Arena *keep)
{
    Str record = record_of(path, keep);
    if (!record.len)
        return err_new(keep, ERR_CONFIG, "no home folder is known, so nothing can be trusted");
    // an empty record trusts no file: each has at least its path
    if (revoke) return os_write_atomic(record, S(""), keep);
    Err e = os_make_dirs(path_folder(record), 0700, keep);
    return e.kind ? e : os_write_atomic(record, record_text(path, text, keep), keep);
}
