// fix/imports: what a change newly imports must be there: in the standard library, in the project,
// brought by what the file imports already, or declared by the project. Where no declaration can be
// found nobody can tell.
// SPDX-License-Identifier: MIT
#include "fix/fix_int.h"
#include "fix/job.h"
#include "base/os.h"

// Top-level modules of the standard library, 3.8 to 3.14 (docs.python.org/3/py-modindex.html).
static const char STDLIB[] =
    " __future__ _thread abc aifc annotationlib antigravity argparse array ast asynchat asyncio "
    "asyncore "
    " atexit audioop base64 bdb binascii binhex bisect builtins bz2 cProfile calendar cgi cgitb "
    "chunk cmath "
    " cmd code codecs codeop collections colorsys compileall compression concurrent configparser "
    "contextlib "
    " contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm decimal difflib "
    "dis "
    " distutils doctest dummy_threading email encodings ensurepip enum errno faulthandler fcntl "
    "filecmp "
    " fileinput fnmatch formatter fractions ftplib functools gc genericpath getopt getpass gettext "
    "glob "
    " graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect "
    "io "
    " ipaddress itertools json keyword lib2to3 linecache locale logging lzma macpath macurl2path "
    "mailbox "
    " mailcap marshal math mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis "
    "nntplib nt "
    " ntpath nturl2path numbers opcode operator optparse os ossaudiodev parser pathlib pdb pickle "
    " pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty "
    "pwd "
    " py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource "
    " rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtpd "
    "smtplib sndhdr "
    " socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat statistics "
    "string "
    " stringprep struct subprocess sunau symbol symtable sys sysconfig syslog tabnanny tarfile "
    "telnetlib "
    " tempfile termios textwrap this threading time timeit tkinter token tokenize tomllib trace "
    "traceback "
    " tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uu uuid venv "
    "warnings wave "
    " weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib "
    "zoneinfo ";

// Modules that come with another one: packages that it requires.
static const struct { Str module, brings;
} BRINGS[] = {
    {L("flask"), L(" markupsafe werkzeug jinja2 itsdangerous click ")},
    {L("jinja2"), L(" markupsafe ")},
    {L("django"), L(" asgiref sqlparse ")},
    {L("requests"), L(" urllib3 certifi idna ")},
    {L("fastapi"), L(" starlette pydantic ")},
    {L("aiohttp"), L(" yarl multidict ")},
    {L("werkzeug"), L(" markupsafe ")},
    {L("wtforms"), L(" markupsafe ")},
    {L("pandas"), L(" numpy ")},
    {L("celery"), L(" kombu billiard ")},
};

static const Str LISTS[] = {
    L("pyproject.toml"), L("requirements.txt"), L("setup.cfg"),       L("setup.py"),
    L("Pipfile"),        L("environment.yml"),  L("requirements.in"), L("requirements/base.txt"),
    L("poetry.lock"),
};
enum { MOST_LIST = 4 << 20, MOST_PARENTS = 24 };

static bool word_in(Str words, Str word, Arena scratch)
{
    return str_find(words, str_fmt(&scratch, " %.*s ", STR_ARG(word))) >= 0;
}

static void add_root(Bag *out, Str dotted, Arena *keep)
{
    bag_add(out, str_first(dotted, S(".")), 1, keep);
}

// The first words of every module that a file imports, wherever in the file.
static void imported(const Tree *t, Arena *keep, Bag *out)
{
    for (NodeId n = 1; n < (NodeId)t->nodes.n; n++) {
        NodeList names = {0};
        if (py_kind(t, n) == PY_Import) names = py_list(t, n, Import_names);
        for (uint32_t i = 0; i < names.n; i++)
            add_root(out, py_name(t, py_sym(t, names.v[i], alias_name)), keep);
        if (py_kind(t, n) != PY_ImportFrom || py_raw(t, n, ImportFrom_level)) continue;
        add_root(out, py_name(t, py_sym(t, n, ImportFrom_module)), keep);
    }
}

static bool brought(const Bag *had, Str module, Arena scratch)
{
    for (Size i = 0; i < countof(BRINGS); i++)
        if (bag_count(had, BRINGS[i].module) && word_in(BRINGS[i].brings, module, scratch))
            return true;
    return false;
}

static Str parent(Str folder)
{
    Size slash = str_rfind(folder, '/');
    return slash <= 0 ? (Str){0} : str_sub(folder, 0, slash);
}

typedef enum { HERE_NO, HERE_YES, HERE_DECLARED, HERE_NOT_DECLARED } Here;

static Here look_in(Str folder, Str module, Arena scratch, Str *list)
{
    Str file = str_fmt(&scratch, "%.*s/%.*s.py", STR_ARG(folder), STR_ARG(module));
    Str dir = str_fmt(&scratch, "%.*s/%.*s", STR_ARG(folder), STR_ARG(module));
    if (os_stat(file, true, scratch).kind == OS_FILE ||
        os_stat(dir, true, scratch).kind == OS_FOLDER)
        return HERE_YES;
    for (Size i = 0; i < countof(LISTS); i++) {
        Str text, path = str_fmt(&scratch, "%.*s/%.*s", STR_ARG(folder), STR_ARG(LISTS[i]));
        if (os_stat(path, true, scratch).kind != OS_FILE ||
            os_read(path, MOST_LIST, &scratch, &text).kind)
            continue;
        if (declares(text, module)) return HERE_DECLARED;
        *list = LISTS[i];
    }
    return list->len ? HERE_NOT_DECLARED : HERE_NO;
}

// Up from the file's folder: the project's own modules, then its lists of dependencies.
static Here look(const Judge *j, Str module, Str *list)
{
    Arena scratch = j->scratch;
    Str path = str_eq(j->c->path, S("-")) ? S("x") : j->c->path;
    Str real = path.len && *path.s == '/' ? path
             : str_fmt(&scratch, "%.*s/%.*s", STR_ARG(os_cwd(&scratch)), STR_ARG(path));
    Str folder = parent(os_real(real, &scratch));
    Here best = HERE_NO;
    for (int i = 0; folder.len && i < MOST_PARENTS; i++, folder = parent(folder)) {
        Here here = look_in(folder, module, scratch, list);
        if (here == HERE_YES || here == HERE_DECLARED) return here;
        if (here == HERE_NOT_DECLARED) best = here;
        Str git = str_fmt(&scratch, "%.*s/.git", STR_ARG(folder));
        if (os_stat(git, true, scratch).kind != OS_NONE) break;
    }
    return best;
}

Gate judge_imports(Judge *j)
{
    Bag had = {0}, has = {0};
    Gate found = gate_pass("no import was added that is not there");
    imported(j->was, j->keep, &had);
    imported(j->is, j->keep, &has);
    for (Size i = 0; i < has.n; i++) {
        Str list = {0}, m = has.v[i].text;
        if (!m.len || bag_count(&had, m) || word_in(str_of(STDLIB), m, j->scratch) ||
            brought(&had, m, j->scratch) || declares(j->c->declares, m))
            continue;
        Here here = look(j, m, &list);
        if (here == HERE_NOT_DECLARED)
            return gate_fail(j->keep, "imports %.*s, which %.*s does not declare", STR_ARG(m),
                             STR_ARG(list));
        if (here == HERE_NO)
            found = gate_unknown(j->keep,
                                 "imports %.*s, and there is no list of dependencies to look in",
                                 STR_ARG(m));
    }
    return found;
}
