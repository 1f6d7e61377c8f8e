// mend: the craft behind built-in fixes: pieces of a built text, wrapped holes, keywords, callees,
// placeholders, guards. Turns "this argument of this call" into an edit/ Change. Decides no rule
// and applies nothing: rule/ says when a fix is right, fix/ applies it behind the gates. "No"
// (false) is always a good answer.
// SPDX-License-Identifier: MIT
#ifndef MEND_MEND_H
#define MEND_MEND_H
#include "edit/edit.h"
#include "flow/flow.h"

// SAFE: behaviour is kept for legitimate input. REVIEW: a decision is in it (a host, a key's home,
// a dependency).
typedef enum { TRUST_NONE, TRUST_SAFE, TRUST_REVIEW } Trust;
// A fix as proposed: the change, and one sentence: what it does and why that is enough.
typedef struct { Trust trust; Change change; Str says; } Fix;

// Where a fix works: a walked function of a file. Texts are made in `keep`. parent: of each node,
// links: py_kind_links, constants: mend_constants, where somebody has them; else NULL.
// names: where there is room for them, of each Name the next of that name; behind them, by Sym, the first. Listed
// when they are asked for.
typedef struct { NodeId *links; Arena *keep; } MendNames;
typedef struct {
    const FlowFile *file; const Tree *tree; uint32_t func; Arena *keep;
    const NodeId *parent, *links; MendNames *names; const struct MendConstants *constants;
    // by which outside data came here; NULL: not asked by
    const FlowHit *hit;
} Mend;
// Lists and limits of the module that a function could ask.
const struct MendConstants *mend_constants(const Mend *m);

// A fix is made: its trust and its sentence (which must outlive the fix). Always true.
bool mend_done(Fix *out, Trust trust, const char *says);

// ---- calls
// the value; 0 when absent or behind a star
NodeId mend_arg(const Mend *m, NodeId call, int position, Str keyword);
// the `keyword` node, or 0
NodeId mend_keyword(const Mend *m, NodeId call, Str keyword);
void   mend_replace(const Mend *m, Change *c, NodeId node, Str with);
// name=value: replaced when it is given (by keyword, or at `position` >= 0), else added at the end
// of the call.
// False: the call takes **kwargs that might give it.
bool   mend_set(const Mend *m, Change *c, NodeId call, int position, Str keyword, Str value);
void   mend_drop(const Mend *m, Change *c, NodeId call, Str keyword);     // with its comma
// How `module.name` is written at `node`; adds the import it needs. Empty: shadowed there.
Str    mend_name(const Mend *m, Change *c, NodeId node, Str module, Str name);
// The callee becomes module.name; the old one's import goes when idle.
bool   mend_callee(const Mend *m, Change *c, NodeId call, Str module, Str name);

// ---- built texts: f-strings, +, %, .format(), join, through a local variable assigned once just
// for this use
typedef enum { PIECE_TEXT, PIECE_HOLE } PieceKind;
typedef enum { SLOT_NONE, SLOT_TABLE, SLOT_COLUMN, SLOT_DIRECTION, SLOT_FIELD } SqlSlot;
typedef struct {
    PieceKind kind;
    Str text;                  // TEXT: decoded; HOLE: source text of the expression
    NodeId node;               // HOLE: the expression; TEXT: the node it comes from
    char conversion;           // HOLE: 's' 'r' 'a', 'd' of a bare %d, or 0
    bool formatted;            // HOLE: goes through str()/format(): needs no str of its own
    bool spec;                 // HOLE: has a format spec or a % width
    char type;                 // HOLE: the type of that: 'd' of "%d", of "{:>4d}"; 0: none said
    SqlSlot slot;              // HOLE of a query that stays in it: what it names
} Piece;
typedef struct { Piece *v; Size n, cap; NodeId whole, via, named, constant; } Pieces;
// whole: the expression that builds the text. via: the assignment it stands in, when the use names
// a variable. named: QUERY of `QUERY % x`, a name of the text at `constant`.
// False: not a built text, or one whose pieces cannot be told.
bool mend_pieces(const Mend *m, NodeId expr, Pieces *out);
// What the engine knows of that expression, what callers handed a parameter on the hit's way, too;
// 0: nothing.
Kinds mend_taint(const Mend *m, NodeId expr);
NodeId mend_function(const Mend *m, NodeId inside);        // enclosing def node, 0 at module level

