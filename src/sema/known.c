// known: names that Python brings along: the standard library's modules (3.8 to 3.14) and the
// builtins (Python 2's too, which old code still names). From sys.stdlib_module_names and
// dir(builtins).
// SPDX-License-Identifier: MIT
#include "sema/sema.h"

static const char modules[] =
    " __future__ _thread abc aifc annotationlib antigravity argparse array ast asynchat asyncio"
    " asyncore atexit audioop base64 bdb binascii bisect builtins bz2 cProfile calendar cgi cgitb"
    " chunk cmath cmd code codecs codeop collections colorsys compileall compression concurrent"
    " configparser contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime"
    " dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno faulthandler"
    " fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass "
    "gettext"
    " glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib "
    "inspect"
    " io ipaddress itertools json keyword lib2to3 linecache locale logging lzma mailbox mailcap"
    " marshal math mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt"
    " ntpath nturl2path numbers opcode operator optparse os ossaudiodev pathlib pdb pickle "
    "pickletools"
    " pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd "
    "py_compile"
    " pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter"
    " runpy sched secrets select selectors shelve shlex shutil signal site smtpd smtplib sndhdr "
    "socket"
    " socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string"
    " stringprep struct subprocess sunau symtable sys sysconfig syslog tabnanny tarfile telnetlib"
    " tempfile termios textwrap this threading time timeit tkinter token tokenize tomllib trace"
    " traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uu uuid"
    " venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp "
    "zipfile"
    " zipimport zlib zoneinfo"
    " ";

static const char builtins[] =
    " ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup "
    "BlockingIOError"
    " BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError"
    " ConnectionError ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError "
    "Ellipsis"
    " EncodingWarning EnvironmentError Exception ExceptionGroup False FileExistsError"
    " FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError"
    " ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError"
    " KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError None "
    "NotADirectoryError"
    " NotImplemented NotImplementedError OSError OverflowError PendingDeprecationWarning"
    " PermissionError ProcessLookupError PythonFinalizationError RecursionError ReferenceError"
    " ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError"
    " SyntaxWarning SystemError SystemExit TabError TimeoutError True TypeError UnboundLocalError"
    " UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning"
    " UserWarning ValueError Warning ZeroDivisionError __build_class__ __doc__ __file__ __import__"
    " __loader__ __name__ __package__ __spec__ abs aiter all anext any ascii basestring bin bool"
    " breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr"
    " dict dir divmod enumerate eval exec execfile exit filter float format frozenset getattr "
    "globals"
    " hasattr hash help hex id input int isinstance issubclass iter len license list locals long "
    "map"
    " max memoryview min next object oct open ord pow print property quit range raw_input reduce"
    " reload repr reversed round set setattr slice sorted staticmethod str sum super tuple type "
    "unichr"
    " unicode vars xrange zip"
    " ";

// Each list is in the order of its bytes and has a blank at both ends: halved until the word is met.
static bool listed(const char *list, Size len, Str word)
{
    Size lo = 0, hi = len - 1;                             // blanks: the words between are looked through
    while (lo < hi) {
        Size from = lo + (hi - lo) / 2, same = 0;
        while (list[from] != ' ') from--;
        const char *at = list + from + 1;                  // no letter is less than the blank behind it
        while (same < word.len && at[same] != ' ' && at[same] == word.s[same]) same++;
        if (same == word.len && at[same] == ' ') return true;
        if (same == word.len || (uint8_t)word.s[same] < (uint8_t)at[same]) hi = from;
        else for (lo = from + 1 + same; list[lo] != ' ';) lo++;
    }
    return false;
}

bool sema_is_stdlib(Str root) { return listed(modules, countof(modules) - 1, root); }
bool sema_is_builtin(Str name) { return listed(builtins, countof(builtins) - 1, name); }
