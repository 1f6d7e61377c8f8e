// rule privileged-container: a container that is no wall: privileged, or with the host's door inside.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// What Docker builds images in needs it, and is thrown away after.
static bool is_builder(const Query *q, NodeId call)
{
    return query_named(query_method(q, call), (const Str[]){L("build"), {0}});
}

static NodeId call_of(const Query *q, NodeId keyword)
{
    NodeId up = q->parent[keyword];
    return up && py_kind(q->tree, up) == PY_Call ? up : 0;
}

// volumes={"/var/run/docker.sock": …}, ["/var/run/docker.sock:/var/run/docker.sock"]: who reaches it starts
// a container with the host's disk.
static bool mounts_socket(const Query *q, NodeId value)
{
    value = query_peel(q, value);
    int k = py_kind(q->tree, value);
    return (k == PY_Dict || k == PY_List || k == PY_Tuple) &&
           query_mentions_text(q, value,
                               (const Str[]){L("docker.sock"), L("containerd.sock"), {0}});
}

static const char *complaint(const Query *q, NodeId keyword, Confidence *c)
{
    static const Str wide[] = {L("ALL"), L("SYS_ADMIN"), L("CAP_SYS_ADMIN"), L("SYS_MODULE"), {0}};
    const Tree *t = q->tree;
    Str name = py_name(t, py_sym(t, keyword, keyword_arg)), text;
    NodeId value = py_node(t, keyword, keyword_value);
    *c = CONF_MEDIUM;
    if (str_eq(name, S("privileged")))
        return query_is_true(q, value)
                   ? "it sees the host's devices, and root in it is root outside"
                   : NULL;
    if (str_eq(name, S("cap_add"))) {
        for (const Str *w = wide; w->len; w++)
            if (query_holds_str(q, value, *w))
                return "with this capability the container mounts the host's disks";
        return NULL;
    }
    if (str_in(name, (const Str[]){L("volumes"), L("binds"), L("mounts"), {0}}))
        return mounts_socket(q, value)
                   ? "by the daemon's socket it starts others that have the host's disk"
                   : NULL;
    // of Kubernetes
    if (str_in(name, (const Str[]){L("host_network"), L("host_pid"), L("host_ipc"), {0}}))
        return query_is_true(q, value) ? "the container shares this with the host" : NULL;
    *c = CONF_LOW;
    int64_t user;
    if (str_eq(name, S("allow_privilege_escalation")))
        return query_is_true(q, value) ? "a program in it may get more rights than it was started with" : NULL;
    if (str_eq(name, S("run_as_user")))
        return query_int(q, value, &user) && !user ? "what runs in it is root" : NULL;
    bool host = str_eq(name, S("pid_mode")) || str_eq(name, S("ipc_mode")) ||
                str_eq(name, S("network_mode"));
    return host && query_str(q, value, &text) && str_eq(text, S("host"))
               ? "the container shares this with the host"
               : NULL;
}

static bool speaks_of_containers(const Query *q)
{
    static const Str libraries[] = {L("docker"),  L("podman"),         L("kubernetes"),
                                    L("aws_ecs"), L("testcontainers"), L("containers"), {0}};
    for (Size i = 0; i < q->nimports; i++)
        if (query_named(q->imports[i].dotted, libraries)) return true;
    return query_mentions(q, q->tree->root, libraries);
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test || !speaks_of_containers(q)) return;
    for (NodeId n = 0; (n = query_next(q, PY_keyword, n));) {
        Confidence c;
        NodeId call = call_of(q, n);
        const char *what = call && !is_builder(q, call) && py_sym(q->tree, n, keyword_arg)
                               ? complaint(q, n, &c)
                               : NULL;
        if (what) rule_report(run, q->inside[n], n, c, "%s", what);
    }
}

const Rule rule_privileged_container = {
    .id = L("privileged-container"),
    .cwe = 250,
    .also = {269},
    .severity = SEV_HIGH,
    .title = L("a container that keeps nobody in"),
    .why =
        L("A container is a wall round what runs in it only as long as it has no more rights than "
          "a process. Privileged, with SYS_ADMIN or with the daemon's socket, whoever takes over "
          "the program takes over the machine."),
    .instead = L("Leave privileged out; add the one capability or device that is needed, and let a "
                 "service outside do what needs the daemon."),
    .bad = L("import docker\n"
             "docker.from_env().containers.run(\"agent:1\", privileged=True)\n"),
    .good = L("import docker\n"
              "docker.from_env().containers.run(\"agent:1\", cap_add=[\"NET_BIND_SERVICE\"])\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/250.html"),
                    L("https://docs.docker.com/engine/containers/run/"
                      "#runtime-privilege-and-linux-capabilities")),
    .at_file = look,
    .words = LIST(L("privileged"), L("cap_add"), L("volumes"), L("binds"), L("mounts"),
                  L("pid_mode"), L("ipc_mode"), L("network_mode"), L("host_network"), L("host_pid"),
                  L("host_ipc"), L("allow_privilege_escalation"), L("run_as_user")),
    .fix = mend_fix_switch_here,
    .weak_in_package = true,
};
