// flow/opened: what an unknown function gives by its name: one that is handed a request, one that
// escapes.
// SPDX-License-Identifier: MIT
#include "flow/walk.h"

static bool holds_word(Str text, Str word)
{
    for (Size i = 0; i + word.len <= text.len; i++) {
        Size k = 0;
        while (k < word.len && (text.s[i + k] | 32) == word.s[k]) k++;
        if (k == word.len) return true;
    }
    return false;
}

// get_params(request), of a library that nobody knows: what it gives is what the request holds.
const Taint *opened_request(Frame *fr, Str name, const Args *args)
{
    static const Str says[] = {L("request"), L("param"), L("form"), L("body"),   L("payload"),
                               L("input"),   L("query"), L("json"), L("cookie"), L("header")};
    World *w = fr->w;
    Str last = str_sub(name, str_rfind(name, '.') + 1, -1);
    bool named = false, handed = false;
    for (Size i = 0; i < args->npos; i++) handed |= av_find(args->pos[i], AT_INST) != NULL;
    for (Size i = 0; handed && i < countof(says); i++) named |= holds_word(last, says[i]);
    for (Size i = 0; named && i < args->npos; i++)
        for (int k = 0; k < args->pos[i]->n; k++) {
            const Atom *a = &args->pos[i]->atom[k];
            ModelId m = a->kind == AT_INST && a->id
                            ? models_member_id(w->models, a->id, S("__outside__"))
                            : 0;
            for (const ModelLine *l = models_lines(w->models, m); l; l = l->next)
                if (l->kind == M_SOURCE)
                    return taint_new(w, l->kinds,
                                     step_add(fr, NULL, args->node,
                                              str_fmt(&w->a, "%.*s is given the request",
                                                      STR_ARG(name))),
                                     false);
        }
    return NULL;
}

// escape_for_html(x), of a library that nobody knows: its name says what it is for.
Kinds unknown_clears(Str name)
{
    static const struct { Str word, with; Kinds kinds; } says[] = {
        {L("escape"), L("html"), KIND(HTML) | KIND(XML)},
        {L("escape"), L("xml"), KIND(HTML) | KIND(XML)},
        {L("escape"), L("ldap"), KIND(LDAP) | KIND(LDAP_DN)},
        {L("escape"), L("filter"), KIND(LDAP)},
        {L("escape"), L("shell"), KIND(SHELL)},
        {L("escape"), L("sql"), KIND(SQL)},
        {L("sanitiz"), L("html"), KIND(HTML) | KIND(XML) | KIND(SCRIPT)},
        {L("clean"), L("html"), KIND(HTML) | KIND(XML) | KIND(SCRIPT)},
        {L("secure"), L("filename"), KIND(PATH) | KIND(ARCHIVE)},
        {L("saniti"), L("filename"), KIND(PATH) | KIND(ARCHIVE)},
        {L("safe"), L("filename"), KIND(PATH) | KIND(ARCHIVE)},
        {L("saniti"), L("path"), KIND(PATH) | KIND(ARCHIVE)},
        {L("safe"), L("join"), KIND(PATH) | KIND(ARCHIVE)},
        {L("safe"), L("redirect"), KIND(REDIRECT)},
        {L("safe"), L("url"), KIND(REDIRECT)},
        // what is found under an id does not hold the id
        {L("get"), L("_by_id"), KINDS_TEXT},
        {L("get"), L("_by_pk"), KINDS_TEXT},
        {L("get"), L("_by_uuid"), KINDS_TEXT},
        {L("find"), L("_by_id"), KINDS_TEXT}};
    Str last = str_sub(name, str_rfind(name, '.') + 1, -1);
    Kinds k = 0;
    bool said = false;
    if (holds_word(last, S("unsafe")) || holds_word(last, S("unescape"))) return 0;
    for (Size i = 0; i < countof(says); i++) {
        if (!i || says[i].word.s != says[i - 1].word.s) said = holds_word(last, says[i].word);
        if (said && holds_word(last, says[i].with)) k |= says[i].kinds;
    }
    return k;
}
