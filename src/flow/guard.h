// flow/guard: what src/flow's two files on guards share.
// SPDX-License-Identifier: MIT
#ifndef FLOW_GUARD_H
#define FLOW_GUARD_H
#include "flow/walk.h"

const Instr *def(Frame *fr, Val v);
Str callee_name(Frame *fr, const Instr *in);             // of a call: dotted, or the bare method
Str last_part(Str name);
bool is_one_of(Str s, const char *const *list, int n);
Val call_arg(Frame *fr, const Instr *in, uint32_t i);    // 0 when absent
Val receiver(Frame *fr, const Instr *in);                // x of x.m()
Val counted_by(Frame *fr, Val n);                        // x of len(x); 0: it is no such call
// x of `x or ""`, and of a name that is bound on one of two ways only; 0: it is no such thing
Val or_empty(Frame *fr, const Instr *in);
// what the program itself put into a container; *ok false: it is not the program's own
const Av *own_elements(Frame *fr, State *st, const Av *box, bool *ok);
void made_of(Frame *fr, State *st, Val part, Val whole);
void items_of(Frame *fr, State *st, Val x, Val whole);
void char_guard(Frame *fr, State *st, Val item, Val whole, bool is_in);
bool is_character(Frame *fr, Val item);
Val path_text(Frame *fr, Val path);              // name of Path(name); 0: it is made otherwise
void shares_none(Frame *fr, State *st, Val a, Val b);
void syntax_guard(Frame *fr, State *st, Val node, const Av *types);
// of all(t for …), any(t for …): the test whose value is added where phi comes from its i-th way; 0: none
Val turn_test(Frame *fr, const Instr *phi, uint32_t i);
void clear_cell(Frame *fr, State *st, Val base, Key k, Kinds kinds, const Av *is);
bool fixes_option(Frame *fr, State *st, const Av *p, TextShape s);
Val address_of(Frame *fr, Val v);
// Does every way to b go through a? top: no block before it is asked for (0: all are)
bool dominates(const Func *f, Block a, Block b, Block top);      // each.c
void each_item(Frame *fr, State *st, Val test, bool truth);
void none_of(Frame *fr, State *st, const Instr *call);
void private_guard(Frame *fr, State *st, const Instr *attr, bool truth);
void network_guard(Frame *fr, State *st, Val address, const Av *network);
void same_name(Frame *fr, State *st, Val a, Val b, Str why);
void found_key(Frame *fr, State *st, Val found);
bool joined_below(Frame *fr, Val path, Val folder);
bool is_address(Frame *fr, Val v);
void each_guard(Frame *fr, State *st, Val more);
bool is_lexical_path(Frame *fr, Val v);
void fact_meet(World *w, Fact *into, const Fact *f, bool first);       // frame.c: what both say
void fact_grows(World *w, State *st, uint64_t number, const Fact *told);   // it and what is known together
void set_fact(Frame *fr, State *st, Val v, Kinds kinds, const Av *is, uint32_t bits, Str why);
bool is_local(Str s);                                    // begins as a path of this site does: "/x", not "//host"
bool is_ended(Frame *fr, Val folder);                    // more of a path follows it only as a name of its own
// ---- guard_call.c
void call_guard(Frame *fr, State *st, Val cond, const Instr *in, bool truth);
void isinstance_guard(Frame *fr, State *st, Val x, const Av *types, bool truth);
void implied_guard(Frame *fr, State *st, Val call, bool truth);        // what the call of the project's taught
void known_ends(Frame *fr, State *st, Val x, Str first, Str last);  // of x nothing is known but how it begins and ends
void first_guard(Frame *fr, State *st, const Instr *in, bool truth);     // what the first item of its result says
bool is_match_call(Frame *fr, const Instr *in);
bool is_coroutine(Frame *fr, const Instr *call);         // nobody has asked for its result yet: always true
// ---- hosts.c
Val host_part(Frame *fr, Val v);                         // the netloc or hostname that v is, or 0
bool parses_address(Str name);
bool no_part(Frame *fr, State *st, Val v);               // v is empty: is it an address's host or scheme?
void path_begins(Frame *fr, State *st, Val v);
bool holds_empty(Frame *fr, State *st, const Av *box);
bool holds_own_host(Frame *fr, Val box);
bool is_own_site(Frame *fr, Val v);
bool begins_own_site(Frame *fr, Val v);
void same_or_none(Frame *fr, State *st, Val host, Str why);
void same_host(Frame *fr, State *st, Val v, Val other, Str why);
// ---- ways.c: what is known because of the ways on which a value is what it is asked for
typedef enum { WAY_FALSE, WAY_TRUE, WAY_NONE, WAY_SOME } WayAsked;
enum { REFINE_MOST = 32, REFINE_FORKS = 5 };
void phi_guard(Frame *fr, State *st, const Instr *phi, WayAsked what);
void none_guard(Frame *fr, State *st, Val v, bool none);
void empty_guard(Frame *fr, State *st, const Av *v);     // the list or dictionary v is empty
// ---- refuse.c: what returns only for what the program itself holds
void enum_looked_up(Frame *fr, const Args *args);
void list_looked_up(Frame *fr, const Av *list, const Args *args);
void key_looked_up(Frame *fr, const Av *box, Val key);
void told(Frame *fr, Val arg, uint32_t bits);
State *edge_state(Frame *fr, Block from, Block to, bool *live);
// The test whether there is one more, of a loop with its head at b that leaves only through it; 0: it is no such loop.
Val loop_test(const Func *f, Block b);
#endif
