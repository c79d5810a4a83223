/*
 * The direct causal field in vectors of REAL, query tokens in the lanes: the physical limit of n(n+1)/2 pairs on one machine.
 *
 *   x'_k = P_{x_k}( (1/Z_k) sum_{j<=k} w_kj y_j ),  w_kj = 2^(<q_k, x_j> - s_k),  q_k = beta log2(e) B^T x_k,  s_k = |q_k|,  y_j = V x_j
 *
 * s_k bounds the exponent (|x_j| = 1), so nothing overflows and no second pass is needed. Included once per type, with REAL, INT,
 * LANES, NAME(f), VMAX, MANTISSA, ROUND, LOWEST and the coefficients POLYNOMIAL of 2^f, |f| <= 1/2 (Remez) defined.
 */
typedef REAL NAME(vec) __attribute__((vector_size(LANES * sizeof(REAL)), aligned(sizeof(REAL))));
typedef INT NAME(ivec) __attribute__((vector_size(LANES * sizeof(INT)), aligned(sizeof(INT))));
#define VEC NAME(vec)
#define IVEC NAME(ivec)
#define INLINE static inline __attribute__((always_inline))

INLINE VEC NAME(load)(const REAL *p) { return *(const VEC *)p; }
INLINE void NAME(store)(REAL *p, VEC v) { *(VEC *)p = v; }
INLINE VEC NAME(splat)(REAL a) { return (VEC){0} + a; }

/* 2^u for LOWEST <= u <= 0, smaller u as LOWEST: u = k + f with |f| <= 1/2, a polynomial, k into the exponent's bits. */
INLINE VEC NAME(exp2)(VEC u) {
  static const REAL c[] = {POLYNOMIAL};
  enum { TOP = sizeof c / sizeof *c - 1 };
  u = VMAX(u, NAME(splat)((REAL)LOWEST));
  VEC t = u + (REAL)ROUND;
  VEC f = u - (t - (REAL)ROUND);
  VEC f2 = f * f;
  /* Even and odd halves: two chains half as long. */
  enum { EVEN = TOP - TOP % 2, ODD = TOP - 1 + TOP % 2 };
  VEC even = NAME(splat)(c[EVEN]), odd = NAME(splat)(c[ODD]);
#pragma GCC unroll 8
  for (int i = EVEN - 2; i >= 0; i -= 2) even = even * f2 + c[i];
#pragma GCC unroll 8
  for (int i = ODD - 2; i >= 1; i -= 2) odd = odd * f2 + c[i];
  VEC p = even + f * odd;
  IVEC k = (IVEC)t << MANTISSA;
  return (VEC)((IVEC)p + k);
}

/* What one field needs, by coordinate (small d) and by row (large d); `padded` rows, zero from n on. */
typedef struct {
  int n, d, padded, paddedD, stride; /* of a row: no power of two, so that columns do not share one set of the cache */
  REAL beta, *matrix, *value; /* d x d, or NULL for the identity */
  REAL *x, *y;                /* row-major [padded][stride]: x_j, V x_j */
  REAL *xt, *yt, *qt;         /* d <= 3: by coordinate [d][padded]: x, y, q */
  REAL *q, *s;                /* d > 3: q by row [padded][stride]; s [padded] */
  REAL *out;                  /* [n][d] */
  REAL *scratch[MOST_THREADS];
} NAME(problem);

/* q, s, y and, for small d, the transposes from x: part of every evaluation. */
static void NAME(ready)(NAME(problem) * p) {
  const int n = p->n, d = p->d;
  const size_t padded = p->padded;
  for (int k = 0; k < n; k++) {
    const REAL *x = p->x + (size_t)k * p->stride;
    REAL *y = p->y + (size_t)k * p->stride, square = 0;
    for (int i = 0; i < d; i++) {
      REAL q = 0, v = 0;
      if (p->matrix) for (int l = 0; l < d; l++) q += p->matrix[l * d + i] * x[l];
      else q = x[i];
      if (p->value) for (int l = 0; l < d; l++) v += p->value[i * d + l] * x[l];
      else v = x[i];
      q *= p->beta * (REAL)1.4426950408889634;
      square += q * q;
      y[i] = v;
      if (d > 3) {
        p->q[(size_t)k * p->stride + i] = q;
        continue;
      }
      p->qt[i * padded + k] = q;
      p->xt[i * padded + k] = x[i];
      p->yt[i * padded + k] = v;
    }
    p->s[k] = (REAL)sqrt(square);
  }
}

/* Rows k of the output from sums F_i[k] and Z[k] in lanes. */
INLINE void NAME(finish)(NAME(problem) * p, int k0, int rows, const REAL *f, int fStride, const REAL *z) {
  const int d = p->d;
  for (int r = 0; r < rows && k0 + r < p->n; r++) {
    const REAL *x = p->x + (size_t)(k0 + r) * p->stride;
    REAL *out = p->out + (size_t)(k0 + r) * d, along = 0;
    for (int i = 0; i < d; i++) along += (out[i] = f[i * fStride + r] / z[r]) * x[i];
    for (int i = 0; i < d; i++) out[i] -= along * x[i];
  }
}

