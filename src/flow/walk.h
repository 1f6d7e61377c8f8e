// flow/walk: the verbs of the interpreter, by the file that has them: names, heap, classes, calls,
// text, guards, meaning, entries, reports.
// SPDX-License-Identifier: MIT
#ifndef FLOW_WALK_H
#define FLOW_WALK_H
#include "flow/follow.h"

// ---- names and modules
uint32_t unit_sym_new(Frame *fr, Sym s);
static inline uint32_t unit_sym(Frame *fr, Sym s)              // the walk's number of a module's name
{
    uint32_t known = fr->m->syms[s];
    return known || !s ? known : unit_sym_new(fr, s);
}
Str unit_str(World *w, uint32_t s);
Mod *mod_load(World *w, Size i);                                // NULL when it cannot be read
// NULL: no such name; walks the body when needed
const Av *mod_member(World *w, Size mod, uint32_t name);
Frame *body_frame(World *w, Mod *m);                            // of a body that is not walked
// In between, what all roots share is made, on the frame of a module or class; its steps are no root's.
typedef struct { Frame *top; int64_t root_steps; } Making;
Making making_begin(World *w, Frame *on);
void making_end(World *w, Making was);
bool member_alone(World *w, Mod *m, uint32_t name, const Av **v);
const Av *member_roughly(World *w, Mod *m, uint32_t name);     // whatever the rest of the body does with it; NULL
const Av *star_member(World *w, Mod *m, uint32_t name);        // what its star imports bring; NULL: nothing
Slices *slices_new(World *w, Frame *body);                      // of a module or class, for made_alone
// What the body binds, from the few instructions that it rests on; NULL: not without the rest.
const Av *made_alone(World *w, const Slices *s, Val v);
const Av *name_value(World *w, Str dotted, bool shy);           // a library's name, or a project's
const Av *name_child(Frame *fr, const Atom *a, uint32_t attr);
ModelId member_id(World *w, ModelId cls, uint32_t attr);        // models_member_id, models_step
ModelId step_id(World *w, ModelId at, uint32_t attr);

// ---- heap
uint32_t obj_id(World *w, uint64_t place);
uint32_t obj_id_in(World *w, uint64_t frame, int depth, uint64_t place);
uint32_t shared_obj(World *w, uint32_t name);
const Obj *obj_at(World *w, State *st, uint32_t id);            // NULL: nothing is known
const Obj *obj_bare(World *w, State *st, uint32_t id);          // of a class its bases only
void obj_looked_at(World *w, State *st, uint32_t id);           // notes what obj_bare notes, and no more
// To write on: while names are made, a promised class keeps what is written until it is filled.
const Obj *obj_to_write(Frame *fr, uint32_t id, bool add);
// The same with nothing noted: in the heap that roots start from; in this one, of the present root.
const Obj *base_at(const World *w, uint32_t id);
const Obj *heap_at(World *w, const Trie *heap, uint32_t id);
const Obj *held_at(World *w, const Trie *heap, uint32_t id);  // in this one, else in that
void heap_set(World *w, State *st, uint32_t id, const Obj *o);
void base_take(World *w, const Trie *before, const Trie *heap);    // all that heap alone holds
void obj_put(Frame *fr, uint32_t id, const Obj *o);
// One of many in turn: nobody keeps the heap between them. own: where w->a stood at their beginning.
void obj_put_own(Frame *fr, uint32_t id, const Obj *o, const char *own);
const Av *obj_make(Frame *fr, Val at, uint32_t salt, Obj *o);   // fresh object of this place
const Taint *deep_taint(Frame *fr, const Av *v);                // of v and all that it holds
bool is_deep_tainted(Frame *fr, const Av *v);                   // is there any? It looks no further
bool key_of(World *w, const Av *v, Key *k);
void go_alone(World *w);                 // past alone_at: waits until no other walk is as large
Str key_text(World *w, Key k);           // s NULL: it is no text
const Av *key_value(World *w, Key k);
const Av *elements(Frame *fr, const Av *v, Val at);             // what iterating gives, joined
const Av *read_index(Frame *fr, const Av *base, const Av *key, Val at);
void write_index(Frame *fr, const Av *base, const Av *key, const Av *value, bool add);
const Av *read_attr(Frame *fr, const Av *base, uint32_t attr, Val at);
bool says_nothing(Frame *fr, const Av *v);                       // None, an empty text or container
uint32_t attr_object(World *w, const Atom *a, uint32_t attr);      // where writing it puts it; 0: nowhere
void write_attr(Frame *fr, const Av *base, uint32_t attr, const Av *value, bool add, Val at);
const Av *list_of(Frame *fr, Val at, ObKind kind, const Av **v, Size n, const Av *rest);
const Obj *only_obj(Frame *fr, const Av *v, uint32_t *id);      // v is exactly one heap object

