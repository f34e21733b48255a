// peer <folder> <types>: answers lines "mode threads" with one line of JSON. Vectors as wide as the machine has.
#include "common.h"
#include <math.h>

typedef double v8 __attribute__((vector_size(64), aligned(8)));
static double *q, *p, *prior[2];
static int threads;

typedef struct { double Q[N][128], P[N][128], mass[128], low[N], highQ, lowP, highP, lowQ, *U; long begin, end; int agent, which; } Part;

static void *independent(void *argument) {
  Part *part = argument;
  double w[128], v[128], sq[128], sp[128];
  for (long t = 0; t < T; t++) w[t] = marginal(t), v[t] = value_of(t);
  for (long row = part->begin; row < part->end; row++) {
    long type[N - 1] = {row / (T * T), row / T % T, row % T};
    memset(sq, 0, sizeof sq), memset(sp, 0, sizeof sp);
    for (int i = 0; i < N; i++) {
      const double *a = q + i * PROFILES + row * T, *b = p + i * PROFILES + row * T;
      double weight = 1, dq = 0, dp = 0, low = INFINITY, lowQ = INFINITY;
      for (int j = 0; j < N - 1; j++) if (j != i) weight *= w[type[j]];
      if (i < N - 1) {
        double value = v[type[i]];
#pragma omp simd reduction(+ : dq, dp) reduction(min : low, lowQ)
        for (long s = 0; s < T; s++) {
          double x = a[s], y = b[s], u = value * x - y;
          dq += w[s] * x, dp += w[s] * y;
          low = u < low ? u : low, lowQ = x < lowQ ? x : lowQ;
          sq[s] += x, sp[s] += y;
        }
        part->Q[i][type[i]] += weight * dq, part->P[i][type[i]] += weight * dp;
      } else {
        double *Q = part->Q[i], *P = part->P[i];
#pragma omp simd reduction(min : low, lowQ)
        for (long s = 0; s < T; s++) {
          double x = a[s], y = b[s], u = v[s] * x - y;
          Q[s] += weight * x, P[s] += weight * y;
          low = u < low ? u : low, lowQ = x < lowQ ? x : lowQ;
          sq[s] += x, sp[s] += y;
        }
      }
      if (low < part->low[i]) part->low[i] = low;
      if (lowQ < part->lowQ) part->lowQ = lowQ;
    }
    double a = part->highQ, b = part->lowP, c = part->highP;
#pragma omp simd reduction(max : a, c) reduction(min : b)
    for (long s = 0; s < T; s++) a = sq[s] > a ? sq[s] : a, b = sp[s] < b ? sp[s] : b, c = sp[s] > c ? sp[s] : c;
    part->highQ = a, part->lowP = b, part->highP = c;
  }
  return NULL;
}

#define BLOCK 512
static void tile(const double *a, const double *b, double *out, long stride) {
  v8 c[4][4] = {0};
  for (long s = 0; s < BLOCK; s += 8)
    for (int i = 0; i < 4; i++)
      for (int j = 0; j < 4; j++) c[i][j] += *(v8 *)(a + i * stride + s) * *(v8 *)(b + j * stride + s);
  for (int i = 0; i < 4; i++)
    for (int j = 0; j < 4; j++)
      for (int k = 0; k < 8; k++) out[i * 256 + j] += c[i][j][k];
}

static void pack(const double *from, double *to, long agent, long c, long length, long stride) {
  long inner = 1;
  for (long i = agent + 1; i < N; i++) inner *= T;
  for (long s = 0; s < length;) {
    long outer = (c + s) / inner, at = (c + s) % inner, run = inner - at < length - s ? inner - at : length - s;
    if (inner == 1)
      for (run = length, at = 0; at < run; at++)
        for (long t = 0; t < T; t++) to[t * stride + at] = from[(c + at) * T + t];
    else
      for (long t = 0; t < T; t++) memcpy(to + t * stride + s, from + (outer * T + t) * inner + at, run * 8);
    s += run;
  }
  if (length < BLOCK) for (long t = 0; t < T; t++) memset(to + t * stride + length, 0, (BLOCK - length) * 8);
}

