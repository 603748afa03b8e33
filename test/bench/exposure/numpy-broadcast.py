"""Gamma exposure of a chain as numpy users write it: one spots x contracts broadcast. Protocol on stdin and stdout, one line each way:
a JSON line with the columns first, answered with the exposures; then each line "run" is answered with the nanoseconds of one run."""

import json
import sys
import time

import numpy as np

chain = json.loads(sys.stdin.readline())
strike, iv, years, quantity = (np.array(chain[name]) for name in ("strike", "iv", "years", "quantity"))
strike_index = np.array(chain["strikeIndex"])
spot, rate, dividend_yield, spots = chain["spot"], chain["rate"], chain["dividendYield"], np.array(chain["spots"])


def exposures(at):
    """By spot and contract, USD per 1 %."""
    deviation = iv * np.sqrt(years)
    d1 = (np.log(at / strike) + (rate - dividend_yield + 0.5 * iv * iv) * years) / deviation
    gamma = np.exp(-dividend_yield * years) * np.exp(-0.5 * d1 * d1) / np.sqrt(2 * np.pi) / (at * deviation)
    return quantity * gamma * at * at * 0.01


def run():
    now = exposures(spot)
    by_strike = np.bincount(strike_index, weights=now)
    return by_strike, now.sum(), exposures(spots[:, None]).sum(axis=1)


by_strike, total, profile = run()
answer = {"numpy": np.__version__, "strikeNet": by_strike.tolist(), "total": float(total), "profile": profile.tolist()}
print(json.dumps(answer), flush=True)
for _ in sys.stdin:
    start = time.perf_counter_ns()
    run()
    print(time.perf_counter_ns() - start, flush=True)
