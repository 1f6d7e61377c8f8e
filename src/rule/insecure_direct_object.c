// rule insecure-direct-object: an object is found by its id alone.
// SPDX-License-Identifier: MIT
#include "rule/login.h"

static const Str login_words[] = {L("login_required"),
                                  L("jwt_required"),
                                  L("is_authenticated"),
                                  L("current_user"),
                                  L("LoginRequired"),
                                  L("loginrequired"),
                                  {0}};
static const Str role_words[] = {L("admin"),      L("role"),      L("staff"),
                                 L("permission"), L("superuser"), {0}};
static const Str owner_words[] = {
    L("owner"),        L("author"),     L("user_id"), L("user="),     L("customer_id"),
    L("created_by"),   L("account_id"), L("tenant"),  L("organiser"), L("member_id"),
    L("check_object"), L("authorize"),  L("can_"),    L("may_"),      L("permission"),
    L("belongs"),      L("has_access"), {0}};
static const Str who_words[] = {L("current_user"),  L("user"),     L("owner"),
                                L("flask_session"), L("identity"), {0}};
// Objects that belong to nobody in particular.
static const Str shared_words[] = {L("product"), L("category"), L("article"), L("page"), L("post"),
                                   L("tag"),     L("event"),    L("country"), {0}};

// find_one({"_id": ObjectId(key)}), delete_one({"_id": key}): the only field is the key.
static NodeId key_of_document(const Query *q, NodeId call)
{
    static const Str by[] = {L("find_one"), L("delete_one"), L("find_one_and_delete"), L("find_one_and_update"),
                             L("update_one"), L("replace_one"), {0}};
    const Tree *t = q->tree;
    NodeId filter = str_in(query_method(q, call), by) ? query_arg(q, call, 0, S("filter")) : 0;
    if (!filter || py_kind(t, filter) != PY_Dict || py_list(t, filter, Dict_keys).n != 1) return 0;
    return query_item(q, filter, S("_id"));
}

// Document.get_by_id(key), Document.delete_by_id(key), Document.get_or_none(Document.id == key), of peewee
static NodeId key_of_row(const Query *q, NodeId call)
{
    static const Str by[] = {L("get_by_id"), L("delete_by_id"), L("set_by_id"), {0}};
    const Tree *t = q->tree;
    NodeId func = py_node(t, call, Call_func), first = query_arg(q, call, 0, S("pk"));
    Str m = query_method(q, call);
    Str of = py_kind(t, func) == PY_Attribute ? query_called(q, py_node(t, func, Attribute_value))
                                              : S("");
    if (!first || !of.len || of.s[0] < 'A' || of.s[0] > 'Z') return 0;
    if (str_in(m, by)) return first;
    if (!str_eq(m, S("get_or_none")) || py_kind(t, first) != PY_Compare ||
        py_list(t, call, Call_args).n != 1)
        return 0;
    Str left = query_called(q, py_node(t, first, Compare_left));
    NodeList right = py_list(t, first, Compare_comparators);
    return right.n == 1 && (str_eq(left, S("id")) || str_eq(left, S("pk"))) ? right.v[0] : 0;
}

// ObjectId(key), int(key)
static NodeId bare(const Query *q, NodeId key)
{
    static const Str kinds[] = {
        L("ObjectId"), L("PydanticObjectId"), L("int"), L("str"), L("UUID"), {0}};
    key = query_peel(q, key);
    bool made = key && py_kind(q->tree, key) == PY_Call && str_in(query_method(q, key), kinds);
    NodeId first = made ? query_arg(q, key, 0, S("")) : 0;
    return first ? query_peel(q, first) : key;
}

// The argument of a look-up by primary key: get(id), get_or_404(id), get(Model, id),
// filter(pk=id).delete()
static NodeId key_of(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    Str m = query_method(q, call);
    NodeList args = py_list(t, call, Call_args), keys = py_list(t, call, Call_keywords);
    bool lookup =
        str_eq(m, S("get")) || str_eq(m, S("get_or_404")) || str_eq(m, S("get_object_or_404"));
    bool filter = str_eq(m, S("filter")) || str_eq(m, S("filter_by")) || lookup;
    for (uint32_t i = 0; filter && i < keys.n; i++) {
        Str name = py_name(t, py_sym(t, keys.v[i], keyword_arg));
        if (keys.n == 1 &&
            (str_eq(name, S("pk")) || str_eq(name, S("id")) || str_eq(name, S("slug"))))
            return py_node(t, keys.v[i], keyword_value);
    }
    bool where = (filter && !lookup) || str_eq(m, S("where"));
    if (where && args.n == 1 && !keys.n && py_kind(t, args.v[0]) == PY_Compare) {
        NodeList right = py_list(t, args.v[0], Compare_comparators);   // where(Invoice.id == key)
        Str left = query_called(q, py_node(t, args.v[0], Compare_left));
        bool id = str_eq(left, S("id")) || str_eq(left, S("pk"));
        return id && right.n == 1 ? right.v[0] : 0;
    }
    if (!lookup || !args.n || keys.n) return 0;
    NodeId func = py_node(t, call, Call_func);
    Str base = py_kind(t, func) == PY_Attribute ? query_called(q, py_node(t, func, Attribute_value))
                                                : S("");
    bool store = str_eq(base, S("query")) || str_eq(base, S("session")) || str_eq(base, S("db")) ||
                 str_eq(base, S("objects"));
    if (!store && py_kind(t, func) == PY_Attribute) return 0;
    return py_last(args);
}

