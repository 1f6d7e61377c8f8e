// py: Python text -> tree. Always succeeds: what does not parse becomes Error nodes and
// diagnostics.
// Accepts the union of Python 3.8 to 3.14 and records which versions take the file. Node and field
// names are those of CPython's `ast` (https://docs.python.org/3/library/ast.html#abstract-grammar).
// Knows syntax and scope legality only: no imports, no meaning. Never fails, prints or opens a
// file.
// SPDX-License-Identifier: MIT
#ifndef PY_PY_H
#define PY_PY_H
#include "base/base.h"
#include "py/kinds.h"

typedef uint32_t NodeId;                    // index into Tree.nodes; 0 is "none"

// One node: its bytes in the source and up to three fields in place (a fourth and further ones lie
// in Tree.extra). Read fields with the functions below, never from f directly.
// `op` holds the operator, context or small integer of the node, as kinds.h says.
typedef struct { uint8_t kind, op; uint16_t aux; uint32_t beg, end, f[3]; } PyNode;

typedef enum { CONST_NONE, CONST_FALSE, CONST_TRUE, CONST_ELLIPSIS, CONST_INT, CONST_FLOAT,
               CONST_COMPLEX, CONST_STR, CONST_BYTES } ConstKind;
// A decoded constant. CONST_STR: text is UTF-8 (a lone surrogate as its three WTF-8 bytes).
// CONST_BYTES: raw bytes. CONST_INT: `big` false: i holds it; true: text holds the decimal or 0x
// digits. CONST_FLOAT: d; CONST_COMPLEX: d is the imaginary part.
typedef struct {
    ConstKind kind;
    bool big, u_prefix;
    union { int64_t i; double d; };
    Str text;
} PyConst;

typedef enum { DIAG_SYNTAX, DIAG_VERSION, DIAG_SYMBOL, DIAG_LIMIT, DIAG_ENCODING } DiagKind;
typedef struct { DiagKind kind; Span at; Str what; uint16_t since, until; } PyDiag;
// PyDiag.since/until: for DIAG_VERSION, the versions that take it (308..314 style: 3.12 is 312; 0
// open).

typedef struct { const NodeId *v; uint32_t n; } NodeList;
typedef struct { const uint32_t *v; uint32_t n; } SymList;

typedef struct {
    Str src;                                // the text as parsed (BOM and cookie handled), UTF-8
    Str original;                           // the bytes as given; differs when re-encoded or
                                            // extracted
    const struct PyPieces *pieces;          // py_parse_file: where the code of a notebook or a
                                            // Markdown file stands in `original`; else NULL
    struct { PyNode *v; Size n, cap; } nodes;
    struct { uint32_t *v; Size n, cap; } extra;
    struct { PyConst *v; Size n, cap; } consts;
    struct { PyDiag *v; Size n, cap; } diags;
    struct { Span *v; Size n, cap; } comments;   // '#' to end of line, in order
    struct { uint32_t *v; Size n, cap; } lines;  // offset of each line's first byte; lines.v[0] ==
                                                 // 0
    Names names;                            // identifiers of this file (NFKC), Sym -> text
    NodeId root;                            // Module
    const NodeId *links;                    // py_kind_links, while somebody has room for them; else NULL
    uint16_t min_version, max_version;      // versions that take the file; min > max: none does
    bool parses;                            // some version from 3.8 to 3.14 compiles it
    bool refused;                           // py_check had something against it, in some version
} Tree;

// target 0: any of 308..314. top_await: `await` outside a function is right, as IPython has it.
typedef struct { uint16_t target; bool no_symbols, top_await; } PyOptions;

// Parse. Everything lives in `keep`, `src` is borrowed for the tree's life. At most 1 GiB of source
// and PY_MAX_DEPTH nesting (beyond: DIAG_LIMIT and Error nodes). Linear in the source.
// Runs the symbol pass (py_check) unless opt.no_symbols.
#define PY_MAX_DEPTH 1000
Tree *py_parse(Str src, PyOptions opt, Arena *keep);
// what compile() refuses after parsing
void py_check(Tree *t, PyOptions opt, Arena *keep, Arena scratch);

