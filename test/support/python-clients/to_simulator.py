"""The base URL, which neither client takes as a setting: what goes to Schwab's host goes to the simulator. Nothing else of them is changed."""

import os
from urllib.parse import urlsplit

import httpx
import requests

SCHWAB = "api.schwabapi.com"
SIMULATOR = urlsplit(os.environ["SIMULATOR_URL"])
APP_KEY = os.environ["SIMULATOR_APP_KEY"]
APP_SECRET = os.environ["SIMULATOR_APP_SECRET"]


def instead(url: str) -> str:
    return urlsplit(url)._replace(scheme=SIMULATOR.scheme, netloc=SIMULATOR.netloc).geturl()


def _redirect(request: httpx.Request) -> None:
    if request.url.host == SCHWAB:
        request.url = httpx.URL(instead(str(request.url)))
        request.headers["host"] = SIMULATOR.netloc


_handle = httpx.HTTPTransport.handle_request
_handle_async = httpx.AsyncHTTPTransport.handle_async_request
_send = requests.adapters.HTTPAdapter.send


def _handle_redirected(self, request):
    _redirect(request)
    return _handle(self, request)


async def _handle_async_redirected(self, request):
    _redirect(request)
    return await _handle_async(self, request)


def _send_redirected(self, request, **options):
    if urlsplit(request.url).hostname == SCHWAB:
        request.url = instead(request.url)
    return _send(self, request, **options)


httpx.HTTPTransport.handle_request = _handle_redirected
httpx.AsyncHTTPTransport.handle_async_request = _handle_async_redirected
requests.adapters.HTTPAdapter.send = _send_redirected


def agree(authorization_url: str) -> str:
    """What the person does on Schwab's page; the address that the browser is sent to."""
    url = urlsplit(instead(authorization_url))
    form = dict(httpx.QueryParams(url.query))
    answer = httpx.post(url._replace(query="").geturl(), data=form, follow_redirects=False)
    return answer.headers["location"]
