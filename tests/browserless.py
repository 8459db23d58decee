"""A client without a browser: calls the application in this process and keeps its cookies."""

import asyncio

import httpx


class Client:
    """Sends requests to an ASGI application, one event loop a request."""

    def __init__(self, app):
        self.app = app
        self.cookies = httpx.Cookies()

    def request(self, method, path, **more):
        return asyncio.run(self._request(method, path, more))

    async def _request(self, method, path, more):
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        address = "http://workbench.example"
        async with httpx.AsyncClient(
            transport=transport, base_url=address, cookies=self.cookies
        ) as client:
            answer = await client.request(method, path, **more)
            self.cookies = client.cookies
        return answer

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, **more):
        return self.request("POST", path, **more)
