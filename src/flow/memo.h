// flow/memo: walks of calls remembered, and said again with the objects of another call.
// SPDX-License-Identifier: MIT
#ifndef FLOW_MEMO_H
#define FLOW_MEMO_H
#include "flow/walk.h"

// The frame of an earlier walk whose outcome is this call's too, with this call's objects and sources; what it did is
// done in fr's heap. NULL: none. memo_any: also of other arguments, where these carry nothing from outside.
Frame *memo_find(Frame *fr, Frame *callee);
Frame *memo_any(Frame *fr, Frame *callee);
// Is callee handed anything from outside, as fr's heap has it?
bool carries_taint(Frame *fr, const Frame *callee);
// before: the heap that the callee was given. Not what rests on an unfinished recursion, or was cut.
void memo_add(Frame *fr, Frame *callee, const Trie *before);
// What the callee looked at, and what it rests on, is its caller's too.
void memo_leave(Frame *fr, Frame *callee);
// Of a function that handlers of one file depend on, without an object of its own: where its walk was cut, or looked
// at too much to be compared, the next handler is given what the first one was, as it was made there.
void memo_add_maker(Frame *fr, Frame *callee, const Trie *before);
Frame *memo_find_maker(Frame *fr, Frame *callee);

// ---- rename.c: what was found with one frame's objects and sources, said of another frame's. They are paired as they
// are met; clash: one object would need two twins. A source without one is gone (to is NULL), and its data with it.
// NESTED_MOST: values in one another (partial(f, f), x.a.b), of which there may be twice as many each time.
enum { SOURCES_PAIRED = 16, NESTED_MOST = 8 };
typedef struct {
    World *w; const Frame *from, *to; bool clash; int nested;
    struct { const Taint *from, *to; } source[SOURCES_PAIRED]; int nsources;
} Rename;
Rename rename_open(World *w, const Frame *from, const Frame *to);
bool rename_pair(Rename *r, uint32_t a, uint32_t b);
// false: there are too many, or something else stands for it already
bool rename_source(Rename *r, const Taint *from, const Taint *to);
uint32_t renamed_id(Rename *r, uint32_t id);
const Taint *renamed_taint(Rename *r, const Taint *t);
const Av *renamed(Rename *r, const Av *v);
const Obj *renamed_obj(Rename *r, const Obj *o);

// ---- alike.c
// May b do nothing that a could not do, and decide nothing otherwise? Pairs their sources and objects. NULL is like
// nothing else.
bool alike(Rename *r, const Av *a, const Av *b);
bool alike_obj(Rename *r, const Obj *a, const Obj *b);

// raised.c: what the callee raised in the earlier walk, its callers may catch again.
void raised_again(Rename *r, Frame *fr, const Frame *callee);
#endif