static inline const PyNode *py_at(const Tree *t, NodeId n) { return &t->nodes.v[n]; }
static inline int py_kind(const Tree *t, NodeId n) { return t->nodes.v[n].kind; }
// Field by position: the enum constants FunctionDef_body, Call_args … of kinds.h.
extern const uint8_t py_nfields[PY_KIND_COUNT];
uint32_t py_packed(const Tree *t, const PyNode *n, int field);       // of a kind of more than three
static inline uint32_t py_raw(const Tree *t, NodeId id, int field)
{
    const PyNode *n = py_at(t, id);
    int nfields = py_nfields[n->kind];
    return field >= nfields ? 0 : nfields <= 3 ? n->f[field] : py_packed(t, n, field);
}
static inline NodeId py_node(const Tree *t, NodeId n, int field) { return py_raw(t, n, field); }   // 0 when absent
static inline Sym py_sym(const Tree *t, NodeId n, int field) { return py_raw(t, n, field); }       // 0 when absent
// The same of a node that is surely of this kind: py_of(t, n, Call, func).
#define py_of(t, n, kind, field) \
    (kind##_nfields <= 3 ? (t)->nodes.v[n].f[(kind##_nfields <= 3) * (kind##_##field)] \
                         : py_packed((t), &(t)->nodes.v[n], kind##_##field))
// items may be 0 (Dict key of **, kw_defaults). Of an empty one, as half-typed code has them anywhere, v[0] is 0.
extern const NodeId py_no_nodes[1];
static inline NodeId py_last(NodeList l) { return l.n ? l.v[l.n - 1] : 0; }
static inline NodeList py_items(const Tree *t, uint32_t at)
{
    return at ? (NodeList){t->extra.v + at + 1, t->extra.v[at]} : (NodeList){py_no_nodes, 0};
}
static inline NodeList py_list(const Tree *t, NodeId n, int field)
{
    return py_items(t, py_raw(t, n, field));
}
#define py_list_of(t, n, kind, field) py_items((t), py_of((t), (n), kind, field))
// The i-th parameter that has a name of its own (by place only, plain, by keyword only; not *args, **kwargs) of
// an `arguments` node, and its default, 0 where there is none. 0 behind the last.
NodeId   py_param(const Tree *t, NodeId arguments, uint32_t i, NodeId *fallback);
SymList  py_syms(const Tree *t, NodeId n, int field);
const PyConst *py_const(const Tree *t, NodeId n);        // of a Constant or MatchSingleton; else
                                                         // NULL
enum { PY_RESERVED = 36 };                               // names before this one are Python's words, in every file
static inline Str py_name(const Tree *t, Sym s) { return name_str(&t->names, s); }
Str      py_text(const Tree *t, NodeId n);               // the node's source bytes
NodeList py_body(const Tree *t, NodeId def);             // the statements of a def or async def
Str      py_last_name(const Tree *t, NodeId n);          // b of a.b, a of a; "" of anything else
bool     py_has_text(const Tree *t, Str text);           // is it one of the file's constants?
NodeId   py_keyword(const Tree *t, NodeId call, Str name);      // the value of name=…; 0: it is not given so
// def … continue, or what does not parse as one
static inline bool py_is_statement(int kind) { return kind >= PY_FunctionDef && kind <= PY_Error; }
static inline bool py_is_function(int kind)              // def, async def, lambda
{
    return kind == PY_FunctionDef || kind == PY_AsyncFunctionDef || kind == PY_Lambda;
}

// Children in source order of fields; call until it returns 0. `it` starts at 0.
NodeId py_next_child(const Tree *t, NodeId n, uint32_t *it);
void py_each_child(const Tree *t, NodeId n, void (*see)(void *self, NodeId child),
                   void *self);             // the same at once
// Of each node, what it is a child of, and the first of the nodes below it: the parser makes a node when all
// that stands in it is made, and nothing else meanwhile, so these are all from the first to the node.
void py_parents(const Tree *t, NodeId *parent, NodeId *first);
// Of each node the next of its kind; behind them, by kind, the first.
NodeId *py_kind_links(const Tree *t, Arena *keep);
// The first node of a kind after `from` in the tree's array; 0: none. links may be NULL.
NodeId py_next_of(const Tree *t, const NodeId *links, int kind, NodeId from);

typedef struct { int line, col; } PyPos;                 // line from 1; col in bytes from 0
PyPos py_pos(const Tree *t, uint32_t at);
Span  py_line(const Tree *t, int line);                  // its bytes, without the line end

// Tokens, for edits and for tests: the lexer alone over any text.
typedef enum {
    TOK_EOF,
    TOK_NEWLINE,
    TOK_NL,
    TOK_COMMENT,
    TOK_INDENT,
    TOK_DEDENT,
    TOK_NAME,
    TOK_NUMBER,
    TOK_STRING,
    TOK_FSTRING,
    TOK_OP,
    TOK_ERROR
} TokKind;
typedef struct { TokKind kind; uint32_t beg, end; } PyTok;
typedef struct { PyTok *v; Size n, cap; } PyToks;
void py_tokens(Str src, Arena *keep, PyToks *out);

// A Markdown file's python fences, or a notebook's code cells, as one Python text: what is no code
// is dropped, and IPython's own lines become `pass`. False: nothing to extract.
typedef struct { uint32_t from, to, len; } PyPiece;      // src[from, from+len) is original[to,
                                                         // to+len)
typedef struct PyPieces {
    PyPiece *v; Size n, cap;
    struct { uint32_t *v; Size n, cap; } lines;          // of the original; filled by py_parse_file
} PyPieces;
bool py_from_markdown(Str text, Arena *keep, Str *src, PyPieces *map);
bool py_from_notebook(Str json, Arena *keep, Str *src, PyPieces *map);

// A file as it lies on a disk: by the end of its name the code of a notebook (.ipynb; `await`
// outside a function is right there) or of a Markdown file (.md, .markdown), else Python. One
// without code gives an empty tree.
bool  py_is_document(Str path);
bool  py_is_notebook(Str path);
Tree *py_parse_file(Str path, Str bytes, PyOptions opt, Arena *keep);
// Where a byte of t->src stands in the file as it lies on a disk: line from 1, column in bytes.
PyPos py_origin(const Tree *t, uint32_t at);
// The same for the end of a node (one past its last byte).
PyPos py_origin_end(const Tree *t, uint32_t end);

// The tree as JSON in ast's field names with lineno, col_offset, end_lineno, end_col_offset.
void py_dump(const Tree *t, Buf *out);
#endif
