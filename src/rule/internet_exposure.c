// rule internet-exposure: a cloud's service for administrators or data can be reached by everybody.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

enum { ANY_PORT = -1, NO_PORT = -2, LAST_PORT = 65535, NEST = 5 };

// Shells, desktops, databases, caches, container and cluster interfaces: what nobody offers to everybody.
static const int inner[] = {21,   22,   23,   135,  139,  445,  1433, 1521, 2375, 2379,  3306,
                            3389, 5432, 5439, 5900, 5984, 6379, 8020, 9200, 9300, 11211, 27017};

static bool holds_inner(int64_t from, int64_t to)
{
    if (from > to || (from <= 0 && to >= LAST_PORT)) return from <= to;
    for (Size i = 0; i < countof(inner); i++)
        if (from <= inner[i] && inner[i] <= to) return true;
    return false;
}

static bool is_everywhere(Str range)
{
    return str_eq(range, S("0.0.0.0/0")) || str_eq(range, S("::/0"));
}

// ec2.Peer.any_ipv4(), ec2.Peer.ipv4("0.0.0.0/0")
static bool is_any_peer(const Query *q, NodeId peer)
{
    Str m, range;
    peer = peer ? query_peel(q, peer) : 0;
    if (!peer || py_kind(q->tree, peer) != PY_Call) return false;
    m = query_method(q, peer);
    if (str_eq(m, S("any_ipv4")) || str_eq(m, S("any_ipv6"))) return true;
    NodeId text = query_arg(q, peer, 0, S("cidr_ip"));
    return (str_eq(m, S("ipv4")) || str_eq(m, S("ipv6"))) && text && query_str(q, text, &range) &&
           is_everywhere(range);
}

// ec2.Port.tcp(22), ec2.Port.tcp_range(3000, 4000), ec2.Port.all_traffic(), ec2.Port.SSH
static bool is_inner_port(const Query *q, NodeId port)
{
    static const Str all[] = {L("all_traffic"), L("all_tcp"), {0}};
    static const Str named[] = {L("SSH"),      L("RDP"),   L("MYSQL_AURORA"),
                                L("POSTGRES"), L("MSSQL"), {0}};
    int64_t from, to;
    port = port ? query_peel(q, port) : 0;
    if (!port) return false;
    if (py_kind(q->tree, port) == PY_Attribute) return str_in(query_called(q, port), named);
    if (py_kind(q->tree, port) != PY_Call) return false;
    Str m = query_method(q, port);
    if (str_in(m, all)) return true;
    NodeId first = query_arg(q, port, 0, S("port")), last = query_arg(q, port, 1, S("end_port"));
    if (!first) first = query_arg(q, port, 0, S("start_port"));
    if (!first || !query_int(q, first, &from)) return false;
    if (str_eq(m, S("tcp"))) return holds_inner(from, from);
    return str_eq(m, S("tcp_range")) && last && query_int(q, last, &to) && holds_inner(from, to);
}

// db.connections: the port of a database is its default port. A load balancer's is for everybody.
static bool is_of_database(const Query *q, NodeId connections)
{
    static const Str made[] = {L("aws_rds"),      L("aws_docdb"),       L("aws_neptune"),
                               L("aws_redshift"), L("aws_elasticache"), {0}};
    static const Str named[] = {L("database"), L("postgres"), L("mysql"), L("aurora"), L("redis"), {0}};
    const Tree *t = q->tree;
    if (py_kind(t, connections) != PY_Attribute || !str_eq(query_called(q, connections), S("connections")))
        return false;
    NodeId of = py_node(t, connections, Attribute_value), value = query_peel(q, of);
    Str name = query_called(q, of);
    return query_named(query_type(q, of), made) || str_eq(name, S("db")) || str_ends(name, S("_db")) ||
           str_starts(name, S("db_")) || query_named(name, named) ||
           (py_kind(t, value) == PY_Call && query_named(query_callee(q, value), made));
}

// db.connections.allow_default_port_from_any_ipv4(), .allow_default_port_from(ec2.Peer.any_ipv4())
static bool opens_default_port(const Query *q, NodeId call)
{
    NodeId func = py_node(q->tree, call, Call_func);
    Str m = query_method(q, call);
    bool any = str_eq(m, S("allow_default_port_from_any_ipv4"));
    if ((!any && !str_eq(m, S("allow_default_port_from"))) || py_kind(q->tree, func) != PY_Attribute)
        return false;
    return (any || is_any_peer(q, query_arg(q, call, 0, S("other")))) &&
           is_of_database(q, py_node(q->tree, func, Attribute_value));
}

