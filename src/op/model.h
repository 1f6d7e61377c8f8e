// op/model: settings into the options of llm/ and agent/, for the operations that may ask a model.
// SPDX-License-Identifier: MIT
#ifndef OP_MODEL_H
#define OP_MODEL_H
#include "op/op.h"
#include "agent/agent.h"

// nfixers 0 and generator NULL: no model was named. ERR_CONFIG: a key of [llm.NAME] is not known.
MUST_USE Err model_options(const OpCall *c, AgentOptions *o);
LlmOptions model_named(const OpCall *c, Str name);         // PROVIDER:NAME, or NAME of [llm.NAME]
// What went wrong, which --quiet does not hide: faults of the model's server.
void model_say_faults(const OpCall *c, const AgentResult *r);
#endif
