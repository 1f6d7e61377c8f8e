// The study's statistics against scipy 1.17.1 and statsmodels 0.15.0; above each table is the call
// that gave its numbers.
// SPDX-License-Identifier: MIT
#include "study/study.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define CLOSE(got, want, by) \
    do { \
        double got_ = (got), want_ = (want); \
        if (!(fabs(got_ - want_) <= (by))) \
            fail_msg("line %d: %.15g, expected %.15g", __LINE__, got_, want_); \
    } while (0)

// statsmodels.stats.proportion.proportion_confint(hits, n, method="wilson")
static void wilson(void **state)
{
    (void)state;
    static const struct {
        Size hits, n;
        double low, high;
    } known[] = {
        {92, 121, 0.677010985593, 0.827629064236}, {369, 484, 0.722505870887, 0.798155084445},
        {0, 10, 0.000000000000, 0.277532799863},   {10, 10, 0.722467200137, 1.000000000000},
        {1, 1, 0.206549314377, 1.000000000000},    {5, 1000000, 0.000002135703, 0.000011705703},
        {28, 92, 0.219736941096, 0.404642732973},
    };
    for (Size i = 0; i < countof(known); i++) {
        Interval ci = stat_wilson(known[i].hits, known[i].n);
        CLOSE(ci.low, known[i].low, 1e-11);
        CLOSE(ci.high, known[i].high, 1e-11);
        assert_true(ci.low >= 0 && ci.high <= 1);
    }
    Interval none = stat_wilson(0, 0);
    CLOSE(none.low, 0, 0);
    CLOSE(none.high, 1, 0);
}

// statsmodels.stats.contingency_tables.mcnemar([[0, b], [c, 0]], exact=True).pvalue;
// equal to scipy.stats.binomtest(b, b + c).pvalue.
static void mcnemar(void **state)
{
    (void)state;
    static const struct {
        Size b, c;
        double p;
    } known[] = {
        {1, 0, 1},
        {0, 6, 3.125e-02},
        {3, 12, 3.515625e-02},
        {10, 10, 1},
        {7, 9, 8.036193847656e-01},
        {25, 60, 1.867993852784e-04},
        {400, 520, 8.549170923884e-05},
        {20000, 20500, 1.315382511314e-02},
    };
    for (Size i = 0; i < countof(known); i++) {
        CLOSE(stat_mcnemar(known[i].b, known[i].c), known[i].p, 1e-8 * known[i].p);
        CLOSE(stat_mcnemar(known[i].c, known[i].b), known[i].p, 1e-8 * known[i].p);
    }
    CLOSE(stat_mcnemar(0, 0), 1, 0); // no discordant pair: nothing speaks against equality
}

// Agresti and Min (2005), written out in Python: m = n + 2; x = b + .5; y = c + .5; d = (x - y) / m;
// h = z * sqrt(x + y - (x - y) ** 2 / m) / m; d - h, d + h. Neither scipy
// nor statsmodels holds this interval.
static void paired(void **state)
{
    (void)state;
    static const struct {
        Size b, c, n;
        double low, high;
    } known[] = {
        {13, 46, 121, -0.382252112435, -0.154333253419},
        {6, 41, 121, -0.382833252560, -0.186272438497},
        {0, 0, 10, -0.163330332045, 0.163330332045},
        {2, 0, 6, -0.137371895190, 0.637371895190},
        {7, 6, 121, -0.051474667089, 0.067734829691},
    };
    for (Size i = 0; i < countof(known); i++) {
        Interval ci = stat_paired(known[i].b, known[i].c, known[i].n, 1.959963984540054);
        Interval back = stat_paired(known[i].c, known[i].b, known[i].n, 1.959963984540054);
        CLOSE(ci.low, known[i].low, 1e-11);
        CLOSE(ci.high, known[i].high, 1e-11);
        CLOSE(back.low, -known[i].high, 1e-11);
    }
}