static void report_inner(RuleRun *run, NodeId call)
{
    rule_report(run, run->query->inside[call], call, CONF_MEDIUM,
                "every address of the internet may connect to a port of administrators or data");
}

static void look_at_group(RuleRun *run, NodeId call)
{
    static const Str adds[] = {
        L("add_ingress_rule"), L("allow_from"), L("allow_from_any_ipv4"), {0}};
    const Query *q = run->query;
    Str m = query_method(q, call);
    if (opens_default_port(q, call))
        rule_report(run, q->inside[call], call, CONF_MEDIUM,
                    "every address of the internet may connect to the database");
    if (!str_in(m, adds)) return;
    bool any = str_eq(m, adds[2]);
    NodeId peer = query_arg(q, call, 0, str_eq(m, adds[0]) ? S("peer") : S("other"));
    NodeId port =
        any ? query_arg(q, call, 0, S("port_range"))
            : query_arg(q, call, 1, str_eq(m, adds[0]) ? S("connection") : S("port_range"));
    if ((any || is_any_peer(q, peer)) && is_inner_port(q, port)) report_inner(run, call);
}

// What a permission says under a name: a dictionary, or a call. 0: nothing, or it is neither.
static NodeId said(const Query *q, NodeId permission, Str name)
{
    int k = py_kind(q->tree, permission);
    return k == PY_Dict   ? query_item(q, permission, name)
           : k == PY_Call ? query_arg(q, permission, -1, name)
                          : 0;
}

// "0.0.0.0/0" under one of these names, also below in lists: IpRanges=[{"CidrIp": …}]
static bool says_everywhere(const Query *q, NodeId n, int depth)
{
    static const Str names[] = {L("CidrIp"), L("CidrIpv6"), L("cidr_ip"), L("cidr_ipv6"),
                                L("cidr_ipv4"), {0}};
    static const Str below[] = {L("IpRanges"), L("Ipv6Ranges"), L("cidr_blocks"),
                                L("ipv6_cidr_blocks"), {0}};
    const Tree *t = q->tree;
    Str range;
    n = n ? query_peel(q, n) : 0;
    int k = n && depth < NEST ? py_kind(t, n) : PY_NONE;
    if (k == PY_List || k == PY_Tuple) {
        NodeList items = py_list(t, n, 0);
        for (uint32_t i = 0; i < items.n; i++)
            if (says_everywhere(q, items.v[i], depth + 1)) return true;
        return false;
    }
    if (k == PY_Constant && depth) return query_str(q, n, &range) && is_everywhere(range);
    for (const Str *s = names; k != PY_NONE && s->len; s++) {
        NodeId v = said(q, n, *s);
        if (v && query_str(q, v, &range) && is_everywhere(range)) return true;
    }
    for (const Str *s = below; k != PY_NONE && s->len; s++)
        if (says_everywhere(q, said(q, n, *s), depth + 1)) return true;
    return false;
}

static int64_t port_of(const Query *q, NodeId n, Str upper, Str lower)
{
    int64_t port;
    NodeId v = said(q, n, upper);
    if (!v) v = said(q, n, lower);
    return !v ? NO_PORT : query_int(q, v, &port) ? port : NO_PORT;
}

static Str protocol_of(const Query *q, NodeId n)
{
    NodeId v = said(q, n, S("IpProtocol"));
    Str text;
    if (!v) v = said(q, n, S("ip_protocol"));
    if (!v) v = said(q, n, S("protocol"));
    return v && query_str(q, v, &text) ? text : S("");
}

// Ping and its like have no ports: their FromPort is a kind of message.
static bool has_no_ports(Str protocol)
{
    return str_starts(protocol, S("icmp")) || str_eq(protocol, S("1")) || str_eq(protocol, S("58"));
}

// One permission, a dictionary or the call itself: a range that is everybody's and ports that are not.
static bool opens_inner(const Query *q, NodeId n)
{
    int k = py_kind(q->tree, n);
    if ((k != PY_Dict && k != PY_Call) || !says_everywhere(q, n, 0)) return false;
    int64_t from = port_of(q, n, S("FromPort"), S("from_port")),
            to = port_of(q, n, S("ToPort"), S("to_port"));
    Str protocol = protocol_of(q, n);
    if (has_no_ports(protocol)) return false;
    if (from == ANY_PORT || str_eq(protocol, S("-1"))) return true;
    return from != NO_PORT && holds_inner(from, to == NO_PORT ? from : to);
}

