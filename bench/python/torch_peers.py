"""The causal field in PyTorch, as its users write attention."""
import os

import torch

VERSION = f"PyTorch {torch.__version__}"
torch.set_num_threads(int(os.environ.get("BENCH_THREADS", "1")))
FUSED = getattr(torch.nn.functional, "scaled_dot_product_attention", None)


def natural(dtype):
    def make(x, beta, matrix, value):
        x, matrix, value = (None if a is None else torch.tensor(a, dtype=dtype) for a in (x, matrix, value))
        n = len(x)
        hidden = torch.ones(n, n, dtype=torch.bool).triu(1) if FUSED is None else None

        def field():
            query = x if matrix is None else x @ matrix
            values = x if value is None else x @ value.T
            if FUSED is None:
                scores = (beta * (query @ x.T)).masked_fill_(hidden, -torch.inf)
                pull = torch.softmax(scores, 1) @ values
            else:
                pull = FUSED(query[None, None], x[None, None], values[None, None], is_causal=True, scale=beta)[0, 0]
            return pull - (pull * x).sum(1, keepdim=True) * x

        return field

    return make


PEERS = {"natural": natural(torch.float64), "natural-f32": natural(torch.float32)}
