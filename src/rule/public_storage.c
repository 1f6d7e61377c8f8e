// rule public-storage: stored files that everybody may read or write.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// A page for everybody is what such a bucket is for: it names the page to begin with.
static bool is_website(const Query *q, NodeId call)
{
    return query_arg(q, call, -1, S("website_index_document")) ||
           query_arg(q, call, -1, S("website_configuration"));
}

// Bucket(…, block_public_access=BlockPublicAccess(…)): the bucket that a switch is for; the call itself otherwise
static NodeId bucket_of(const Query *q, NodeId call)
{
    NodeId keyword = q->parent[call], up = keyword ? q->parent[keyword] : 0;
    bool given = up && py_kind(q->tree, keyword) == PY_keyword && py_kind(q->tree, up) == PY_Call;
    return given ? up : call;
}

static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    const Query *q = run->query;
    NodeId call = mark->node;
    if (run->file->is_test || py_kind(run->tree, call) != PY_Call) return CONF_NONE;
    if (models_has_tag(mark->mark, S("object"))) {
        *message = S("whoever knows or guesses the name reads it");
        return CONF_LOW;
    }
    if (models_has_tag(mark->mark, S("policies"))) {
        *message = S("lists of access are refused, and a policy may still open it to everybody");
        return CONF_LOW;
    }
    return is_website(q, bucket_of(q, call)) ? CONF_LOW : c;
}

const Rule rule_public_storage = {
    .id = L("public-storage"),
    .cwe = 732,
    .also = {668},
    .severity = SEV_HIGH,
    .title = L("stored files that everybody may read or write"),
    .why = L("Buckets are found by lists of likely names within hours. Whoever finds one that is "
             "open to everybody copies what is in it, and where writing is open, too, puts their "
             "own files in the place of yours."),
    .instead =
        L("Block public access (BlockPublicAccess.BLOCK_ALL), keep the ACL private, and hand "
          "out single files by signed addresses or through a CDN that has an identity."),
    .bad = L("from aws_cdk import aws_s3 as s3\n"
             "def build(stack):\n"
             "    return s3.Bucket(stack, \"Reports\", public_read_access=True)\n"),
    .good = L("from aws_cdk import aws_s3 as s3\n"
              "def build(stack):\n"
              "    return s3.Bucket(stack, \"Reports\", "
              "block_public_access=s3.BlockPublicAccess.BLOCK_ALL)\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/732.html"),
                    L("https://docs.aws.amazon.com/AmazonS3/latest/userguide/"
                      "access-control-block-public-access.html")),
    .peers = LIST(L("sonar:S6265"), L("sonar:S6281")),
    .mark = L("public-storage"),
    .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge,
    .fix = mend_fix_flip,
    .weak_in_package = true,
};
