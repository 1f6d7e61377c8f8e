// conf/nearest: which known word a mistyped one was probably meant to be.
// SPDX-License-Identifier: MIT
#include "conf/conf.h"

enum { LONGEST = 64 };

// Edit distance with swaps of neighbours (optimal string alignment).
static int distance(Str a, Str b)
{
    int row[3][LONGEST + 1];
    for (int j = 0; j <= (int)b.len; j++) row[0][j] = j;
    for (int i = 1; i <= (int)a.len; i++) {
        int *now = row[i % 3], *up = row[(i + 2) % 3], *upper = row[(i + 1) % 3];
        now[0] = i;
        for (int j = 1; j <= (int)b.len; j++) {
            int best = up[j - 1] + (a.s[i - 1] != b.s[j - 1]);
            if (up[j] + 1 < best) best = up[j] + 1;
            if (now[j - 1] + 1 < best) best = now[j - 1] + 1;
            bool swapped = i > 1 && j > 1 && a.s[i - 1] == b.s[j - 2] && a.s[i - 2] == b.s[j - 1];
            if (swapped && upper[j - 2] + 1 < best) best = upper[j - 2] + 1;
            now[j] = best;
        }
    }
    return row[a.len % 3][b.len];
}

// "sqli" of "sql-injection": the first letters, whatever dashes are between them.
static bool begins(Str word, Str typed)
{
    Size k = 0;
    for (Size i = 0; i < word.len && k < typed.len; i++) {
        if (word.s[i] == typed.s[k]) k++;
        else if (word.s[i] != '-') return false;
    }
    return k == typed.len;
}

Str conf_nearest(Str typed, const Str *words, Size n, Arena scratch)
{
    (void)scratch;
    // the first distance that is too far
    int best = typed.len <= 3 ? 2 : typed.len <= 7 ? 3 : 4;
    Str found = {"", 0};
    if (!typed.len || typed.len > LONGEST) return found;
    for (Size i = 0; i < n; i++) {
        if (!words[i].len || words[i].len > LONGEST) continue;
        int d = distance(typed, words[i]);
        if (typed.len >= 3 && best > 1 && begins(words[i], typed)) d = 1;
        if (d < best) {
            best = d;
            found = words[i];
        }
    }
    return found;
}

Str conf_nearest_option(Str typed, unsigned ops, Arena scratch)
{
    struct { Str *v; Size n, cap; } words = {0};
    for (Size i = 0; i < all_options_n; i++)
        if (all_options[i].ops & ops) *push(&scratch, &words) = all_options[i].name;
    return conf_nearest(typed, words.v, words.n, scratch);
}