// ---- classes
// What the class o (NULL: none) itself binds; a promised one is walked only where it does.
const Av *own_member(Frame *fr, const Obj *o, uint32_t id, uint32_t attr);
const Av *class_member(Frame *fr, const Atom *cls, uint32_t attr, uint32_t *mod, uint32_t *idx,
                       bool skip_first);
// An instance that nobody here made; its fields carry t, but for those of a checked type.
const Av *class_instance(Frame *fr, const Atom *cls, const Taint *t, NodeId node);
const Av *construct(Frame *fr, const Atom *cls, const Args *args);
bool class_is(World *w, State *st, uint32_t obj, Str dotted, int depth);
// The declaration of a class of the project by its object, and the tree it stands in; NULL: none.
const ClassInfo *class_info(World *w, State *st, uint32_t obj, const Tree **t);
const ClassInfo *class_scope(World *w, State *st, uint32_t obj, Frame *scope);   // and where its body's names stand
typedef struct {
    uint32_t obj[24]; int n;
    ModelId ext[8]; uint32_t ext_name[8]; int next;
    bool unknown;
} Mro;
void class_mro(World *w, State *st, uint32_t obj, Mro *m);
const Av *make_class(Frame *fr, Val at);
void class_fill(World *w, const Obj *o, uint32_t id);           // a promised one, where it lies
void class_leave_open(World *w, uint32_t id);                   // a promised one, that others may change
void note_class(Frame *fr, uint32_t obj);                       // its methods may be entries
void own_entries(Frame *fr, uint32_t cls, uint32_t obj);        // those that decorators made ones

// ---- walking
void cut_here(World *w);
void frame_took(Frame *fr, const Frame *callee);
// does it more than to say so, or to raise NotImplementedError?
bool func_is_written(World *w, uint32_t mod, uint32_t func);
const Av *walk_call(Frame *fr, uint32_t mod, uint32_t func, uint32_t fobj, const Av *self,
                    const Args *args);
const Av *call_value(Frame *fr, const Av *callee, const Args *args);
const Av *call_library(Frame *fr, const Atom *callee, const Args *args);
// What the models say of such a call, its sinks and marks; the result is somebody else's.
void see_call(Frame *fr, ModelId id, const Args *args);
void see_shaped(Frame *fr, const Args *args);            // by the bare name and what the text reads as
void publish(Frame *fr, const Av *v);
bool call_builtin(Frame *fr, const Atom *callee, Str name, const Args *args, const Av **result);
const Av *call_method(Frame *fr, const Av *self, const char *name, const Args *args);   // NULL: it has none
// ---- raised.c
void note_raised(Frame *fr, Val v);
const Taint *raised_taint(Frame *fr, const Av *classes);
uint32_t raised_fields(Frame *fr, const Av *classes);           // where their fields lie; 0: not known apart
// ---- factory.c
typedef const Av *Native(Frame *fr, const Av *self, const Args *args, Str name);
Native native_namedtuple, native_fields, native_dispatch, native_reduce;
const Av *record_replace(Frame *fr, const Av *self, const Args *args);
bool dispatch_add(Frame *fr, const Atom *method, const Av *type, const Av *target);
const Av *dispatch_typed(Frame *fr, const Atom *method, const Args *args);
const Av *dispatch_call(Frame *fr, const Atom *a, const Args *args);
// ---- fields.c
// what Field(pattern=…) and the like say of the text in a field or parameter
Kinds declared_clears(Frame *scope, NodeId annotation, NodeId value);
bool declares_most(Frame *scope, NodeId annotation, NodeId value);      // le=100
NodeId type_alias(Frame *scope, NodeId name);                   // 0: it names no type
const Av *validated(Frame *fr, Frame *scope, const Atom *cls, Size attr, const Av *v);
bool keeps_more(const Mod *m, uint32_t cls);                    // fields that nobody declared