static void *product(void *argument) {
  Part *part = argument;
  long stride = BLOCK + 8, i = part->agent;
  double *f = aligned_alloc(64, 128 * stride * 8), *qp = aligned_alloc(64, 256 * stride * 8);
  for (long c = part->begin; c < part->end; c += BLOCK) {
    long length = part->end - c < BLOCK ? part->end - c : BLOCK;
    pack(prior[part->which], f, i, c, length, stride);
    pack(q + i * PROFILES, qp, i, c, length, stride);
    pack(p + i * PROFILES, qp + T * stride, i, c, length, stride);
    for (long t = 0; t < T; t++) for (long s = 0; s < length; s++) part->mass[t] += f[t * stride + s];
    for (long r = 0; r < 2 * T; r += 4) for (long t = 0; t < T; t += 4) tile(f + t * stride, qp + r * stride, part->U + t * 256 + r, stride);
  }
  free(f), free(qp);
  return NULL;
}

static void *reading(void *argument) {
  Part *part = argument;
  v8 sums[8] = {0};
  const double *all[2] = {q, p};
  for (int k = 0; k < 2; k++)
    for (long x = part->begin; x + 64 <= part->end; x += 64)
      for (int j = 0; j < 8; j++) sums[j] += *(v8 *)(all[k] + x + 8 * j);
  part->highQ = 0;
  for (int j = 0; j < 8; j++) for (int k = 0; k < 8; k++) part->highQ += sums[j][k];
  return NULL;
}

static Part *run(void *(*work)(void *), long total, int agent, int which) {
  static Part parts[2];
  pthread_t ids[2];
  for (int k = 0; k < threads; k++) {
    double *U = parts[k].U ? parts[k].U : malloc(128 * 256 * 8);
    memset(&parts[k], 0, sizeof(Part)), memset(U, 0, 128 * 256 * 8);
    parts[k].U = U, parts[k].agent = agent, parts[k].which = which;
    parts[k].begin = total * k / threads, parts[k].end = total * (k + 1) / threads;
    parts[k].highQ = parts[k].highP = -INFINITY, parts[k].lowP = parts[k].lowQ = INFINITY;
    for (int i = 0; i < N; i++) parts[k].low[i] = INFINITY;
    pthread_create(&ids[k], NULL, work, &parts[k]);
  }
  for (int k = 0; k < threads; k++) pthread_join(ids[k], NULL);
  return parts;
}

static double gain(const double *Q, const double *P, double v, long t) {
  double best = -INFINITY;
  for (long r = 0; r < T; r++) {
    double g = (v * Q[r] - P[r]) - (v * Q[t] - P[t]);
    if (r != t && g > best) best = g;
  }
  return best;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  char path[4096], mode[32];
  T = atol(argv[2]);
  PROFILES = T * T * T * T;
  const char *names[] = {"allocation", "payments", "prior", "states"};
  double *tables[4];
  for (int k = 0; k < 4; k++) snprintf(path, sizeof path, "%s/%s.npy", argv[1], names[k]), tables[k] = map_npy(path, k < 2 ? N * PROFILES : PROFILES, 0);
  q = tables[0], p = tables[1], prior[0] = tables[2], prior[1] = tables[3];
  while (scanf("%31s %d", mode, &threads) == 2) {
    double start = now(), eps[N] = {0}, low = INFINITY;
    if (!strcmp(mode, "bandwidth")) low = run(reading, N * PROFILES, 0, 0)->highQ;
    else {
      Part *a = run(independent, T * T * T, 0, 0);
      for (int k = 1; k < threads; k++) for (int i = 0; i < N; i++) {
        for (long t = 0; t < T; t++) a->Q[i][t] += a[k].Q[i][t], a->P[i][t] += a[k].P[i][t];
        if (a[k].low[i] < a->low[i]) a->low[i] = a[k].low[i];
      }
      for (int i = 0; i < N; i++) if (a->low[i] < low) low = a->low[i];
      for (int i = 0; i < N; i++) {
        double best = -INFINITY;
        Part *b = strcmp(mode, "independent") ? run(product, T * T * T, i, !strcmp(mode, "states")) : NULL;
        for (int k = 1; b && k < threads; k++) {
          for (long x = 0; x < 128 * 256; x++) b->U[x] += b[k].U[x];
          for (long t = 0; t < T; t++) b->mass[t] += b[k].mass[t];
        }
        for (long t = 0; t < T; t++) {
          double g = b ? gain(b->U + t * 256, b->U + t * 256 + T, value_of(t), t) / b->mass[t] : gain(a->Q[i], a->P[i], value_of(t), t);
          if (g > best) best = g;
        }
        eps[i] = best;
      }
    }
    printf("{\"seconds\":%.6f,\"low\":%.17g,\"gains\":[%.17g,%.17g,%.17g,%.17g]}\n", now() - start, low, eps[0], eps[1], eps[2], eps[3]);
    fflush(stdout);
  }
  return 0;
}