// Each hole that is dangerous for `kind` becomes module.name(hole). Holes already wrapped by it are
// left. `str()` is put round a hole: never; when it is formatted, since then any value was taken;
// always. False: nothing to wrap.
typedef enum { TEXT_ANY, TEXT_FORMATTED, TEXT_ALWAYS } MendText;
bool mend_wrap(const Mend *m, Change *c, NodeId expr, Kinds kind, Str module, Str name,
               MendText str);
// The same with texts round the hole.
bool mend_around(const Mend *m, Change *c, NodeId expr, Kinds kind, Str before, Str after,
                 MendText str);

// ---- other files of the project (far.c)
// Another module as a place where a fix works; NULL: it can't be read, or is a test.
const Mend *mend_other(const Mend *m, Size module);
// What a name or dotted name at this place means in the project: the module that defines it (maybe
// this one), the name there, and the one statement at its top level that binds it.
bool mend_means(const Mend *m, NodeId expr, Size *module, Str *name);
// The same, though a variable of the function around the place may hide it: dear to ask.
bool mend_may_mean(const Mend *m, NodeId expr, Size *module, Str *name);
NodeId mend_top(const Mend *m, Str name);                  // 0: several do, or none
typedef struct { const Mend *m; Str name; NodeId stmt; } MendFar;
bool mend_far(const Mend *m, NodeId expr, MendFar *out);
// What belongs to the change in another module (in this one: joined to it).
void mend_add_part(const Mend *m, Change *c, const Mend *other, const Change *part);

// Does the function first ask a reader of the same names, which refuses those that begin with "_"?
bool mend_asks_reader(const Mend *m, NodeId def);

// "tpl" of a name of a template as it is written: name + ".tpl". Empty: not told.
Str  mend_template_end(Str text);

// A function of this file was asked about x before the place, and a test heeds what it answered.
bool mend_is_heeded(const Mend *m, NodeId place, Str x);

// ---- settings that other modules take over whole (settings.c: `from .base import *`)
bool mend_is_development(Str path);      // settings for developers, tests, examples, by its path
bool mend_is_of_tools(Str path);         // a folder of coding agents, editors, builds
// Every module that takes this one's settings over, those for development apart, has its own value.
bool mend_overridden(const Mend *m, Str setting);
// A setting gets this value in the modules for production that take it over. False: there is none.
bool mend_in_heirs(const Mend *m, Change *c, Str setting, Str value);

// ---- families
typedef enum { STYLE_NONE, STYLE_QMARK, STYLE_FORMAT, STYLE_NAMED, STYLE_NUMERIC, STYLE_DOLLAR,
               STYLE_VARIABLE } SqlStyle;             // VARIABLE: XPath's $p1, given by keyword p1=
// The query's value holes become placeholders of `style`, the values a parameter argument of `call`
// at `position`.
// False when a hole stands for a name or keyword, is part of an identifier, or parameters are given
// already.
bool mend_sql(const Mend *m, Change *c, NodeId call, NodeId query, int position, SqlStyle style);
// The same where holes may also stand for names: those stay in the text, are listed in `names`, and
// the caller must guard them.
typedef struct { Piece *v; Size n, cap; bool checked; } Holes;     // checked: others, by a function
bool mend_sql_names(const Mend *m, Change *c, NodeId call, NodeId query, int position,
                    SqlStyle style, Holes *names);
