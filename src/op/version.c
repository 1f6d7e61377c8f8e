// op/version: which suture this is, and what it knows.
// SPDX-License-Identifier: MIT
#include "op/op.h"
#include "report/report.h"

int op_version(const OpCall *c)
{
    Buf b = {.keep = c->keep};
    if (!conf_flag(c->conf, "json")) {
        op_data(c, S("suture " SUTURE_VERSION "\n"));
        return EXIT_CLEAN;
    }
    buf_fmt(&b, "{\"name\": \"suture\", \"version\": \"%s\", \"python\": [\"3.8\", \"3.14\"], ",
            SUTURE_VERSION);
    buf_fmt(&b,
            "\"rules\": %td, \"schemas\": {\"scan\": \"suture-scan-1\", \"fix\": \"suture-fix-1\", "
            "\"baseline\": \"suture-baseline-1\"}, \"formats\": [",
            all_rules_n);
    for (Size i = 0; i < all_formats_n; i++) {
        if (i) buf_add(&b, S(", "));
        op_json_text(&b, all_formats[i].name);
    }
    buf_add(&b, S("], \"commands\": ["));
    for (Size i = 0; i < all_ops_n; i++) {
        if (i) buf_add(&b, S(", "));
        op_json_text(&b, all_ops[i].name);
    }
    buf_add(&b, S("]}\n"));
    op_data(c, buf_str(&b));
    return EXIT_CLEAN;
}
