"""A small, real OpenID Connect provider on 127.0.0.1: discovery, authorization, tokens signed with RS256, keys, user information.

It signs in whoever `person` says, at once. It checks what a provider must: client, secret, address to return to, that a code is
used once, and PKCE.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, KEY_ID = "homeround", "a secret of the test", "key-1"


class IdentityProvider(ThreadingHTTPServer):
    """`person`: the claims of who signs in. `forge`: sign tokens with a key that is not the published one. `nonce`: what stands in
    tokens instead of the nonce that was asked for; `silent`: give no ID token at all. `tells`: the user information, where it is not
    the claims of `person`.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.other_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.person: dict[str, Any] = {}
        self.forge = False
        self.nonce: dict[str, str] | None = None
        self.silent = False
        self.tells: dict[str, Any] | None = None
        self.codes: dict[str, dict[str, str]] = {}
        self.access_tokens: dict[str, dict[str, Any]] = {}
        self.asked: list[dict[str, str]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def app(self) -> dict[str, Any]:
        """What stands in OPENID_CONNECT_APPS for this provider."""
        return {
            "provider_id": "council",
            "name": "Westmere Council",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": self.address, "second_factor": {"acr": ["AAL3"], "amr": ["mfa", "hwk"]}},
        }

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]}

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser goes next: back, with a code."""
        self.asked.append(query)
        if query.get("client_id") != CLIENT or query.get("response_type") != "code":
            raise ValueError("unknown client")
        if query.get("code_challenge_method") != "S256" or not query.get("code_challenge"):
            raise ValueError("PKCE is required")
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str]) -> dict[str, Any]:
        """Exchanges a code, once, for tokens. ValueError: something does not match."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            raise ValueError("unknown code or client")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            raise ValueError("PKCE does not match")
        if form.get("redirect_uri") != asked["redirect_uri"]:
            raise ValueError("another address to return to")
        access = secrets.token_urlsafe(16)
        self.access_tokens[access] = self.person if self.tells is None else self.tells
        tokens = {"access_token": access, "token_type": "Bearer", "expires_in": 60}
        return tokens if self.silent else {**tokens, "id_token": self._id_token(asked)}

    def _id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        nonce = {"nonce": asked["nonce"]} if self.nonce is None else self.nonce
        claims = {**self.person, "iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, **nonce}
        key = self.other_key if self.forge else self.key
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": KEY_ID})


class _Handler(BaseHTTPRequestHandler):
    server: IdentityProvider

    def log_message(self, *args: Any) -> None:
        """Nothing: tests are quiet."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/.well-known/openid-configuration":
            self._json(self.server.discovery())
        elif parts.path == "/keys":
            self._json(self.server.keys())
        elif parts.path == "/userinfo":
            self._userinfo()
        elif parts.path == "/authorize":
            self._authorize({name: values[0] for name, values in parse_qs(parts.query).items()})
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        try:
            self._json(self.server.token({name: values[0] for name, values in parse_qs(body).items()}))
        except ValueError as error:
            self._json({"error": "invalid_grant", "error_description": str(error)}, status=400)

    def _authorize(self, query: dict[str, str]) -> None:
        try:
            address = self.server.authorize(query)
        except ValueError as error:
            self._json({"error": str(error)}, status=400)
            return
        self.send_response(302)
        self.send_header("Location", address)
        self.end_headers()

    def _userinfo(self) -> None:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        person = self.server.access_tokens.get(token)
        self._json({"error": "invalid_token"} if person is None else person, status=401 if person is None else 200)

    def _json(self, content: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running() -> Iterator[IdentityProvider]:
    """A provider that answers for as long as the block lasts."""
    provider = IdentityProvider()
    thread = threading.Thread(target=provider.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()
        thread.join()