static bool is_parameter(const Query *q, uint32_t func, NodeId key)
{
    const Func *f = &q->module->funcs.v[func];
    const Tree *t = q->tree;
    if (py_kind(t, key) == PY_Subscript)
        return str_eq(query_called(q, py_node(t, key, Subscript_value)), S("kwargs"));
    if (py_kind(t, key) != PY_Name) return false;
    for (Size i = 0; i < f->params.n; i++)
        if (f->params.v[i].name == py_sym(t, key, Name_id)) return true;
    return false;
}

static NodeId class_around(const Query *q, NodeId n)
{
    while (n && py_kind(q->tree, n) != PY_ClassDef) n = q->parent[n];
    return n;
}

// permission_classes = [IsAuthenticated]: asked about an object, they say yes to everybody's.
static bool asks_login_only(const Query *q, NodeId cls)
{
    static const Str login[] = {L("IsAuthenticated"), L("AllowAny"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; cls && (n = query_next(q, PY_Assign, n));) {
        NodeId list = py_node(t, n, Assign_value);
        int k = py_kind(t, list);
        if (q->parent[n] != cls || (k != PY_List && k != PY_Tuple) ||
            !str_eq(query_called(q, py_list(t, n, Assign_targets).v[0]), S("permission_classes")))
            continue;
        NodeList items = py_list(t, list, 0);
        for (uint32_t i = 0; i < items.n; i++) {
            Str name = query_called(q, items.v[i]);
            if (!str_eq(name, login[0]) && !str_eq(name, login[1])) return false;
        }
        return true;
    }
    return false;
}

// user.has_perm("edit", found), has_access(user, found.shelf): the caller's right to what was found
static bool asks_right(const Query *q, NodeId call, Str found)
{
    static const Str rights[] = {L("perm"), L("access"), L("allow"), L("authoriz"), {0}};
    NodeList args = py_list(q->tree, call, Call_args);
    if (!query_named(query_method(q, call), rights)) return false;
    for (uint32_t i = 0; i < args.n; i++) {
        NodeId of = args.v[i];
        if (py_kind(q->tree, of) == PY_Name && found.len && !str_eq(query_called(q, of), found))
            of = query_peel(q, of);
        if (found.len && query_uses(q, of, found)) return true;
    }
    return false;
}

// check_editor(request.user, found), found.require_member(user), if not visible(found, user): a check
// that is given both.
static bool is_told_both(const Query *q, NodeId call, Str found)
{
    static const Str checks[] = {L("require"), L("ensure"),   L("check"),  L("assert"),
                                 L("verify"),  L("enforce"),  L("demand"), L("must"),
                                 L("guard"),   L("restrict"), L("valid"),  L("viewable"),
                                 L("visible"), L("permitted"), L("accessible"), L("authorize"), {0}};
    const Tree *t = q->tree;
    int above = py_kind(t, q->parent[call]);
    bool asked = above == PY_If || above == PY_UnaryOp || above == PY_BoolOp || above == PY_Assert;
    if (!found.len || (!asked && !query_named(query_method(q, call), checks))) return false;
    NodeList args = py_list(t, call, Call_args);
    bool who = false, what = query_uses(q, py_node(t, call, Call_func), found);
    for (uint32_t i = 0; i < args.n; i++) {
        who |= query_mentions(q, args.v[i], who_words);
        what |= query_uses(q, args.v[i], found);
    }
    return who && what;
}

// The caller by a parameter's name, or by the one that the session gave: uid = session["uid"].
static bool names_caller(const Query *q, NodeId in, Str me)
{
    static const Str session[] = {L("session"), {0}};
    if (me.len && query_uses(q, in, me)) return true;
    if (login_is_test(q, in)) return false;
    for (NodeId n = 0; (n = query_next_in(q, PY_Name, in, n));) {
        NodeId made = query_assigned(q, n);
        if (made && py_kind(q->tree, made) != PY_Compare && query_mentions(q, made, session) &&
            query_mentions_text(q, made, (const Str[]){L("user"), L("uid"), L("id"), {0}}))
            return true;
    }
    return false;
}

// Is anything about the caller part of the look-up, or compared later?
static bool asks_owner(const Query *q, NodeId def, NodeId call)
{
    const Tree *t = q->tree;
    Str me = login_parameter(q, def);
    for (NodeId n = 0; (n = query_next_in(q, PY_Compare, def, n));)
        if ((query_mentions(q, n, who_words) && !login_is_test(q, n)) || names_caller(q, n, me))
            return true;
    NodeId st = query_statement(q, call);
    Str found =
        py_kind(t, st) == PY_Assign ? query_called(q, py_list(t, st, Assign_targets).v[0]) : S("");
    if (query_mentions(q, st, who_words) || names_caller(q, st, me)) return true;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str m = query_method(q, n);
        if (!query_within(q, n, def) || n == call) continue;
        if (found.len && names_caller(q, n, me) && query_uses(q, n, found)) return true;
        if (str_eq(m, S("check_object_permissions")) && asks_login_only(q, class_around(q, def)))
            continue;
        if (str_has(m, owner_words)) return true;
        if (asks_right(q, n, found) || is_told_both(q, n, found)) return true;
    }
    return false;
}

