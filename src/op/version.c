// op/version: which suture this is.
// SPDX-License-Identifier: MIT
#include "op/op.h"

int op_version(const OpCall *c)
{
    if (conf_flag(c->conf, "json"))
        op_data(c, S("{\"name\": \"suture\", \"version\": \"" SUTURE_VERSION
                     "\", \"python\": [\"3.8\", \"3.14\"]}\n"));
    else
        op_data(c, S("suture " SUTURE_VERSION "\n"));
    return EXIT_CLEAN;
}
