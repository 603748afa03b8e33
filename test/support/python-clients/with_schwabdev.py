"""Schwabdev against the simulator, as its documentation shows it: login, refresh, market data, streaming. Prints what it got, as JSON."""

import json
import queue
import sys
import time

from to_simulator import APP_KEY, APP_SECRET, agree

import schwabdev

client = schwabdev.Client(
    APP_KEY, APP_SECRET, "https://127.0.0.1", tokens_db=sys.argv[1], call_on_auth=agree, open_browser_for_auth=False
)
first = client.tokens.access_token
refreshed = client.update_tokens(force_access_token=True)


def read(answer) -> dict:
    answer.raise_for_status()
    return answer.json()


got = {
    "refreshed": refreshed and client.tokens.access_token != first,
    "quotes": read(client.quotes(["SPY", "$SPX", "NOSUCH"])),
    "quote": read(client.quote("SPY")),
    "chain": read(client.option_chains("SPY", strikeCount=4)),
    "expirations": read(client.option_expiration_chain("SPY")),
    "minutes": read(client.price_history("SPY", periodType="day", period=1, frequencyType="minute", frequency=5)),
    "hours": read(client.market_hours(["equity", "option"])),
    "hour": read(client.market_hour("option")),
    "preferences": read(client.preferences()),
}
contracts = [
    contract[0]["symbol"]
    for expiries in (got["chain"]["callExpDateMap"], got["chain"]["putExpDateMap"])
    for strikes in list(expiries.values())[:1]
    for contract in list(strikes.values())[:2]
]
got["contracts"] = contracts

frames = queue.Queue()
streamer = schwabdev.Stream(client)
streamer.start(frames.put)
streamer.send(streamer.level_one_equities("SPY,$SPX", "0,1,2,3,8,35"))
streamer.send(streamer.level_one_options(contracts, "0,2,3,10,28,29,35,38"))
seen = {"response": [], "data": [], "notify": []}
keys = set()
changes = 0
end = time.monotonic() + 120
while (len(keys) < len(contracts) + 2 or changes < 3) and time.monotonic() < end:
    frame = json.loads(frames.get(timeout=60))
    for kind, parts in frame.items():
        seen[kind] += parts
    for part in frame.get("data", []):
        changes += sum(content["key"] in keys for content in part["content"])
        keys |= {content["key"] for content in part["content"]}
streamer.stop()
got["stream"] = seen
print(json.dumps(got))