// def show(number: int, user=Depends(current_user)), class Show(LoginRequiredMixin, View)
static bool asks_login(const Query *q, NodeId def)
{
    static const Str user[] = {L("current_user"), L("get_user"),     L("currentuser"),
                               L("require_user"), L("authenticated"), L("logged_in"), {0}};
    static const Str mixin[] = {L("loginrequired"), L("isauthenticated"), {0}};
    const Tree *t = q->tree;
    NodeId args = query_args(q, def), cls = class_around(q, def);
    if (args && query_mentions(q, args, role_words)) return false;
    if (args && query_mentions(q, args, user) &&
        query_mentions(q, args, (const Str[]){L("depends"), L("security"), L("annotated"), {0}}))
        return true;
    if (!cls) return false;
    NodeList bases = py_list(t, cls, ClassDef_bases), body = py_list(t, cls, ClassDef_body);
    for (uint32_t i = 0; i < bases.n; i++) {
        if (query_mentions(q, bases.v[i], role_words)) return false;
        if (query_mentions(q, bases.v[i], mixin)) return true;
    }
    for (uint32_t i = 0; i < body.n; i++)
        if (py_kind(t, body.v[i]) == PY_Assign && query_mentions(q, body.v[i], mixin)) return true;
    return false;
}

// get_object_or_404(self.get_queryset(), …), where the class's own get_queryset asks who calls
static bool narrowed(const Query *q, NodeId def, NodeId call)
{
    const Tree *t = q->tree;
    NodeId cls = class_around(q, def);
    if (!cls) return false;
    for (NodeId c = 0; (c = query_next_in(q, PY_Call, call, c));) {
        if (c == call) continue;
        for (NodeId f = 0; (f = query_next(q, PY_FunctionDef, f));)
            if (q->parent[f] == cls && query_mentions(q, f, who_words) &&
                str_eq(py_name(t, py_sym(t, f, FunctionDef_name)), query_method(q, c)))
                return true;
    }
    for (NodeId f = 0; (f = query_next(q, PY_FunctionDef, f));) {
        Str name = py_name(t, py_sym(t, f, FunctionDef_name));
        if (q->parent[f] == cls && (str_eq(name, S("test_func")) || str_eq(name, S("dispatch"))))
            return true;
    }
    return false;
}

// self.get_queryset(), which another method of the class limits to the caller
static bool by_own_queryset(const Query *q, NodeId def, NodeId call)
{
    static const Str caller[] = {L("user"), L("request"), L("owner"), L("tenant"), L("super"), {0}};
    const Tree *t = q->tree;
    if (!query_mentions(q, call, (const Str[]){L("get_queryset"), {0}})) return false;
    for (NodeId m = 0; (m = query_next(q, PY_FunctionDef, m));)
        if (q->parent[m] == q->parent[def] &&
            str_eq(py_name(t, py_sym(t, m, FunctionDef_name)), S("get_queryset")))
            return query_mentions(q, m, caller);
    return true;
}

// permission_classes = [IsAuthenticated & IsProjectMember], permission_required = …: a permission of
// the program's own is asked before the method runs.
static bool has_own_permission(const Query *q, NodeId cls)
{
    static const Str none[] = {L("IsAuthenticated"), L("AllowAny"), L("IsAuthenticatedOrReadOnly"),
                               L("permission_classes"), L("permissions"), L("rest_framework"), {0}};
    static const int names[] = {PY_Name, PY_Attribute};
    const Tree *t = q->tree;
    NodeList body = cls ? py_list(t, cls, ClassDef_body) : (NodeList){0};
    for (uint32_t i = 0; i < body.n; i++) {
        bool plain = py_kind(t, body.v[i]) == PY_Assign;
        if (!plain && py_kind(t, body.v[i]) != PY_AnnAssign) continue;
        Str to = query_called(q, plain ? py_list(t, body.v[i], Assign_targets).v[0]
                                       : py_node(t, body.v[i], AnnAssign_target));
        NodeId value =
            plain ? py_node(t, body.v[i], Assign_value) : py_node(t, body.v[i], AnnAssign_value);
        if (str_eq(to, S("permission_required")) && value && !query_is_none(q, value)) return true;
        if (!str_eq(to, S("permission_classes"))) continue;
        for (Size k = 0; k < countof(names); k++)
            for (NodeId n = 0; (n = query_next_in(q, names[k], value, n));) {
                bool known = false;
                known |= str_in(query_called(q, n), none);
                if (!known) return true;
            }
    }
    return false;
}