void learn_return(Frame *fr, Val v);
void finish_frame(Frame *fr);
void walk_module(World *w, Size i);
void fill_empty(World *w, const Av *v);
// The project's module that an import in `from` means; -1: none.
Size find_module(World *w, Size from, Str dotted, int level);
void walk_body(Frame *fr);
// the object that holds its shared variables; that of the function so many steps outward; a module's
uint32_t frame_env(Frame *fr);
uint32_t env_at(Frame *fr, int hops);
uint32_t module_obj(World *w, Size mod);
void forget_cell(Frame *fr, uint32_t name, int hops);
const Av *make_function(Frame *fr, Val at);
Frame *frame_new(World *w, Frame *up, uint32_t mod, uint32_t func, uint64_t id);
const Av *eval(Frame *fr, Val v);
const Av *use(Frame *fr, Val v);                                // value of v here, facts applied
const Av *use_in(Frame *fr, State *st, Val v);
const Av *arg_at(const Args *a, int position, World *w, Str keyword);   // NULL when absent
void collect_args(Frame *fr, const Instr *in, Val v, Args *out);
const Av *decorate(Frame *fr, Val at, const Instr *in);
const Av *annotation_value(Frame *fr, NodeId node);
bool is_checked_type(Frame *fr, const Av *t);                   // a number, a date: no text passes
const Av *default_value(World *w, State *st, uint32_t mod, uint32_t func, uint32_t fobj,
                        uint32_t param);

const Av *isinstance_value(Frame *fr, const Av *v, const Av *types);
const Av *binary(Frame *fr, const Instr *in, Val at);
const Av *unary(Frame *fr, const Instr *in, Val at);
const Av *call_instr(Frame *fr, const Instr *in, Val v);
const Av *awaited(Frame *fr, const Av *v, Val at);
const Av *iterator(Frame *fr, const Av *v, Val at);
void set_attr(Frame *fr, const Instr *in, Val at);
void set_index(Frame *fr, const Instr *in, Val at);
const Av *call_container(Frame *fr, const Atom *callee, Str name, const Args *args);
const Obj *dict_update(Frame *fr, const Obj *o, const Av *v);
const Av *filtered(Frame *fr, const Av *f, const Av *item, const Args *args);
const Av *module_functions(World *w, Size mod);
ModelId outer_member(Frame *fr, const Atom *a, uint32_t attr);
bool line_holds(Frame *fr, const ModelLine *l, const Args *args, const Av *self);
bool leaves_nothing(const ModelLine *l);                        // does it clean of all but a size?
Str text_reads(Str s);

// ---- order.c
const Av *ends_in(Frame *fr, const Av *list, const Av *last);   // the list, its last item now known
const Av *last_of(const Obj *o);                                // NULL: not known
const Av *sorted_by_test(Frame *fr, const Args *args, const Av *all);
const Av *least_by_test(Frame *fr, const Args *args, bool most);
const Av *zipped(Frame *fr, const Args *args);
const Av *taken_first(Frame *fr, const Av *v);
const Av *iter_of(Frame *fr, const Av *v, const Args *args);
void note_yield(Frame *fr, Val at, const Av *v, bool each);

// ---- syntax: of any module's tree, also where its text is gone
bool node_says(const Tree *t, NodeId n, Str part, int depth);   // in a name or a text below it
const PyConst *node_option(const Tree *t, NodeId call, Str name);   // a constant by keyword; NULL

