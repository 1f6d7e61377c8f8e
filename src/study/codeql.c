// study/codeql: which logged finding is CodeQL's, and which weakness it is about.
// SPDX-License-Identifier: MIT
#include "study/study_int.h"

// Which engine said it is not stored in the logs. These are the hashes (base's str_hash) of the
// descriptions of the 41 queries of CodeQL's python-queries 0.9.8, Security folder (two share one),
// each with the CWEs of its tags; any other text is Bandit's.
static const struct {
    uint64_t hash;
    int cwes[6];
} QUERIES[] = {
    {0x00b71bb7e9717e51u, {295}},
    {0x0418f48a19f870fcu, {117}},
    {0x0cb5fd1e1df56478u, {20}},
    {0x1206ef327d1f2200u, {79, 116}},
    {0x1ca05736dc506daau, {20}},
    {0x22ca13d9404e4edeu, {79}},
    {0x29f7ce22bb4b3f81u, {90}},
    {0x37bc0c10c2b756acu, {209, 497}},
    {0x435c279495911876u, {400, 730, 1333}},
    {0x43c7dd446f5887b4u, {502}},
    {0x4644f8c1fab35cc2u, {400, 730, 1333}},
    {0x4c0251d1c93e59bcu, {611, 827}},
    {0x5b812780ab7dd5cfu, {295}},
    {0x5e6ac0eadf55002fu, {352}},
    {0x609ddf7fd529b990u, {89}},
    {0x62678aabcb74c81eu, {94, 95, 116}},
    {0x63370f49da593f5eu, {400, 776}},
    {0x63a031456583baf8u, {285}},
    {0x65be643e31770d3fu, {643}},
    {0x6ab9a28dce12cbb2u, {377}},
    {0x6e7f8156f04f9cc9u, {259, 321, 798}},
    {0x7d8338b3f05548aau, {326}},
    {0x8227d0c72144904fu, {312, 315, 359}},
    {0x84986fab471ab5dbu, {327}},
    {0x868642eb3ce92e4eu, {601}},
    {0x9141d6cd48ce6b5du, {327}},
    {0x9bb7d8c511aa6fe8u, {918}},
    {0x9cf9af4211e18423u, {327}},
    {0xa01a384e0f1fc47du, {918}},
    {0xb580114f73b49b7au, {732}},
    {0xc214d865589d23e8u, {943}},
    {0xc2c0c28e9da33af8u, {20}},
    {0xccb06f55fa497d89u, {327, 328, 916}},
    {0xce843a79bd10354bu, {400, 730}},
    {0xd4c8f79427a8c321u, {20, 116, 185, 186}},
    {0xdce4e80d85866e6fu, {22}},
    {0xe2ed7ea63eeff80bu, {22, 23, 36, 73, 99}},
    {0xe799a706a15a5962u, {73, 78, 88}},
    {0xf365f1ede389b737u, {215, 489}},
    {0xf9eaa18a8f3a86aeu, {312, 359, 532}},
};

bool study_is_codeql(Str what)
{
    uint64_t h = str_hash(what);
    for (Size i = 0; i < countof(QUERIES); i++)
        if (QUERIES[i].hash == h) return true;
    return false;
}

bool study_codeql_means(Str what, int cwe)
{
    uint64_t h = str_hash(what);
    for (Size i = 0; i < countof(QUERIES); i++)
        for (int k = 0; QUERIES[i].hash == h && k < 6 && QUERIES[i].cwes[k]; k++)
            if (QUERIES[i].cwes[k] == cwe) return true;
    return false;
}