static bool is_protected(const Query *q, NodeId def)
{
    if (query_decorated(q, def, role_words) || has_own_permission(q, class_around(q, def)))
        return false;
    if (asks_login(q, def)) return true;
    return query_decorated(q, def, login_words) ||
           query_mentions(q, def, (const Str[]){L("is_authenticated"), {0}}) ||
           login_parameter(q, def).len || login_by_hand(q, def) || login_by_hook(q, def);
}

// execute("SELECT … WHERE id = ?", (doc_id,)): the only condition is the key.
static NodeId key_of_statement(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    Str sql, m = query_method(q, call);
    NodeList args = py_list(t, call, Call_args);
    if ((!str_eq(m, S("execute")) && !str_starts(m, S("fetch"))) || args.n < 2 ||
        !query_str(q, args.v[0], &sql))
        return 0;
    Size where = str_find(sql, S("WHERE "));
    Str cond = where < 0 ? S("") : str_trim(str_sub(sql, where + 6, -1));
    Size equal = str_find(cond, S("="));
    Str column = equal > 0 ? str_trim(str_sub(cond, 0, equal)) : S("");
    if ((!str_eq(column, S("id")) && !str_ends(column, S(".id"))) ||
        str_find(cond, S(" AND ")) >= 0 || str_find(cond, S(" and ")) >= 0 ||
        str_find(sql, S("user")) >= 0)
        return 0;
    NodeId given = args.v[1];
    int k = py_kind(t, given);
    if (k == PY_Tuple || k == PY_List) {
        NodeList items = py_list(t, given, 0);
        return py_last(items);
    }
    return k == PY_Name ? given : 0;
}

// get_object_or_404(Invoice, pk=key), Invoice.objects.get(pk=key): does the model say whose it is?
// In a published package what belongs to nobody is everybody's.
static bool is_somebodys(const RuleRun *run, NodeId call)
{
    static const Str belongs[] = {L("ForeignKey(settings.AUTH_USER_MODEL"), L("ForeignKey(User"),
                                  L("ForeignKey(get_user_model"), L("OneToOneField(User"),
                                  L("OneToOneField(settings.AUTH_USER_MODEL"), L("'auth.User'"),
                                  L("\"auth.User\""), L("owner"), L("user_id"), L("author"),
                                  L("created_by"), L(" user = "), {0}};
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Name, n));) {
        Str name = query_called(q, n);
        bool model = query_within(q, n, call) && name.len && name.s[0] >= 'A' && name.s[0] <= 'Z';
        if (model && flow_class_says(run->file, name, belongs)) return true;
    }
    return false;
}

static void look_at_lookups(RuleRun *run)
{
    // if not request.user.has_perm("edit", row.project): raise PermissionDenied — what it asks is of the object's own
    static const Str refuses[] = {
        L("has_perm"), L("PermissionDenied"), L("check_object_permissions"), L("Forbidden"), {0}};
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        uint32_t func = q->inside[n];
        NodeId def = query_def(q, func), key = query_peel(q, key_of(q, n));
        if (!key) key = key_of_statement(q, n);
        if (!key) key = bare(q, key_of_document(q, n));
        if (!key) key = bare(q, key_of_row(q, n));
        if (!def || !key || !is_parameter(q, func, key) || !is_protected(q, def) ||
            asks_owner(q, def, n) || narrowed(q, def, n) || by_own_queryset(q, def, n))
            continue;
        bool shared =
            query_mentions(q, n, shared_words) ||
            (rule_in_package(run) && (!is_somebodys(run, n) || query_mentions(q, def, refuses)));
        rule_report(run, func, n, shared ? CONF_LOW : CONF_MEDIUM,
                    "`%.*s` alone decides which object the caller gets",
                    STR_ARG(py_text(q->tree, key)));
    }
}