#define R SMALL_VECTORS
INLINE void NAME(small_pairs)(const int d, const NAME(problem) * p, int from, int to, int masked, IVEC lanes[R], VEC q[R][3], VEC s[R], VEC f[R][3],
                              VEC z[R]) {
  const size_t stride = (size_t)p->padded;
  for (int j = from; j < to; j++) {
#pragma GCC unroll 4
    for (int r = 0; r < R; r++) {
      VEC u = q[r][0] * p->xt[j] - s[r];
#pragma GCC unroll 3
      for (int i = 1; i < d; i++) u += q[r][i] * p->xt[i * stride + j];
      VEC w = NAME(exp2)(u);
      if (masked) w = (VEC)((IVEC)w & (lanes[r] >= (INT)j));
      z[r] += w;
#pragma GCC unroll 3
      for (int i = 0; i < d; i++) f[r][i] += w * p->yt[i * stride + j];
    }
  }
}

/* R vectors of rows from k0 on, d = 2 or 3, everything in registers. */
INLINE void NAME(small_rows)(const int d, NAME(problem) * p, int k0) {
  enum { ROWS = R * LANES };
  VEC q[R][3], s[R], f[R][3], z[R];
  IVEC lanes[R];
  for (int r = 0; r < R; r++) {
    for (int i = 0; i < d; i++) q[r][i] = NAME(load)(p->qt + (size_t)i * p->padded + k0 + r * LANES), f[r][i] = (VEC){0};
    s[r] = NAME(load)(p->s + k0 + r * LANES);
    z[r] = (VEC){0};
    for (int l = 0; l < LANES; l++) lanes[r][l] = k0 + r * LANES + l;
  }
  NAME(small_pairs)(d, p, 0, k0, 0, lanes, q, s, f, z);
  NAME(small_pairs)(d, p, k0, k0 + ROWS < p->n ? k0 + ROWS : p->n, 1, lanes, q, s, f, z);
  REAL sums[3 * ROWS], weights[ROWS];
  for (int r = 0; r < R; r++) {
    for (int i = 0; i < d; i++) NAME(store)(sums + i * ROWS + r * LANES, f[r][i]);
    NAME(store)(weights + r * LANES, z[r]);
  }
  NAME(finish)(p, k0, ROWS, sums, ROWS, weights);
}
#undef R

/* sums[c][r] += sum_i a[i][r] b[c][i] for c < 4: `a` and `sums` packed lanes, `b` four streams `bStride` apart, `bStep` along. */
#define M LARGE_VECTORS
INLINE void NAME(multiply)(REAL *sums, const REAL *a, const REAL *b, size_t bStride, size_t bStep, int count) {
  VEC acc[M][4];
  for (int c = 0; c < 4; c++) for (int r = 0; r < M; r++) acc[r][c] = NAME(load)(sums + (c * M + r) * LANES);
  for (int i = 0; i < count; i++, a += M * LANES, b += bStep) {
    VEC rows[M];
#pragma GCC unroll 8
    for (int r = 0; r < M; r++) rows[r] = NAME(load)(a + r * LANES);
#pragma GCC unroll 4
    for (int c = 0; c < 4; c++) {
      const REAL factor = b[c * bStride];
#pragma GCC unroll 8
      for (int r = 0; r < M; r++) acc[r][c] += rows[r] * factor;
    }
  }
  for (int c = 0; c < 4; c++) for (int r = 0; r < M; r++) NAME(store)(sums + (c * M + r) * LANES, acc[r][c]);
}

enum { NAME(TILE) = 64 };

