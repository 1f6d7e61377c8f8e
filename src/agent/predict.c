// agent/predict: which weaknesses code for a prompt is likely to have, by the words and imports of
// the prompt, and what the matching rules advise. A word that ends in * stands for its beginning;
// one that begins with ! says enough alone.
// SPDX-License-Identifier: MIT
#include "agent/agent_int.h"

enum { ENOUGH = 3, STRONG = 3, MOST_ADVICE = 5, MOST_WORDS = 4000, MOST_SENTENCE = 240 };

static const struct {
    const char *rule, *words;
} SIGNS[] = {
    {"sql-injection",
     "!sql* !sqlite* !mysql* !psycopg* !postgres* !sqlalchemy !cursor database* db "
     "table* query* select insert record* user* row*"},
    {"command-injection",
     "!subprocess !shell !popen !command* !ping !nslookup !traceroute os system "
     "run* execut* process* script* tool* bash"},
    {"path-traversal",
     "!filename* !filepath !upload* !download* !unlink !rmdir file* path* folder* "
     "director* read* write* open* delete* image* static save* load* name* named"},
    {"archive-traversal", "!tarfile !zipfile !tar !unzip !zip !extract* !archive* unpack*"},
    {"xss", "!html !render* !template* !jinja* !markup* !greet* flask django page* response* "
            "message* comment* display* username name"},
    {"template-injection", "!jinja* !mako !render_template_string template* render*"},
    {"open-redirect", "!redirect* !referer !referrer return_url next login logout url* target"},
    {"ssrf", "!urlopen !fetch* !webhook* !scrape* !crawl* requests urllib* url* http* download* "
             "proxy image*"},
    {"unsafe-deserialization", "!pickle* !marshal !shelve !dill !joblib !jsonpickle !deserial* "
                               "!unserial* !yaml load* object* session* save* dict* restore*"},
    {"xxe", "!xml* !lxml !etree !sax !dom !minidom !svg !soap pars* document*"},
    {"xpath-injection", "!xpath* xml lxml find* search*"},
    {"ldap-injection", "!ldap* directory search* user*"},
    {"xml-injection", "!soap* !rss !sitemap* xml* feed* envelope message* order*"},
    {"unauthenticated-bind", "!ldap* login* bind* password* auth* directory"},
    {"code-injection", "!eval !exec !compile !expression* !calculat* !formula* code* dynamic* "
                       "evaluat* execut* import*"},
    {"redos", "!regex* !regexp* re match* pattern* valid* email*"},
    {"regex-injection", "!regex* !regexp* pattern* search* re"},
    {"log-injection", "!logging !logger !log !logs message* record* warn* error*"},
    {"header-injection", "!header* cookie* response* set"},
    {"hard-coded-credential", "!password* !passwd !credential* !api_key !apikey !secret* connect* "
                              "login* account* database* key* token* ftp smtp ssh mysql"},
    {"password-hash", "!password* !bcrypt !argon* !scrypt hash* regist* signup sign* user* login*"},
    {"weak-hash", "!md5 !sha1 !hashlib !checksum* !digest* hash* sign*"},
    {"weak-cipher", "!encrypt* !decrypt* !cipher* !aes !des !crypto* key*"},
    {"short-key", "!rsa !dsa !keypair !elliptic key* generat* crypto*"},
    {"predictable-secret", "!token* !otp !nonce !session_id !reset* random* secret* password* "
                           "generat* id code*"},
    {"insecure-cookie", "!cookie* !set_cookie session* login* flask response*"},
    {"jwt-no-verify", "!jwt !pyjwt token* verif* decode* auth*"},
    {"tls-no-verify", "!ssl !tls !https !certificat* requests socket* verif* connect*"},
    {"ssh-host-key", "!ssh !paramiko !sftp host* connect*"},
    {"missing-authentication", "!admin* !login* !auth* delete* account* route* user* password*"},
    {"missing-authorization", "!admin* !permission* !role* !owner* delete* edit* update* user*"},
    {"csrf-off", "!csrf* form* post django flask transfer*"},
    {"unrestricted-upload", "!upload* file* image* save* extension*"},
    {"predictable-temp-file", "!tempfile !temporary !mktemp !tmp temp* file*"},
    {"loose-permissions", "!chmod !umask !permission* file* mode*"},
    {"debug-mode", "!flask !app.run debug* server*"},
    {"bind-all-interfaces", "!socket* !bind !listen* server* port* tcp udp"},
    {"unbounded-size", "!decompress* !gzip !zlib !bz2 size* length* memory buffer* limit*"},
    {"check-then-open", "!os.path.exists exists lock* race* file*"},
    {"timing-compare", "!hmac !compare* signature* token* verif* webhook*"},
    {"mail-injection", "!smtp* !email* !mail* send* subject"},
    {"csv-injection", "!csv !spreadsheet !excel export* report*"},
    {"nosql-injection", "!mongo* !pymongo !nosql find* user* query*"},
    {"ungated-model-output", "!openai !llm !gpt !anthropic !langchain prompt* model* chat* agent*"},
    {"fail-open", "!except !try check* verif* valid* auth*"},
    {"off-by-one", "!index* !array* !offset* list* range* element* position*"},
};

static bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

// Each word once, lower case; "my_file" counts as itself and as both of its parts.
static void add_word(Map *m, Str word, Arena *keep)
{
    if (word.len < 2 || m->items.n >= MOST_WORDS) return;
    *map_at(keep, m, word) = m;
    Size cut = str_find(word, S("_"));
    for (Str rest = word, part; cut >= 0 && str_cut(&rest, S("_"), &part);)
        if (part.len > 1) *map_at(keep, m, part) = m;
}

static void words_of(Str text, Arena *keep, Map *out)
{
    char *low = arena_raw(keep, 1, 1, text.len + 1);
    for (Size i = 0; i < text.len; i++)
        low[i] = text.s[i] >= 'A' && text.s[i] <= 'Z' ? (char)(text.s[i] + 32) : text.s[i];
    for (Size i = 0; i < text.len;) {
        Size from = i;
        while (i < text.len && is_word(low[i])) i++;
        if (i > from) add_word(out, (Str){low + from, i - from}, keep);
        else i++;
    }
}

static bool has_word(const Map *m, Str word)
{
    if (!str_ends(word, S("*"))) return map_get(m, word) != NULL;
    for (Size i = 0; i < m->items.n; i++)
        if (str_starts(m->items.v[i].key, str_sub(word, 0, word.len - 1))) return true;
    return false;
}

static int score_of(const Map *m, const char *words)
{
    int score = 0;
    for (Str rest = str_of(words), word; str_cut(&rest, S(" "), &word);) {
        bool strong = str_starts(word, S("!"));
        if (has_word(m, str_sub(word, strong, -1))) score += strong ? STRONG : 1;
    }
    return score;
}

static Str first_sentence(Str s)
{
    for (Size i = 0; i + 1 < s.len && i < MOST_SENTENCE; i++)
        if (s.s[i] == '.' && s.s[i + 1] == ' ') return str_sub(s, 0, i + 1);
    return s;
}

// The likeliest first; equal ones in the order of the table.
static Size likeliest(const Map *m, const Rule **out)
{
    struct {
        const Rule *rule;
        int score;
    } best[MOST_ADVICE] = {0};
    Size n = 0;
    for (Size i = 0; i < countof(SIGNS); i++) {
        const Rule *rule = rule_find(str_of(SIGNS[i].rule));
        int score = rule ? score_of(m, SIGNS[i].words) : 0;
        if (score < ENOUGH) continue;
        Size at = n < MOST_ADVICE ? n++ : MOST_ADVICE;
        for (; at > 0 && score > best[at - 1].score; at--)
            if (at < MOST_ADVICE) best[at] = best[at - 1];
        if (at < MOST_ADVICE) best[at].rule = rule, best[at].score = score;
    }
    for (Size i = 0; i < n; i++) out[i] = best[i].rule;
    return n;
}

Str predicted_advice(Str prompt, Arena *keep)
{
    Map words = {0};
    Buf b = {.keep = keep};
    const Rule *rules[MOST_ADVICE];
    words_of(prompt, keep, &words);
    Size n = likeliest(&words, rules);
    for (Size i = 0; i < n; i++)
        buf_fmt(&b, "- CWE-%d, %.*s: %.*s\n", rules[i]->cwe, STR_ARG(rules[i]->title),
                STR_ARG(first_sentence(rules[i]->instead)));
    if (!n) return S("");
    Filling fill[] = {{S("advice"), buf_str(&b)}};
    return prompt_fill(S("advice"), fill, 1, keep);
}
