// rule stranger-image: a machine image is looked for by its name alone.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// [{"Name": "name", "Values": […]}, …]: is there a filter by what begins with one of these?
static bool filters_by(const Query *q, NodeId filters, const Str *names)
{
    Str name;
    for (NodeId n = 0; (n = query_next_in(q, PY_Dict, filters, n));)
        if (query_str(q, query_item(q, n, S("Name")), &name) && str_begins(name, names)) return true;
    return false;
}

static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    // tags of others' images are not shown: who asks for one gets their own
    static const Str owner[] = {L("owner-id"), L("owner-alias"), L("image-id"), L("is-public"), L("tag"), {0}};
    static const Str named[] = {L("name"), L("description"), {0}};
    const Query *q = run->query;
    (void)message;
    if (run->file->is_test || py_kind(run->tree, mark->node) != PY_Call) return CONF_NONE;
    NodeId filters = query_arg(q, mark->node, -1, S("Filters"));
    if (!models_has_tag(mark->mark, S("filters"))) return c;
    if (!filters) return CONF_NONE;
    filters = query_peel(q, filters);
    // NAMED + […]
    NodeId first = py_kind(q->tree, filters) == PY_BinOp ? query_peel(q, py_node(q->tree, filters, BinOp_left)) : 0;
    bool owned = filters_by(q, filters, owner) || (first && filters_by(q, first, owner));
    bool by_name = filters_by(q, filters, named) || (first && filters_by(q, first, named));
    return owned || !by_name ? CONF_NONE : c;
}

const Rule rule_stranger_image = {
    .id = L("stranger-image"),
    .cwe = 349,
    .also = {345},
    .severity = SEV_MEDIUM,
    .title = L("a machine image of whoever publishes one of that name"),
    .why = L("Anyone may publish an image, and name it so that the search finds it first. The machines that are "
             "started from it run what its maker put in."),
    .instead = L("Say whose images count: Owners=[\"self\"], or the account of the one who makes them."),
    .bad = L("import boto3\n"
             "ec2 = boto3.client(\"ec2\")\n"
             "images = ec2.describe_images(Filters=[{\"Name\": \"name\", \"Values\": [\"ubuntu-*\"]}])\n"),
    .good = L("import boto3\n"
              "ec2 = boto3.client(\"ec2\")\n"
              "images = ec2.describe_images(Filters=[{\"Name\": \"name\", \"Values\": [\"ubuntu-*\"]}],\n"
              "                             Owners=[\"099720109477\"])\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/349.html"),
                    L("https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/finding-an-ami.html")),
    .mark = L("stranger-image"),
    .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge,
};