/* M vectors of rows from k0 on, any d: scores of a tile as a matrix product, exponentials, sums as a matrix product. */
static void NAME(large_rows)(NAME(problem) * p, int k0, REAL *scratch) {
  enum { ROWS = M * LANES, TILE = NAME(TILE), DEPTH = 128 }; /* DEPTH x ROWS and TILE x ROWS stay in the first cache */
  const size_t stride = p->stride;
  const int d = p->paddedD, end = k0 + ROWS < p->n ? k0 + ROWS : p->n;
  REAL *panel = scratch, *sums = panel + (size_t)d * ROWS, *weights = sums + (size_t)d * ROWS;
  VEC z[M], s[M];
  IVEC lanes[M];
  for (int r = 0; r < M; r++) {
    z[r] = (VEC){0};
    s[r] = NAME(load)(p->s + k0 + r * LANES);
    for (int l = 0; l < LANES; l++) lanes[r][l] = k0 + r * LANES + l;
  }
  for (int r = 0; r < ROWS; r++) for (int i = 0; i < d; i++) panel[i * ROWS + r] = p->q[(k0 + r) * stride + i];
  memset(sums, 0, sizeof(REAL) * d * ROWS);
  for (int j0 = 0; j0 < end; j0 += TILE) {
    const int count = j0 + TILE < end ? TILE : (end - j0 + 3) / 4 * 4;
    memset(weights, 0, sizeof(REAL) * count * ROWS);
    for (int i = 0; i < d; i += DEPTH) {
      const int depth = i + DEPTH < d ? DEPTH : d - i;
      for (int j = 0; j < count; j += 4) NAME(multiply)(weights + j * ROWS, panel + i * ROWS, p->x + (j0 + j) * stride + i, stride, 1, depth);
    }
    for (int j = 0; j < count; j++) {
      for (int r = 0; r < M; r++) {
        VEC w = NAME(exp2)(NAME(load)(weights + j * ROWS + r * LANES) - s[r]);
        if (j0 + j > k0) w = (VEC)((IVEC)w & (lanes[r] >= (INT)(j0 + j)));
        z[r] += w;
        NAME(store)(weights + j * ROWS + r * LANES, w);
      }
    }
    for (int i = 0; i < d; i += 4) NAME(multiply)(sums + i * ROWS, weights, p->y + j0 * stride + i, 1, stride, count);
  }
  REAL total[ROWS];
  for (int r = 0; r < M; r++) NAME(store)(total + r * LANES, z[r]);
  NAME(finish)(p, k0, ROWS, sums, ROWS, total);
}
#undef M

static void NAME(block)(NAME(problem) * p, int b, int thread) {
  if (p->d == 2) NAME(small_rows)(2, p, b * SMALL_VECTORS * LANES);
  else if (p->d == 3) NAME(small_rows)(3, p, b * SMALL_VECTORS * LANES);
  else NAME(large_rows)(p, b * LARGE_VECTORS * LANES, p->scratch[thread]);
}

static void NAME(field)(NAME(problem) * p, int threads) {
  const int rows = (p->d <= 3 ? SMALL_VECTORS : LARGE_VECTORS) * LANES, blocks = (p->n + rows - 1) / rows;
  NAME(ready)(p);
  if (threads == 1) {
    for (int b = 0; b < blocks; b++) NAME(block)(p, b, 0);
    return;
  }
  /* The longest rows first, so that no thread is left with one at the end. */
#pragma omp parallel for schedule(dynamic) num_threads(threads)
  for (int b = blocks - 1; b >= 0; b--) NAME(block)(p, b, omp_get_thread_num());
}

static REAL *NAME(array)(size_t count) {
  REAL *a = aligned_alloc(64, (count * sizeof(REAL) + 127) / 64 * 64);
  memset(a, 0, (count * sizeof(REAL) + 127) / 64 * 64);
  return a;
}

static REAL *NAME(copy)(const double *from, size_t count) {
  if (!from) return NULL;
  REAL *a = NAME(array)(count);
  for (size_t i = 0; i < count; i++) a[i] = (REAL)from[i];
  return a;
}

static NAME(problem) NAME(make)(int n, int d, double beta, const double *x, const double *matrix, const double *value, int threads) {
  const int rows = LANES * (SMALL_VECTORS > LARGE_VECTORS ? SMALL_VECTORS : LARGE_VECTORS);
  const int padded = (n / rows + 2) * rows, paddedD = d <= 3 ? d : (d + 3) / 4 * 4, stride = d <= 3 ? d : paddedD + 8;
  NAME(problem) p = {.n = n, .d = d, .padded = padded, .paddedD = paddedD, .stride = stride, .beta = (REAL)beta};
  p.matrix = NAME(copy)(matrix, (size_t)d * d);
  p.value = NAME(copy)(value, (size_t)d * d);
  p.x = NAME(array)((size_t)padded * stride);
  p.y = NAME(array)((size_t)padded * stride);
  if (d > 3) p.q = NAME(array)((size_t)padded * stride);
  else for (int a = 0; a < 3; a++) *(REAL **[]){&p.xt, &p.yt, &p.qt}[a] = NAME(array)((size_t)padded * d);
  p.s = NAME(array)(padded);
  p.out = NAME(array)((size_t)n * d);
  for (int k = 0; k < n; k++) for (int i = 0; i < d; i++) p.x[(size_t)k * stride + i] = (REAL)x[(size_t)k * d + i];
  const size_t perThread = (size_t)(2 * paddedD + NAME(TILE)) * LARGE_VECTORS * LANES;
  for (int t = 0; t < threads && d > 3; t++) p.scratch[t] = NAME(array)(perThread);
  return p;
}

static void NAME(release)(NAME(problem) * p) {
  REAL *all[] = {p->matrix, p->value, p->x, p->y, p->xt, p->yt, p->qt, p->q, p->s, p->out};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
  for (int t = 0; t < MOST_THREADS; t++) free(p->scratch[t]);
}
#undef VEC
#undef IVEC
#undef INLINE