// FileResponse(f"/srv/exports/{user_id}/all.zip"): whose file it is says the address, and nobody compares it with the
// one who calls.
static void look_at_files(RuleRun *run)
{
    static const Str sends[] = {L("FileResponse"), L("send_file"), L("send_from_directory"), {0}};
    static const Str whose[] = {L("user_id"),    L("uid"),         L("userid"),   L("username"),
                                L("account_id"), L("customer_id"), L("owner_id"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId def = str_in(query_method(q, n), sends) ? query_def(q, q->inside[n]) : 0, named = 0;
        if (!def || py_kind(t, def) == PY_Lambda) continue;
        NodeList args = py_list(t, n, Call_args);
        for (uint32_t i = 0; !named && i < args.n; i++) {
            NodeId in = query_peel(q, args.v[i]);
            for (NodeId m = 0; !named && (m = query_next_in(q, PY_Name, in, m));)
                if (str_in(query_called(q, m), whose) && is_parameter(q, q->inside[n], m))
                    named = m;
        }
        if (!named || !is_protected(q, def)) continue;
        bool asked = false;
        for (NodeId c = 0; !asked && (c = query_next_in(q, PY_Compare, def, c));)
            asked = query_mentions(q, c, who_words) && !login_is_test(q, c);
        for (NodeId c = 0; !asked && (c = query_next_in(q, PY_Call, def, c));)
            asked = str_has(query_method(q, c), owner_words) ||
                    (c != n && !query_within(q, c, n) && query_uses(q, c, query_called(q, named)) &&
                     query_mentions(q, c, (const Str[]){L("current_user"), L("user"), {0}}) &&
                     py_list(t, c, Call_args).n > 1);
        if (!asked)
            rule_report(run, q->inside[n], n, rule_hint(run),
                        "`%.*s` alone decides whose file the caller gets",
                        STR_ARG(query_called(q, named)));
    }
}

// A REST view with its own get_object, which never asks its object permissions.
static void look_at_views(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_FunctionDef, n));) {
        NodeId cls = q->parent[n];
        if (!str_eq(py_name(t, py_sym(t, n, FunctionDef_name)), S("get_object")) ||
            py_kind(t, cls) != PY_ClassDef)
            continue;
        if (!query_mentions(q, cls, (const Str[]){L("permission_classes"), {0}})) continue;
        if (query_mentions(
                q, n, (const Str[]){L("check_object_permissions"), L("super"), L("user"),
                                    L("get_queryset"), {0}}))
            continue;
        NodeId at = n;
        for (NodeId c = 0; (c = query_next(q, PY_Call, c));)
            if (query_within(q, c, n)) {
                at = query_statement(q, c);
                break;
            }
        rule_report(run, q->inside[n], at, CONF_MEDIUM,
                    "this get_object never asks the object's permissions");
    }
}

// return self.item.variations.all(): what belongs to an object that was looked up elsewhere
static bool from_own_object(const Query *q, NodeId ret)
{
    const Tree *t = q->tree;
    if (py_kind(t, ret) != PY_Return || !py_node(t, ret, Return_value)) return false;
    if (query_mentions(q, ret, (const Str[]){L("objects"), L("query"), L("session"), {0}}))
        return false;
    for (NodeId n = 0; (n = query_next(q, PY_Attribute, n));) {
        NodeId of = py_node(t, n, Attribute_value);
        if (!query_within(q, n, ret) || py_kind(t, of) != PY_Attribute) continue;
        of = py_node(t, of, Attribute_value);
        if (py_kind(t, of) == PY_Name && str_eq(query_called(q, of), S("self"))) return true;
    }
    return false;
}

// New ones belong to the caller (perform_create), and the queryset holds everybody's.
static void look_at_querysets(RuleRun *run)
{
    static const Str caller[] = {L("user"), L("request"), L("owner"), L("tenant"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_FunctionDef, n));) {
        NodeId cls = q->parent[n], owned = 0;
        Str name = py_name(t, py_sym(t, n, FunctionDef_name));
        if (!str_eq(name, S("perform_create")) || py_kind(t, cls) != PY_ClassDef ||
            !query_mentions(q, n, (const Str[]){L("user"), {0}}))
            continue;
        for (NodeId m = 0; (m = query_next(q, PY_FunctionDef, m));)
            if (q->parent[m] == cls &&
                str_eq(py_name(t, py_sym(t, m, FunctionDef_name)), S("get_queryset")))
                owned = m;
        if (!owned || query_mentions(q, owned, caller) ||
            query_mentions(q, owned, (const Str[]){L("super"), {0}}))
            continue;
        NodeId at = owned;
        for (NodeId r = 0; (r = query_next(q, PY_Return, r));)
            if (query_within(q, r, owned)) at = r;
        // filter(is_public=True): what is there for everybody
        static const Str open[] = {L("public"), L("published"), {0}};
        static const Str not[] = {L("=False"), L("exclude("), L("public_key"), {0}};
        bool for_all = query_mentions(q, owned, open) && !str_has(py_text(q->tree, owned), not);
        if (from_own_object(q, at) || for_all) continue;
        rule_report(run, q->inside[at], at, CONF_MEDIUM,
                    "what is made belongs to the caller, and what is found belongs to anybody");
    }
}

// class Show(LoginRequiredMixin, DetailView): model = Invoice, and the model says whose it is.
static Str model_of(const Query *q, NodeId cls)
{
    const Tree *t = q->tree;
    NodeList body = py_list(t, cls, ClassDef_body);
    for (uint32_t i = 0; i < body.n; i++) {
        if (py_kind(t, body.v[i]) != PY_Assign) continue;
        Str to = query_called(q, py_list(t, body.v[i], Assign_targets).v[0]);
        NodeId value = py_node(t, body.v[i], Assign_value);
        if (str_eq(to, S("model"))) return query_called(q, value);
        if (!str_eq(to, S("queryset"))) continue;
        while (value && py_kind(t, value) != PY_Name)           // Invoice.objects.all()
            value = py_kind(t, value) == PY_Call        ? py_node(t, value, Call_func)
                    : py_kind(t, value) == PY_Attribute ? py_node(t, value, Attribute_value)
                                                        : 0;
        if (value) return query_called(q, value);
    }
    return S("");
}

