// The ironed bound of a table of doubles, the same pass as packages/core/kernels/ironing.as, on threads.
// ironed-bound FILE BIDDERS POSITIONS THREADS ROUNDS: values are (p + 1)/POSITIONS; one line of JSON with milliseconds a round.
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { BLOCK = 8 };
static int bidders, size, threads;
static long profiles, lines;
static double *restrict prior, *restrict cover, *values;
static pthread_barrier_t barrier;
static double totals[64];

typedef struct {
  double *mass, *weight, *block_mass, *block_sum;
  int *block_low;
} Room;

static void iron_line(const double *restrict mass, double *restrict weight, Room *room) {
  double tail = 0, most = 0, above = 0;
  int lowest = size, count = 0, p;
  for (p = size - 1; p >= 0; p--) {
    tail += mass[p];
    double revenue = values[p] * tail;
    if (revenue > most) most = revenue, lowest = p;
  }
  tail = 0;
  double *restrict bm = room->block_mass, *restrict bs = room->block_sum;
  int *restrict low = room->block_low;
  double newest_mass = 1, newest_sum = INFINITY;
  for (p = size - 1; p >= lowest; p--) {
    double m = mass[p];
    tail += m;
    double revenue = values[p] * tail, s = revenue - above;
    above = revenue;
    while (newest_sum * m < s * newest_mass) {
      m += newest_mass;
      s += newest_sum;
      count--;
      newest_mass = bm[count];
      newest_sum = bs[count];
    }
    bm[count] = newest_mass;
    bs[count] = newest_sum;
    low[count++] = p;
    newest_mass = m;
    newest_sum = s;
  }
  bm[count] = newest_mass;
  bs[count] = newest_sum;
  p = size - 1;
  for (int c = 1; c <= count; c++) {
    double level = bs[c] > 0 ? bs[c] / bm[c] : 0;
    for (int bottom = low[c - 1]; p >= bottom; p--) weight[p] = level * mass[p];
  }
  for (; p >= 0; p--) weight[p] = 0;
}

static double iron_block(Room *room, long stride, long start, int width, int first, int last) {
  if (stride == 1) {
    memcpy(room->mass, prior + start, 8L * size);
    iron_line(room->mass, room->weight, room);
  } else {
    for (long p = 0, k = start; p < size; p++, k += stride)
      for (int b = 0; b < width; b++) room->mass[b * size + p] = prior[k + b];
    for (int b = 0; b < width; b++) iron_line(room->mass + b * size, room->weight + b * size, room);
  }
  double total = 0;
  for (long p = 0, k = start; p < size; p++, k += stride)
    for (int b = 0; b < width; b++) {
      double w = room->weight[b * size + p];
      if (!first && cover[k + b] > w) w = cover[k + b];
      if (!last) cover[k + b] = w;
      total += w;
    }
  return total;
}

static double iron_lines(Room *room, int bidder, long from, long to) {
  long stride = 1;
  for (int j = bidder + 1; j < bidders; j++) stride *= size;
  double total = 0;
  for (long line = from; line < to;) {
    long inner = line % stride, width = BLOCK;
    if (width > stride - inner) width = stride - inner;
    if (width > to - line) width = to - line;
    total += iron_block(room, stride, (line - inner) * size + inner, width, bidder == 0, bidder == bidders - 1);
    line += width;
  }
  return total;
}

static void *worker(void *argument) {
  long id = (long)argument;
  Room room = {malloc(8L * size * BLOCK), malloc(8L * size * BLOCK), malloc(8L * size + 8), malloc(8L * size + 8),
               malloc(4L * size)};
  for (int i = 0; i < bidders; i++) {
    totals[id] = iron_lines(&room, i, lines * id / threads, lines * (id + 1) / threads);
    pthread_barrier_wait(&barrier);
  }
  free(room.mass), free(room.weight), free(room.block_mass), free(room.block_sum), free(room.block_low);
  return 0;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

int main(int argc, char **argv) {
  if (argc != 6) return 1;
  bidders = atoi(argv[2]), size = atoi(argv[3]), threads = atoi(argv[4]);
  int rounds = atoi(argv[5]);
  lines = 1;
  for (int i = 1; i < bidders; i++) lines *= size;
  profiles = lines * size;
  prior = malloc(8 * profiles), cover = malloc(8 * profiles), values = malloc(8L * size);
  memset(cover, 0, 8 * profiles);
  for (int p = 0; p < size; p++) values[p] = (p + 1.0) / size;
  FILE *file = fopen(argv[1], "rb");
  if (!file || fread(prior, 8, profiles, file) != (size_t)profiles) return 2;
  fclose(file);
  pthread_barrier_init(&barrier, 0, threads);
  printf("{\"milliseconds\":[");
  double bound = 0;
  for (int r = 0; r < rounds; r++) {
    pthread_t handles[64];
    double start = now();
    for (long id = 0; id < threads; id++) pthread_create(&handles[id], 0, worker, (void *)id);
    for (int id = 0; id < threads; id++) pthread_join(handles[id], 0);
    bound = 0;
    for (int id = 0; id < threads; id++) bound += totals[id];
    printf("%s%.1f", r ? "," : "", now() - start);
  }
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("],\"bound\":%.17g,\"kilobytes\":%ld}\n", bound, usage.ru_maxrss);
}
