"""A small OpenID Connect provider that can be told to lie: ``python -m tests.oidc.liar PORT``.

It keeps the rules that a provider keeps (registered redirect address, client secret, PKCE, a code
works once) and signs with a key of its own. PUT /lie says what is wrong with the next answers:
``user``    sub and claims of whoever signs in
``claims``  put over the ID token's; null leaves a claim out
``sign``    none, hmac (with the public key as secret), stranger (a key it does not publish), embedded
            (the stranger's key in the token's header), rotated (a new key, published from now on)
``about``   put over the discovery document; ``answer`` put over the parameters of the answer
"""

import base64
import hashlib
import hmac
import json
import secrets
import sys
import time
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "tracker", "a secret between the two of us"
USER = {"sub": "sso-0001", "preferred_username": "keji"}


class Liar:
    def __init__(self, address: str) -> None:
        self.address = address
        self.keys = [RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})]
        self.stranger = RSAKey.generate_key(2048, {"kid": "one"})
        self.codes: dict[str, dict[str, str]] = {}
        self.lie: dict[str, Any] = {}

    def routes(self) -> list[Route]:
        return [
            Route("/.well-known/openid-configuration", self.discovery),
            Route("/jwks", self.jwks),
            Route("/authorize", self.authorize),
            Route("/token", self.token, methods=["POST"]),
            Route("/userinfo", self.userinfo),
            Route("/lie", self.be_told, methods=["PUT"]),
        ]

    async def be_told(self, request: Request) -> Response:
        self.lie = await request.json()
        if self.lie.get("sign") == "rotated":
            kid = secrets.token_hex(4)
            self.keys = [RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})]
        return Response(status_code=204)

    def discovery(self, _request: Request) -> Response:
        about = {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            # It would sign with anything: what is admitted is for the other side to say.
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }
        return JSONResponse(about | self.lie.get("about", {}))

    def jwks(self, _request: Request) -> Response:
        return JSONResponse({"keys": [key.as_dict(private=False) for key in self.keys]})

    def authorize(self, request: Request) -> Response:
        """Whoever comes has signed in already and agrees."""
        asked = dict(request.query_params)
        if asked.get("client_id") != CLIENT or not asked["redirect_uri"].endswith("/auth/oidc/callback"):
            return JSONResponse({"error": "invalid_client"}, 400)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        answer = {"code": code, "state": asked["state"]} | self.lie.get("answer", {})
        given = {name: value for name, value in answer.items() if value is not None}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(given)}", 302)

    async def token(self, request: Request) -> Response:
        given = await request.form()
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {basic}":
            return JSONResponse({"error": "invalid_client"}, 401)
        asked = self.codes.pop(str(given.get("code")), None)
        if asked is None or given.get("redirect_uri") != asked["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        if _challenge(str(given.get("code_verifier"))) != asked["code_challenge"]:
            return JSONResponse({"error": "invalid_grant", "error_description": "PKCE"}, 400)
        tokens = {"access_token": "opaque", "token_type": "Bearer", "id_token": self._id_token(asked)}
        return JSONResponse(tokens | self.lie.get("tokens", {}))

    def userinfo(self, _request: Request) -> Response:
        return JSONResponse(USER | self.lie.get("user", {}) | self.lie.get("userinfo", {}))

    def _id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        about = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        said = about | USER | self.lie.get("user", {}) | self.lie.get("claims", {})
        return self._signed({name: value for name, value in said.items() if value is not None})

    def _signed(self, claims: dict[str, Any]) -> str:
        key = self.keys[0]
        match self.lie.get("sign"):
            case "none":
                header = {"alg": "none", "typ": "JWT"}
                return f"{_packed(header)}.{_packed(claims)}."
            case "hmac":
                signed = f"{_packed({'alg': 'HS256', 'kid': key.kid})}.{_packed(claims)}"
                proof = hmac.digest(key.as_pem(private=False), signed.encode(), "sha256")
                return f"{signed}.{_unpadded(proof)}"
            case "stranger":
                return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.stranger)
            case "embedded":
                own = self.stranger.as_dict(private=False)
                return jwt.encode({"alg": "RS256", "kid": "one", "jwk": own}, claims, self.stranger)
        return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)


def _challenge(verifier: str) -> str:
    return _unpadded(hashlib.sha256(verifier.encode()).digest())


def _packed(content: dict[str, Any]) -> str:
    return _unpadded(json.dumps(content).encode())


def _unpadded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


if __name__ == "__main__":
    port = int(sys.argv[1])
    app = Starlette(routes=Liar(f"http://127.0.0.1:{port}").routes())
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")
