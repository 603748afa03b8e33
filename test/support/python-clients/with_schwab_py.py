"""schwab-py against the simulator, as its documentation shows it: login, token file, refresh, market data, streaming. Prints what it got, as JSON."""

import asyncio
import json
import sys

from to_simulator import APP_KEY, APP_SECRET, agree

from schwab import auth
from schwab.client import Client
from schwab.streaming import StreamClient
from websockets.exceptions import ConnectionClosed

TOKEN_FILE = sys.argv[1]
CALLBACK = "https://127.0.0.1:8182/"


def log_in() -> None:
    def write(token, *_, **__):
        # Nearly over, so that the client has to refresh before its first call.
        token["token"]["expires_at"] = 1
        with open(TOKEN_FILE, "w") as file:
            json.dump(token, file)

    context = auth.get_auth_context(APP_KEY, CALLBACK)
    auth.client_from_received_url(APP_KEY, APP_SECRET, context, agree(context.authorization_url), write)


def read(client) -> dict:
    day = Client.PriceHistory
    answers = {
        "quotes": client.get_quotes(["SPY", "$SPX", "NOSUCH"]),
        "chain": client.get_option_chain("SPY", strike_count=4),
        "expirations": client.get_option_expiration_chain("SPY"),
        "minutes": client.get_price_history_every_minute("SPY", need_previous_close=True),
        "days": client.get_price_history(
            "SPY",
            period_type=day.PeriodType.MONTH,
            period=day.Period.ONE_MONTH,
            frequency_type=day.FrequencyType.DAILY,
            frequency=day.Frequency.DAILY,
        ),
        "hours": client.get_market_hours([Client.MarketHours.Market.EQUITY, Client.MarketHours.Market.OPTION]),
    }
    for answer in answers.values():
        answer.raise_for_status()
    return {name: answer.json() for name, answer in answers.items()}


async def stream(keys: list) -> dict:
    client = auth.client_from_token_file(TOKEN_FILE, APP_KEY, APP_SECRET, asyncio=True)
    streaming = StreamClient(client)
    await streaming.login()
    seen = {"options": [], "equities": []}
    streaming.add_level_one_option_handler(lambda message: seen["options"].append(message))
    streaming.add_level_one_equity_handler(lambda message: seen["equities"].append(message))
    await streaming.level_one_equity_subs(["SPY", "$SPX"])
    await streaming.level_one_option_subs(keys[:2])
    await streaming.level_one_option_add(keys[2:])

    def keys_of(kind):
        return {content["key"] for message in seen[kind] for content in message["content"]}

    # On, until every key has come and something has changed since.
    while len(keys_of("options")) < len(keys) or len(keys_of("equities")) < 2 or len(seen["equities"]) < 3:
        await streaming.handle_message()
    await streaming.level_one_option_unsubs(keys[:1])
    await streaming.logout()
    try:
        while True:
            await streaming.handle_message()
    except ConnectionClosed as closed:
        seen["closed"] = closed.rcvd.code if closed.rcvd else None
    return seen


log_in()
client = auth.client_from_token_file(TOKEN_FILE, APP_KEY, APP_SECRET)
got = read(client)
contracts = [
    contract[0]["symbol"]
    for expiries in (got["chain"]["callExpDateMap"], got["chain"]["putExpDateMap"])
    for strikes in list(expiries.values())[:1]
    for contract in list(strikes.values())[:2]
]
got["contracts"] = contracts
got["stream"] = asyncio.run(asyncio.wait_for(stream(contracts), 120))
with open(TOKEN_FILE) as file:
    got["token"] = json.load(file)
print(json.dumps(got))