// ---- text
const Av *format_value(Frame *fr, const Instr *in, Val at);
bool is_number(World *w, const Av *v);
Kinds replace_clears(Str from, Str to);
Kinds bytes_clear(Str gone);
Kinds byte_harms(char c);
Kinds sub_clears(World *w, Str pattern, Str to);
const Av *text_concat(Frame *fr, const Av **piece, Size n, Val at);
const Av *text_percent(Frame *fr, const Av *format, const Av *args, Val at);
const Av *text_format(Frame *fr, const Av *format, const Args *args, Val at);
const Av *text_of(Frame *fr, const Av *v, Val at, int how);     // str(v), format(v) or repr(v)
// What str(v) would show: an object's fields but those that its class keeps from its repr.
const Taint *printed_taint(Frame *fr, const Av *v, Val at);
const Av *fold_binary(Frame *fr, int op, const Av *a, const Av *b);
Truth atom_truth(Frame *fr, const Atom *a);
Truth av_truth(Frame *fr, const Av *v);
Truth compare(Frame *fr, int op, const Av *a, const Av *b);

// ---- guards
void refine(Frame *fr, State *st, Val cond, bool truth);
void tested(Frame *fr, State *st, Val v);                      // as if a test found v harmless
void fact_clear(Frame *fr, State *st, Val v, Kinds kinds, const Av *is, uint32_t bits, Str why);
void items_clear(Frame *fr, State *st, Val v, Kinds kinds, Str why);
uint64_t value_number(Frame *fr, Val v);
const Fact *fact_of(Frame *fr, State *st, Val v);
Kinds regex_clears(World *w, Str pattern, int flags, int use);
uint32_t regex_lacks(World *w, Str pattern, int flags, int use);   // FACT_NO_…: signs that what passes has not
const Av *char_mapped(Frame *fr, const Av *table, const Args *args, const Av *v);
Kinds chars_clear(World *w, const Av *texts);              // text made of these characters only
void merge_facts(Frame *fr, State *st, State more);
void match_keeps(Frame *fr, const Av *match, const Args *args, const Av *self, Str name);
const Taint *matched(Frame *fr, const Taint *t, const Av *match, const Av *which, bool all);
const Taint *found_all(Frame *fr, const Taint *t, const Args *args, const Av *self, Str name);
void each_mapped(Frame *fr, const Args *args);                  // list(map(check, x)) has run
Frame *probe_call(Frame *fr, const Atom *a, const Av *item, Val call);

// ---- meaning
Kinds unknown_clears(Str name);
const Taint *opened_request(Frame *fr, Str name, const Args *args);
void check_reply(Frame *fr, const Av *v, const BasicBlock *bb);   // the value that an entry returns
const Step *step_add(Frame *fr, const Step *prev, NodeId node, Str what);
const Taint *taint_step(Frame *fr, const Taint *t, NodeId node, Str what);
const Av *read_name(Frame *fr, const Av *v, const ModelLine *lines, bool on_call, const Args *args,
                    const Av *self);
void check_sink(Frame *fr, const Args *args, const ModelLine *line, const Av *arg, Val value,
                Str callee, bool shy);
void see_mark(Frame *fr, const ModelLine *line, const Args *args, const Av *self, NodeId node,
              Str callee, bool shy);
void note_entry(Frame *fr, const Av *target, Entry e);
void decorate_entry(Frame *fr, Val decorate, Val decorator, const Av *target);
void bind_root(Frame *fr, const Root *r);
// What a method of a class is called on, whoever calls it; self_id: where it lies, though nobody asked for it yet.
const Av *self_instance(World *w, State *st, uint32_t cls);
uint32_t self_id(World *w, uint32_t cls);
FlowHit hit_report(World *w, const Hit *h, Arena *keep);          // with its paths, in keep
void file_report(World *w, FlowFile *f, const FlowHit *late, Size n);
#endif