// query = "…"; if x: query += "…": each part's values join a list that the call is given.
bool mend_sql_grown(const Mend *m, Change *c, NodeId call, NodeId query, SqlStyle style,
                    Holes *names);
// The values go beside the query by `keyword`, behind the call's last argument; empty: by position;
// "*": each as an argument of its own.
bool mend_sql_by(const Mend *m, Change *c, NodeId call, NodeId query, int position, Str keyword,
                 SqlStyle style);
// text(f"…") gets placeholders by name, and .bindparams(…) behind it.
bool mend_sql_bound(const Mend *m, Change *c, NodeId call, NodeId query);
// ---- fixes by family: what a rule's `.fix` names. False: no edit is surely right here.
// A finding's place: the call (or other node) and the argument that carries the weakness, as far as
// known.
typedef struct {
    NodeId node, arg;
    Str callee;                        // resolved name, "" when unknown
    const ModelLine *line;             // the sink or mark line; NULL for a situational rule
    const FlowHit *hit;                // NULL for a mark
} MendSite;
typedef bool MendFix(const Mend *m, const MendSite *at, Fix *out);
MendFix mend_fix_flip;                 // the boolean that the mark's condition names gets its safe
                                       // value
MendFix mend_fix_yaml, mend_fix_temp_name, mend_fix_hash, mend_fix_tls_version, mend_fix_timeout,
    mend_fix_tar;
MendFix mend_fix_host_key, mend_fix_autoescape, mend_fix_load_switch, mend_fix_xml, mend_fix_random,
    mend_fix_jwt;
MendFix mend_fix_command, mend_fix_html, mend_fix_log, mend_fix_header, mend_fix_ldap,
    mend_fix_regex, mend_fix_sql;
MendFix mend_fix_xpath, mend_fix_eval, mend_fix_template, mend_fix_path, mend_fix_redirect,
    mend_fix_error_text;
MendFix mend_fix_compare, mend_fix_assert, mend_fix_bind, mend_fix_credential, mend_fix_key,
    mend_fix_cookie, mend_fix_mode;
MendFix mend_fix_ssrf, mend_fix_switch_here, mend_fix_object, mend_fix_upload, mend_allow_command;
MendFix mend_fix_member, mend_fix_mass, mend_fix_password, mend_fix_fail_open, mend_fix_exclusive;
MendFix mend_fix_csv, mend_fix_nosql, mend_fix_mail, mend_fix_short_key, mend_fix_rounds,
    mend_fix_redos;
MendFix mend_fix_markup, mend_fix_xml_text, mend_fix_cipher, mend_fix_lock, mend_fix_ftp,
    mend_fix_salt;
MendFix mend_fix_wrap_socket, mend_fix_openssl_context, mend_fix_sax, mend_fix_datagram;
MendFix mend_fix_unverified_context;
MendFix mend_fix_unchecked_mail, mend_fix_upgrade, mend_fix_hide_secret, mend_fix_dispatch;
MendFix mend_fix_lower_rights, mend_fix_process, mend_fix_pam, mend_fix_whose_file;
MendFix mend_fix_xpath_quotes, mend_fix_ldap_text, mend_fix_header_text, mend_fix_argument;
MendFix mend_fix_prefix, mend_fix_role_part, mend_fix_token_there, mend_fix_alg_skips;
MendFix mend_fix_early_look, mend_fix_format, mend_fix_timed_token, mend_fix_location;
MendFix mend_fix_record, mend_fix_header_store, mend_fix_missing_passes, mend_fix_maybe_none;
MendFix mend_fix_loose_host, mend_fix_one_slash, mend_fix_expiry, mend_fix_reply, mend_fix_anchor;
MendFix mend_fix_plain_store, mend_fix_late_count, mend_fix_unpack, mend_fix_told_bound;
MendFix mend_fix_dynamic_branch, mend_fix_reader_asked, mend_fix_case_of_kind;
MendFix mend_fix_asked_lock, mend_fix_new_session, mend_fix_drawn_vector, mend_fix_least_step,
    mend_fix_own_compare;
