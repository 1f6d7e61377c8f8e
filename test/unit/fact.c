// Unit tests of fact/: what patterns let through, how long they may take, which names and texts are
// secrets.
// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "fact/regex.h"
#include "fact/secret.h"

static Pool pool;
static Regex *re(const char *p) { return regex_read(str_of(p), 0, &pool.arena); }
static RegexCost cost(const char *p, RegexUse use)
{
    return regex_slow(re(p), use, true, pool.arena).cost;
}

static int degree(const char *p, RegexUse use)
{
    return regex_slow(re(p), use, true, pool.arena).degree;
}

static void test_cost(void **state)
{
    (void)state;
    static const char *const slow[] = {"(a+)+$", "^(\\w+\\s?)*$", "(a|aa)+b", "(\\d{1,3})+$",
                                       "^(a{0,3})+$"};
    static const char *const fast[] = {"^\\w+(\\s\\w+)*$", "([a-z]+\\.)+[a-z]+$",
                                       "([\\w%-]{2,63}\\.)+$", "^(?:[-._](?:(?!_)\\w)+)*$",
                                       "^([ab]?){5}c"};
    static const char *const words[] = {"^x(\\[([1-9]\\d*\\b)*\\])*$", "^(\\w+\\b)*$"};
    for (Size i = 0; i < countof(words); i++)
        assert_int_not_equal(cost(words[i], REGEX_FULL), REGEX_EXPONENTIAL);
    assert_int_equal(cost("^x(\\[([1-9]\\d*)*\\])*$", REGEX_FULL), REGEX_EXPONENTIAL);
    assert_int_equal(cost("^([\\w.]+\\b)*$", REGEX_FULL), REGEX_EXPONENTIAL);
    for (Size i = 0; i < countof(slow); i++)
        assert_int_equal(cost(slow[i], REGEX_FULL), REGEX_EXPONENTIAL);
    // how the time of Python's own re grows
    static const struct { const char *pattern; RegexUse use; int degree; } powers[] = {
        {"[a-z]+\\d+x", REGEX_MATCH, 1}, {"\\s*(\\d+)\\s*(\\S+) (.*)", REGEX_MATCH, 2},
        {"\\s*\\t+\\s*(\\S)", REGEX_MATCH, 3}, {"\\s*\\t+\\s*(\\S)", REGEX_SEARCH, 4},
        {"\\s+$", REGEX_SEARCH, 2},         {"(.+?)-(.+?)-(.+?)-(.+?)\\.whl$", REGEX_MATCH, 4},
        {"a+xb+c", REGEX_SEARCH, 2},          {"(['\"])(.*?)\\1\\s*(in|not in)", REGEX_FULL, 2},
    };
    for (Size i = 0; i < countof(powers); i++)
        assert_int_equal(degree(powers[i].pattern, powers[i].use), powers[i].degree);
    for (Size i = 0; i < countof(fast); i++)
        assert_int_equal(cost(fast[i], REGEX_FULL), REGEX_LINEAR);
    assert_int_equal(cost("\\s+$", REGEX_SEARCH), REGEX_POLYNOMIAL);
}

static void test_passes(void **state)
{
    (void)state;
    assert_false(regex_passes_any(re("^[a-z]+$"), REGEX_MATCH, S("';"), pool.arena));
    assert_true(regex_passes_end(re("^[a-z]+$"), REGEX_MATCH, S("\n"), pool.arena));
    assert_false(regex_passes_end(re("[a-z]+\\Z"), REGEX_MATCH, S("\n"), pool.arena));
    assert_true(regex_passes_with(re("[a-z]+"), REGEX_MATCH, S("; rm"), pool.arena));
    assert_true(regex_passes_with(re("[\\w.]+"), REGEX_FULL, S(".."), pool.arena));
    assert_false(regex_passes_with(re("^(?!.*\\.\\.)[\\w./]+$"), REGEX_FULL, S(".."), pool.arena));
    assert_true(regex_passes_empty(re("a*"), REGEX_FULL, pool.arena));
    assert_null(re("(a"));
}

static void test_host(void **state)
{
    (void)state;
    assert_true(regex_pins_host(re("^https://[a-z]+\\.example\\.com/"), REGEX_MATCH, pool.arena));
    assert_false(regex_pins_host(re("^https://pay.example.com/"), REGEX_MATCH, pool.arena));
    assert_false(regex_pins_host(re("^https://cdn\\.example\\.com"), REGEX_MATCH, pool.arena));
    assert_true(regex_pins_host(re("^/[a-z]+$"), REGEX_MATCH, pool.arena));
}

static void test_secrets(void **state)
{
    (void)state;
    Str password;
    assert_int_equal(secret_name(S("dbPassword")), NAME_PASSWORD);
    assert_int_equal(secret_name(S("API_KEY")), NAME_SECRET);
    assert_int_equal(secret_name(S("next_token")), NAME_PLAIN);
    assert_int_equal(secret_name(S("password_field")), NAME_PLAIN);
    assert_int_equal(secret_value(S("your_api_key")), VALUE_PLACEHOLDER);
    assert_int_equal(secret_value(S("9f8c2e71ab04d7f3c655")), VALUE_LIKELY);
    assert_true(secret_in_url(S("postgres://shop:t4Ng3rine!x@db/shop"), &password));
    assert_false(secret_in_url(S("postgres://user:password@db/shop"), &password));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cost), cmocka_unit_test(test_passes),
                                       cmocka_unit_test(test_host), cmocka_unit_test(test_secrets)};
    if (!pool_open(&pool, (Size)1 << 30)) return 2;
    return cmocka_run_group_tests_name("fact", tests, NULL, NULL);
}