// A model that another package defines, by its name: what of it there is belongs to somebody.
static const Str of_persons[] = {L("address"), L("invoice"), L("payment"),      L("order"),
                                 L("booking"), L("message"), L("prescription"), L("statement"),
                                 L("wallet"),  L("profile"), L("subscription"), L("appointment"),
                                 L("medical"), L("salary"),  L("payslip"),      L("draft"),
                                 {0}};

static void look_at_generic_views(RuleRun *run)
{
    static const Str views[] = {L("DetailView"), L("UpdateView"), L("DeleteView"),
                                L("ModelViewSet"), L("RetrieveAPIView"), L("RetrieveUpdateAPIView"),
                                L("RetrieveDestroyAPIView"), L("RetrieveUpdateDestroyAPIView"),
                                L("UpdateAPIView"), L("DestroyAPIView"), {0}};
    static const Str login[] = {L("LoginRequiredMixin"), {0}};
    static const Str narrows[] = {L("user"), L("owner"), L("tenant"), L("permission_required"), L("test_func"),
                                  L("has_permission"), L("check_object"), L("get_object"),
                                  L("lookup_queryset"), L("dispatch"), L("filter_backends"), {0}};
    static const Str belongs[] = {L("AUTH_USER_MODEL"), L("get_user_model"), L("ForeignKey(User"),
                                  L("OneToOneField(User"), L("auth.User"), {0}};
    static const Str plain[] = {L("IsAuthenticated"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_ClassDef, n));) {
        NodeList bases = py_list(t, n, ClassDef_bases), body = py_list(t, n, ClassDef_body);
        bool view = false, asked = false, other = false, narrowed_here = false;
        for (uint32_t i = 0; i < bases.n; i++) {
            Str base = query_called(q, bases.v[i]);
            bool is_view = str_in(base, views), is_login = str_in(base, login);
            view |= is_view, asked |= is_login, other |= !is_view && !is_login;
        }
        for (uint32_t i = 0; view && i < body.n; i++) {
            Str to = py_kind(t, body.v[i]) == PY_Assign
                         ? query_called(q, py_list(t, body.v[i], Assign_targets).v[0])
                         : S("");
            if (str_eq(to, S("permission_classes"))) {
                asked |= query_mentions(q, body.v[i], (const Str[]){L("isauthenticated"), {0}});
                other |= py_list(t, py_node(t, body.v[i], Assign_value), 0).n != 1 ||
                         !query_uses(q, body.v[i], plain[0]);
            } else narrowed_here |= query_mentions(q, body.v[i], narrows);
        }
        Str model = view && asked && !other && !narrowed_here ? model_of(q, n) : S("");
        bool theirs = model.len && !rule_in_package(run) && query_named(model, of_persons) &&
                      !flow_class_says(run->file, model, (const Str[]){L("class"), {0}});
        if (!model.len || (!theirs && !flow_class_says(run->file, model, belongs))) continue;
        NodeId at = n;
        for (NodeId r = 0; (r = query_next(q, PY_Return, r));)
            if (query_within(q, r, n)) at = r;
        rule_report(run, q->inside[n], at, CONF_MEDIUM,
                    "each `%.*s` belongs to somebody, and this view gives it to anybody",
                    STR_ARG(model));
    }
}

// get_queryset: if self.action == "list": found = found.filter(owner=self.request.user)
static void look_at_half_querysets(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_FunctionDef, n));) {
        NodeId cls = q->parent[n], when = 0, last = 0;
        if (!str_eq(py_name(t, py_sym(t, n, FunctionDef_name)), S("get_queryset")) ||
            py_kind(t, cls) != PY_ClassDef)
            continue;
        bool half = false, whole = false;
        for (NodeId a = 0; (a = query_next_in(q, PY_Attribute, n, a));) {
            if (!str_eq(query_called(q, a), S("user"))) continue;
            for (when = q->parent[a]; when != n && py_kind(t, when) != PY_If;)
                when = q->parent[when];
            bool tested = when != n && query_within(q, a, py_node(t, when, If_test));
            bool list = when != n && !tested && !py_list(t, when, If_orelse).n &&
                        query_mentions(q, py_node(t, when, If_test),
                                       (const Str[]){L("action"), L("method"), {0}});
            half |= list, whole |= !list;
        }
        for (NodeId r = 0; (r = query_next_in(q, PY_Return, n, r));)
            if (q->parent[r] == n) last = r;
        if (half && !whole && last)
            rule_report(run, q->inside[last], last, CONF_MEDIUM,
                        "only some actions are limited to what belongs to the caller");
    }
}