// ec2.authorize_security_group_ingress(IpPermissions=[{…}]), CfnSecurityGroupIngress(cidr_ip=…)
static void look_at_permissions(RuleRun *run, NodeId call)
{
    static const Str makes[] = {L("authorize_security_group_ingress"),
                                L("authorize_ingress"),
                                L("CfnSecurityGroupIngress"),
                                L("IngressProperty"),
                                L("SecurityGroupIngressRule"),
                                {0}};
    const Query *q = run->query;
    // pulumi: SecurityGroup(ingress=[…]), SecurityGroupRule(type="ingress", …)
    bool group = str_eq(query_method(q, call), S("SecurityGroup"));
    if (str_eq(query_method(q, call), S("SecurityGroupRule"))) {
        NodeId type = query_arg(q, call, -1, S("type"));
        if (type && query_holds_str(q, type, S("ingress")) && opens_inner(q, call)) report_inner(run, call);
        return;
    }
    if (!group && !str_in(query_method(q, call), makes)) return;
    NodeId list = query_arg(q, call, -1, group ? S("ingress") : S("IpPermissions"));
    list = list ? query_peel(q, list) : 0;
    NodeList items =
        list && py_kind(q->tree, list) == PY_List ? py_list(q->tree, list, 0) : (NodeList){0};
    bool open = !group && opens_inner(q, call);
    for (uint32_t i = 0; !open && i < items.n; i++)
        open = opens_inner(q, query_peel(q, items.v[i]));
    if (open) report_inner(run, call);
}

// A method of an API without a question who asks: often meant, so that it is shown when one looks for it.
static bool is_open_method(const Query *q, NodeId call)
{
    static const Str names[] = {
        L("authorization_type"), L("authorizationType"), L("auth_type"), L("AuthType"), {0}};
    static const Str makes[] = {L("add_method"),
                                L("put_method"),
                                L("CfnMethod"),
                                L("add_function_url"),
                                L("create_function_url_config"),
                                L("CfnRoute"),
                                L("CfnUrl"),
                                {0}};
    Str text;
    if (!str_in(query_method(q, call), makes)) return false;
    for (const Str *s = names; s->len; s++) {
        NodeId v = query_arg(q, call, -1, *s);
        if (v && ((query_str(q, v, &text) && str_eq(text, S("NONE"))) ||
                  str_eq(query_called(q, v), S("NONE"))))
            return true;
    }
    return false;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        look_at_group(run, n);
        look_at_permissions(run, n);
        if (is_open_method(q, n))
            rule_report(run, q->inside[n], n, CONF_LOW, "whoever finds the address may call it");
    }
    for (NodeId n = 0; (n = query_next(q, PY_keyword, n));) {
        Str name = py_name(q->tree, py_sym(q->tree, n, keyword_arg));
        bool public =
            str_eq(name, S("publicly_accessible")) || str_eq(name, S("PubliclyAccessible"));
        if (public && query_is_true(q, py_node(q->tree, n, keyword_value)))
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "the database gets an address of the internet");
    }
}

const Rule rule_internet_exposure = {
    .id = L("internet-exposure"),
    .cwe = 668,
    .also = {284},
    .severity = SEV_HIGH,
    .title = L("a cloud's service for administrators or data can be reached by everybody"),
    .why = L("The whole address space is scanned for open shells, desktops and databases all the "
             "time. What stands behind such a port is as safe as its weakest password and its "
             "newest hole."),
    .instead = L("Let in the addresses that need it (a VPN, a bastion, the security group of the "
                 "application), use Session Manager for shells, and keep databases in private "
                 "subnets."),
    .bad = L("from aws_cdk import aws_ec2 as ec2\n"
             "def build(group):\n"
             "    group.add_ingress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(22))\n"),
    .good = L("from aws_cdk import aws_ec2 as ec2\n"
              "def build(group):\n"
              "    group.add_ingress_rule(ec2.Peer.ipv4(\"10.20.0.0/16\"), ec2.Port.tcp(22))\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/668.html"),
             L("https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html")),
    .peers = LIST(L("sonar:S6321"), L("sonar:S6329"), L("sonar:S6333")),
    .at_file = look,
    .words =
        LIST(L("add_ingress_rule"), L("allow_from"), L("allow_from_any_ipv4"),
             L("allow_default_port_from"), L("allow_default_port_from_any_ipv4"),
             L("authorize_security_group_ingress"), L("authorize_ingress"),
             L("CfnSecurityGroupIngress"), L("IngressProperty"), L("add_method"), L("put_method"),
             L("CfnMethod"), L("add_function_url"), L("create_function_url_config"), L("CfnRoute"),
             L("CfnUrl"), L("publicly_accessible"), L("PubliclyAccessible"), L("SecurityGroup"),
             L("SecurityGroupRule"), L("SecurityGroupIngressRule")),
    .fix = mend_fix_switch_here,
    .weak_in_package = true,
};
