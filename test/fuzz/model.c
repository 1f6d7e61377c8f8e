// Fuzz the reader of *.model texts, as users may write them, and the lookups in what it read.
// SPDX-License-Identifier: MIT
#include "model/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Pool pool;                                // one reservation for all runs
    jmp_buf full;
    if (!pool.block && !pool_open(&pool, (Size)64 << 20)) return 0;
    pool_reset(&pool);
    pool.arena.full = &full;
    if (setjmp(full)) return 0;
    Str text = {(const char *)data, (Size)size};
    Models *m = models_new(&pool.arena);
    Err err = models_read(m, S("fuzz.model"), text, &pool.arena);
    if (err.kind) return 0;
    const ModelWords *words = models_words(m, &pool.arena);
    for (Str row; str_cut(&text, S("\n"), &row);) {
        const ModelLine *l = models_find(m, row);
        CondFact fact = {.present = true, .constant = true, .text = row};
        for (Size i = 0; l && i < l->nconds; i++) (void)models_cond(&l->conds[i], &fact);
        (void)models_member(m, row, S("get"));
        (void)models_is_a(m, models_id(m, row), models_id(m, S("list")));
        const ModelWord *word = words ? models_word(words, row) : NULL;
        WordsSaid said = words ? models_said(words, &pool.arena) : (WordsSaid){0};
        if (words) said_import(words, &said, row);
        for (Size i = 0; word && i < word->n; i++) (void)word_counts(words, word, &word->v[i], &said);
    }
    return 0;
}