// Does this statement, or one below it, leave the function or the request?
static bool refuses(const Query *q, NodeId branch)
{
    static const int leaves[] = {PY_Raise, PY_Return, PY_Continue, PY_Break, PY_Assign, PY_Assert};
    static const Str calls[] = {L("abort"), L("deny"), L("forbid"), L("fail"), L("exit"),
                                L("redirect"), L("error"), L("append"), {0}};
    for (Size k = 0; k < (Size)countof(leaves); k++)
        for (NodeId n = 0; (n = query_next(q, leaves[k], n));)
            if (query_within(q, n, branch)) return true;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(q->tree, n, Call_func);
        bool log =
            py_kind(q->tree, func) == PY_Attribute &&
            str_find(query_called(q, py_node(q->tree, func, Attribute_value)), S("log")) >= 0;
        if (query_within(q, n, branch) && !log && query_named(query_method(q, n), calls))
            return true;
    }
    return false;
}

// if letter.owner_id != user.id: log.warning(…) — and the letter is handed out.
static void look_at_unheeded(RuleRun *run)
{
    static const Str owner[] = {L("owner"), L("user_id"), L("author"), L("customer"), L("patient"),
                                L("member"), L("tenant"), L("account"), L("created_by"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_If, n));) {
        NodeId test = query_peel(q, py_node(t, n, If_test));
        if (py_kind(t, test) != PY_Compare || py_syms(t, test, Compare_ops).v[0] != OP_NOTEQ ||
            py_list(t, n, If_orelse).n)
            continue;
        NodeId left = py_node(t, test, Compare_left),
               right = py_list(t, test, Compare_comparators).v[0];
        if (py_kind(t, left) != PY_Attribute || py_kind(t, right) != PY_Attribute) continue;
        if (!query_named(query_called(q, left), owner)) {
            NodeId swap = left;
            left = right, right = swap;
        }
        NodeId object = py_node(t, left, Attribute_value);
        NodeId found = py_kind(t, object) == PY_Name ? query_assigned(q, object) : 0;
        if (!query_named(query_called(q, left), owner) || !found || py_kind(t, found) != PY_Call ||
            !str_eq(query_called(q, right), S("id")))
            continue;
        NodeList body = py_list(t, n, If_body);
        bool leaves = false;
        for (uint32_t i = 0; i < body.n; i++) leaves |= refuses(q, body.v[i]);
        if (!leaves)
            rule_report(run, q->inside[n], found, CONF_MEDIUM,
                        "whose `%.*s` this is gets compared, and nothing comes of it",
                        STR_ARG(py_text(t, object)));
    }
}

// Another method of the view limits the queryset to the caller, and what finds one object does not.
static void look_at_limited(RuleRun *run)
{
    static const Str caller[] = {L("user"), L("owner"), L("tenant"), L("account"), {0}};
    static const Str views[] = {L("retrieve"), L("modelviewset"), L("detail"), L("update"),
                                L("destroy"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_FunctionDef, n));) {
        NodeId cls = q->parent[n], at = n;
        if (py_kind(t, cls) != PY_ClassDef ||
            !str_eq(py_name(t, py_sym(t, n, FunctionDef_name)), S("get_queryset")) ||
            query_mentions(q, n, caller) ||
            query_mentions(q, n, (const Str[]){L("super"), L("request"), L("filter"), {0}}))
            continue;
        bool finds = false, limited = false, own = false;
        NodeList bases = py_list(t, cls, ClassDef_bases);
        for (uint32_t i = 0; i < bases.n; i++)
            finds |= query_named(query_dotted(q, bases.v[i]), views);
        for (NodeId m = 0; (m = query_next(q, PY_FunctionDef, m));)
            own |= q->parent[m] == cls &&
                   str_eq(py_name(t, py_sym(t, m, FunctionDef_name)), S("get_object"));
        for (NodeId c = 0; (c = query_next(q, PY_Call, c));)
            limited |= query_within(q, c, cls) && str_eq(query_method(q, c), S("filter")) &&
                       query_mentions(q, c, (const Str[]){L("get_queryset"), {0}}) &&
                       query_mentions(q, c, caller);
        for (NodeId r = 0; (r = query_next(q, PY_Return, r));)
            if (query_within(q, r, n)) at = r;
        if (finds && limited && !own && asks_login_only(q, cls))
            rule_report(
                run, q->inside[at], at, CONF_MEDIUM,
                "the list is limited to the caller, and one object is found among everybody's");
    }
}

// user: User = Depends(current_user): the parameter that says who asks; 0: none
static NodeId who_asks(const Query *q, NodeId def)
{
    static const Str says[] = {L("user"),      L("account"), L("identity"),
                               L("principal"), L("login"),   {0}};
    static const Str roles[] = {L("admin"),      L("staff"), L("role"), L("super"),
                                L("permission"), L("scope"), {0}};
    const Tree *t = q->tree;
    NodeId args = query_args(q, def);
    uint32_t i =
        args ? py_list(t, args, arguments_posonlyargs).n : 0; // FastAPI passes all by their names
    NodeId value = 0, p;
    for (; args && (p = py_param(t, args, i, &value)) != 0; i++) {
        if (value && py_kind(t, value) == PY_Call &&
            str_ends(query_callee(q, value), S("Depends")) && query_mentions(q, value, says) &&
            !query_mentions(q, value, roles))
            return p;
    }
    return 0;
}

