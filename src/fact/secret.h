// fact/secret: does a name say that its value is a secret, and does a text look like one? Names are
// read word by word (api_key, dbPassword, SECRET_KEY), values by known formats, placeholders and
// entropy. Says nothing of where.
// SPDX-License-Identifier: MIT
#ifndef FACT_SECRET_H
#define FACT_SECRET_H
#include "base/base.h"

// What a name stands for. NAME_TOKEN: "token" alone, which is also a word of parsers and of paging.
typedef enum { NAME_PLAIN, NAME_TOKEN, NAME_SECRET, NAME_PASSWORD } NameKind;
NameKind secret_name(Str name);
extern const Str secret_stems[];         // each word that announces a secret holds one of these; most names have none
// Is one of the words of a name, divided the same way, one of these (in lower case)? "id" of userId and
// user_id, not of paid.
bool name_has_word(Str name, const Str *words);

typedef enum { VALUE_NOT, VALUE_PLACEHOLDER, VALUE_WEAK, VALUE_LIKELY, VALUE_KNOWN } ValueKind;
// VALUE_NOT: empty, a sentence, a path, a format; VALUE_WEAK: short or a word, as people choose
// passwords; VALUE_LIKELY: random enough; VALUE_KNOWN: the format of a known issuer, or a private
// key block.
ValueKind secret_value(Str text);
Str  secret_issuer(Str text);                 // whose format it is ("AWS", "GitHub", …), "" when
                                              // none
bool secret_is_key_block(Str text);           // a private key as PEM (RFC 7468), not only its frame
bool secret_in_url(Str url, Str *password);   // scheme://user:password@host, the password no
                                              // placeholder
// "Server=db;UID=sa;PWD=…", "host=db user=app password=…": what ODBC and libpq connect with, with a password;
// "AccountName=…;AccountKey=…" of Azure; "CREATE USER app IDENTIFIED BY '…'"
bool secret_in_settings(Str text, Str *password);
double secret_entropy(Str text);              // Shannon, bits a byte
#endif