MendFix mend_fix_whose_object, mend_fix_algorithm, mend_fix_unheeded, mend_fix_sandbox,
    mend_fix_escaped_end;
MendFix mend_fix_both_missing, mend_fix_morsel, mend_fix_extension, mend_fix_key_file,
    mend_fix_markup_constant;
// The query is what the caller of this function gives: the function gets a parameter for values.
bool mend_sql_helper(const Mend *m, const MendSite *at, SqlStyle style, Fix *out);
MendFix mend_fix_origin, mend_fix_debug, mend_fix_none, mend_fix_neighbour, mend_fix_unasked_guard,
    mend_fix_unasked_access, mend_fix_unasked_owner, mend_fix_unasked_role;

// The first of some fixes (a list ended by NULL) that fits.
bool mend_any(const Mend *m, const MendSite *at, Fix *out, MendFix *const *fixes);
// Lines put before (after) the statement around `node`, indented as it is. False: it shares its
// line, or is an elif.
bool mend_before(const Mend *m, Change *c, NodeId node, Str lines);
bool mend_after(const Mend *m, Change *c, NodeId stmt, Str lines);
// The lines of a statement or decorator are gone. False: something stands behind it, which is a person's word.
bool mend_drop_lines(const Mend *m, Change *c, NodeId node);
// How the function around `node` says no: its own earlier refusal (`abort(404)`, `return None`,
// `raise …`), else its framework's, else ValueError with this sentence. One statement, its imports
// added.
Str  mend_refusal(const Mend *m, Change *c, NodeId node, Str sentence);
// `if test: <refusal>` as lines; _access: a refusal of somebody who may not (PermissionError, 403).
Str  mend_guard(const Mend *m, Change *c, NodeId node, Str test, Str sentence);
Str  mend_guard_access(const Mend *m, Change *c, NodeId node, Str test, Str sentence);
bool mend_binds(const Mend *m, NodeId scope, Str word);    // by assignment, parameters left out
NodeId mend_statement(const Mend *m, NodeId node);         // the statement around a node
NodeId mend_parent(const Mend *m, NodeId n);
// A function's text put before the module's first definition (once); false: no place for it.
bool mend_helper(const Mend *m, Change *c, Str name, const char *text);
// The value that the one assignment of its function gives a name, before its use; 0: none.
NodeId mend_assigned(const Mend *m, NodeId name, NodeId *stmt);

// ---- the module's own decisions
// A constant collection of texts of the module, the class around, or a parameter that holds one.
// name: as written at the node ("self.ALLOWED"); first: its first text.
// far: of another module; its value is no node of this tree (0). sure: its name says that it is meant for this.
typedef struct { Str name, bare, first; NodeId value; bool mapping, strings, far, sure; } MendList;
// The best by the words of its name: the purpose's ("host"), or words of permission alone.
bool mend_list(const Mend *m, NodeId node, const Str *purpose, MendList *out);
// The same, else one of a module that this file imports from, by purpose and permission both; adds
// the import that it needs. Which one it is remains a decision.
bool mend_list_near(const Mend *m, Change *c, NodeId node, const Str *purpose, MendList *out);
bool mend_is_list(const Mend *m, NodeId value, MendList *out);    // a collection of constants?
// A module constant for a decision, before the first definition. False: no place, or the name is
// taken.
bool mend_declare(const Mend *m, Change *c, Str name, const char *value_and_comment);
bool mend_kept_code(const Mend *m, NodeId call);   // is what eval runs given, or kept?
bool mend_is_stream(const Mend *m, NodeId arg);    // StringIO(x), open(x): no name of a file
// The expression under a name: as it is when it is one, else put into a new variable by a line of
// `lines`. Empty: the name is taken.
Str  mend_hoist(const Mend *m, Change *c, NodeId arg, Str wanted, Buf *lines);
#endif
