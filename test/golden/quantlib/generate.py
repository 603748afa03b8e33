"""Random European options priced by QuantLib: the table that quantlib.test.ts holds our pricing against.

    python3 -m venv venv && venv/bin/pip install QuantLib==1.44 mpmath==1.4.1 && venv/bin/python generate.py

Price, delta, gamma, vega, theta, rho, vanna and vomma are QuantLib's. Charm, speed, zomma and color, which it does not have, are derivatives
of the price taken numerically by mpmath with 60 digits; so is every greek of the first 500 cases, to tell QuantLib's roundings from ours.
Time greeks are by calendar time (as the clock advances), a year.
"""

import csv
import gzip
import io
import math
import random

import mpmath
import QuantLib as ql

CASES = 10_500
CHECKED = 500
SEED = 20_260_101
mpmath.mp.dps = 60

GREEKS = ["price", "delta", "gamma", "vega", "theta", "rho", "vanna", "vomma", "charm", "speed", "zomma", "color"]
# Orders of differentiation by spot, volatility, years and rate, and the sign (calendar time runs against years).
ORDERS = {
    "price": ((0, 0, 0, 0), 1),
    "delta": ((1, 0, 0, 0), 1),
    "gamma": ((2, 0, 0, 0), 1),
    "vega": ((0, 1, 0, 0), 1),
    "theta": ((0, 0, 1, 0), -1),
    "rho": ((0, 0, 0, 1), 1),
    "vanna": ((1, 1, 0, 0), 1),
    "vomma": ((0, 2, 0, 0), 1),
    "charm": ((1, 0, 1, 0), -1),
    "speed": ((3, 0, 0, 0), 1),
    "zomma": ((2, 1, 0, 0), 1),
    "color": ((2, 0, 1, 0), -1),
}


def random_case(rng):
    """What a listed market holds: a minute to three years, 3 % to 200 % volatility, four deviations either side of the forward."""
    years = float(f"{math.exp(rng.uniform(math.log(1 / 525_600), math.log(3))):.7g}")
    volatility = float(f"{math.exp(rng.uniform(math.log(0.03), math.log(2))):.5g}")
    spot = float(f"{math.exp(rng.uniform(0, math.log(30_000))):.7g}")
    strike = float(f"{spot * math.exp(rng.uniform(-4, 4) * volatility * math.sqrt(years)):.7g}")
    rate, dividend_yield = (float(f"{rng.uniform(-0.02, 0.12):.4g}") for _ in range(2))
    return rng.choice("cp"), spot, strike, years, rate, dividend_yield, volatility


def quantlib_greeks(side, spot, strike, years, rate, dividend_yield, volatility):
    payoff = ql.PlainVanillaPayoff(ql.Option.Call if side == "c" else ql.Option.Put, strike)
    forward = spot * math.exp((rate - dividend_yield) * years)
    black = ql.BlackCalculator(payoff, forward, volatility * math.sqrt(years), math.exp(-rate * years))
    return {
        "price": black.value(),
        "delta": black.delta(spot),
        "gamma": black.gamma(spot),
        "vega": black.vega(years),
        "theta": black.theta(spot, years),
        "rho": black.rho(years),
        "vanna": black.vanna(spot, years),
        # As of 1.44 by the whole-life deviation, not by the volatility.
        "vomma": black.volga(years) * math.sqrt(years),
    }


def price(side, strike, dividend_yield):
    w = 1 if side == "c" else -1

    def value(spot, volatility, years, rate):
        deviation = volatility * mpmath.sqrt(years)
        d1 = (mpmath.log(spot / strike) + (rate - dividend_yield) * years) / deviation + deviation / 2
        return w * (
            spot * mpmath.exp(-dividend_yield * years) * mpmath.ncdf(w * d1)
            - strike * mpmath.exp(-rate * years) * mpmath.ncdf(w * (d1 - deviation))
        )

    return value


def mpmath_greek(greek, side, spot, strike, years, rate, dividend_yield, volatility):
    orders, sign = ORDERS[greek]
    at = tuple(mpmath.mpf(x) for x in (spot, volatility, years, rate))
    return sign * mpmath.diff(price(side, mpmath.mpf(strike), mpmath.mpf(dividend_yield)), at, orders)


def main():
    rng = random.Random(SEED)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    text.write(f"# QuantLib {ql.__version__}, mpmath {mpmath.__version__}, seed {SEED}; the first {CHECKED} cases by mpmath alone\n")
    table.writerow(["side", "spot", "strike", "years", "rate", "dividend_yield", "volatility", *GREEKS])
    for number in range(CASES):
        case = random_case(rng)
        known = {} if number < CHECKED else quantlib_greeks(*case)
        greeks = [known[greek] if greek in known else mpmath_greek(greek, *case) for greek in GREEKS]
        table.writerow([*case, *(mpmath.nstr(mpmath.mpf(x), 13, min_fixed=0, max_fixed=0) for x in greeks)])
    with gzip.GzipFile("options.csv.gz", "wb", compresslevel=9, mtime=0) as file:
        file.write(text.getvalue().encode())


main()
