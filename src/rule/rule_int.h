// rule, inside: what a rule's answer becomes: one finding a rule and place, with its evidence and its fix.
// Only for rule.c, finding.c and settle.c.
// SPDX-License-Identifier: MIT
#ifndef RULE_INT_H
#define RULE_INT_H
#include "rule/rule.h"

// What a fix is asked about. line, hit: NULL where no library and no flow is behind it.
typedef struct {
    uint32_t func;
    NodeId node;
    Str callee;
    const ModelLine *line;
    const FlowHit *hit;
} Place;

// A fix that is still to be worked out, for finding number `of` of `out`.
typedef struct { const Rule *rule; Size of; Place at; } FixWanted;

// Findings of a file by rule and place: 1 + the number in `out`, open addressing.
struct RulePlaces { uint32_t *slot; Size cap, n; struct { FixWanted *v; Size n, cap; } fixes; };

int rule_less_in_test(const Rule *r);
Confidence rule_lower(Confidence c, int by);

// ---- unseen_check.c
// Was it given before to a check of the program's whose body lies in no file that is in view?
bool rule_is_checked_unseen(RuleRun *run, const FlowHit *hit);

// ---- words.c
// By number in all_rules: one of the rule's words is there.
typedef struct RuleBits { uint64_t v[4]; } RuleBits;
bool bits_have(const RuleBits *b, Size bit);
RuleBits rule_words_said(const RuleWords *w, const Tree *t);        // by all identifiers of a file

// ---- finding.c
// The finding of run->rule at the node; one that is there already keeps the surer message.
Finding *finding_add(RuleRun *run, uint32_t func, NodeId node, Confidence c, Str message);
void finding_ways(RuleRun *run, Finding *f, const FlowPath *ways, Size n);
void finding_evidence(RuleRun *run, Finding *f, const FlowHit *hit);       // copied to where findings live
void finding_fix(RuleRun *run, const Finding *f, Place p);
void findings_fix(RuleRun *run);         // when all rules have answered, of what is sure enough
Str  finding_flow_message(RuleRun *run, const FlowHit *hit);               // one sentence about a flow

// ---- settle.c: after all rules have answered
void findings_settle(Findings *out, Size from, Str src, Arena scratch);
#endif
