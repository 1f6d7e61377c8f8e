// flow/messages: whose words a conversation with a language model holds. Each message says what role speaks.
// SPDX-License-Identifier: MIT
#ifndef FLOW_MESSAGES_H
#define FLOW_MESSAGES_H
#include "flow/walk.h"

// What is said in the role of those who wrote the program; or, unsaid, in a role that nobody knows.
const Av *messages_said(Frame *fr, const Av *messages, bool unsaid);
#endif
