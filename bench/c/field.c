/*
 * A peer of npm run bench: the direct causal field in C, compiled on the spot. Lines of words on standard input
 * (bench/protocol.ts), one line of JSON for each on standard output.
 */
#define _GNU_SOURCE
#include <immintrin.h>
#include <math.h>
#include <omp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOST_THREADS 64

#if defined __AVX512F__
#define BYTES 64
#define MAXD _mm512_max_pd
#define MAXF _mm512_max_ps
#define RAWD __m512d
#define RAWF __m512
#define SMALL_VECTORS 4
#define LARGE_VECTORS 6
#elif defined __AVX2__
#define BYTES 32
#define MAXD _mm256_max_pd
#define MAXF _mm256_max_ps
#define RAWD __m256d
#define RAWF __m256
#define SMALL_VECTORS 2
#define LARGE_VECTORS 3
#else
#define BYTES 16
#define MAXD _mm_max_pd
#define MAXF _mm_max_ps
#define RAWD __m128d
#define RAWF __m128
#define SMALL_VECTORS 2
#define LARGE_VECTORS 2
#endif

#define REAL double
#define INT int64_t
#define LANES (BYTES / 8)
#define NAME(f) f##_double
#define VMAX(a, b) (vec_double) MAXD((RAWD)(a), (RAWD)(b))
#define MANTISSA 52
#define ROUND 6755399441055744.0
#define LOWEST -1000 /* products of it are still normal numbers */
#define POLYNOMIAL                                                                                                     \
  1.0, 0.6931471805599453, 0.24022650695910155, 0.055504108664819925, 0.009618129107588335, 0.001333355814678995,      \
      0.00015403530462514614, 1.5252733489960805e-05, 1.321543308959463e-06, 1.0178198033328528e-07,                   \
      7.074105626245659e-09, 4.4352809446103363e-10
#include "kernel.h"
#undef REAL
#undef INT
#undef LANES
#undef NAME
#undef VMAX
#undef MANTISSA
#undef ROUND
#undef LOWEST
#undef POLYNOMIAL

#define REAL float
#define INT int32_t
#define LANES (BYTES / 4)
#define NAME(f) f##_float
#define VMAX(a, b) (vec_float) MAXF((RAWF)(a), (RAWF)(b))
#define MANTISSA 23
#define ROUND 12582912.0f
#define LOWEST -100
#define POLYNOMIAL                                                                                                     \
  1.0000000005541663f, 0.6931472057372526f, 0.24022646890639573f, 0.055503287769976636f, 0.009618488956522791f,        \
      0.001339993120947414f, 0.00015345812158740183f
#include "kernel.h"

static double seconds(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

/* The value of key=value in the line, or NULL. Static buffers, one a key of the protocol, since values are used together. */
static char *word(const char *line, const char *key) {
  static char buffers[16][4096];
  static int next;
  char *buffer = buffers[next++ % 16];
  const size_t length = strlen(key);
  for (const char *at = line; (at = strstr(at, key)); at++) {
    if ((at == line || at[-1] == ' ') && at[length] == '=' && sscanf(at + length + 1, "%4095s", buffer) == 1) return buffer;
  }
  return NULL;
}

static double *readNumbers(const char *path, size_t count) {
  if (!path) return NULL;
  FILE *file = fopen(path, "rb");
  double *numbers = malloc(count * sizeof *numbers);
  if (!file || fread(numbers, sizeof *numbers, count, file) != count) {
    fprintf(stderr, "cannot read %zu numbers from %s\n", count, path);
    exit(1);
  }
  fclose(file);
  return numbers;
}

static problem_double exact;
static problem_float single;
static int threads;

static void evaluate(int isSingle) {
  if (isSingle) field_float(&single, threads);
  else field_double(&exact, threads);
}

static void prepare(const char *line, int isSingle) {
  const int n = atoi(word(line, "n")), d = atoi(word(line, "d"));
  const double beta = atof(word(line, "beta"));
  threads = atoi(word(line, "threads"));
  double *x = readNumbers(word(line, "tokens"), (size_t)n * d);
  double *matrix = readNumbers(word(line, "matrix"), (size_t)d * d), *value = readNumbers(word(line, "value"), (size_t)d * d);
  if (isSingle) release_float(&single);
  else release_double(&exact);
  if (isSingle) single = make_float(n, d, beta, x, matrix, value, threads);
  else exact = make_double(n, d, beta, x, matrix, value, threads);
  free(x);
  free(matrix);
  free(value);
}

static void writeResult(const char *path, int isSingle) {
  const size_t count = isSingle ? (size_t)single.n * single.d : (size_t)exact.n * exact.d;
  FILE *file = fopen(path, "wb");
  for (size_t i = 0; i < count; i++) {
    const double entry = isSingle ? single.out[i] : exact.out[i];
    fwrite(&entry, sizeof entry, 1, file);
  }
  fclose(file);
}

int main(void) {
  static char line[16384];
  while (fgets(line, sizeof line, stdin)) {
    const int isSingle = word(line, "peer") && strstr(word(line, "peer"), "f32");
    if (!strncmp(line, "release", 7)) {
      printf("{}\n");
    } else if (!strncmp(line, "hello", 5)) {
      printf("{\"version\":\"gcc %s, %d-bit vectors\"}\n", __VERSION__, 8 * BYTES);
    } else if (!strncmp(line, "prepare", 7)) {
      prepare(line, isSingle);
      printf("{}\n");
    } else if (!strncmp(line, "time", 4)) {
      const int count = atoi(word(line, "count"));
      const double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
      for (int i = 0; i < count; i++) evaluate(isSingle);
      const double cpuEnd = seconds(CLOCK_PROCESS_CPUTIME_ID);
      printf("{\"wall\":%.9e,\"cpu\":%.9e}\n", seconds(CLOCK_MONOTONIC) - wall, cpuEnd - cpu);
    } else if (!strncmp(line, "result", 6)) {
      writeResult(word(line, "file"), isSingle);
      printf("{}\n");
    }
    fflush(stdout);
  }
  return 0;
}
