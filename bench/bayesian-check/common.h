// Shared by fill.c and peer.c: the instance, a function of (agent, profile) alone.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <fcntl.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <pthread.h>

#define N 4
static long T, PROFILES;

static inline double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}
static inline double value_of(long t) { return (t + 1.0) / T; }
static inline double marginal(long t) { return 2.0 * (t + 1) / ((double)T * (T + 1)); }

static inline double hash01(uint64_t x) {
  x += 0x9e3779b97f4a7c15ull;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
  return ((x ^ (x >> 31)) >> 11) * 0x1p-53;
}
static inline double *map_npy(const char *path, size_t entries, int write) {
  int fd = open(path, write ? O_RDWR : O_RDONLY);
  struct stat st;
  if (fd < 0 || fstat(fd, &st)) { perror(path); exit(1); }
  char *at = mmap(NULL, st.st_size, write ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, fd, 0);
  return (double *)(at + st.st_size - entries * 8);
}
