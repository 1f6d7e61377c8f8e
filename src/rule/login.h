// rule/login: whether only somebody who logged in reaches a function, where no decorator says so.
// SPDX-License-Identifier: MIT
#ifndef RULE_LOGIN_H
#define RULE_LOGIN_H
#include "rule/rule.h"

// me: Me, where Me = Annotated[User, Depends(current_user)], here or in another file: that parameter's
// name; empty: there is none.
Str login_parameter(const Query *q, NodeId def);
// if "user_id" not in session: return redirect("/login"), in the view or in a before_request
bool login_by_hand(const Query *q, NodeId def);
bool login_by_hook(const Query *q, NodeId def);
// is it the test of such a login, which compares nobody with an owner?
bool login_is_test(const Query *q, NodeId compare);
#endif
