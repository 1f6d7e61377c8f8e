// rule/secrets: evidence that rules of secrets and ciphers ask for in a package (doc/decision/0015): a text that
// was drawn, a name that lets somebody in, a text that holds a secret, a function that encrypts.
// SPDX-License-Identifier: MIT
#ifndef RULE_SECRETS_H
#define RULE_SECRETS_H
#include "rule/rule.h"

// What a word may tell: of a secret, or of what is signed with; of digests and signatures; of tokens against forgery
// or of algorithms.
typedef enum { TELLS_SECRET, TELLS_MAC, TELLS_CHECK, TELLS_END } SecretsTell;
bool secrets_tell(Str word, SecretsTell what);
// One of these stands in each word that tells of it.
enum { SECRETS_PARTS = 4 };
typedef struct { const Str *v; SecretsTell of; } SecretsParts;
extern const SecretsParts secrets_parts[SECRETS_PARTS];
// Does one of the file's identifiers or short texts? Rules that only speak of such ask before there is a query
// (words.c); `told`: what is known of it.
typedef struct RuleTold { bool names, texts, yes[TELLS_END]; } RuleTold;
bool secrets_told(const RuleRun *run, SecretsTell what);
// SESSION_KEY, jwt_secret: by its end a key, and by another part of it one that signs.
bool secrets_signs(Str name);
// Of key length, and nobody's word: one piece of a dozen letters and digits, mixed.
bool secrets_drawn(Str text);
// password, client_secret, session_key, csrf, …: who knows its value is let in. A token alone is a
// word of locks, pages and parsers, too.
bool secrets_admit(Str name);
// The name of a password or secret that is a part of this expression, or of what its names are
// assigned from; "" when there is none.
Str secrets_part(const Query *q, NodeId expr);
// A package's module, class or function that is named after a format or protocol: its algorithms
// are that format's ("htpasswd", "xmpp", "pdf").
bool secrets_of_format(const RuleRun *run, uint32_t func);
// The function around (or the module's own body) encrypts, not only opens what others encrypted.
bool secrets_encrypts(const Query *q, uint32_t func);
// verify=check, debug=debug: a parameter whose default is another than this unsafe one, a field of
// an object or a choice of two: whoever calls, or the settings, chose it.
bool secrets_is_option(const Query *q, NodeId value, bool unsafe);
#endif
