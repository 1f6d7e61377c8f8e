// flow/runs: which item of an argument list is a line for a shell or the text of a program.
// SPDX-License-Identifier: MIT
#include "flow/runs.h"
#include "flow/guard.h"

// One of the constants that v may be is in the list; of a path its last part counts.
static bool is_any_of(const Av *v, const char *const *list, int n)
{
    for (int i = 0; i < v->n; i++) {
        const PyConst *c = v->atom[i].kind == AT_CONST ? v->atom[i].p : NULL;
        if (!c || c->kind != CONST_STR) continue;
        Str s = c->text.len > 1 ? path_last(c->text) : c->text;
        if (!s.len) s = c->text;
        if (is_one_of(s, list, n) || is_one_of(c->text, list, n)) return true;
    }
    return false;
}

static Str const_word(const Av *v)
{
    Str s;
    return av_only_str(v, &s) ? s : (Str){0};
}

static bool is_this_python(Frame *fr, const Av *v)
{
    const Atom *a = av_find(v, AT_NAME);
    return a && str_eq(unit_str(fr->w, a->idx), S("sys.executable"));
}

// python3, python3.11, /usr/bin/perl, sys.executable
static bool runs_code(Frame *fr, const Av *v)
{
    static const char *const programs[] = {"perl", "ruby",    "node",     "php",
                                           "lua",  "Rscript", "osascript"};
    Str name = path_last(const_word(v));
    return str_starts(name, S("python")) || str_starts(name, S("pypy")) ||
           is_any_of(v, programs, countof(programs)) || is_this_python(fr, v);
}

// env, sudo, nohup: what they run comes next. VAR=value belongs to env.
static uint32_t behind_wrappers(const Obj *o)
{
    static const char *const wrappers[] = {"env",    "sudo",   "nohup", "nice",
                                           "setsid", "stdbuf", "exec"};
    uint32_t i = 0;
    while (i + 2 < o->n && i < 6) {
        Str word = const_word(o->cell[i].v);
        bool more = i && (str_starts(word, S("-")) || str_find(word, S("=")) > 0);
        if (!more && !is_any_of(o->cell[i].v, wrappers, countof(wrappers))) break;
        i++;
    }
    return i;
}

// ["ssh", host, "ls " + name]: another machine's shell reads it.
static bool other_machine(Frame *fr, const Obj *o, uint32_t *item)
{
    if (!o->exact || !is_any_of(o->cell[0].v, (const char *[]){"ssh"}, 1)) return false;
    *item = o->n - 1;
    return str_find(av_shape(fr->w, o->cell[o->n - 1].v).prefix, S(" ")) > 0;
}

// ["sh", "-c", …]: its third item is a line for a shell; ["env", "python3", "-c", …]: of Python.
Run runs_item(Frame *fr, const Av *v, uint32_t *item)
{
    static const char *const shells[] = {"sh",  "bash", "zsh",     "dash",       "ksh",
                                         "ash", "cmd",  "cmd.exe", "powershell", "pwsh"};
    static const char *const flags[] = {"-c", "-lc", "-ec", "/c", "/C", "-Command", "-ic", "-xc"};
    static const char *const codes[] = {"-c",  "-e",  "-E",  "-r",    "-ne",
                                        "-pe", "-Ic", "-Sc", "--eval"};
    uint32_t id;
    const Obj *o = only_obj(fr, v, &id);
    if (!o || o->kind > OB_TUPLE || o->n < 3) return RUN_NONE;
    for (uint32_t i = 0; i + 2 < o->n; i++) {              // docker exec NAME sh -c …
        *item = i + 2;
        if (is_any_of(o->cell[i].v, shells, countof(shells)) &&
            is_any_of(o->cell[i + 1].v, flags, countof(flags)))
            return RUN_SHELL;
    }
    if (other_machine(fr, o, item)) return RUN_SHELL;
    uint32_t i = o->exact ? behind_wrappers(o) : 0;
    if (i + 2 >= o->n) return RUN_NONE;
    if (!runs_code(fr, o->cell[i].v)) return RUN_NONE;
    // python3 -I -c …
    uint32_t k = i + 1;
    while (o->exact && k + 2 < o->n && str_starts(const_word(o->cell[k].v), S("-")) &&
           !is_any_of(o->cell[k].v, codes, countof(codes)))
        k++;
    *item = k + 1;
    return is_any_of(o->cell[k].v, codes, countof(codes)) ? RUN_CODE : RUN_NONE;
}

// Of ["sh", "-c", script, name, …] what stands behind the script is $0, $1 …, which no shell reads.
const Av *run_item(Frame *fr, const Av *v, uint32_t item)
{
    uint32_t id;
    const Obj *o = only_obj(fr, v, &id);
    return o && o->exact && o->n > item ? o->cell[item].v : v;
}