// select(Key).where(Key.user_id == user.id): a neighbour that keeps to what is the caller's
static bool neighbour_asks(const Query *q, Str user, NodeId def)
{
    static const Str owner[] = {L("user_id"), L("owner"),      L("account"),
                                L("author"),  L("created_by"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        NodeList right = py_list(t, n, Compare_comparators);
        if (!query_within(q, n, def) && right.n == 1 && query_mentions(q, n, owner) &&
            query_uses(q, n, user))
            return true;
    }
    return false;
}

// The call that finds something by the id in the address; 0: none
static NodeId finds_by_id(const Query *q, NodeId def)
{
    static const Str finders[] = {L("get"), L("find"), L("load"), L("fetch"), L("lookup"), L("404"),
                                  L("select"), L("query"), L("by_id"), L("one"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeList args = py_list(t, n, Call_args);
        NodeId func = py_node(t, n, Call_func);
        if (!query_within(q, n, def) ||
            q->inside[n] != q->inside[py_list(t, def, FunctionDef_body).v[0]] ||
            !query_named(query_called(q, func), finders))
            continue;
        for (uint32_t i = 0; i < args.n; i++) {
            Str name = query_called(q, args.v[i]);
            bool id = str_eq(name, S("id")) || str_eq(name, S("pk")) || str_ends(name, S("_id"));
            if (id && query_is_parameter(q, args.v[i])) return n;
        }
    }
    return 0;
}

// Who asks is a parameter of the route that nothing reads, and its neighbours read theirs.
static void look_at_unread(RuleRun *run)
{
    static const int defs[] = {PY_FunctionDef, PY_AsyncFunctionDef};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (Size k = 0; k < countof(defs); k++)
        for (NodeId n = 0; (n = query_next(q, defs[k], n));) {
            NodeId user = py_list(t, n, FunctionDef_decorator_list).n ? who_asks(q, n) : 0;
            Str name = query_called(q, user);
            NodeList body = py_list(t, n, FunctionDef_body);
            bool read = false;
            for (uint32_t i = 0; user && i < body.n; i++) read |= query_uses(q, body.v[i], name);
            NodeId at = user && !read && body.n ? finds_by_id(q, n) : 0;
            if (at && neighbour_asks(q, name, n) && !query_mentions(q, at, shared_words))
                rule_report(
                    run, q->inside[at], at, CONF_MEDIUM,
                    "`%.*s` says who asks, and nothing here compares it with whose object this is",
                    STR_ARG(name));
        }
}

static void look(RuleRun *run)
{
    if (!run->file->is_test) look_at_unread(run);
    if (run->file->is_test) return;
    look_at_generic_views(run);
    look_at_half_querysets(run);
    look_at_unheeded(run);
    look_at_limited(run);
    look_at_querysets(run);
    look_at_lookups(run);
    look_at_files(run);
    look_at_views(run);
}

const Rule rule_insecure_direct_object = {
    .id = L("insecure-direct-object"),
    .cwe = 639,
    .also = {862},
    .severity = SEV_HIGH,
    .title = L("an object is found by its id alone"),
    .why = L("Any user with an account changes the number in the address and reads or "
             "deletes what belongs to others."),
    .instead = L("Look in what belongs to the caller (filter_by(id=…, owner=current_user)), or "
                 "compare the owner before the object is used."),
    .bad = L("from flask import Flask, jsonify\n"
             "from flask_login import login_required\n"
             "from models import Invoice\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/invoices/<int:invoice_id>\")\n"
             "@login_required\n"
             "def show(invoice_id):\n"
             "    return jsonify(Invoice.query.get_or_404(invoice_id).as_dict())\n"),
    .good = L("from flask import Flask, jsonify\n"
              "from flask_login import current_user, login_required\n"
              "from models import Invoice\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/invoices/<int:invoice_id>\")\n"
              "@login_required\n"
              "def show(invoice_id):\n"
              "    found = Invoice.query.filter_by(id=invoice_id, "
              "owner_id=current_user.id).first_or_404()\n"
              "    return jsonify(found.as_dict())\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/639.html"),
                    L("https://owasp.org/API-Security/editions/2023/en/"
                      "0xa1-broken-object-level-authorization/")),
    .at_file = look,
    .fix = mend_fix_whose_object,
    .words = LIST(L("login_required"), L("current_user"), L("is_authenticated"),
                  L("permission_classes"), L("Depends"), L("jwt_required"), L("get_object"),
                  L("LoginRequiredMixin"), L("IsAuthenticated"), L("get_queryset"), L("owner_id"),
                  L("user_id"), L("patient_id"), L("customer_id"), L("author_id"), L("tenant_id"),
                  L("account_id"), L("member_id"), L("strawberry"), L("graphene"), L("session")),
};
