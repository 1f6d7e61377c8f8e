// study/stats: intervals and tests, each checked against scipy and statsmodels in the tests.
// SPDX-License-Identifier: MIT
#include "study/study.h"
#include <math.h>

Interval stat_wilson(Size hits, Size n)
{
    const double z = 1.959963984540054; // 97.5% quantile of the normal distribution
    if (n <= 0) return (Interval){0, 1};
    double p = (double)hits / (double)n, m = (double)n, d = 1 + z * z / m;
    double mid = (p + z * z / (2 * m)) / d,
           half = z * sqrt(p * (1 - p) / m + z * z / (4 * m * m)) / d;
    return (Interval){mid - half < 0 ? 0 : mid - half, mid + half > 1 ? 1 : mid + half};
}

double stat_mcnemar(Size b, Size c)
{
    Size n = b + c, least = b < c ? b : c;
    if (n == 0) return 1;
    double sum = 0;
    for (Size i = 0; i <= least; i++)
        sum += exp(lgamma((double)n + 1) - lgamma((double)i + 1) - lgamma((double)(n - i) + 1) -
                   (double)n * log(2));
    return 2 * sum > 1 ? 1 : 2 * sum;
}

// Agresti and Min (2005): the Wald interval after half a case is added to each of the four cells.
Interval stat_paired(Size b, Size c, Size n, double z)
{
    double m = (double)n + 2, x = (double)b + 0.5, y = (double)c + 0.5, d = (x - y) / m;
    double half = z * sqrt((x + y) - (x - y) * (x - y) / m) / m;
    return (Interval){d - half < -1 ? -1 : d - half, d + half > 1 ? 1 : d + half};
}

double stat_mean(const double *v, Size n)
{
    double sum = 0;
    for (Size i = 0; i < n; i++) sum += v[i];
    return n ? sum / (double)n : 0;
}

double stat_sd(const double *v, Size n)
{
    double mean = stat_mean(v, n), sum = 0;
    for (Size i = 0; i < n; i++) sum += (v[i] - mean) * (v[i] - mean);
    return n > 1 ? sqrt(sum / (double)(n - 1)) : 0;
}

// SplitMix64 (Steele, Lea, Flood 2014): the same draws on every machine.
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

Interval stat_bootstrap(const Resample *r, int draws, uint64_t seed, Arena scratch)
{
    double *ratio = new (&scratch, double, draws > 0 ? draws : 1);
    Size n = 0;
    for (int i = 0; i < draws; i++) {
        double num = 0, den = 0;
        for (Size j = 0; j < r->units; j++) {
            Size u = (Size)(next_random(&seed) % (uint64_t)r->units);
            num += r->num[u];
            den += r->den[u];
        }
        if (den > 0) ratio[n++] = num / den;
    }
    if (n < 40) return (Interval){0, 1};
    sort_items(ratio, n, sizeof *ratio, by_value, scratch);
    return (Interval){ratio[(Size)((double)(n - 1) * 0.025)],
                      ratio[(Size)((double)(n - 1) * 0.975)]};
}

double stat_kappa(Size both, Size first, Size second, Size neither)
{
    double n = (double)(both + first + second + neither);
    if (n <= 0) return 0;
    double seen = (double)(both + neither) / n;
    double yes = (double)(both + first) / n * ((double)(both + second) / n);
    double no = (double)(second + neither) / n * ((double)(first + neither) / n);
    return yes + no >= 1 ? 1 : (seen - yes - no) / (1 - yes - no);
}
