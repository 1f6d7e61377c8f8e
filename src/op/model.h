// op/model: settings into the options of llm/ and agent/, for the operations that may ask a model.
// SPDX-License-Identifier: MIT
#ifndef OP_MODEL_H
#define OP_MODEL_H
#include "op/op.h"
#include "agent/agent.h"

void model_options(const OpCall *c, AgentOptions *o);      // nfixers 0 and generator NULL: no model
                                                           // was named
#endif