// statsmodels.stats.inter_rater.cohens_kappa([[both, first], [second, neither]]).kappa
static void kappa(void **state)
{
    (void)state;
    static const struct {
        Size both, first, second, neither;
        double k;
    } known[] = {
        {20, 5, 10, 15, 0.4},
        {50, 0, 0, 50, 1},
        {0, 7, 9, 0, -0.969230769231},
        {45, 15, 25, 15, 0.130434782609},
        {61, 4, 31, 25, 0.398181043058},
        {1000, 3, 2, 1, 0.283271587347},
    };
    for (Size i = 0; i < countof(known); i++)
        CLOSE(stat_kappa(known[i].both, known[i].first, known[i].second, known[i].neither),
              known[i].k, 1e-11);
    CLOSE(stat_kappa(9, 0, 0, 0), 1,
          0); // two raters who never differ, though chance would do as well
    CLOSE(stat_kappa(0, 0, 0, 0), 0, 0);
}

static Interval drawn(double *num, double *den, Size units, int draws, uint64_t seed)
{
    Pool pool;
    assert_true(pool_open(&pool, (Size)16 << 20));
    Interval ci = stat_bootstrap(&(Resample){num, den, units}, draws, seed, pool.arena);
    pool_close(&pool);
    return ci;
}

// With i = numpy.arange(10) and stat(i) = num[i].sum() / den[i].sum():
// scipy.stats.bootstrap((i,), stat, n_resamples=1_000_000, method="percentile",
//                       random_state=numpy.random.default_rng(1))
// gives 0.590244 to 0.689573. 100,000 draws lie within 0.001 of it.
static void bootstrap_of_a_ratio(void **state)
{
    (void)state;
    double num[] = {24, 31, 25, 27, 30, 22, 35, 19, 28, 26},
           den[] = {39, 42, 41, 45, 45, 40, 44, 38, 43, 41};
    Interval ci = drawn(num, den, 10, 100000, 1);
    CLOSE(ci.low, 0.590244, 1e-3);
    CLOSE(ci.high, 0.689573, 1e-3);
    Interval again = drawn(num, den, 10, 100000, 1), other = drawn(num, den, 10, 10000, 7);
    CLOSE(again.low, ci.low, 0); // a seed's draws are always the same
    CLOSE(again.high, ci.high, 0);
    CLOSE(other.low, ci.low, 4e-3);
    CLOSE(other.high, ci.high, 4e-3);
}

// The same call on 40 units, 10 of them hits: 0.125 to 0.4, on a grid of 1/40.
static void bootstrap_of_a_share(void **state)
{
    (void)state;
    double num[40] = {0}, den[40];
    for (int i = 0; i < 40; i++) num[i] = i < 10, den[i] = 1;
    Interval ci = drawn(num, den, 40, 10000, 20240810);
    CLOSE(ci.low, 0.125, 1e-9);
    CLOSE(ci.high, 0.4, 1e-9);
}

static void bootstrap_of_nothing(void **state)
{
    (void)state;
    double zero[3] = {0};
    Interval none = drawn(NULL, NULL, 0, 1000, 1), empty = drawn(zero, zero, 3, 1000, 1),
             no_draws = drawn(zero, zero, 3, 0, 1);
    CLOSE(none.low, 0, 0);
    CLOSE(none.high, 1, 0);
    CLOSE(empty.high - empty.low, 1, 0);
    CLOSE(no_draws.high - no_draws.low, 1, 0);
}

// numpy.mean(v) and numpy.std(v, ddof=1)
static void mean_and_deviation(void **state)
{
    (void)state;
    double v[] = {61.5, 93.3, 78.3, 91.1};
    CLOSE(stat_mean(v, 4), 81.05, 1e-11);
    CLOSE(stat_sd(v, 4), 14.615402833996741, 1e-11);
    CLOSE(stat_sd(v, 1), 0, 0);
    CLOSE(stat_mean(v, 0), 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wilson),
        cmocka_unit_test(mcnemar),
        cmocka_unit_test(paired),
        cmocka_unit_test(kappa),
        cmocka_unit_test(bootstrap_of_a_ratio),
        cmocka_unit_test(bootstrap_of_a_share),
        cmocka_unit_test(bootstrap_of_nothing),
        cmocka_unit_test(mean_and_deviation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
