// peer/family: CWEs that different tools use for one and the same weakness.
// SPDX-License-Identifier: MIT
#include "peer/peer.h"

enum { MOST = 12 };

static const int families[][MOST] = {
    {77, 78, 88, 150},             // commands
    {79, 80, 83, 87, 116},         // HTML
    {22, 23, 36, 73, 59, 99, 641}, // paths
    {89, 564, 943},                // queries
    {90},
    {91, 643, 652},
    {611, 776, 827, 112},
    {94, 95, 96, 913, 1336, 470}, // code
    {502},
    {918, 441},
    {601},
    {93, 113, 117},
    {326, 327, 328, 759, 760, 780, 916, 310}, // weak cryptography
    {330, 331, 335, 337, 338, 340},           // weak random
    {295, 297, 299, 599, 322, 757, 319},      // transport
    {259, 321, 798, 256, 257, 312, 522},      // credentials in code
    {377, 378, 379, 362, 367},                // temporary files
    {276, 277, 278, 732, 279},                // permissions
    {215, 489, 94, 200, 209, 497},            // debug and details
    {400, 730, 770, 1333, 409},               // exhaustion
    {605, 668, 1327},
    {352},
    {434},
    {703, 390, 391, 617, 754, 755},
    {345, 347},
    {614, 1004, 1275},
};

static bool holds(const int *family, int cwe)
{
    for (int i = 0; i < MOST && family[i]; i++)
        if (family[i] == cwe) return true;
    return false;
}

bool cwe_same_family(int a, int b)
{
    if (a == b) return a != 0;
    for (Size i = 0; i < countof(families); i++)
        if (holds(families[i], a) && holds(families[i], b)) return true;
    return false;
}

static bool any_family(const Finding *f, int cwe)
{
    return cwe && (cwe_same_family(f->cwe, cwe) || f->also[0] == cwe || f->also[1] == cwe);
}

static bool covers(const Finding *ours, const Finding *theirs)
{
    const Rule *r = rule_find(ours->rule);
    for (const Str *p = r ? r->peers : NULL; p && p->len; p++) {
        Size colon = str_find(*p, S(":"));
        bool same = str_eq(str_sub(*p, 0, colon), theirs->engine) &&
                    str_eq(str_sub(*p, colon + 1, -1), theirs->rule);
        if (colon > 0 && same) return true;
    }
    return false;
}

bool findings_agree(const Finding *ours, const Finding *theirs)
{
    bool apart = ours->end_line < theirs->line || theirs->end_line < ours->line;
    if (apart || !str_eq(ours->path, theirs->path)) return false;
    return covers(ours, theirs) || any_family(ours, theirs->cwe) ||
           any_family(ours, theirs->also[0]);
}
