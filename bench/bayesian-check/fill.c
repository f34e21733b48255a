// fill <folder> <types>: writes allocation.npy, payments.npy, prior.npy (full rank), states.npy (three states).
#include "common.h"

static char *path_in(const char *folder, const char *name) {
  static char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

static double *create(const char *folder, const char *name, int agents) {
  char header[129];
  int used = agents ? snprintf(header + 10, 118, "{'descr': '<f8', 'fortran_order': False, 'shape': (%d, %ld, %ld, %ld, %ld), }", agents, T, T, T, T)
                    : snprintf(header + 10, 118, "{'descr': '<f8', 'fortran_order': False, 'shape': (%ld, %ld, %ld, %ld), }", T, T, T, T);
  memcpy(header, "\x93NUMPY\x01\x00\x76\x00", 10);
  memset(header + 10 + used, ' ', 118 - used);
  header[127] = '\n';
  size_t entries = (size_t)(agents ? agents : 1) * PROFILES;
  FILE *file = fopen(path_in(folder, name), "wb");
  if (!file || fwrite(header, 1, 128, file) != 128) { perror(name); exit(1); }
  fclose(file);
  if (truncate(path_in(folder, name), 128 + entries * 8)) { perror(name); exit(1); }
  return map_npy(path_in(folder, name), entries, 1);
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  T = atol(argv[2]);
  PROFILES = T * T * T * T;
  double *q = create(argv[1], "allocation.npy", N), *p = create(argv[1], "payments.npy", N);
  double *f = create(argv[1], "prior.npy", 0), *g = create(argv[1], "states.npy", 0);
  double total = 0, totalStates = 0;
  for (long x = 0; x < PROFILES; x++) {
    double v[N], sum = 0.1;
    long rest = x;
    for (int i = N - 1; i >= 0; i--, rest /= T) v[i] = value_of(rest % T), sum += v[i] * v[i];
    double state[3] = {0.3, 0.5, 0.2};
    for (int i = 0; i < N; i++) {
      double share = v[i] * v[i] / sum;
      q[i * PROFILES + x] = share;
      p[i * PROFILES + x] = 0.6 * v[i] * share + 1e-3 * hash01(x * N + i);
      state[0] *= v[i];
      state[1] *= 1.05 - v[i];
      state[2] *= 0.3 + v[i] * (1.05 - v[i]);
    }
    g[x] = state[0] + state[1] + state[2];
    f[x] = g[x] * (0.75 + 0.5 * hash01(x * N + 1000003));
    total += f[x];
    totalStates += g[x];
  }
  for (long x = 0; x < PROFILES; x++) f[x] /= total, g[x] /= totalStates;
  return 0;
}
